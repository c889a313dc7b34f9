"""What happens when nobody does anything any more: only the clocks strike, in their order."""

from dataclasses import dataclass

from huiyin.rules import clocks
from huiyin.rules import facts as f
from huiyin.rules.case import SYSTEM, Case, Clock
from huiyin.rules.explore.moves import attempt
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import Done
from huiyin.rules.notices import Audience, notices
from huiyin.rules.steps.supervise import Strike
from huiyin.rules.vocabulary import Role

ENOUGH = 500
"""More strikes than any law needs: if they do not end, they go round in a circle."""


WATCHERS = frozenset({Role.INSPECTOR, Role.DISCIPLINE, Role.CHIEF})
"""Those who watch over all others, and over one another."""

_RANK = {Role.DISPATCHER: 1, Role.AUDITOR: 1, Role.HEAD: 1, Role.LEADER: 2}
"""Among the others: clerks and callers below the desk and the heads, these below the leaders."""


@dataclass(frozen=True, slots=True)
class Silence:
    """What came of it: where the case stands then, who heard of it, and what was heard by nobody.

    `heard`: somebody above those who kept silent was told, or has the case in hand now.
    `unheard`: clocks whose top rung told nobody above. `endless`: the strikes do not end.
    """

    case: Case
    heard: bool
    unheard: tuple[str, ...]
    endless: bool = False


def keep_silent(case: Case, law: Law) -> Silence:
    """Let every alarm strike at its time, until there are none."""
    heard = False
    unheard: list[str] = []
    for _ in range(ENOUGH):
        clock = _next(case)
        if clock is None or clock.next_at is None:
            return Silence(case, heard, tuple(unheard))
        now = max(clock.next_at, case.changed_at or clock.next_at)
        done = attempt(case, Strike(clock=clock.key), SYSTEM, law, now)
        if not isinstance(done, Done):
            break
        said, top = _says(done.facts[0], done.case, law)
        heard = heard or said
        if top and not said:
            unheard.append(clock.id)
        case = done.case
    return Silence(case, heard, tuple(unheard), endless=True)


def _next(case: Case) -> Clock | None:
    waiting = [clock for clock in case.clocks if clock.next_at is not None]
    return min(waiting, key=lambda clock: (clock.next_at, clock.key), default=None)


def _says(fact: f.Fact, case: Case, law: Law) -> tuple[bool, bool]:
    """Does the strike tell somebody above, and is it the top of the clock's ladder?"""
    struck = fact.what
    if not isinstance(struck, f.Struck) or struck.stage <= clocks.RED:
        return False, False
    rule = law.clocks[struck.clock.partition(":")[0]]
    rungs = law.ladders[rule.ladder].rungs if rule.ladder else ()
    top = struck.stage - clocks.RED == len(rungs)
    lifted = bool(struck.escalates_to) and not case.whistle
    told = [
        one.role for one in notices(fact, case, law) if one.audience is not Audience.PETITIONERS
    ]
    if lifted:
        told.append(Role(struck.escalates_to))
    return any(is_above(role, rule.owner) for role in told), top


def is_above(role: Role, owner: Role) -> bool:
    """Is it somebody who can make the owner act, not the owner, a peer or somebody below?"""
    if role in WATCHERS:
        return role is not owner
    return _RANK.get(role, 0) > _RANK.get(owner, 0)


def bearing(case: Case) -> tuple[object, ...]:
    """What of a canonical case has a bearing on what silence leads to; equal ones end alike."""
    return (
        (case.phase, case.whistle, case.objecting, case.dissatisfied, case.answer_out),
        (case.collective, len(case.petitioners), case.votes, case.passed, case.redos),
        tuple(part.lead for part in case.assignments),
        frozenset(case.clocks),
    )
