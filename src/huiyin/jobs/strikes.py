"""Strikes: the clock does its deeds through the same door, as the system."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from huiyin.cases import actions, queries
from huiyin.cases.actions import Refused
from huiyin.rules.case import SYSTEM
from huiyin.rules.facts import Struck
from huiyin.rules.steps.supervise import Strike

log = logging.getLogger(__name__)
PAGE = 500


@dataclass(frozen=True, slots=True)
class Alarm:
    """What struck: which clock of which case; stage 1 is yellow, 2 red, above that the rungs."""

    number: str
    clock: str
    stage: int


def strike(now: datetime) -> Iterator[Alarm]:
    """Strike every alarm that is due at `now`, earliest first, and yield what struck.

    Asks the index only for what fell due. Killed at any moment it can simply be run again: what
    has struck has moved the alarm on, in the same transaction.
    """
    for number in queries.due(now, PAGE):
        yield from _strike_case(number, now)


def _strike_case(number: str, now: datetime) -> Iterator[Alarm]:
    while (case := queries.find(number)) is not None:
        due = [clock for clock in case.clocks if clock.next_at is not None and clock.next_at <= now]
        if not due:
            return
        first = min(due, key=lambda clock: clock.next_at or now)
        try:
            outcome = actions.act(number, Strike(clock=first.key), actor=SYSTEM, now=now)
        except Refused as refused:
            log.warning("%s %s: %s", number, first.key, refused)
            return
        yield from (
            Alarm(number, fact.what.clock, fact.what.stage)
            for fact in outcome.facts
            if isinstance(fact.what, Struck)
        )
