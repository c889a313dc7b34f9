"""Random walks of one case: a deed, by somebody, with something filled in; then time passes.

A walk is driven by a seed and a number of steps and by nothing else: it can be repeated, and a
shorter one is the beginning of a longer one. Most steps look for something that can be done just
then, rather what moves the case on; every fourth picks any deed and anybody, and is mostly refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from huiyin.rules import access, deeds
from huiyin.rules.case import SYSTEM, Actor, Case
from huiyin.rules.deeds import (
    Deed,
    Files,
    Given,
    Lines,
    Mark,
    Pick,
    Score,
    Span,
    Spot,
    Tick,
    When,
    Words,
    marks,
)
from huiyin.rules.facts import Fact
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE, Done, act
from huiyin.rules.refusals import Refusal
from huiyin.rules.steps.receive import Register
from huiyin.rules.steps.supervise import Strike
from huiyin.rules.vocabulary import Role
from tests.rules.county import MONDAY

HOME = "here"
FILE = "7:sha256:" + "0" * 64
CITIZENS = ("person:a", "person:b", "person:c")
STAFF = tuple(role for role in Role if role not in (Role.PETITIONER, Role.SYSTEM))
RARE = {"withdraw", "decline", "answer_directly", "transfer_emergency", "merge", "record_decision"}
"""Deeds that end a case early; walks that often took them would be short."""

ON = {
    *("dispatch", "claim", "object", "rule_on_objection", "accept", "deliver_part", "contact"),
    *("request_extension", "decide_extension", "shelve", "clear", "draft_answer", "sign_off"),
    *("arrive", "rate_duty"),
    *("object_to_extension", "rule_on_extension", "list_points", "review_shelving"),
    *("audit", "record_follow_up", "rate", "vote", "redo", "strike_off", "publish"),
}
"""Deeds that move a case on, or back."""

PASSES = [timedelta(minutes=m) for m in (1, 1, 1, 1, 60, 600, 3_000, 20_000)]
T = TypeVar("T")


@dataclass
class Walk:
    """What has become of the case, and what is asked after each deed.

    `tried` hears of each attempt: the case before, deed, actor, and what came of it.
    """

    law: Law
    chance: Random
    tried: Callable[["Walk", Case | None, Deed, Actor, Done | Refusal], None]
    now: datetime = MONDAY
    case: Case | None = None
    facts: tuple[Fact, ...] = ()
    trail: list[str] = field(default_factory=list)

    def pick(self, items: Iterable[T]) -> T:
        """One of them."""
        return self.chance.choice(list(items))

    def once_in(self, times: int) -> bool:
        """True once in so many times."""
        return self.chance.randrange(times) == 0

    def go(self, steps: int) -> None:
        """A registration, and so many steps."""
        self.attempt(_registration(self), _citizen(CITIZENS[0]))
        for _ in range(steps):
            self._step()

    def _step(self) -> None:
        if self.once_in(4):
            deed, actor = self.pick(TABLE), anybody(self)
        else:
            deed, actor = _something_to_do(self)
        self.attempt(filled_in(self, TABLE[deed].deed, actor), actor)
        self.now += self.pick(PASSES)
        self._strike()

    def attempt(self, deed: Deed, actor: Actor) -> Done | Refusal:
        """The deed is tried, and whoever listens hears of it."""
        before = self.case
        done = act(before, deed, actor, self.now, self.law)
        if isinstance(done, Done):
            self.case, self.facts = done.case, self.facts + done.facts
            self.trail += [f"{fact.at:%m-%d %H:%M} {fact.actor} {fact.kind}" for fact in done.facts]
        self.tried(self, before, deed, actor, done)
        return done

    def _strike(self) -> None:
        """The worker's round: every alarm that is due, earliest first."""
        while self.case and (due := self.case.next_alarm_at) is not None and due <= self.now:
            clock = next(one for one in self.case.clocks if one.next_at == due)
            stage = clock.stage
            done = self.attempt(Strike(clock=clock.key), SYSTEM)
            assert isinstance(done, Done), f"the due alarm of {clock.key} was refused: {done}"
            struck = done.case.clock(clock.key)
            assert struck is not None
            assert struck.stage == stage + 1 or struck.started_at == done.case.changed_at


def _citizen(ref: str) -> Actor:
    return Actor(ref, frozenset({Role.PETITIONER}), petitioner=ref)


def anybody(walk: Walk) -> Actor:
    """A petitioner, a member of some unit with one or two roles, or the system."""
    kind = walk.chance.randrange(8)
    if kind == 0:
        return SYSTEM
    if kind in (1, 2):
        return _citizen(walk.pick(CITIZENS))
    roles = frozenset({walk.pick(STAFF), walk.pick(STAFF)})
    place = "elsewhere" if walk.once_in(12) else HOME
    return Actor("member", roles, frozenset({place}), unit=_unit(walk))


def _unit(walk: Walk) -> str:
    """Rather one that has a part than any other."""
    parts = walk.case.assignments if walk.case else ()
    if parts and not walk.once_in(4):
        return walk.pick(part.unit for part in parts)
    return walk.pick(walk.law.units)


def _somebody_for(walk: Walk, deed: str) -> Actor:
    named = access.who_may(deed, walk.law)
    if not named:
        return anybody(walk)
    role, _ = walk.pick(named)
    if role is Role.SYSTEM:
        return SYSTEM
    if role is Role.PETITIONER:
        known = [one.ref for one in walk.case.petitioners] if walk.case else []
        return _citizen(walk.pick([*known, *CITIZENS]))
    return Actor("member", frozenset({role}), frozenset({HOME}), unit=_unit(walk))


def _something_to_do(walk: Walk) -> tuple[str, Actor]:
    """A deed and somebody who may do it now, or the last of some tries."""
    assert walk.case is not None
    here = [row.id for row in TABLE.values() if row.phases and walk.case.phase in row.phases]
    usual = [one for one in here if one not in RARE or walk.once_in(8)]
    likely = usual + 3 * [one for one in usual if one in ON]
    deed, actor = "supplement", SYSTEM
    for _ in range(8):
        deed = walk.pick(likely or here)
        actor = _somebody_for(walk, deed)
        if _can(walk, deed, actor):
            break
    return deed, actor


def _can(walk: Walk, deed: str, actor: Actor) -> bool:
    """Roughly: a walk that is mostly refused gets nowhere."""
    row, law = TABLE[deed], walk.law
    if not row.used(law) or access.may(actor, deed, walk.case, law) is not None:
        return False
    return row.blocked is None or row.blocked(walk.case, actor, walk.now, law) is None


def filled_in(walk: Walk, kind: type[Deed], actor: Actor) -> Deed:
    """The deed, its fields taken from the lists; every sixth time some are empty or wrong."""
    careless = walk.once_in(6)
    values = {}
    for name, mark in marks(kind).items():
        if isinstance(mark, Given):
            values[name] = _by_the_house(walk, kind, name, actor)
        elif careless and walk.once_in(3) and isinstance(mark, Words | Pick):
            several = name in ("assisting", "units")
            values[name] = walk.pick([(), ("nowhere",)] if several else ["", "nowhere"])
        elif name in ("points", "solved"):
            values[name] = _points(walk, mark)
        else:
            values[name] = _value(walk, name, mark)
    return kind(**values)


def _points(walk: Walk, mark: Mark) -> tuple[str, ...]:
    """Those of the case, or something said to each; every fourth time of one that is not there."""
    count = (walk.case.points if walk.case else 0) + walk.once_in(4)
    if isinstance(mark, Lines):
        return tuple(f"第{n}点" for n in range(max(count, int(mark.required))))
    return tuple(str(n + 1) for n in range(count))


def _value(walk: Walk, name: str, mark: Mark) -> Any:
    if isinstance(mark, Pick):
        return _pick(walk, name, mark)
    makers: dict[type[Mark], Callable[[], Any]] = {
        Words: lambda: "一些话",
        Tick: lambda: walk.once_in(2),
        Score: lambda: walk.chance.randrange(7),
        Files: lambda: walk.pick([(), (), (FILE,), ("what is this",)]),
        Span: lambda: walk.pick(["1wd", "2wd", "5wd", "3d", "12h", "soon"]),
        Spot: lambda: walk.pick(["", "31.177428,121.527211", "around the corner"]),
        When: lambda: walk.now + timedelta(days=walk.pick([1, 5, 20, 80, -1])),
    }
    return makers[type(mark)]()


def _pick(walk: Walk, name: str, mark: Pick) -> Any:
    known = deeds.choices(mark.source, walk.case, walk.law)
    if known is None:
        return "CO-2" if mark.source == "cases" else ""
    if name in ("assisting", "units"):
        return tuple(walk.pick(known) for _ in range(walk.chance.randrange(3)))
    return walk.pick(known) if known else ""


def _by_the_house(walk: Walk, kind: type[Deed], name: str, actor: Actor) -> Any:
    """The fields that no person fills in."""
    if name == "clock":
        keys = [clock.key for clock in walk.case.clocks] if walk.case else []
        return walk.pick([*keys, "cuckoo"])
    usual: dict[str, Any] = {
        "number": "CO-1" if kind is Register else "CO-9",
        "place": HOME,
        "petitioner": actor.petitioner or CITIZENS[-1],
        "petitioners": (CITIZENS[-1], "person:z"),
        "by_catalogue": False,
        "mentioned": (actor.id,),
    }
    return usual.get(name, "")


def _registration(walk: Walk) -> Register:
    """One that the law takes: through a public channel, of a class that somebody leads."""
    law = walk.law
    public = [one.id for one in law.regime.channels if one.open_to == "public"]
    return Register(
        number="CO-1",
        place=HOME,
        petitioner=CITIZENS[0],
        channel=walk.pick(public),
        kind=walk.pick(law.kinds),
        level=walk.pick(sorted(law.levels)) if law.levels else "",
        class_code=walk.pick([row.code for row in law.classes.values() if row.lead]),
        area=walk.pick(law.areas),
        title="题",
        text="话",
        collective=walk.once_in(3),
        confidential=walk.once_in(8),
    )
