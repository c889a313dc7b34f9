"""Files of a case to those who may see the case."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.cases import queries as cases
from huiyin.intake import attachments
from huiyin.web import attaching
from huiyin.web.desk.frame import Desk, staff


@require_safe
@staff
def file(
    request: HttpRequest, desk: Desk, number: str, pk: int, *, thumb: bool = False
) -> HttpResponse:
    """One file, whole or small."""
    case = cases.get(number, desk.actor)
    files = attachments.of_case(case.number).values()
    return attaching.give(request, next((f for f in files if f.id == pk), None), thumb=thumb)
