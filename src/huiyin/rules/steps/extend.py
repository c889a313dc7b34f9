"""办 extend: more time, asked for and signed in time; and what the petitioner says to it (SN-9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import facts as f
from huiyin.rules.case import Actor, Case, Clock, Phase
from huiyin.rules.deeds import Deed, Row, Span, Step, Tick, Words
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.words import N_
from huiyin.rules.worktime import Limit, due


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(Deed):
    """Ask for more time, before the time is up (SN-9)."""

    limit: Annotated[str, Span(N_("延长多久"))]
    reason: Annotated[str, Words(N_("延期理由"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExtension(Deed):
    """Sign the extension, or refuse it."""

    granted: Annotated[bool, Tick(N_("同意延期"))] = False
    reason: Annotated[str, Words(N_("审批意见"), required=False, lines=2)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToExtension(Deed):
    """The petitioner does not agree with a signed extension."""

    reason: Annotated[str, Words(N_("为什么不同意延期"), lines=3, longest=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnExtension(Deed):
    """Somebody above says whether it stands."""

    stands: Annotated[bool, Tick(N_("维持延期"))] = False
    reason: Annotated[str, Words(N_("裁定理由，诉求人会读到"), lines=3)]


Facts = tuple[f.What, ...]


def request_extension(
    case: Case, deed: RequestExtension, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """More time is asked for."""
    most = law.regime.gates.extension.at_most
    asked = Limit.parse(deed.limit)
    if due(now, asked, law.calendar) > due(now, most, law.calendar):
        return invalid("limit", N_("一次最多延长 {most}。"), most=str(most))
    return (f.ExtensionRequested(unit=actor.unit, limit=deed.limit, reason=deed.reason.strip()),)


def no_extension(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only before the time is up, not while one is asked, and not too often."""
    rule = law.regime.gates.extension
    if case.extension:
        return not_now(N_("延期申请正在等待审批。"))
    if case.shelved:
        return not_now(N_("挂账期间不计时限，不需要延期。"))
    if case.extensions >= rule.times:
        return not_now(N_("这件诉求最多延期 {times} 次。"), times=rule.times)
    running = [c for c in case.clocks if law.clocks[c.id].extendable and c.running]
    if not running:
        return not_now(N_("没有可以延期的时限。"))
    if any(clock.is_red(now) for clock in running):
        return not_now(N_("已经超期，不能再申请延期。"))
    return _asked_too_late(running, now, law)


def _asked_too_late(running: list[Clock], now: datetime, law: Law) -> Refusal | None:
    """On the last day the place may take requests until some hour only."""
    until, here = law.regime.gates.extension.cut_off, law.calendar.local(now)
    last_days = {law.calendar.local(clock.red_at).date() for clock in running}
    if until is not None and here.date() in last_days and here.time() > until:
        return not_now(N_("到期当天 {hour} 以后不再受理延期申请。"), hour=f"{until:%H:%M}")
    return None


def decide_extension(
    case: Case, deed: DecideExtension, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """Signed, or refused with a reason."""
    if case.extension is None:
        return not_now(N_("没有等待审批的延期申请。"))
    reason = deed.reason.strip()
    if deed.granted:
        return (f.ExtensionGranted(limit=case.extension.limit, reason=reason),)
    if not reason:
        return invalid("reason", N_("不同意延期，请写明理由。"))
    return (f.ExtensionRefused(reason=reason),)


def no_request(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """There must be a request."""
    return None if case.extension else not_now(N_("没有等待审批的延期申请。"))


def object_to_extension(
    case: Case, deed: ObjectToExtension, actor: Actor, now: datetime, law: Law
) -> Facts:
    """Objected, with the reason."""
    return (f.ExtensionObjected(reason=deed.reason.strip()),)


def nothing_to_object(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Once to each extension, until the answer is drafted."""
    if case.extension_stand == "objected":
        return not_now(N_("已经有人对延期提出异议，正在等待裁定。"))
    if case.extension_stand == "upheld":
        return not_now(N_("延期的异议已经裁定：维持延期。"))
    if case.extension_stand != "granted":
        return not_now(N_("现在没有延期，不需要提出异议。"))
    return None


def rule_on_extension(
    case: Case, deed: RuleOnExtension, actor: Actor, now: datetime, law: Law
) -> Facts:
    """It stands, or the day that was promised first stands again."""
    reason = deed.reason.strip()
    return (f.ExtensionUpheld(reason) if deed.stands else f.ExtensionRevoked(reason),)


def not_objected(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """There must be an objection."""
    if case.extension_stand != "objected":
        return not_now(N_("没有等待裁定的延期异议。"))
    return None


def _extends(law: Law) -> bool:
    return law.regime.gates.extension.times > 0


def _hears(law: Law) -> bool:
    return _extends(law) and bool(law.regime.gates.extension.objection_ruled_by)


_WORK = frozenset({Phase.HANDLING})

ROWS = (
    Row(
        RequestExtension,
        Step.HANDLE,
        N_("申请延期"),
        "request an extension",
        _WORK,
        request_extension,
        no_extension,
        _extends,
    ),
    Row(
        DecideExtension,
        Step.HANDLE,
        N_("审批延期"),
        "decide the extension",
        _WORK,
        decide_extension,
        no_request,
        _extends,
    ),
    Row(
        ObjectToExtension,
        Step.HANDLE,
        N_("对延期提出异议"),
        "object to the extension",
        _WORK,
        object_to_extension,
        nothing_to_object,
        _hears,
    ),
    Row(
        RuleOnExtension,
        Step.HANDLE,
        N_("裁定延期异议"),
        "rule on the objection to an extension",
        _WORK,
        rule_on_extension,
        not_objected,
        _hears,
    ),
)
