"""What is sent again from the same browser within the hour is known by a key in a cookie.

A page that is left and come back to is fetched anew, and the browser fills in what was typed: the
key must outlive the page. It is nobody's name: made up by chance, for forms alone, forgotten soon.
The same words of the same person under it are the same case; other words are another.
"""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "huiyin_form"
HOUR = 3600


def key_of(request: HttpRequest) -> str:
    """The browser's key, or a new one."""
    known = request.COOKIES.get(COOKIE, "")
    return known if re.fullmatch(r"[0-9a-f]{32}", known) else secrets.token_hex(16)


def keep(response: HttpResponse, place: str, key: str) -> None:
    """Have the browser keep it for an hour from now."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        COOKIE, key, HOUR, path=f"/{place}/", httponly=True, samesite="Lax", secure=secure
    )


def forget(response: HttpResponse, place: str) -> None:
    """Whoever took a matter back may send it again."""
    response.delete_cookie(COOKIE, path=f"/{place}/", samesite="Lax")
