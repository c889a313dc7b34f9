"""Where cases stand, kept beside the record for fast reading; the record is what counts."""

from typing import ClassVar

from django.db import models

from huiyin.cases.words import Tokens
from huiyin.people.models import Place


class CaseRow(models.Model):
    """A case as it now stands. `state` is the whole case; the columns are for lists.

    `yellow_at` and `red_at` are those of the most pressing running clock of staff: lights are
    computed from them at reading. `next_alarm_at` is what the strike asks the index for.
    """

    number = models.CharField(max_length=24, unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    regime = models.CharField(max_length=40)
    law = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    state = models.TextField()
    title = models.CharField(max_length=200, blank=True)
    phase = models.CharField(max_length=20)
    owner = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    level = models.CharField(max_length=40, blank=True)
    class_code = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=40, blank=True)
    lead = models.CharField(max_length=40, blank=True)
    first_asked = models.CharField(max_length=40, blank=True)
    escalated_to = models.CharField(max_length=20, blank=True)
    whistle = models.BooleanField(default=False)
    claimable = models.BooleanField(default=False)
    published = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    yellow_at = models.DateTimeField(null=True)
    red_at = models.DateTimeField(null=True)
    next_alarm_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_case"
        indexes: ClassVar = [
            models.Index(fields=["place", "phase", "red_at"], name="case_place_phase_red"),
            models.Index(fields=["place", "owner", "lead"], name="case_place_owner_lead"),
            models.Index(fields=["place", "escalated_to"], name="case_place_escalated"),
            models.Index(fields=["first_asked"], name="case_first_asked"),
            models.Index(
                fields=["place", "red_at"],
                name="case_place_red",
                condition=models.Q(red_at__isnull=False),
            ),
            models.Index(fields=["place", "registered_at"], name="case_place_registered"),
            models.Index(fields=["place", "class_code", "registered_at"], name="case_place_class"),
            models.Index(
                fields=["place", "answered_at"],
                name="case_place_answered",
                condition=models.Q(answered_at__isnull=False),
            ),
            models.Index(
                fields=["next_alarm_at"],
                name="case_next_alarm",
                condition=models.Q(next_alarm_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def numbered(cls, number: str) -> "CaseRow | None":
        """The row of that number; what no number can be (PostgreSQL minds a NUL) has none."""
        return cls.objects.filter(number=number).first() if number.isprintable() else None


class Part(models.Model):
    """A unit's part in a case, for the lists of units."""

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="parts")
    unit = models.CharField(max_length=40)
    lead = models.BooleanField()
    stand = models.CharField(max_length=20)

    class Meta:
        db_table = "cases_part"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "unit"], name="part_case_unit"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "case"], name="part_unit_case"),
            models.Index(fields=["unit", "lead", "stand"], name="part_unit_lead_stand"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit}"


class WordsRow(models.Model):
    """Tokens by which a case is found, and by whom; see `words`, which owns the index over it."""

    id = models.BigIntegerField(primary_key=True)
    words = Tokens()
    scope = Tokens()

    class Meta:
        db_table = "cases_words"

    def __str__(self) -> str:
        return f"words:{self.pk}"


class NoticeRow(models.Model):
    """Something to tell an audience, written in the same transaction as what it tells of.

    `member`: whose it is alone, by the actor's id. `handed_on_at`: when what petitioners are to be
    told was given to the channels.
    """

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="notices")
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    at = models.DateTimeField()
    audience = models.CharField(max_length=12)
    role = models.CharField(max_length=20)
    unit = models.CharField(max_length=40, blank=True)
    member = models.CharField(max_length=40, blank=True)
    template = models.CharField(max_length=120)
    params = models.JSONField(default=dict)
    handed_on_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_notice"
        indexes: ClassVar = [
            models.Index(
                fields=["place", "audience", "role", "unit", "at"], name="notice_audience"
            ),
            models.Index(
                fields=["id"],
                name="notice_to_hand_on",
                condition=models.Q(audience="petitioners", handed_on_at__isnull=True),
            ),
            models.Index(
                fields=["member", "at"],
                name="notice_member",
                condition=models.Q(audience="member"),
            ),
        ]

    def __str__(self) -> str:
        return self.template


class DoneOnce(models.Model):
    """An idempotency key that has been used, and what for."""

    key = models.CharField(max_length=120, unique=True)
    case = models.CharField(max_length=24)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_done_once"

    def __str__(self) -> str:
        return self.key


class Counter(models.Model):
    """How many numbers of a prefix and day have been given."""

    name = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "cases_counter"

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
