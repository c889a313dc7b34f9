"""People who petition, kept apart from cases, and every look at them; the files that came along."""

from typing import ClassVar

from django.db import models


class Petitioner(models.Model):
    """A person as they gave themselves. Everything about them is encrypted; see `sealing`."""

    place = models.CharField(max_length=40)
    name = models.BinaryField()
    phone = models.BinaryField()
    identity_no = models.BinaryField()
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
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


class Attachment(models.Model):
    """A photo, voice note or document; its bytes lie encrypted in the file store.

    `case` is "" while it is a draft. `once` makes the same file of the same form one row.
    """

    place = models.CharField(max_length=40)
    case = models.CharField(max_length=24, blank=True, db_index=True)
    giver = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64)
    name = models.BinaryField()
    stored = models.CharField(max_length=80, blank=True)
    thumb = models.BooleanField(default=False)
    once = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - null is not unique
    scan = models.CharField(max_length=10, db_index=True)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        db_table = "intake_attachment"

    def __str__(self) -> str:
        return f"attachment:{self.pk}"
