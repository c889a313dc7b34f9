"""Permissions, as one table: who may do which deed, and to which cases.

What is not written here is denied. The same entry answers "may I", "who may" and "which cases do
I see". Where a regime decides who (sign-off, extension, rulings ...), the entry names the place in
the law instead of a role.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from huiyin.rules.case import Actor, Case, PetitionerRole, Phase
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, forbidden
from huiyin.rules.vocabulary import Role
from huiyin.rules.words import N_


class Scope(StrEnum):
    """Towards which cases a grant holds."""

    ANY = "any"  # no case yet
    PLACE = "place"  # all cases of the actor's place, and of places below a hub
    WHISTLED = "whistled"  # what was reported in the place to discipline inspection alone (JS-4)
    CLAIMABLE = "claimable"  # cases of the place that any unit may claim (FX-8)
    LEAD = "lead"  # cases that the actor's unit leads
    PART = "part"  # cases in which the actor's unit has any part
    ASSISTING = "assisting"  # cases in which the actor's unit assists
    FIRST_ASKED = "first_asked"  # cases the actor's unit was asked first (FX-9)
    OWN = "own"  # cases the actor petitions in
    FIRST = "first"  # cases the actor began
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """`role` (or the roles that the law names at `law_path`) within `scope`."""

    scope: Scope
    role: Role | None = None
    law_path: str = ""

    def roles(self, law: Law) -> tuple[Role, ...]:
        """The roles meant under this law."""
        if self.role is not None:
            return (self.role,)
        found = attrgetter(self.law_path)(law.regime)
        return tuple(found) if found else ()


def _to(scope: Scope, *roles: Role) -> tuple[Grant, ...]:
    return tuple(Grant(scope, role) for role in roles)


def _by_law(path: str, scope: Scope = Scope.PLACE) -> tuple[Grant, ...]:
    return (Grant(scope, law_path=path),)


_P, _A, _D, _C = Role.PETITIONER, Role.AGENT, Role.DISPATCHER, Role.CLERK
_I, _K, _W, _X = Role.INSPECTOR, Role.CHIEF, Role.GRID_WORKER, Role.DISCIPLINE
_HEAD, _SYS = Role.HEAD, Role.SYSTEM
_DESK = _to(Scope.PLACE, _A, _D)
_WATCH = _to(Scope.PLACE, _D, _I, _K)
_LEAD = _to(Scope.LEAD, _C, _HEAD)
_PART = _to(Scope.PART, _C, _HEAD)
_INSIDE = (_C, _HEAD, Role.LEADER)
_EVERYBODY = (
    _to(Scope.PLACE, _A, _D, _W, Role.AUDITOR, Role.CALLER, _I, _X, _K, Role.PUBLICIST)
    + _to(Scope.PART, *_INSIDE)
    + _to(Scope.FIRST_ASKED, *_INSIDE)
)
"""All staff whose case it is to see; not a unit that could only claim it."""

PERMISSIONS: dict[str, tuple[Grant, ...]] = {
    # 接
    "register": _to(Scope.ANY, _P, _A, _D, _C, _W, _SYS),
    "supplement": _to(Scope.OWN, _P) + _to(Scope.PLACE, _A, _D, _W),
    "list_points": _DESK + _LEAD,
    "ask_back": _DESK + _PART + _to(Scope.WHISTLED, _X),
    "co_sign": _to(Scope.ANY, _P) + _to(Scope.PLACE, _A),
    "withdraw": _to(Scope.FIRST, _P) + _to(Scope.PLACE, _A),
    "decline": _to(Scope.PLACE, _D, _X),
    "answer_directly": _to(Scope.PLACE, _A, _D, _X) + _by_law("dispatch.solve_by"),
    "transfer_emergency": _DESK,
    # 派
    "classify": _to(Scope.PLACE, _A, _D),
    "dispatch": _to(Scope.PLACE, _D, _K, _SYS),
    "reassign": _to(Scope.PLACE, _D, _I, _K),
    "merge": _to(Scope.PLACE, _D),
    "absorb": _to(Scope.SYSTEM, _SYS),
    "split": _to(Scope.PLACE, _D),
    "object": _to(Scope.LEAD, _C, _HEAD),
    "rule_on_objection": _by_law("dispatch.objection.ruled_by"),
    "whistle": _by_law("dispatch.whistle_by"),
    "arrive": _to(Scope.ASSISTING, _C, _HEAD),
    "rate_duty": _by_law("dispatch.whistle_by") + _PART,
    "claim": _by_law("dispatch.claim_by", Scope.CLAIMABLE),
    "designate_fallback": _to(Scope.PLACE, _D, _K),
    "escalate": _WATCH,
    # 办
    "accept": _PART + _to(Scope.SYSTEM, _SYS),
    "contact": _PART + _to(Scope.FIRST_ASKED, _C) + _to(Scope.SYSTEM, _SYS),
    "mediate": _PART + _DESK,
    "note": _EVERYBODY,
    "progress": _PART + _to(Scope.FIRST_ASKED, _C),
    "ask_unit": _LEAD,
    "request_extension": _LEAD,
    "decide_extension": _by_law("gates.extension.by"),
    "object_to_extension": _to(Scope.OWN, _P) + _to(Scope.PLACE, _A),
    "rule_on_extension": _by_law("gates.extension.objection_ruled_by"),
    "shelve": _by_law("gates.shelving.by"),
    "review_shelving": _by_law("gates.shelving.by"),
    "clear": _LEAD + _by_law("gates.shelving.by"),
    "draft_answer": _LEAD + _to(Scope.SYSTEM, _SYS),
    "sign_off": _by_law("gates.sign_off.by") + _to(Scope.SYSTEM, _SYS),
    "send_back": _by_law("gates.sign_off.by"),
    "deliver_part": _to(Scope.ASSISTING, _C, _HEAD) + _to(Scope.SYSTEM, _SYS),
    # 督
    "strike": _to(Scope.SYSTEM, _SYS),
    "urge": _to(Scope.OWN, _P) + _WATCH + _to(Scope.PLACE, _A) + _to(Scope.FIRST_ASKED, _C),
    "order": _by_law("supervision.order_by"),
    "answer_order": _LEAD,
    "inspect": _to(Scope.PLACE, _I, _X, _K),
    "call_meeting": _by_law("supervision.meeting_by"),
    "record_decision": _by_law("supervision.meeting_by"),
    "take_measure": _by_law("supervision.measures_by"),
    # 评
    "audit": _by_law("gates.audit.by") + _to(Scope.SYSTEM, _SYS),
    "record_follow_up": _by_law("gates.follow_up.by"),
    "rate": _to(Scope.OWN, _P) + _to(Scope.PLACE, _A),
    "vote": _to(Scope.OWN, _P),
    "redo": _to(Scope.FIRST, _P) + _by_law("gates.redo.by"),
    "appeal_exclusion": _to(Scope.LEAD, _C, _HEAD),
    "decide_exclusion": _to(Scope.PLACE, _I),
    "strike_off": _by_law("gates.strike_off_by"),
    # 宣
    "consent_publication": _to(Scope.FIRST, _P) + _to(Scope.PLACE, _A),
    "publish": _by_law("publication.by"),
    "unpublish": _by_law("publication.by") + _to(Scope.PLACE, _K),
    "archive": _to(Scope.PLACE, _D, _I) + _to(Scope.WHISTLED, _X),
}

UNIT_ROLES = frozenset({Role.CLERK, Role.HEAD, Role.LEADER})
"""Roles that stand inside a unit: of any case they see only those of their unit."""

_WHISTLE_ROLES = frozenset({Role.DISCIPLINE, Role.PETITIONER, Role.SYSTEM})


def _holds(scope: Scope, role: Role, actor: Actor, case: Case | None) -> bool:
    if scope is Scope.ANY or case is None:
        return scope is Scope.ANY
    if role is Role.SYSTEM:  # the house itself, wherever the table names it
        return True
    if scope is Scope.PLACE and role in UNIT_ROLES:
        scope = Scope.LEAD
    return _REACHES[scope](actor, case)


def _in_place(actor: Actor, case: Case) -> bool:
    return case.place in actor.places


def _leads(actor: Actor, case: Case) -> bool:
    return _in_place(actor, case) and case.lead is not None and case.lead.unit == actor.unit


def _has_part(actor: Actor, case: Case) -> bool:
    return _in_place(actor, case) and case.part(actor.unit) is not None


def _assists(actor: Actor, case: Case) -> bool:
    part = case.part(actor.unit)
    return _in_place(actor, case) and part is not None and not part.lead


def _was_asked_first(actor: Actor, case: Case) -> bool:
    return _in_place(actor, case) and bool(actor.unit) and case.first_asked == actor.unit


def _began(actor: Actor, case: Case) -> bool:
    return any(
        person.ref == actor.petitioner and person.role is PetitionerRole.FIRST
        for person in case.petitioners
    )


_REACHES: dict[Scope, Callable[[Actor, Case], bool]] = {
    Scope.PLACE: _in_place,
    Scope.WHISTLED: lambda actor, case: _in_place(actor, case) and case.whistle,
    Scope.CLAIMABLE: lambda actor, case: _in_place(actor, case) and case.claimable,
    Scope.LEAD: _leads,
    Scope.PART: _has_part,
    Scope.ASSISTING: _assists,
    Scope.FIRST_ASKED: _was_asked_first,
    Scope.OWN: lambda actor, case: case.is_petitioner(actor.petitioner),
    Scope.FIRST: _began,
    Scope.SYSTEM: lambda actor, case: False,  # held by the system's own role alone
}

_NEEDS: dict[Scope, Callable[[Case], bool]] = {
    Scope.WHISTLED: lambda case: case.whistle,
    Scope.CLAIMABLE: lambda case: case.claimable,
    Scope.FIRST_ASKED: lambda case: bool(case.first_asked),
}
"""What a case has or has not from its first day; without it nobody holds the scope in it."""


@lru_cache(maxsize=4096)  # a pure reading of the table, asked for every deed of every page
def who_may(deed: str, law: Law) -> tuple[tuple[Role, Scope], ...]:
    """Every role, with its scope, that may do the deed under this law."""
    return tuple(
        (role, Scope.LEAD if grant.scope is Scope.PLACE and role in UNIT_ROLES else grant.scope)
        for grant in PERMISSIONS.get(deed, ())
        for role in _roles(grant, law)
    )


def _roles(grant: Grant, law: Law) -> tuple[Role, ...]:
    if grant.law_path.startswith("gates.shelving") and law.regime.gates.shelving is None:
        return ()
    return grant.roles(law)


def role_for(actor: Actor, deed: str, case: Case | None, law: Law) -> Role | None:
    """The role in which this actor may do the deed to this case, or None."""
    for role, scope in who_may(deed, law):
        if case is not None and case.whistle and role not in _WHISTLE_ROLES:
            continue
        if role in actor.roles and _holds(scope, role, actor, case):
            return role
    return None


def may(actor: Actor, deed: str, case: Case | None, law: Law) -> Refusal | None:
    """None where the actor may do the deed to the case; else the reason, naming who could."""
    if role_for(actor, deed, case, law) is not None:
        return None
    if not who_may(deed, law):
        return forbidden(N_("本地规则没有这一项操作。"))
    names = _names(deed, case, law)
    return forbidden(N_("您不能做这一步，请交给有权限的人：{roles}。"), roles=names)


def _names(deed: str, case: Case | None, law: Law) -> tuple[str, ...]:
    """Ids of the roles to turn to in this case, or in any where it has none; a skin joins them."""
    every = who_may(deed, law)
    here = [role for role, scope in every if case is None or _somebody(role, scope, case)]
    return tuple(dict.fromkeys(map(str, here or (role for role, _ in every))))


def _somebody(role: Role, scope: Scope, case: Case) -> bool:
    """Can anybody in this role reach the case in that way?"""
    if case.whistle and role not in _WHISTLE_ROLES:
        return False
    return _NEEDS[scope](case) if scope in _NEEDS else True


_CALLS = (Role.AGENT, Role.DISPATCHER)


def may_take_calls(actor: Actor) -> Refusal | None:
    """None for those who answer the place's telephone and call back who was missed (B23)."""
    return _one_of(actor, _CALLS)


_ARTICLES = (Role.AGENT, Role.DISPATCHER, Role.PUBLICIST, Role.CLERK, Role.HEAD)


def may_write_articles(actor: Actor, unit: str) -> Refusal | None:
    """None for those who write the knowledge base: the desk all of it, a unit what is its own."""
    roles = actor.roles.intersection(_ARTICLES)
    if roles - UNIT_ROLES or (roles and unit == actor.unit):
        return None
    if roles:
        return forbidden(N_("这条答复由别的单位负责，本单位只能写自己的。"))
    names = tuple(str(role) for role in _ARTICLES)
    return forbidden(N_("您不能做这一步，请交给有权限的人：{roles}。"), roles=names)


_PROPOSE = (Role.DISPATCHER, Role.CLERK, Role.HEAD, Role.LEADER, Role.INSPECTOR, Role.CHIEF)


def may_propose_lines(actor: Actor) -> Refusal | None:
    """None for those who may propose a change of the responsibility catalogue (PS-3)."""
    return _one_of(actor, _PROPOSE)


def may_decide_lines(actor: Actor, law: Law) -> Refusal | None:
    """None for those who hear the units about such a change, and decide.

    They are whoever rules on returns in the place, and its chief clerk: to say whose a matter is,
    once or for all that come, is one office.
    """
    return _one_of(actor, (*law.regime.dispatch.objection.ruled_by, Role.CHIEF))


def may_speak_for_unit(actor: Actor) -> Refusal | None:
    """None for those who say what their unit thinks of a change; of its people all but the grid."""
    if actor.unit and not actor.roles <= {Role.GRID_WORKER, Role.PETITIONER}:
        return None
    return forbidden(N_("您不在被征求意见的单位里，不能代它表态。"))


def _one_of(actor: Actor, roles: tuple[Role, ...]) -> Refusal | None:
    if not actor.roles.isdisjoint(roles):
        return None
    names = tuple(dict.fromkeys(map(str, roles)))
    return forbidden(N_("您不能做这一步，请交给有权限的人：{roles}。"), roles=names)


def may_see(actor: Actor, case: Case) -> bool:
    """May the actor open the case at all?"""
    if case.whistle:
        in_office = Role.DISCIPLINE in actor.roles and _in_place(actor, case)
        return in_office or case.is_petitioner(actor.petitioner)
    return any(_sees(role, actor, case) for role in actor.roles)


def may_know_petitioners(actor: Actor, case: Case) -> bool:
    """May the actor learn who petitions? A unit that could only claim the case has not got it."""
    if not may_see(actor, case):
        return False
    has_it = _has_part(actor, case) or _was_asked_first(actor, case)
    return has_it or not actor.roles <= UNIT_ROLES


def _sees(role: Role, actor: Actor, case: Case) -> bool:
    if role is Role.SYSTEM:
        return True
    if role is Role.PETITIONER:
        return case.is_petitioner(actor.petitioner)
    if role in UNIT_ROLES:
        claims = _in_place(actor, case) and case.claimable and case.phase is Phase.REGISTERED
        return claims or _has_part(actor, case) or _was_asked_first(actor, case)
    return _in_place(actor, case)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which cases an actor sees, for a list to filter by: the other face of `may_see`.

    `unit`: None for all cases of the places; else those in which this unit has a part or was asked
    first, and those that wait to be claimed (FX-8).
    """

    places: frozenset[str]
    unit: str | None
    whistle: bool
    ordinary: bool


def reach(actor: Actor) -> Reach:
    """The filter for lists of cases that this actor may open."""
    staff = actor.roles - {Role.PETITIONER, Role.SYSTEM}
    inside_unit_only = bool(staff) and staff <= UNIT_ROLES
    return Reach(
        places=actor.places,
        unit=actor.unit if inside_unit_only else None,
        whistle=Role.DISCIPLINE in staff,
        ordinary=bool(staff),
    )


def table() -> Iterator[tuple[str, str]]:
    """The permissions as text, a line a deed: for the docs."""
    for deed, grants in PERMISSIONS.items():
        yield deed, ", ".join(f"{grant.role or grant.law_path} ({grant.scope})" for grant in grants)
