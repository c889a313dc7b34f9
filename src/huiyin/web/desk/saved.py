"""Saved views of a list: their tabs, and the page on which they are named, shared and removed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.actions import Refused
from huiyin.people import actions
from huiyin.people import queries as people
from huiyin.people.actions import View
from huiyin.people.models import SavedView
from huiyin.rules.refusals import Refusal, Why
from huiyin.web.asking import sentence, status_of
from huiyin.web.desk.frame import Desk, page, staff
from huiyin.web.forms import Menu, WordsField

FILTERS = ("light", "phase", "unit", "q")
"""What of a list's address a view keeps, in the order in which it is written."""

MOST_TABS = 24
"""So many stand above a list; the others are on the page of views."""

COUNTED_FOR = 60
"""Seconds for which the count on a saved view's tab is good."""

LISTS = {"inbox": "desk:inbox", "all": "desk:cases"}


def kept(data: QueryDict) -> str:
    """The filters of a list's address, always written alike; "" where there are none."""
    pairs = ((name, data.get(name, "").strip()) for name in FILTERS)
    return urlencode([(name, value) for name, value in pairs if value])


def address(view: SavedView) -> str:
    """Where the view is to be seen."""
    return f"{reverse(LISTS.get(view.listing, LISTS['all']))}?{view.query}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The views of a list that a member may use, and where in it he or she now stands."""

    views: list[SavedView]
    current: str

    @property
    def here(self) -> SavedView | None:
        """The view that is being looked at."""
        return next((view for view in self.views if view.query == self.current), None)

    @property
    def can_save(self) -> bool:
        """Is the list narrowed to something that has no name yet?"""
        return bool(self.current) and self.here is None


def shelf(desk: Desk, listing: str, data: QueryDict) -> Shelf:
    """For the head of a list."""
    return Shelf(people.views_for(desk.member, listing)[:MOST_TABS], kept(data))


def counts_of_late(desk: Desk, shelf: Shelf) -> dict[int, int]:
    """Counts that were taken within the minute, by view; the one looked at is counted anew."""
    keys = {_key(desk, view): view.pk for view in shelf.views if view is not shelf.here}
    return {keys[key]: count for key, count in cache.get_many(keys).items()}


def keep_counts(desk: Desk, shelf: Shelf, counts: dict[int, int]) -> None:
    """For the next minute; what was kept before is not kept longer."""
    for view in shelf.views:
        if view is shelf.here:
            cache.set(_key(desk, view), counts[view.pk], COUNTED_FOR)
        else:
            cache.add(_key(desk, view), counts[view.pk], COUNTED_FOR)


def _key(desk: Desk, view: SavedView) -> str:
    """Each member's own: what they may see differs."""
    asked = hashlib.sha256(f"{view.listing}?{view.query}".encode()).hexdigest()[:16]
    return f"view:{desk.actor.id}:{view.pk}:{asked}"


class SaveForm(forms.Form):
    """A name, and for whom. What is no good name is the room's to say."""

    listing = forms.CharField(widget=forms.HiddenInput(), required=False)
    query = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = WordsField(
            label=gettext("视图的名字"),
            error_messages={"required": gettext("请给视图起个名字。")},
            widget=forms.TextInput({"autocomplete": "off", "maxlength": 20}),
        )
        self.fields["shared"] = forms.ChoiceField(
            label=gettext("给谁用"),
            choices=list(_shared_with(desk)),
            widget=Menu(),
            initial=SavedView.Shared.NOBODY,
            error_messages=dict.fromkeys(("required", "invalid_choice"), gettext("请选择给谁用。")),
        )

    def view(self) -> View:
        """What was asked for, as it was typed: the room says what cannot be."""
        self.is_valid()
        said = {name: str(self.data.get(name, "")) for name in ("name", "shared", "listing")}
        query = kept(QueryDict(str(self.data.get("query", ""))))
        listing = said["listing"] if said["listing"] in LISTS else "all"
        return View(said["name"], said["shared"], listing, query)


def _shared_with(desk: Desk) -> Iterator[tuple[str, str]]:
    yield SavedView.Shared.NOBODY, gettext("只给自己")
    if desk.member.unit:
        yield SavedView.Shared.UNIT, gettext("本单位的同事")
    yield SavedView.Shared.PLACE, gettext("本地的所有同事")


def form_for(desk: Desk, shelf: Shelf, listing: str) -> SaveForm | None:
    """The form under the filters, where there is something to save."""
    if not shelf.can_save:
        return None
    return SaveForm(desk, initial={"listing": listing, "query": shelf.current})


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def views(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All views that one may use; POST saves another."""
    if request.method != "POST":
        return _page(request, desk)
    form = SaveForm(desk, request.POST)
    view = form.view()
    if not view.query:
        form.add_error(None, gettext("先在列表里筛选，再保存。"))
        return _page(request, desk, new=form, status=422)
    saved = actions.save_view(desk.member, view)
    if isinstance(saved, Refusal):
        return _page(request, desk, new=_refuse(form, saved), status=status_of(saved))
    messages.success(request, gettext("已保存视图“{name}”。").format(name=saved.name))
    return redirect(address(saved))


@require_POST
@staff
def change(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Another name, or for others."""
    form = SaveForm(desk, request.POST, auto_id=f"id_{pk}_%s")
    changed = actions.change_view(desk.member, pk, form.view())
    if isinstance(changed, Refusal):
        if changed.why is Why.NOT_FOUND:
            raise Refused(changed)
        told = {pk: _refuse(form, changed)}
        return _page(request, desk, tried=told, status=status_of(changed))
    messages.success(request, gettext("已改好视图“{name}”。").format(name=changed.name))
    return redirect("desk:views")


@require_POST
@staff
def remove(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Gone, for all with whom it was shared."""
    gone = actions.remove_view(desk.member, pk)
    if isinstance(gone, Refusal):
        raise Refused(gone)
    messages.success(request, gettext("已删除视图“{name}”。").format(name=gone.name))
    return redirect("desk:views")


def _refuse(form: SaveForm, no: Refusal) -> SaveForm:
    at = no.field if no.field in form.fields else None
    if at is None or at not in form.errors:
        form.add_error(at, sentence(no))
    return form


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    new: SaveForm | None = None,
    tried: dict[int, SaveForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = people.views_for(desk.member)
    mine = [view for view in found if _is_mine(view, desk)]
    context = {
        "new": new,
        "mine": [_shown(view, desk, (tried or {}).get(view.pk)) for view in mine],
        "others": [_shown(view, desk) for view in found if view not in mine],
    }
    return page(request, desk, "saved", context, status=status)


def _is_mine(view: SavedView, desk: Desk) -> bool:
    """To change or remove: one's own, and what somebody left behind."""
    return view.owner_id == desk.member.pk or not view.owner.is_active


def _shown(view: SavedView, desk: Desk, tried: SaveForm | None = None) -> dict[str, Any]:
    initial = {"name": view.name, "shared": view.shared}
    return {
        "pk": view.pk,
        "name": view.name,
        "url": address(view),
        "listing": gettext("待我办理") if view.listing == "inbox" else gettext("全部诉求"),
        "owner": view.owner.name if view.owner_id != desk.member.pk else "",
        "form": tried or SaveForm(desk, initial=initial, auto_id=f"id_{view.pk}_%s"),
        "open": tried is not None,
    }
