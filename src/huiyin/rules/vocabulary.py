"""The vocabulary in which the law of a place is written: the models behind `regime.toml`.

Everything in which places differ is a field here; nothing in the rules asks for a regime's name.
The reference page of the vocabulary is generated from these types and their descriptions.
"""

from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from huiyin.rules.worktime import Limit


class Role(StrEnum):
    """Who one is towards a case; a member may hold several."""

    PETITIONER = "petitioner"  # 诉求人
    AGENT = "agent"  # 坐席
    DISPATCHER = "dispatcher"  # 分拨员
    CLERK = "clerk"  # 承办单位经办人
    HEAD = "head"  # 单位主要负责人
    LEADER = "leader"  # 分管领导
    GRID_WORKER = "grid_worker"  # 网格员
    AUDITOR = "auditor"  # 审核员
    CALLER = "caller"  # 回访员
    INSPECTOR = "inspector"  # 督查室
    DISCIPLINE = "discipline"  # 纪检监察
    CHIEF = "chief"  # 首席办事员
    PUBLICIST = "publicist"  # 宣传员
    SYSTEM = "system"  # 系统


class Mode(StrEnum):
    """How a case is dispatched."""

    DIRECT = "direct"  # 直派
    LEAD_ASSISTING = "lead_assisting"  # 主办加协办
    PARALLEL = "parallel"  # 并行派单：属地与行业同时
    TASK_FORCE = "task_force"  # 专班
    CLAIM = "claim"  # 认领
    FALLBACK = "fallback"  # 兜底


class Gate(StrEnum):
    """What stands between a drafted answer and striking off."""

    SIGN_OFF = "sign_off"  # 签发
    AUDIT = "audit"  # 审核
    FOLLOW_UP = "follow_up"  # 回访
    RATING = "rating"  # 评价
    VOTE = "vote"  # 群众测评


class Outcome(StrEnum):
    """What a meeting may decide of a matter that the ordinary way did not settle."""

    CONTINUE = "continue"  # 继续办理
    CONCLUDE = "conclude"  # 终结销号
    REFER = "refer"  # 移送法定渠道


def _limit(value: Any) -> Any:
    return Limit.parse(value) if isinstance(value, str) else value


def _share(value: Any) -> Any:
    return Fraction(value) if isinstance(value, str) else value


LimitText = Annotated[Limit, BeforeValidator(_limit)]
Share = Annotated[Fraction, BeforeValidator(_share), Field(ge=0, le=1)]
Ident = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]


class Part(BaseModel):
    """Base of every part of a regime: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Labelled(Part):
    """Something with a name in both languages."""

    id: Ident = Field(description="Short id used in facts and files.")
    label: str = Field(min_length=1, description="Chinese name.")
    label_en: str = Field(min_length=1, description="English name.")


class Channel(Labelled):
    """A way in, and what identity it asks (SN-2, XN-1, JS-1, JS-4)."""

    identity: Literal["real_name", "contact", "code"] = Field(
        description="What a petitioner must give: real name and number, a contact, or nothing."
    )
    open_to: Literal["public", "staff", "machine"] = Field(
        "staff", description="Who registers through it."
    )
    whistle: bool = Field(
        False, description="Reports go to discipline inspection only, under a code (JS-4)."
    )
    grid: bool = Field(
        False, description="Grid workers report through it, on their rounds and for others (FX-4)."
    )


class Kind(Labelled):
    """A kind of matter: enquiry, complaint, suggestion ... (JS-2)."""

    collective: bool = Field(False, description="Is a collective matter by nature (JS-12).")
    direct_answer: bool = Field(
        False, description="May be answered at intake, without dispatch (P111)."
    )
    keywords: tuple[str, ...] = Field(
        (), description="Words of a report that speak for this kind where nobody chose one."
    )
    port: Literal["public", "business", "whistle"] = Field(
        "public",
        description="Which entrance shows it: the public's, that of businesses (SN-4), or that of "
        "whistle-blowing (JS-4).",
    )


class Level(Labelled):
    """A level of urgency (XN-4)."""


class Choice(Labelled):
    """One answer to a question."""

    told: str = Field("", description="What whoever chooses it is told, e.g. whom to call.")
    told_en: str = ""


class Question(Labelled):
    """What is worth asking in a matter of some classes: the particulars (P34, P35)."""

    classes: tuple[str, ...] = Field(
        min_length=1, description="Class codes or their beginnings: whose particulars these are."
    )
    choices: tuple[Choice, ...] = Field((), description="Answers to choose from; empty: in words.")
    when: str = Field(
        "", description="`question:choice`: asked only after this answer to one before it."
    )


class LimitRule(Part):
    """A limit for some cases only; the first rule that fits wins."""

    limit: LimitText | None = Field(
        None, description="The limit; absent where `by` says where it stands."
    )
    kinds: tuple[Ident, ...] = Field((), description="Kinds it is for; empty: all.")
    channels: tuple[Ident, ...] = Field((), description="Channels it is for; empty: all.")
    levels: tuple[Ident, ...] = Field((), description="Levels it is for; empty: all.")
    classes: tuple[str, ...] = Field((), description="Class codes or their beginnings; empty: all.")
    by: Literal["catalogue", "standard"] | None = Field(
        None,
        description="Take the limit of the case's class (PS-6) or of the promised standard (JS-6).",
    )


class PauseRule(Part):
    """Between these facts a clock stands still."""

    on: tuple[str, ...] = Field(description="Kinds of fact that pause.")
    until: tuple[str, ...] = Field(description="Kinds of fact that let it run on.")


class ClockLaw(Labelled):
    """A time limit: what starts it, what stops it, who owns it, what silence leads to."""

    starts: tuple[str, ...] = Field(min_length=1, description="Kinds of fact that (re)start it.")
    stops: tuple[str, ...] = Field(
        (), description="Kinds of fact that stop it; an end always does."
    )
    per: Literal["case", "unit", "order"] = Field(
        "case", description="One for the case, one for each assisting unit, or one for each order."
    )
    limit: LimitText | None = Field(
        None, description="Default limit; none: the fact itself names the moment (`until`)."
    )
    limits: tuple[LimitRule, ...] = Field((), description="Limits for some cases, first fit wins.")
    cut_off: time | None = Field(
        None, description="After this hour a start counts as the next working day."
    )
    yellow: Share = Field(
        Fraction(4, 5), description="Share of the time after which the light is yellow."
    )
    owner: Role = Field(description="Who must act before it runs out.")
    extendable: bool = Field(False, description="A granted extension moves it (SN-9).")
    pauses: tuple[PauseRule, ...] = Field((), description="When it stands still.")
    tell_yellow: tuple[Role, ...] = Field((), description="Who is told when it turns yellow.")
    tell_red: tuple[Role, ...] = Field((), description="Who is told when it turns red.")
    ladder: Ident | None = Field(None, description="The supervision ladder climbed after red.")
    then: Literal["petitioner_silent", "dispatch_stands"] | None = Field(
        None,
        description="What silence until red leads to, done by the system: the petitioner's gates "
        "are passed by silence (votes cast are counted), or a disputed dispatch stands.",
    )


class Rung(Labelled):
    """One step of supervision; taken once, only after the one below did not help (B8, B9)."""

    after: LimitText | None = Field(
        None, description="How long after red, or after the rung below; left out: at once."
    )
    colour: Literal["blue", "yellow", "red"] | None = Field(
        None, description="Colour of the slip or order (JS-8)."
    )
    tell: tuple[Role, ...] = Field(min_length=1, description="Who is told.")
    escalates_to: Role | None = Field(None, description="Whose hands the case is lifted into.")


class Ladder(Labelled):
    """The supervision ladder, lowest rung first (SN-10, FX-13, XN-5)."""

    rungs: tuple[Rung, ...] = Field(min_length=1)


class Objection(Part):
    """Return of a dispatch: 退单 (SN-5, XN-6, B5)."""

    limit: int = Field(ge=0, description="How often one unit may object to one case.")
    ruled_by: tuple[Role, ...] = Field(min_length=1, description="Who rules.")
    needs_basis: bool = Field(False, description="The legal ground must be named (PS-3).")
    hops: int = Field(3, ge=1, description="After so many transfers only designation is left (B6).")


class Dispatching(Part):
    """How cases reach whoever is responsible."""

    modes: tuple[Mode, ...] = Field(min_length=1, description="Modes this place uses (XN-2).")
    automatic: bool = Field(
        False, description="The system assigns by the catalogue at registration (JS-5)."
    )
    automatic_bar: float = Field(
        0.95,
        gt=0.5,
        le=1,
        description="Where the system assigns and nobody named the class: how often, measured on "
        "the place's own cases, guesses of a class must have been right. What was not measured "
        "waits for a person.",
    )
    fallback: str = Field(description="The unit that gets nobody's matter (FX-10).")
    first_asked: bool = Field(
        False, description="The unit first asked stays answerable to the end (FX-9)."
    )
    whistle_by: tuple[Role, ...] = Field((), description="Who may whistle departments up (FX-8).")
    claim_by: tuple[Role, ...] = Field((), description="Who may claim an open case (FX-8).")
    solve_by: tuple[Role, ...] = Field(
        (),
        description="Who may answer at once, whatever its kind, what came through the grid channel "
        "and was solved on the spot (FX-4).",
    )
    grass_roots_protected: bool = Field(
        False, description="Departments' matters may not be led by a street (XN-3)."
    )
    objection: Objection


class SignOff(Part):
    """The unit's head passes each answer through his or her hands (SN-8)."""

    by: tuple[Role, ...] = (Role.HEAD,)


class Extension(Part):
    """More time, asked before the time is up (SN-9)."""

    by: tuple[Role, ...] = Field(min_length=1, description="Whose signature grants it.")
    times: int = Field(1, ge=0, description="How often for one case.")
    at_most: LimitText = Field(description="The longest one extension may be.")
    cut_off: time | None = Field(
        None, description="On the day the time runs out, ask before this hour or not at all."
    )
    objection_ruled_by: tuple[Role, ...] = Field(
        (), description="Who rules where a petitioner objects to it; nobody: none can object (B4)."
    )


class Shelving(Part):
    """Approved deferral: 挂账 (XN-4)."""

    by: tuple[Role, ...] = Field(min_length=1, description="Who approves it.")
    at_most: LimitText = Field(description="Longest time to the next review.")
    times: int = Field(3, ge=1, description="Shelving and reviews that prolong it, per case.")


class Audit(Part):
    """Closing is gated by an audit (FX-16)."""

    by: tuple[Role, ...] = (Role.AUDITOR,)


class FollowUp(Part):
    """Call-back after closing (XN-7)."""

    share: Share = Field(Fraction(1), description="Share of cases called back.")
    tries: int = Field(3, ge=1, description="Tries before `not reached` stands.")
    by: tuple[Role, ...] = (Role.CALLER,)


class Rating(Part):
    """What the petitioner judges (PS-9)."""

    dimensions: tuple[Literal["speed", "effect", "attitude"], ...] = ("speed", "effect", "attitude")


class Vote(Part):
    """Collective matters are voted on (JS-12)."""

    forbids_above: Share = Field(
        Fraction(1, 3), description="A larger share of dissatisfied votes forbids striking off."
    )


class Redo(Part):
    """Back to the unit when the petitioner or a reviewer is not content (FX-15)."""

    times: int = Field(2, ge=0, description="How often for one case.")
    by: tuple[Role, ...] = Field((Role.INSPECTOR,), description="Staff who may order it.")
    on_dissatisfied: bool = Field(
        True, description="A dissatisfied judgement sends it back by itself while times are left."
    )


class Gates(Part):
    """The gates before striking off, in their order."""

    order: tuple[Gate, ...] = Field(description="Which gates this place has, in order.")
    sign_off: SignOff = SignOff()
    audit: Audit = Audit()
    follow_up: FollowUp = FollowUp()
    rating: Rating = Rating()
    vote: Vote = Vote()
    redo: Redo = Redo()
    extension: Extension
    shelving: Shelving | None = None
    strike_off_by: tuple[Role, ...] = Field(
        (Role.SYSTEM,), description="`system`: struck off as soon as the last gate is passed."
    )


class Handling(Part):
    """What a unit owes the petitioner."""

    named_officer: bool = Field(True, description="Acceptance names a person and a number (SN-7).")
    standard: Literal["none", "list"] = Field(
        "none", description="`list`: the promise is chosen from the published list (JS-6)."
    )
    contact_first: bool = Field(
        False, description="The petitioner is contacted before an answer is drafted (JS-6)."
    )


class Supervision(Part):
    """Who watches, and what meetings may decide (FX-13, XN-5, PS-8, JS-9)."""

    order_colours: tuple[Literal["blue", "yellow", "red"], ...] = ("yellow", "red")
    order_by: tuple[Role, ...] = (Role.INSPECTOR,)
    inspections: tuple[Ident, ...] = Field(
        ("on_site", "unannounced", "joint", "special", "online"), description="Kinds (FX-13)."
    )
    meeting_by: tuple[Role, ...] = (Role.INSPECTOR, Role.CHIEF)
    meeting_outcomes: tuple[Outcome, ...] = (Outcome.CONTINUE, Outcome.CONCLUDE, Outcome.REFER)
    measures: tuple[Ident, ...] = Field(
        ("remind", "summon", "refer"), description="Accountability, mildest first (FX-14)."
    )
    measures_by: tuple[Role, ...] = (Role.INSPECTOR, Role.DISCIPLINE)
    urged_again_after: LimitText | None = Field(
        None, description="How long a petitioner waits between urgings; none: not at all."
    )


class Trigger(Labelled):
    """Accountability of a unit by rule (XN-6, FX-14, FX-15)."""

    measure: Literal["unjustified_returns", "red_months", "refused", "redo", "overdue"] = Field(
        description="What is counted for a unit; `red_months` are months in a row (XN-6)."
    )
    count: int = Field(ge=1, description="From how many on.")
    within: LimitText | None = Field(None, description="Counted over this time; none: the year.")
    consequences: tuple[str, ...] = Field(min_length=1, description="What follows, in words.")


class Indicator(Labelled):
    """A published rate: sums of counts over sums of counts (DOMAIN formulas, XN-8)."""

    numerator: dict[str, float] = Field(min_length=1, description="Count names and weights.")
    denominator: dict[str, float] = Field(min_length=1, description="Count names and weights.")
    excludes: tuple[str, ...] = Field((), description="Reasons for which a case is left out.")
    digits: int = Field(2, ge=0, le=4, description="Decimals of the percentage, half up.")


class Bulletin(Labelled):
    """A report in a fixed rhythm (XN-9, PS-8)."""

    every: Literal["day", "week", "month", "quarter", "year"]
    contents: tuple[str, ...] = Field(min_length=1)


class Publication(Part):
    """What the public sees (FX-17, JS-15, JS-16)."""

    answers: Literal["consent", "all", "none"] = Field(
        "consent", description="Which answered cases may be published after redaction."
    )
    by: tuple[Role, ...] = (Role.PUBLICIST,)
    handler_shown: bool = Field(
        True, description="The petitioner sees the handler's name and number (SN-7)."
    )
    lights_of_units: bool = Field(False, description="Lights of units are public (JS-8).")


class Office(Part):
    """Office hours and local days, over the national calendar."""

    hours: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13, 30), time(17, 30)))
    half_days: tuple[date, ...] = Field((), description="Dates worked until the first break only.")
    stops: tuple[date, ...] = Field((), description="Dates on which the whole place stands still.")


class Chief(Part):
    """The chief clerk and the pledge shown to everybody (SN-1, FX-2)."""

    title: str
    title_en: str
    pledge: str
    pledge_en: str


class Window(Part):
    """A unit's desk in a centre with one window for all: what is taken there goes to it (FX-5)."""

    centre: str = Field(description="Code of the centre's unit, in which the clerks at it are.")
    number: str = Field(
        min_length=1, max_length=12, description="What is written over the desk, e.g. A03."
    )
    unit: str = Field(description="Code of the unit that sits there.")


class Regime(Part):
    """One regime file, whole."""

    id: Ident
    short: str = Field(pattern=r"^[A-Z]{2}$", description="Two letters that begin a case number.")
    name: str = Field(description="Name of the system, e.g. 速来办.")
    name_en: str
    area: str = Field(description="Code of the place's area in areas.csv.")
    effective_on: date = Field(description="Date from which it applies.")
    chief: Chief
    phone: str = Field("12345", description="Number to call instead of writing.")
    supervision_phone: str = Field("", description="Where to complain about the handling (FX-3).")
    office: Office = Office()
    channels: tuple[Channel, ...] = Field(min_length=1)
    windows: tuple[Window, ...] = Field(
        (), description="Desks of units in the centres with one window (FX-5)."
    )
    kinds: tuple[Kind, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(
        (), description="Particulars to ask by class; nobody must answer them (P34)."
    )
    levels: tuple[Level, ...] = Field(
        (), description="Ways of grading, the ordinary one last; empty: the place does not grade."
    )
    clocks: tuple[ClockLaw, ...] = Field(min_length=1)
    ladders: tuple[Ladder, ...] = ()
    dispatch: Dispatching
    handling: Handling = Handling()
    gates: Gates
    supervision: Supervision
    triggers: tuple[Trigger, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    publication: Publication = Publication()
