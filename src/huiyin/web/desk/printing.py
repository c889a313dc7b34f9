"""An order or an answer of a case on paper, as Word or PDF (P108).

Who petitions is masked; in an answer the name is written out once a purpose is stated, and the look
is kept (B17).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.handling import docx, pdf
from huiyin.intake import actions as intake
from huiyin.intake import queries as people_of_cases
from huiyin.intake.identity import Person
from huiyin.people import queries as people
from huiyin.regimes import queries as regimes
from huiyin.rules import printed
from huiyin.rules.access import may_know_petitioners
from huiyin.rules.blanks import Known
from huiyin.rules.case import Case
from huiyin.rules.printed import Piece, Value
from huiyin.rules.refusals import not_now
from huiyin.rules.vocabulary import Role
from huiyin.rules.words import N_
from huiyin.web.asking import in_english, sentence
from huiyin.web.desk import casepage, papers
from huiyin.web.desk.frame import Desk, staff
from huiyin.web.desk.papers import Scene

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WRONG = N_("本地的“{form}”模板第 {line} 行要改：{why}")


@dataclass(frozen=True, slots=True)
class _Form:
    told: Callable[[Scene], dict[str, Value]]
    known: Known


FORMS = {
    "order": _Form(papers.order, printed.ORDER),
    "answer": _Form(papers.answer, printed.ANSWER),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def paper(request: HttpRequest, desk: Desk, number: str, form: str, end: str) -> HttpResponse:
    """The file. A post writes the petitioner's name into the answer."""
    if form not in FORMS or end not in ("docx", "pdf"):
        raise Http404
    case = cases.get(number, desk.actor)
    scene = _scene(case, desk)
    pieces = _pieces(form, scene)
    if request.method == "POST":
        if form != "answer":
            raise Http404
        scene = replace(scene, person=_in_the_clear(request, desk, case))
        pieces = _pieces(form, scene)
    name = gettext(papers.NAMES[form])
    title = f"{name} {case.number}"
    if end == "docx":
        body, kind = docx.drawn(pieces, title=title), _WORD
    else:
        body = pdf.drawn(pieces, title=title, language=get_language() or "")
        kind = "application/pdf"
    response = HttpResponse(body, content_type=kind)
    at_once = end == "docx" or request.method == "POST"
    named = content_disposition_header(at_once, f"{name}-{case.number}.{end}") or ""
    response.headers["Content-Disposition"] = named
    response.headers["Cache-Control"] = "no-store"
    return response


def _scene(case: Case, desk: Desk) -> Scene:
    """The case with what is told of it, the petitioner masked."""
    law, entries = cases.law_of(case), cases.timeline(case.number)
    views = cases.clock_views(case, desk.now)
    ref = people_of_cases.citizen_actor(case).petitioner
    knows = may_know_petitioners(desk.actor, case)
    return Scene(
        case=case,
        law=law,
        place=people.place(case.place) or desk.place,
        entries=entries,
        members=people.by_ids(casepage.actors(case, entries)),
        person=people_of_cases.masked(ref) if knows else Person(),
        clocks=[
            casepage.clock_shown(view, law)
            for view in views
            if view.law.owner is not Role.PETITIONER and not view.clock.paused
        ],
        names=casepage.names(case, law),
        now=desk.now,
    )


def _in_the_clear(request: HttpRequest, desk: Desk, case: Case) -> Person:
    """The petitioner by name, the purpose kept (B17). Raises Refused."""
    ref = people_of_cases.citizen_actor(case).petitioner
    why = request.POST.get("purpose", "")
    return intake.read_petitioner(case, ref, member=desk.actor, purpose=why, now=desk.now)


def _pieces(name: str, scene: Scene) -> list[Piece]:
    """The sheet, whole or not at all. Raises Refused."""
    form = FORMS[name]
    values = form.told(scene)
    law = regimes.current(scene.place.regime)
    text = regimes.form(law.regime.id, law.version, name, english=in_english())
    wrong = next(printed.faults(text, form.known), None)
    if wrong is not None:  # a law published before a name went out of use
        line, why = wrong
        told = {"form": gettext(papers.NAMES[name]), "line": line, "why": sentence(why)}
        raise Refused(not_now(_WRONG, **told))
    return printed.compose(text, values, form.known)
