"""Sending: what petitioners are to be told leaves the house."""

from collections.abc import Callable, Iterator
from datetime import datetime

from huiyin.intake import outbox

MOST = 200
MISSES = 3
"""So many tries in a row that did not go: the gateway is away, and the clocks must not wait."""


def send(clock: Callable[[], datetime]) -> Iterator[int]:
    """Hand on what was newly told, then send what is due; yields 1 for each that went, else 0.

    Not all at once: a look ends after `MOST`, or after `MISSES` in a row; what our own file holds
    up costs no time and is none. Killed at any moment it can simply be run again.
    """
    outbox.hand_on(clock())
    misses = 0
    for _ in range(MOST):
        state = outbox.send_next(clock())
        if not state or misses >= MISSES:
            return
        misses = 0 if state == "sent" else misses + (state != outbox.HELD_UP)
        yield int(state == "sent")
