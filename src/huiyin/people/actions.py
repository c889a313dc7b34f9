"""Setting up places and members."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from huiyin.people import photos
from huiyin.people.models import GridPost, Member, Place
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


def set_chief(place: Place, *, name: str, photo: bytes | None = None) -> None:
    """Who the chief clerk is now (SN-1); without a photo the silhouette stands there again.

    Raises ValueError where the photo is none.
    """
    drawn = b"" if photo is None else photos.portrait(photo)
    with transaction.atomic():
        row = Place.objects.select_for_update().get(pk=place.pk)
        if row.portrait:
            storage, old = row.portrait.storage, str(row.portrait.name)
            transaction.on_commit(lambda: storage.delete(old))
            row.portrait = ""
        row.chief = name
        row.save()
        if drawn:
            row.portrait.save(f"{row.pk}.jpg", ContentFile(drawn))


@dataclass(frozen=True, slots=True)
class Post:
    """A line of a grid board as an operator gives it; `photo` is a picture's bytes, or none."""

    area: str
    kind: GridPost.Kind
    member: Member | None = None
    name: str = ""
    phone: str = ""
    duties: str = ""
    photo: bytes = b""


def set_grid_posts(place: Place, posts: Iterable[Post]) -> list[GridPost]:
    """Put these on the boards; whoever stood there before is replaced. All of them or none.

    Without a photo the one that is there stays, as long as the person does.
    Raises ValueError where a photo is none.
    """
    drawn = [(post, photos.small(post.photo) if post.photo else b"") for post in posts]
    with transaction.atomic():
        return [_set_post(place, post, photo) for post, photo in drawn]


def _set_post(place: Place, post: Post, photo: bytes) -> GridPost:
    row = GridPost.objects.filter(place=place, area=post.area, kind=post.kind).first()
    row = row or GridPost(place=place, area=post.area, kind=post.kind)
    same = (row.member, row.name) == (post.member, post.name)
    row.member, row.name = post.member, post.name
    row.phone, row.duties = post.phone, post.duties
    if photo or not same:
        _take_down(row)
    row.save()
    if photo:
        row.photo.save(f"{row.pk}.jpg", ContentFile(photo))
    return row


def _take_down(row: GridPost) -> None:
    """The old photo goes once the change stands: nothing is lost if it is taken back."""
    if row.photo:
        storage, old = row.photo.storage, str(row.photo.name)
        transaction.on_commit(lambda: storage.delete(old))
        row.photo = ""


def remove_grid_post(place: Place, area: str, kind: GridPost.Kind) -> bool:
    """Take somebody off a board; False where nobody stood there."""
    with transaction.atomic():
        row = GridPost.objects.filter(place=place, area=area, kind=kind).first()
        if row is None:
            return False
        _take_down(row)
        row.delete()
    return True
