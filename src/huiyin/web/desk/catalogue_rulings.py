"""Returns by class, the cases behind them, and rulings as precedents (B5, SN-5)."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.dispatch import disputes
from huiyin.dispatch.disputes import Dispute, Precedent, Wanted
from huiyin.rules.access import may_propose_lines
from huiyin.rules.words import N_
from huiyin.web.desk.catalogue import class_name, show, unit
from huiyin.web.desk.catalogue_forms import Finder
from huiyin.web.desk.frame import Desk, staff

SPANS = {"30": N_("近 30 天"), "90": N_("近 90 天"), "365": N_("近一年")}
USUAL = "365"
OUTCOMES = {
    "upheld": (N_("维持原派"), "accent"),
    "reassigned": (N_("改派"), "yellow"),
    "designated": (N_("指定承办"), "yellow"),
    "waiting": (N_("等待裁定"), ""),
}
SHOWN, BEHIND = 200, 100
"""So many classes, and so many of the cases behind one, are on a page."""


def _span(request: HttpRequest) -> str:
    asked = request.GET.get("days", USUAL)
    return asked if asked in SPANS else USUAL


def _spans(chosen: str, rest: str = "") -> list[dict[str, Any]]:
    return [
        {"url": f"?days={days}{rest}", "label": gettext(words), "current": days == chosen}
        for days, words in SPANS.items()
    ]


@require_GET
@staff
def returns(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Classes, the most returned first: to whom they went, and how the returns ended."""
    days = _span(request)
    since = desk.now - timedelta(days=int(days))
    found = disputes.returns(desk.law, desk.actor, since=since)
    rows = [
        {
            "code": one.class_code,
            "name": class_name(one.class_code, desk) if one.class_code else gettext("未分类"),
            "all": one.all,
            "share": round(100 * one.all.returned / one.all.went) if one.all.went else 0,
            "units": [
                {"code": code, "name": unit(code, desk), "count": count}
                for code, count in one.units.items()
            ],
        }
        for one in found[:SHOWN]
    ]
    context = {
        "spans": _spans(days),
        "days": days,
        "rows": rows,
        "more": max(0, len(found) - SHOWN),
        "total": sum(one.all.returned for one in found),
    }
    return show(request, desk, "returns", context)


@require_GET
@staff
def returned(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """The returns behind the figures of one class; a case is a link for whoever may open it."""
    days, whose = _span(request), request.GET.get("unit", "")
    since = desk.now - timedelta(days=int(days))
    found = disputes.returned_cases(desk.law, desk.actor, code, whose, since=since)
    mine = {row.number: row.title for row in _mine(found[:BEHIND], desk)}
    rows = [
        _dispute(one, desk) | {"title": mine.get(one.case, ""), "opens": one.case in mine}
        for one in found[:BEHIND]
    ]
    context = {
        "code": code,
        "name": class_name(code, desk),
        "unit": unit(whose, desk) if whose else "",
        "rows": rows,
        "count": len(found),
        "days": days,
        "known": code in desk.law.classes,
    }
    return show(request, desk, "returned", context)


def _mine(found: list[Dispute], desk: Desk) -> list[cases.Row]:
    return cases.numbered((one.case for one in found), desk.actor)


def _dispute(one: Dispute, desk: Desk) -> dict[str, Any]:
    words, tone = OUTCOMES[one.outcome]
    return {
        "case": one.case,
        "seq": one.seq,
        "unit": unit(one.unit, desk),
        "lead": unit(one.lead, desk) if one.moved else "",
        "outcome": gettext(words),
        "tone": tone,
        "silent": one.silent,
        "justified": one.justified,
        "at": one.at,
    }


@require_GET
@staff
def rulings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Rulings as precedents, by words, class, unit and outcome."""
    no = may_propose_lines(desk.actor)
    if no is not None:
        raise Refused(no)
    outcomes = [(name, gettext(OUTCOMES[name][0])) for name in disputes.OUTCOMES[:-1]]
    finder = Finder(desk, request.GET, outcomes)
    chosen = finder.chosen()
    wanted = Wanted(chosen["q"], chosen["class_code"], chosen["unit"], chosen["outcome"])
    part = disputes.precedents(
        desk.law, desk.actor, wanted, since=disputes.EVER, page=request.GET.get("page", "")
    )
    told: list[Precedent] = list(part)
    mine = {row.number for row in _mine([one.dispute for one in told], desk)}
    rows = [
        _dispute(one.dispute, desk)
        | {
            "class_code": one.class_code,
            "class_name": class_name(one.class_code, desk),
            "in_catalogue": one.class_code in desk.law.classes,
            "said": one.said,
            "basis": one.basis,
            "reason": one.reason,
            "opens": one.dispute.case in mine,
        }
        for one in told
    ]
    context = {"finder": finder, "filtered": any(chosen.values()), "page": part, "rows": rows}
    return show(request, desk, "rulings", context)
