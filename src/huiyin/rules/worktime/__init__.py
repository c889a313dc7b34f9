"""Working time as pure values: limits, pauses, calendars, deadlines and the sums behind them.

All moments are aware; results are in the calendar's zone. A moment without a zone is a ValueError.

**Units**

- `m`, `h`: minutes and hours round the clock, from the moment itself.
- `wh`: hours that run inside office hours only. Due at the earliest moment by which they have run,
  so a limit used up at noon is due at noon, not after the break.
- `wd`: working days, counted as the Civil Code counts (art. 201, 203): the day of the start does
  not count, and the last day ends when business ends. Due at the closing of the last office hours
  of the Nth working day. A half day counts as a working day and ends at its own closing.
- `d`: calendar days: the day of the start does not count; due at the end of the Nth day, written
  23:59:59 so that the moment bears the date people mean. It does not move off a holiday: a place
  that writes 7d rather than 7wd means days that run through (自然日).

**When a start counts.** For `wd`, a start on a day that is not worked counts as made on the next
working day. Where the regime has a cut-off hour, a start later than that hour of a working day
counts (for `wd` and `wh`) as made at the opening of the next working day; exactly at the hour is
in time. On a half day the cut-off is its closing at the latest. Round-the-clock units know neither.

**Pauses** are counted in the limit's own unit and nothing is rounded against either side. For `m`,
`h` and `wh`, time paused does not run. For `wd` (`d`), a day does not count if the clock was
standing when its office hours (the day) ended; a pause begun and ended between two closings costs
nothing and gives nothing. Overlapping pauses count once. A pause that begins at the very moment
of a closing comes too late for that day; one that ends at it still covers the day. While a pause
is open there is no deadline, and asking for one is a ValueError.

Why these: each is monotone (a later start, a longer limit or one more pause never makes a deadline
earlier) and each can be said in one sentence to the person it concerns.

**When the time is up.** The second that a deadline names is the last one in time; `up_at` says when
it has passed. Lights, strikes, requests and the judgement of what was late all ask it.

**Provisional.** A year whose notice is not out, or not loaded, is provisional, and so is every
deadline that reaches it. When the notice is loaded, recompute the deadlines whose time includes
one of `Calendar.changed_days`.
"""

from huiyin.rules.worktime.calendar import Calendar, DayKind
from huiyin.rules.worktime.counting import (
    LAST_SECOND,
    Limit,
    Pause,
    Unit,
    at_share,
    due,
    elapsed,
    is_provisional,
    up_at,
)
from huiyin.rules.worktime.explaining import ExplainStep, Explanation, StepCode, explain
from huiyin.rules.worktime.schema import CalendarFile, Hours

__all__ = [
    "LAST_SECOND",
    "Calendar",
    "CalendarFile",
    "DayKind",
    "ExplainStep",
    "Explanation",
    "Hours",
    "Limit",
    "Pause",
    "StepCode",
    "Unit",
    "at_share",
    "due",
    "elapsed",
    "explain",
    "is_provisional",
    "up_at",
]
