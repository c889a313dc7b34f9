"""What is told, and what became of it."""

from typing import ClassVar

from django.db import models


class Delivery(models.Model):
    """A notice on its way to one petitioner by one channel, and what became of it.

    Without a notice it is something said to a number (`to`) in its own words: a one-time code, the
    answer to a short message. Number and words are sealed, emptied once it has ended, and not sent
    any more after `until`.

    `state`: waiting, sending (until the lease ends), sent, failed for good, given up, unsure (the
    worker or the line broke off, and the gateway cannot be asked), none (no channel leads to them),
    quiet (they do not want to be told).
    `reason` is a word or code of the gateway, nothing personal.
    """

    notice = models.PositiveBigIntegerField(null=True)
    petitioner = models.CharField(max_length=40, blank=True)
    case = models.CharField(max_length=24, blank=True, db_index=True)
    place = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, blank=True)
    to = models.BinaryField(default=bytes)
    words = models.BinaryField(default=bytes)
    until = models.DateTimeField(null=True)
    template = models.CharField(max_length=120, blank=True)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    gateway_id = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "intake_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "petitioner"], name="delivery_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="delivery_due",
                condition=models.Q(next_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.state}"
