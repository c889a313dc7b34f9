"""How often one may ask or send, so that nobody keeps the machine, or the people at it, busy.

Counted in the memory of each web process and forgotten with the minute: nothing is written. Whoever
sends without having shown who they are is known by their address, of which a digest is made with a
key that lives as long as the count; so it tells nobody who sent what, not even afterwards (JS-4).
"""

import ipaddress
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from threading import Lock

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

MINUTE = 60


@dataclass
class Pace:
    """What `each` of them, and `most` of them together, may do to a process in a minute."""

    each: int
    most: int | None = None
    _minute: int = 0
    _key: bytes = b""
    _done: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def is_pressing(self, who: str, now: datetime) -> bool:
        """Has `who`, or have all together, done it too often? Counts this time too.

        `who`: "" for somebody who cannot be told from others, and is counted with all alone.
        """
        with self._lock:
            self._begin(int(now.timestamp()) // MINUTE)
            self._done[""] += 1
            if self.most is not None and self._done[""] > self.most:
                return True
            if not who:
                return False
            one = blake2b(who.encode(), key=self._key, digest_size=16).hexdigest()
            self._done[one] += 1
            return self._done[one] > self.each

    def _begin(self, minute: int) -> None:
        if minute != self._minute:
            self._minute, self._key = minute, secrets.token_bytes(32)
            self._done.clear()

    def forget(self) -> None:
        """Begin to count anew."""
        self._begin(-1)


ASKING = Pace(each=40, most=1200)
"""What helps while one writes, by the browser's own cookie."""
SENDING = Pace(each=60)
"""Reports, and what petitioners do with them, by address: a village may share one."""

PLATFORMS = Pace(each=300)
"""What a platform hands over or asks, by its key."""


def browser(request: HttpRequest) -> str:
    """The browser's own cookie; "" where it has none."""
    return request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")[:64]


def address(request: HttpRequest) -> str:
    """Where it comes from: what the proxy on our side says, else the other end of the line.

    Of an IPv6 address the network, since a household has all of its addresses.
    """
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    end = _parsed(request.META.get("REMOTE_ADDR", ""))
    if end is None or end.is_private:
        end = _parsed(told) or end
    if isinstance(end, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((end, 64), strict=False))
    return str(end or "")


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def holds_up(form: forms.Form, request: HttpRequest, now: datetime) -> bool:
    """Is too much sent from there? Then the form says so, and keeps what was written."""
    if not SENDING.is_pressing(address(request), now):
        return False
    form.add_error(None, gettext("从您的网络提交得太多了；写好的还在，请过一分钟再提交。"))
    return True


def wait() -> HttpResponse:
    """Not now; the page goes on without it."""
    told = gettext("问得太快了，请过一分钟再试；照常提交不受影响。")
    return HttpResponse(
        told,
        content_type="text/plain; charset=utf-8",
        status=429,
        headers={"Retry-After": str(MINUTE)},
    )
