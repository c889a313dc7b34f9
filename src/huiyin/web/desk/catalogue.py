"""The responsibility catalogue at the desk: browsed, searched, its versions compared (PS-3)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from huiyin.cases.actions import Refused
from huiyin.dispatch import catalogue as lines
from huiyin.dispatch.catalogue import State
from huiyin.regimes.queries import NoSuchRegime
from huiyin.rules import catalogue
from huiyin.rules.access import may_decide_lines, may_propose_lines
from huiyin.rules.catalogue import Change, Line, several
from huiyin.rules.law import STREET
from huiyin.rules.refusals import not_found
from huiyin.rules.words import N_
from huiyin.web.asking import label, listed, named, span
from huiyin.web.desk.frame import Desk, page, staff

TABS = (
    ("catalogue", N_("清单")),
    ("catalogue-proposals", N_("修改建议")),
    ("catalogue-versions", N_("版本")),
    ("catalogue-returns", N_("退单最多")),
    ("catalogue-rulings", N_("裁定先例")),
)
STATES = {
    State.DRAFT: (N_("草稿"), ""),
    State.OPEN: (N_("征求意见和决定中"), "accent"),
    State.ADOPTED: (N_("已采纳，待施行"), "yellow"),
    State.IN_FORCE: (N_("已施行"), "green"),
    State.REJECTED: (N_("未采纳"), "red"),
    State.WITHDRAWN: (N_("已撤回"), ""),
}
KINDS = {
    "added": (N_("新增"), "green"),
    "changed": (N_("改动"), "accent"),
    "removed": (N_("删除"), "red"),
}


def show(
    request: HttpRequest, desk: Desk, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the catalogue under its tabs."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    waiting = lines.count_waiting(desk.actor, desk.law, today=timezone.localdate(desk.now))
    tabs = [
        {
            "url": reverse(f"desk:{url}"),
            "label": gettext(words),
            "current": url == here,
            "count": waiting if url == "catalogue-proposals" and waiting else None,
        }
        for url, words in TABS
    ]
    around = {
        "tabs": tabs,
        "proposes": may_propose_lines(desk.actor) is None,
        "decides": may_decide_lines(desk.actor, desk.law) is None,
    }
    return page(request, desk, f"catalogue/{name}", around | context, status=status)


@require_GET
@staff
def tree(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The catalogue in force: as a tree, or what the words find in it."""
    table = lines.in_force(desk.law)
    words = request.GET.get("q", "")[:200]
    if words.strip():
        found = [_shown(line, desk) for line in catalogue.found(table, words, desk.law)]
        return show(request, desk, "tree", {"words": words, "found": found, "searched": True})
    groups: dict[str, dict[str, Any]] = {}
    for code, line in table.items():
        top = catalogue.ancestry(code, table)[-1]
        group = groups.setdefault(top, {"top": _shown(table[top], desk), "lines": []})
        if code != top:
            group["lines"].append(_shown(line, desk))
    context = {"groups": groups.values(), "count": len(table), "version": desk.law.version}
    return show(request, desk, "tree", context)


def _shown(line: Line, desk: Desk) -> dict[str, Any]:
    """A line in words."""
    owner = desk.law.department_of(line.code)
    protected = desk.law.regime.dispatch.grass_roots_protected
    return {
        "code": line.code,
        "depth": max(0, len(list(_way(line, desk))) - 1),
        "name": label((line.name, line.name_en)),
        "lead": units(line.lead, desk),
        "assisting": units(line.assisting, desk),
        "limit": limit(line.limit),
        "keywords": line.keywords.replace(";", "、"),
        "basis": line.basis,
        "kept_above": bool(protected and owner and line.lead),
    }


def _way(line: Line, desk: Desk) -> Iterable[str]:
    row = desk.law.classes.get(line.code)
    seen: set[str] = set()
    while row is not None and row.code not in seen:
        seen.add(row.code)
        yield row.code
        row = desk.law.classes.get(row.parent)


def unit(code: str, desk: Desk) -> str:
    """A unit's name; a code that is no unit's any more stands for itself."""
    if code == STREET:
        return gettext("属地街道（乡镇）")
    found = desk.law.units.get(code)
    return named(found) if found else code


def units(codes: str, desk: Desk) -> str:
    """Names of units that stand with `;` between."""
    return listed(unit(code, desk) for code in several(codes))


def limit(text: str) -> str:
    """`7wd` in words; what is none stands for itself."""
    try:
        return span(text) if text else ""
    except ValueError:
        return text


def class_name(code: str, desk: Desk) -> str:
    """A class in words, with its way down."""
    way = [named(desk.law.classes[one]) for one in _way(Line(code), desk)]
    return gettext(" › ").join(reversed(way)) or code


def change_shown(change: Change, desk: Desk) -> dict[str, Any]:
    """A change in words: what it is of, and column by column how it was and how it is to be."""
    line = change.after or change.before or Line("")
    words, tone = KINDS[change.kind]
    return {
        "code": change.code,
        "name": label((line.name, line.name_en)),
        "kind": gettext(words),
        "tone": tone,
        "columns": [
            {
                "label": gettext(catalogue.LABELS[name]),
                "before": _cell(change.before, name, desk),
                "after": _cell(change.after, name, desk),
            }
            for name in change.columns
            if name != "code"
        ],
    }


def _cell(line: Line | None, name: str, desk: Desk) -> str:
    text: str = getattr(line, name) if line else ""
    if name in ("lead", "assisting"):
        return units(text, desk)
    if name == "limit":
        return limit(text)
    if name == "parent" and text in desk.law.classes:
        return f"{text} {named(desk.law.classes[text])}"
    return text.replace(";", "、") if name == "keywords" else text


@require_GET
@staff
def line(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """One class: who is responsible, on what ground, and what was ever changed or proposed."""
    table = lines.in_force(desk.law)
    if code not in table:
        raise Refused(not_found(N_("清单里没有“{code}”。"), code=code))
    lead, _ = desk.law.responsible(code, "")
    context = {
        "line": _shown(table[code], desk),
        "way": class_name(code, desk),
        "inherited": unit(lead, desk) if lead and not table[code].lead else "",
        "below": [_shown(one, desk) for one in table.values() if one.parent == code],
        "history": [
            {
                "pk": one.proposal,
                "state": gettext(STATES[one.state][0]),
                "tone": STATES[one.state][1],
                "version": one.version,
                "on": one.effective_on,
                "reason": one.reason,
                "change": change_shown(one.change, desk),
            }
            for one in lines.history(code, desk.law)
        ],
    }
    return show(request, desk, "line", context)


@require_GET
@staff
def versions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every version with its time, and what one changed of another."""
    found = lines.versions(desk.law)
    context: dict[str, Any] = {"versions": found}
    known = [one.valid.version for one in found]
    new = _number(request.GET.get("new", ""), known, desk.law.version)
    before = [one for one in known if one < new]
    old = _number(request.GET.get("old", ""), known, before[0] if before else new)
    try:
        changes = lines.between(desk.law, old, new)
    except NoSuchRegime:
        raise Refused(not_found(N_("没有这个版本。"))) from None
    context |= {
        "old": old,
        "new": new,
        "known": known,
        "changes": [change_shown(change, desk) for change in changes],
        "counts": {
            kind: sum(one.kind == kind for one in changes)
            for kind in ("added", "changed", "removed")
        },
    }
    return show(request, desk, "versions", context)


def _number(text: str, known: list[int], usual: int) -> int:
    """A version that somebody chose. Raises Refused for one that is not there."""
    if not text:
        return usual
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if number not in known:
        raise Refused(not_found(N_("没有这个版本。")))
    return number


@require_GET
@staff
def download(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The catalogue in force as a CSV that spreadsheets open; to be changed and brought back."""
    text = catalogue.written(lines.in_force(desk.law))
    response = HttpResponse(f"\ufeff{text}", content_type="text/csv; charset=utf-8")
    name = f"catalogue-{desk.law.regime.id}-v{desk.law.version}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
