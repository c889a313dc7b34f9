"""Calls, and what is typed during one."""

from typing import ClassVar

from django.db import models


class Call(models.Model):
    """A telephone call as the switchboard told it, and who called back where nobody answered.

    Where it stands is computed from its moments, so that events may come twice and in any order.
    """

    place = models.CharField(max_length=40)
    call_id = models.CharField(max_length=80)
    number = models.BinaryField(default=bytes)
    number_index = models.CharField(max_length=64, blank=True, db_index=True)
    agent = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10)
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=80, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    case = models.CharField(max_length=24, blank=True)

    class Meta:
        db_table = "intake_call"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "call_id"], name="call_place_id"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place", "state", "rang_at"], name="call_place_state"),
        ]

    def __str__(self) -> str:
        return f"call:{self.pk}"


class CallDraft(models.Model):
    """What a member has typed during a call, sealed; emptied when it is registered (B23).

    `revision` grows with every change, so that a late save does not undo a newer one.
    """

    member = models.CharField(max_length=80)
    place = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    said = models.BinaryField(default=bytes)
    revision = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_call_draft"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "key"], name="call_draft_member_key"),
        ]

    def __str__(self) -> str:
        return f"draft:{self.pk}"
