"""Changing the responsibility catalogue: proposed, heard, decided, published (PS-3, B5).

What is decided becomes a new published version of the law on its day; cases keep theirs. Whose
matter a class is, is said there and nowhere else: these tables hold only the way to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from huiyin.cases.actions import Refused
from huiyin.dispatch.models import Asked, Proposal, State
from huiyin.dispatch.proposals import (
    Said,
    changes_of,
    get,
    hold,
    judged,
    move,
    publish,
    step,
    write,
)
from huiyin.people import queries as people
from huiyin.regimes import queries as law_queries
from huiyin.rules import catalogue
from huiyin.rules.access import may_decide_lines, may_propose_lines, may_speak_for_unit
from huiyin.rules.case import SYSTEM, Actor
from huiyin.rules.catalogue import Change
from huiyin.rules.deeds import LONGEST, has_control_characters
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, forbidden, invalid, not_now
from huiyin.rules.words import N_

__all__ = ["Said", "Verdict"]

LONGEST_GROUND = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision. `on`: from which day it applies; `left_out`: lines that are not adopted."""

    adopts: bool
    reason: str = ""
    on: date | None = None
    left_out: frozenset[str] = frozenset()


def propose(said: Said, *, place: str, law: Law, actor: Actor, now: datetime) -> int:
    """Put lines forward; the number of the proposal. Raises Refused."""
    _allow(may_propose_lines(actor))
    said = _checked(said, law)
    with transaction.atomic():
        row = write(said, State.OPEN, place, law, actor, now)
        hold(row)
        step(row, "proposed", actor, now)
    return row.pk


def draft(said: Said, *, place: str, law: Law, actor: Actor, now: datetime) -> int:
    """Lines that somebody looks at before putting them forward. Raises Refused."""
    _allow(may_decide_lines(actor, law))
    said = _checked(said, law)
    with transaction.atomic():
        row = write(said, State.DRAFT, place, law, actor, now)
        step(row, "drafted", actor, now)
    return row.pk


def put_forward(pk: int, *, law: Law, actor: Actor, now: datetime) -> None:
    """A draft is open to the units from now on. Raises Refused."""
    row = get(pk, law)
    _allow(_own(row, actor, law))
    _checked_again(changes_of(row), law)
    with transaction.atomic():
        move(row, State.DRAFT, state=State.OPEN)
        hold(row)
        step(row, "proposed", actor, now)


def withdraw(pk: int, *, law: Law, actor: Actor, now: datetime) -> None:
    """Nothing comes of it; its classes are free for other proposals. Raises Refused."""
    row = get(pk, law)
    _allow(_own(row, actor, law))
    with transaction.atomic():
        move(row, State.DRAFT, State.OPEN, state=State.WITHDRAWN)
        row.lines.update(live=False)
        step(row, "withdrawn", actor, now)


def ask(
    pk: int, units: Iterable[str], until: date, *, law: Law, actor: Actor, now: datetime
) -> None:
    """A round of comments: these units say by that day what they think. Raises Refused."""
    row = get(pk, law)
    _allow(may_decide_lines(actor, law))
    asked = tuple(dict.fromkeys(units))
    if not asked:
        raise Refused(invalid("units", N_("请选择征求哪些单位的意见。")))
    gone = next((unit for unit in asked if unit not in law.units), "")
    if gone:
        raise Refused(invalid("units", N_("现在没有“{unit}”这个单位。"), unit=gone))
    if until < _today(law, now):
        raise Refused(invalid("until", N_("征求意见的截止日期不能早于今天。")))
    with transaction.atomic():
        move(row, State.OPEN, round=F("round") + 1, until=until)
        row.refresh_from_db()
        Asked.objects.bulk_create(Asked(proposal=row, round=row.round, unit=unit) for unit in asked)
        told = {"units": list(asked), "until": until.isoformat(), "round": row.round}
        step(row, "asked", actor, now, params=told)


def speak(  # noqa: PLR0913 - what is said, and who says it when
    pk: int,
    *,
    agrees: bool,
    reason: str,
    ground: str,
    law: Law,
    actor: Actor,
    now: datetime,
) -> None:
    """A unit that is asked agrees, or objects with its reason; the last word counts.

    Raises Refused.
    """
    row = get(pk, law)
    _allow(may_speak_for_unit(actor))
    asked = row.asked.filter(round=row.round, unit=actor.unit).first()
    if asked is None:
        raise Refused(forbidden(N_("您不在被征求意见的单位里，不能代它表态。")))
    if row.state != State.OPEN or row.until is None or row.until < _today(law, now):
        raise Refused(not_now(N_("这一轮征求意见已经结束。")))
    reason, ground = _words("reason", reason, needed=not agrees), _words("ground", ground)
    if not agrees and law.regime.dispatch.objection.needs_basis and not ground:
        raise Refused(invalid("ground", N_("反对要写明法律依据。")))
    with transaction.atomic():
        Asked.objects.filter(pk=asked.pk).update(
            agrees=agrees, reason=reason, ground=ground, by=actor.id, at=now
        )
        told = {"ground": ground, "round": row.round}
        step(row, "agreed" if agrees else "objected", actor, now, text=reason, params=told)


def decide(pk: int, verdict: Verdict, *, law: Law, actor: Actor, now: datetime) -> None:
    """Adopt from a day on, or reject. What applies from today is published at once.

    Raises Refused, with nothing changed.
    """
    row = get(pk, law)
    _allow(may_decide_lines(actor, law) or _for_all_places(law, actor))
    heard = _not_heard_out(row, _today(law, now))
    if heard:
        raise Refused(heard)
    reason = _words("reason", verdict.reason, needed=_needs_reason(row, verdict))
    with transaction.atomic():
        if not verdict.adopts:
            move(row, State.OPEN, state=State.REJECTED)
            row.lines.update(live=False)
            step(row, "rejected", actor, now, text=reason)
            return
        on = _day(verdict, law, now)
        _leave_out(row, verdict.left_out)
        _may_be_adopted(row, law)
        move(row, State.OPEN, state=State.ADOPTED, effective_on=on)
        told = {"on": on.isoformat(), "left_out": sorted(verdict.left_out)}
        step(row, "adopted", actor, now, text=reason, params=told)
        if on == _today(law, now):
            publish(row, now)


def reopen(pk: int, *, law: Law, actor: Actor, now: datetime) -> None:
    """What was adopted and is not in force yet is open again. Raises Refused."""
    row = get(pk, law)
    _allow(may_decide_lines(actor, law) or _for_all_places(law, actor))
    with transaction.atomic():
        move(row, State.ADOPTED, state=State.OPEN, effective_on=None, trouble="")
        row.lines.update(left_out=False, live=False)
        hold(row)
        step(row, "reopened", actor, now)


def put_in_force(now: datetime) -> Iterator[int]:
    """Publish whatever was adopted for today or before; numbers of the proposals, one by one.

    What cannot be published stays as it is, with the reason, for somebody to look at.
    """
    tomorrow = now.date() + timedelta(days=1)  # wherever the place is
    due = Proposal.objects.filter(state=State.ADOPTED, trouble="", effective_on__lte=tomorrow)
    for row in due.order_by("effective_on", "pk"):
        law = law_queries.current(row.regime)
        if row.effective_on is None or row.effective_on > _today(law, now):
            continue
        try:
            with transaction.atomic():
                publish(row, now)
        except Refused as no:
            with transaction.atomic():
                Proposal.objects.filter(pk=row.pk).update(trouble=str(no.refusal))
                step(row, "trouble", SYSTEM, now, text=str(no.refusal))
            continue
        yield row.pk


# -- what is checked


def _checked(said: Said, law: Law) -> Said:
    """Tidy. Raises Refused."""
    if not said.changes or any(change.before == change.after for change in said.changes):
        raise Refused(invalid("", N_("没有改动。")))
    _checked_again(said.changes, law)
    moves = any(catalogue.concerned(change, law) for change in said.changes)
    ground = _words("ground", said.ground)
    if moves and not ground:
        raise Refused(invalid("ground", N_("改变由谁负责，要写明法律依据。")))
    return replace(said, reason=_words("reason", said.reason, needed=True), ground=ground)


def _checked_again(changes: tuple[Change, ...], law: Law) -> None:
    wrong = judged(changes, law)
    if wrong:
        raise Refused(wrong[0])


def _words(name: str, text: str, *, needed: bool = False) -> str:
    text, most = text.strip(), LONGEST_GROUND if name == "ground" else LONGEST
    if needed and not text:
        raise Refused(invalid(name, N_("请写明理由。")))
    if len(text) > most:
        told = N_("最多 {most} 字，现有 {count} 字。")
        raise Refused(invalid(name, told, most=most, count=len(text)))
    if has_control_characters(text):
        raise Refused(invalid(name, N_("内容里有看不见的控制字符，请删去后再交。")))
    return text


def _needs_reason(row: Proposal, verdict: Verdict) -> bool:
    """Whoever is overruled learns why: the proposer, or a unit that objected."""
    objected = row.asked.filter(round=row.round, agrees=False).exists()
    return not verdict.adopts or bool(verdict.left_out) or objected


def _not_heard_out(row: Proposal, today: date) -> Refusal | None:
    if row.until is None or row.until < today:
        return None
    silent = row.asked.filter(round=row.round, agrees=None).count()
    if not silent:
        return None
    told = N_("还有 {count} 个单位没有表态，{day} 截止；到那时，或者都表了态，才能决定。")
    return not_now(told, count=silent, day=row.until.isoformat())


def _day(verdict: Verdict, law: Law, now: datetime) -> date:
    if verdict.on is None:
        raise Refused(invalid("on", N_("请写明从哪一天起施行。")))
    if verdict.on < _today(law, now):
        raise Refused(invalid("on", N_("施行日期不能早于今天。")))
    return verdict.on


def _leave_out(row: Proposal, codes: frozenset[str]) -> None:
    row.lines.filter(code__in=codes).update(left_out=True, live=False)
    if not row.lines.filter(left_out=False).exists():
        raise Refused(invalid("left_out", N_("一项都不采纳，请选“不采纳”。")))


def _may_be_adopted(row: Proposal, law: Law) -> None:
    """The lines must still fit, and whose duty changes must have been asked."""
    changes = changes_of(row)
    _checked_again(changes, law)
    asked = set(row.asked.values_list("unit", flat=True))
    concerned = [unit for change in changes for unit in catalogue.concerned(change, law)]
    unheard = [law.units[unit].name for unit in dict.fromkeys(concerned) if unit not in asked]
    if unheard:
        told = N_("{units}的职责会变，还没有征求过意见，请先征求意见。")
        raise Refused(not_now(told, units="、".join(unheard)))


def _allow(no: Refusal | None) -> None:
    if no is not None:
        raise Refused(no)


def _own(row: Proposal, actor: Actor, law: Law) -> Refusal | None:
    return None if row.by == actor.id else may_decide_lines(actor, law)


def _for_all_places(law: Law, actor: Actor) -> Refusal | None:
    """One law for several places is changed by whoever sees them all (1+7)."""
    beyond = [p.name for p in people.places_under(law.regime.id) if p.pk not in actor.places]
    if not beyond:
        return None
    told = N_("这份清单{places}也在用，要由管着这些地方的上级中心决定。")
    return forbidden(told, places="、".join(beyond))


def _today(law: Law, now: datetime) -> date:
    return law.calendar.local(now).date()
