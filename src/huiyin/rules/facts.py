"""What can happen to a case: one frozen type per kind of fact.

A fact never says what should be done about it: `clocks` reads time limits from the law, `notices`
says who is told. Fields typed `Prose` hold people's words: the journal keeps them beside the fact,
erasable, and the fact itself keeps a salted digest; so `evolve` must not look at them. What is
called `attachments` refers to files in the same way: `<id>:sha256:<salted digest>`.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, get_type_hints

from huiyin.rules.case import Clock, Phase
from huiyin.rules.vocabulary import Gate, Mode, Outcome, Role
from huiyin.rules.words import snake

PROSE = "prose"

Prose = Annotated[str, PROSE]


@dataclass(frozen=True, slots=True)
class What:
    """Base of every kind of fact."""


def kind_of(what: type[What]) -> str:
    """`SignedOff` -> `signed_off`: the name used in the law and the journal."""
    return snake(what.__name__)


# 接 receive


@dataclass(frozen=True, slots=True)
class Registered(What):
    number: str
    place: str
    regime: str
    version: int
    channel: str
    kind: str
    level: str
    class_code: str
    area: str
    petitioner: str
    on_behalf: bool
    collective: bool
    confidential: bool
    whistle: bool
    first_asked: str
    split_from: str
    title: Prose
    text: Prose
    address: Prose
    claimable: bool = False
    position: Prose = ""
    attachments: tuple[str, ...] = ()
    particulars: Prose = ""


@dataclass(frozen=True, slots=True)
class PointsListed(What):
    """What the matter is about, one by one: `text` has a line for each (B12)."""

    count: int
    text: Prose


@dataclass(frozen=True, slots=True)
class AskedBack(What):
    """The petitioner is asked something; their answer is a supplement."""

    text: Prose


@dataclass(frozen=True, slots=True)
class Supplemented(What):
    text: Prose
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoSigned(What):
    petitioner: str


@dataclass(frozen=True, slots=True)
class Withdrawn(What):
    reason: Prose


@dataclass(frozen=True, slots=True)
class Declined(What):
    outlet: str
    reason: Prose


@dataclass(frozen=True, slots=True)
class AnsweredDirectly(What):
    text: Prose
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmergencyTransferred(What):
    to: Prose


# 派 dispatch


@dataclass(frozen=True, slots=True)
class Classified(What):
    kind: str
    level: str
    class_code: str
    area: str


@dataclass(frozen=True, slots=True)
class Dispatched(What):
    mode: Mode
    lead: str
    assisting: tuple[str, ...]
    by_catalogue: bool
    note: Prose


@dataclass(frozen=True, slots=True)
class Reassigned(What):
    lead: str
    assisting: tuple[str, ...]
    reason: Prose


@dataclass(frozen=True, slots=True)
class MergedInto(What):
    into: str


@dataclass(frozen=True, slots=True)
class Absorbed(What):
    number: str
    petitioners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitOff(What):
    number: str


@dataclass(frozen=True, slots=True)
class Objected(What):
    unit: str
    reason: Prose
    basis: Prose


@dataclass(frozen=True, slots=True)
class DispatchUpheld(What):
    unit: str
    by_silence: bool
    reason: Prose


@dataclass(frozen=True, slots=True)
class Returned(What):
    unit: str
    justified: bool
    reason: Prose


@dataclass(frozen=True, slots=True)
class Designated(What):
    lead: str
    fallback: bool
    reason: Prose


@dataclass(frozen=True, slots=True)
class Whistled(What):
    units: tuple[str, ...]
    text: Prose
    by: str = ""


@dataclass(frozen=True, slots=True)
class Arrived(What):
    unit: str
    text: Prose
    position: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyRated(What):
    by: str
    unit: str
    stars: int
    text: Prose


@dataclass(frozen=True, slots=True)
class Claimed(What):
    unit: str
    officer: str


@dataclass(frozen=True, slots=True)
class Escalated(What):
    to: Role
    reason: Prose


# 办 handle


@dataclass(frozen=True, slots=True)
class Accepted(What):
    unit: str
    officer: str
    standard: str
    contact: Prose


@dataclass(frozen=True, slots=True)
class Contacted(What):
    unit: str
    text: Prose


@dataclass(frozen=True, slots=True)
class Mediated(What):
    unit: str
    mediation: str


@dataclass(frozen=True, slots=True)
class Progressed(What):
    unit: str
    public: bool
    text: Prose
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted(What):
    """Said among colleagues; `mentioned`: ids of the members whom it is meant for."""

    text: Prose
    mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitAsked(What):
    unit: str
    text: Prose


@dataclass(frozen=True, slots=True)
class ExtensionRequested(What):
    unit: str
    limit: str
    reason: Prose


@dataclass(frozen=True, slots=True)
class ExtensionGranted(What):
    limit: str
    reason: Prose


@dataclass(frozen=True, slots=True)
class ExtensionRefused(What):
    reason: Prose


@dataclass(frozen=True, slots=True)
class ExtensionObjected(What):
    """By a petitioner, to the one granted last."""

    reason: Prose


@dataclass(frozen=True, slots=True)
class ExtensionUpheld(What):
    reason: Prose


@dataclass(frozen=True, slots=True)
class ExtensionRevoked(What):
    """Taken back: the clocks have the time again that they had before it."""

    reason: Prose


@dataclass(frozen=True, slots=True)
class Shelved(What):
    until: datetime
    reason: Prose
    plan: Prose


@dataclass(frozen=True, slots=True)
class ShelvingProlonged(What):
    until: datetime
    reason: Prose


@dataclass(frozen=True, slots=True)
class Cleared(What):
    reason: Prose


@dataclass(frozen=True, slots=True)
class Drafted(What):
    """`points`: a line for each point of the case, in their order."""

    unit: str
    to: Phase
    text: Prose
    attachments: tuple[str, ...] = ()
    points: Prose = ""


@dataclass(frozen=True, slots=True)
class SignedOff(What):
    to: Phase


@dataclass(frozen=True, slots=True)
class SentBack(What):
    reason: Prose


@dataclass(frozen=True, slots=True)
class PartDelivered(What):
    unit: str
    text: Prose
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered(What):
    """The answer now goes to the petitioner; `call_back`: drawn for follow-up."""

    call_back: bool


# 督 supervise


@dataclass(frozen=True, slots=True)
class Struck(What):
    """A clock struck: `stage` 1 yellow, 2 red, above that a rung of the ladder."""

    clock: str
    stage: int
    rung: str
    colour: str
    escalates_to: str


@dataclass(frozen=True, slots=True)
class Urged(What):
    text: Prose
    by_petitioner: bool = False


@dataclass(frozen=True, slots=True)
class Ordered(What):
    order: str
    colour: str
    text: Prose


@dataclass(frozen=True, slots=True)
class OrderAnswered(What):
    order: str
    unit: str
    text: Prose


@dataclass(frozen=True, slots=True)
class Inspected(What):
    manner: str
    findings: Prose
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingCalled(What):
    agenda: Prose


@dataclass(frozen=True, slots=True)
class MeetingDecided(What):
    outcome: Outcome
    decision: Prose


@dataclass(frozen=True, slots=True)
class MeasureTaken(What):
    measure: str
    unit: str
    reason: Prose


# 评 evaluate


@dataclass(frozen=True, slots=True)
class AuditPassed(What):
    to: Phase
    remark: Prose


@dataclass(frozen=True, slots=True)
class AuditFailed(What):
    reason: Prose


@dataclass(frozen=True, slots=True)
class FollowedUp(What):
    """A try to call back; `verdict` "" where nobody was reached; `final`: the last try."""

    reached: bool
    solved: bool
    verdict: str
    final: bool
    text: Prose


@dataclass(frozen=True, slots=True)
class Rated(What):
    verdict: str
    speed: int
    effect: int
    attitude: int
    text: Prose
    solved: tuple[str, ...] = ()  # the points that are, by their numbers


@dataclass(frozen=True, slots=True)
class Voted(What):
    petitioner: str
    satisfied: bool


@dataclass(frozen=True, slots=True)
class VoteCounted(What):
    satisfied: int
    dissatisfied: int
    passed: bool


@dataclass(frozen=True, slots=True)
class GatePassed(What):
    """A judging gate is done with; `by_silence`: the petitioner said nothing in time."""

    gate: Gate
    to: Phase
    by_silence: bool


@dataclass(frozen=True, slots=True)
class LeftDissatisfied(What):
    """The judgement is no, and the ordinary ways are used up: somebody above must decide."""


@dataclass(frozen=True, slots=True)
class Redone(What):
    by_petitioner: bool
    reason: Prose


@dataclass(frozen=True, slots=True)
class ExclusionAppealed(What):
    unit: str
    ground: str
    reason: Prose


@dataclass(frozen=True, slots=True)
class ExclusionDecided(What):
    granted: bool
    reason: Prose


@dataclass(frozen=True, slots=True)
class StruckOff(What):
    why: str  # "gates", "silence" or "decision"


@dataclass(frozen=True, slots=True)
class Referred(What):
    outlet: Prose


# 宣 publicise


@dataclass(frozen=True, slots=True)
class PublicationConsented(What):
    consent: bool


@dataclass(frozen=True, slots=True)
class Published(What):
    question: Prose
    answer: Prose


@dataclass(frozen=True, slots=True)
class Unpublished(What):
    reason: Prose


@dataclass(frozen=True, slots=True)
class Archived(What):
    volume: str


KINDS: dict[str, type[What]] = {kind_of(what): what for what in What.__subclasses__()}
"""Every kind of fact by its name."""


def prose_fields(what: type[What]) -> tuple[str, ...]:
    """Names of the fields that hold people's words."""
    return _PROSE_FIELDS[what]


def _prose_fields(what: type[What]) -> tuple[str, ...]:
    hints = get_type_hints(what, include_extras=True)
    return tuple(
        item.name for item in fields(what) if PROSE in getattr(hints[item.name], "__metadata__", ())
    )


_PROSE_FIELDS = {what: _prose_fields(what) for what in KINDS.values()}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened: by whom, when, and what it did to the clocks.

    `clocks` are the new values of the clocks this fact started, paused, moved or stopped.
    """

    at: datetime
    actor: str
    role: Role
    unit: str
    what: What
    clocks: tuple[Clock, ...] = ()

    @property
    def kind(self) -> str:
        """The name of what happened."""
        return kind_of(type(self.what))

    def of(self, what: What, clocks: tuple[Clock, ...] = ()) -> "Fact":
        """By the same, at the same moment, of something else that happened."""
        return Fact(self.at, self.actor, self.role, self.unit, what, clocks)
