"""People who petition, kept apart from cases; and every look at them."""

from typing import ClassVar

from django.db import models


class Petitioner(models.Model):
    """A person as they gave themselves. Everything about them is encrypted; see `sealing`."""

    place = models.CharField(max_length=40)
    name = models.BinaryField()
    phone = models.BinaryField()
    identity_no = models.BinaryField()
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
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
