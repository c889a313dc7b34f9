"""When something is not there, not allowed or broken: one clear sentence and the way on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext


def _error(request: HttpRequest | None, code: int, message: str = "") -> HttpResponse:
    context = {"code": code, "message": message}
    body = loader.get_template("huiyin/error.html").render(context, request)
    return HttpResponse(body, status=code)


def bad_request(request: HttpRequest, _: Exception) -> HttpResponse:
    """400"""
    return _error(request, 400)


def forbidden(request: HttpRequest, _: Exception) -> HttpResponse:
    """403"""
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; a view's own sentence is shown, the router's is not."""
    said = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    return _error(request, 404, said if isinstance(said, str) else "")


def server_error(_: HttpRequest) -> HttpResponse:
    """500; asks nothing of a database or session that may be what is broken."""
    return _error(None, 500)


def csrf_failure(request: HttpRequest, **_: Any) -> HttpResponse:
    """The page was left open too long, or cookies are off."""
    sentence = gettext("这个页面开得太久了，或者浏览器不允许 Cookie。请返回上一页，刷新后再提交。")
    return _error(request, 403, sentence)
