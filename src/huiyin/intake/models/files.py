"""What people send with their words."""

from django.db import models


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
