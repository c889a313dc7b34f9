"""Who is who."""

from collections.abc import Iterable

from django.db import connection

from huiyin.people.models import GridPost, Member, Place
from huiyin.rules.case import Actor
from huiyin.rules.vocabulary import Role

_PREFIX = "member:"


def actor_of(member: Member) -> Actor:
    """The member as the rules see them; a hub's members see the places below it (1+7)."""
    places = {member.place_id} if member.place_id else set()
    if member.place_id:
        places.update(Place.objects.filter(hub_id=member.place_id).values_list("id", flat=True))
    return Actor(
        id=f"{_PREFIX}{member.pk}",
        roles=frozenset(Role(role) for role in member.roles),
        places=frozenset(places),
        unit=member.unit,
    )


def members(place: str, *, unit: str = "", role: Role | None = None) -> list[Member]:
    """Active members of a place, of one unit or with one role only."""
    found = Member.objects.filter(place_id=place, is_active=True)
    if unit:
        found = found.filter(unit=unit)
    return [m for m in found.order_by("name") if role is None or role in m.roles]


def by_ids(ids: Iterable[str]) -> dict[str, Member]:
    """Actor id (`member:12`) -> member, for those that are members."""
    keys = [int(one[len(_PREFIX) :]) for one in ids if one.startswith(_PREFIX)]
    return {f"{_PREFIX}{m.pk}": m for m in Member.objects.filter(pk__in=keys)}


def places() -> list[Place]:
    """All places of the installation."""
    return list(Place.objects.select_related("hub"))


def place(slug: str) -> Place | None:
    """One place, or None."""
    return Place.objects.filter(pk=slug).first()


def places_under(regime: str) -> list[Place]:
    """The places that live under a regime."""
    return list(Place.objects.filter(regime=regime))


def regime_of(slug: str) -> str | None:
    """The regime of a place, or None where there is no such place; asked for each new case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT regime FROM people_place WHERE id = %s", [slug])
        found = cursor.fetchone()
    return str(found[0]) if found else None


def grid_posts(place: str) -> list[GridPost]:
    """Everybody on the grid boards of a place (FX-3); who has left its service is on none."""
    found = GridPost.objects.filter(place_id=place).exclude(member__is_active=False)
    return list(found.select_related("member"))


def have_grid_posts(places: Iterable[str]) -> bool:
    """Is there a grid board in any of these places?"""
    found = GridPost.objects.filter(place_id__in=list(places))
    return found.exclude(member__is_active=False).exists()


def grids_of(member: Member) -> list[str]:
    """Codes of the areas that the member looks after, in the place he or she works for."""
    mine = GridPost.objects.filter(
        member=member, place_id=member.place_id, kind=GridPost.Kind.WORKER
    )
    return list(mine.values_list("area", flat=True))
