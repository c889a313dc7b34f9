"""Who is told what: read off a fact and the law, never decided by a step.

A notice names an audience: the house finds the people. One person is named only where a
colleague was (`Audience.MEMBER`), and by id. `template` is a Chinese sentence to translate;
`{number}` and the params fill it. Nothing personal stands in a notice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from huiyin.rules import clocks
from huiyin.rules import facts as f
from huiyin.rules.case import Case, Phase
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Role
from huiyin.rules.words import N_


class Audience(StrEnum):
    """To whom a notice goes."""

    PETITIONERS = "petitioners"  # everybody who petitions in the case
    UNIT = "unit"  # members with `role` in `unit`
    ROLE = "role"  # members with `role` in the place
    MEMBER = "member"  # one colleague, whose id is `member`


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one audience."""

    audience: Audience
    template: str
    role: Role = Role.PETITIONER
    unit: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    member: str = ""


PETITIONERS = {
    "registered": N_("您的诉求 {number} 已登记。"),
    "asked_back": N_("关于您的诉求 {number}，有事要问您，请看详情并补充。"),
    "declined": N_("您的诉求 {number} 不属于受理范围，请看告知的办理渠道。"),
    "answered_directly": N_("您的诉求 {number} 已答复，请查看。"),
    "emergency_transferred": N_("您的诉求 {number} 情况紧急，已立即移交处置。"),
    "dispatched": N_("您的诉求 {number} 已交承办单位。"),
    "reassigned": N_("您的诉求 {number} 的承办单位有调整。"),
    "merged": N_("您的诉求 {number} 与 {into} 反映同一件事，已合并办理。"),
    "designated": N_("您的诉求 {number} 已指定承办单位。"),
    "accepted": N_("您的诉求 {number} 已受理，经办人和联系方式见详情。"),
    "progressed": N_("您的诉求 {number} 有新进展。"),
    "extended": N_("您的诉求 {number} 情况复杂，办理时限有延长，新的日期见详情。"),
    "extension_upheld": N_("您对 {number} 延期的异议已有结论：维持延期，理由见详情。"),
    "extension_revoked": N_("您的诉求 {number} 的延期已撤销，恢复原来的办理时限。"),
    "shelved": N_("您的诉求 {number} 暂时挂账，到期复核，理由和计划见详情。"),
    "shelving_prolonged": N_("您的诉求 {number} 继续挂账，新的复核日期和理由见详情。"),
    "cleared": N_("您的诉求 {number} 恢复办理。"),
    "answered": N_("您的诉求 {number} 已答复，请查看并评价。"),
    "redone": N_("您的诉求 {number} 已退回承办单位重新办理。"),
    "struck_off": N_("您的诉求 {number} 已办结销号。"),
    "referred": N_("您的诉求 {number} 已移送，办理渠道见详情。"),
}
"""What petitioners are told, by name: a place may say it in words of its own (`texts.toml`)."""

Told = Iterator[Notice]
_TELLERS: dict[type[f.What], Callable[[Any, Case, Law], Told]] = {}


def _on(kind: type[f.What]) -> Callable[[Callable[..., Told]], Callable[..., Told]]:
    def keep(function: Callable[..., Told]) -> Callable[..., Told]:
        _TELLERS[kind] = function
        return function

    return keep


def notices(fact: f.Fact, case: Case, law: Law) -> tuple[Notice, ...]:
    """What is to be told of `fact`; `case` is the case after it."""
    teller = _TELLERS.get(type(fact.what))
    if teller is None:
        return ()
    told = tuple(teller(fact.what, case, law))
    if case.whistle:  # only the office that reads whistle-blowing hears of it (JS-4)
        return tuple(
            notice
            for notice in told
            if notice.audience is Audience.PETITIONERS or notice.role is Role.DISCIPLINE
        )
    return told


def _petitioners(template: str, **params: Any) -> Notice:
    return Notice(Audience.PETITIONERS, template, params=params)


def _unit(unit: str, template: str, role: Role = Role.CLERK, **params: Any) -> Notice:
    return Notice(Audience.UNIT, template, role, unit, params)


def _role(role: Role, template: str, **params: Any) -> Notice:
    return Notice(Audience.ROLE, template, role, params=params)


def _lead(case: Case, template: str, role: Role = Role.CLERK, **params: Any) -> Told:
    if case.lead is not None:
        yield _unit(case.lead.unit, template, role, **params)


@_on(f.Registered)
def _registered(what: f.Registered, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["registered"])
    desk = Role.DISCIPLINE if case.whistle else Role.DISPATCHER
    yield _role(desk, N_("新诉求 {number} 待处理。"))


@_on(f.Supplemented)
def _supplemented(what: f.Supplemented, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("诉求人对 {number} 作了补充。"))


@_on(f.Withdrawn)
def _withdrawn(what: f.Withdrawn, case: Case, law: Law) -> Told:
    for part in case.assignments:
        yield _unit(part.unit, N_("{number} 已由诉求人撤回，不再办理。"))


@_on(f.AskedBack)
@_on(f.Declined)
@_on(f.AnsweredDirectly)
@_on(f.EmergencyTransferred)
@_on(f.Shelved)
@_on(f.ShelvingProlonged)
@_on(f.Cleared)
@_on(f.StruckOff)
@_on(f.Referred)
def _petitioners_alone(what: f.What, case: Case, law: Law) -> Told:
    """What no unit has to hear of."""
    yield _petitioners(PETITIONERS[f.kind_of(type(what))])


@_on(f.Dispatched)
def _dispatched(what: f.Dispatched, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["dispatched"])
    yield from _lead(case, N_("{number} 已交办给本单位（主办）。"))
    for part in case.assisting:
        yield _unit(part.unit, N_("{number} 请本单位协办。"))


@_on(f.Reassigned)
def _reassigned(what: f.Reassigned, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["reassigned"])
    yield from _lead(case, N_("{number} 已改派给本单位（主办）。"))
    for unit in what.assisting:
        yield _unit(unit, N_("{number} 请本单位协办。"))


@_on(f.MergedInto)
def _merged(what: f.MergedInto, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["merged"], into=what.into)


@_on(f.Objected)
def _objected(what: f.Objected, case: Case, law: Law) -> Told:
    for role in law.regime.dispatch.objection.ruled_by:
        yield _role(role, N_("{number} 有单位申请退单，待裁定。"))


@_on(f.DispatchUpheld)
def _upheld(what: f.DispatchUpheld, case: Case, law: Law) -> Told:
    yield _unit(what.unit, N_("{number} 的退单申请未获同意，仍由本单位办理。"))


@_on(f.Returned)
def _returned(what: f.Returned, case: Case, law: Law) -> Told:
    yield _unit(what.unit, N_("{number} 的退单申请已裁定，请查看。"))


@_on(f.Designated)
def _designated(what: f.Designated, case: Case, law: Law) -> Told:
    yield _unit(what.lead, N_("{number} 指定由本单位承办，不得退单。"))
    yield _petitioners(PETITIONERS["designated"])


@_on(f.Arrived)
def _arrived(what: f.Arrived, case: Case, law: Law) -> Told:
    for by in dict.fromkeys(one.by for one in case.duties if one.unit == what.unit and one.by):
        yield _unit(by, N_("{number} 叫的单位已到现场报到。"))


@_on(f.Whistled)
def _whistled(what: f.Whistled, case: Case, law: Law) -> Told:
    for unit in what.units:
        yield _unit(unit, N_("{number} 吹哨：请到现场报到。"))


@_on(f.Claimed)
def _claimed(what: f.Claimed, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["accepted"])


@_on(f.Escalated)
def _escalated(what: f.Escalated, case: Case, law: Law) -> Told:
    yield _role(what.to, N_("{number} 已提级，请出面调度。"))


@_on(f.Accepted)
def _accepted(what: f.Accepted, case: Case, law: Law) -> Told:
    if case.lead is not None and case.lead.unit == what.unit:
        yield _petitioners(PETITIONERS["accepted"])


@_on(f.Progressed)
def _progressed(what: f.Progressed, case: Case, law: Law) -> Told:
    if what.public:
        yield _petitioners(PETITIONERS["progressed"])


@_on(f.Noted)
def _noted(what: f.Noted, case: Case, law: Law) -> Told:
    role = Role.DISCIPLINE if case.whistle else Role.SYSTEM
    for member in what.mentioned:
        template = N_("{number} 的内部备注提到您，请看。")
        yield Notice(Audience.MEMBER, template, role, member=member)


@_on(f.UnitAsked)
def _unit_asked(what: f.UnitAsked, case: Case, law: Law) -> Told:
    yield _unit(what.unit, N_("{number} 请本单位协办。"))


@_on(f.ExtensionRequested)
def _extension_requested(what: f.ExtensionRequested, case: Case, law: Law) -> Told:
    for role in law.regime.gates.extension.by:
        if role in (Role.LEADER, Role.HEAD):
            yield _unit(what.unit, N_("{number} 申请延期，待签字。"), role)
        else:
            yield _role(role, N_("{number} 申请延期，待审批。"))


@_on(f.ExtensionGranted)
def _extension_granted(what: f.ExtensionGranted, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["extended"])
    yield from _lead(case, N_("{number} 的延期申请已同意。"))


@_on(f.ExtensionRefused)
def _extension_refused(what: f.ExtensionRefused, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 的延期申请未获同意。"))


@_on(f.ExtensionObjected)
def _extension_objected(what: f.ExtensionObjected, case: Case, law: Law) -> Told:
    for role in law.regime.gates.extension.objection_ruled_by:
        yield _role(role, N_("{number} 诉求人对延期有异议，待裁定。"))
    yield from _lead(case, N_("{number} 诉求人对延期有异议，等待裁定。"))


@_on(f.ExtensionUpheld)
def _extension_upheld(what: f.ExtensionUpheld, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["extension_upheld"])
    yield from _lead(case, N_("{number} 的延期经裁定维持。"))


@_on(f.ExtensionRevoked)
def _extension_revoked(what: f.ExtensionRevoked, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["extension_revoked"])
    yield from _lead(case, N_("{number} 的延期已撤销，请按原时限办结。"))


@_on(f.Drafted)
@_on(f.SignedOff)
@_on(f.GatePassed)
def _moved_on(what: f.Drafted | f.SignedOff | f.GatePassed, case: Case, law: Law) -> Told:
    """Whose gate it is now."""
    gates = law.regime.gates
    if what.to is Phase.SIGNING:
        yield from _to_roles(gates.sign_off.by, "", N_("{number} 的答复待签发。"), case)
    elif what.to is Phase.AUDITING:
        yield from _to_roles(gates.audit.by, "", N_("{number} 的答复待审核。"), case)


@_on(f.SentBack)
def _sent_back(what: f.SentBack, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 的答复被退回修改。"))


@_on(f.AuditFailed)
def _audit_failed(what: f.AuditFailed, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 审核未通过，请重新办理。"))


@_on(f.PartDelivered)
def _part_delivered(what: f.PartDelivered, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 的协办单位已交来结果。"))


@_on(f.Answered)
def _answered(what: f.Answered, case: Case, law: Law) -> Told:
    yield _petitioners(PETITIONERS["answered"])
    if what.call_back:
        for role in law.regime.gates.follow_up.by:
            yield _role(role, N_("{number} 待回访。"))


@_on(f.Struck)
def _struck(what: f.Struck, case: Case, law: Law) -> Told:
    rule = law.clocks[what.clock.partition(":")[0]]
    label, of = rule.label, what.clock.partition(":")[2]
    if what.stage == clocks.YELLOW:
        told, template = rule.tell_yellow, N_("{number} 的“{clock}”时限临近。")
    elif what.stage == clocks.RED:
        told, template = rule.tell_red, N_("{number} 的“{clock}”已超期，亮红灯。")
    else:
        rung = next(r for r in law.ladders[rule.ladder or ""].rungs if r.id == what.rung)
        told, template = rung.tell, N_("{number} 的“{clock}”超期未办，{rung}。")
        label = rule.label
        yield from _to_roles(told, of, template, case, clock=label, rung=rung.label)
        return
    yield from _to_roles(told, of, template, case, clock=label)


def _to_roles(roles: tuple[Role, ...], of: str, template: str, case: Case, **params: Any) -> Told:
    for role in roles:
        if role is Role.PETITIONER:
            yield _petitioners(template, **params)
        elif role in (Role.CLERK, Role.HEAD, Role.LEADER):
            unit = of if case.part(of) else (case.lead.unit if case.lead else "")
            if unit:
                yield _unit(unit, template, role, **params)
        else:
            yield _role(role, template, **params)


@_on(f.Urged)
def _urged(what: f.Urged, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 被催办，请尽快办理。"))
    if case.lead is None:
        yield _role(Role.DISPATCHER, N_("{number} 被催办，请尽快交办。"))


@_on(f.Ordered)
def _ordered(what: f.Ordered, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 收到督办单 {order}，请按期回复。"), order=what.order)
    yield from _lead(case, N_("{number} 收到督办单 {order}。"), Role.HEAD, order=what.order)


@_on(f.OrderAnswered)
def _order_answered(what: f.OrderAnswered, case: Case, law: Law) -> Told:
    for role in law.regime.supervision.order_by:
        yield _role(role, N_("{number} 的督办单 {order} 已回复。"), order=what.order)


@_on(f.MeetingCalled)
def _meeting_called(what: f.MeetingCalled, case: Case, law: Law) -> Told:
    for part in case.assignments:
        yield _unit(part.unit, N_("{number} 将开会研究，请准备情况说明。"), Role.HEAD)


@_on(f.MeetingDecided)
def _meeting_decided(what: f.MeetingDecided, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 的会议已有决定，请执行。"))


@_on(f.MeasureTaken)
def _measure_taken(what: f.MeasureTaken, case: Case, law: Law) -> Told:
    yield _unit(what.unit, N_("因 {number} 对本单位采取问责措施，请查看。"), Role.HEAD)


@_on(f.LeftDissatisfied)
def _left_dissatisfied(what: f.LeftDissatisfied, case: Case, law: Law) -> Told:
    for role in law.regime.supervision.meeting_by:
        yield _role(role, N_("{number} 诉求人仍不满意，请研究决定。"))


@_on(f.Redone)
def _redone(what: f.Redone, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 要求重办。"))
    yield _petitioners(PETITIONERS["redone"])


@_on(f.ExclusionAppealed)
def _exclusion_appealed(what: f.ExclusionAppealed, case: Case, law: Law) -> Told:
    yield _role(Role.INSPECTOR, N_("{number} 有单位申请剔除，待复核。"))


@_on(f.ExclusionDecided)
def _exclusion_decided(what: f.ExclusionDecided, case: Case, law: Law) -> Told:
    yield from _lead(case, N_("{number} 的剔除申请已复核，请查看结果。"))
