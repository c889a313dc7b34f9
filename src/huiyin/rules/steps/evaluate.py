"""评 evaluate: audit, call back, rate, vote; redo what was not good; strike off what was."""

from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from typing import Annotated

from huiyin.rules import facts as f
from huiyin.rules.case import Actor, Case, Phase
from huiyin.rules.deeds import Deed, Pick, Row, Score, Step, Tick, Words
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.steps import gates, supervise
from huiyin.rules.steps.points import CHECKED, unchecked_point
from huiyin.rules.vocabulary import Gate, Role
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit(Deed):
    """Closing is gated: passed, or back to the unit (FX-16)."""

    passed: Annotated[bool, Tick(N_("审核通过"))] = False
    points: Annotated[tuple[str, ...], Pick(CHECKED, required=False, source="points")] = ()
    remark: Annotated[str, Words(N_("审核意见"), required=False, lines=2)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFollowUp(Deed):
    """A call back: reached, solved and satisfied are three things (XN-7, B10)."""

    reached: Annotated[bool, Tick(N_("已联系上"))] = False
    solved: Annotated[bool, Tick(N_("已解决"))] = False
    verdict: Annotated[str, Pick(N_("满意度"), required=False, source="verdicts")] = ""
    text: Annotated[str, Words(N_("回访记录"), required=False, lines=3)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Deed):
    """The petitioner judges: on the whole, and speed, effect, attitude (PS-9, JS-11)."""

    verdict: Annotated[str, Pick(N_("总体评价"), source="verdicts")]
    speed: Annotated[int, Score(N_("办理速度"), required=False)] = 0
    effect: Annotated[int, Score(N_("办理效果"), required=False)] = 0
    attitude: Annotated[int, Score(N_("服务态度"), required=False)] = 0
    solved: Annotated[
        tuple[str, ...], Pick(N_("哪几点解决了，请打勾"), required=False, source="points")
    ] = ()
    text: Annotated[str, Words(N_("想说的话"), required=False, lines=3, longest=2000)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Deed):
    """One petitioner's vote in a collective matter (JS-12)."""

    satisfied: Annotated[bool, Tick(N_("满意"))] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo(Deed):
    """Not good enough: back to the unit (FX-15)."""

    reason: Annotated[str, Words(N_("要求重办的理由"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealExclusion(Deed):
    """A unit asks that the case be left out of its evaluation (剔除)."""

    ground: Annotated[str, Pick(N_("剔除理由"), source="grounds")]
    reason: Annotated[str, Words(N_("说明与证据"), lines=4)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExclusion(Deed):
    """Granted or not, with the reason."""

    granted: Annotated[bool, Tick(N_("同意剔除"))] = False
    reason: Annotated[str, Words(N_("复核意见"), lines=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeOff(Deed):
    """销号, once every gate is passed."""


Facts = tuple[f.What, ...]


def audit(case: Case, deed: Audit, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Through the gate, or back."""
    remark = deed.remark.strip()
    if deed.passed:
        passed = f.AuditPassed(to=gates.next_phase(case, law, Gate.AUDIT), remark=remark)
        return unchecked_point(case, deed.points) or (passed,)
    if not remark:
        return invalid("remark", N_("审核不通过，请写明理由。"))
    return (f.AuditFailed(reason=remark),)


def record_follow_up(
    case: Case, deed: RecordFollowUp, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """One try."""
    if deed.reached and not deed.verdict:
        return invalid("verdict", N_("已联系上，请记下满意度。"))
    if not deed.reached and (deed.verdict or deed.solved):
        return invalid("reached", N_("没有联系上，不能记录是否解决和满意度。"))
    last = not deed.reached and case.calls + 1 >= law.regime.gates.follow_up.tries
    return (
        f.FollowedUp(
            reached=deed.reached,
            solved=deed.solved,
            verdict=deed.verdict,
            final=last,
            text=deed.text.strip(),
        ),
    )


def nobody_to_call(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only while the follow-up gate stands."""
    if Gate.FOLLOW_UP not in gates.open_gates(case, law):
        return not_now(N_("这件诉求不需要回访，或已经回访。"))
    return _left(case)


def _left(case: Case) -> Refusal | None:
    if case.dissatisfied:
        return not_now(N_("诉求人不满意，等待会议决定。"))
    return None


def rate(case: Case, deed: Rate, actor: Actor, now: datetime, law: Law) -> Facts:
    """The petitioner's judgement."""
    return (
        f.Rated(
            verdict=deed.verdict,
            speed=deed.speed,
            effect=deed.effect,
            attitude=deed.attitude,
            text=deed.text.strip(),
            solved=tuple(sorted(set(deed.solved), key=int)),
        ),
    )


def cannot_rate(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Once an answer; collective matters are voted on instead."""
    if case.rated:
        return not_now(N_("已经评价过了。"))
    if case.collective and Gate.VOTE in law.gates:
        return not_now(N_("多人共同反映的事项由大家投票测评。"))
    return None


def vote(case: Case, deed: Vote, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """One person, one vote, an answer."""
    return (f.Voted(petitioner=actor.petitioner, satisfied=deed.satisfied),)


def cannot_vote(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only in a collective matter, and once."""
    if Gate.VOTE not in gates.open_gates(case, law):
        return not_now(N_("这件诉求不需要投票，或投票已经结束。"))
    if any(ref == actor.petitioner for ref, _ in case.votes):
        return not_now(N_("您已经投过票了。"))
    return _left(case)


def redo(case: Case, deed: Redo, actor: Actor, now: datetime, law: Law) -> Facts:
    """Back to the unit; its clocks begin anew as the law says."""
    by_petitioner = Role.PETITIONER in actor.roles
    return (f.Redone(by_petitioner=by_petitioner, reason=deed.reason.strip()),)


def redone_enough(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """There is an end to redoing; after it a meeting decides."""
    if case.redos >= law.regime.gates.redo.times:
        return not_now(N_("已经重办 {count} 次，如仍不满意，由会议研究决定。"), count=case.redos)
    return None


def appeal_exclusion(
    case: Case, deed: AppealExclusion, actor: Actor, now: datetime, law: Law
) -> Facts:
    """Asked for, with evidence."""
    return (f.ExclusionAppealed(unit=actor.unit, ground=deed.ground, reason=deed.reason.strip()),)


def appealed(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Once a case."""
    return not_now(N_("已经申请过剔除。")) if case.exclusion else None


def decide_exclusion(
    case: Case, deed: DecideExclusion, actor: Actor, now: datetime, law: Law
) -> Facts:
    """Granted or not."""
    return (f.ExclusionDecided(granted=deed.granted, reason=deed.reason.strip()),)


def not_appealed(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """There must be an appeal."""
    if case.exclusion != "appealed":
        return not_now(N_("没有等待复核的剔除申请。"))
    return None


def strike_off(case: Case, deed: StrikeOff, actor: Actor, now: datetime, law: Law) -> Facts:
    """Struck off by hand."""
    return (f.StruckOff(why="gates"),)


def gate_stands(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Not while a gate stands open (JS-11, JS-12)."""
    if case.dissatisfied:
        return not_now(N_("诉求人不满意，不能销号。"))
    if gates.open_gates(case, law):
        return not_now(N_("还有环节没有完成，不能销号。"))
    return None


# What follows by itself


@singledispatch
def follows(what: f.What, case: Case, law: Law) -> Facts:
    """What happens by itself after `what` has made the case what it now is."""
    return ()


@follows.register(f.Drafted)
@follows.register(f.SignedOff)
@follows.register(f.AuditPassed)
def _moved_on(what: f.What, case: Case, law: Law) -> Facts:
    if case.phase is not Phase.ANSWERED:
        return ()
    if not case.answer_out:
        return (f.Answered(call_back=gates.drawn_for_follow_up(case, law)),)
    return _done(case, law, "gates")


@follows.register
def _answered(what: f.Answered, case: Case, law: Law) -> Facts:
    if gates.next_phase(case, law) is not Phase.ANSWERED:  # not drawn, and an audit comes after
        return _pass(Gate.FOLLOW_UP, case, law)
    return _done(case, law, "gates")


@follows.register
def _gate_passed(what: f.GatePassed, case: Case, law: Law) -> Facts:
    return _done(case, law, "silence" if what.by_silence else "gates")


def _done(case: Case, law: Law, why: str) -> Facts:
    left = case.phase is not Phase.ANSWERED or gates.open_gates(case, law)
    if left or not gates.struck_off_by_itself(law):
        return ()
    return (f.StruckOff(why=why),)


@follows.register
def _rated(what: f.Rated, case: Case, law: Law) -> Facts:
    if case.phase is not Phase.ANSWERED:
        return ()
    return _judged(Gate.RATING, case, law)


@follows.register
def _voted(what: f.Voted, case: Case, law: Law) -> Facts:
    if len(case.votes) < len(case.petitioners):
        return ()
    return (supervise.count(case, law),)


@follows.register
def _vote_counted(what: f.VoteCounted, case: Case, law: Law) -> Facts:
    return _judged(Gate.VOTE, case, law)


@follows.register
def _followed_up(what: f.FollowedUp, case: Case, law: Law) -> Facts:
    if what.reached:
        return _judged(Gate.FOLLOW_UP, case, law)
    if what.final:
        return _pass(Gate.FOLLOW_UP, case, law, by_silence=True)
    return ()


def _judged(gate: Gate, case: Case, law: Law) -> Facts:
    """Content: the gate is passed. Not content: once more, or somebody above decides."""
    if case.satisfied:
        return _pass(gate, case, law) if gate in gates.open_gates(case, law) else ()
    rule = law.regime.gates.redo
    if rule.on_dissatisfied and case.redos < rule.times:
        return (f.Redone(by_petitioner=True, reason=""),)
    return () if case.dissatisfied else (f.LeftDissatisfied(),)


def _pass(gate: Gate, case: Case, law: Law, *, by_silence: bool = False) -> Facts:
    return (f.GatePassed(gate=gate, to=gates.next_phase(case, law, gate), by_silence=by_silence),)


_AUDITING = frozenset({Phase.AUDITING})
_ANSWERED = frozenset({Phase.ANSWERED})
_JUDGED = frozenset({Phase.ANSWERED, Phase.STRUCK_OFF, Phase.ANSWERED_DIRECTLY})
_CLOSING = frozenset({Phase.ANSWERED, Phase.STRUCK_OFF})
_E = Step.EVALUATE

ROWS = (
    Row(
        Audit, _E, N_("审核"), "audit", _AUDITING, audit, None, lambda law: Gate.AUDIT in law.gates
    ),
    Row(
        RecordFollowUp,
        _E,
        N_("记录回访"),
        "record a follow-up",
        _ANSWERED,
        record_follow_up,
        nobody_to_call,
        lambda law: Gate.FOLLOW_UP in law.gates,
    ),
    Row(Rate, _E, N_("评价"), "rate", _JUDGED, rate, cannot_rate),
    Row(
        Vote,
        _E,
        N_("投票测评"),
        "vote",
        _ANSWERED,
        vote,
        cannot_vote,
        lambda law: Gate.VOTE in law.gates,
    ),
    Row(
        Redo,
        _E,
        N_("要求重办"),
        "redo",
        _ANSWERED,
        redo,
        redone_enough,
        lambda law: law.regime.gates.redo.times > 0,
    ),
    Row(
        AppealExclusion,
        _E,
        N_("申请剔除"),
        "appeal for exclusion",
        _CLOSING,
        appeal_exclusion,
        appealed,
    ),
    Row(
        DecideExclusion,
        _E,
        N_("复核剔除"),
        "decide the exclusion",
        frozenset(Phase),  # wherever the case has gone since it was asked
        decide_exclusion,
        not_appealed,
    ),
    Row(
        StrikeOff,
        _E,
        N_("销号"),
        "strike off",
        _ANSWERED,
        strike_off,
        gate_stands,
        lambda law: not gates.struck_off_by_itself(law),
    ),
)
