"""One deed for many cases: chosen in a list, tried out on a page, done one by one (P113).

Nothing is written before the last step. Each case is decided by its own law and through the one
door, with a key: what is refused for one stops no other, and a second tap does nothing more.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases import actions
from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.people import queries as people
from huiyin.people.models import Member
from huiyin.rules import labels, lifecycle
from huiyin.rules.case import SYSTEM, Case
from huiyin.rules.deeds import Deed, Row
from huiyin.rules.facts import Fact
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE, Done
from huiyin.rules.refusals import Refusal, invalid, not_found
from huiyin.rules.steps.dispatch import Merge
from huiyin.rules.steps.handle import SendBack
from huiyin.rules.steps.receive import Register
from huiyin.rules.vocabulary import Mode, Role
from huiyin.rules.words import N_
from huiyin.web.asking import label, listed, sentence
from huiyin.web.attaching import FilesField
from huiyin.web.desk import wording
from huiyin.web.desk.deeds import FINAL, MANY
from huiyin.web.desk.frame import Desk, not_written, page, staff
from huiyin.web.desk.lists import tone_of
from huiyin.web.forms import DeedForm, deed_form

MOST = 200
"""So many cases at once."""

OWN: dict[str, str] = {
    "dispatch": N_("不选主办单位，就各按责任清单交办。"),
    "classify": N_("不选的，各件保持原样。"),
}
"""Deeds in which a field left empty is filled in for each case apart."""

_OURS = frozenset({"csrfmiddlewaretoken", "case", "deed", "key", "again"})
"""What the pages send besides the fields of the deed."""

_BACK = "back-"
"""Before the number of a case: why its answer is sent back instead of signed."""

SIGNED = ("sign_off",)


@dataclass(frozen=True, slots=True)
class Line:
    """A case on the page: what will happen to it or has, or why not."""

    number: str
    title: str = ""
    case: Case | None = None
    law: Law | None = None
    no: str = ""
    will: str = ""
    text: str = ""
    back: str = ""

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("desk:case", args=[self.number]) if self.case else ""

    @property
    def phase(self) -> str:
        """Where it stands, in words."""
        return label(labels.PHASES[self.case.phase]) if self.case else ""

    @property
    def tone(self) -> str:
        """The colour of the phase."""
        return tone_of(self.case.phase) if self.case else ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked: a deed, for these cases, at this desk."""

    row: Row
    desk: Desk
    lines: list[Line]
    data: QueryDict

    @property
    def name(self) -> str:
        """What the deed is called."""
        return label((self.row.label, self.row.label_en.capitalize()))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def choose(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The fields of the deed, and which of the cases stand so that it can be done."""
    if request.method != "POST":  # come back after signing in: the ticks are gone
        return redirect("desk:inbox")
    batch = _batch(request, desk)
    typed = batch.data if "again" in batch.data else None
    form = _form(batch, typed)
    if typed is None and not form.visible_fields():
        return _preview(request, batch, form)
    return _fill(request, batch, form)


@require_POST
@staff
def preview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Case by case what will happen, or why not; nothing is written."""
    batch = _batch(request, desk)
    form = _form(batch, batch.data)
    if not form.is_valid():
        return _fill(request, batch, form, status=422)
    return _preview(request, batch, form)


@require_POST
@staff
def do(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Done case by case, with what came of each."""
    batch = _batch(request, desk)
    form = _form(batch, batch.data)
    if not form.is_valid():
        return _fill(request, batch, form, status=422)
    names = _names(batch, form)
    lines = [_done(line, form, batch, names) for line in batch.lines]
    context = {
        "batch": batch,
        "done": [line for line in lines if not line.no],
        "not_done": [line for line in lines if line.no],
        "carried": _carried(batch),
    }
    return page(request, desk, "bulk_done", context)


def _batch(request: HttpRequest, desk: Desk) -> Batch:
    deed = request.POST.get("deed", "")
    if deed not in MANY:
        raise Http404
    numbers = list(dict.fromkeys(request.POST.getlist("case")))
    if not numbers:
        raise Refused(invalid("case", N_("还没有勾选诉求，请回到列表勾选。")))
    if len(numbers) > MOST:
        raise Refused(invalid("case", N_("一次最多办 {count} 件，请分几次。"), count=MOST))
    found = cases.several(numbers, desk.actor)
    lines = [_line(number, found, request.POST) for number in numbers]
    return Batch(TABLE[deed], desk, lines, request.POST)


def _line(number: str, found: dict[str, tuple[str, Case]], data: QueryDict) -> Line:
    if number not in found:
        no = not_found(N_("没有受理编号为“{number}”的诉求。"), number=number)
        return Line(number, no=sentence(no))
    title, case = found[number]
    back = data.get(_BACK + number, "").strip()
    return Line(number, title or number, case, cases.law_of(case), back=back)


# The form


def _form(batch: Batch, typed: QueryDict | None) -> DeedForm:
    """The same fields as for one case, but files, and what the house fills in for each."""
    desk, row = batch.desk, batch.row
    made = deed_form(row, None, desk.law, desk.place.pk, unit=desk.member.unit)
    form = made(typed, initial=_initial(batch))
    for name in [name for name, one in form.fields.items() if isinstance(one, FilesField)]:
        del form.fields[name]
    if row.id in OWN:
        for field in form.fields.values():
            field.required = False
    return form


def _initial(batch: Batch) -> dict[str, Any]:
    member = batch.desk.member
    if batch.row.id in ("accept", "claim"):
        contact = f"{member.name} {member.phone}".strip()
        return {"officer": batch.desk.actor.id, "contact": contact}
    if batch.row.id == "merge":
        known = [line.case for line in batch.lines if line.case]
        first = min(known, key=lambda case: (case.registered_at, case.number), default=None)
        return {"into": first.number if first else ""}
    return {}


def _deed(line: Line, form: DeedForm) -> Deed:
    """What is done to this case: what was typed, and for it alone what was left empty."""
    if line.back and form.row.id in SIGNED:
        return SendBack(reason=line.back)
    deed = form.deed()
    if line.case is None or line.law is None or form.row.id not in OWN:
        return deed
    own = _OWN[form.row.id](line.case, line.law)
    typed = {name: value for name in own if (value := getattr(deed, name))}
    if form.row.id == "dispatch" and typed.get("lead"):
        return deed
    return replace(deed, **(own | (typed if form.row.id == "classify" else {})))


def _by_catalogue(case: Case, law: Law) -> dict[str, Any]:
    lead, assisting = law.responsible(case.class_code, case.area)
    together = assisting and Mode.LEAD_ASSISTING in law.regime.dispatch.modes
    mode = Mode.LEAD_ASSISTING if together else Mode.DIRECT
    return {"lead": lead, "assisting": assisting if together else (), "mode": mode}


def _as_it_is(case: Case, law: Law) -> dict[str, Any]:
    return {name: getattr(case, name) for name in ("kind", "level", "class_code", "area")}


_OWN = {"dispatch": _by_catalogue, "classify": _as_it_is}


# Before


def _fill(request: HttpRequest, batch: Batch, form: DeedForm, *, status: int = 200) -> HttpResponse:
    lines = [_standing(line, batch) for line in batch.lines]
    context = {
        "batch": batch,
        "form": form,
        "help": gettext(OWN[batch.row.id]) if batch.row.id in OWN else "",
        "lines": lines,
        "possible": any(not line.no for line in lines),
        "danger": batch.row.id in FINAL,
        "carried_back": [(k, v) for k, v in _carried(batch) if k.startswith(_BACK)],
    }
    return page(request, batch.desk, "bulk", context, status=status)


def _standing(line: Line, batch: Batch) -> Line:
    """Whatever is filled in: does the case stand so that the deed can be done?"""
    if line.case is None or line.law is None:
        return line
    every = lifecycle.allowed(line.case, batch.desk.actor, batch.desk.now, line.law)
    no = next((one.refusal for one in every if one.row is batch.row), None)
    return replace(line, no=sentence(no, line.law) if no else "")


def _preview(request: HttpRequest, batch: Batch, form: DeedForm) -> HttpResponse:
    form = form if form.is_bound else _form(batch, batch.data)
    form.is_valid()
    names = _names(batch, form)
    lines = [_tried(line, form, batch, names) for line in batch.lines]
    if batch.row.id in SIGNED:
        said = cases.drafts([line.number for line in lines if not line.no])
        lines = [replace(line, text=said.get(line.number, "")) for line in lines]
    context = {
        "batch": batch,
        "lines": lines,
        "ready": sum(not line.no for line in lines),
        "signing": batch.row.id in SIGNED,
        "carried": [(k, v) for k, v in _carried(batch) if not k.startswith(_BACK)],
        "has_fields": bool(form.visible_fields()),
        "key": uuid4().hex,
        "danger": batch.row.id in FINAL,
    }
    return page(request, batch.desk, "bulk_preview", context)


def _carried(batch: Batch) -> list[tuple[str, str]]:
    """What was filled in, to be sent along hidden."""
    return [
        (name, str(value))
        for name, values in batch.data.lists()
        if name not in _OURS
        for value in values
    ]


def _names(batch: Batch, form: DeedForm) -> dict[str, Member]:
    """Whom the sentences may name."""
    officer = str(form.cleaned_data.get("officer") or "")
    return people.by_ids({batch.desk.actor.id, officer} - {""})


def _tried(line: Line, form: DeedForm, batch: Batch, names: dict[str, Member]) -> Line:
    """The deed decided, and nothing kept."""
    if line.case is None or line.law is None:
        return line
    deed = _deed(line, form)
    desk = batch.desk
    done = lifecycle.act(line.case, deed, desk.actor, desk.now, line.law)
    if not isinstance(done, Refusal):
        done = _other(line.case, deed, desk) or done
    if isinstance(done, Refusal):
        return replace(line, no=sentence(done, line.law))
    return replace(line, will=_told(done.facts, done.case, line.law, names))


def _other(case: Case, deed: Deed, desk: Desk) -> Refusal | None:
    """Why the case that it is joined to cannot take it."""
    if not isinstance(deed, Merge):
        return None
    for other in lifecycle.consequences(case, deed):
        if isinstance(other.deed, Register):
            continue
        try:
            into = cases.get(other.number, desk.actor)
        except Refused as no:
            return no.refusal
        done = lifecycle.act(into, other.deed, SYSTEM, desk.now, cases.law_of(into))
        if not isinstance(done, Done):
            return done
    return None


def _told(facts: tuple[Fact, ...], after: Case, law: Law, names: dict[str, Member]) -> str:
    """交办给住建局 → 待受理: what happens, and where the case then stands."""
    said = [wording.headline(fact.what, law, names) for fact in facts if fact.role != Role.SYSTEM]
    phase = label(labels.PHASES[after.phase])
    return gettext("{what} → {phase}").format(what=listed(dict.fromkeys(said)), phase=phase)


# Doing


def _done(line: Line, form: DeedForm, batch: Batch, names: dict[str, Member]) -> Line:
    if line.case is None or line.law is None:
        return line
    desk, key = batch.desk, batch.data.get("key", "")
    try:
        did = actions.act(line.number, _deed(line, form), actor=desk.actor, now=desk.now, key=key)
    except Refused as no:
        return replace(line, no=sentence(no.refusal, line.law))
    except OperationalError:
        return replace(line, no=not_written())
    if not did.facts:
        return replace(line, case=did.case, will=gettext("已经办过，没有再办一次。"))
    return replace(line, case=did.case, will=_told(did.facts, did.case, line.law, names))
