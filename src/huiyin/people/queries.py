"""Who is who."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from huiyin.people.models import Following, GridPost, Looking, Member, Place, SavedView
from huiyin.rules.case import Actor
from huiyin.rules.vocabulary import Role

_PREFIX = "member:"

LOOKING_FOR = timedelta(minutes=1)
"""After so long without a word nobody has a case open any more."""


def actor_of(member: Member) -> Actor:
    """The member as the rules see them; a hub's members see the places below it (1+7)."""
    places = {member.place_id} if member.place_id else set()
    if member.place_id:
        places.update(Place.objects.filter(hub_id=member.place_id).values_list("id", flat=True))
    return _actor(member, places)


def _actor(member: Member, places: Iterable[str]) -> Actor:
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


def actors_of(found: Iterable[Member]) -> dict[int, Actor]:
    """Key -> the member as the rules see them: `actor_of` for many, in one question."""
    members = list(found)
    hubs = {one.place_id for one in members}
    below: dict[str | None, set[str]] = {}
    for pk, hub in Place.objects.filter(hub__in=hubs).values_list("id", "hub_id"):
        below.setdefault(hub, set()).add(pk)
    return {
        one.pk: _actor(one, {one.place_id, *below.get(one.place_id, ())} if one.place_id else set())
        for one in members
    }


def called(place: str, names: Iterable[str]) -> list[Member]:
    """Who works for the place, or for the hub above it, under one of these names or logins."""
    asked = {name for name in names if name.isprintable()}
    logins = {name.lower() for name in asked}
    found = _colleagues(place).annotate(login=Lower("username"))
    return list(found.filter(Q(name__in=asked) | Q(login__in=logins)).order_by("pk"))


def like(place: str, letters: str, most: int = 50) -> list[Member]:
    """Who works for the place, or for the hub above it, and has these letters in name or login."""
    if not letters.isprintable():
        return []
    has = Q(name__contains=letters) | Q(username__icontains=letters)
    return list(_colleagues(place).filter(has).order_by("name", "pk")[:most])


def _colleagues(place: str) -> QuerySet[Member]:
    works_here = Q(place_id=place) | Q(place__below=place)
    return Member.objects.filter(works_here, is_active=True).distinct()


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


def views_for(member: Member, listing: str = "") -> list[SavedView]:
    """Saved views that the member may use, of one list or all: their own first, then by name."""
    found = SavedView.objects.filter(_usable_by(member))
    if listing:
        found = found.filter(listing=listing)
    rows = found.select_related("owner").order_by("name", "pk")
    return sorted(rows, key=lambda view: view.owner_id != member.pk)


def view_to_change(member: Member, pk: int) -> SavedView | None:
    """One's own; or a shared one whose owner has left, so that it does not stand there for ever."""
    left_behind = Q(owner__is_active=False) & _usable_by(member)
    return SavedView.objects.filter(Q(owner=member) | left_behind, pk=pk).first()


def _usable_by(member: Member) -> Q:
    of_place = Q(place_id=member.place_id, shared=SavedView.Shared.PLACE)
    of_unit = Q(place_id=member.place_id, shared=SavedView.Shared.UNIT, unit=member.unit or "-")
    return Q(owner=member) | of_place | of_unit


def who_looks(case: str, *, now: datetime, but: Member) -> list[Member]:
    """Who else has the case open now, by name."""
    lately = Looking.objects.filter(case=case, at__gt=now - LOOKING_FOR)
    found = lately.exclude(member=but).select_related("member").order_by("member__name", "pk")
    return [row.member for row in found if row.member.is_active]


def followed(member: Member) -> dict[str, datetime]:
    """Number of a case that the member follows -> since when."""
    return dict(Following.objects.filter(member=member).values_list("case", "since"))


def follows(member: Member, case: str) -> bool:
    """Does the member follow this case?"""
    return Following.objects.filter(member=member, case=case).exists()
