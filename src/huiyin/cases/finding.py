"""Which words find a case, and whose search it is within.

Kept up by the door in the transaction of the deed, from the words of its facts. What was erased is
not found any more. Whistle-blowing lies within the search of discipline inspection alone (JS-4).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Protocol, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from huiyin.cases import state, words
from huiyin.cases.models import CaseRow
from huiyin.cases.words import Line
from huiyin.journal import queries as journal
from huiyin.journal.queries import Said
from huiyin.regimes import queries as regimes
from huiyin.rules import access, bigrams
from huiyin.rules.case import Actor, Case, Phase
from huiyin.rules.facts import Fact, prose_fields
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import Done

M = TypeVar("M", bound=Model)

WHERE = {
    ("registered", "title"): "title",
    ("registered", "text"): "letter",
    ("registered", "particulars"): "letter",
    ("registered", "address"): "address",
    ("points_listed", "text"): "letter",
    ("supplemented", "text"): "supplement",
    ("answered_directly", "text"): "answer",
    ("drafted", "text"): "answer",
    ("drafted", "points"): "answer",
    ("progressed", "text"): "progress",
    ("part_delivered", "text"): "progress",
}
"""Words that a case is found by: (kind of fact, field) -> where it says so."""

_INDEXED = {kind for kind, _ in WHERE}
_MOST = 16_000
"""Tokens of a case that are kept; PostgreSQL knows no places beyond 16,383."""


class Begun(Protocol):
    """A new case and its facts."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All of them."""

    @property
    def case(self) -> Case | None:
        """How it stands."""


def begin(new: Iterable[tuple[Begun, Law, int]]) -> None:
    """Index new cases, each with its law and the id of its row."""
    words.put(
        _line(one.case, law, chain.from_iterable(map(_said, one.facts)), pk)
        for one, law, pk in new
        if one.case is not None
    )


def keep_up(before: Case, done: Done, law: Law, pk: int) -> None:
    """Index a case anew after a deed that gave it words, or changed its place or who sees it."""
    after = done.case
    if (
        any(fact.kind in _INDEXED for fact in done.facts)
        or after.area != before.area
        or scope(after) != scope(before)
    ):
        said = journal.said([after.number])
        words.put([_line(after, law, said[after.number], pk)])


def renew(numbers: Collection[str]) -> int:
    """Index these cases anew from the record; how many were not as they should be."""
    with transaction.atomic():
        wrong = _wrong(CaseRow.objects.filter(number__in=numbers).select_for_update())
        words.put(wrong)
    return len(wrong)


def disagreeing(numbers: Collection[str]) -> list[str]:
    """Which of these cases are not indexed as the record says."""
    rows = CaseRow.objects.filter(number__in=numbers)
    wrong = {line.id & words.MASK for line in _wrong(rows)}
    return [row.number for row in rows if row.pk in wrong]


def _wrong(rows: QuerySet[CaseRow]) -> list[Line]:
    known = {row.pk: state.read(row.state) for row in rows}
    said = journal.said([case.number for case in known.values()])
    return words.differing(
        [
            _line(case, regimes.law(case.regime, case.version), said[case.number], pk)
            for pk, case in known.items()
        ]
    )


def _line(case: Case, law: Law, said: Iterable[Said], pk: int) -> Line:
    parts = [case.number, case.number.replace("-", ""), *_names(case, law)]
    parts += [one.body for one in said if (one.kind, one.field) in WHERE]
    every = islice(chain.from_iterable(map(bigrams.tokens, parts)), _MOST)
    return Line(words.rank(case.registered_at, pk), " ".join(every), " ".join(scope(case)))


def _names(case: Case, law: Law) -> Iterator[str]:
    for code in law.ancestry(case.area or law.regime.area):
        yield from (law.areas[code].name, law.areas[code].name_en)


def _said(fact: Fact) -> Iterator[Said]:
    for field in prose_fields(type(fact.what)):
        if body := getattr(fact.what, field):
            yield Said(fact.kind, field, body)


is_sound, renew_index = words.is_sound, words.renew_index


# -- whose search: the index's face of `access.may_see`; `queries.within` has the last word


def scope(case: Case) -> list[str]:
    """What a search must lie within to find the case; and the month it came in."""
    at = case.registered_at.astimezone(UTC)
    month = _month(at.year * 12 + at.month - 1)
    if case.whistle:
        return [month, f"w:{case.place}"]
    units = {part.unit for part in case.assignments} | {case.first_asked} - {""}
    claims = case.claimable and case.phase is Phase.REGISTERED
    claimed = [f"c:{case.place}"] if claims else []
    seen = [f"p:{case.place}", *claimed, *(f"u:{case.place}:{unit}" for unit in sorted(units))]
    return [month, *seen]


def scopes(actor: Actor) -> list[str]:
    """What the actor's searches lie within, any of them."""
    reach = access.reach(actor)
    if not reach.ordinary:
        return []
    kinds = [f"u:{{}}:{reach.unit or '-'}", "c:{}"] if reach.unit is not None else ["p:{}"]
    kinds += ["w:{}"] if reach.whistle else []
    return [kind.format(place) for place in sorted(reach.places) for kind in kinds]


def hits(cases: QuerySet[M], text: str, actor: Actor, *, now: datetime, most: int) -> list[int]:
    """Ids of those of these cases that have every word of `text`, the newest, at most so many."""
    today = now.astimezone(UTC)
    months = [_month(today.year * 12 + today.month - 1 - back) for back in range(12)]
    within = words.Within(scopes(actor), (months[:2], months[2:]))
    return words.hits(cases, bigrams.phrases(text), within, most)


def _month(number: int) -> str:
    year, month = divmod(number, 12)
    return f"t:{year}-{month + 1:02d}"


# -- where the words stand


@dataclass(frozen=True, slots=True)
class Snippet:
    """Where words were found: a piece of text, and whether it is what was looked for."""

    where: str
    pieces: tuple[tuple[str, bool], ...]


_BEFORE, _AFTER = 10, 48
"""Characters shown before what was found, few enough that a narrow column shows it, and after."""


def snippets(numbers: Collection[str], text: str) -> dict[str, list[Snippet]]:
    """number -> where its words stand, for a page of cases (one query); a place once each."""
    looked_for = bigrams.phrases(text)
    found: dict[str, list[Snippet]] = {}
    for number, said in journal.said(numbers).items():
        places: dict[str, Snippet] = {}
        for one in said:
            where = WHERE.get((one.kind, one.field), "")
            if where and where not in places and (spans := bigrams.spans(one.body, looked_for)):
                places[where] = Snippet(where, tuple(_cut(one.body, spans, whole=where == "title")))
        found[number] = list(places.values())
    return found


def marked(text: str, query: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, with what was looked for marked."""
    return tuple(_cut(text, bigrams.spans(text, bigrams.phrases(query)), whole=True))


def _cut(text: str, spans: list[tuple[int, int]], *, whole: bool) -> Iterator[tuple[str, bool]]:
    """Pieces of the text around the first hit, or of all of it."""
    start, end = 0, len(text)
    if not whole:
        start = max(spans[0][0] - _BEFORE, 0)
        end = min(spans[0][1] + _AFTER, end)
    at = start
    lead, tail = "…" if start else "", "…" if end < len(text) else ""
    for first, last in spans:
        if last > end:
            break
        yield lead + text[at:first], False
        yield text[first:last], True
        at, lead = last, ""
    yield lead + text[at:end] + tail, False
