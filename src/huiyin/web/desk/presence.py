"""Who else has a case open, and what others did to it since one opened it (P116).

Nothing is locked: a deed is decided by the rules, and who comes second learns who was first.
"""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from huiyin.cases import queries as cases
from huiyin.people import actions
from huiyin.people import queries as people
from huiyin.rules.case import Case
from huiyin.rules.vocabulary import Role
from huiyin.web.asking import listed
from huiyin.web.desk import wording
from huiyin.web.desk.frame import Desk, staff
from huiyin.web.templatetags.huiyin import moment

_COUNT = re.compile(r"[0-9]{1,9}")

TOLD = 3
"""So many deeds of others are named in a sentence: the latest."""


@dataclass(frozen=True, slots=True)
class Others:
    """Names of those who have the case open now, and what others did since, a line each."""

    names: str
    did: list[str]


def others(case: Case, desk: Desk, seen: str = "") -> Others:
    """For the head of the page. `seen`: how many facts the page showed when it was opened."""
    here = people.who_looks(case.number, now=desk.now, but=desk.member)
    return Others(listed(member.name for member in here), since(case, seen, desk))


def since(case: Case, seen: str, desk: Desk) -> list[str]:
    """陈芳（12345 中心） 10:42 交办给住建局: what other people did after that fact, the latest."""
    if not _COUNT.fullmatch(seen) or int(seen) >= case.facts:
        return []
    facts = [
        entry.fact
        for entry in cases.timeline(case.number)
        if entry.seq > int(seen)
        and entry.fact.role is not Role.SYSTEM
        and entry.fact.actor != desk.actor.id
    ][-TOLD:]
    law = cases.law_of(case)
    officers = {getattr(fact.what, "officer", "") for fact in facts}
    meant = {one for fact in facts for one in getattr(fact.what, "mentioned", ())}
    members = people.by_ids({fact.actor for fact in facts} | officers | meant)
    return [
        gettext("{who} {when} {what}").format(
            who=wording.who(fact, law, members),
            when=moment(fact.at, desk.now),
            what=wording.headline(fact.what, law, members),
        )
        for fact in facts
    ]


def meanwhile(did: list[str], reason: str = "") -> str:
    """What to say to who comes second, and why the deed cannot be done any more, if so."""
    told = gettext("您打开这一页以后：{what}。请看过新的记录再提交，您写的内容还在。").format(
        what=gettext("；").join(did)
    )
    return gettext("{told}{reason}").format(told=told, reason=reason) if reason else told


@require_POST
@staff
def looking(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The page is still looked at: kept for a minute, and told who else, and what was done."""
    case = cases.get(number, desk.actor)
    actions.look_at(desk.member, case.number, now=desk.now)
    found = others(case, desk, request.POST.get("seen", ""))
    return render(request, "desk/presence.html", {"others": found, "number": case.number})
