"""接 receive: registering a matter, and everything that may end it before dispatch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import coordinates
from huiyin.rules import facts as f
from huiyin.rules.case import OPEN, Actor, Case, Phase
from huiyin.rules.deeds import Deed, Files, Given, Lines, Pick, Row, Spot, Step, Tick, Words
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.vocabulary import Gate, Mode, Role
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Deed):
    """Register a matter (SN-3, JS-1). `number`, `place` and `petitioner` are the house's."""

    number: Annotated[str, Given()]
    place: Annotated[str, Given()]
    petitioner: Annotated[str, Given()] = ""
    split_from: Annotated[str, Given()] = ""
    channel: Annotated[str, Pick(N_("渠道"), source="channels")]
    kind: Annotated[str, Pick(N_("类型"), source="kinds")]
    level: Annotated[str, Pick(N_("紧急程度"), required=False, source="levels")] = ""
    class_code: Annotated[str, Pick(N_("事项分类"), required=False, source="classes")] = ""
    area: Annotated[str, Pick(N_("所在区域"), required=False, source="areas")] = ""
    title: Annotated[str, Words(N_("标题"), lines=1, longest=200)]
    text: Annotated[str, Words(N_("情况说明"), lines=8)]
    address: Annotated[str, Words(N_("地点"), required=False, lines=1, longest=300)] = ""
    position: Annotated[str, Spot(N_("地图位置"), required=False)] = ""
    particulars: Annotated[str, Words(N_("要素"), required=False)] = ""
    attachments: Annotated[tuple[str, ...], Files()] = ()
    on_behalf: Annotated[bool, Tick(N_("代他人反映"))] = False
    collective: Annotated[bool, Tick(N_("多人共同反映"))] = False
    confidential: Annotated[bool, Tick(N_("要求保密"))] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement(Deed):
    """Add to what was said."""

    text: Annotated[str, Words(N_("补充内容"))]
    attachments: Annotated[tuple[str, ...], Files()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPoints(Deed):
    """What the matter is about, one by one: the answer must address each (B12)."""

    points: Annotated[tuple[str, ...], Lines(N_("诉求点"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBack(Deed):
    """Ask the petitioner what is not clear yet; of whistle-blowers under their code (JS-4)."""

    text: Annotated[str, Words(N_("想问诉求人什么"), lines=3, longest=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoSign(Deed):
    """Join a matter with one's own name, by consent (B15)."""

    petitioner: Annotated[str, Given()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Deed):
    """Take the matter back."""

    reason: Annotated[str, Words(N_("撤回原因"), required=False, lines=2)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline(Deed):
    """Not accepted: the lawful outlet is named, with the reason (国办发〔2020〕53号)."""

    outlet: Annotated[str, Pick(N_("法定渠道"), source="outlets")]
    reason: Annotated[str, Words(N_("告知诉求人的理由"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDirectly(Deed):
    """Answer at intake, without dispatch (P111)."""

    text: Annotated[str, Words(N_("答复"))]
    attachments: Annotated[tuple[str, ...], Files()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferEmergency(Deed):
    """Hand an emergency over at once to those who act on it."""

    to: Annotated[str, Words(N_("移交给谁、如何联系"), lines=2)]


def register(
    case: None, deed: Register, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...] | Refusal:
    """The case begins."""
    channel, kind = law.channels[deed.channel], law.kinds[deed.kind]
    if channel.open_to == "staff" and actor.roles <= {Role.PETITIONER}:
        return invalid(
            "channel", N_("“{label}”由工作人员登记，请换一个渠道。"), label=channel.label
        )
    if not channel.whistle and not deed.petitioner and _is_from_a_person(actor):
        return invalid("petitioner", N_("请留下联系方式，否则无法答复您。"))
    if law.levels and not deed.level and Role.PETITIONER not in actor.roles:
        return invalid("level", N_("请选择紧急程度。"))
    confidential = deed.confidential or channel.whistle
    return (
        f.Registered(
            number=deed.number,
            place=deed.place,
            regime=law.regime.id,
            version=law.version,
            channel=deed.channel,
            kind=deed.kind,
            level=deed.level or (law.regime.levels[-1].id if law.levels else ""),
            class_code=deed.class_code,
            area=deed.area,
            petitioner=deed.petitioner,
            on_behalf=deed.on_behalf,
            collective=deed.collective or kind.collective,
            confidential=confidential,
            whistle=channel.whistle,
            claimable=bool(law.regime.dispatch.claim_by) and not confidential,
            first_asked=actor.unit if law.regime.dispatch.first_asked else "",
            split_from=deed.split_from,
            title=deed.title.strip(),
            text=deed.text.strip(),
            address=deed.address.strip(),
            position=str(coordinates.parse(deed.position) or ""),
            attachments=deed.attachments,
            particulars=deed.particulars.strip(),
        ),
    )


def _is_from_a_person(actor: Actor) -> bool:
    return Role.PETITIONER in actor.roles


def follows(case: Case, law: Law) -> tuple[f.What, ...]:
    """Where the place lets the system assign, it does so by the catalogue (JS-5)."""
    if not law.regime.dispatch.automatic or case.whistle:
        return ()
    if case.phase is not Phase.REGISTERED or case.transfers:
        return ()
    lead, assisting = law.responsible(case.class_code, case.area)
    if not lead:
        return ()
    mode = Mode.LEAD_ASSISTING if assisting else Mode.DIRECT
    return (f.Dispatched(mode=mode, lead=lead, assisting=assisting, by_catalogue=True, note=""),)


def supplement(
    case: Case, deed: Supplement, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...]:
    """More words on the same matter."""
    return (f.Supplemented(text=deed.text.strip(), attachments=deed.attachments),)


def list_points(
    case: Case, deed: ListPoints, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...] | Refusal:
    """In place of those listed before."""
    points = tuple(" ".join(line.split()) for line in deed.points)
    if not all(points):
        return invalid("points", N_("有一点是空的，请写上或删去。"))
    if len(set(points)) < len(points):
        return invalid("points", N_("有两点说的一样，请删去一点。"))
    return (f.PointsListed(count=len(points), text="\n".join(points)),)


def ask_back(
    case: Case, deed: AskBack, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...]:
    """Asked, in words that the petitioner reads."""
    return (f.AskedBack(text=deed.text.strip()),)


def co_sign(
    case: Case, deed: CoSign, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...] | Refusal:
    """One more petitioner."""
    if not deed.petitioner:
        return invalid("petitioner", N_("请留下联系方式，否则无法答复您。"))
    if case.is_petitioner(deed.petitioner):
        return not_now(N_("您已经在这件诉求里署名了。"))
    return (f.CoSigned(petitioner=deed.petitioner),)


def no_co_signing(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Confidential matters take no co-signers, nor does what the petitioners have judged."""
    if case.confidential:
        return not_now(N_("保密件不能联名。"))
    if Gate.RATING in case.passed or Gate.VOTE in case.passed:
        return not_now(N_("这件诉求已经评价，不能再联名；如有新情况，请另行登记。"))
    return None


def withdraw(
    case: Case, deed: Withdraw, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...]:
    """The petitioner takes it back."""
    return (f.Withdrawn(reason=deed.reason.strip()),)


def not_alone(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """A matter that others signed too is not one person's to take back."""
    if len(case.petitioners) > 1:
        return not_now(N_("还有其他人在这件诉求里署名，不能由一人撤回。"))
    return None


def decline(case: Case, deed: Decline, actor: Actor, now: datetime, law: Law) -> tuple[f.What, ...]:
    """Not accepted, with the way that is open instead."""
    return (f.Declined(outlet=deed.outlet, reason=deed.reason.strip()),)


def answer_directly(
    case: Case, deed: AnswerDirectly, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...]:
    """Answered on the spot."""
    return (f.AnsweredDirectly(deed.text.strip(), deed.attachments),)


def no_direct_answer(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only kinds that the law lists are answered without a unit; whistle-blowing always is.

    What grid workers met on their rounds and solved there is answered by whoever of them met it,
    whatever its kind (FX-4); nothing else is.
    """
    solves = not actor.roles.isdisjoint(law.regime.dispatch.solve_by)
    met = law.channels[case.channel].grid and case.registered_by == actor.id
    if case.whistle or (solves and met):
        return None
    if solves and actor.roles.isdisjoint(_AT_THE_DESK):
        return not_now(N_("这件诉求不是您巡查时登记的，请交坐席或分拨员答复。"))
    if law.kinds[case.kind].direct_answer:
        return None
    return not_now(
        N_("“{kind}”类诉求须交承办单位办理，不能直接答复。"), kind=law.kinds[case.kind].label
    )


def transfer_emergency(
    case: Case, deed: TransferEmergency, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...]:
    """Out of this system, at once, to those who act."""
    return (f.EmergencyTransferred(to=deed.to.strip()),)


_AT_THE_DESK = frozenset({Role.AGENT, Role.DISPATCHER, Role.DISCIPLINE})
_NEW = frozenset({Phase.REGISTERED})
_UNANSWERED = frozenset({Phase.REGISTERED, Phase.DISPATCHED, Phase.HANDLING})
_WITHDRAWABLE = OPEN - {Phase.ANSWERED}

ROWS = (
    Row(Register, Step.RECEIVE, N_("登记"), "register", None, register),
    Row(Supplement, Step.RECEIVE, N_("补充"), "supplement", OPEN, supplement),
    Row(ListPoints, Step.RECEIVE, N_("列出诉求点"), "list the points", _UNANSWERED, list_points),
    Row(AskBack, Step.RECEIVE, N_("问诉求人"), "ask the petitioner", _UNANSWERED, ask_back),
    Row(CoSign, Step.RECEIVE, N_("联名"), "co-sign", OPEN, co_sign, no_co_signing),
    Row(Withdraw, Step.RECEIVE, N_("撤回"), "withdraw", _WITHDRAWABLE, withdraw, not_alone),
    Row(Decline, Step.RECEIVE, N_("不予受理"), "decline", _NEW, decline),
    Row(
        AnswerDirectly,
        Step.RECEIVE,
        N_("直接答复"),
        "answer directly",
        _NEW,
        answer_directly,
        no_direct_answer,
        used=lambda law: (
            bool(law.regime.dispatch.solve_by)
            or any(kind.direct_answer for kind in law.regime.kinds)
            or any(channel.whistle for channel in law.regime.channels)
        ),
    ),
    Row(
        TransferEmergency,
        Step.RECEIVE,
        N_("紧急移交"),
        "transfer as an emergency",
        _NEW,
        transfer_emergency,
    ),
)
