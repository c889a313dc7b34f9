"""派 dispatch: handing a case to whoever is responsible, and settling who that is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import facts as f
from huiyin.rules.case import OPEN, Actor, Case, Phase, Stand
from huiyin.rules.deeds import Deed, Given, Pick, Row, Step, Tick, Words
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.steps.responsible import not_to_the_grass_roots, units_fit
from huiyin.rules.vocabulary import Mode, Role
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Classify(Deed):
    """Say what the matter is; running clocks take the limit of the new class (P68)."""

    kind: Annotated[str, Pick(N_("类型"), source="kinds")]
    level: Annotated[str, Pick(N_("紧急程度"), required=False, source="levels")] = ""
    class_code: Annotated[str, Pick(N_("事项分类"), source="classes")]
    area: Annotated[str, Pick(N_("所在区域"), required=False, source="areas")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch(Deed):
    """Hand over: direct, lead and assisting, parallel, or to a task force (XN-2, PS-4)."""

    mode: Annotated[Mode, Pick(N_("派单方式"), source="modes")] = Mode.DIRECT
    lead: Annotated[str, Pick(N_("主办单位"), source="units")]
    assisting: Annotated[tuple[str, ...], Pick(N_("协办单位"), required=False, source="units")] = ()
    note: Annotated[str, Words(N_("交办意见"), required=False, lines=2)] = ""
    by_catalogue: Annotated[bool, Given()] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Deed):
    """Hand to another lead, or change who assists."""

    lead: Annotated[str, Pick(N_("主办单位"), source="units")]
    assisting: Annotated[tuple[str, ...], Pick(N_("协办单位"), required=False, source="units")] = ()
    reason: Annotated[str, Words(N_("改派理由"), lines=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Deed):
    """Join this case to another one about the same event (PS-4, B14)."""

    into: Annotated[str, Pick(N_("并入哪一件（受理编号）"), source="cases")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorb(Deed):
    """The other half of a merge, done to the case that goes on."""

    number: Annotated[str, Given()]
    petitioners: Annotated[tuple[str, ...], Given()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Deed):
    """Take a second matter out of this case into one of its own (P41)."""

    number: Annotated[str, Given()] = ""
    title: Annotated[str, Words(N_("另立诉求的标题"), lines=1, longest=200)]
    text: Annotated[str, Words(N_("另立诉求的内容"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Deed):
    """Return the case: not ours, or not only ours (SN-5)."""

    reason: Annotated[str, Words(N_("退单理由"))]
    basis: Annotated[str, Words(N_("法律依据"), required=False, lines=2)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnObjection(Deed):
    """Decide who is responsible: the dispatch stands, another unit, or designation."""

    ruling: Annotated[str, Pick(N_("裁定"), source="rulings")]
    lead: Annotated[str, Pick(N_("改派或指定给"), required=False, source="units")] = ""
    justified: Annotated[bool, Tick(N_("退单有理"))] = False
    reason: Annotated[str, Words(N_("裁定理由"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whistle(Deed):
    """The grass roots whistle: the units called must come (FX-8)."""

    units: Annotated[tuple[str, ...], Pick(N_("呼叫哪些单位报到"), source="units")]
    text: Annotated[str, Words(N_("现场情况"), lines=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Deed):
    """A unit takes a case that nobody has been given yet (FX-8)."""

    officer: Annotated[str, Pick(N_("经办人"), required=False, source="officers")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignateFallback(Deed):
    """Nobody's matter is still somebody's: name the unit that does it (FX-10)."""

    lead: Annotated[str, Pick(N_("兜底单位"), required=False, source="units")] = ""
    reason: Annotated[str, Words(N_("指定理由"), lines=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate(Deed):
    """Put it into the chief clerk's hands (SN-6, FX-11)."""

    reason: Annotated[str, Words(N_("提级理由"), lines=2)]


Facts = tuple[f.What, ...]


def classify(case: Case, deed: Classify, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """What the matter is."""
    if law.levels and not deed.level:
        return invalid("level", N_("请选择紧急程度。"))
    return (
        f.Classified(
            kind=deed.kind,
            level=deed.level,
            class_code=deed.class_code,
            area=deed.area or case.area,
        ),
    )


_SEVERAL = (Mode.LEAD_ASSISTING, Mode.PARALLEL, Mode.TASK_FORCE)


def _mode(deed: Dispatch, law: Law) -> Refusal | None:
    """Do the units fit the way of handing over?"""
    if deed.mode in _SEVERAL and not deed.assisting:
        return invalid("assisting", N_("这种派单方式至少要有一个协办单位。"))
    if deed.mode in _SEVERAL or not deed.assisting:
        return None
    open_ = tuple(str(mode) for mode in _SEVERAL if mode in law.regime.dispatch.modes)
    if not open_:
        return invalid("assisting", N_("本地一件只派一个单位，请去掉协办单位。"))
    return invalid("mode", N_("有协办单位时，请改选{modes}，或者去掉协办单位。"), modes=open_)


def dispatch(case: Case, deed: Dispatch, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Hand over."""
    wrong = _mode(deed, law) or units_fit(case, deed.lead, deed.assisting, law)
    if wrong:
        return wrong
    return (
        f.Dispatched(
            mode=deed.mode,
            lead=deed.lead,
            assisting=deed.assisting,
            by_catalogue=deed.by_catalogue,
            note=deed.note.strip(),
        ),
    )


def reassign(case: Case, deed: Reassign, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """To another unit, or with other helpers; too many hops end in designation (B6)."""
    wrong = units_fit(case, deed.lead, deed.assisting, law)
    if wrong:
        return wrong
    same_lead = case.lead is not None and case.lead.unit == deed.lead
    if same_lead and {part.unit for part in case.assisting} == set(deed.assisting):
        return invalid("lead", N_("单位没有变化，不需要改派。"))
    if not same_lead and case.shelved:  # put off for this lead's plan
        return not_now(N_("挂账中，请先销账。"))
    most = law.regime.dispatch.objection.hops
    if not same_lead and case.transfers >= most:
        return not_now(N_("已转派 {count} 次，只能由上级指定承办单位。"), count=case.transfers)
    return (f.Reassigned(lead=deed.lead, assisting=deed.assisting, reason=deed.reason.strip()),)


def no_objection_open(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """While a return is disputed nothing else decides who is responsible."""
    if case.objecting:
        return not_now(N_("退单申请还没有裁定，请先裁定。"))
    return None


def merge(case: Case, deed: Merge, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Into the case that goes on."""
    if deed.into == case.number:
        return invalid("into", N_("不能并入自己。"))
    return (f.MergedInto(into=deed.into),)


def no_absorbed(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Confidential matters stay alone."""
    if case.confidential:
        return not_now(N_("保密件不能并单。"))
    return None


def absorb(case: Case, deed: Absorb, actor: Actor, now: datetime, law: Law) -> Facts:
    """The petitioners of the merged case go on here."""
    return (f.Absorbed(number=deed.number, petitioners=deed.petitioners),)


def split(case: Case, deed: Split, actor: Actor, now: datetime, law: Law) -> Facts:
    """A new case is registered beside this one."""
    return (f.SplitOff(number=deed.number),)


def object_(case: Case, deed: Object, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Not ours."""
    if law.regime.dispatch.objection.needs_basis and not deed.basis.strip():
        return invalid("basis", N_("退单要写明法律依据。"))
    return (f.Objected(unit=actor.unit, reason=deed.reason.strip(), basis=deed.basis.strip()),)


def may_not_object(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """A designated unit, or one that has objected often enough, keeps the case."""
    if case.objecting:
        return not_now(N_("退单申请正在等待裁定。"))
    part = case.lead
    if part is None:
        return None
    if part.stand is Stand.DESIGNATED:
        return not_now(N_("这是指定承办的诉求，不得退单。"))
    objected = case.objections.count(part.unit)
    if objected >= law.regime.dispatch.objection.limit:
        return not_now(N_("本单位对这件诉求已申请退单 {count} 次，不能再退。"), count=objected)
    return None


def rule_on_objection(
    case: Case, deed: RuleOnObjection, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """The dispute is decided; the reason stays on the record."""
    reason = deed.reason.strip()
    if deed.ruling == "uphold":
        return (f.DispatchUpheld(unit=case.objecting, by_silence=False, reason=reason),)
    designates = deed.ruling == "designate"
    lead = deed.lead or (case.objecting if designates else "")
    others = tuple(part.unit for part in case.assisting if part.unit != lead)
    wrong = _cannot_go_to(lead, case, law, designates=designates) or units_fit(
        case, lead, others, law
    )
    if wrong:
        return wrong
    justified = deed.justified and lead != case.objecting
    returned = f.Returned(unit=case.objecting, justified=justified, reason=reason)
    if designates:
        return (returned, f.Designated(lead=lead, fallback=False, reason=reason))
    return (returned, f.Reassigned(lead=lead, assisting=others, reason=reason))


def _cannot_go_to(lead: str, case: Case, law: Law, *, designates: bool) -> Refusal | None:
    """A ruling must name somebody, another unit unless it designates, and not hop for ever."""
    if not lead:
        return invalid("lead", N_("请选择改派给哪个单位。"))
    if designates:
        return None
    if lead == case.objecting:
        return invalid("lead", N_("改派要选另一个单位；仍由原单位办理请选“维持原派”。"))
    if case.transfers >= law.regime.dispatch.objection.hops:
        return invalid("ruling", N_("已转派 {count} 次，请指定承办单位。"), count=case.transfers)
    return None


def no_objection(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """There must be something to rule on."""
    return None if case.objecting else not_now(N_("没有等待裁定的退单申请。"))


def whistle(case: Case, deed: Whistle, actor: Actor, now: datetime, law: Law) -> Facts | Refusal:
    """Departments are called to the spot and take a part."""
    if any(case.part(unit) for unit in deed.units):
        return invalid("units", N_("其中有单位已经在办这件诉求。"))
    return (
        f.Whistled(units=tuple(dict.fromkeys(deed.units)), text=deed.text.strip(), by=actor.unit),
    )


def claim(case: Case, deed: Claim, actor: Actor, now: datetime, law: Law) -> Facts:
    """Ours: dispatched and accepted in one."""
    return (f.Claimed(unit=actor.unit, officer=deed.officer or actor.id),)


def has_no_unit(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only a member of a unit can claim for it."""
    if actor.unit not in law.units:
        return not_now(N_("您不属于任何承办单位，不能认领。"))
    return None


def designate_fallback(
    case: Case, deed: DesignateFallback, actor: Actor, now: datetime, law: Law
) -> Facts | Refusal:
    """The unit named here may not return the case."""
    fallback = law.regime.dispatch.fallback
    lead = deed.lead or fallback
    wrong = None if lead == fallback else not_to_the_grass_roots(case, lead, law)
    if wrong:
        return wrong
    return (f.Designated(lead=lead, fallback=True, reason=deed.reason.strip()),)


def escalate(case: Case, deed: Escalate, actor: Actor, now: datetime, law: Law) -> Facts:
    """To the chief clerk."""
    return (f.Escalated(to=Role.CHIEF, reason=deed.reason.strip()),)


def already_escalated(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Once is enough."""
    if case.escalated_to == Role.CHIEF:
        return not_now(N_("已经提级到首席办事员。"))
    return None


_NEW = frozenset({Phase.REGISTERED})
_SENT = frozenset({Phase.DISPATCHED})
_AT_UNIT = frozenset({Phase.DISPATCHED, Phase.HANDLING})
_EARLY = _NEW | _AT_UNIT
_D = Step.DISPATCH

ROWS = (
    Row(Classify, _D, N_("分类"), "classify", _EARLY, classify),
    Row(Dispatch, _D, N_("交办"), "dispatch", _NEW, dispatch),
    Row(Reassign, _D, N_("改派"), "reassign", _AT_UNIT, reassign, no_objection_open),
    Row(Merge, _D, N_("并单"), "merge", _EARLY, merge, no_absorbed),
    Row(Absorb, _D, N_("并入"), "absorb", OPEN, absorb, no_absorbed),
    Row(Split, _D, N_("拆单"), "split", _EARLY, split),
    Row(
        Object,
        _D,
        N_("申请退单"),
        "object to the dispatch",
        _SENT,
        object_,
        may_not_object,
        used=lambda law: law.regime.dispatch.objection.limit > 0,
    ),
    Row(
        RuleOnObjection,
        _D,
        N_("裁定退单"),
        "rule on the objection",
        _SENT,
        rule_on_objection,
        no_objection,
        used=lambda law: law.regime.dispatch.objection.limit > 0,
    ),
    Row(
        Whistle,
        _D,
        N_("吹哨"),
        "whistle",
        _AT_UNIT,
        whistle,
        used=lambda law: bool(law.regime.dispatch.whistle_by),
    ),
    Row(
        Claim,
        _D,
        N_("认领"),
        "claim",
        _NEW,
        claim,
        has_no_unit,
        used=lambda law: bool(law.regime.dispatch.claim_by),
    ),
    Row(
        DesignateFallback,
        _D,
        N_("指定兜底"),
        "designate the fallback unit",
        _NEW | _SENT,
        designate_fallback,
        no_objection_open,
        used=lambda law: Mode.FALLBACK in law.regime.dispatch.modes,
    ),
    Row(
        Escalate,
        _D,
        N_("提级首席办事员"),
        "escalate to the chief clerk",
        OPEN,
        escalate,
        already_escalated,
    ),
)
