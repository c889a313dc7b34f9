"""Setting up places and members."""

from collections.abc import Iterable

from huiyin.people.models import Member, Place
from huiyin.rules.vocabulary import Role


def add_place(
    slug: str, *, name: str, name_en: str, area: str, regime: str, hub: Place | None = None
) -> Place:
    """Make a place, or leave it as it is."""
    made, _ = Place.objects.get_or_create(
        pk=slug,
        defaults={"name": name, "name_en": name_en, "area": area, "regime": regime, "hub": hub},
    )
    return made


def add_member(  # noqa: PLR0913 - one argument a column
    username: str,
    *,
    name: str,
    place: Place,
    roles: Iterable[Role],
    unit: str = "",
    phone: str = "",
    password: str | None = None,
) -> Member:
    """Make a member, or leave one of that name as they are."""
    found = Member.objects.filter(username=username).first()
    if found is not None:
        return found
    return Member.objects.create_user(
        username,
        password,
        name=name,
        place=place,
        unit=unit,
        phone=phone,
        roles=[str(role) for role in roles],
    )
