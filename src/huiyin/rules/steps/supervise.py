"""督 supervise: clocks that strike, and everybody who watches until it is done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import clocks
from huiyin.rules import facts as f
from huiyin.rules.case import OPEN, Actor, Case, Phase
from huiyin.rules.deeds import Deed, Files, Given, Pick, Row, Step, Words
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid, not_found, not_now
from huiyin.rules.steps import gates
from huiyin.rules.vocabulary import Gate, Outcome, Role
from huiyin.rules.words import N_
from huiyin.rules.worktime import due


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike(Deed):
    """A clock's alarm is due (SN-10): yellow, red, or the next rung of its ladder."""

    clock: Annotated[str, Given()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Urge(Deed):
    """催办: ask that it be done."""

    text: Annotated[str, Words(N_("催办内容"), lines=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Deed):
    """督办单: a supervision order with its own deadline and answer (FX-13, JS-8)."""

    colour: Annotated[str, Pick(N_("督办单颜色"), source="colours")]
    text: Annotated[str, Words(N_("督办要求"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOrder(Deed):
    """The unit answers an order."""

    order: Annotated[str, Pick(N_("哪一张督办单"), source="orders")]
    text: Annotated[str, Words(N_("回复督办"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspect(Deed):
    """Go and see: on site, unannounced, jointly ... (FX-13)."""

    manner: Annotated[str, Pick(N_("督查方式"), source="manners")]
    findings: Annotated[str, Words(N_("督查发现"), lines=4)]
    attachments: Annotated[tuple[str, ...], Files()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMeeting(Deed):
    """协调会、联席会议: bring together those who can settle it (PS-8, JS-9)."""

    agenda: Annotated[str, Words(N_("会议事由"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecision(Deed):
    """What the meeting decided."""

    outcome: Annotated[Outcome, Pick(N_("会议结论"), source="outcomes")]
    decision: Annotated[str, Words(N_("会议决定"), lines=4)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMeasure(Deed):
    """Remind, summon, refer: accountability of a unit (FX-14, XN-6)."""

    measure: Annotated[str, Pick(N_("问责措施"), source="measures")]
    unit: Annotated[str, Pick(N_("对哪个单位"), source="units")]
    reason: Annotated[str, Words(N_("问责理由"), lines=3)]


Facts = tuple[f.What, ...]


def strike(case: Case, deed: Strike, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """The alarm that is due, once."""
    clock = case.clock(deed.clock)
    if clock is None:
        return not_found(N_("没有“{clock}”这个时限。"), clock=deed.clock)
    alarm = clocks.next_alarm(clock, law)
    if alarm is None or clock.next_at is None or now < clock.next_at:
        return not_now(N_("还没有到时间。"))
    rung = alarm.rung
    struck = f.Struck(
        clock=clock.key,
        stage=alarm.stage,
        rung=rung.id if rung else "",
        colour=(rung.colour or "") if rung else "",
        escalates_to=str(rung.escalates_to or "") if rung else "",
    )
    if alarm.stage == clocks.RED:
        return (struck, *_silence(case, law.clocks[clock.id].then, law))
    return (struck,)


def _silence(case: Case, then: str | None, law: Law) -> Facts:
    """What silence until red leads to."""
    if then == "dispatch_stands" and case.objecting:
        return (f.DispatchUpheld(unit=case.objecting, by_silence=True, reason=""),)
    if then == "petitioner_silent" and case.phase is Phase.ANSWERED and not case.dissatisfied:
        if case.votes:
            return (count(case, law),)
        return tuple(
            f.GatePassed(gate=gate, to=gates.next_phase(case, law, gate), by_silence=True)
            for gate in gates.open_gates(case, law)
            if gate in (Gate.RATING, Gate.VOTE)
        )
    return ()


def count(case: Case, law: Law) -> f.VoteCounted:
    """The votes cast, against the share that forbids striking off (JS-12)."""
    no = sum(1 for _, satisfied in case.votes if not satisfied)
    passed = no <= law.regime.gates.vote.forbids_above * len(case.votes)
    return f.VoteCounted(satisfied=len(case.votes) - no, dissatisfied=no, passed=passed)


def urge(case: Case, deed: Urge, actor: Actor, now: datetime, law: Law) -> Facts:
    """Somebody asks that it be done."""
    by_petitioner = Role.PETITIONER in actor.roles
    return (f.Urged(text=deed.text.strip(), by_petitioner=by_petitioner),)


def urged_lately(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """A petitioner gives the unit time to do what was asked."""
    rest = law.regime.supervision.urged_again_after
    if rest is None or case.urged_at is None or Role.PETITIONER not in actor.roles:
        return None
    until = due(case.urged_at, rest, law.calendar)
    if now >= until:
        return None
    here = law.calendar.local(until)
    return not_now(N_("刚刚催过，{until} 以后可以再催。"), until=f"{here:%Y-%m-%d %H:%M}")


def order(case: Case, deed: Order, actor: Actor, now: datetime, law: Law) -> Facts:
    """An order, numbered within the case."""
    number = f"{case.number}-D{len(case.orders) + 1}"
    return (f.Ordered(order=number, colour=deed.colour, text=deed.text.strip()),)


def answer_order(
    case: Case, deed: AnswerOrder, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """The unit's answer to an order."""
    return (f.OrderAnswered(order=deed.order, unit=actor.unit, text=deed.text.strip()),)


def no_order(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """There must be an order that waits."""
    if all(one.answered for one in case.orders):
        return not_now(N_("没有等待回复的督办单。"))
    return None


def inspect(case: Case, deed: Inspect, actor: Actor, now: datetime, law: Law) -> Facts:
    """What was found."""
    return (
        f.Inspected(
            manner=deed.manner, findings=deed.findings.strip(), attachments=deed.attachments
        ),
    )


def call_meeting(case: Case, deed: CallMeeting, actor: Actor, now: datetime, law: Law) -> Facts:
    """A meeting is called."""
    return (f.MeetingCalled(agenda=deed.agenda.strip()),)


def meeting_called(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """One at a time."""
    return not_now(N_("会议已经召集，请先记录决定。")) if case.meeting_open else None


def record_decision(
    case: Case, deed: RecordDecision, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """Go on, conclude, or refer: the way out where the ordinary ways are used up."""
    decided = f.MeetingDecided(outcome=deed.outcome, decision=deed.decision.strip())
    if deed.outcome == Outcome.REFER:
        return (decided, f.Referred(outlet=deed.decision.strip()))
    if deed.outcome == Outcome.CONCLUDE:
        if not case.answer_out:
            return invalid("outcome", N_("还没有答复诉求人，不能终结。"))
        return (decided, f.StruckOff(why="decision"))
    if case.phase is Phase.ANSWERED:
        return (decided, f.Redone(by_petitioner=False, reason=deed.decision.strip()))
    return (decided,)


def no_meeting(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """A decision needs a meeting."""
    return None if case.meeting_open else not_now(N_("还没有召集会议。"))


def take_measure(case: Case, deed: TakeMeasure, actor: Actor, now: datetime, law: Law) -> Facts:
    """Against a unit, for this case."""
    return (f.MeasureTaken(measure=deed.measure, unit=deed.unit, reason=deed.reason.strip()),)


_AT_UNIT = frozenset({Phase.DISPATCHED, Phase.HANDLING, Phase.SIGNING})
_S = Step.SUPERVISE

ROWS = (
    Row(Strike, _S, N_("到点"), "strike", frozenset(Phase), strike),
    Row(Urge, _S, N_("催办"), "urge", OPEN - {Phase.ANSWERED}, urge, urged_lately),
    Row(Order, _S, N_("下督办单"), "order", _AT_UNIT, order),
    Row(AnswerOrder, _S, N_("回复督办"), "answer the order", OPEN, answer_order, no_order),
    Row(Inspect, _S, N_("督查"), "inspect", OPEN, inspect),
    Row(CallMeeting, _S, N_("召集会议"), "call a meeting", OPEN, call_meeting, meeting_called),
    Row(
        RecordDecision,
        _S,
        N_("记录会议决定"),
        "record the decision",
        OPEN,
        record_decision,
        no_meeting,
    ),
    Row(TakeMeasure, _S, N_("问责"), "hold to account", frozenset(Phase), take_measure),
)
