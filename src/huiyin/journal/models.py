"""The tables of the record. Both are guarded in the database itself; see `guard`."""

from typing import ClassVar

from django.db import models

DISPUTED = ["designated", "dispatch_upheld", "objected", "reassigned", "returned"]
"""What happens to few cases, and is asked for across all of them: who is responsible after all."""


class FactRow(models.Model):
    """One fact of one case, chained to the one before.

    `data` is the exact text that was hashed; words of people are in it as salted digests only.
    """

    case = models.CharField(max_length=24)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=20)
    unit = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    data = models.TextField()
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_fact"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq"], name="journal_fact_case_seq"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["case", "seq"],
                name="journal_fact_disputed",
                condition=models.Q(kind__in=DISPUTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}#{self.seq} {self.kind}"


class TextRow(models.Model):
    """People's words beside a fact; `body` is emptied when they are erased."""

    case = models.CharField(max_length=24)
    seq = models.PositiveIntegerField()
    field = models.CharField(max_length=20)
    salt = models.CharField(max_length=32)
    body = models.TextField(null=True)  # noqa: DJ001 - null means erased, "" cannot occur

    class Meta:
        db_table = "journal_text"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq", "field"], name="journal_text_place"),
        ]

    def __str__(self) -> str:
        return f"{self.case}#{self.seq}.{self.field}"
