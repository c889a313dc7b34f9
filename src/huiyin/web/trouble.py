"""When the machine cannot go on – database locked or away, disk full – the reader is told so.

Nothing half-written stays: every deed is one transaction, and it did not happen.
"""

import errno
import logging
import re
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext

log = logging.getLogger(__name__)
_BROKEN = re.compile("malformed|not a database")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class Trouble:
    """Answers 503 with one sentence instead of 500 where trying again later will help."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before or after."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for what is the machine's trouble; None for everything else."""
        sentence = _sentence(error)
        if not sentence:
            return None
        log.error("%s %s: %s", request.method, request.path, error)
        context = {"code": 503, "message": sentence}
        body = loader.get_template("huiyin/error.html").render(context)
        return HttpResponse(body, status=503, headers={"Retry-After": "60"})


def _sentence(error: Exception) -> str:
    full = isinstance(error, OSError) and error.errno in _FULL
    if full or (isinstance(error, OperationalError) and "full" in str(error)):
        return gettext("系统存储空间已满，这一步没有办成。请稍后再试，急事请打 12345。")
    if type(error) is DatabaseError and _BROKEN.search(str(error)):
        return gettext("系统的数据需要修复，这一步没有办成，管理员已得到提示。急事请打 12345。")
    if isinstance(error, OperationalError | InterfaceError):
        return gettext("系统正忙，这一步没有办成。请过一会儿再试，急事请打 12345。")
    return ""
