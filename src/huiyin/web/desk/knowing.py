"""The knowledge base at the desk: known, written, changed, looked at again (P109, P110)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.handling import actions, queries
from huiyin.handling.actions import Said
from huiyin.handling.queries import Known
from huiyin.people import queries as people
from huiyin.rules.refusals import not_found
from huiyin.rules.words import N_
from huiyin.web.asking import named, sentence, status_of
from huiyin.web.desk import answering
from huiyin.web.desk.frame import Desk, page, staff
from huiyin.web.forms import Menu
from huiyin.web.options import options

A_YEAR = timedelta(days=365)


class ArticleForm(forms.Form):
    """What an article says; lengths and characters are judged by `handling`."""

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.law = desk.law
        one = forms.TextInput({"autocomplete": "off"})
        self.fields["question"] = _words(gettext("问题"), one)
        self.fields["ways"] = _words(
            gettext("别的问法"),
            forms.Textarea({"rows": 3}),
            help_text=gettext("一行一种。群众这样写，也能找到这条答复。"),
            required=False,
        )
        self.fields["answer"] = _words(gettext("答复"), forms.Textarea({"rows": 8}))
        self.fields["source"] = _words(gettext("依据"), forms.TextInput(), required=False)
        units = [("", gettext("不分单位")), *(options("units", None, desk.law) or [])]
        classes = [("", gettext("不分类别")), *(options("classes", None, desk.law) or [])]
        self.fields["class_code"] = forms.ChoiceField(
            label=gettext("哪一类的事"), choices=classes, required=False, widget=Menu()
        )
        self.fields["unit"] = forms.ChoiceField(
            label=gettext("由谁负责"), choices=units, required=False, widget=Menu()
        )
        self.fields["until"] = forms.DateField(
            label=gettext("有效期至"),
            help_text=gettext("到期后群众看不到，要有人再看一遍。"),
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            error_messages={"required": gettext("请填写有效期。")},
        )
        self.fields["public"] = forms.BooleanField(
            label=gettext("群众也能看到"), required=False, initial=True
        )
        self.fields["seen"] = forms.IntegerField(required=False, widget=forms.HiddenInput())
        self.fields["case"] = forms.CharField(required=False, widget=forms.HiddenInput())

    def said(self) -> Said:
        """What was filled in."""
        return Said(**{name: self.cleaned_data[name] for name in Said.__slots__})


def _words(label: str, widget: forms.Widget, **more: Any) -> forms.CharField:
    asked = {"required": gettext("请填写“{label}”。").format(label=label)}
    field = forms.CharField(label=label, widget=widget, error_messages=asked, **more)
    field.validators = []  # the room refuses control characters in its own words
    return field


@require_GET
@staff
def articles(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is known, by words; those whose time is over first."""
    today, words = timezone.localdate(desk.now), request.GET.get("q", "")[:200]
    due = "due" in request.GET
    part = queries.kept(desk.actor, words, due=due, page=request.GET.get("page", ""), today=today)
    context = {
        "page": part,
        "articles": [
            {
                "one": kept.known,
                "due": kept.due,
                "helped": kept.helped,
                "unit": _unit(kept.known, desk),
            }
            for kept in part
        ],
        "words": words,
        "due": due,
        "waiting": queries.count_due(desk.actor, today=today),
        "writes": queries.may_write(desk.actor),
    }
    return page(request, desk, "articles", context)


def _unit(known: Known, desk: Desk) -> str:
    found = desk.law.units.get(known.unit)
    return named(found) if found else ""


@staff
def write(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A new article; with `?case=`, from the answer to that case."""
    until = timezone.localdate(desk.now) + A_YEAR
    begins = {"until": until, "unit": desk.member.unit}
    number = (request.POST if request.method == "POST" else request.GET).get("case", "")
    if number:
        begins |= answering.begins(desk, number)
    form = ArticleForm(desk, request.POST or None, initial=begins)
    around = {"from_case": begins.get("case", "")}
    if request.method == "POST" and form.is_valid():
        told = {**_when(desk), "case": around["from_case"]}
        try:
            actions.write(desk.place.pk, form.said(), actor=desk.actor, **told)
        except Refused as no:
            return _again(request, desk, form, no, **around)
        messages.success(request, gettext("已写入知识库。"))
        return redirect("desk:articles")
    status = 422 if form.is_bound else 200
    return page(request, desk, "article", {"form": form, **around}, status=status)


def _when(desk: Desk) -> dict[str, Any]:
    return {"today": timezone.localdate(desk.now), "now": desk.now}


def _again(
    request: HttpRequest, desk: Desk, form: ArticleForm, no: Refused, **more: Any
) -> HttpResponse:
    at = no.refusal.field if no.refusal.field in form.fields else None
    form.add_error(at, sentence(no.refusal, desk.law))
    return page(request, desk, "article", {"form": form, **more}, status=status_of(no.refusal))


@staff
def article(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """One article: read, changed, retired; and how it read before."""
    known = queries.of_desk(desk.actor, pk)
    if known is None:
        raise Refused(not_found(N_("没有这条答复。")))
    if request.method == "POST" and "retire" in request.POST:
        actions.retire(pk, actor=desk.actor, now=desk.now)
        messages.success(request, gettext("已停用，谁也看不到了。"))
        return redirect("desk:articles")
    form = ArticleForm(desk, request.POST or None, initial=_initial(known))
    around = _around(known, desk)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or 0
            actions.change(pk, form.said(), seen=seen, actor=desk.actor, **_when(desk))
        except Refused as no:
            # what the other wrote stands on the page now, so it has been seen
            form.data = {**request.POST.dict(), "seen": known.version}
            return _again(request, desk, form, no, **around)
        messages.success(request, gettext("已改好，原来的说法留着。"))
        return redirect("desk:article", pk)
    status = 422 if form.is_bound else 200
    return page(request, desk, "article", {"form": form, **around}, status=status)


def _came_from(known: Known, desk: Desk) -> list[str]:
    """The case whose answer it was, for those who may open it."""
    found = cases.numbered([known.case], desk.actor) if known.case else []
    return [row.number for row in found]


def _initial(known: Known) -> dict[str, Any]:
    said = {name: getattr(known, name) for name in Said.__slots__}
    return said | {"ways": "\n".join(known.ways), "seen": known.version}


def _around(known: Known, desk: Desk) -> dict[str, Any]:
    before = queries.wordings(known.pk)
    names = people.by_ids({one.by for one in before})
    return {
        "known": known,
        "unit": _unit(known, desk),
        "came_from": _came_from(known, desk),
        "changes": queries.may_change(desk.actor, known) and not known.retired,
        "wordings": [
            {"one": one, "by": names[one.by].name if one.by in names else ""} for one in before
        ],
    }
