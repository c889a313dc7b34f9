"""Sending: what petitioners are to be told leaves the house."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured

from huiyin.intake import outbox

log = logging.getLogger(__name__)


def send(clock: Callable[[], datetime]) -> Iterator[int]:
    """Hand on what was newly told, then send whatever is due; yields 1 for each delivery tried.

    Killed at any moment it can simply be run again.
    """
    try:
        outbox.hand_on(clock())
        while outbox.send_next(clock()):
            yield 1
    except ImproperlyConfigured as error:  # an operator's slip must not stop the clocks
        log.error("nothing is sent until this is mended: %s", error)
