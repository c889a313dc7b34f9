"""Published law. A version never changes: cases remember theirs."""

from typing import ClassVar

from django.db import models


class RegimeVersion(models.Model):
    """One published version of a regime: its files, word for word.

    `folder_catalogue`: the catalogue of the folder that was published last, where the one in force
    has gone on from it by decisions at the desk; "" where they are the same.
    """

    regime = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    effective_on = models.DateField()
    published_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    files = models.JSONField()
    folder_catalogue = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["regime", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regime", "version"], name="regime_version"),
        ]

    def __str__(self) -> str:
        return f"{self.regime} v{self.version}"


class CalendarVersion(models.Model):
    """One published state of the national calendar; the latest one counts."""

    published_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"calendar {self.digest[:8]}"
