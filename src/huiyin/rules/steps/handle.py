"""办 handle: what the unit does from acceptance to the signed answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import facts as f
from huiyin.rules.case import Actor, Case, Phase, Stand
from huiyin.rules.deeds import Deed, Files, Lines, Pick, Row, Step, Tick, When, Words
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.steps import gates
from huiyin.rules.steps.points import CHECKED, said_to_each, unchecked_point
from huiyin.rules.vocabulary import Gate
from huiyin.rules.words import N_
from huiyin.rules.worktime import due


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Deed):
    """Take it on: a named person, a number, a standard promised (SN-7, JS-6)."""

    officer: Annotated[str, Pick(N_("经办人"), required=False, source="officers")] = ""
    contact: Annotated[
        str, Words(N_("告知诉求人的姓名和手机号"), required=False, lines=1, longest=100)
    ] = ""
    standard: Annotated[str, Pick(N_("承诺的办理标准"), required=False, source="standards")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Deed):
    """Speak with the petitioner, and note what was said (JS-6)."""

    text: Annotated[str, Words(N_("沟通情况"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Deed):
    """How far it is (JS-7, PS-7)."""

    text: Annotated[str, Words(N_("进展"), lines=3)]
    public: Annotated[bool, Tick(N_("告知诉求人"))] = True
    attachments: Annotated[tuple[str, ...], Files()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUnit(Deed):
    """Ask another unit to do a part."""

    unit: Annotated[str, Pick(N_("请哪个单位协助"), source="units")]
    text: Annotated[str, Words(N_("需要协助的事项"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelve(Deed):
    """Approved deferral with a plan and a day of review (XN-4)."""

    until: Annotated[datetime, When(N_("复核时间"))]
    reason: Annotated[str, Words(N_("挂账理由"), lines=3)]
    plan: Annotated[str, Words(N_("办理计划"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewShelving(Deed):
    """Look again: it stays shelved until another day."""

    until: Annotated[datetime, When(N_("下次复核时间"))]
    reason: Annotated[str, Words(N_("继续挂账的理由"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear(Deed):
    """The obstacle is gone: the work goes on (销账)."""

    reason: Annotated[str, Words(N_("销账说明"), lines=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAnswer(Deed):
    """The answer, or closing statement, that goes to the first gate (SN-8, JS-7)."""

    text: Annotated[str, Words(N_("答复内容"), lines=10)]
    points: Annotated[tuple[str, ...], Lines(N_("逐点回应"), required=False, longest=2000)] = ()
    attachments: Annotated[tuple[str, ...], Files()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(Deed):
    """The unit's head passes it through his or her hands (SN-8)."""

    points: Annotated[tuple[str, ...], Pick(CHECKED, required=False, source="points")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Deed):
    """The head does not sign: to be done again."""

    reason: Annotated[str, Words(N_("退回修改的理由"), lines=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverPart(Deed):
    """An assisting unit's part is done (B7)."""

    text: Annotated[str, Words(N_("协办结果"), lines=4)]
    attachments: Annotated[tuple[str, ...], Files()] = ()


Facts = tuple[f.What, ...]


def accept(case: Case, deed: Accept, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Taken on by the actor's unit."""
    unit = actor.unit or (case.lead.unit if case.lead else "")
    part = case.part(unit)
    if part is None:
        return not_now(N_("本单位不承办这件诉求。"))
    if part.lead:
        wrong = _promise(deed, law)
        if wrong:
            return wrong
    return (
        f.Accepted(
            unit=unit,
            officer=deed.officer or actor.id,
            standard=deed.standard if part.lead else "",
            contact=deed.contact.strip(),
        ),
    )


def _promise(deed: Accept, law: Law) -> Refusal | None:
    handling = law.regime.handling
    if handling.named_officer and not deed.contact.strip():
        return invalid("contact", N_("请留下经办人的姓名和手机号，告知诉求人。"))
    if handling.standard == "list" and not deed.standard:
        return invalid("standard", N_("请从公布的清单中选择办理标准和时限。"))
    return None


def cannot_accept(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Accepted once is accepted; a disputed dispatch waits for the ruling."""
    part = case.part(actor.unit) if actor.unit else case.lead
    if part is None:
        return not_now(N_("本单位不承办这件诉求。"))
    if part.stand in (Stand.ACCEPTED, Stand.DELIVERED):
        return not_now(N_("本单位已经受理。"))
    if part.stand is Stand.OBJECTED:
        return not_now(N_("退单申请正在等待裁定。"))
    if part.lead and case.phase is not Phase.DISPATCHED:
        return not_now(N_("本单位已经受理。"))
    return None


def contact(case: Case, deed: Contact, actor: Actor, now: datetime, law: Law) -> Facts:
    """The petitioner was spoken with."""
    return (f.Contacted(unit=actor.unit, text=deed.text.strip()),)


def progress(case: Case, deed: Progress, actor: Actor, now: datetime, law: Law) -> Facts:
    """How far it is."""
    return (f.Progressed(actor.unit, deed.public, deed.text.strip(), deed.attachments),)


def ask_unit(case: Case, deed: AskUnit, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Another unit gets a part of its own."""
    if case.part(deed.unit):
        return invalid("unit", N_("这个单位已经在办这件诉求。"))
    return (f.UnitAsked(unit=deed.unit, text=deed.text.strip()),)


def _too_far(until: datetime, now: datetime, law: Law) -> Refusal | None:
    rule = law.regime.gates.shelving
    if rule is not None and until > due(now, rule.at_most, law.calendar):
        return invalid("until", N_("复核时间最远不超过 {most}。"), most=str(rule.at_most))
    return None


def shelve(case: Case, deed: Shelve, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Deferred, with a plan."""
    wrong = _too_far(deed.until, now, law)
    if wrong:
        return wrong
    return (f.Shelved(until=deed.until, reason=deed.reason.strip(), plan=deed.plan.strip()),)


def cannot_shelve(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Once at a time, and not without end."""
    if case.shelved:
        return not_now(N_("已经挂账。"))
    return _shelved_enough(case, law)


def _shelved_enough(case: Case, law: Law) -> Refusal | None:
    rule = law.regime.gates.shelving
    if rule is not None and case.shelvings >= rule.times:
        return not_now(N_("挂账和续挂合计最多 {times} 次。"), times=rule.times)
    return None


def review_shelving(
    case: Case, deed: ReviewShelving, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """It stays shelved, until another day."""
    wrong = _too_far(deed.until, now, law)
    if wrong:
        return wrong
    return (f.ShelvingProlonged(until=deed.until, reason=deed.reason.strip()),)


def cannot_prolong(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only what is shelved."""
    return not_shelved(case, actor, now, law) or _shelved_enough(case, law)


def clear(case: Case, deed: Clear, actor: Actor, now: datetime, law: Law) -> Facts:
    """Work goes on."""
    return (f.Cleared(reason=deed.reason.strip()),)


def not_shelved(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only what is shelved."""
    return None if case.shelved else not_now(N_("这件诉求没有挂账。"))


def draft_answer(
    case: Case, deed: DraftAnswer, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """To the first gate."""
    each = said_to_each(case, deed.points)
    if isinstance(each, Refusal):
        return each
    return (
        f.Drafted(
            unit=case.lead.unit if case.lead else actor.unit,
            to=gates.next_phase(case, law),
            text=deed.text.strip(),
            attachments=deed.attachments,
            points="\n".join(each),
        ),
    )


def cannot_answer(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """The lead waits for its assisting units, and speaks with the petitioner first (B7, JS-6)."""
    if case.shelved:
        return not_now(N_("挂账中，请先销账。"))
    if case.extension:
        return not_now(N_("延期申请正在等待审批。"))
    if case.waiting_for:
        return not_now(
            N_("还有 {count} 个协办单位没有交来结果，请联系它们，或请分拨员调整。"),
            count=len(case.waiting_for),
        )
    if law.regime.handling.contact_first and not case.contacted:
        return not_now(N_("请先联系诉求人并记下沟通情况。"))
    return None


def sign_off(case: Case, deed: SignOff, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Signed, once every point has been looked at."""
    signed = f.SignedOff(to=gates.next_phase(case, law, Gate.SIGN_OFF))
    return unchecked_point(case, deed.points) or (signed,)


def send_back(case: Case, deed: SendBack, actor: Actor, now: datetime, law: Law) -> Facts:
    """To be done again."""
    return (f.SentBack(reason=deed.reason.strip()),)


def deliver_part(case: Case, deed: DeliverPart, actor: Actor, now: datetime, law: Law) -> Facts:
    """A part is done."""
    return (f.PartDelivered(actor.unit, deed.text.strip(), deed.attachments),)


def has_delivered(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Delivered once is delivered."""
    part = case.part(actor.unit)
    if part is None or part.lead:
        return not_now(N_("本单位不是这件诉求的协办单位。"))
    if part.stand is Stand.DELIVERED:
        return not_now(N_("本单位已经交过协办结果。"))
    return None


def _signs(law: Law) -> bool:
    return Gate.SIGN_OFF in law.gates


def _shelves(law: Law) -> bool:
    return law.regime.gates.shelving is not None


_WORK = frozenset({Phase.HANDLING})
_AT_UNIT = frozenset({Phase.DISPATCHED, Phase.HANDLING})
_SIGN = frozenset({Phase.SIGNING})
_H = Step.HANDLE

ROWS = (
    Row(Accept, _H, N_("受理"), "accept", _AT_UNIT, accept, cannot_accept),
    Row(Contact, _H, N_("联系诉求人"), "contact the petitioner", _AT_UNIT, contact),
    Row(Progress, _H, N_("报告进展"), "report progress", _AT_UNIT, progress),
    Row(AskUnit, _H, N_("请求协助"), "ask another unit", _WORK, ask_unit),
    Row(Shelve, _H, N_("挂账"), "shelve", _WORK, shelve, cannot_shelve, _shelves),
    Row(
        ReviewShelving,
        _H,
        N_("续挂"),
        "review the shelving",
        _WORK,
        review_shelving,
        cannot_prolong,
        _shelves,
    ),
    Row(Clear, _H, N_("销账"), "clear", _WORK, clear, not_shelved, _shelves),
    Row(DraftAnswer, _H, N_("提交答复"), "draft the answer", _WORK, draft_answer, cannot_answer),
    Row(SignOff, _H, N_("签发"), "sign off", _SIGN, sign_off, None, _signs),
    Row(SendBack, _H, N_("退回修改"), "send back", _SIGN, send_back, None, _signs),
    Row(DeliverPart, _H, N_("交协办结果"), "deliver a part", _AT_UNIT, deliver_part, has_delivered),
)
