"""Lists of cases: what waits for me, and everything that I may see."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.cases import numbers
from huiyin.cases import queries as cases
from huiyin.cases.queries import Row
from huiyin.people import queries as people
from huiyin.regimes import queries as regimes
from huiyin.rules import labels
from huiyin.rules.case import ENDS, Phase
from huiyin.rules.law import Law
from huiyin.web.asking import label, named
from huiyin.web.desk import deeds, saved
from huiyin.web.desk.frame import Desk, page, staff
from huiyin.web.forms import Menu
from huiyin.web.options import options

PER_PAGE = 50

MOST_COUNTED = 1000
"""A tab counts no further: its count costs the same over a million cases."""


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
            label=gettext("编号、标题"),
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
    found = cases.listing(desk.actor, now=desk.now, view=view, **chosen)
    part = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shelf = saved.shelf(desk, view, request.GET)
    context = {
        "title": title,
        "view": view,
        "views": _views(desk, request.path, view, shelf),
        "filters": filters,
        "filtered": any(chosen.values()),
        "bulk": deeds.offered(desk),
        "has_saved": bool(shelf.views),
        "save": saved.form_for(desk, shelf, view),
        "page": part,
        "rows": rows(list(part.object_list), desk),
        "many_places": len(desk.actor.places) > 1,
        "q": request.GET.get("q", ""),
    }
    return page(request, desk, "list", context)


def _views(desk: Desk, path: str, view: str, shelf: saved.Shelf) -> list[dict[str, Any]]:
    """All, soon due, overdue, and the saved ones: tabs with their counts, in one query."""
    lights = (("", gettext("全部")), ("yellow", gettext("快到期")), ("red", gettext("已超期")))
    known = saved.counts_of_late(desk, shelf)
    asked: dict[str, dict[str, str]] = {
        f"light={colour}": {"light": colour} for colour, _ in lights
    }
    for one in shelf.views:
        if one.pk not in known:
            asked[f"view={one.pk}"] = Filters(QueryDict(one.query), desk.law).chosen()
    counts = cases.counted(
        {
            name: cases.listing(desk.actor, now=desk.now, view=view, **filters)
            for name, filters in asked.items()
        },
        MOST_COUNTED,
    )
    known |= {one.pk: counts[f"view={one.pk}"] for one in shelf.views if one.pk not in known}
    saved.keep_counts(desk, shelf, known)
    tabs = [
        _tab(f"{path}?light={colour}" if colour else path, words, counts[f"light={colour}"])
        | {"current": shelf.current == (f"light={colour}" if colour else "")}
        for colour, words in lights
    ]
    return tabs + [
        _tab(saved.address(one), one.name, known[one.pk]) | {"current": one is shelf.here}
        for one in shelf.views
    ]


def _tab(url: str, words: str, count: int) -> dict[str, Any]:
    shown = count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"
    return {"url": url, "label": words, "count": shown}


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
