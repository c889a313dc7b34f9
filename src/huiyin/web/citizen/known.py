"""Answers that are known: to read, to search, and to say that one needs no more (P109, P111)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.handling import actions, queries
from huiyin.web import crowd
from huiyin.web.asking import named
from huiyin.web.citizen.pages import page, place_and_law
from huiyin.web.citizen.views import see_other


@require_safe
def answers(request: HttpRequest, place: str) -> HttpResponse:
    """What people ask, by words."""
    where, words = place_and_law(place), request.GET.get("q", "")[:100]
    nth, today = request.GET.get("page", ""), timezone.localdate()
    found = queries.listed(place, words, page=nth, today=today)
    return page(request, "answers", where, page=found, words=words)


@require_safe
def answer(request: HttpRequest, place: str, pk: int) -> HttpResponse:
    """One question with its answer."""
    where = place_and_law(place)
    known = queries.read(place, pk, today=timezone.localdate())
    if known is None:
        raise Http404(gettext("没有这条答复，或已经过期。"))
    unit = where[1].units.get(known.unit)
    return page(request, "answer", where, known=known, unit=named(unit) if unit else "")


@require_POST
def helped(request: HttpRequest, place: str, pk: int) -> HttpResponse:
    """It was what somebody wanted to know: counted, and nothing else is kept."""
    place_and_law(place)
    today = timezone.localdate()
    if crowd.ASKING.is_pressing(crowd.browser(request), timezone.now()):
        return crowd.wait()
    if queries.read(place, pk, today=today) is None:
        raise Http404(gettext("没有这条答复，或已经过期。"))
    actions.helped(pk, today)
    messages.success(request, gettext("谢谢，已经记下。还有别的事，随时告诉我们。"))
    return see_other("citizen:front", place)
