"""Registering a matter for somebody who wrote, called, came, or was met (SN-3, FX-2, FX-4)."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.people import queries as people
from huiyin.people.models import Place
from huiyin.regimes import queries as regimes
from huiyin.rules import access
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE
from huiyin.web import attaching
from huiyin.web.asking import named, status_of
from huiyin.web.classing import classed
from huiyin.web.desk.deeds import add_person, person_of
from huiyin.web.desk.frame import Desk, not_written, page, refused, staff
from huiyin.web.forms import DeedForm, Menu, deed_form

ROW = TABLE["register"]
ORDER = (
    "channel",
    "title",
    "text",
    "attachments",
    "kind",
    "level",
    "class_code",
    "area",
    "address",
    "position",
    "name",
    "phone",
    "identity_no",
    "on_behalf",
    "collective",
    "confidential",
)


@staff
def register(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form, and what comes of it."""
    no = access.may(desk.actor, "register", None, desk.law)
    if no is not None:
        return refused(request, desk, no)
    place = _place(request, desk)
    law = regimes.current(place.regime)
    form = form_for(request.POST if request.method == "POST" else None, place, law)
    if request.method != "POST":
        return _asked(request, desk, place, form)
    ready = form.is_valid()
    if not (take_files(form, request, desk, place) and ready):
        return _asked(request, desk, place, form, status=422)
    try:
        receipt = intake.report(
            place,
            classed(place, matter_of(form), law),
            person_of(form),
            actor=desk.actor,
            now=desk.now,
            key=form.cleaned_data["key"],
        )
    except Refused as why:
        form.refuse(why.refusal, law)
        return _asked(request, desk, place, form, status=status_of(why.refusal))
    except OperationalError:
        form.add_error(None, not_written())
        return _asked(request, desk, place, form, status=503)
    request.session["desk_receipt"] = {"number": receipt.number, "code": receipt.code}
    return redirect("desk:registered")


@staff
def registered(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The receipt to read out or to print: the query code is shown here and nowhere else."""
    kept = request.session.get("desk_receipt")
    if kept is None:
        return redirect("desk:register")
    case = cases.find(kept["number"])
    context = {
        "receipt": kept,
        "open_url": reverse("desk:case", args=[kept["number"]])
        if case is not None and access.may_see(desk.actor, case)
        else "",
        "again_url": reverse("desk:call" if kept.get("call") else "desk:register"),
        "call": bool(kept.get("call")),
    }
    return page(request, desk, "registered", context)


def _place(request: HttpRequest, desk: Desk) -> Place:
    """The member's own place, or one below it that was chosen."""
    chosen = request.GET.get("place", "")
    if chosen in desk.actor.places:
        return people.place(chosen) or desk.place
    return desk.place


def form_for(data: Any, place: Place, law: Law) -> DeedForm:
    """What staff are asked when they register; shared by the pages that do."""
    form = deed_form(ROW, None, law, place.pk)(data)
    channels = [channel for channel in law.regime.channels if channel.open_to != "machine"]
    channels.sort(key=lambda channel: channel.open_to != "staff")
    asks = {
        "real_name": gettext("{name}（须实名）"),
        "contact": gettext("{name}（须留电话）"),
        "code": gettext("{name}（不问姓名）"),
    }
    listed = [(one.id, asks[one.identity].format(name=named(one))) for one in channels]
    asked = form.fields["channel"]
    asked.widget = Menu()
    if isinstance(asked, forms.ChoiceField):
        asked.choices = [("", gettext("请选择")), *listed]
    del form.fields["particulars"]  # whoever listens writes it all down in one
    add_person(form)
    key = forms.CharField(widget=forms.HiddenInput(), initial=uuid4().hex, required=False)
    form.fields["key"] = key
    form.order_fields(list(ORDER))
    return form


def take_files(
    form: DeedForm, request: HttpRequest, desk: Desk, place: Place | None = None
) -> bool:
    """Keep the files that came, for the member's own place where none is named.

    False where one could not be taken; to be called after `is_valid`.
    """
    where = place or desk.place
    channel = regimes.current(where.regime).channels.get(form.data.get("channel", ""))
    whistle = channel is not None and channel.whistle
    return attaching.gather(form, request, where.pk, whistle=whistle, by=desk.actor.id)


def matter_of(form: DeedForm) -> intake.Matter:
    """What was filled in, apart from who reports it."""
    asked = form.cleaned_data
    return intake.Matter(**{name: asked[name] for name in intake.Matter.__slots__ if name in asked})


def _asked(
    request: HttpRequest, desk: Desk, place: Place, form: DeedForm, *, status: int = 200
) -> HttpResponse:
    places = [one for one in people.places() if one.pk in desk.actor.places]
    tabs = [
        {
            "url": f"{request.path}?place={one.pk}",
            "label": named(one),
            "count": None,
            "current": one.pk == place.pk,
        }
        for one in places
    ]
    context = {"form": form, "places": tabs if len(tabs) > 1 else []}
    return page(request, desk, "register", context, status=status)
