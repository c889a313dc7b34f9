"""A proposed change of the catalogue at the desk: looked at, heard, decided (PS-3)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.cases.actions import Refused
from huiyin.dispatch import actions
from huiyin.dispatch import catalogue as lines
from huiyin.dispatch.actions import Verdict
from huiyin.dispatch.catalogue import State, Whole
from huiyin.people import queries as people
from huiyin.rules import catalogue
from huiyin.rules.access import may_decide_lines, may_speak_for_unit
from huiyin.rules.catalogue import Line
from huiyin.rules.words import N_
from huiyin.web.asking import label, sentence, status_of
from huiyin.web.desk.catalogue import STATES, change_shown, show, unit
from huiyin.web.desk.catalogue_forms import (
    AskForm,
    Asking,
    DecideForm,
    SpeakForm,
    days_on,
)
from huiyin.web.desk.frame import Desk, staff

A_FORTNIGHT = 14
PAGE = 100
"""So many lines are shown at once."""
STEPS = {
    "drafted": N_("从文件读入，成为草稿"),
    "proposed": N_("提出"),
    "asked": N_("开始征求意见"),
    "agreed": N_("赞成"),
    "objected": N_("反对"),
    "adopted": N_("决定采纳"),
    "rejected": N_("决定不采纳"),
    "withdrawn": N_("撤回"),
    "in_force": N_("发布施行"),
    "trouble": N_("到日子没有能发布"),
    "reopened": N_("重新打开"),
}


@require_GET
@staff
def proposal(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """A proposal whole: the difference, what the units say, what can be done now."""
    return _whole_page(request, desk, lines.whole(pk, desk.law))


def _whole_page(
    request: HttpRequest,
    desk: Desk,
    one: Whole,
    *,
    again: dict[str, Asking] | None = None,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    names = people.by_ids({step.by for step in one.steps} | {said.by for said in one.opinions})
    origin, _, what = one.origin.partition(":")
    part = Paginator(one.lines, PAGE).get_page(request.GET.get("page") or 1)
    context = {
        "one": one,
        "page": part,
        "state": gettext(STATES[one.state][0]),
        "tone": STATES[one.state][1],
        "running": _runs(one, desk),
        "silent": one.silent(),
        "file": what if origin == "file" else "",
        "ruling": what if origin == "ruling" else "",
        "changes": [change_shown(line.change, desk) | {"left_out": line.left_out} for line in part],
        "opinions": [
            {"one": said, "unit": unit(said.unit, desk), "by": _name(said.by, names)}
            for said in one.opinions
        ],
        "steps": [
            {
                "at": step.at,
                "title": gettext(STEPS.get(step.kind, step.kind)),
                "text": step.text,
                "who": _who(step, names, desk),
            }
            for step in one.steps
        ],
        "told": told,
        **_forms(one, desk),
        **(again or {}),
    }
    return show(request, desk, "proposal", context, status=status)


def _name(by: str, names: dict[str, Any]) -> str:
    return names[by].name if by in names else ""


def _who(step: lines.Done, names: dict[str, Any], desk: Desk) -> str:
    parts = (unit(step.unit, desk) if step.unit else "", _name(step.by, names))
    return " · ".join(part for part in parts if part) or gettext("系统")


def _runs(one: Whole, desk: Desk) -> bool:
    """Does a round of comments run?"""
    today = timezone.localdate(desk.now)
    return one.state is State.OPEN and one.until is not None and one.until >= today


def _forms(one: Whole, desk: Desk) -> dict[str, Any]:
    """What this member can do to it now."""
    decides = may_decide_lines(desk.actor, desk.law) is None
    own = decides or one.by == desk.actor.id
    mine = one.asked(desk.member.unit) if may_speak_for_unit(desk.actor) is None else None
    found: dict[str, Any] = {
        "can_put_forward": own and one.state is State.DRAFT,
        "can_withdraw": own and one.state in (State.DRAFT, State.OPEN),
        "can_reopen": decides and one.state is State.ADOPTED,
    }
    if mine is not None and _runs(one, desk):
        begins = {"reason": mine.reason, "ground": mine.ground}
        if mine.agrees is not None:
            begins["agrees"] = "yes" if mine.agrees else "no"
        found["speak"] = SpeakForm(desk, initial=begins)
    if decides and one.state is State.OPEN:
        today = timezone.localdate(desk.now)
        until = days_on(today, A_FORTNIGHT)
        concerned = _concerned(one, desk)
        found["ask"] = AskForm(desk, concerned, initial={"units": concerned, "until": until})
        found["decide"] = DecideForm(desk, _lines(one), initial={"on": today})
    return found


def _concerned(one: Whole, desk: Desk) -> list[str]:
    every = (catalogue.concerned(line.change, desk.law) for line in one.lines)
    return list(dict.fromkeys(code for units in every for code in units))


def _lines(one: Whole) -> list[tuple[str, str]]:
    found = []
    for line in one.lines:
        shown = line.change.after or line.change.before or Line("")
        found.append((line.change.code, f"{shown.code} {label((shown.name, shown.name_en))}"))
    return found


# -- what is done to it


def _ask(form: Asking, pk: int, told: dict[str, Any]) -> str:
    said = form.cleaned_data
    actions.ask(pk, said["units"], said["until"], **told)
    return gettext("已开始征求意见。")


def _speak(form: Asking, pk: int, told: dict[str, Any]) -> str:
    said = form.cleaned_data
    words = {"reason": said["reason"], "ground": said["ground"]}
    actions.speak(pk, agrees=said["agrees"] == "yes", **words, **told)
    return gettext("已记下本单位的意见。")


def _decide(form: Asking, pk: int, told: dict[str, Any]) -> str:
    said = form.cleaned_data
    left_out = frozenset(said.get("left_out", ()))
    verdict = Verdict(said["adopts"] == "yes", said["reason"], said["on"], left_out)
    actions.decide(pk, verdict, **told)
    return gettext("已决定。")


FORMS: dict[str, tuple[type[Asking], Callable[[Asking, int, dict[str, Any]], str]]] = {
    "ask": (AskForm, _ask),
    "speak": (SpeakForm, _speak),
    "decide": (DecideForm, _decide),
}
PLAIN: dict[str, tuple[Callable[..., None], str]] = {
    "put-forward": (actions.put_forward, N_("已提出，可以征求意见了。")),
    "withdraw": (actions.withdraw, N_("已撤回。")),
    "reopen": (actions.reopen, N_("已重新打开。")),
}


@require_POST
@staff
def do(request: HttpRequest, desk: Desk, pk: int, deed: str) -> HttpResponse:
    """One step of a proposal; a refusal shows the page again with what was typed."""
    one = lines.whole(pk, desk.law)
    told = {"law": desk.law, "actor": desk.actor, "now": desk.now}
    if deed in PLAIN:
        act, done = PLAIN[deed]
        try:
            act(pk, **told)
        except Refused as no:
            why = sentence(no.refusal, desk.law)
            return _whole_page(request, desk, one, told=why, status=status_of(no.refusal))
        messages.success(request, gettext(done))
        return redirect("desk:catalogue-proposal", pk)
    if deed not in FORMS:
        raise Http404
    form = _form(deed, one, desk, request.POST)
    if form.is_valid():
        try:
            messages.success(request, FORMS[deed][1](form, pk, told))
        except Refused as no:
            form.refuse(no.refusal)
            status = status_of(no.refusal)
            now = lines.whole(pk, desk.law)
            return _whole_page(request, desk, now, again={deed: form}, status=status)
        return redirect("desk:catalogue-proposal", pk)
    return _whole_page(request, desk, one, again={deed: form}, status=422)


def _form(deed: str, one: Whole, desk: Desk, data: Any) -> Asking:
    if deed == "ask":
        return AskForm(desk, (), data)
    return DecideForm(desk, _lines(one), data) if deed == "decide" else SpeakForm(desk, data)
