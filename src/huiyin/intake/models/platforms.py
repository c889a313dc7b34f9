"""What platforms handed us, by their own numbers, and what of theirs was heard."""

from typing import ClassVar

from django.db import models


class PlatformCase(models.Model):
    """A matter of a platform's. `said`: a blind index of what was handed over, to know it again."""

    place = models.CharField(max_length=40)
    channel = models.CharField(max_length=40)
    theirs = models.CharField(max_length=60)
    case = models.CharField(max_length=24)
    petitioner = models.CharField(max_length=40, db_index=True)
    said = models.CharField(max_length=64)

    class Meta:
        db_table = "intake_platform_case"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "channel", "theirs"], name="platform_case_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}/{self.theirs}"


class PlatformHeard(models.Model):
    """A request that was heard: the very same one is a replay."""

    nonce = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "intake_platform_heard"

    def __str__(self) -> str:
        return f"heard:{self.pk}"
