"""Where a case stands: frozen values, computed from facts alone.

Nothing here holds free text or a person's data: petitioners are references into tables of their
own, and words stay with the facts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from huiyin.rules.vocabulary import Gate, Mode, Role
from huiyin.rules.worktime import Pause, up_at


class Phase(StrEnum):
    """Where in its life a case is; the second line are ends."""

    REGISTERED = "registered"  # 待交办
    DISPATCHED = "dispatched"  # 待受理
    HANDLING = "handling"  # 办理中
    SIGNING = "signing"  # 待签发
    AUDITING = "auditing"  # 待审核
    ANSWERED = "answered"  # 待评价
    STRUCK_OFF = "struck_off"  # 销号
    DECLINED = "declined"  # 不予受理
    ANSWERED_DIRECTLY = "answered_directly"  # 直接答复
    MERGED = "merged"  # 并单
    WITHDRAWN = "withdrawn"  # 撤回
    REFERRED = "referred"  # 移送


OPEN = frozenset(
    {
        Phase.REGISTERED,
        Phase.DISPATCHED,
        Phase.HANDLING,
        Phase.SIGNING,
        Phase.AUDITING,
        Phase.ANSWERED,
    }
)
ENDS = frozenset(Phase) - OPEN


class Stand(StrEnum):
    """How an assignment stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    OBJECTED = "objected"
    UPHELD = "upheld"  # the dispatch stands after an objection
    DESIGNATED = "designated"  # may not be returned any more


@dataclass(frozen=True, slots=True)
class Assignment:
    """A unit's part in a case."""

    unit: str
    lead: bool
    stand: Stand = Stand.OFFERED
    officer: str = ""
    standard: str = ""


class PetitionerRole(StrEnum):
    """How a person belongs to a case."""

    FIRST = "first"
    CO_SIGNER = "co_signer"
    ABSORBED = "absorbed"  # came with a merged case (B14)


@dataclass(frozen=True, slots=True)
class Petitioner:
    """A reference to a person's record; never the person's data."""

    ref: str
    role: PetitionerRole = PetitionerRole.FIRST


class Value:
    """A frozen value of many fields that is often changed in one or two of them."""

    def but(self, **changes: Any) -> Self:
        """The same value with these fields changed.

        `dataclasses.replace` calls the constructor with every field, which took most of the time
        of a deed; here the fields are copied as they stand.
        """
        new = object.__new__(type(self))
        new.__dict__.update(self.__dict__, **changes)
        return new


@dataclass(frozen=True)
class Clock(Value):
    """A running, paused or stopped time limit with everything its deadline was computed from.

    `stage`: 0 before yellow, 1 yellow struck, 2 red struck, 2 + n rung n struck.
    `next_at`: when the next alarm is due; None when paused, stopped or at the top.
    """

    id: str
    of: str  # "" or the unit or order it belongs to
    started_at: datetime
    limit: str  # "" where the fact named the moment
    until: datetime | None
    cut_off: bool
    calendar: str
    yellow_at: datetime
    red_at: datetime
    next_at: datetime | None
    extras: tuple[str, ...] = ()
    pauses: tuple[Pause, ...] = ()
    stage: int = 0
    stopped_at: datetime | None = None
    provisional: bool = False

    @property
    def key(self) -> str:
        """`answer` or `part:housing`."""
        return f"{self.id}:{self.of}" if self.of else self.id

    @property
    def running(self) -> bool:
        """Neither stopped nor paused."""
        return self.stopped_at is None and not self.paused

    @property
    def paused(self) -> bool:
        """Standing still, to run on later."""
        return self.stopped_at is None and bool(self.pauses) and self.pauses[-1].end is None

    def is_red(self, now: datetime) -> bool:
        """Has its time run out (or had it, when it stopped)?"""
        return (self.stopped_at or now) >= up_at(self.red_at)


@dataclass(frozen=True, slots=True)
class Duty:
    """`by` whistled for `unit` (FX-8); stars that either gave the other, 0 before."""

    unit: str
    by: str
    arrived: bool = False
    by_caller: int = 0
    by_called: int = 0


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """Asked and not decided."""

    unit: str
    limit: str


@dataclass(frozen=True, slots=True)
class Order:
    """A supervision order (督办单)."""

    id: str
    colour: str
    answered: bool = False


@dataclass(frozen=True)
class Case(Value):
    """Everything the rules need to know of a case; a fold of its facts."""

    number: str
    place: str
    regime: str
    version: int
    channel: str
    kind: str
    registered_at: datetime
    phase: Phase = Phase.REGISTERED
    level: str = ""
    class_code: str = ""
    area: str = ""
    petitioners: tuple[Petitioner, ...] = ()
    registered_by: str = ""
    first_asked: str = ""
    collective: bool = False
    whistle: bool = False
    confidential: bool = False
    points: int = 0  # what it is about, one by one; each is answered (B12)
    claimable: bool = False  # units see it before it is handed over, and may claim it (FX-8)
    # 派
    mode: Mode | None = None
    assignments: tuple[Assignment, ...] = ()
    objecting: str = ""
    objections: tuple[str, ...] = ()  # units that objected, named once for each time
    transfers: int = 0
    unjustified_returns: int = 0
    escalated_to: str = ""
    # 办
    contacted: bool = False
    extension: ExtensionRequest | None = None
    extensions: int = 0
    extension_stand: str = ""  # of the one granted last: "granted", "objected", "upheld"
    shelved: bool = False
    shelvings: int = 0
    # 督
    orders: tuple[Order, ...] = ()
    duties: tuple[Duty, ...] = ()
    urges: int = 0
    urged_at: datetime | None = None  # by a petitioner
    meeting_open: bool = False
    inspections: int = 0
    # 评
    passed: tuple[Gate, ...] = ()
    calls: int = 0
    votes: tuple[tuple[str, bool], ...] = ()
    satisfied: bool | None = None
    rated: bool = False
    unreached: bool = False
    dissatisfied: bool = False  # judged so, and no redo left or none by itself
    answers: int = 0
    answer_out: bool = False  # this round's answer has gone to the petitioner
    redos: int = 0
    answered_at: datetime | None = None
    exclusion: str = ""  # "", "appealed", "granted", "refused"
    # 宣
    consent: bool | None = None
    published: bool = False
    archived: bool = False
    # links
    merged_into: str = ""
    absorbed: tuple[str, ...] = ()
    split_from: str = ""
    clocks: tuple[Clock, ...] = ()
    facts: int = 0
    changed_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Not at an end."""
        return self.phase in OPEN

    @property
    def lead(self) -> Assignment | None:
        """The unit that answers."""
        return next((part for part in self.assignments if part.lead), None)

    @property
    def assisting(self) -> tuple[Assignment, ...]:
        """The units that deliver a part."""
        return tuple(part for part in self.assignments if not part.lead)

    @property
    def waiting_for(self) -> tuple[Assignment, ...]:
        """Assisting units that have not delivered (B7)."""
        return tuple(part for part in self.assisting if part.stand is not Stand.DELIVERED)

    def part(self, unit: str) -> Assignment | None:
        """The assignment of a unit, if it has one."""
        return next((part for part in self.assignments if part.unit == unit), None)

    def clock(self, key: str) -> Clock | None:
        """The latest clock of that key, stopped ones too."""
        return next((clock for clock in self.clocks if clock.key == key), None)

    def is_petitioner(self, ref: str) -> bool:
        """Is that person one of the case's petitioners?"""
        return bool(ref) and any(person.ref == ref for person in self.petitioners)

    @property
    def next_alarm_at(self) -> datetime | None:
        """When the worker must look at this case again."""
        alarms = [clock.next_at for clock in self.clocks if clock.next_at is not None]
        return min(alarms, default=None)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a deed: a member, a petitioner or the system.

    `places`: ids of the places seen (a hub sees those below it, 1+7); `petitioner`: the reference
    of the person's record, when a petitioner acts.
    """

    id: str
    roles: frozenset[Role]
    places: frozenset[str] = frozenset()
    unit: str = ""
    petitioner: str = ""


SYSTEM = Actor("system", frozenset({Role.SYSTEM}))
