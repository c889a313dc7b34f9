"""What the worker puts in order between the strikes."""

import logging
from datetime import datetime

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
