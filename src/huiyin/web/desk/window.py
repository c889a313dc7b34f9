"""The one window of a centre: who came or wrote, what for, and to which desk it goes (FX-5)."""

from typing import Any

from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import window as intake
from huiyin.intake.window import Brought
from huiyin.rules import access
from huiyin.web import attaching, qr
from huiyin.web.asking import named, status_of
from huiyin.web.classing import classed
from huiyin.web.desk import registering
from huiyin.web.desk.deeds import person_of
from huiyin.web.desk.frame import Desk, not_written, page, staff
from huiyin.web.forms import DeedForm, Menu

ORDER = (
    "name",
    "phone",
    "identity_no",
    "title",
    "text",
    "attachments",
    "desk",
    "kind",
    "level",
    "area",
)


def _form(desk: Desk, data: Any = None, channel: str = "") -> DeedForm:
    """What is asked at the window; by the ways in of staff only, and never whistle-blowing."""
    form = registering.form_for(data, desk.place, desk.law)
    ours = [one for one in desk.law.regime.channels if one.open_to == "staff" and not one.whistle]
    form.fields["channel"] = forms.ChoiceField(
        label=gettext("渠道"),
        choices=[("", gettext("请选择")), *((one.id, named(one)) for one in ours)],
        initial=channel,
        widget=Menu(),
    )
    desks = desk.law.desks(desk.member.unit)
    hands_over = {role for role, _ in access.who_may("dispatch", desk.law)}
    if desks and not hands_over.isdisjoint(desk.actor.roles):
        form.fields["desk"] = forms.ChoiceField(
            label=gettext("分到哪个窗口"),
            choices=[
                ("", gettext("不分，交分拨员")),
                *(
                    (unit, f"{number} {named(desk.law.units[unit])}")
                    for unit, number in desks.items()
                ),
            ],
            required=False,
            widget=Menu(),
        )
    form.fields["text"].widget.attrs["rows"] = 4
    form.order_fields(ORDER)
    return form


@staff
def take(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form, and what comes of it: registered and at its desk in one sitting."""
    no = access.may(desk.actor, "register", None, desk.law)
    if no is not None:
        raise Refused(no)
    if request.method != "POST":
        channel = request.session.get("window_channel", "")
        return page(request, desk, "window", {"form": _form(desk, channel=channel)})
    form = _form(desk, request.POST)
    ready = form.is_valid()
    if not (attaching.gather(form, request, desk.place.pk, by=desk.actor.id) and ready):
        return page(request, desk, "window", {"form": form}, status=422)
    asked = form.cleaned_data
    unit = asked.get("desk", "")
    brought = Brought(
        classed(desk.place, registering.matter_of(form), desk.law), person_of(form), unit
    )
    why = gettext("一窗受理，分到窗口。")
    try:
        receipt = intake.take(
            desk.place, brought, actor=desk.actor, now=desk.now, key=asked["key"], why=why
        )
    except Refused as refused:
        form.refuse(refused.refusal, desk.law)
        return page(request, desk, "window", {"form": form}, status=status_of(refused.refusal))
    except OperationalError:
        form.add_error(None, not_written())
        return page(request, desk, "window", {"form": form}, status=503)
    request.session["window_channel"] = asked["channel"]
    request.session["window_slip"] = {"number": receipt.number, "code": receipt.code, "unit": unit}
    return redirect("desk:window-slip")


@staff
def slip(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The slip to print: number, code, and which desk; the code is shown here and nowhere else."""
    kept = request.session.get("window_slip")
    case = cases.find(kept["number"]) if kept else None
    if kept is None or case is None:
        return redirect("desk:window")
    unit = desk.law.units.get(kept["unit"])
    look_up = reverse("citizen:look-up", args=[case.place]) + f"?number={case.number}"
    context = {
        "slip": kept,
        "unit": named(unit) if unit else "",
        "desk": desk.law.desks(desk.member.unit).get(kept["unit"], ""),
        "qr": qr.drawn(request.build_absolute_uri(look_up)),
        "at": case.registered_at,
        "open_url": reverse("desk:case", args=[case.number])
        if access.may_see(desk.actor, case)
        else "",
    }
    return page(request, desk, "slip", context)
