"""Returns and what was ruled on them: counted by class and unit, and read as precedents (B5).

Everything is read from the record and the rows of the place; nothing is kept beside them, so a
word that was erased there is gone here, too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator

from huiyin.cases import queries as cases
from huiyin.cases.queries import Brief
from huiyin.journal import queries as journal
from huiyin.journal.queries import Mark
from huiyin.rules.case import Actor
from huiyin.rules.law import Law

PAGE = 50
MOST = 2000
"""So many of the newest rulings are searched."""
OUTCOMES = ("upheld", "reassigned", "designated", "waiting")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A return and how it ended. `lead`: whose the case is then; `silent`: nobody ruled in time."""

    case: str
    seq: int
    unit: str
    outcome: str
    lead: str
    justified: bool
    silent: bool
    ruling: int
    at: datetime

    @property
    def moved(self) -> bool:
        """Did the case go to another unit?"""
        return self.outcome in ("reassigned", "designated") and self.lead != self.unit


def _disputes(marks: Iterable[Mark]) -> Iterator[Dispute]:
    """The returns in one case, from its facts in their order."""
    said: Mark | None = None
    back: Mark | None = None
    for mark in marks:
        if mark.kind == "objected":
            said, back = mark, None
        elif said and mark.kind == "dispatch_upheld":
            silent = bool(mark.said["by_silence"])
            yield _ended(said, mark, "upheld", mark.said["unit"], silent=silent)
            said = None
        elif mark.kind == "returned":
            back = mark
        elif said and back:
            justified = bool(back.said["justified"])
            yield _ended(said, back, mark.kind, mark.said["lead"], justified=justified)
            said = back = None
    if said:
        yield _ended(said, said, "waiting", said.said["unit"])


def _ended(
    said: Mark,
    ruling: Mark,
    outcome: str,
    lead: str,
    *,
    justified: bool = False,
    silent: bool = False,
) -> Dispute:
    return Dispute(
        case=said.case,
        seq=said.seq,
        unit=said.said["unit"],
        outcome=outcome,
        lead=lead,
        justified=justified,
        silent=silent,
        ruling=ruling.seq,
        at=ruling.at,
    )


def _by_case(law: Law, since: datetime) -> dict[str, list[Mark]]:
    short, day = law.regime.short, law.calendar.local(since)
    marks = journal.disputed(f"{short}-{day:%Y%m%d}", f"{short}.")
    return {case: list(some) for case, some in groupby(marks, attrgetter("case"))}


# -- counted


@dataclass(slots=True)
class Count:
    """Of one class or one unit in it: cases that came, returns, and how they ended."""

    went: int = 0
    returned: int = 0
    stayed: int = 0
    moved: int = 0
    waiting: int = 0

    def add(self, dispute: Dispute) -> None:
        """One more return."""
        self.returned += 1
        self.waiting += dispute.outcome == "waiting"
        self.moved += dispute.moved
        self.stayed += dispute.outcome != "waiting" and not dispute.moved


@dataclass(slots=True)
class Returns:
    """A class: how its cases fared in all, and unit by unit, the most returned first."""

    class_code: str
    all: Count
    units: dict[str, Count]


def returns(law: Law, actor: Actor, *, since: datetime) -> list[Returns]:
    """Classes with cases registered since, the most returned first."""
    found: dict[str, dict[str, Count]] = {}
    cases_of: Counter[str] = Counter()
    for (code, lead), n in cases.went(actor.places, since=since).items():
        found.setdefault(code, {}).setdefault(lead, Count()).went += n
        cases_of[code] += n
    marked = _by_case(law, since)
    known = cases.brief(marked, actor.places, since=since, confidential=True)
    first = _first_leads(known)
    for number, case in known.items():
        units = found.setdefault(case.class_code, {})
        for unit in _earlier(first.get(number, []), marked[number], case.lead):
            units.setdefault(unit, Count()).went += 1
        for dispute in _disputes(marked[number]):
            units.setdefault(dispute.unit, Count()).add(dispute)
        cases_of[case.class_code] += not case.lead
    made = [_returns(code, units, cases_of[code]) for code, units in found.items()]
    return sorted(made, key=lambda one: (-one.all.returned, -one.all.went, one.class_code))


def _returns(code: str, units: dict[str, Count], went: int) -> Returns:
    whole = Count(went=went)
    for name in ("returned", "stayed", "moved", "waiting"):
        setattr(whole, name, sum(getattr(one, name) for one in units.values()))
    ordered = sorted(units.items(), key=lambda pair: (-pair[1].returned, -pair[1].went, pair[0]))
    return Returns(code, whole, dict(ordered))


def _first_leads(numbers: Iterable[str]) -> dict[str, list[Mark]]:
    marks = journal.handed_over(numbers)
    return {case: list(some) for case, some in groupby(marks, attrgetter("case"))}


def _earlier(first: list[Mark], later: list[Mark], now: str) -> set[str]:
    """Units that led the case before the one that leads it now."""
    leads = [mark.said.get("lead") or mark.said.get("unit", "") for mark in first]
    leads += [m.said["lead"] for m in later if m.kind in ("reassigned", "designated")]
    return {unit for unit in leads if unit and unit != now}


def returned_cases(
    law: Law, actor: Actor, class_code: str, unit: str, *, since: datetime
) -> list[Dispute]:
    """The returns behind a figure, newest first; `unit` "": of every unit."""
    marked = _by_case(law, since)
    known = cases.brief(marked, actor.places, since=since, confidential=True)
    found = [
        dispute
        for number, case in known.items()
        if case.class_code == class_code
        for dispute in _disputes(marked[number])
        if unit in ("", dispute.unit)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


# -- read


@dataclass(frozen=True, slots=True)
class Precedent:
    """A ruling with its words: why the unit returned the case and on what ground, why so ruled."""

    dispute: Dispute
    class_code: str
    said: str
    basis: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for among the rulings."""

    words: str = ""
    class_code: str = ""
    unit: str = ""
    outcome: str = ""


def precedents(
    law: Law, actor: Actor, wanted: Wanted, *, since: datetime, page: str = ""
) -> Page[Any]:
    """Rulings of the place, newest first. Nothing of confidential cases or whistle-blowing."""
    marked = _by_case(law, since)
    known = cases.brief(marked, actor.places, since=since, confidential=False)
    ruled = [
        (dispute, known[number])
        for number in known
        for dispute in _disputes(marked[number])
        if dispute.outcome != "waiting"
        and not dispute.silent
        and _is_wanted(dispute, known[number], wanted)
    ]
    ruled.sort(key=lambda pair: pair[0].at, reverse=True)
    told = list(_with_words(ruled[:MOST]))
    words = wanted.words.casefold().split()
    if words:
        told = [one for one in told if all(word in _text(one, law) for word in words)]
    return Paginator(told, PAGE).get_page(page or 1)


def precedent(law: Law, actor: Actor, case: str, seq: int) -> Precedent | None:
    """The ruling on the return that is fact `seq` of the case."""
    marks = [mark for mark in journal.disputed(case, f"{case}.") if mark.case == case]
    known = cases.brief([case], actor.places, since=EVER, confidential=False)
    found = [
        (dispute, known[case])
        for dispute in _disputes(marks)
        if case in known and dispute.seq == seq and dispute.outcome != "waiting"
    ]
    return next(_with_words(found), None)


EVER = datetime.fromisoformat("1949-10-01T00:00:00+08:00")
"""No case is older."""


def _is_wanted(dispute: Dispute, case: Brief, wanted: Wanted) -> bool:
    return (
        case.class_code.startswith(wanted.class_code)
        and wanted.unit in ("", dispute.unit, dispute.lead)
        and wanted.outcome in ("", dispute.outcome)
    )


def _with_words(ruled: list[tuple[Dispute, Brief]]) -> Iterator[Precedent]:
    numbers = dict.fromkeys(dispute.case for dispute, _ in ruled)
    words = journal.words_in(numbers, ("reason", "basis"))
    for dispute, case in ruled:
        yield Precedent(
            dispute,
            case.class_code,
            said=words.get((dispute.case, dispute.seq, "reason"), ""),
            basis=words.get((dispute.case, dispute.seq, "basis"), ""),
            reason=words.get((dispute.case, dispute.ruling, "reason"), ""),
        )


def _text(one: Precedent, law: Law) -> str:
    row = law.classes.get(one.class_code)
    units = (law.units.get(code) for code in (one.dispute.unit, one.dispute.lead))
    named = [f"{thing.name} {thing.name_en}" for thing in (row, *units) if thing]
    return " ".join((one.class_code, one.said, one.basis, one.reason, *named)).casefold()
