"""What every citizen page needs: the place it stands in, its law, and the way to print it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from huiyin.people import queries as people
from huiyin.people.models import Place
from huiyin.regimes import queries as regimes
from huiyin.rules.law import Law
from huiyin.web import asking


def place_and_law(slug: str) -> tuple[Place, Law]:
    """The place and its law in force. Raises Http404."""
    place = people.place(slug)
    if place is None:
        raise Http404(gettext("没有这个地方。"))
    try:
        return place, regimes.current(place.regime)
    except regimes.NoSuchRegime:
        raise Http404(gettext("这个地方还没有开通。")) from None


def shown(place: Place, law: Law) -> dict[str, str]:
    """The place as `huiyin/citizen.html` takes it."""
    return {
        "id": place.pk,
        "name": asking.named(place),
        "system": asking.named(law.regime),
        "url": reverse("citizen:front", args=[place.pk]),
        "manifest": reverse("citizen:manifest", args=[place.pk]),
        "phone": law.regime.phone,
        "supervision_phone": law.regime.supervision_phone,
    }


def page(
    request: HttpRequest,
    name: str,
    where: tuple[Place, Law] | None = None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """The page `citizen/<name>.html`."""
    if where is not None:
        context["place"] = shown(*where)
    context |= {"elder_url": reverse("citizen:elder"), "now": timezone.now()}
    return render(request, f"citizen/{name}.html", context, status=status)
