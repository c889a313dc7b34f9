"""The doors: the places, the front page of one, and looking up a case by number and code."""

from collections import Counter

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.handling import queries as knowledge
from huiyin.intake import actions as intake
from huiyin.intake import one_time
from huiyin.people import queries as people
from huiyin.people.models import Place
from huiyin.regimes import queries as regimes
from huiyin.rules.case import OPEN, Phase
from huiyin.web import asking
from huiyin.web.citizen import forms, grids, pace, pages, visits
from huiyin.web.citizen.pages import page, place_and_law

YEAR = 365 * 24 * 60 * 60


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Every place of the installation; those below a hub stand on the hub's own page (FX-1)."""
    every = people.places()
    below = Counter(place.hub_id for place in every)
    tops = [
        {**_door(place), "system": _system(place), "below": below[place.pk]}
        for place in every
        if place.hub_id is None
    ]
    return page(request, "places", tops=tops)


def _door(place: Place) -> dict[str, str]:
    return {"url": reverse("citizen:front", args=[place.pk]), "title": asking.named(place)}


def _system(place: Place) -> str:
    """What the place calls its system; "" before its law is published."""
    try:
        return asking.named(regimes.current(place.regime).regime)
    except regimes.NoSuchRegime:
        return ""


@require_safe
def front(request: HttpRequest, place: str) -> HttpResponse:
    """The pledge and the entrances (SN-1); of a hub, an entrance for each place below (FX-1)."""
    where = place_and_law(place)
    law, chief = where[1], where[1].regime.chief
    below = [one for one in people.places() if one.hub_id == place]
    pledge = {
        "title": asking.label((chief.title, chief.title_en)),
        "pledge": asking.label((chief.pledge, chief.pledge_en)),
        "name": where[0].chief,
        "portrait": reverse("citizen:portrait", args=[place]) if where[0].portrait else "",
    }
    return page(
        request,
        "front",
        where,
        chief=pledge,
        below=[_door(one) for one in below],
        lately=pace.lately([place, *(one.pk for one in below)], law, timezone.now()),
        tallies=_tallies([place, *(one.pk for one in below)]),
        business=forms.entrance(law, port="business"),
        whistle=forms.whistle_entrance(law),
        grids=grids.entrance(where[0], below),
        answers=knowledge.has_answers(place, today=timezone.localdate()),
    )


@require_safe
def portrait(request: HttpRequest, place: str) -> HttpResponseBase:
    """The chief clerk's picture, as public as the pledge (SN-1)."""
    where, _ = place_and_law(place)
    try:
        opened = where.portrait.open()
    except (FileNotFoundError, ValueError):
        raise Http404(gettext("这里没有照片。")) from None
    response = FileResponse(opened, content_type="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def drawn_map(request: HttpRequest, place: str) -> HttpResponse:
    """The place's own drawn map, for the pin of a report; it changes with the law's version."""
    _, law = place_and_law(place)
    drawn = regimes.drawn_map(law.regime.id, law.version)
    if not drawn:
        raise Http404(gettext("这个地方还没有地图。"))
    response = HttpResponse(drawn, content_type="application/geo+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def manifest(request: HttpRequest, place: str) -> HttpResponse:
    """What a phone needs to put the place on its first screen, like an app (P3)."""
    shown = pages.shown(*place_and_law(place))
    doors = {"report": gettext("反映问题"), "look-up": gettext("信件查询")}
    icons = [
        {"src": static(f"huiyin/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    said = {
        "name": f"{shown['name']} {shown['system']}",
        "short_name": shown["system"],
        "lang": get_language(),
        "start_url": shown["url"],
        "scope": shown["url"],
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#12506a",
        "icons": icons,
        "shortcuts": [
            {"name": name, "url": reverse(f"citizen:{door}", args=[place])}
            for door, name in doors.items()
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json")


def _tallies(of: list[str]) -> dict[str, int]:
    """How many are settled and how many are in hand, in these places: counted, never claimed."""
    found: Counter[str] = Counter()
    for place in of:
        found.update(cases.counts(place))
    settled = (Phase.STRUCK_OFF, Phase.ANSWERED_DIRECTLY)
    return {
        "settled": sum(found[phase] for phase in settled),
        "in_hand": sum(found[phase] for phase in OPEN),
    }


@never_cache
def look_up(request: HttpRequest, place: str) -> HttpResponse:
    """Number and code; the code is posted, never in an address."""
    where, by_phone = place_and_law(place), one_time.offered(place)
    if request.method != "POST":
        form = forms.LookUpForm(initial={"number": request.GET.get("number", "")[:40]})
        return page(request, "look_up", where, form=form, by_phone=by_phone)
    form, status = forms.LookUpForm(request.POST), 422
    if form.is_valid():
        given = form.cleaned_data
        try:
            found = intake.look_up(given["number"], given["code"], now=timezone.now())
        except Refused as no:
            form.refuse(no.refusal)
            status = asking.status_of(no.refusal)
        else:
            visits.keep(request, found.case.number, found.petitioner)
            return see_other("citizen:case", found.case.place, found.case.number)
    return page(request, "look_up", where, form=form, by_phone=by_phone, status=status)


def see_other(name: str, *args: str) -> HttpResponseRedirect:
    """After a POST: go and look, with a GET (303)."""
    response = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return response


@require_POST
def end(request: HttpRequest, place: str) -> HttpResponse:
    """Done looking: forget the cases opened in this browser."""
    visits.forget(request)
    return see_other("citizen:front", place)


@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Switch elder mode without a script, and go back to where one was."""
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if safe else "/")
    on = request.COOKIES.get("huiyin_elder") == "1"
    response.set_cookie("huiyin_elder", "0" if on else "1", max_age=YEAR, samesite="Lax")
    return response
