"""Where cases stand, for those who may see them."""

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, F, Q, QuerySet

from huiyin.cases import finding, numbers, seeing, state
from huiyin.cases.actions import Refused
from huiyin.cases.models import CaseRow, DoneOnce, NoticeRow
from huiyin.cases.seeing import waiting_for, within
from huiyin.journal import queries as journal
from huiyin.journal.queries import Entry
from huiyin.people.models import Member
from huiyin.people.queries import actor_of
from huiyin.regimes import queries as regimes
from huiyin.rules import access, clocks
from huiyin.rules.case import Actor, Case, Clock, Phase
from huiyin.rules.facts import Fact
from huiyin.rules.law import Law
from huiyin.rules.notices import Audience
from huiyin.rules.refusals import not_found
from huiyin.rules.vocabulary import ClockLaw, Role
from huiyin.rules.words import N_
from huiyin.rules.worktime import LAST_SECOND, Explanation, up_at

LIGHTS = ("red", "yellow", "green")

MOST_FOUND = 1000
"""So many cases are found by words, or counted for a list; more are "1000+"."""

Row = CaseRow
"""What a list is made of."""
Told = NoticeRow
"""What a list of notices is made of."""


def get(number: str, actor: Actor) -> Case:
    """The case. Raises Refused (not found) also where the actor may not see it."""
    row = CaseRow.numbered(number)
    case = state.read(row.state) if row else None
    if case is None or not access.may_see(actor, case):
        raise Refused(not_found(N_("没有受理编号为“{number}”的诉求。"), number=number))
    return case


def several(numbers: Iterable[str], actor: Actor) -> dict[str, tuple[str, Case]]:
    """Number -> title and case, of those that the actor may open; all in one question."""
    asked = [number for number in numbers if number.isprintable()]
    rows = CaseRow.objects.filter(number__in=asked).values_list("number", "title", "state")
    read = ((number, title, state.read(text)) for number, title, text in rows)
    return {number: (title, case) for number, title, case in read if access.may_see(actor, case)}


def drafts(numbers: Iterable[str]) -> dict[str, str]:
    """Number -> the answer that was last drafted, for whoever signs many at once."""
    return journal.words_of(list(numbers), "drafted", "text")


def find(number: str) -> Case | None:
    """The case, for the house itself: no question is asked who looks."""
    row = CaseRow.numbered(number)
    return state.read(row.state) if row else None


def find_all(numbers: Iterable[str]) -> dict[str, Case]:
    """The same of many at once: number -> case."""
    rows = CaseRow.objects.filter(number__in=list(numbers)).values_list("number", "state")
    return {number: state.read(kept) for number, kept in rows}


def titles(numbers: Iterable[str]) -> dict[str, str]:
    """Number -> title, for the house itself; "" where it was erased."""
    found = CaseRow.objects.filter(number__in=list(numbers))
    return dict(found.values_list("number", "title"))


def numbered(numbers: Iterable[str], actor: Actor) -> list[CaseRow]:
    """Those of these cases that the actor may open, newest first; nothing of whistle-blowing."""
    found = within(actor).filter(number__in=list(numbers), whistle=False)
    return list(found.order_by("-registered_at").defer("state"))


def went(
    places: Iterable[str], *, since: datetime, class_code: str = ""
) -> dict[tuple[str, str], int]:
    """(class, lead) -> how many cases registered since; whistle-blowing is not counted (JS-4)."""
    rows = CaseRow.objects.filter(place__in=list(places), registered_at__gte=since, whistle=False)
    if class_code:
        rows = rows.filter(class_code=class_code)
    counted = rows.exclude(lead="").order_by().values_list("class_code", "lead")
    return {(code, lead): n for code, lead, n in counted.annotate(n=Count("pk"))}


@dataclass(frozen=True, slots=True)
class Brief:
    """What a case is about and who leads it now."""

    class_code: str
    lead: str
    law: tuple[str, int]


def brief(
    numbers: Iterable[str], places: Iterable[str], *, since: datetime, confidential: bool
) -> dict[str, Brief]:
    """Number -> case, for the house itself, of those in the places; no whistle-blowing (JS-4).

    `confidential`: those too of which nothing but their number in a sum may be told.
    """
    listed = list(numbers)
    found: dict[str, Brief] = {}
    for at in range(0, len(listed), journal.MANY):
        rows = CaseRow.objects.filter(
            number__in=listed[at : at + journal.MANY],
            place__in=list(places),
            registered_at__gte=since,
            whistle=False,
        )
        if not confidential:
            rows = rows.exclude(state__contains=state.CONFIDENTIAL)
        told = rows.values_list("number", "class_code", "lead", "regime", "law")
        found |= {n: Brief(code, lead, (regime, v)) for n, code, lead, regime, v in told}
    return found


def is_known(number: str) -> bool:
    """Is there a row of that number, readable or not?"""
    return CaseRow.objects.filter(number=number).exists()


def law_of(case: Case) -> Law:
    """The law that the case came under and keeps."""
    return regimes.law(case.regime, case.version)


def listing(  # noqa: PLR0913 - one argument a filter of the list
    actor: Actor,
    *,
    now: datetime,
    view: str = "inbox",
    phase: str = "",
    light: str = "",
    unit: str = "",
    known: Collection[str] | None = None,
) -> QuerySet[CaseRow]:
    """Cases for a list. `view`: "inbox" (what waits for me, the most pressing first) or "all".

    `known`: only of these numbers, and only where the actor may know who petitions.
    """
    rows = within(actor)
    inbox = view == "inbox"
    if inbox:
        rows = rows.filter(waiting_for(actor))
    if phase:
        rows = rows.filter(phase=phase)
    if light in LIGHTS:
        rows = rows.filter(lit(light, now))
    if unit:
        rows = rows.filter(seeing.has_part(unit, actor))
    if known is not None:
        rows = rows.filter(seeing.knowing(actor), number__in=known)
    order = (F("red_at").asc(nulls_last=True), "-registered_at") if inbox else ("-registered_at",)
    return rows.order_by(*order, "pk").defer("state")


def up_to(most: int, rows: QuerySet[CaseRow]) -> int:
    """How many rows there are; `most` + 1 where there are more, which costs no more to know."""
    return rows.order_by().values("pk")[: most + 1].count()


def search(rows: QuerySet[CaseRow], text: str, actor: Actor, *, now: datetime) -> list[int]:
    """Ids of those rows of the actor's list that the text finds, the newest first.

    The text is a case number, or words that all stand in the case. One more than `MOST_FOUND` ids
    at most.
    """
    number = numbers.normalise(text)
    if number:
        return list(rows.filter(number=number).values_list("pk", flat=True))
    return finding.hits(rows, text, actor, now=now, most=MOST_FOUND + 1)


def of(ids: Sequence[int]) -> list[CaseRow]:
    """The rows of these ids, in their order."""
    rows = CaseRow.objects.defer("state").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def claimable(actor: Actor) -> QuerySet[CaseRow]:
    """Cases that nobody has been given yet and that units may claim, the newest first (FX-8)."""
    rows = within(actor).filter(claimable=True, phase=Phase.REGISTERED)
    return rows.order_by("-registered_at", "pk").defer("state")


def lit(colour: str, now: datetime) -> Q:
    """Cases that show this colour at that moment: the list's face of `light`."""
    up = now - LAST_SECOND
    if colour == "red":
        return Q(red_at__lte=up)
    if colour == "yellow":
        return Q(red_at__gt=up, yellow_at__lte=now)
    return Q(yellow_at__gt=now)


def light(yellow_at: datetime | None, red_at: datetime | None, now: datetime) -> str:
    """The colour at that moment: green, yellow or red; "" where no clock runs."""
    if yellow_at is None or red_at is None:
        return ""
    if now >= up_at(red_at):
        return "red"
    return "yellow" if now >= yellow_at else "green"


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock with its law, its light, and the sum behind its deadline (B1)."""

    clock: Clock
    law: ClockLaw
    light: str
    explanations: tuple[Explanation, ...]


def clock_views(case: Case, now: datetime) -> list[ClockView]:
    """Clocks that run or stand still, the most pressing first."""
    law = law_of(case)
    live = [clock for clock in case.clocks if clock.stopped_at is None]
    return [
        ClockView(
            clock,
            law.clocks[clock.id],
            "" if clock.paused else light(clock.yellow_at, clock.red_at, now),
            clocks.explain_clock(clock, law),
        )
        for clock in sorted(live, key=lambda clock: clock.red_at)
    ]


def timeline(number: str) -> list[Entry]:
    """Everything that happened to the case, oldest first, with the words of people."""
    return journal.entries(number)


def notices_for(member: Member, limit: int = 50) -> list[NoticeRow]:
    """What this member was told, newest first."""
    actor = actor_of(member)
    roles = [str(role) for role in actor.roles]
    to_unit = Q(audience=Audience.UNIT, unit=actor.unit or "-", role__in=roles)
    to_role = Q(audience=Audience.ROLE, role__in=roles)
    to_me = Q(audience=Audience.MEMBER, member=actor.id)
    if Role.DISCIPLINE not in actor.roles:  # whoever left that office hears no more of it (JS-4)
        to_me &= Q(case__whistle=False)
    told = NoticeRow.objects.filter(to_unit | to_role | to_me, place__in=actor.places)
    return list(told.select_related("case").order_by("-at", "-pk")[:limit])


def news(
    since: Mapping[str, datetime], actor: Actor, limit: int = 50
) -> list[tuple[CaseRow, Fact]]:
    """What others did to the cases that the actor follows, each since then, newest first.

    Only of those that the actor may open today, and nothing of whistle-blowing.
    """
    rows = {row.number: row for row in numbered(since, actor)}
    if not rows:
        return []
    begun = min(since[number] for number in rows)
    found = journal.lately(rows, since=begun, but=actor.id, most=limit)
    return [(rows[number], fact) for number, fact in found if fact.at >= since[number]]


def done_before(keys: Iterable[str]) -> set[str]:
    """Which of these idempotency keys have been used."""
    return set(DoneOnce.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def counts(place: str) -> dict[str, int]:
    """Phase -> how many cases of the place stand there (JS-14), but whistle-blowing (JS-4)."""
    open_to_count = CaseRow.objects.filter(place_id=place, whistle=False)
    found = open_to_count.values("phase").annotate(n=Count("pk"))
    return {row["phase"]: row["n"] for row in found}


def due(now: datetime, page: int) -> Iterator[str]:
    """Numbers of cases with an alarm due at `now`, earliest first, each once.

    Only the index of alarms is asked, a page at a time; what cannot be struck is passed over.
    """
    seen: set[str] = set()
    while True:
        fell_due = CaseRow.objects.filter(next_alarm_at__lte=now).exclude(number__in=seen)
        found = list(fell_due.order_by("next_alarm_at").values_list("number", flat=True)[:page])
        if not found:
            return
        seen.update(found)
        yield from found


def every_number() -> Iterator[str]:
    """Numbers of all cases, those with a record and those with only a row, in order."""
    rows = CaseRow.objects.order_by("number").values_list("number", flat=True)
    both = heapq.merge(rows.iterator(chunk_size=2000), journal.cases())
    yield from (number for number, _ in groupby(both))


def numbers_in_pages(page: int) -> Iterator[list[str]]:
    """Numbers of all cases that have a row, in order; no query stays open between two pages."""
    last = ""
    while True:
        rows = CaseRow.objects.filter(number__gt=last).order_by("number")
        found = list(rows.values_list("number", flat=True)[:page])
        if not found:
            return
        yield found
        last = found[-1]
