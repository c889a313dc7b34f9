"""Grid boards (FX-3): who looks after each quarter, building and hamlet, on screen and on the wall.

Every address names an area; scanning a notice starts a report there.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from huiyin.people import queries as people
from huiyin.people.models import GridPost, Place
from huiyin.regimes import queries as regimes
from huiyin.rules.law import Area, Law
from huiyin.web import asking, qr
from huiyin.web.citizen.pages import page, place_and_law

Posts = dict[str, list[GridPost]]
"""Code of an area -> who is on its board."""

OPEN_UP_TO = 60
"""So many grids are shown at once; of more, only the headings, to be opened one by one."""


@require_safe
def grids(request: HttpRequest, place: str) -> HttpResponse:
    """Every board of the place under its street, to search by a name; a hub names those below."""
    where = place_and_law(place)
    text = request.GET.get("q", "").strip()[:60]
    posts = _posts(where[0])
    found = [code for code in posts if _fits(text, code, posts, where[1])]
    return page(
        request,
        "grids/index",
        where,
        q=text,
        below=[
            {"url": reverse("citizen:grids", args=[one.pk]), "title": asking.named(one)}
            for one in people.places()
            if one.hub_id == place
        ],
        groups=_groups(found, posts, where),
        opened=bool(text) or len(found) <= OPEN_UP_TO,
    )


@require_safe
def board(request: HttpRequest, place: str, area: str) -> HttpResponse:
    """Who looks after this grid, how to reach them, and the way to report something here."""
    where = place_and_law(place)
    return page(request, "grids/board", where, board=_board(request, where, area))


@require_safe
def notice(request: HttpRequest, place: str, area: str) -> HttpResponse:
    """The board as an A4 notice with a code to scan."""
    where = place_and_law(place)
    return page(request, "grids/notice", where, boards=[_board(request, where, area)])


@require_safe
def sheet(request: HttpRequest, place: str, area: str) -> HttpResponse:
    """The notices of every grid below an area, a page each, to be printed in one go."""
    where = place_and_law(place)
    law = where[1]
    codes = [code for code in _posts(where[0]) if area in law.ancestry(code)]
    if not codes:
        raise Http404(gettext("这里还没有公示网格员。"))
    boards = [_board(request, where, code) for code in codes]
    return page(request, "grids/notice", where, boards=boards)


@require_safe
def photo(request: HttpRequest, place: str, area: str, kind: str) -> HttpResponseBase:
    """The picture of who is on the board: as public as the board."""
    found = [post for post in _posts(place_and_law(place)[0]).get(area, []) if post.kind == kind]
    if not found or not found[0].photo:
        raise Http404(gettext("这里没有照片。"))
    try:
        opened = found[0].photo.open()
    except FileNotFoundError:
        raise Http404(gettext("这里没有照片。")) from None
    return FileResponse(opened, content_type="image/jpeg")


def _posts(place: Place) -> Posts:
    """The boards in the order of the areas."""
    found: Posts = {}
    for post in people.grid_posts(place.pk):
        found.setdefault(post.area, []).append(post)
    law = regimes.current(place.regime)
    return {code: found[code] for code in law.areas if code in found}


def _fits(text: str, code: str, posts: Posts, law: Law) -> bool:
    """Is the text in a name of the area, of one above it, or of whoever is on the board?"""
    ways = [law.areas[one] for one in law.ancestry(code)]
    names = [name for area in ways for name in (area.name, area.name_en)]
    names += [post.called for post in posts[code]]
    return any(text.casefold() in name.casefold() for name in names)


def _groups(codes: list[str], posts: Posts, where: tuple[Place, Law]) -> list[dict[str, Any]]:
    """The boards by community or village, each with the way there."""
    place, law = where
    groups: dict[str, list[dict[str, str]]] = {}
    for code in codes:
        groups.setdefault(_community(code, law), []).append(
            {
                "url": reverse("citizen:grid", args=[place.pk, code]),
                "title": asking.named(law.areas[code]),
                "note": asking.listed(post.called for post in posts[code]),
            }
        )
    return [
        {
            "title": _way(law, code, place.area),
            "sheet": reverse("citizen:grid-sheet", args=[place.pk, code]),
            "cells": cells,
        }
        for code, cells in groups.items()
    ]


def _community(code: str, law: Law) -> str:
    """The community or village that the grid is in; where there is none, the area itself."""
    levels = {one: law.areas[one].level for one in law.ancestry(code)}
    return next((one for one, level in levels.items() if level in ("community", "village")), code)


def _way(law: Law, code: str, top: str) -> str:
    """The names from below the place down to the area: 和平街道 › 春光社区."""
    way: list[Area] = []
    for one in law.ancestry(code):
        if one == top:
            break
        way.insert(0, law.areas[one])
    return gettext(" › ").join(map(asking.named, way or [law.areas[code]]))


def _board(request: HttpRequest, where: tuple[Place, Law], code: str) -> dict[str, Any]:
    """Who is on the board: of the area itself, and where nobody is, of the nearest above it."""
    place, law = where
    posts = _posts(place)
    if code not in law.areas or place.area not in law.ancestry(code):
        raise Http404(gettext("没有这个网格。"))
    own = posts.get(code, [])
    worker = next(
        (
            post
            for one in law.ancestry(code)
            for post in posts.get(one, [])
            if post.kind == GridPost.Kind.WORKER
        ),
        None,
    )
    heads = [post for post in own if post.kind == GridPost.Kind.BUILDING_HEAD]
    if worker is None and not heads:
        raise Http404(gettext("这里还没有公示网格员。"))
    below = [one for one in posts if one != code and law.areas[one].parent == code]
    report = f"{reverse('citizen:report', args=[place.pk])}?{urlencode({'area': code})}"
    return {
        "title": asking.named(law.areas[code]),
        "way": _way(law, law.areas[code].parent, place.area)
        if law.areas[code].parent in law.areas and code != place.area
        else "",
        "people": [_person(post, law) for post in ([worker] if worker else []) + heads],
        "below": [
            {
                "url": reverse("citizen:grid", args=[place.pk, one]),
                "title": asking.named(law.areas[one]),
                "note": asking.listed(post.called for post in posts[one]),
            }
            for one in below
        ],
        "report": report,
        "notice": reverse("citizen:grid-notice", args=[place.pk, code]),
        "qr": qr.drawn(request.build_absolute_uri(report), outdoors=True),
        "supervision": law.regime.supervision_phone or law.regime.phone,
    }


def _person(post: GridPost, law: Law) -> dict[str, str]:
    worker = post.kind == GridPost.Kind.WORKER
    where = [post.place_id, post.area, post.kind]
    return {
        "role": gettext("网格员") if worker else _head(law.areas[post.area], law),
        "name": post.called,
        "initial": post.called[:1],
        "phone": post.rings,
        "duties": post.duties,
        "photo": reverse("citizen:grid-photo", args=where) if post.photo else "",
    }


def _head(area: Area, law: Law) -> str:
    """楼长 in a town; out in the country the head of a hamlet or a group."""
    if area.level != "grid":
        return gettext("负责人")
    country = any(law.areas[one].level == "village" for one in law.ancestry(area.code))
    return gettext("屯（组）长") if country else gettext("楼长")


def entrance(place: Place, below: Iterable[Place]) -> str:
    """Where the boards of a place are, or "" where neither it nor any below it has one."""
    shown = people.have_grid_posts([place.pk, *(one.pk for one in below)])
    return reverse("citizen:grids", args=[place.pk]) if shown else ""
