"""Cases that a member follows, and their news among the notices (P57)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.people import actions
from huiyin.people import queries as people
from huiyin.regimes import queries as regimes
from huiyin.web.desk import wording
from huiyin.web.desk.frame import Desk, staff


@require_POST
@staff
def follow(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """From now on its news stand among the notices."""
    case = cases.get(number, desk.actor)
    no = actions.follow(desk.member, case.number, now=desk.now)
    if no is not None:
        raise Refused(no)
    messages.success(request, gettext("已关注。别人办了什么，会出现在通知里。"))
    return redirect("desk:case", case.number)


@require_POST
@staff
def unfollow(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """No more of it; also of a case that one may not open any more."""
    if number.isprintable():  # PostgreSQL minds a NUL
        actions.unfollow(desk.member, number)
    messages.success(request, gettext("已取消关注。"))
    case = cases.several([number], desk.actor)
    return redirect("desk:case", number) if case else redirect("desk:notices")


def news(desk: Desk) -> list[dict[str, Any]]:
    """As the page of notices shows them: who did what."""
    found = cases.news(people.followed(desk.member), desk.actor)
    meant = {one for _, fact in found for one in getattr(fact.what, "mentioned", ())}
    officers = {getattr(fact.what, "officer", "") for _, fact in found}
    members = people.by_ids({fact.actor for _, fact in found} | officers | meant)
    return [
        {
            "text": gettext("{who}：{what}").format(
                who=wording.who(fact, law, members),
                what=wording.headline(fact.what, law, members),
            ),
            "number": row.number,
            "title": row.title,
            "at": fact.at,
        }
        for row, fact in found
        for law in [regimes.law(row.regime, row.law)]
    ]
