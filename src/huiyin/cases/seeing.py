"""Which rows an actor sees, which wait for the actor: questions that indexes answer.

A unit's cases are asked for in one of two ways, told by how many it has: a few are taken from its
parts; of many, each row of a list is asked whether it is one, and enough are soon found.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import CaseRow, Part
from huiyin.rules import access
from huiyin.rules.case import OPEN, Actor, Phase
from huiyin.rules.vocabulary import Role

MANY = 20_000
"""Parts of a unit from which on they are many."""

_CLAIMS = Q(claimable=True, phase=Phase.REGISTERED)

_large: set[str] = set()
"""Units that were seen to have many: they will not have fewer."""


def within(actor: Actor) -> QuerySet[CaseRow]:
    """All cases that the actor may open: the list's face of `access.may_see`."""
    reach = access.reach(actor)
    seen = Q(place__in=reach.places)
    if not reach.ordinary:
        return CaseRow.objects.none()
    if not reach.whistle:
        seen &= Q(whistle=False)
    if reach.unit is not None:
        seen &= _of_unit(reach.unit, reach.places)
    return CaseRow.objects.filter(seen)


def _of_unit(unit: str, places: Iterable[str]) -> Q:
    """What the unit has a part in, was asked first, or may claim."""
    asked = Q(first_asked=unit or "-")
    if _has_many(unit):
        return _part_of_each(unit) | asked | _CLAIMS
    rows = CaseRow.objects.filter(place__in=places).values("pk")
    return Q(pk__in=_cases(unit).union(rows.filter(asked), rows.filter(_CLAIMS)))


def has_part(unit: str, actor: Actor) -> Q:
    """Cases in which the unit has a part, in a list of the actor's (see `within`)."""
    own = access.reach(actor).unit
    if own is not None and unit != own:
        parts = Part.objects.filter(unit=unit)
        shared = parts.filter(Exists(Part.objects.filter(case=OuterRef("case"), unit=own)))
        asked = parts.filter(case__first_asked=own or "-")
        claims = CaseRow.objects.filter(_CLAIMS, _part_of_each(unit), place__in=actor.places)
        one, *others = shared.values("case"), asked.values("case"), claims.values("pk")
        return Q(pk__in=one.union(*others))
    return _part_of_each(unit) if _has_many(unit) else Q(pk__in=_cases(unit))


def knowing(actor: Actor) -> Q:
    """Of the cases that the actor sees, the list's face of `access.may_know_petitioners`."""
    unit = access.reach(actor).unit
    if unit is None:
        return Q()
    return _part_of_each(unit) | Q(first_asked=unit or "-")


def _has_many(unit: str) -> bool:
    if unit not in _large and Part.objects.filter(unit=unit)[:MANY].count() == MANY:
        _large.add(unit)
    return unit in _large


def _cases(unit: str) -> Any:
    return Part.objects.filter(unit=unit).values("case")


def _part_of_each(unit: str) -> Q:
    return Q(Exists(Part.objects.filter(case=OuterRef("pk"), unit=unit)))


def waiting_for(actor: Actor) -> Q:
    """Cases whose next step is the actor's, or that were lifted into the actor's hands.

    A role inside a unit owns what its unit leads, and parts it has not delivered; any other role
    what its place has. Three questions, each to an index of its own.
    """
    inside = actor.roles & access.UNIT_ROLES
    theirs = CaseRow.objects.filter(place__in=actor.places, phase__in=[str(one) for one in OPEN])
    led = theirs.filter(lead=actor.unit or "-")
    found = _in_hands_of(actor.roles - inside, theirs) + _in_hands_of(inside, led)
    if inside:
        # not `lead=False`: SQLite sees no equality in NOT lead, and would not ask the index
        parts = Part.objects.filter(
            unit=actor.unit, lead__in=[False], stand__in=["offered", "accepted"]
        )
        found.append(parts.filter(case__phase__in=["dispatched", "handling"]).values("case"))
    return Q(pk__in=found[0].union(*found[1:])) if found else Q(pk__in=[])


def _in_hands_of(roles: Iterable[Role], rows: QuerySet[CaseRow]) -> list[Any]:
    names = [str(role) for role in roles]
    if not names:
        return []
    lifted = rows.filter(escalated_to__in=names)
    return [rows.filter(owner__in=names).values("pk"), lifted.values("pk")]
