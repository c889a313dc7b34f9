"""One stylesheet for a page: the small files it is made of, joined in memory.

A page on an old phone waits for each stylesheet apart. The files stay small for whoever edits them,
and nobody runs a build: they are read once, joined in order, and served under a name that changes
with what is in them.
"""

import gzip
import hashlib
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix, path
from django.views.decorators.http import require_safe

ALWAYS = ("tokens", "base", "parts", "form", "record", "files")
SHEETS = {
    "citizen": (*ALWAYS, "citizen", "case", "print"),
    "desk": (*ALWAYS, "desk", "table", "case", "print"),
}
"""Which files make a sheet, in order: print comes last, since it takes away."""
YEAR = 365 * 24 * 60 * 60


def address(name: str) -> str:
    """Where the sheet is to be had, as it now is."""
    _, digest = _sheet(name) if not settings.DEBUG else _joined(name)
    return f"{get_script_prefix()}styles/{name}.{digest}.css"  # also where no address is known


@require_safe
def style(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """The sheet; its name changes with it, so that a browser may keep it for good."""
    if name not in SHEETS:
        raise Http404
    body, now = _sheet(name) if not settings.DEBUG else _joined(name)
    response = HttpResponse(content_type="text/css; charset=utf-8")
    response.headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.headers["Content-Encoding"] = "gzip"
        response.content = _packed(body)
    else:
        response.content = body
    if digest == now:  # an old page asks for an old sheet: it gets today's, but does not keep it
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _joined(name: str) -> tuple[bytes, str]:
    parts = []
    for part in SHEETS[name]:
        found = finders.find(f"huiyin/{part}.css")
        if not found:
            raise Http404(part)
        with open(found, "rb") as file:  # noqa: PTH123 - a path as the finder gives it
            parts.append(file.read())
    body = b"\n".join(parts)
    return body, hashlib.sha256(body).hexdigest()[:12]


_sheet = cache(_joined)


@cache
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


urlpatterns = [path("styles/<slug:name>.<slug:digest>.css", style, name="style")]
