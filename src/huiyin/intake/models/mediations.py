"""What was settled at a table."""

from typing import ClassVar

from django.db import models


class Mediation(models.Model):
    """A mediation: who took part and what they agreed on, sealed; that it took place is a fact."""

    place = models.CharField(max_length=40)
    case = models.CharField(max_length=24, db_index=True)
    outcome = models.CharField(max_length=20)
    held_on = models.DateField()
    parties = models.BinaryField()
    dispute = models.BinaryField()
    terms = models.BinaryField()
    by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "intake_mediation"
        indexes: ClassVar = [
            models.Index(fields=["place", "held_on"], name="mediation_place_day"),
        ]

    def __str__(self) -> str:
        return f"mediation:{self.pk}"


class Mediator(models.Model):
    """A member who mediated."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="mediators")
    member = models.CharField(max_length=80)

    class Meta:
        db_table = "intake_mediator"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mediation", "member"], name="mediator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} @ {self.mediation_id}"
