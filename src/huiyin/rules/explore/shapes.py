"""The shape of a case: everything that decides what may happen to it next, and no more.

Two cases of one shape have the same future as far as the four properties go, so that one stands
for all. Left out of the shape, and why that loses nothing (`tests/rules/test_explore_shapes.py`
tries it on every state of a law):

- **moments**: only whether a clock runs, stands, or is red where that changes anything. Any
  running clock may strike next.
- **counters** (transfers, objections, extensions, shelvings, redos, calls): only compared with
  their limits, so each shape is looked at with as few as it can have (fresh) and with all (spent).
- **names**: units are only lead or assisting, petitioners only first or further; where there are
  several, three stand for all. Of **points** there are none: whoever can answer, answers each.
- **what goes on beside** (orders, meetings, urging, inspecting, publication, archive, exclusion,
  escalation), unless the law lets it start or stop a clock of the case: it opens and shuts no way
  of the case itself. A clock that only such deeds start is left out with them, and tried apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from huiyin.rules import clocks
from huiyin.rules.case import (
    Assignment,
    Case,
    Clock,
    ExtensionRequest,
    Order,
    Petitioner,
    PetitionerRole,
    Phase,
    Stand,
)
from huiyin.rules.explore.beside import BESIDE, FIELDS
from huiyin.rules.law import Law
from huiyin.rules.steps import gates
from huiyin.rules.vocabulary import Gate
from huiyin.rules.worktime import Limit, Pause, due

NOW = datetime(2025, 6, 4, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The moment at which everything happens: time itself is left out."""

BEFORE = NOW - timedelta(seconds=1)
PLACE = "place"
PETITIONERS = 3
"""How many there are where there are several."""

Shape = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Crew:
    """The units that play: one leads, one assists, one may be asked instead."""

    lead: str
    assisting: str
    other: str

    @property
    def units(self) -> tuple[str, ...]:
        """All of them."""
        return self.lead, self.assisting, self.other


@dataclass(frozen=True, eq=False)
class Lens:
    """Looks at the cases of one law so that only what matters is seen."""

    law: Law

    @cached_property
    def crew(self) -> Crew:
        """Three units; departments first, for no law keeps matters from them."""
        kinds = {code: unit.kind for code, unit in self.law.units.items()}
        codes = sorted(
            kinds, key=lambda code: (kinds[code] == "street", kinds[code] != "department")
        )
        own = [code for code in codes if code != self.law.regime.dispatch.fallback] or codes
        padded = (*own[:3], "", "", "")
        return Crew(*padded[:3])

    @cached_property
    def known_class(self) -> str:
        """A class of the catalogue that names who is responsible, alone if there is such a one."""
        ways = {code: self.law.responsible(code, self.law.regime.area) for code in self.law.classes}
        named = [code for code, (lead, _) in ways.items() if lead]
        return min(named, key=lambda code: len(ways[code][1]), default="")

    @cached_property
    def drawn(self) -> tuple[str, str]:
        """Two numbers of cases: one that is drawn for follow-up and one that is not, if any."""
        names = [f"N-{n}" for n in range(200)]
        yes = [name for name in names if gates.drawn_for_follow_up(blank(name), self.law)]
        no = [name for name in names if name not in yes]
        return (yes or no)[0], (no or yes)[0]

    @cached_property
    def own_clocks(self) -> frozenset[str]:
        """Clocks of the case itself; the others run only while something goes on beside."""
        facts = {fact for made in BESIDE.values() for fact in made}
        return frozenset(
            clock.id
            for clock in self.law.regime.clocks
            if clock.per != "order" and not facts.issuperset(clock.starts)
        )

    @cached_property
    def _turned_facts(self) -> frozenset[str]:
        """Facts that start, stop, pause or let run on a clock of the case."""
        facts: set[str] = set()
        for clock in self.law.regime.clocks:
            if clock.id in self.own_clocks:
                facts.update(clock.stops, clock.starts)
                facts.update(*((*pause.on, *pause.until) for pause in clock.pauses))
        return frozenset(facts)

    @cached_property
    def beside(self) -> frozenset[str]:
        """Deeds that leave the shape of a case under this law as it was."""
        touched = self._turned_facts
        moving = {deed for deed, made in BESIDE.items() if not touched.isdisjoint(made)}
        moving.discard("arrive")  # its clock stops: a part without one is a shape there is anyway
        if self.law.regime.handling.contact_first:
            moving.add("contact")
        for deeds in FIELDS.values():
            if not moving.isdisjoint(deeds):
                moving.update(deeds)
        return frozenset(BESIDE) - moving

    @cached_property
    def _untracked(self) -> dict[str, Any]:
        """What goes on beside, as if nothing had."""
        return {
            name: value
            for name, value in _NOTHING.items()
            if self.beside.issuperset(FIELDS.get(name, ()))
        }

    @cached_property
    def _tracked(self) -> tuple[str, ...]:
        return tuple(name for name in FIELDS if name not in self._untracked and name != "orders")

    @cached_property
    def _matters_red(self) -> frozenset[str]:
        """Clocks whose being red changes what may be done."""
        return frozenset(
            clock.id for clock in self.law.regime.clocks if clock.then or clock.extendable
        )

    def solved(self, channel: str) -> bool:
        """May what came through it be answered on the spot by whoever met it (FX-4)?"""
        return bool(self.law.regime.dispatch.solve_by) and self.law.channels[channel].grid

    @cached_property
    def _canonical_clocks(self) -> dict[Shape, Clock]:
        return {}

    def shape(self, case: Case) -> Shape:
        """What matters of a case."""
        if not case.open:
            return (case.phase, case.whistle, case.lead is not None, bool(case.petitioners))
        new = case.phase is Phase.REGISTERED
        yes = sum(satisfied for _, satisfied in case.votes)
        return (
            case.phase,
            case.whistle,
            new and self.law.kinds[case.kind].direct_answer,
            new and self.solved(case.channel),
            new and bool(case.class_code),
            case.collective,
            _people(case),
            tuple((part.lead, part.stand) for part in self._parts(case)),
            bool(case.objecting),
            case.contacted and self.law.regime.handling.contact_first,
            case.extension is not None,
            case.shelved,
            case.answer_out,
            self._passed(case),
            case.rated,
            case.dissatisfied,
            (yes, len(case.votes) - yes),
            frozenset(self._mark(clock) for clock in self._running(case)),
            tuple(getattr(case, name) for name in self._tracked),
            bool(self._orders(case)),
        )

    def _mark(self, clock: Clock) -> Shape:
        reason = clock.pauses[-1].reason if clock.paused else ""
        red = clock.stage >= clocks.RED and clock.id in self._matters_red
        return clock.id, bool(clock.of), reason, red

    def fresh(self, case: Case) -> Case:
        """The canonical case of its shape, its counters as low as they can be."""
        if not case.open:
            return case
        parts = self._parts(case)
        return case.but(
            **{
                **self._untracked,
                "number": self.drawn[0],
                "petitioners": _petitioners(_people(case)),
                "assignments": tuple(self._assignment(part) for part in parts),
                "objecting": self.crew.lead if case.objecting else "",
                "objections": self._objections(case),
                "extension": self._extension(case),
                "transfers": 0 if case.phase is Phase.REGISTERED else 1,
                "extensions": 0,
                "shelvings": int(case.shelved),
                "redos": 0,
                "calls": 0,
                "passed": self._passed(case),
                "votes": _votes(case),
                "orders": self._orders(case),
                "clocks": tuple(self._clock(clock) for clock in self._running(case)),
            },
        )

    def spent(self, case: Case) -> Case:
        """A canonical case with every limit used up, and not drawn for follow-up if that can be."""
        regime = self.law.regime
        shelving = regime.gates.shelving
        most = regime.dispatch.objection
        return case.but(
            number=self.drawn[1],
            transfers=max(case.transfers, most.hops) if case.transfers else 0,
            extensions=regime.gates.extension.times,
            shelvings=shelving.times if shelving else 0,
            redos=regime.gates.redo.times,
            calls=regime.gates.follow_up.tries - 1,
            objections=self.crew.units * most.limit,
        )

    def _parts(self, case: Case) -> tuple[Assignment, ...]:
        """The lead and one assisting unit, if there are such."""
        return (*filter(None, (case.lead,)), *case.assisting[:1])

    def _unit(self, *, leads: bool) -> str:
        return self.crew.lead if leads else self.crew.assisting

    def _assignment(self, part: Assignment) -> Assignment:
        return Assignment(
            self._unit(leads=part.lead),
            lead=part.lead,
            stand=part.stand,
        )

    def _objections(self, case: Case) -> tuple[str, ...]:
        """One, where how the lead stands shows that there was one."""
        objected = case.lead is not None and case.lead.stand in (Stand.OBJECTED, Stand.UPHELD)
        return (self.crew.lead,) if objected else ()

    def _extension(self, case: Case) -> ExtensionRequest | None:
        if case.extension is None:
            return None
        return ExtensionRequest(self.crew.lead, case.extension.limit)

    def _passed(self, case: Case) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.law.gates if gate in case.passed)

    def _orders(self, case: Case) -> tuple[Order, ...]:
        """One that waits, if any does and that matters."""
        if "order" in self.beside:
            return ()
        return tuple(order for order in case.orders if not order.answered)[:1]

    def _running(self, case: Case) -> Iterator[Clock]:
        """The clocks of the case itself, and of the units that play, that have not stopped."""
        units = {part.unit for part in self._parts(case) if not part.lead}
        for clock in case.clocks:
            plays = not clock.of or clock.of in units
            if plays and clock.stopped_at is None and clock.id in self.own_clocks:
                yield clock

    def _clock(self, clock: Clock) -> Clock:
        """The clock as if it had just started; a red one as if it had just run out."""
        mark = self._mark(clock)
        known = self._canonical_clocks.get(mark)
        if known is None:
            of = self.crew.assisting if clock.of else ""
            named = clock.but(of=of)
            known = _as_overdue(named, self.law) if mark[-1] else _as_new(named)
            self._canonical_clocks[mark] = known
        return known


def _as_new(clock: Clock) -> Clock:
    """As if it had started now, and been stopped now if it stands still."""
    pauses = (Pause(NOW, None, clock.pauses[-1].reason),) if clock.paused else ()
    next_at = None if clock.paused else clock.yellow_at
    return clock.but(extras=(), pauses=pauses, stage=0, next_at=next_at)


def _as_overdue(clock: Clock, law: Law) -> Clock:
    """As if it had started just so long ago that its time is up."""
    plain = _as_new(clock)
    next_at = None if clock.paused else clock.next_at
    overdue = plain.but(stage=clock.stage, yellow_at=BEFORE, red_at=BEFORE, next_at=next_at)
    if not clock.limit:
        return overdue.but(until=BEFORE)
    limit, cut_off = Limit.parse(clock.limit), law.clocks[clock.id].cut_off
    start, back = NOW, max(clock.red_at - NOW, timedelta(hours=1)) / 4
    while due(start, limit, law.calendar, cut_off=cut_off if clock.cut_off else None) > BEFORE:
        start -= back
    return overdue.but(started_at=start)


def run_out(clock: Clock) -> Clock:
    """The same clock when its time has run out and yellow has struck: red is due."""
    return clock.but(stage=clocks.YELLOW, yellow_at=BEFORE, red_at=BEFORE, next_at=BEFORE)


def _people(case: Case) -> int:
    """How many judge together; whoever came by a merge only joins the waiting."""
    count = len(case.petitioners)
    return count if case.collective else min(count, 1)


def _petitioners(count: int) -> tuple[Petitioner, ...]:
    roles = (PetitionerRole.FIRST, *[PetitionerRole.CO_SIGNER] * (count - 1))
    return tuple(Petitioner(person(n), role) for n, role in enumerate(roles[:count]))


def person(number: int) -> str:
    """The reference of the petitioner who came as number `number`, from 0."""
    return f"person-{number}"


def _votes(case: Case) -> tuple[tuple[str, bool], ...]:
    """The same votes, cast by the first petitioners in turn; the satisfied ones first."""
    cast = sorted((satisfied for _, satisfied in case.votes), reverse=True)
    return tuple((person(n), satisfied) for n, satisfied in enumerate(cast))


_NOTHING: dict[str, Any] = {
    "first_asked": "",
    "points": 0,
    "unjustified_returns": 0,
    "escalated_to": "",
    "extension_stand": "",
    "urges": 0,
    "urged_at": None,
    "meeting_open": False,
    "inspections": 0,
    "satisfied": None,
    "unreached": False,
    "answers": 0,
    "answered_at": None,
    "exclusion": "",
    "duties": (),
    "consent": None,
    "published": False,
    "archived": False,
    "absorbed": (),
    "facts": 0,
}
"""What goes on beside, before anything has."""


def blank(number: str) -> Case:
    """A case of which nothing but its number is known."""
    nothing = {"regime": "", "version": 0, "channel": "", "kind": ""}
    return Case(number=number, place=PLACE, registered_at=NOW, **nothing)  # type: ignore[arg-type]
