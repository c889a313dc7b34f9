"""The staff pages that are not lists: a case, a deed, a person's data, notices, my unit."""

from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.cases.queries import Told
from huiyin.intake import actions as intake
from huiyin.intake import queries as people_of_cases
from huiyin.people import queries as people
from huiyin.regimes import queries as regimes
from huiyin.rules import labels
from huiyin.rules.access import may_see
from huiyin.rules.case import OPEN, Phase
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.refusals import Refusal, Why
from huiyin.web import asking, attaching
from huiyin.web.asking import label, listed, named, sentence, status_of
from huiyin.web.desk import casepage, deeds, following, presence
from huiyin.web.desk.casepage import Trouble
from huiyin.web.desk.frame import Desk, not_written, page, staff
from huiyin.web.forms import DeedForm

NEVER_LATE = frozenset({"note"})
"""Deeds that nothing which others did could make wrong."""


@require_GET
@staff
def case(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """A case whole."""
    return casepage.show(request, desk, cases.get(number, desk.actor))


@require_POST
@staff
def do(request: HttpRequest, desk: Desk, number: str, deed: str) -> HttpResponse:
    """Do a deed; a refusal shows the page again with the sentence and with what was typed."""
    before = cases.get(number, desk.actor)
    row = TABLE.get(deed)
    law = cases.law_of(before)
    if row is None or not deeds.is_for_people(row, law):
        raise Http404
    form = deeds.fill(deeds.form_class(row, before, law, desk)(request.POST), before)
    ready = form.is_valid()
    if not (attaching.gather(form, request, before.place, by=desk.actor.id) and ready):
        no = deeds.in_the_way(row, before, law, desk)
        told = sentence(no, law) if no else gettext("还差一点，请看下面标红的地方。")
        trouble = Trouble(told, status_of(no) if no else 422, form)
        return casepage.show(request, desk, before, trouble=trouble)
    did = [] if deed in NEVER_LATE else presence.since(before, form.cleaned_data["seen"], desk)
    if did:
        no = deeds.in_the_way(row, before, law, desk)
        told = presence.meanwhile(did, sentence(no, law) if no else "")
        again = deeds.seen_again(form, before)
        return casepage.show(request, desk, before, trouble=Trouble(told, 409, again))
    try:
        after = deeds.do(form, before, desk)
    except Refused as why:
        return _refused(request, desk, number, form, why.refusal)
    except OperationalError:
        trouble = Trouble(not_written(), 503, form)
        return casepage.show(request, desk, before, trouble=trouble)
    messages.success(request, deeds.done(row, after))
    return redirect("desk:case", number) if may_see(desk.actor, after) else redirect("desk:inbox")


def _refused(
    request: HttpRequest, desk: Desk, number: str, form: DeedForm, no: Refusal
) -> HttpResponse:
    now = cases.get(number, desk.actor)
    law = cases.law_of(now)
    form.refuse(no, law)
    did = presence.since(now, form.cleaned_data["seen"], desk)  # in between: after we had looked
    told = presence.meanwhile(did, sentence(no, law)) if did else sentence(no, law)
    # the case is there; where something that was named is not, the fault is in the form
    status = 422 if no.why is Why.NOT_FOUND else status_of(no)
    trouble = Trouble(told, status, deeds.seen_again(form, now))
    return casepage.show(request, desk, now, trouble=trouble)


@require_POST
@staff
def petitioner(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The petitioner in the clear, once a purpose is stated; the look is kept (B17)."""
    found = cases.get(number, desk.actor)
    ref = people_of_cases.citizen_actor(found).petitioner
    purpose = request.POST.get("purpose", "")
    try:
        person = intake.read_petitioner(
            found, ref, member=desk.actor, purpose=purpose, now=desk.now
        )
    except Refused as no:
        trouble = Trouble(sentence(no.refusal), status_of(no.refusal))
        return casepage.show(request, desk, found, trouble=trouble)
    response = casepage.show(request, desk, found, person=person)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
@staff
def notices(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What I was told, and what happened to cases that I follow, newest first."""
    told: list[dict[str, Any]] = [
        {
            "text": _notice(row),
            "number": row.case.number,
            "title": row.case.title,
            "at": row.at,
        }
        for row in cases.notices_for(desk.member)
    ]
    told = sorted([*told, *following.news(desk)], key=lambda one: one["at"], reverse=True)
    return page(request, desk, "notices", {"notices": told})


def _notice(row: Told) -> str:
    law = regimes.law(row.case.regime, row.case.law)
    return asking.told(row.template, {**row.params, "number": row.case.number}, law)


@require_GET
@staff
def unit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """My unit: who is in it, and what it has open."""
    code = desk.member.unit
    colleagues = people.members(desk.place.pk, unit=code) if code else []
    known = desk.law.units.get(code)
    context = {
        "unit": named(known) if known else "",
        "area": _area(desk, known.area) if known else "",
        "colleagues": [
            {
                "name": member.name,
                "phone": member.phone,
                "roles": listed(label(labels.ROLES[role]) for role in member.roles),
                "me": member.pk == desk.member.pk,
            }
            for member in colleagues
        ],
        "numbers": _standing(desk, code) if known else [],
        "code": code,
    }
    return page(request, desk, "unit", context)


def _area(desk: Desk, code: str) -> str:
    found = desk.law.areas.get(code)
    return named(found) if found else ""


def _standing(desk: Desk, code: str) -> list[dict[str, object]]:
    """How many cases of the unit stand where, and how their lights are."""
    open_phases = [str(p) for p in Phase if p in OPEN and p is not Phase.REGISTERED]
    now = desk.now
    counts = (
        cases.listing(desk.actor, now=now, view="all", unit=code)
        .order_by()
        .filter(phase__in=open_phases)
        .aggregate(
            **{phase: Count("pk", filter=Q(phase=phase)) for phase in open_phases},
            light_yellow=Count("pk", filter=cases.lit("yellow", now)),
            light_red=Count("pk", filter=cases.lit("red", now)),
        )
    )
    lights = (("red", gettext("已超期")), ("yellow", gettext("快到期")))
    shown: list[dict[str, object]] = [
        {
            "label": words,
            "count": counts[f"light_{light}"],
            "query": f"light={light}",
            "tone": light,
        }
        for light, words in lights
    ]
    return shown + [
        {"label": label(labels.PHASES[p]), "count": counts[p], "query": f"phase={p}", "tone": ""}
        for p in open_phases
    ]
