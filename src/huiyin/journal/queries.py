"""Reading the record, and proving that it is whole."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from huiyin.journal import coding
from huiyin.journal.models import DISPUTED, FactRow, TextRow
from huiyin.rules.facts import KINDS, Fact, prose_fields
from huiyin.rules.vocabulary import Role
from huiyin.rules.words import N_

MANY = 500
"""So many cases are asked for at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as recorded, with people's words put back; erased words are "" and named."""

    seq: int
    fact: Fact
    erased: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the record that is not as it was written: where, and what."""

    case: str
    seq: int
    message: str


def facts(case: str) -> list[Fact]:
    """The facts of a case, oldest first, words left as digests: enough to rebuild it."""
    return [coding.decode(row) for row in FactRow.objects.filter(case=case).order_by("seq")]


def entries(case: str) -> list[Entry]:
    """The facts of a case, oldest first, with the words of people."""
    words: dict[int, dict[str, str | None]] = {}
    for text in TextRow.objects.filter(case=case):
        words.setdefault(text.seq, {})[text.field] = text.body
    return [
        Entry(
            row.seq,
            coding.decode(row, words.get(row.seq)),
            tuple(name for name, body in words.get(row.seq, {}).items() if body is None),
        )
        for row in FactRow.objects.filter(case=case).order_by("seq")
    ]


def lately(cases: Iterable[str], *, since: datetime, but: str, most: int) -> list[tuple[str, Fact]]:
    """What people other than `but` did to these cases since then, newest first; no words."""
    rows = FactRow.objects.filter(case__in=list(cases), at__gte=since)
    rows = rows.exclude(role=Role.SYSTEM).exclude(actor=but)
    return [(row.case, coding.decode(row)) for row in rows.order_by("-at", "-pk")[:most]]


def words_of(cases: list[str], kind: str, field: str) -> dict[str, str]:
    """case -> the latest words of that kind, for a page of cases (two queries)."""
    found: dict[str, str] = {}
    places = FactRow.objects.filter(case__in=cases, kind=kind).values_list("case", "seq")
    latest = dict(sorted(places))
    for text in TextRow.objects.filter(case__in=cases, field=field):
        if latest.get(text.case) == text.seq and text.body is not None:
            found[text.case] = text.body
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """Words of people that have not been erased: in which kind of fact, and in which field."""

    kind: str
    field: str
    body: str


def said(cases: Collection[str]) -> dict[str, list[Said]]:
    """case -> what people said in it, in order (one query; the door asks it for most deeds)."""
    found: dict[str, list[Said]] = {case: [] for case in cases}
    if not found:
        return found
    marks = ", ".join(["%s"] * len(found))
    with connection.cursor() as cursor:
        cursor.execute(f'{_SAID} ({marks}) ORDER BY t."case", t.seq, t.id', list(found))
        for case, *words in cursor.fetchall():
            found[case].append(Said(*words))
    return found


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact as it is found among those of many cases; `said`: its fields, words as digests."""

    case: str
    seq: int
    at: datetime
    actor: str
    kind: str
    said: dict[str, Any]


def disputed(first: str, last: str) -> Iterator[Mark]:
    """Objections, rulings and changes of the lead in cases numbered from `first` to before `last`.

    In the order of numbers, oldest first within a case; a small index has them.
    """
    kinds = ", ".join(
        f"'{kind}'" for kind in DISPUTED
    )  # in the words of the index, or it is not used
    rows = FactRow.objects.extra(where=[f"kind IN ({kinds})"])  # noqa: S610 - our own words
    yield from _marks(rows.filter(case__gte=first, case__lt=last).order_by("case", "seq"))


def handed_over(cases: Iterable[str]) -> Iterator[Mark]:
    """To whom these cases went first: dispatched, or claimed."""
    for some in _batches(cases):
        rows = FactRow.objects.filter(case__in=some, kind__in=["dispatched", "claimed"])
        yield from _marks(rows.order_by("case", "seq"))


def _batches(cases: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(cases)
    while some := list(islice(rest, MANY)):
        yield some


def _marks(rows: QuerySet[FactRow]) -> Iterator[Mark]:
    told = rows.values_list("case", "seq", "at", "actor", "kind", "data")
    for case, seq, at, actor, kind, data in told.iterator(chunk_size=2000):
        yield Mark(case, seq, at, actor, kind, json.loads(data)["what"])


def words_in(cases: Iterable[str], fields: Iterable[str]) -> dict[tuple[str, int, str], str]:
    """(case, seq, field) -> words of those fields in those cases; erased ones are not there."""
    found: dict[tuple[str, int, str], str] = {}
    for some in _batches(cases):
        texts = TextRow.objects.filter(case__in=some, field__in=list(fields), body__isnull=False)
        rows = texts.values_list("case", "seq", "field", "body")
        found |= {(case, seq, field): body or "" for case, seq, field, body in rows}
    return found


_SAID = (
    'SELECT t."case", f.kind, t.field, t.body FROM journal_text t JOIN journal_fact f '
    'ON f."case" = t."case" AND f.seq = t.seq WHERE t.body IS NOT NULL AND t."case" IN'
)


def end(case: str) -> tuple[int, str]:
    """Where the chain of a case ends: its last seq and hash; (0, "") for none."""
    last = FactRow.objects.filter(case=case).order_by("-seq").values_list("seq", "hash").first()
    return last or (0, "")


def cases(after: str = "") -> Iterator[str]:
    """Numbers of all cases in the record, in order."""
    numbers = FactRow.objects.filter(seq=1, case__gt=after).order_by("case")
    yield from numbers.values_list("case", flat=True).iterator(chunk_size=2000)


def faults(case: str) -> Iterator[Fault]:
    """Recompute the chain of a case; yield whatever is not as it was written."""
    texts: dict[int, dict[str, TextRow]] = {}
    for text in TextRow.objects.filter(case=case):
        texts.setdefault(text.seq, {})[text.field] = text
    prev = ""
    expected = 0
    for row in FactRow.objects.filter(case=case).order_by("seq"):
        expected += 1
        if row.seq != expected:
            yield Fault(case, expected, N_("缺少这一条。"))
            expected = row.seq
        if row.prev != prev:
            yield Fault(case, row.seq, N_("与上一条接不上。"))
        own = texts.pop(row.seq, {})
        if row.hash != coding.chain(row.prev, row):
            yield Fault(case, row.seq, N_("内容与校验值不符。"))
        else:
            yield from _text_faults(row, own)
        prev = row.hash
    for seq in sorted(texts):
        yield Fault(case, seq, N_("有原文而没有这一条。"))


def _text_faults(row: FactRow, texts: dict[str, TextRow]) -> Iterator[Fault]:
    what = coding.decode(row).what
    kept = {name: getattr(what, name) for name in prose_fields(KINDS[row.kind])}
    for name, digest in kept.items():
        text = texts.get(name)
        if digest and text is None:
            yield Fault(row.case, row.seq, N_("缺少原文。"))
        elif text and text.body is not None and coding.digest(text.salt, text.body) != digest:
            yield Fault(row.case, row.seq, N_("原文与摘要不符。"))
    if texts.keys() - kept.keys():
        yield Fault(row.case, row.seq, N_("多出一段原文。"))
