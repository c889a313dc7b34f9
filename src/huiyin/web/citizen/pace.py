"""What a front page shows of how a place works: counted from the cases, never claimed.

Nothing of what people wrote; and no figure at all where too few cases stand behind it, since one
case could be told from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any

from huiyin.cases import past
from huiyin.cases import queries as cases
from huiyin.rules.case import Phase
from huiyin.rules.law import Law
from huiyin.web import asking

LATELY = timedelta(days=90)
MOST = 2000
FEWEST = 5
SHOWN = 4
SETTLED = (str(Phase.STRUCK_OFF), str(Phase.ANSWERED_DIRECTLY))


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast answers came: of so many, half within `half` days and nine in ten within `most`."""

    count: int
    half: int
    most: int


@dataclass(frozen=True, slots=True)
class Lately:
    """What stands on the front page; None or nothing where too little was answered."""

    pace: Pace | None
    settled: list[dict[str, Any]]


def lately(places: Sequence[str], law: Law, now: datetime) -> Lately:
    """Of these places, in the last three months."""
    rows = past.lately_answered(places, since=now - LATELY, most=MOST)
    if len(rows) < FEWEST:
        return Lately(None, [])
    took = [_days(row) for row in rows]
    pace = Pace(len(took), _up(median(took)), _up(quantiles(took, n=10)[-1]))
    settled = [row for row in rows if row.phase in SETTLED and row.class_code in law.classes]
    return Lately(pace, [_shown(row, law) for row in settled[:SHOWN]])


def _days(row: cases.Row) -> float:
    answered = row.answered_at or row.registered_at
    return (answered - row.registered_at) / timedelta(days=1)


def _up(days: float) -> int:
    """Whole days, rounded up: nobody is promised an hour too few."""
    return max(1, -int(-days // 1))


def _shown(row: cases.Row, law: Law) -> dict[str, Any]:
    """The kind of matter, the street and the days: what stood in a ledger on a wall."""
    street = next((c for c in law.ancestry(row.area) if law.areas[c].level == "street"), "")
    return {
        "what": asking.named(law.classes[row.class_code]),
        "where": asking.named(law.areas[street]) if street else "",
        "at": row.answered_at,
        "days": _up(_days(row)),
    }
