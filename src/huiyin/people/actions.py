"""Setting up places and members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from huiyin.people import photos, queries
from huiyin.people.models import Following, GridPost, Looking, Member, Place, SavedView
from huiyin.rules.deeds import has_control_characters
from huiyin.rules.refusals import Refusal, forbidden, invalid, not_found, not_now
from huiyin.rules.vocabulary import Role
from huiyin.rules.words import N_

MOST_VIEWS = 20
"""So many views one member may save."""

MOST_FOLLOWED = 200
"""So many cases one member may follow."""


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


@dataclass(frozen=True, slots=True)
class View:
    """A view as its owner gives it; see `SavedView`."""

    name: str
    shared: str = SavedView.Shared.NOBODY
    listing: str = ""
    query: str = ""


def save_view(member: Member, view: View) -> SavedView | Refusal:
    """Keep the filters of a list under a name."""
    if member.place is None:
        return forbidden(N_("您的账号还没有分到任何地方，请联系管理员。"))
    if SavedView.objects.filter(owner=member).count() >= MOST_VIEWS:
        return not_now(N_("最多保存 {count} 个视图，请先删去不用的。"), count=MOST_VIEWS)
    if len(view.query) > SavedView.LONGEST_QUERY:
        return invalid("query", N_("筛选的条件太长，不能保存成视图。"))
    row = SavedView(owner=member, place=member.place, listing=view.listing, query=view.query)
    return _written(row, view, member)


def change_view(member: Member, pk: int, view: View) -> SavedView | Refusal:
    """Another name, or shared with others; the filters stay."""
    row = queries.view_to_change(member, pk)
    return _written(row, view, member) if row else _no_view()


def remove_view(member: Member, pk: int) -> SavedView | Refusal:
    """Gone, for all with whom it was shared."""
    row = queries.view_to_change(member, pk)
    if row is None:
        return _no_view()
    row.delete()
    return row


def _no_view() -> Refusal:
    return not_found(N_("没有这个视图，或者它不是您的。"))


def _written(row: SavedView, view: View, member: Member) -> SavedView | Refusal:
    name = view.name.strip()
    wrong = _wrong_name(name)
    if wrong is None and view.shared not in SavedView.Shared.values:
        wrong = invalid("shared", N_("请选择给谁用。"))
    elif wrong is None and view.shared == SavedView.Shared.UNIT and not member.unit:
        wrong = invalid("shared", N_("您还没有分到单位，不能给单位用。"))
    if wrong is not None:
        return wrong
    row.name, row.shared, row.unit = name, view.shared, member.unit
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return invalid("name", N_("已经有一个视图叫“{name}”，请换个名字。"), name=name)
    return row


def _wrong_name(name: str) -> Refusal | None:
    if not name:
        return invalid("name", N_("请给视图起个名字。"))
    if len(name) > SavedView.LONGEST_NAME:
        return invalid("name", N_("视图的名字最多 {count} 个字。"), count=SavedView.LONGEST_NAME)
    if has_control_characters(name) or len(name.splitlines()) > 1:
        return invalid("name", N_("视图的名字里有看不见的控制字符，请删去后再交。"))
    return None


def look_at(member: Member, case: str, *, now: datetime) -> None:
    """The member has the case open now; what they had open before is forgotten."""
    Looking.objects.update_or_create(member=member, case=case, defaults={"at": now})
    Looking.objects.filter(member=member, at__lt=now - queries.LOOKING_FOR).delete()


def follow(member: Member, case: str, *, now: datetime) -> Refusal | None:
    """The member wants to hear what happens to the case from now on."""
    others = Following.objects.filter(member=member).exclude(case=case)
    if others.count() >= MOST_FOLLOWED:
        return not_now(N_("最多关注 {count} 件，请先取消不用再看的。"), count=MOST_FOLLOWED)
    Following.objects.get_or_create(member=member, case=case, defaults={"since": now})
    return None


def unfollow(member: Member, case: str) -> None:
    """No more of it."""
    Following.objects.filter(member=member, case=case).delete()
