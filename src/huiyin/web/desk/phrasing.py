"""The place's own words for answers: read, written, retired (P105)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.cases.actions import Refused
from huiyin.handling import phrases
from huiyin.handling.phrases import BLANKS, DEEDS, Kept, Said
from huiyin.handling.queries import may_write
from huiyin.rules.access import may_write_articles
from huiyin.rules.lifecycle import TABLE
from huiyin.web.asking import label, listed, named, sentence, status_of
from huiyin.web.desk.frame import Desk, page, staff
from huiyin.web.forms import Menu, WordsField
from huiyin.web.options import options


class PhraseForm(forms.Form):
    """What a phrase says; its words and blanks are judged by `handling`."""

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = listed("{" + label((chinese, english)) + "}" for english, chinese in BLANKS.items())
        self.fields["name"] = _words(gettext("模板名称"), forms.TextInput({"autocomplete": "off"}))
        self.fields["deed"] = forms.ChoiceField(
            label=gettext("用在哪一步"),
            choices=[(deed, _deed(deed)) for deed in DEEDS],
            widget=Menu,
        )
        self.fields["text"] = _words(
            gettext("模板内容"),
            forms.Textarea({"rows": 8}),
            help_text=gettext("花括号里的字换成这件诉求的：{known}。").format(known=known),
        )
        classes = [("", gettext("什么事都能用")), *(options("classes", None, desk.law) or [])]
        units = [("", gettext("哪个单位都能用")), *(options("units", None, desk.law) or [])]
        self.fields["class_code"] = forms.ChoiceField(
            label=gettext("哪一类的事"), choices=classes, required=False, widget=Menu
        )
        self.fields["unit"] = forms.ChoiceField(
            label=gettext("哪个单位的"), choices=units, required=False, widget=Menu
        )
        self.fields["instead"] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def said(self) -> Said:
        """What was filled in."""
        return Said(**{name: self.cleaned_data[name] for name in Said.__slots__})


def _words(name: str, widget: forms.Widget, **more: Any) -> forms.CharField:
    asked = {"required": gettext("请填写“{label}”。").format(label=name)}
    return WordsField(label=name, widget=widget, error_messages=asked, **more)


def _deed(deed: str) -> str:
    return label((TABLE[deed].label, TABLE[deed].label_en.capitalize()))


@require_GET
@staff
def listing(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All that stand, by deed."""
    part = phrases.kept(desk.actor, page=request.GET.get("page", ""))
    context = {
        "page": part,
        "phrases": [_row(one, desk) for one in part],
        "writes": may_write(desk.actor),
    }
    return page(request, desk, "phrases", context)


def _row(one: Kept, desk: Desk) -> dict[str, Any]:
    of, unit = desk.law.classes.get(one.said.class_code), desk.law.units.get(one.said.unit)
    return {
        "pk": one.pk,
        "said": one.said,
        "deed": _deed(one.said.deed) if one.said.deed in TABLE else one.said.deed,
        "class": named(of) if of else "",
        "unit": named(unit) if unit else "",
        "changes": may_write_articles(desk.actor, one.said.unit) is None,
    }


@staff
def write(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A new one; with `?from=`, in another's stead."""
    form = PhraseForm(desk, request.POST or None, initial=_begins(request, desk))
    if request.method == "POST" and form.is_valid():
        instead = form.cleaned_data["instead"]
        try:
            told = form.said()
            phrases.write(
                desk.place.pk, told, actor=desk.actor, now=desk.now, instead=instead or None
            )
        except Refused as no:
            at = no.refusal.field if no.refusal.field in form.fields else None
            form.add_error(at, sentence(no.refusal, desk.law))
            return page(request, desk, "phrase", {"form": form}, status=status_of(no.refusal))
        messages.success(request, gettext("模板已存好。"))
        return redirect("desk:phrases")
    return page(request, desk, "phrase", {"form": form}, status=422 if form.is_bound else 200)


def _begins(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    old = request.GET.get("from", "")
    if not old.isdecimal():
        return {"unit": desk.member.unit}
    said = phrases.get(desk.actor, int(old)).said
    return {name: getattr(said, name) for name in Said.__slots__} | {"instead": old}


@require_POST
@staff
def retire(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Offered no more."""
    phrases.retire(pk, actor=desk.actor, now=desk.now)
    messages.success(request, gettext("模板已停用。"))
    return redirect("desk:phrases")
