"""While somebody writes: what it seems to be, and whether others have said the same (B15, PS-2).

Nothing of what others wrote is shown, and nothing of what is being written is kept.
"""

from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huiyin.cases import queries as cases
from huiyin.dispatch.queries import Like, Seems, similar, suggest
from huiyin.handling.queries import Asks, answering
from huiyin.intake.queries import petitioner_actor
from huiyin.people.models import Place
from huiyin.rules.case import Phase
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import allowed
from huiyin.web import asking, crowd, particulars
from huiyin.web.citizen import emergency
from huiyin.web.citizen.pages import page, place_and_law
from huiyin.web.citizen.showing import WORDS

ME_TOO = "me-too"
"""The salt of links to join a case unread: they show nothing that its petitioner wrote."""
LONGEST = 2000
"""Characters that are looked at."""


@require_POST
@never_cache
def hints(request: HttpRequest, place: str) -> HttpResponse:
    """A fragment for the form: no page of its own."""
    where = place_and_law(place)
    if crowd.ASKING.is_pressing(crowd.browser(request), timezone.now()):
        return crowd.wait()
    text, area = request.POST.get("text", "")[:LONGEST], request.POST.get("area", "")[:40]
    class_code = suggest(where[1], "", text).class_code
    row = where[1].classes.get(class_code)
    call = emergency.number_for(text)
    return page(
        request,
        "hints",
        where,
        seems=asking.named(row) if row else "",
        call=call,
        call_text=emergency.sentence_for(call) if call else "",
        particulars=particulars.asked(where[1], class_code),
        known=answering(Asks(place, text, class_code), today=timezone.localdate()),
        alike=alike(*where, Seems(place, text, area, class_code), timezone.now()),
    )


def alike(
    place: Place, law: Law, matter: Seems, now: datetime, *, but: str = ""
) -> list[dict[str, Any]]:
    """Open cases that seem to be the same, as `citizen/parts/alike.html` takes them."""
    found = similar(law, matter, now=now)
    return [_shown(place, law, like, now) for like in found if like.number != but]


def _shown(place: Place, law: Law, like: Like, now: datetime) -> dict[str, Any]:
    about = [
        asking.named(row)
        for row in (law.classes.get(like.class_code), law.areas.get(like.area))
        if row
    ]
    case = cases.find(like.number)
    stranger = petitioner_actor("")
    joins = case is not None and any(
        one.yes for one in allowed(case, stranger, now, law) if one.row.id == "co_sign"
    )
    token = signing.Signer(salt=ME_TOO).sign(like.number)
    return {
        "about": asking.listed(about) or gettext("同一类的事"),
        "at": like.registered_at,
        "phase": gettext(WORDS[Phase(like.phase)]),
        "people": like.people,
        "url": reverse("citizen:co-sign", args=[place.pk, token]) if joins else "",
    }
