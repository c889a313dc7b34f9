"""What stands around every staff page: who sits there, the navigation, errors in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.dispatch import catalogue
from huiyin.handling import queries as knowledge
from huiyin.intake import calls
from huiyin.people import queries as people
from huiyin.people.models import Member, Place
from huiyin.regimes import queries as regimes
from huiyin.rules import access, labels
from huiyin.rules.case import Actor
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal
from huiyin.rules.vocabulary import Role
from huiyin.web.asking import label, listed, named, sentence, status_of
from huiyin.web.paging import counted


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks, of which place, under which law now in force, and when."""

    member: Member
    place: Place
    actor: Actor
    law: Law
    now: datetime

    @property
    def unit(self) -> str:
        """The name of the member's unit, or ""."""
        found = self.law.units.get(self.member.unit)
        return named(found) if found else ""

    @property
    def roles(self) -> str:
        """住房和城乡建设局 · 经办人."""
        held = listed(label(labels.ROLES[role]) for role in self.member.roles)
        return " · ".join(words for words in (self.unit, held) if words)


KEYS = {"inbox": "i", "cases": "a", "notices": "n", "unit": "u", "register": "r", "articles": "k"}
"""`g` and then this key leads to the page."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]


def staff(view: View[P]) -> Callable[..., HttpResponse]:
    """A page for members only, with their desk; whatever is refused is told in one sentence."""

    @login_required
    @never_cache
    @wraps(view)
    def with_desk(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        member = request.user
        if not isinstance(member, Member) or member.place is None:
            told = gettext("您的账号还没有分到任何地方，请联系管理员。")
            return error(request, 403, told)
        desk = _desk(member, member.place)
        try:
            return view(request, desk, *args, **kwargs)
        except Refused as no:
            return refused(request, desk, no.refusal)

    return with_desk


def _desk(member: Member, place: Place) -> Desk:
    law = regimes.current(place.regime)
    return Desk(member, place, people.actor_of(member), law, timezone.now())


def page(
    request: HttpRequest,
    desk: Desk,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A staff page inside its frame."""
    around = {
        "place": {
            "name": named(desk.place),
            "system": named_system(desk.law),
            "url": reverse("desk:inbox"),
        },
        "nav": _nav(request, desk, (context or {}).get("waiting")),
        "search_url": reverse("desk:cases"),
        "logout_url": reverse("desk:logout"),
        "roles": desk.roles,
        "now": desk.now,
    }
    return render(request, f"desk/{template}.html", around | (context or {}), status=status)


def named_system(law: Law) -> str:
    """What the place calls its system: 速来办."""
    return label((law.regime.name, law.regime.name_en))


def _nav(request: HttpRequest, desk: Desk, waiting: int | str | None) -> list[dict[str, Any]]:
    """`waiting`: how many cases wait for the member, where the page has counted them already."""
    if waiting is None:
        inbox = cases.listing(desk.actor, now=desk.now)
        waiting = counted(cases.up_to(cases.MOST_FOUND, inbox))
    items: list[tuple[str, str, str, int | str]] = [
        ("inbox", gettext("待我办理"), "inbox", waiting),
        ("cases", gettext("全部诉求"), "list", 0),
        ("notices", gettext("通知"), "letter", 0),
        ("unit", gettext("我的单位"), "people", 0),
    ]
    if access.may(desk.actor, "register", None, desk.law) is None:
        items.insert(2, ("register", gettext("登记诉求"), "plus", 0))
        if desk.law.desks(desk.member.unit):
            items.insert(3, ("window", gettext("一窗受理"), "user", 0))
    if access.may_take_calls(desk.actor) is None:
        missed = calls.count_to_call_back(desk.place)
        items[-2:-2] = [
            ("call", gettext("接电话"), "phone", 0),
            ("callbacks", gettext("未接来电"), "clock", missed),
        ]
    mediates = {role for role, _ in access.who_may("mediate", desk.law)}
    if not mediates.isdisjoint(desk.actor.roles):
        items.insert(-2, ("mediations", gettext("调解"), "people", 0))
    due = knowledge.count_due(desk.actor, today=timezone.localdate(desk.now))
    items.insert(-2, ("articles", gettext("知识库"), "list", due))
    changes = catalogue.count_waiting(desk.actor, desk.law, today=timezone.localdate(desk.now))
    items.insert(-2, ("catalogue", gettext("责任清单"), "list", changes))
    if Role.GRID_WORKER in desk.actor.roles:
        items.insert(0, ("grid", gettext("网格巡查"), "camera", 0))
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        {
            "url": reverse(f"desk:{name}"),
            "label": words,
            "icon": icon,
            "count": count,
            "current": name == here,
            "key": KEYS.get(name, ""),
        }
        for name, words, icon, count in items
    ]


def refused(request: HttpRequest, desk: Desk, refusal: Refusal) -> HttpResponse:
    """A page that says why not."""
    code = status_of(refusal)
    told = {"code": code, "message": sentence(refusal, desk.law)}
    return page(request, desk, "refused", told, status=code)


def not_written() -> str:
    """What to say when the database is locked or the disk is full: the words are still here."""
    return gettext("系统现在写不进去，这一步没有办成。您写的内容还在，请过一会儿再交。")


def error(request: HttpRequest, code: int, message: str) -> HttpResponse:
    """One clear sentence where there is no desk to show it on."""
    told = {"code": code, "message": message, "back_url": reverse("desk:inbox")}
    return render(request, "huiyin/error.html", told, status=code)
