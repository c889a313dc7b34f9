"""Lists of cases: what waits for me, and everything that I may see."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.cases import counting, numbers
from huiyin.cases import queries as cases
from huiyin.cases.queries import Row
from huiyin.people import queries as people
from huiyin.regimes import queries as regimes
from huiyin.rules import labels
from huiyin.rules.case import ENDS, Phase
from huiyin.rules.law import Law
from huiyin.web.asking import label, named
from huiyin.web.desk import deeds, saved, searching
from huiyin.web.desk.frame import Desk, page, staff
from huiyin.web.forms import Menu
from huiyin.web.options import options
from huiyin.web.paging import Long, counted

PER_PAGE = 50


def tone_of(phase: str) -> str:
    """The colour of a phase: open, settled, or ended otherwise."""
    if phase in (Phase.STRUCK_OFF, Phase.ANSWERED_DIRECTLY):
        return "green"
    return "" if phase in ENDS else "accent"


class Filters(forms.Form):
    """What narrows a list; it lives in the address. What is not on a list is not asked."""

    def __init__(self, data: Any, law: Law) -> None:
        super().__init__(data)
        lights = [
            ("red", gettext("超期")),
            ("yellow", gettext("临期")),
            ("green", gettext("正常")),
        ]
        phases = [(str(phase), label(pair)) for phase, pair in labels.PHASES.items()]
        units = options("units", None, law) or []
        for name, words, listed in (
            ("light", gettext("时限"), lights),
            ("phase", gettext("阶段"), phases),
            ("unit", gettext("承办单位"), units),
        ):
            menu = [("", gettext("全部")), *listed]
            self.fields[name] = forms.ChoiceField(
                choices=menu, label=words, required=False, widget=Menu()
            )
        self.fields["q"] = forms.CharField(
            label=gettext("编号、内容、地点、电话"),
            required=False,
            widget=forms.TextInput({"type": "search"}),
            strip=True,
        )

    def chosen(self) -> dict[str, str]:
        """What to ask for, by the names of `cases.queries.listing`."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name, "") for name in ("light", "phase", "unit")}
        text = str(self.cleaned_data.get("q", ""))
        return {**found, "text": numbers.normalise(text) or text}


@staff
def inbox(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits for me."""
    return _list(request, desk, "inbox", gettext("待我办理"))


@staff
def everything(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All cases that I may see."""
    return _list(request, desk, "all", gettext("全部诉求"))


def _list(request: HttpRequest, desk: Desk, view: str, title: str) -> HttpResponse:
    filters = Filters(request.GET, desk.law)
    chosen = filters.chosen()
    light, text = chosen["light"], chosen["text"]
    known = searching.known(text, desk)
    shelf = saved.shelf(desk, view, request.GET)
    tally, tabs = _views(desk, request.path, view, shelf)
    part = _found(desk, view, chosen, known)
    if light in tally and not any(value for name, value in chosen.items() if name != "light"):
        part.known = tally[light]
    shown = part.get_page(request.GET.get("page"))
    listed = rows(cases.of(list(shown)) if text and not known else list(shown), desk)
    context = {
        "title": title,
        "view": view,
        "waiting": counted(tally[""]) if view == "inbox" else None,
        "views": tabs,
        "filters": filters,
        "filtered": any(chosen.values()),
        "bulk": deeds.offered(desk),
        "has_saved": bool(shelf.views),
        "save": saved.form_for(desk, shelf, view),
        "page": shown,
        "rows": searching.marked(listed, text) if text else listed,
        "by_phone": bool(known),
        "many_places": len(desk.actor.places) > 1,
        "q": text,
    }
    return page(request, desk, "list", context)


def _found(desk: Desk, view: str, chosen: dict[str, str], known: list[str]) -> Long:
    """The list in pages: of ids where words were looked for."""
    every = _narrowed(desk, view, chosen, known)
    if chosen["text"] and not known:
        return Long(cases.search(every, chosen["text"], desk.actor, now=desk.now), PER_PAGE)
    return Long(every, PER_PAGE)


def _narrowed(
    desk: Desk, view: str, chosen: dict[str, str], known: list[str] | None = None
) -> QuerySet[Row]:
    narrow = {name: chosen[name] for name in ("light", "phase", "unit")}
    return cases.listing(desk.actor, now=desk.now, view=view, known=known or None, **narrow)


def _views(
    desk: Desk, path: str, view: str, shelf: saved.Shelf
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """How many by light; and tabs for all, soon due, overdue, and the saved ones.

    All are counted in one query, a thousand and one at most.
    """
    lights = (("", gettext("全部")), ("yellow", gettext("快到期")), ("red", gettext("已超期")))
    known = saved.counts_of_late(desk, shelf)
    lists = {
        f"light={colour}": cases.listing(desk.actor, now=desk.now, view=view, light=colour)
        for colour, _ in lights
    }
    for one in shelf.views:
        chosen = Filters(QueryDict(one.query), desk.law).chosen()
        if one.pk in known:
            continue
        if chosen["text"]:
            known[one.pk] = _found(desk, view, chosen, searching.known(chosen["text"], desk)).known
        else:
            lists[f"view={one.pk}"] = _narrowed(desk, view, chosen)
    counts = counting.counted(lists, cases.MOST_FOUND + 1)
    known |= {one.pk: counts[f"view={one.pk}"] for one in shelf.views if one.pk not in known}
    saved.keep_counts(desk, shelf, known)
    tabs = [
        _tab(f"{path}?light={colour}" if colour else path, words, counts[f"light={colour}"])
        | {"current": shelf.current == (f"light={colour}" if colour else "")}
        for colour, words in lights
    ]
    tabs += [
        _tab(saved.address(one), one.name, known[one.pk]) | {"current": one is shelf.here}
        for one in shelf.views
    ]
    return {colour: counts[f"light={colour}"] for colour, _ in lights}, tabs


def _tab(url: str, words: str, count: int) -> dict[str, Any]:
    return {"url": url, "label": words, "count": counted(count)}


def rows(found: list[Row], desk: Desk) -> list[dict[str, Any]]:
    """Rows in words; each by the law it keeps."""
    places = {}
    if len(desk.actor.places) > 1:
        places = {place.pk: named(place) for place in people.places()}
    return [_row(row, desk, places.get(row.place_id, "")) for row in found]


def _row(row: Row, desk: Desk, place: str) -> dict[str, Any]:
    law = regimes.law(row.regime, row.law)
    return {
        "url": reverse("desk:case", args=[row.number]),
        "number": row.number,
        "title": row.title or row.number,
        "light": cases.light(row.yellow_at, row.red_at, desk.now),
        "due_at": row.red_at,
        "phase": label(labels.PHASES[row.phase]),
        "phase_tone": tone_of(row.phase),
        "kind": _of(law.kinds, row.kind),
        "class_name": _of(law.classes, row.class_code),
        "place": place,
        "area": _of(law.areas, row.area),
        "lead": _of(law.units, row.lead),
        "owner": label(labels.ROLES[row.owner]) if row.owner else "",
        "at": row.registered_at,
    }


def _of(table: dict[str, Any], key: str) -> str:
    found = table.get(key)
    return named(found) if found else ""
