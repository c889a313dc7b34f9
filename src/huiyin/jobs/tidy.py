"""What the worker puts in order between the strikes."""

import logging
from datetime import date, datetime

from django.db import connection

from huiyin.intake import by_wechat, upkeep
from huiyin.intake import drafts as call_drafts

log = logging.getLogger(__name__)


def drafts(now: datetime) -> None:
    """Remove what somebody began to write in a call and never came back to, or sent in WeChat."""
    call_drafts.sweep(now)
    by_wechat.sweep(now)


def files(now: datetime) -> None:
    """Remove files that came to nothing or were erased; scan what waits for the scanner."""
    try:
        swept, scanned = upkeep.sweep(now), upkeep.rescan()
    except OSError as error:
        log.warning("the file store does not answer, trying again: %s", error)
        return
    if swept or scanned:
        log.info("files swept %s, scanned %s", swept, scanned)


class Statistics:
    """What SQLite knows of the sizes of its tables, by which it chooses the way to what is asked.

    Without it a list of a million cases is read through where an index would say it at once.
    PostgreSQL sees to that by itself.
    """

    def __init__(self) -> None:
        self._renewed_on: date | None = None

    def renew(self, now: datetime) -> bool:
        """Once a day: a look at a thousand rows of each index. Was it done?"""
        if connection.vendor != "sqlite" or self._renewed_on == now.date():
            return False
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
        self._renewed_on = now.date()
        return True
