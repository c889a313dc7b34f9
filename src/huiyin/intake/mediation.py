"""Mediations: who mediated between whom, what came of it, and the agreement to sign (FX-5).

Parties are persons, so their names and words are kept here, sealed, and not in the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huiyin.cases import actions as cases
from huiyin.cases import queries as case_queries
from huiyin.cases.actions import Outcome, Refused
from huiyin.intake import sealing
from huiyin.intake.models import Mediation, Mediator, Petitioner, Reading
from huiyin.rules import access
from huiyin.rules.case import Actor, Case
from huiyin.rules.deeds import LONGEST, has_control_characters
from huiyin.rules.refusals import Refusal, forbidden, invalid, not_found
from huiyin.rules.steps.mediate import Mediate
from huiyin.rules.words import N_

PURPOSE = "调解协议书"
"""What the parties' names are read for; written in the record of readings."""
WITH_TERMS = frozenset({"agreed", "partly"})
"""Outcomes that leave something to sign."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is written down of a mediation; `mediators` are actor ids, `parties` names."""

    outcome: str
    held_on: date
    mediators: tuple[str, ...]
    parties: tuple[str, ...]
    dispute: str
    terms: str = ""


def record(
    case: Case, said: Record, *, actor: Actor, today: date, now: datetime, key: str
) -> Outcome:
    """Write it down, and the fact on the case: both or neither; once for a key. Raises Refused."""
    wrong = next(_faults(said, today), None)
    if wrong is not None:
        raise Refused(wrong)
    with transaction.atomic():
        deed = Mediate(mediation=said.outcome)
        done = cases.act(case.number, deed, actor=actor, now=now, key=key)
        if done.facts:
            _keep(case, said, actor, now)
    return done


def _faults(said: Record, today: date) -> Iterator[Refusal]:
    if not said.mediators:
        yield invalid("mediators", N_("请选择调解员。"))
    if said.held_on > today:
        yield invalid("held_on", N_("调解日期不能晚于今天。"))
    yield from _ill_named(said.parties)
    if not said.dispute.strip():
        yield invalid("dispute", N_("请写明纠纷的主要事实。"))
    if said.outcome in WITH_TERMS and not said.terms.strip():
        yield invalid("terms", N_("达成了协议，请写明协议内容。"))
    for name, text in (("dispute", said.dispute), ("terms", said.terms)):
        if len(text) > LONGEST or has_control_characters(text):
            yield invalid(name, N_("内容太长，或有看不见的控制字符，请改后再交。"))


def _ill_named(parties: tuple[str, ...]) -> Iterator[Refusal]:
    if len(parties) < 2:
        yield invalid("parties", N_("请写下各方当事人的姓名，每行一位，至少两位。"))
    if any(len(name) > 60 or has_control_characters(name) for name in parties):
        yield invalid("parties", N_("姓名请不超过 60 字，不含特殊字符。"))


def _keep(case: Case, said: Record, actor: Actor, now: datetime) -> None:
    row = Mediation.objects.create(
        place=case.place,
        case=case.number,
        outcome=said.outcome,
        held_on=said.held_on,
        parties=sealing.seal("\n".join(said.parties), "parties"),
        dispute=sealing.seal(said.dispute.strip(), "dispute"),
        terms=sealing.seal(said.terms.strip(), "terms"),
        by=actor.id,
        made_at=now,
    )
    named = dict.fromkeys(said.mediators)
    Mediator.objects.bulk_create(Mediator(mediation=row, member=one) for one in named)


@dataclass(frozen=True, slots=True)
class Line:
    """A mediation on the list: no party's name."""

    pk: int
    case: str
    held_on: date
    outcome: str
    mediators: tuple[str, ...]


def held(actor: Actor, since: date, until: date) -> list[Line]:
    """Mediations from `since` to before `until`, in cases the actor may open, newest first."""
    rows = Mediation.objects.filter(
        place__in=actor.places, held_on__gte=since, held_on__lt=until
    ).prefetch_related("mediators")
    listed = list(rows.order_by("-held_on", "-pk"))
    seen = {row.number for row in case_queries.numbered({one.case for one in listed}, actor)}
    return [_line(one) for one in listed if one.case in seen]


def _line(row: Mediation) -> Line:
    mediators = tuple(one.member for one in row.mediators.all())
    return Line(row.pk, row.case, row.held_on, row.outcome, mediators)


def agreement(pk: int, *, member: Actor, now: datetime) -> tuple[Line, Record]:
    """All of it in the clear, to print; the look is kept (B17). Raises Refused."""
    row = Mediation.objects.filter(pk=pk).first()
    case = case_queries.find(row.case) if row else None
    if row is None or case is None or not access.may_see(member, case):
        raise Refused(not_found(N_("没有这份调解记录。")))
    if not access.may_know_petitioners(member, case):
        raise Refused(forbidden(N_("本单位不承办这件诉求。")))
    refs = [one.ref for one in case.petitioners if one.ref.isdecimal()]
    for person in Petitioner.objects.filter(pk__in=refs[:1]):
        Reading.objects.create(
            petitioner=person, case=row.case, member=member.id, purpose=PURPOSE, at=now
        )
    line = _line(row)
    parties = tuple(sealing.unseal(row.parties, "parties").split("\n"))
    dispute, terms = sealing.unseal(row.dispute, "dispute"), sealing.unseal(row.terms, "terms")
    return line, Record(row.outcome, row.held_on, line.mediators, parties, dispute, terms)
