"""The lifecycle as one table, and the two questions it answers: may I, and what then.

decide(case, deed, actor, now, law) -> facts | Refusal
allowed(case, actor, now, law)      -> every deed, with yes, or no and the reason
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from huiyin.rules import access, clocks
from huiyin.rules import facts as f
from huiyin.rules.case import OPEN, SYSTEM, Actor, Case, Phase
from huiyin.rules.deeds import Deed, Row, check, name_of
from huiyin.rules.evolve import evolve, with_clocks
from huiyin.rules.labels import PHASES
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, forbidden, not_now
from huiyin.rules.steps import (
    dispatch,
    duty,
    evaluate,
    extend,
    gates,
    handle,
    mediate,
    note,
    publicise,
    receive,
    supervise,
)
from huiyin.rules.vocabulary import Gate, Role
from huiyin.rules.words import N_

_STEPS = (receive, dispatch, duty, handle, extend, mediate, note, supervise, evaluate, publicise)

TABLE: dict[str, Row] = {row.id: row for step in _STEPS for row in step.ROWS}
"""Every deed of the vocabulary by its name, in the order of the seven steps."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a deed led to: the new facts, and the case after them."""

    facts: tuple[f.Fact, ...]
    case: Case


def act(case: Case | None, deed: Deed, actor: Actor, now: datetime, law: Law) -> Done | Refusal:
    """Decide, and what follows by itself; the case after it comes along."""
    row = TABLE[name_of(type(deed))]
    now = _not_backwards(case, now)
    refusal = _stands_in_the_way(row, case, actor, now, law) or check(deed, case, now, law)
    if refusal is not None:
        return refusal
    whats = row.decide(case, deed, actor, now, law)
    if isinstance(whats, Refusal):
        return whats
    role = access.role_for(actor, row.id, case, law) or Role.SYSTEM
    return _unfold(case, whats, f.Fact(now, actor.id, role, actor.unit, whats[0]), law)


def decide(
    case: Case | None, deed: Deed, actor: Actor, now: datetime, law: Law
) -> tuple[f.Fact, ...] | Refusal:
    """The facts that follow from the deed, or the reason why not."""
    done = act(case, deed, actor, now, law)
    return done if isinstance(done, Refusal) else done.facts


def _unfold(case: Case | None, whats: tuple[f.What, ...], form: f.Fact, law: Law) -> Done:
    """Each fact with what it does to the clocks, and with all that follows by itself.

    What follows is the law's doing, whoever did the deed: it bears the system's name.
    """
    facts: list[f.Fact] = []
    by_itself = f.Fact(form.at, SYSTEM.id, Role.SYSTEM, SYSTEM.unit, form.what)
    waiting = [(what, form) for what in whats]
    while waiting:
        what, whose = waiting.pop(0)
        after = evolve(case, whose.of(what))
        turned = clocks.follow(case, after, what, form.at, law)
        if turned:
            after = with_clocks(after, turned)
        facts.append(whose.of(what, turned))
        case = after
        waiting += [(following, by_itself) for following in _follows(what, after, law)]
    if case is None:
        raise ValueError("a deed leads to at least one fact")
    return Done(tuple(facts), case)


def _follows(what: f.What, case: Case, law: Law) -> tuple[f.What, ...]:
    if isinstance(what, f.Registered | f.Classified):
        return receive.follows(case, law)
    return evaluate.follows(what, case, law)


def _not_backwards(case: Case | None, now: datetime) -> datetime:
    """The moment to record: machines' clocks differ and may be set back; history is not."""
    if case is None or case.changed_at is None:
        return now
    return max(now, case.changed_at)


def _stands_in_the_way(
    row: Row, case: Case | None, actor: Actor, now: datetime, law: Law
) -> Refusal | None:
    """Why the deed cannot be done, whatever its fields say."""
    if not row.used(law):
        return forbidden(N_("本地规则没有这一项操作。"))
    if (row.phases is None) != (case is None):
        return not_now(N_("还没有登记。") if case is None else N_("已经登记。"))
    no = access.may(actor, row.id, case, law)
    if no is not None or case is None or row.phases is None:
        return no
    if case.phase not in row.phases:
        return not_now(N_("诉求现在是“{phase}”，不能做这一步。"), phase=str(case.phase))
    return row.blocked(case, actor, now, law) if row.blocked else None


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether a deed may be done now, and if not, why."""

    row: Row
    refusal: Refusal | None

    @property
    def yes(self) -> bool:
        """May it be done?"""
        return self.refusal is None


def allowed(case: Case, actor: Actor, now: datetime, law: Law) -> tuple[Allowed, ...]:
    """Every deed that this law knows, with yes, or no and the reason; never silent."""
    return tuple(
        Allowed(row, _stands_in_the_way(row, case, actor, now, law))
        for row in TABLE.values()
        if row.phases is not None and row.used(law)
    )


@dataclass(frozen=True, slots=True)
class Consequence:
    """A deed of the system on another case, in the same transaction; a `Register` makes one."""

    number: str
    deed: Deed


def consequences(before: Case | None, deed: Deed) -> tuple[Consequence, ...]:
    """What a deed on one case does to another: a merge is absorbed, a split is registered."""
    if before is None:
        return ()
    people = tuple(person.ref for person in before.petitioners)
    if isinstance(deed, dispatch.Merge):
        absorb = dispatch.Absorb(number=before.number, petitioners=people)
        return (Consequence(deed.into, absorb),)
    if isinstance(deed, dispatch.Split):
        other = receive.Register(
            number=deed.number,
            place=before.place,
            petitioner=people[0] if people else "",
            split_from=before.number,
            channel=before.channel,
            kind=before.kind,
            level=before.level,
            area=before.area,
            confidential=before.confidential,
            title=deed.title,
            text=deed.text,
        )
        return (Consequence(deed.number, other),)
    return ()


def owner(case: Case, law: Law) -> Role | None:
    """Who owns the next step of an open case; None at an end."""
    if case.phase not in OPEN:
        return None
    return _OWNERS[case.phase](case, law)


def _owner_at_unit(case: Case, law: Law) -> Role:
    if case.objecting:
        return law.regime.dispatch.objection.ruled_by[0]
    if case.extension:
        return law.regime.gates.extension.by[0]
    return Role.CLERK


def _owner_answered(case: Case, law: Law) -> Role:
    if case.dissatisfied:
        return law.regime.supervision.meeting_by[0]
    gate = gates.current(case, law)
    if gate is None:
        return law.regime.gates.strike_off_by[0]
    if gate is Gate.FOLLOW_UP:
        return law.regime.gates.follow_up.by[0]
    return Role.PETITIONER


_OWNERS: dict[Phase, Callable[[Case, Law], Role]] = {
    Phase.REGISTERED: lambda case, law: Role.DISCIPLINE if case.whistle else Role.DISPATCHER,
    Phase.DISPATCHED: _owner_at_unit,
    Phase.HANDLING: _owner_at_unit,
    Phase.SIGNING: lambda case, law: law.regime.gates.sign_off.by[0],
    Phase.AUDITING: lambda case, law: law.regime.gates.audit.by[0],
    Phase.ANSWERED: _owner_answered,
}


def lines() -> Iterator[str]:
    """The table as text: one line a deed, with step, phases and who."""
    who = dict(access.table())
    for row in TABLE.values():
        phases = "—" if row.phases is None else " ".join(p for p in PHASES if p in row.phases)
        yield f"{row.step:10} {row.id:20} [{phases}] {who[row.id]}"
