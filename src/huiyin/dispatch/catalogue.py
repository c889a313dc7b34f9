"""Reading the responsibility catalogue: its versions, what changes it, and who must say what."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.dispatch.models import Asked, Proposal, ProposedLine, State, Step
from huiyin.dispatch.proposals import change_of, get, held_by
from huiyin.regimes import queries as law_queries
from huiyin.regimes.queries import Valid
from huiyin.rules import catalogue
from huiyin.rules.access import may_decide_lines, may_speak_for_unit
from huiyin.rules.case import Actor
from huiyin.rules.catalogue import Change, Line
from huiyin.rules.law import Law

__all__ = ["State", "held_by"]

PAGE = 50
OPEN = (State.DRAFT, State.OPEN, State.ADOPTED)
"""Proposals of which something may still come."""


def in_force(law: Law) -> dict[str, Line]:
    """The catalogue that applies now, line by line."""
    return law_queries.catalogue_of(law.regime.id, law.version)


def between(law: Law, old: int, new: int) -> tuple[Change, ...]:
    """What version `new` changed of `old`. Raises NoSuchRegime."""
    regime = law.regime.id
    tables = (law_queries.catalogue_of(regime, version) for version in (old, new))
    return catalogue.difference(*tables)


@dataclass(frozen=True, slots=True)
class Version:
    """A published version, how long it was in force, and the proposal that it came from."""

    valid: Valid
    proposal: int | None
    reason: str
    lines: int


def versions(law: Law) -> list[Version]:
    """Every published version of the law, newest first."""
    made = Proposal.objects.filter(regime=law.regime.id, version__isnull=False)
    counted = made.annotate(n=Count("lines", filter=Q(lines__left_out=False)))
    known = {row.version: row for row in counted}
    found = []
    for valid in law_queries.versions(law.regime.id):
        row = known.get(valid.version)
        told = (row.pk, row.reason, row.n) if row else (None, "", 0)
        found.append(Version(valid, *told))
    return found


@dataclass(frozen=True, slots=True)
class Brief:
    """A proposal on a list."""

    pk: int
    state: State
    reason: str
    unit: str
    at: datetime
    until: date | None
    effective_on: date | None
    lines: int
    waits: bool


def listed(actor: Actor, law: Law, *, every: bool, page: str, today: date) -> Page[Any]:
    """Proposals of the law, those that wait for the actor first; `every`: settled ones too."""
    rows = Proposal.objects.filter(regime=law.regime.id)
    if not every:
        rows = rows.filter(state__in=OPEN)
    mine = rows.filter(_waiting(actor, law, today)).values("pk")
    rows = rows.annotate(n=Count("lines"), waits=Q(pk__in=mine)).order_by("-waits", "-pk")
    part: Page[Any] = Paginator(rows, PAGE).get_page(page or 1)
    part.object_list = [
        Brief(
            row.pk,
            State(row.state),
            row.reason,
            row.unit,
            row.at,
            row.until,
            row.effective_on,
            row.n,
            row.waits,
        )
        for row in part
    ]
    return part


def count_waiting(actor: Actor, law: Law, *, today: date) -> int:
    """How many proposals wait for the actor: to speak for a unit, or to decide. One query."""
    rows = Proposal.objects.filter(regime=law.regime.id)
    return rows.filter(_waiting(actor, law, today)).count()


def _waiting(actor: Actor, law: Law, today: date) -> Q:
    silent = Asked.objects.filter(
        proposal=OuterRef("pk"), round=OuterRef("round"), agrees__isnull=True
    )
    running = Q(state=State.OPEN, until__gte=today)
    waits = Q(pk=0)
    if may_speak_for_unit(actor) is None:
        waits |= running & Q(Exists(silent.filter(unit=actor.unit)))
    if may_decide_lines(actor, law) is None:
        over = Q(until__isnull=True) | Q(until__lt=today) | ~Q(Exists(silent))
        waits |= Q(state=State.OPEN) & over | Q(state=State.ADOPTED) & ~Q(trouble="")
    return waits


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of a proposal. `left_out`: not adopted."""

    change: Change
    left_out: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a unit said in a round; `agrees` None while it is silent."""

    round: int
    unit: str
    agrees: bool | None
    reason: str
    ground: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Done:
    """One step of the story of a proposal."""

    kind: str
    at: datetime
    by: str
    unit: str
    text: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Whole:
    """A proposal, whole."""

    pk: int
    state: State
    reason: str
    ground: str
    origin: str
    by: str
    round: int
    until: date | None
    effective_on: date | None
    version: int | None
    trouble: str
    lines: tuple[LineShown, ...]
    opinions: tuple[Opinion, ...]
    steps: tuple[Done, ...]

    def asked(self, unit: str) -> Opinion | None:
        """What that unit was asked in this round."""
        mine = (one for one in self.opinions if one.round == self.round and one.unit == unit)
        return next(mine, None)

    def silent(self) -> int:
        """How many units of this round have said nothing."""
        return sum(one.round == self.round and one.agrees is None for one in self.opinions)


def whole(pk: int, law: Law) -> Whole:
    """One proposal with its lines, opinions and steps (four queries). Raises Refused."""
    row = get(pk, law)
    return Whole(
        pk=row.pk,
        state=State(row.state),
        reason=row.reason,
        ground=row.ground,
        origin=row.origin,
        by=row.by,
        round=row.round,
        until=row.until,
        effective_on=row.effective_on,
        version=row.version,
        trouble=row.trouble,
        lines=tuple(LineShown(change_of(line), line.left_out) for line in row.lines.all()),
        opinions=tuple(map(_opinion, row.asked.all())),
        steps=tuple(map(_done, row.steps.all())),
    )


def _opinion(row: Asked) -> Opinion:
    return Opinion(row.round, row.unit, row.agrees, row.reason, row.ground, row.by, row.at)


def _done(row: Step) -> Done:
    return Done(row.kind, row.at, row.by, row.unit, row.text, row.params)


@dataclass(frozen=True, slots=True)
class Before:
    """A change that a class went through, or that is proposed for it."""

    proposal: int
    state: State
    version: int | None
    effective_on: date | None
    reason: str
    change: Change


def history(code: str, law: Law) -> list[Before]:
    """What was ever proposed for a class, newest first."""
    lines = ProposedLine.objects.filter(regime=law.regime.id, code=code)
    rows: QuerySet[ProposedLine] = lines.select_related("proposal").order_by("-proposal_id")
    return [
        Before(
            row.proposal_id,
            State(row.proposal.state),
            row.proposal.version if not row.left_out else None,
            row.proposal.effective_on,
            row.proposal.reason,
            change_of(row),
        )
        for row in rows.exclude(proposal__state=State.DRAFT)
    ]
