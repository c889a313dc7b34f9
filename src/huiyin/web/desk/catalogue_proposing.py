"""Proposing a change of the catalogue at the desk: one line, or a whole sheet (PS-3)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from huiyin.cases.actions import Refused
from huiyin.dispatch import actions, disputes, sheets
from huiyin.dispatch import catalogue as lines
from huiyin.dispatch.actions import Said
from huiyin.dispatch.disputes import Precedent
from huiyin.dispatch.sheets import Fault, Unreadable
from huiyin.regimes import queries as regimes
from huiyin.regimes.queries import NoSuchRegime
from huiyin.rules import catalogue
from huiyin.rules.access import may_decide_lines, may_propose_lines
from huiyin.rules.catalogue import Line
from huiyin.rules.refusals import Refusal, not_found
from huiyin.rules.words import N_
from huiyin.web.asking import label, sentence, status_of
from huiyin.web.desk.catalogue import STATES, show, unit
from huiyin.web.desk.catalogue_forms import LineForm, SheetForm, initial_of
from huiyin.web.desk.frame import Desk, staff

FAULTS_SHOWN = 500


@require_GET
@staff
def proposals(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is proposed, what waits for me first."""
    every = "all" in request.GET
    today = timezone.localdate(desk.now)
    found = lines.listed(
        desk.actor, desk.law, every=every, page=request.GET.get("page", ""), today=today
    )
    rows = [
        {
            "one": one,
            "state": gettext(STATES[one.state][0]),
            "tone": STATES[one.state][1],
            "unit": unit(one.unit, desk),
        }
        for one in found
    ]
    return show(request, desk, "proposals", {"page": found, "rows": rows, "every": every})


@staff
def propose(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A line that is to be otherwise, or a new one; perhaps as a ruling says."""
    _allow(may_propose_lines(desk.actor))
    asked = request.POST if request.method == "POST" else request.GET
    ruling = _ruling(asked.get("ruling", ""), desk)
    before = _before(request.GET.get("code", ""), asked.get("seen", ""), desk)
    begins = {"seen": desk.law.version, "parent": request.GET.get("under", "")}
    if before is not None:
        begins |= initial_of(before)
    if ruling is not None:
        begins |= _as_ruled(ruling, before)
    form = LineForm(desk, before, request.POST or None, initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            pk = _put(form, ruling, desk)
        except Refused as no:
            form.refuse(no.refusal)
            return _propose_page(request, desk, form, ruling, status_of(no.refusal))
        messages.success(request, gettext("已提出，第 {number} 号。").format(number=pk))
        return redirect("desk:catalogue-proposal", pk)
    return _propose_page(request, desk, form, ruling, 422 if form.is_bound else 200)


def _propose_page(
    request: HttpRequest, desk: Desk, form: LineForm, ruling: Precedent | None, status: int
) -> HttpResponse:
    before = form.before
    context = {
        "form": form,
        "code": before.code if before else "",
        "name": label((before.name, before.name_en)) if before else "",
        "ruling": ruling,
    }
    return show(request, desk, "propose", context, status=status)


def _put(form: LineForm, ruling: Precedent | None, desk: Desk) -> int:
    said = Said(
        (form.change(),),
        form.cleaned_data["reason"],
        form.cleaned_data["ground"],
        f"ruling:{ruling.dispute.case}" if ruling else "",
    )
    place, law = desk.place.pk, desk.law
    return actions.propose(said, place=place, law=law, actor=desk.actor, now=desk.now)


def _before(code: str, seen: str, desk: Desk) -> Line | None:
    """The line as whoever fills in the form has seen it. Raises Refused for an unknown class."""
    if not code:
        return None
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    try:
        table = regimes.catalogue_of(desk.law.regime.id, version or desk.law.version)
    except NoSuchRegime:
        table = lines.in_force(desk.law)
    if code not in table:
        raise Refused(not_found(N_("清单里没有“{code}”。"), code=code))
    return table[code]


def _ruling(text: str, desk: Desk) -> Precedent | None:
    """The ruling that `EV-20261124-00001-7:5` names. Raises Refused where there is none."""
    if not text:
        return None
    case, _, seq = text.partition(":")
    number = int(seq) if seq.isascii() and seq.isdigit() and len(seq) < 9 else 0
    found = disputes.precedent(desk.law, desk.actor, case, number) if text.isprintable() else None
    if found is None:
        raise Refused(not_found(N_("没有这个裁定。")))
    return found


def _as_ruled(ruling: Precedent, before: Line | None) -> dict[str, Any]:
    """The line that the ruling would make, for a person to look at."""
    lead = ruling.dispute.lead
    others = catalogue.several(before.assisting) if before else ()
    return {
        "ruling": f"{ruling.dispute.case}:{ruling.dispute.seq}",
        "lead": lead,
        "assisting": [code for code in others if code != lead],
        "reason": ruling.reason,
        "ground": ruling.basis,
    }


@staff
def bring(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A file becomes a draft, or a list of its faults."""
    _allow(may_decide_lines(desk.actor, desk.law))
    bound = request.method == "POST"
    form = SheetForm(desk, request.POST, request.FILES) if bound else SheetForm(desk)
    faults: tuple[Fault, ...] = ()
    if bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = sheets.read(_bytes(file), desk.law, complete=form.cleaned_data["complete"])
            faults = sheet.faults
            if not faults:
                said = Said(
                    sheet.changes,
                    form.cleaned_data["reason"],
                    form.cleaned_data["ground"],
                    f"file:{file.name}",
                )
                place, law = desk.place.pk, desk.law
                pk = actions.draft(said, place=place, law=law, actor=desk.actor, now=desk.now)
                messages.success(request, gettext("已读入，请先看一遍差别。"))
                return redirect("desk:catalogue-proposal", pk)
        except (Unreadable, Refused) as no:
            form.refuse(no.refusal)
    context = {
        "form": form,
        "faults": [_fault(fault, desk) for fault in faults[:FAULTS_SHOWN]],
        "count": len(faults),
    }
    return show(request, desk, "bring", context, status=422 if bound else 200)


def _bytes(file: Any) -> bytes:
    """The file, or so much of it that it is seen to be too large."""
    data: bytes = file.read(sheets.LARGEST + 1) if file.size <= sheets.LARGEST else b""
    return data if file.size <= sheets.LARGEST else b" " * (sheets.LARGEST + 1)


def _fault(fault: Fault, desk: Desk) -> dict[str, Any]:
    heading = catalogue.LABELS.get(fault.heading, "")
    return {
        "row": fault.row,
        "column": fault.column,
        "heading": gettext(heading) if heading else fault.heading,
        "message": sentence(fault.refusal, desk.law),
    }


def _allow(no: Refusal | None) -> None:
    if no is not None:
        raise Refused(no)
