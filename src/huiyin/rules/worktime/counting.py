"""Limits, pauses, and the moments they lead to."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, Self

from huiyin.rules.words import N_
from huiyin.rules.worktime.calendar import Calendar, DayKind

LONGEST = 9999
"""No limit has a larger amount, so that no sum runs off the end of time."""

DAY_END = time(23, 59, 59)
"""How 24:00, the end of a calendar day, is written: a moment that still bears that day's date."""

LAST_SECOND = timedelta(seconds=1)
"""How long the moment that a deadline names lasts."""

_MICROSECOND = timedelta(microseconds=1)


class Unit(StrEnum):
    """What a limit is counted in."""

    MINUTES = "m"  # round the clock
    HOURS = "h"  # round the clock
    WORKING_HOURS = "wh"
    DAYS = "d"  # calendar days
    WORKING_DAYS = "wd"


_LENGTH = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.WORKING_HOURS: timedelta(hours=1),
}
_WRITTEN = re.compile(r"([0-9]{1,4})(m|h|wh|d|wd)")
OFFICE_UNITS = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})
"""Units that rest on the calendar."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit such as seven working days; written `7wd`, `2h`, `4wh`, `7d`, `30m`."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= LONGEST:
            raise ValueError(
                N_("时限须在 1 至 {longest} 之间，不能是 {amount}。").format(
                    longest=LONGEST, amount=self.amount
                )
            )

    @classmethod
    @lru_cache(maxsize=512)  # the same few limits stand on every clock
    def parse(cls, text: str) -> Self:
        """The limit that `text` writes; ValueError with one sentence for the author of a file."""
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            raise ValueError(
                N_(
                    "“{text}”不是时限：应为数字加单位，"
                    "如 7wd（工作日）、7d（日）、4wh（工作小时）、2h（小时）、30m（分钟）。"
                ).format(text=text)
            )
        return cls(int(written[1]), Unit(written[2]))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a clock stands still; `end` is None while it does. `reason` is a code."""

    start: datetime
    end: datetime | None
    reason: str


class Stretch(NamedTuple):
    """Pauses run together: the clock stood from `start` to `end`."""

    start: datetime
    end: datetime


Stretches = tuple[Stretch, ...]


class _Ruler(NamedTuple):
    """How time is measured: how much lies between two moments, and what moment lies so far on."""

    between: Callable[[datetime, datetime], timedelta]
    after: Callable[[datetime, timedelta], datetime]


def due(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    cut_off: time | None = None,
) -> datetime:
    """The moment at which `limit` has run out, in the calendar's zone.

    ValueError while a pause is open (the clock is not running, there is no such moment), if a
    pause ends before it starts, or if a moment has no time zone.
    """
    since = counted_from(start, limit.unit, calendar, cut_off)
    stood = stretches(pauses)
    if limit.unit is Unit.WORKING_DAYS:
        return calendar.closing(_last_working_day(since.date(), limit.amount, calendar, stood))
    if limit.unit is Unit.DAYS:
        return day_end(_last_day(since.date(), limit.amount, calendar, stood), calendar)
    return _advance(since, limit.amount * _LENGTH[limit.unit], _ruler(limit.unit, calendar), stood)


def elapsed(
    start: datetime,
    end: datetime,
    unit: Unit,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    cut_off: time | None = None,
) -> float:
    """How much of `unit` has run from `start` to `end`, in whole days or parts of hours.

    The other side of `due`: at the due moment of a limit, its amount has elapsed and not before.
    Nothing elapses while a pause is open.
    """
    until = calendar.local(end)
    since = counted_from(start, unit, calendar, cut_off)
    stood = stretches(pauses, until=until)
    if unit is Unit.WORKING_DAYS:
        return _working_days_run(since, until, calendar, stood)
    if unit is Unit.DAYS:
        return _days_run(since, until, calendar, stood)
    return _run(since, until, _ruler(unit, calendar), stood) / _LENGTH[unit]


def at_share(  # noqa: PLR0913 - the inputs of `due`, a share, and what is known already
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    share: Fraction | float,
    *,
    pauses: Sequence[Pause] = (),
    cut_off: time | None = None,
    end: datetime | None = None,
) -> datetime:
    """The moment at which `share` (0 to 1) of the time to the due moment has run.

    Limits in `wd` and `wh` are shared out over office hours, so that a light never turns yellow
    at night; the others round the clock. A share of 1 is the due moment itself. `end`: that due
    moment, from a caller who has it already.
    """
    if not 0 <= share <= 1:
        raise ValueError(N_("时限的比例须在 0 与 1 之间。"))
    if end is None:
        end = due(start, limit, calendar, pauses=pauses, cut_off=cut_off)
    since = counted_from(start, limit.unit, calendar, cut_off)
    if share == 1:
        return end
    ruler, stood = _ruler(limit.unit, calendar), stretches(pauses)
    part = share if isinstance(share, Fraction) else Fraction(share).limit_denominator(10_000)
    whole = _run(since, end, ruler, stood) // _MICROSECOND
    shared = -(-whole * part.numerator // part.denominator)  # rounded up
    return min(end, _advance(since, shared * _MICROSECOND, ruler, stood))


def is_provisional(
    start: datetime, due: datetime, calendar: Calendar, limit: Limit | None = None
) -> bool:
    """Does the deadline rest on a year whose notice is not out, or not loaded?

    With `limit` given, a limit that runs round the clock rests on no calendar at all.
    """
    if limit is not None and limit.unit not in OFFICE_UNITS:
        return False
    years = range(calendar.local(start).year, calendar.local(due).year + 1)
    return any(calendar.provisional(date(year, 1, 1)) for year in years)


def counted_from(start: datetime, unit: Unit, calendar: Calendar, cut_off: time | None) -> datetime:
    """The moment as which `start` counts: itself, or the opening of the next working day."""
    local = calendar.local(start)
    if unit not in OFFICE_UNITS:
        return local
    today = local.date()
    latest = cut_off_of(today, calendar, cut_off)
    too_late = latest is not None and local.time() > latest
    if too_late or (unit is Unit.WORKING_DAYS and not calendar.is_working_day(today)):
        return calendar.opening(calendar.working_day_after(today))
    return local


def cut_off_of(on: date, calendar: Calendar, cut_off: time | None) -> time | None:
    """The last hour at which a matter of that day counts as that day's; None where there is none.

    On a half day it is the closing at the latest.
    """
    if cut_off is None or not calendar.is_working_day(on):
        return None
    if calendar.kind_of(on) is DayKind.HALF:
        return min(cut_off, calendar.closing(on).time())
    return cut_off


def up_at(deadline: datetime) -> datetime:
    """When the time is up: the second that a deadline names is its last, and still in time.

    So a day that ends at 23:59:59 is up at midnight, and what is done on the stroke is in time.
    """
    return deadline + LAST_SECOND


def day_end(on: date, calendar: Calendar) -> datetime:
    """The end of a calendar day in the calendar's zone."""
    return datetime.combine(on, DAY_END, calendar.tz)


def stretches(pauses: Sequence[Pause], *, until: datetime | None = None) -> Stretches:
    """`pauses` in order and run together; an open one lasts `until`, or is a ValueError."""
    if not pauses:
        return ()
    stood: list[Stretch] = []
    if any(pause.start.tzinfo is None for pause in pauses):
        raise ValueError(N_("时间须带时区。"))
    for pause in sorted(pauses, key=lambda pause: pause.start):
        start, end = pause.start, _end(pause, until)
        if stood and start <= stood[-1].end:
            stood[-1] = Stretch(stood[-1].start, max(stood[-1].end, end))
        else:
            stood.append(Stretch(start, end))
    return tuple(stood)


def _end(pause: Pause, until: datetime | None) -> datetime:
    if pause.end is None:
        if until is None:
            raise ValueError(N_("计时正在暂停，恢复后才有到期时间。"))
        return max(pause.start, until)
    if pause.end < pause.start:
        raise ValueError(N_("暂停的结束不得早于开始。"))
    return pause.end


def stood_at(moment: datetime, stood: Stretches) -> bool:
    """Was the clock standing just before `moment`?"""
    begun = bisect_left(stood, moment, key=lambda stretch: stretch.start)
    return begun > 0 and stood[begun - 1].end >= moment


def _last_working_day(after: date, count: int, calendar: Calendar, stood: Stretches) -> date:
    if not stood:
        return calendar.working_day_after(after, count)
    day = after
    while count:
        day = calendar.working_day_after(day)
        count -= not stood_at(calendar.closing(day), stood)
    return day


def _last_day(after: date, count: int, calendar: Calendar, stood: Stretches) -> date:
    if not stood:
        return after + timedelta(count)
    day = after
    while count:
        day += timedelta(1)
        count -= not stood_at(day_end(day, calendar), stood)
    return day


def _working_days_run(
    since: datetime, until: datetime, calendar: Calendar, stood: Stretches
) -> int:
    last = until.date()
    if not (calendar.is_working_day(last) and calendar.closing(last) <= until):
        last -= timedelta(1)
    if not stood:
        return calendar.working_days_between(since.date(), last)
    run, day = 0, calendar.working_day_after(since.date())
    while day <= last:
        run += not stood_at(calendar.closing(day), stood)
        day = calendar.working_day_after(day)
    return run


def _days_run(since: datetime, until: datetime, calendar: Calendar, stood: Stretches) -> int:
    last = until.date() if day_end(until.date(), calendar) <= until else until.date() - timedelta(1)
    days = range(since.toordinal() + 1, last.toordinal() + 1)
    if not stood:
        return len(days)
    return sum(not stood_at(day_end(date.fromordinal(day), calendar), stood) for day in days)


def _ruler(unit: Unit, calendar: Calendar) -> _Ruler:
    if unit in OFFICE_UNITS:
        return _Ruler(calendar.office_time, calendar.after_office_time)

    def after(at: datetime, amount: timedelta) -> datetime:
        return (at.astimezone(UTC) + amount).astimezone(calendar.tz)

    def between(start: datetime, end: datetime) -> timedelta:
        return max(end.astimezone(UTC) - start.astimezone(UTC), timedelta(0))

    return _Ruler(between, after)


def _advance(at: datetime, amount: timedelta, ruler: _Ruler, stood: Stretches) -> datetime:
    """Earliest moment by which the clock has run for `amount` since `at`."""
    for stretch in stood:
        if stretch.end <= at:
            continue
        run = ruler.between(at, stretch.start)
        if run >= amount:
            break
        amount -= run
        at = stretch.end
    return ruler.after(at, amount)


def _run(start: datetime, end: datetime, ruler: _Ruler, stood: Stretches) -> timedelta:
    """How long the clock ran from `start` to `end`."""
    run = ruler.between(start, end)
    for stretch in stood:
        run -= ruler.between(max(start, stretch.start), min(end, stretch.end))
    return run
