"""派 duty: the departments that the grass roots whistled for come, and both sides judge (FX-8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from huiyin.rules import facts as f
from huiyin.rules.case import Actor, Case, Duty, Phase
from huiyin.rules.deeds import Deed, Files, Pick, Row, Score, Spot, Step, Words
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrive(Deed):
    """A department that was called is on the spot."""

    text: Annotated[str, Words(N_("到场情况"), lines=2)]
    position: Annotated[str, Spot(N_("地图位置"), required=False)] = ""
    attachments: Annotated[tuple[str, ...], Files()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RateDuty(Deed):
    """Who called judges who came, and who came judges the call."""

    unit: Annotated[str, Pick(N_("评价谁"), source="duties")]
    stars: Annotated[int, Score(N_("打分"))]
    text: Annotated[str, Words(N_("说明"), required=False, lines=2)] = ""


def arrive(case: Case, deed: Arrive, actor: Actor, now: datetime, law: Law) -> tuple[f.What, ...]:
    """There."""
    return (f.Arrived(actor.unit, deed.text.strip(), deed.position, deed.attachments),)


def not_called(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Only who was called can come, and comes once."""
    call = next((one for one in case.duties if one.unit == actor.unit), None)
    if call is None:
        return not_now(N_("没有人吹哨叫本单位到场。"))
    if call.arrived:
        return not_now(N_("本单位已经报到。"))
    return None


def rate_duty(
    case: Case, deed: RateDuty, actor: Actor, now: datetime, law: Law
) -> tuple[f.What, ...] | Refusal:
    """Once each way, of a department that came."""
    if not 1 <= deed.stars <= 5:
        return invalid("stars", N_("请打 1 到 5 分。"))
    call = _judged(case, actor.unit, deed.unit)
    if call is None:
        return invalid("unit", N_("请选与本单位一起到过场、还没有评价的单位。"))
    return (f.DutyRated(actor.unit, deed.unit, deed.stars, deed.text.strip()),)


def nobody_to_rate(case: Case, actor: Actor, now: datetime, law: Law) -> Refusal | None:
    """Whoever neither called nor came has nothing to judge."""
    others = [one.by if one.unit == actor.unit else one.unit for one in case.duties]
    if any(_judged(case, actor.unit, one) for one in others):
        return None
    return not_now(N_("没有要互评的：先吹哨、报到，每次到场双方各评一次。"))


def _judged(case: Case, own: str, other: str) -> Duty | None:
    """The call between the two that `own` may still judge."""
    for one in case.duties:
        if one.arrived and one.by and {one.by, one.unit} == {own, other}:
            judged = one.by_caller if own == one.by else one.by_called
            return None if judged else one
    return None


_OPEN = frozenset({Phase.DISPATCHED, Phase.HANDLING})
_LATER = _OPEN | {Phase.SIGNING, Phase.AUDITING, Phase.ANSWERED, Phase.STRUCK_OFF}


def _whistles(law: Law) -> bool:
    return bool(law.regime.dispatch.whistle_by)


ROWS = (
    Row(
        Arrive,
        Step.DISPATCH,
        N_("到场报到"),
        "report for duty",
        _OPEN,
        arrive,
        not_called,
        used=_whistles,
    ),
    Row(
        RateDuty,
        Step.DISPATCH,
        N_("哨报互评"),
        "judge the other side of a whistle",
        _LATER,
        rate_duty,
        nobody_to_rate,
        used=_whistles,
    ),
)
