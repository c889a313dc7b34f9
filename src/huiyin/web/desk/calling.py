"""The agent's page for a live call, and the list of numbers to call back (B23)."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.cases import queries
from huiyin.cases.actions import Refused
from huiyin.cases.queries import Row
from huiyin.dispatch.queries import Seems, similar, suggest
from huiyin.handling import actions as knowledge_actions
from huiyin.handling import queries as knowledge
from huiyin.handling.queries import Asks
from huiyin.intake import actions as intake
from huiyin.intake import attachments, calls, drafts
from huiyin.intake.attachments import FIELD
from huiyin.intake.calls import Told
from huiyin.intake.identity import Person
from huiyin.people import queries as people
from huiyin.rules import access
from huiyin.rules.case import OPEN
from huiyin.rules.deeds import Deed
from huiyin.rules.refusals import invalid
from huiyin.rules.steps.receive import Supplement
from huiyin.rules.steps.supervise import Urge
from huiyin.rules.words import N_
from huiyin.web import particulars
from huiyin.web.asking import sentence, status_of
from huiyin.web.classing import classed
from huiyin.web.desk import registering
from huiyin.web.desk.deeds import person_of
from huiyin.web.desk.finding import Finding
from huiyin.web.desk.frame import Desk, not_written, page, staff
from huiyin.web.desk.lists import rows as in_words
from huiyin.web.forms import DeedForm

FLOW = (
    "phone",
    "name",
    "title",
    "text",
    "area",
    "address",
    "class_code",
    "kind",
    "level",
    "channel",
)
"""The order of a call: who, what, where."""
REST = ("identity_no", "on_behalf", "collective", "confidential")
KEPT = (*FLOW, *REST, "answer", "call", "article")
"""What a draft keeps: words. Files come with the form, and stay with it until it is taken."""


def _may(desk: Desk) -> None:
    no = access.may_take_calls(desk.actor)
    if no is not None:
        raise Refused(no)


def _form(desk: Desk, data: Any = None, said: Mapping[str, str] | None = None) -> DeedForm:
    form = registering.form_for(data, desk.place, desk.law)
    answer = forms.Textarea({"rows": 3})
    form.fields["answer"] = forms.CharField(
        label=gettext("当场答复"), required=False, widget=answer
    )
    for name in ("call", "article"):
        form.fields[name] = forms.CharField(widget=forms.HiddenInput(), required=False)
    form.fields["area"].widget = Finding(form.fields["area"].widget.choices, desk.law.areas)
    form.fields["class_code"].widget = Finding(
        form.fields["class_code"].widget.choices, desk.law.classes
    )
    form.fields["text"].widget.attrs["rows"] = 4
    form.fields[FIELD].help_text = gettext("通话录音、对方发来的照片。登记时一起传，草稿里不存。")
    form.order_fields([*FLOW, "answer", *REST])
    form.initial.update(said or {})
    return form


@staff
def call(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One page for a live call: who, what, where; registered, answered, or added to a case."""
    _may(desk)
    if request.method == "POST":
        verb, _, what = request.POST.get("do", "register").partition(":")
        return _DOES.get(verb, _register)(request, desk, what)
    draft = drafts.latest(desk.actor, now=desk.now)
    if draft is None:
        channel = request.session.get("call_channel", "")
        return _asked(request, desk, _form(desk, said={"channel": channel}))
    form = _form(desk, said={**draft.said, "key": draft.key})
    return _asked(request, desk, form, {"revision": draft.revision, "restored": True})


def _asked(
    request: HttpRequest,
    desk: Desk,
    form: DeedForm,
    more: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    fields = [form[name] for name in (*FLOW, "answer") if name in form.fields]
    context = {
        "form": form,
        "fields": fields,
        "rest": [form[name] for name in (FIELD, *REST) if name in form.fields],
        "calls": _on_the_line(desk),
        "member": desk.member.pk,
        "revision": 0,
    }
    return page(request, desk, "call", context | dict(more or {}), status=status)


# -- looking


def _look(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """Who is on the line and what they brought before; as a part of the page where asked."""
    said = request.POST
    if request.headers.get("X-Part") == "like":
        return render(request, "desk/call_like.html", _like(said, desk))
    found = _caller(said, desk)
    if request.headers.get("X-Part") == "caller":
        return render(request, "desk/call_caller.html", found | {"now": desk.now})
    typed = _typed(said) | ({} if said.get("name") else {"name": found["person"].name})
    return _asked(request, desk, _form(desk, said=typed), found | _like(said, desk))


def _typed(said: QueryDict) -> dict[str, str]:
    return {name: str(said[name]) for name in (*KEPT, "key") if name in said}


def _caller(said: QueryDict, desk: Desk) -> dict[str, Any]:
    phone = said.get("phone", "").strip()
    if not phone:
        return {"looked": False, "person": Person(), "past": []}
    person = calls.read_caller(phone, member=desk.actor, now=desk.now)
    numbers = calls.cases_of(phone, desk.actor)
    return {
        "looked": True,
        "person": person,
        "past": _in_words(queries.numbered(numbers, desk.actor)[:20], desk),
    }


def _in_words(found: list[Row], desk: Desk) -> list[dict[str, Any]]:
    opened = {row.number for row in found if row.phase in OPEN}
    return [row | {"open": row["number"] in opened} for row in in_words(found, desk)]


def _like(said: QueryDict, desk: Desk) -> dict[str, Any]:
    """Open cases of the last month that may be about the same."""
    seems = Seems(
        place=desk.place.pk,
        text=f"{said.get('title', '')}\n{said.get('text', '')}",
        area=said.get("area", ""),
        class_code=said.get("class_code", ""),
    )
    numbers = [one.number for one in similar(desk.law, seems, now=desk.now, most=5)]
    own = set(calls.cases_of(said.get("phone", ""), desk.actor))
    others = [number for number in numbers if number not in own]
    today = timezone.localdate(desk.now)
    asks = Asks(seems.place, seems.text, seems.class_code)
    known = knowledge.answering(asks, today=today, public=False)
    class_code = seems.class_code or suggest(desk.law, said.get("title", ""), seems.text).class_code
    return {
        "like": _in_words(queries.numbered(others, desk.actor), desk),
        "known": known,
        "particulars": particulars.first(desk.law, class_code),
    }


def _use(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """A known answer is put where the caller's is written, below what stands there."""
    known = knowledge.of_desk(desk.actor, _id(what))
    typed = _typed(request.POST)
    if known is not None:
        there = typed.get("answer", "").strip()
        said = "\n".join(filter(None, (there, known.answer)))
        typed |= {"answer": said, "article": what}
    return _asked(request, desk, _form(desk, said=typed), _found(request, desk))


def _id(text: str) -> int:
    """0, which is nothing's, where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def _take(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """Fill in the number of a call; without a script also the way from the call-back list."""
    taken = calls.call_of(desk.place, what)
    filled = request.POST.copy()
    filled["phone"], filled["call"] = calls.number_of(taken), what
    found = _caller(filled, desk)
    typed = _typed(filled)
    typed["name"] = typed.get("name") or found["person"].name
    typed["channel"] = typed.get("channel") or request.session.get("call_channel", "")
    return _asked(request, desk, _form(desk, said=typed), found)


# -- what comes of it


def _register(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """The form is registered; answered at once where `what` says so."""
    form = _form(desk, request.POST)
    if what == "answer":
        form.fields["answer"].required = True
        form.fields["answer"].error_messages["required"] = gettext("请写下当场给的答复。")
    ready = form.is_valid()
    if not (registering.take_files(form, request, desk) and ready):
        return _asked(request, desk, form, status=422)
    asked = form.cleaned_data
    matter = registering.matter_of(form)
    answer = asked["answer"].strip() if what == "answer" else ""
    if not answer:  # where the place assigns by class, what is answered must not be assigned
        matter = classed(desk.place, matter, desk.law)
    told = Told(matter, person_of(form), answer, asked["call"])
    try:
        receipt = calls.take(desk.place, told, actor=desk.actor, now=desk.now, key=asked["key"])
    except Refused as why:
        form.refuse(why.refusal, desk.law)
        return _asked(request, desk, form, status=status_of(why.refusal))
    except OperationalError:
        form.add_error(None, not_written())
        return _asked(request, desk, form, status=503)
    if answer:
        article, today = _id(asked["article"]), timezone.localdate(desk.now)
        knowledge_actions.answered(receipt.number, article, actor=desk.actor, day=today)
    request.session["call_channel"] = matter.channel
    kept = {"number": receipt.number, "code": receipt.code, "call": True}
    request.session["desk_receipt"] = kept
    return redirect("desk:registered")


def _add(
    make: Callable[[str, tuple[str, ...]], Deed], done: str
) -> Callable[[HttpRequest, Desk, str], HttpResponse]:
    """What was typed goes to a case that is there already, and the files with it."""

    def added(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
        form = _form(desk, request.POST)
        form.is_valid()
        if not registering.take_files(form, request, desk):
            return _asked(request, desk, form, _found(request, desk), status=422)
        words = "\n".join(
            filter(None, (request.POST.get(n, "").strip() for n in ("title", "text")))
        )
        key = request.POST.get("key", "")
        try:
            if not words:
                raise Refused(invalid("text", N_("请先写下对方说了什么。")))
            case = queries.get(number, desk.actor)
            with transaction.atomic():
                deed = make(words, form.cleaned_data[FIELD])
                attachments.act(number, deed, actor=desk.actor, now=desk.now, key=key)
                _finish(request, desk, case.number, key)
        except Refused as why:
            return _told_no(request, desk, form, why)
        messages.success(request, gettext(done).format(number=number))
        return redirect("desk:call")

    return added


def _co_sign(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The caller has the same to say as somebody before: they sign, and get a code of their own."""
    form = _form(desk, said=_typed(request.POST))
    person = Person(*(request.POST.get(n, "") for n in ("name", "phone", "identity_no")))
    try:
        case = queries.get(number, desk.actor)
        with transaction.atomic():
            receipt = intake.co_sign(case, person, now=desk.now)
            _finish(request, desk, number, request.POST.get("key", ""))
    except Refused as why:
        return _told_no(request, desk, form, why)
    kept = {"number": receipt.number, "code": receipt.code, "call": True}
    request.session["desk_receipt"] = kept
    return redirect("desk:registered")


def _finish(request: HttpRequest, desk: Desk, number: str, key: str) -> None:
    calls.settle(desk.place, request.POST.get("call", ""), number, now=desk.now)
    drafts.done(desk.actor, key, now=desk.now)


def _told_no(request: HttpRequest, desk: Desk, form: DeedForm, why: Refused) -> HttpResponse:
    no = {"problem": sentence(why.refusal, desk.law)}
    return _asked(request, desk, form, _found(request, desk) | no, status=status_of(why.refusal))


def _found(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return _caller(request.POST, desk) | _like(request.POST, desk)


def _throw_away(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    drafts.done(desk.actor, request.POST.get("key", ""), now=desk.now)
    return redirect("desk:call")


def _save(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """Kept, for a browser without a script."""
    _keep(request, desk)
    messages.success(request, gettext("草稿已保存。"))
    return redirect("desk:call")


def _supplement(text: str, files: tuple[str, ...]) -> Deed:
    return Supplement(text=text, attachments=files)


def _urge(text: str, files: tuple[str, ...]) -> Deed:
    if files:
        raise Refused(invalid(FIELD, N_("催办不带文件，请用“补充”交文件。")))
    return Urge(text=text)


_DOES: dict[str, Callable[[HttpRequest, Desk, str], HttpResponse]] = {
    "look": _look,
    "take": _take,
    "use": _use,
    "register": _register,
    "answer": lambda request, desk, what: _register(request, desk, "answer"),
    "supplement": _add(_supplement, N_("{number}：补充已记下。")),
    "urge": _add(_urge, N_("{number}：已催办。")),
    "co_sign": _co_sign,
    "save": _save,
    "discard": _throw_away,
}


# -- the draft and the line


@require_POST
@staff
def keep(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep what is typed; the answer says which revision is kept now."""
    _may(desk)
    return JsonResponse({"revision": _keep(request, desk)})


def _keep(request: HttpRequest, desk: Desk) -> int:
    said = {name: request.POST[name] for name in KEPT if request.POST.get(name)}
    revision = request.POST.get("revision", "")
    known = int(revision) if revision.isascii() and revision.isdecimal() else 0
    newest = min(known, 2**62) or int(desk.now.timestamp() * 1000)
    key = request.POST.get("key", "")[:64]
    return drafts.save(desk.actor, desk.place.pk, key, said, revision=newest, now=desk.now)


@require_GET
@staff
def ringing(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The calls on the line now, as a part of the page."""
    _may(desk)
    return render(request, "desk/call_ringing.html", {"calls": _on_the_line(desk)})


def _on_the_line(desk: Desk) -> list[dict[str, Any]]:
    live = calls.on_the_line(desk.place, desk.member.username, now=desk.now)
    return [
        {
            "pk": one.pk,
            "number": calls.number_of(one),
            "answered": one.state == "answered",
            "at": one.rang_at,
        }
        for one in live
    ]


@staff
def callbacks(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Whom to call back, the longest waiting first (国办函〔2025〕66号)."""
    _may(desk)
    if request.method == "POST":
        result, pk = request.POST.get("result", ""), request.POST.get("call", "")
        calls.call_back(desk.place, pk, result, actor=desk.actor, now=desk.now)
        return redirect("desk:callbacks")
    missed = calls.to_call_back(desk.place)
    names = people.by_ids({one.taken_by for one in missed})
    listed = [
        {"one": one, "taker": names[one.taken_by].name if one.taken_by in names else ""}
        for one in missed
    ]
    return page(request, desk, "callbacks", {"missed": listed})
