"""Internal notes: whom an @ in the words means, and the list to pick colleagues from (P56, P57)."""

import re
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from huiyin.cases import queries as cases
from huiyin.people import queries as people
from huiyin.people.models import Member
from huiyin.rules import access
from huiyin.rules.case import Case
from huiyin.rules.deeds import Deed
from huiyin.rules.lifecycle import TABLE
from huiyin.web.asking import listed, named
from huiyin.web.desk.frame import Desk, staff
from huiyin.web.forms import DeedForm, deed_form

MOST = 20
"""So many colleagues may be mentioned in one note."""

LISTED = 8
"""So many are offered to pick from."""

LONGEST = 80
"""Of what follows an @, as much is looked at: no name or login is longer."""

_AT = re.compile(rf"(?<![A-Za-z0-9_.+-])[@＠](\S{{1,{LONGEST}}})")
_LOGIN = re.compile(r"[A-Za-z0-9_.@+-]*[A-Za-z0-9_]")
_CALLED = re.compile(r"[\w·-]{1,12}")


class NoteForm(DeedForm):
    """What is typed after an @ is a colleague who may open the case."""

    case: ClassVar[Case]
    meant: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = reverse("desk:colleagues", args=[self.case.number])
        self.fields["text"].widget.attrs["data-mentions"] = address

    def clean_text(self) -> str:
        """Raises ValidationError where an @ means nobody, several, or somebody outside."""
        text = str(self.cleaned_data["text"])
        self.meant = mentioned(text, self.case)
        return text

    def deed(self, **given: Any) -> Deed:
        """With whom it is meant for."""
        return super().deed(mentioned=self.meant, **given)


def form_class(case: Case, desk: Desk) -> type[DeedForm]:
    """The form of a note on this case."""
    made = deed_form(TABLE["note"], case, desk.law, case.place)
    return type("NoteForm", (NoteForm, made), {"case": case, "row": TABLE["note"]})


def mentioned(text: str, case: Case) -> tuple[str, ...]:
    """Ids of those whom the words mention, in order. Raises ValidationError."""
    said = [found[1] for found in _AT.finditer(text)]
    if not said:
        return ()
    known = people.called(case.place, {name for words in said for name in _names(words)})
    meant = dict.fromkeys(_who(words, known, case) for words in said)
    if len(meant) > MOST:
        told = gettext("一次最多提到 {most} 位同事。").format(most=MOST)
        raise forms.ValidationError(told)
    return tuple(meant)


def _names(words: str) -> list[str]:
    """What a name or login at the beginning of these words could be; Chinese has no spaces."""
    login = _LOGIN.match(words)
    return [words[:n] for n in range(1, len(words) + 1)] + ([login[0]] if login else [])


def _who(words: str, known: list[Member], case: Case) -> str:
    login = _LOGIN.match(words)
    by_login = [one for one in known if login and one.username.lower() == login[0].lower()]
    by_name = [one for one in known if words.startswith(one.name)]
    longest = max((len(one.name) for one in by_name), default=0)
    found = by_login or [one for one in by_name if len(one.name) == longest]
    called = _CALLED.match(words)
    name = called[0] if called else words[:1]
    if not found:
        told = gettext("没有叫“{name}”的同事，请从列表里选。").format(name=name)
        raise forms.ValidationError(told)
    if len(found) > 1:
        logins = listed(f"@{one.username}" for one in found)
        told = gettext("有几位同事都叫“{name}”，请写登录名：{logins}。")
        raise forms.ValidationError(told.format(name=found[0].name, logins=logins))
    actor = people.actor_of(found[0])
    if not access.may_see(actor, case):
        told = gettext("{name}不能看这件诉求，不能提到。").format(name=found[0].name)
        raise forms.ValidationError(told)
    return actor.id


@require_GET
@staff
def colleagues(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The few colleagues whose name or login has these letters, and who may open the case."""
    case = cases.get(number, desk.actor)
    found = people.like(case.place, request.GET.get("q", "")[:LONGEST])
    actors = people.actors_of(found)
    may = [one for one in found if access.may_see(actors[one.pk], case)][:LISTED]
    law = cases.law_of(case)
    names = [one.name for one in found]
    return JsonResponse(
        {
            "colleagues": [
                {
                    "say": one.name if names.count(one.name) == 1 else one.username,
                    "name": one.name,
                    "login": one.username,
                    "unit": named(law.units[one.unit]) if one.unit in law.units else "",
                }
                for one in may
            ]
        }
    )
