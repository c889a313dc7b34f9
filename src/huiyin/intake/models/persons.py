"""People who petition, kept apart from cases; and every look at them."""

from typing import ClassVar

from django.db import models


class Petitioner(models.Model):
    """A person as they gave themselves. Everything about them is encrypted; see `sealing`."""

    place = models.CharField(max_length=40)
    name = models.BinaryField()
    phone = models.BinaryField()
    identity_no = models.BinaryField()
    email = models.BinaryField(default=bytes)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    told_in = models.CharField(max_length=10, blank=True)
    case = models.CharField(max_length=24, blank=True)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "intake_petitioner"

    def __str__(self) -> str:
        return f"petitioner:{self.pk}"


class Reading(models.Model):
    """Somebody looked at a petitioner's identity, and said what for (B17)."""

    petitioner = models.ForeignKey(Petitioner, on_delete=models.CASCADE, related_name="readings")
    case = models.CharField(max_length=24)
    member = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "intake_reading"
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.member} -> {self.petitioner_id}"


class LookUp(models.Model):
    """Failed tries to open a case by number and code: to brake guessing, without any address."""

    number = models.CharField(max_length=24, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField()

    class Meta:
        db_table = "intake_look_up"

    def __str__(self) -> str:
        return self.number


class OneTimeCode(models.Model):
    """A code that was asked for, to show that a number is one's own. Neither is readable here.

    `sent`: it was really told; a number that no case belongs to is asked for like any other, and
    nothing is sent.
    """

    place = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    phone_index = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    sent = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_one_time_code"
        indexes: ClassVar = [
            models.Index(fields=["phone_index", "made_at"], name="one_time_phone"),
            models.Index(fields=["place", "made_at"], name="one_time_place"),
            models.Index(fields=["made_at"], name="one_time_made"),
        ]

    def __str__(self) -> str:
        return f"code:{self.pk}"
