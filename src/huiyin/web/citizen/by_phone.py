"""Looking up by phone: a number, the code sent to it, and all cases of that number.

The session keeps which code was asked for, and then which cases were opened: never the number.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.cases.actions import Refused
from huiyin.intake import one_time
from huiyin.people.models import Place
from huiyin.rules.law import Law
from huiyin.web import asking
from huiyin.web.citizen import visits
from huiyin.web.citizen.forms import OneTimeForm, PhoneForm
from huiyin.web.citizen.listing import cells
from huiyin.web.citizen.pages import page, place_and_law
from huiyin.web.citizen.views import see_other

ASKED = "one-time"
PURPOSE = "look-up"


@never_cache
def ask(request: HttpRequest, place: str) -> HttpResponse:
    """The number; the next page is the same for every number."""
    where = _where(place)
    sent = request.method == "POST"
    form, status = PhoneForm(request.POST if sent else None), 422 if sent else 200
    if sent and form.is_valid():
        phone, now = form.cleaned_data["phone"], timezone.now()
        try:
            spoken = "en" if asking.in_english() else ""
            asked = one_time.ask(place, phone, purpose=PURPOSE, now=now, language=spoken)
        except Refused as no:
            form.refuse(no.refusal)
            status = asking.status_of(no.refusal)
        else:
            request.session[ASKED] = asked
            return see_other("citizen:phone-code", place)
    return page(request, "phone", where, form=form, status=status)


@never_cache
def code(request: HttpRequest, place: str) -> HttpResponse:
    """The code; the right one opens every case of the number in this browser."""
    where = _where(place)
    asked = request.session.get(ASKED)
    if asked is None:
        return redirect("citizen:phone", place)
    sent = request.method == "POST"
    form, status = OneTimeForm(request.POST if sent else None), 422 if sent else 200
    if sent and form.is_valid():
        typed, now = form.cleaned_data["code"], timezone.now()
        try:
            index = one_time.check(asked, typed, place=place, purpose=PURPOSE, now=now)
        except Refused as no:
            form.refuse(no.refusal)
            status = asking.status_of(no.refusal)
        else:
            mine = one_time.cases_of(place, index, now=now)
            del request.session[ASKED]
            visits.keep_all(request, {one.number: one.petitioner for one in mine})
            return see_other("citizen:phone-cases", place)
    return page(request, "phone_code", where, form=form, status=status)


@never_cache
@require_safe
def listed(request: HttpRequest, place: str) -> HttpResponse:
    """What was opened in this browser."""
    where = _where(place)
    numbers = visits.numbers(request)
    if not numbers:
        return redirect("citizen:phone", place)
    return page(request, "phone_cases", where, rows=cells(numbers))


def _where(place: str) -> tuple[Place, Law]:
    """The place and its law. Raises Http404 where no code can be sent."""
    where = place_and_law(place)
    if not one_time.offered(place):
        raise Http404(gettext("这里不能用手机号查询，请凭编号和查询码查询。"))
    return where
