"""Proposals as they are kept: written, held, moved on, and made a new version of the law."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huiyin.cases.actions import Refused
from huiyin.dispatch.models import Proposal, ProposedLine, State, Step
from huiyin.regimes import actions as regimes
from huiyin.regimes import queries as law_queries
from huiyin.regimes.actions import Stale
from huiyin.regimes.files import RegimeErrors
from huiyin.rules import catalogue
from huiyin.rules.case import SYSTEM, Actor
from huiyin.rules.catalogue import Change, Line
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, not_found, not_now
from huiyin.rules.words import N_

_CLASH = N_("“{name}”已有一份没有了结的修改建议（第 {number} 号），请在那一份里提意见。")
_MEANWHILE = N_("这份建议刚被别人办过一步，请看过现在的样子再办。")
_NOT_WHOLE = N_("这样改，整套规则就不成立了：{error}")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody proposes. `origin`: "", `file:<name>` or `ruling:<case number>`."""

    changes: tuple[Change, ...]
    reason: str
    ground: str = ""
    origin: str = ""


def changes_of(row: Proposal) -> tuple[Change, ...]:
    """The lines of a proposal that were not left out."""
    return tuple(change_of(line) for line in row.lines.all() if not line.left_out)


def change_of(line: ProposedLine) -> Change:
    """A proposed line as the rules know it."""
    before, after = (Line(**said) if said else None for said in (line.before, line.after))
    return Change(before, after)


def judged(changes: Iterable[Change], law: Law) -> tuple[Refusal, ...]:
    """Everything wrong with changes of the catalogue in force, the first ones first."""
    changes = tuple(changes)
    table = law_queries.catalogue_of(law.regime.id, law.version)
    made = catalogue.applied(table, changes)
    if isinstance(made, Refusal):
        return (made,)
    wrong = [no for change in changes for no in catalogue.faults(change, made, law)]
    return tuple(wrong) or _of_the_whole(law, made)


def _of_the_whole(law: Law, made: Mapping[str, Line]) -> tuple[Refusal, ...]:
    """What else in the law would lead nowhere, such as a limit for a class that goes."""
    try:
        law_queries.would_be(law.regime.id, made)
    except RegimeErrors as errors:
        return tuple(not_now(_NOT_WHOLE, error=str(error)) for error in errors.errors)
    return ()


def get(pk: int, law: Law) -> Proposal:
    """A proposal about this law. Raises Refused."""
    row = Proposal.objects.filter(pk=pk, regime=law.regime.id).first()
    if row is None:
        raise Refused(not_found(N_("没有这份修改建议。")))
    return row


def write(said: Said, state: State, place: str, law: Law, actor: Actor, now: datetime) -> Proposal:
    """A new proposal with its lines."""
    row = Proposal.objects.create(
        regime=law.regime.id,
        place=place,
        reason=said.reason,
        ground=said.ground,
        origin=said.origin[:200],
        state=state,
        by=actor.id,
        unit=actor.unit,
        at=now,
    )
    ProposedLine.objects.bulk_create(
        ProposedLine(
            proposal=row,
            regime=row.regime,
            code=change.code,
            before=asdict(change.before) if change.before else None,
            after=asdict(change.after) if change.after else None,
        )
        for change in said.changes
    )
    return row


def hold(row: Proposal) -> None:
    """Nobody else puts one of these classes forward meanwhile. Raises Refused."""
    try:
        with transaction.atomic():
            row.lines.update(live=True)
    except IntegrityError:
        lines = list(row.lines.all())
        held = held_by(row.regime, [line.code for line in lines])
        line = next((one for one in lines if one.code in held), lines[0])
        name = (line.before or line.after or {}).get("name", line.code)
        raise Refused(not_now(_CLASH, name=name, number=held.get(line.code, ""))) from None


def held_by(regime: str, codes: Iterable[str]) -> dict[str, int]:
    """Those of the classes for which a proposal is not settled yet, and its number."""
    live = ProposedLine.objects.filter(regime=regime, code__in=list(codes), live=True)
    return dict(live.values_list("code", "proposal_id"))


def move(row: Proposal, *seen: State, **changes: object) -> None:
    """On to another state, if it still stands as it was seen. Raises Refused."""
    as_seen = Proposal.objects.filter(pk=row.pk, state__in=seen, round=row.round)
    if not as_seen.update(**changes):
        raise Refused(not_now(_MEANWHILE))


def publish(row: Proposal, now: datetime) -> None:
    """Within a transaction. Raises Refused."""
    row.refresh_from_db()
    on = row.effective_on or now.date()
    try:
        with transaction.atomic():
            version = regimes.amend(row.regime, changes_of(row), on=on, now=now).version
    except Stale as stale:
        raise Refused(stale.refusal) from None
    except RegimeErrors as errors:
        raise Refused(not_now(_NOT_WHOLE, error=str(errors.errors[0]))) from None
    except IntegrityError:
        raise Refused(not_now(N_("刚有另一份规则同时发布，请再试一次。"))) from None
    move(row, State.ADOPTED, state=State.IN_FORCE, version=version)
    row.lines.update(live=False)
    step(row, "in_force", SYSTEM, now, params={"version": version})


def step(
    row: Proposal,
    kind: str,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    params: Mapping[str, object] | None = None,
) -> None:
    """One more step of its story."""
    Step.objects.create(
        proposal=row,
        kind=kind,
        at=now,
        by=actor.id,
        unit=actor.unit,
        text=text,
        params=dict(params or {}),
    )
