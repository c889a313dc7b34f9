"""Writing the record: append, and erase people's words. There is nothing else to do to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.journal import coding, inserting
from huiyin.journal.models import FactRow, TextRow
from huiyin.rules.facts import Fact


@dataclass(frozen=True, slots=True)
class Link:
    """Where a case's chain ends: number of facts, and the hash of the last one."""

    seq: int
    head: str


START = Link(0, "")


@dataclass(slots=True)
class FactLine:
    """A row of `FactRow` on its way in; a model's instance costs as much as the fact itself."""

    case: str
    seq: int
    at: datetime
    actor: str
    role: str
    unit: str
    kind: str
    data: str
    prev: str
    hash: str = ""


@dataclass(slots=True)
class TextLine:
    """A row of `TextRow` on its way in."""

    case: str
    seq: int
    field: str
    salt: str
    body: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows ready to be written, and the new end of the chain."""

    facts: list[FactLine]
    texts: list[TextLine]
    link: Link


def prepare(case: str, facts: Iterable[Fact], after: Link) -> Prepared:
    """The rows for `facts`, chained after `after`; nothing is written yet."""
    rows: list[FactLine] = []
    texts: list[TextLine] = []
    seq, head = after.seq, after.head
    for fact in facts:
        seq += 1
        coded = coding.encode(fact)
        row = FactLine(
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
            TextLine(case=case, seq=seq, field=w.field, salt=w.salt, body=w.body)
            for w in coded.words
        )
    return Prepared(rows, texts, Link(seq, head))


def append(batch: Sequence[Prepared]) -> None:
    """Write what was prepared, inside the caller's transaction."""
    inserting.insert(
        (FactRow, [row for one in batch for row in one.facts]),
        (TextRow, [row for one in batch for row in one.texts]),
    )


def erase(case: str) -> int:
    """Empty all words of a case (right to deletion); the chain stays whole. Returns how many.

    The salts go too: without them nobody can try out what was said on the digests that remain.
    """
    return TextRow.objects.filter(case=case, body__isnull=False).update(body=None, salt="")
