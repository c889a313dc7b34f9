"""Mediations at the desk: what is asked, the month's list with its counts, the agreement (FX-5)."""

from collections import Counter
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from huiyin.cases.actions import Outcome
from huiyin.intake import mediation
from huiyin.intake.mediation import Record
from huiyin.people import queries as people
from huiyin.rules import labels
from huiyin.rules.case import Case
from huiyin.rules.lifecycle import TABLE
from huiyin.web.asking import label, listed, named
from huiyin.web.desk.frame import Desk, page, staff
from huiyin.web.forms import DeedForm, Ticks, deed_form


def form_class(case: Case, desk: Desk) -> type[DeedForm]:
    """The rules know the outcome only; who, what and on what terms is asked beside it."""
    return type(
        "MediateForm",
        (deed_form(TABLE["mediate"], case, desk.law),),
        {
            "mediators": forms.MultipleChoiceField(
                label=gettext("调解员"),
                choices=[(f"member:{m.pk}", m.name) for m in _colleagues(desk)],
                initial=[desk.actor.id],
                widget=Ticks(),
                error_messages={"required": gettext("请选择调解员。")},
            ),
            "held_on": forms.DateField(
                label=gettext("调解日期"),
                initial=timezone.localdate(desk.now),
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
                error_messages={"required": gettext("请填写调解日期。")},
            ),
            "parties": _words(gettext("当事人（每行一位）"), 2),
            "dispute": _words(gettext("纠纷主要事实"), 3),
            "terms": _words(gettext("协议内容"), 4, required=False),
        },
    )


def _words(words: str, lines: int, *, required: bool = True) -> forms.CharField:
    asked = {"required": gettext("请填写“{label}”。").format(label=words)}
    widget = forms.Textarea({"rows": lines})
    return forms.CharField(label=words, required=required, widget=widget, error_messages=asked)


def _colleagues(desk: Desk) -> list[Any]:
    unit = desk.member.unit
    return people.members(desk.place.pk, unit=unit) if unit else [desk.member]


def record(form: DeedForm, case: Case, desk: Desk) -> Outcome:
    """Write down what was filled in. Raises Refused."""
    asked = form.cleaned_data
    said = Record(
        outcome=asked["mediation"],
        held_on=asked["held_on"],
        mediators=tuple(asked["mediators"]),
        parties=tuple(filter(None, (line.strip() for line in asked["parties"].splitlines()))),
        dispute=asked["dispute"],
        terms=asked["terms"],
    )
    return mediation.record(
        case,
        said,
        actor=desk.actor,
        today=timezone.localdate(desk.now),
        now=desk.now,
        key=asked["key"],
    )


@require_GET
@staff
def mediations(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A month's mediations, and how many of them each mediator brought to what."""
    first = _month(request.GET.get("month", ""), timezone.localdate(desk.now))
    after = _later(first)
    lines = mediation.held(desk.actor, first, after)
    names = people.by_ids({one for line in lines for one in line.mediators})
    outcomes = list(labels.MEDIATIONS)
    counted = Counter((who, line.outcome) for line in lines for who in line.mediators)
    counts: list[dict[str, Any]] = [
        {
            "name": names[who].name if who in names else "",
            "counts": [counted[who, outcome] for outcome in outcomes],
            "all": sum(counted[who, outcome] for outcome in outcomes),
        }
        for who in sorted({who for who, _ in counted})
    ]
    context = {
        "month": first,
        "before": f"{_earlier(first):%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= timezone.localdate(desk.now) else "",
        "outcomes": [label(labels.MEDIATIONS[outcome]) for outcome in outcomes],
        "counts": sorted(counts, key=lambda row: -row["all"]),
        "lines": [
            {
                "one": line,
                "outcome": label(labels.MEDIATIONS[line.outcome]),
                "tone": "green" if line.outcome in mediation.WITH_TERMS else "",
                "mediators": listed(names[one].name for one in line.mediators if one in names),
            }
            for line in lines
        ],
    }
    return page(request, desk, "mediations", context)


def _month(text: str, today: date) -> date:
    """2026-11 -> its first day; this month's for anything else."""
    try:
        found = parse_date(f"{text}-01")
    except ValueError:
        found = None
    return (found if found and found.year > 1900 else today).replace(day=1)


def _later(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _earlier(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


@require_GET
@staff
def agreement(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """The agreement as it is signed, or the record where there was none; a page of A4."""
    line, said = mediation.agreement(pk, member=desk.actor, now=desk.now)
    names = people.by_ids(line.mediators)
    context = {
        "line": line,
        "said": said,
        "agreed": line.outcome in mediation.WITH_TERMS,
        "outcome": label(labels.MEDIATIONS[line.outcome]),
        "mediators": [names[one].name for one in line.mediators if one in names],
        "place_name": named(desk.place),
    }
    response = page(request, desk, "agreement", context)
    response.headers["Cache-Control"] = "no-store"
    return response
