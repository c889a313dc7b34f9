"""What was learned from a place's own cases, with how good it is."""

from typing import ClassVar

from django.db import models


class Learned(models.Model):
    """A model that is in use, or was.

    `about`: "class", "kind", "level" or "lead". `until`: the newest case it learned from was
    registered then. `figures`: as `learning.training.Figures`, measured on cases it had not seen,
    and `by_label`: label -> [guesses above the bar, of them right].
    """

    place = models.CharField(max_length=40)
    about = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    learned_from = models.PositiveIntegerField()
    figures = models.JSONField()
    model = models.BinaryField()

    class Meta:
        db_table = "dispatch_learned"
        indexes: ClassVar = [
            models.Index(fields=["place", "about", "made_at"], name="learned_place_about"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.about} {self.made_at:%Y-%m-%d}"
