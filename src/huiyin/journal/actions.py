"""Writing the record: append, and erase people's words. There is nothing else to do to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from huiyin.journal import coding
from huiyin.journal.models import FactRow, TextRow
from huiyin.rules.facts import Fact


@dataclass(frozen=True, slots=True)
class Link:
    """Where a case's chain ends: number of facts, and the hash of the last one."""

    seq: int
    head: str


START = Link(0, "")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows ready to be written, and the new end of the chain."""

    facts: list[FactRow]
    texts: list[TextRow]
    link: Link


def prepare(case: str, facts: Iterable[Fact], after: Link) -> Prepared:
    """The rows for `facts`, chained after `after`; nothing is written yet."""
    rows: list[FactRow] = []
    texts: list[TextRow] = []
    seq, head = after.seq, after.head
    for fact in facts:
        seq += 1
        coded = coding.encode(fact)
        row = FactRow(
            case=case,
            seq=seq,
            at=fact.at,
            actor=fact.actor,
            role=str(fact.role),
            unit=fact.unit,
            kind=fact.kind,
            data=coded.data,
            prev=head,
        )
        head = row.hash = coding.chain(head, row)
        rows.append(row)
        texts.extend(
            TextRow(case=case, seq=seq, field=w.field, salt=w.salt, body=w.body)
            for w in coded.words
        )
    return Prepared(rows, texts, Link(seq, head))


def append(batch: Sequence[Prepared]) -> None:
    """Write what was prepared, inside the caller's transaction."""
    _insert([row for one in batch for row in one.facts])
    _insert([row for one in batch for row in one.texts])


def _insert(rows: Sequence[FactRow | TextRow]) -> None:
    """Plain inserts: building them as the ORM does costs more than writing them."""
    if not rows:
        return
    meta = rows[0]._meta
    columns = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    moments = [field.get_internal_type() == "DateTimeField" for field in columns]
    adapt = connection.ops.adapt_datetimefield_value
    values = [
        [
            adapt(getattr(row, field.attname)) if moment else getattr(row, field.attname)
            for field, moment in zip(columns, moments, strict=True)
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        sql = f"INSERT INTO {connection.ops.quote_name(meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own columns
        cursor.executemany(sql, values)


def erase(case: str) -> int:
    """Empty all words of a case (right to deletion); the chain stays whole. Returns how many.

    The salts go too: without them nobody can try out what was said on the digests that remain.
    """
    return TextRow.objects.filter(case=case, body__isnull=False).update(body=None, salt="")
