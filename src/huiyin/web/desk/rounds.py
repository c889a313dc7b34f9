"""The grid worker's phone page (FX-4, FX-8): snap and report, solve on the spot, speak for others.

The page and its script go on without a network: `grid.js` keeps what was written and sends it
later, with the key it was given when it was written.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from huiyin.cases import actions as doing
from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import identity
from huiyin.intake.attachments import FIELD
from huiyin.intake.identity import Person
from huiyin.people import queries as people
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, forbidden, invalid, not_now
from huiyin.rules.steps.dispatch import Claim
from huiyin.rules.steps.receive import AnswerDirectly
from huiyin.rules.vocabulary import Channel, Role
from huiyin.rules.words import N_
from huiyin.web import attaching
from huiyin.web.asking import named, sentence, status_of
from huiyin.web.attaching import FilesField
from huiyin.web.classing import classed
from huiyin.web.desk.frame import Desk, not_written, page, staff
from huiyin.web.desk.lists import rows
from huiyin.web.forms import Menu, WordsField

TITLE = 40
"""Characters of the first line that become the title."""
AFTER = "after"
"""The field of the photos that show it solved: they come with the answer, not with the report."""
LATE = timedelta(minutes=10)
"""What was written so much earlier than it arrives says when it was written."""
OLDEST = timedelta(days=30)
NEAR = 100


class RoundForm(forms.Form):
    """Where, what, and only if so: solved already, or said for somebody else."""

    key = forms.CharField(required=False, widget=forms.HiddenInput())
    written_at = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, desk: Desk, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4().hex})
        self.desk = desk
        self._ask_matter()
        if may_solve(desk):
            self._ask_solved()
        self._ask_person()

    def _ask_matter(self) -> None:
        photos = FilesField(label=gettext("照片"))
        photos.help_text = gettext("处理前的样子。处理后的照片在下面“已经就地解决”里。")
        if not may_solve(self.desk):
            photos.help_text = ""
        self.fields[FIELD] = photos
        area = forms.ChoiceField(
            label=gettext("在哪里"), choices=areas(self.desk), widget=Menu(), initial=""
        )
        text = WordsField(
            label=gettext("什么情况"),
            widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
            help_text=gettext("一句话说清楚，例如：3 号楼前下水井盖破了。"),
        )
        kinds = [kind for kind in self.desk.law.regime.kinds if kind.port == "public"]
        kind = forms.ChoiceField(
            label=gettext("哪一类事"),
            choices=[(kind.id, named(kind)) for kind in kinds],
            widget=forms.RadioSelect(),
        )
        for name, field, missing in (
            ("area", area, gettext("请选择地点。")),
            ("text", text, gettext("请用一句话写明情况。")),
            ("kind", kind, gettext("请选一类。")),
        ):
            field.error_messages |= {"required": missing, "invalid_choice": missing}
            self.fields[name] = field

    def _ask_solved(self) -> None:
        self.fields["solved"] = forms.BooleanField(label=gettext("已经就地解决"), required=False)
        self.fields["answer"] = WordsField(
            label=gettext("怎么解决的"),
            required=False,
            widget=forms.Textarea({"rows": 2, "data-needs": "solved", "autocomplete": "off"}),
        )
        after = FilesField(label=gettext("处理后的照片"))
        after.help_text = ""
        self.fields[AFTER] = after

    def _ask_person(self) -> None:
        self.fields["on_behalf"] = forms.BooleanField(
            label=gettext("代别人反映（代诉）"), required=False
        )
        for name, label, kind in (
            ("name", gettext("诉求人姓名"), "text"),
            ("phone", gettext("诉求人电话"), "tel"),
        ):
            shown = {"type": kind, "autocomplete": "off", "data-needs": "on_behalf"}
            self.fields[name] = forms.CharField(
                label=label, required=False, widget=forms.TextInput(shown)
            )
        self.fields["consent"] = forms.BooleanField(
            label=gettext("本人同意我代为反映，并留下姓名和电话"),
            required=False,
            widget=forms.CheckboxInput({"data-needs": "on_behalf"}),
        )

    def clean(self) -> dict[str, Any]:
        """What a tick asks for must be there."""
        given = super().clean() or {}
        if given.get("solved") and not given.get("answer", "").strip():
            self.add_error("answer", gettext("请写明怎么解决的。"))
        if given.get("on_behalf"):
            for name, missing in (
                ("name", gettext("请填写诉求人姓名。")),
                ("phone", gettext("请填写诉求人电话。")),
                ("consent", gettext("请先征得本人同意，再勾选。")),
            ):
                if not given.get(name):
                    self.add_error(name, missing)
        return given

    def groups(self) -> list[dict[str, Any]]:
        """The questions that follow a tick, with their tick."""
        parts = (("solved", ("answer", AFTER)), ("on_behalf", ("name", "phone", "consent")))
        return [
            {"tick": self[tick], "fields": [self[name] for name in names]}
            for tick, names in parts
            if tick in self.fields
        ]

    def person(self) -> Person:
        """Who asks: the person spoken for, else the grid worker, at work."""
        given = self.cleaned_data
        if given["on_behalf"]:
            return Person(name=given["name"], phone=given["phone"])
        return Person(name=self.desk.member.name, phone=self.desk.member.phone.replace("-", ""))

    def matter(self, channel: Channel) -> intake.Matter:
        """What was found."""
        given, law = self.cleaned_data, self.desk.law
        said = given["text"].strip()
        first = said.splitlines()[0] if said else ""
        return intake.Matter(
            channel=channel.id,
            kind=given["kind"],
            level=law.regime.levels[-1].id if law.regime.levels else "",
            area=given["area"],
            title=first[:TITLE] + ("…" if len(first) > TITLE else ""),
            text=said + self._written(),
            on_behalf=given["on_behalf"],
            attachments=given[FIELD],
        )

    def _written(self) -> str:
        """A line that says when it was written, where it was sent much later."""
        try:
            at = parse_datetime(self.cleaned_data["written_at"])
        except ValueError:
            at = None
        if at is None or timezone.is_naive(at):
            return ""
        if not LATE < self.desk.now - at < OLDEST:
            return ""
        return "\n" + gettext("（{at} 写于现场，联网后发送。）").format(at=_clock(at))


def _clock(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def may_solve(desk: Desk) -> bool:
    """Does the place let grid workers answer what they solved on the spot?"""
    return not desk.actor.roles.isdisjoint(desk.law.regime.dispatch.solve_by)


def areas(desk: Desk) -> list[tuple[str, str]]:
    """My grids with what lies in them; of who has none yet, those of the unit or the place."""
    law = desk.law
    unit = law.units.get(desk.member.unit)
    top = [unit.area] if unit and unit.area else [desk.place.area]
    mine = [code for code in people.grids_of(desk.member) if code in law.areas] or top
    return [(code, _called(code, law)) for code in law.areas if _within(code, mine, law)]


def _within(code: str, above: list[str], law: Law) -> bool:
    return any(one in above for one in law.ancestry(code))


def _called(code: str, law: Law) -> str:
    """The area with the one above it: a hundred villages have a first group."""
    area = law.areas[code]
    above = law.areas.get(area.parent)
    if above is None or area.name.startswith(above.name):
        return named(area)
    return gettext(" › ").join((named(above), named(area)))


def _worker(desk: Desk) -> None:
    """Raises Refused for who is no grid worker."""
    if Role.GRID_WORKER not in desk.actor.roles:
        raise Refused(forbidden(N_("这里是网格员的页面，请用网格员账号登录。")))


def _channel(desk: Desk) -> Channel:
    """The channel of grid workers. Raises Refused where the place has none."""
    if desk.law.grid_channel is None:
        raise Refused(not_now(N_("本地还没有开通网格渠道，请在“登记诉求”里登记。")))
    return desk.law.grid_channel


@staff
def rounds(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page, and what comes of it: for the script a number or a reason, else a page again."""
    _worker(desk)
    channel = _channel(desk)
    if request.method != "POST":
        return _asked(request, desk, RoundForm(desk))
    form = RoundForm(desk, request.POST)
    ready = form.is_valid()
    if not (attaching.gather(form, request, desk.place.pk, by=desk.actor.id) and ready):
        return _again(request, desk, form, 422)
    try:
        taken = _take(form, channel, desk)
    except Refused as no:
        return _refused(request, desk, form, no.refusal)
    except OperationalError:
        form.add_error(None, not_written())
        return _again(request, desk, form, 503)
    if _for_script(request):
        return JsonResponse({"number": taken.number}, status=201)
    messages.success(request, gettext("已登记，编号 {number}。").format(number=taken.number))
    return redirect(f"{reverse('desk:grid')}?done")  # not the page that is kept for later


def _take(form: RoundForm, channel: Channel, desk: Desk) -> intake.Receipt:
    person, given = form.person(), form.cleaned_data
    if not given["on_behalf"] and identity.check(identity.tidy(person), channel):
        raise Refused(invalid("", N_("您的账号没有能用的工作电话，请联系管理员补上。")))
    matter = classed(desk.place, form.matter(channel), desk.law)
    told = {"actor": desk.actor, "now": desk.now, "key": given["key"][:64]}
    if given.get("solved"):
        answer = AnswerDirectly(text=given["answer"], attachments=given[AFTER])
        return intake.solve(desk.place, matter, person, answer, **told)
    return intake.report(desk.place, matter, person, **told)


def _refused(request: HttpRequest, desk: Desk, form: RoundForm, no: Refusal) -> HttpResponse:
    field = no.field if no.field in form.fields else None
    form.add_error(field, sentence(no, desk.law))
    return _again(request, desk, form, status_of(no))


def _for_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _again(request: HttpRequest, desk: Desk, form: RoundForm, status: int) -> HttpResponse:
    if _for_script(request):
        told = [str(said) for every in form.errors.values() for said in every]
        return JsonResponse({"refused": " ".join(told)}, status=status)
    return _asked(request, desk, form, status=status)


def _asked(request: HttpRequest, desk: Desk, form: RoundForm, *, status: int = 200) -> HttpResponse:
    mine = people.grids_of(desk.member)
    context = {
        "form": form,
        "grids": [named(desk.law.areas[code]) for code in mine if code in desk.law.areas],
    }
    return page(request, desk, "rounds", context, status=status)


@require_GET
@staff
def token(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who is signed in, and a fresh token to send with: asked before the queue is sent."""
    _worker(desk)
    return JsonResponse({"member": str(desk.member.pk), "token": get_token(request)})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page for when the line is cut; it reaches no other page."""
    response = render(request, "desk/grid_worker.js", content_type="text/javascript")
    response.headers["Service-Worker-Allowed"] = reverse("desk:grid")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_GET
@staff
def cases_near(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits for me, and what may be claimed: my grids first."""
    _worker(desk)
    mine = people.grids_of(desk.member)
    found = []
    if not desk.actor.roles.isdisjoint(desk.law.regime.dispatch.claim_by):
        found = list(cases.claimable(desk.actor)[:NEAR])
        found.sort(key=lambda row: not _within(row.area, mine, desk.law))
    waiting = list(cases.listing(desk.actor, now=desk.now)[:NEAR])
    context = {"claims": rows(found, desk), "waiting": rows(waiting, desk)}
    return page(request, desk, "rounds_cases", context)


@require_POST
@staff
def claim(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Ours: my unit takes it."""
    _worker(desk)
    cases.get(number, desk.actor)
    doing.act(number, Claim(), actor=desk.actor, now=desk.now)
    messages.success(request, gettext("{number}：已认领。").format(number=number))
    return redirect("desk:case", number)
