"""How often what helps while one writes may be asked, so that nobody keeps the machine busy.

Counted in the memory of each web process, by the browser's own cookie and in all: no address is
kept, and nothing is written for a word that is typed. Whoever is told to wait reports as ever.
"""

from collections import Counter
from datetime import datetime
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

EACH, ALL = 40, 1200
"""What one browser, and all of them together, may ask of a process in a minute."""
MINUTE = 60

_lock = Lock()
_asked: Counter[tuple[int, str]] = Counter()


def is_pressing(request: HttpRequest, now: datetime) -> bool:
    """Has this browser, or have all together, asked too often? Counts this time too."""
    minute = int(now.timestamp()) // MINUTE
    browser = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")[:64]
    with _lock:
        if (minute, "") not in _asked:
            _asked.clear()
        _asked[minute, ""] += 1
        if _asked[minute, ""] > ALL:
            return True
        if browser:
            _asked[minute, browser] += 1
        return _asked[minute, browser] > EACH if browser else False


def wait() -> HttpResponse:
    """Not now; the page goes on without it."""
    told = gettext("问得太快了，请过一分钟再试；照常提交不受影响。")
    response = HttpResponse(told, content_type="text/plain; charset=utf-8", status=429)
    response.headers["Retry-After"] = str(MINUTE)
    return response
