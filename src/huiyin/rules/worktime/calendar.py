"""The calendar of a place: which days and hours are worked, and how far that is official (B2)."""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Any, Self
from zoneinfo import ZoneInfo

from huiyin.rules.words import N_
from huiyin.rules.worktime.schema import (
    OFFICE_HOURS,
    WEEKEND,
    CalendarFile,
    Hours,
    Year,
    check_hours,
    check_rest,
    check_zone,
)


class DayKind(StrEnum):
    """What a day is. WORKING, MAKE_UP and HALF are working days; the others are not."""

    WORKING = "working"  # 工作日
    REST = "rest"  # 休息日
    HOLIDAY = "holiday"  # 放假
    MAKE_UP = "make_up"  # 调休上班
    HALF = "half"  # 半天班
    STOP = "stop"  # 全市停工


WORKED = frozenset({DayKind.WORKING, DayKind.MAKE_UP, DayKind.HALF})
_MICROSECOND = timedelta(microseconds=1)
_Shifts = tuple[tuple[int, int], ...]  # opening and closing, in microseconds since midnight


@dataclass(frozen=True, slots=True)
class _Table:
    """One year, made ready for bisection."""

    days: tuple[int, ...]  # ordinals of the working days
    shifts: tuple[_Shifts, ...]  # of each of them
    before: tuple[int, ...]  # office microseconds of the year before each; the last is the total

    def passed(self, at: datetime) -> int:
        """Office microseconds from New Year to the wall-clock moment `at`."""
        i = bisect_left(self.days, at.toordinal())
        passed = self.before[i]
        if i < len(self.days) and self.days[i] == at.toordinal():
            now = _since_midnight(at)
            passed += sum(
                min(now, closes) - opens for opens, closes in self.shifts[i] if now > opens
            )
        return passed

    def moment(self, passed: int) -> tuple[int, int]:
        """Earliest (ordinal, microsecond of the day) by which `passed` > 0 are worked."""
        i = bisect_left(self.before, passed) - 1
        left = passed - self.before[i]
        for opens, closes in self.shifts[i]:
            if left <= closes - opens:
                return self.days[i], opens + left
            left -= closes - opens
        raise AssertionError(passed)  # pragma: no cover - `before` is the sum of `shifts`


def _since_midnight(at: datetime | time) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


@dataclass(frozen=True)
class Calendar:
    """Working days and office hours in one time zone; a value, with its look-ups cached inside.

    `years`: the notices known, in order. `rest`: ISO numbers of the weekly rest days.
    `half_days`: dates with office hours of their own. `stops`: dates on which the whole place
    stands still, with the reason. A stop outranks a half day, a half day outranks the notice.
    Moments may be given in any zone and come back in the calendar's.
    """

    years: tuple[Year, ...] = field(default=(), repr=False)
    zone: str = "Asia/Shanghai"
    hours: Hours = OFFICE_HOURS
    rest: frozenset[int] = WEEKEND
    half_days: tuple[tuple[date, Hours], ...] = ()
    stops: tuple[tuple[date, str], ...] = ()

    def __post_init__(self) -> None:
        check_zone(self.zone)
        check_rest(self.rest)
        for hours in (self.hours, *(hours for _, hours in self.half_days)):
            check_hours(hours)

    def __hash__(self) -> int:
        return hash(self.version)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The calendar a parsed calendar file describes.

        Raises pydantic's ValidationError (a ValueError) naming the path of every error.
        """
        file = CalendarFile.model_validate(data)
        return cls(years=file.years, zone=file.zone, hours=file.hours, rest=file.rest)

    def with_place(
        self,
        *,
        hours: Hours | None = None,
        half_days: Mapping[date, Hours] | Iterable[date] = (),
        stops: Mapping[date, str] | Iterable[date] = (),
    ) -> Self:
        """This calendar with a place's own hours, half days and city-wide stops on top.

        A half day without hours of its own is worked until the first break.
        """
        usual = self.hours if hours is None else hours
        halves = (
            half_days if isinstance(half_days, Mapping) else dict.fromkeys(half_days, usual[:1])
        )
        reasons = stops if isinstance(stops, Mapping) else dict.fromkeys(stops, "")
        return replace(
            self,
            hours=usual,
            half_days=tuple(sorted({**dict(self.half_days), **halves}.items())),
            stops=tuple(sorted({**dict(self.stops), **reasons}.items())),
        )

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that change with anything the calendar says; stored with deadlines."""
        content = {
            "years": [year.model_dump(mode="json") for year in self.years],
            "zone": self.zone,
            "hours": self.hours,
            "rest": sorted(self.rest),
            "half_days": self.half_days,
            "stops": self.stops,
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def tz(self) -> ZoneInfo:
        """The time zone in which days begin and offices open."""
        return ZoneInfo(self.zone)

    @cached_property
    def labels_en(self) -> dict[str, str]:
        """Chinese name of a holiday -> English name, for skins that show the steps of a sum."""
        return {day.label: day.label_en for year in self.years for day in year.holidays}

    @cached_property
    def _special(self) -> dict[date, tuple[DayKind, str]]:
        special: dict[date, tuple[DayKind, str]] = {}
        for year in self.years:
            for holiday in year.holidays:
                special.update(dict.fromkeys(holiday.days(), (DayKind.HOLIDAY, holiday.label)))
                special.update(dict.fromkeys(holiday.make_up, (DayKind.MAKE_UP, holiday.label)))
        special.update((on, (DayKind.HALF, "")) for on, _ in self.half_days)
        special.update((on, (DayKind.STOP, reason)) for on, reason in self.stops)
        return special

    @cached_property
    def _official(self) -> frozenset[int]:
        return frozenset(year.year for year in self.years if year.status == "official")

    @cached_property
    def _half_hours(self) -> dict[date, Hours]:
        return dict(self.half_days)

    @cached_property
    def _tables(self) -> dict[int, _Table]:
        return {}

    def kind_of(self, on: date) -> DayKind:
        """What the day is."""
        special = self._special.get(on)
        if special is not None:
            return special[0]
        return DayKind.REST if on.isoweekday() in self.rest else DayKind.WORKING

    def label_of(self, on: date) -> str:
        """Name of the holiday a day (off or made up) belongs to, reason of a stop, or ""."""
        return self._special.get(on, (DayKind.WORKING, ""))[1]

    def is_working_day(self, on: date) -> bool:
        """Are offices open that day, if only in the morning?"""
        return self.kind_of(on) in WORKED

    def provisional(self, on: date) -> bool:
        """Does what is said of this day rest on a year whose notice is not out, or not loaded?"""
        return on.year not in self._official

    def hours_of(self, on: date) -> Hours:
        """Office hours of the day, none on a day that is not worked."""
        kind = self.kind_of(on)
        if kind is DayKind.HALF:
            return self._half_hours[on]
        return self.hours if kind in WORKED else ()

    def spans(self, on: date) -> tuple[tuple[datetime, datetime], ...]:
        """Office hours of the day as moments; none on a day that is not worked."""
        return tuple(
            (datetime.combine(on, opens, self.tz), datetime.combine(on, closes, self.tz))
            for opens, closes in self.hours_of(on)
        )

    def opening(self, on: date) -> datetime:
        """When offices open on a working day; ValueError on another."""
        return datetime.combine(on, self._worked(on)[0][0], self.tz)

    def closing(self, on: date) -> datetime:
        """When offices close for the day on a working day; ValueError on another."""
        return datetime.combine(on, self._worked(on)[-1][1], self.tz)

    def _worked(self, on: date) -> Hours:
        hours = self.hours_of(on)
        if not hours:
            raise ValueError(N_("{on} 不是工作日。").format(on=on.isoformat()))
        return hours

    def local(self, at: datetime) -> datetime:
        """`at` on the calendar's wall clock; ValueError if it has no time zone."""
        if at.tzinfo is None:
            raise ValueError(N_("时间须带时区。"))
        return at.astimezone(self.tz)

    def working_day_after(self, on: date, count: int = 1) -> date:
        """The `count`-th working day after `on` (`count` >= 1)."""
        year, after = on.year, on.toordinal()
        while True:
            days = self._table(year).days
            i = bisect_right(days, after) + count - 1
            if i < len(days):
                return date.fromordinal(days[i])
            count = i - len(days) + 1
            year += 1

    def working_days_between(self, after: date, upto: date) -> int:
        """Working days later than `after` and not later than `upto`."""
        if upto <= after:
            return 0
        years = range(after.year, upto.year + 1)
        skipped = bisect_right(self._table(after.year).days, after.toordinal())
        beyond = self._table(upto.year).days
        late = len(beyond) - bisect_right(beyond, upto.toordinal())
        return sum(len(self._table(year).days) for year in years) - skipped - late

    def office_time(self, start: datetime, end: datetime) -> timedelta:
        """How long offices were open between two moments."""
        since, until = self.local(start), self.local(end)
        if until <= since:
            return timedelta(0)
        whole = sum(self._table(year).before[-1] for year in range(since.year, until.year))
        passed = self._table(until.year).passed(until) - self._table(since.year).passed(since)
        return (whole + passed) * _MICROSECOND

    def after_office_time(self, start: datetime, amount: timedelta) -> datetime:
        """Earliest moment by which offices were open for `amount` since `start`."""
        since = self.local(start)
        if amount <= timedelta(0):
            return since
        year = since.year
        wanted = self._table(year).passed(since) + amount // _MICROSECOND
        while wanted > self._table(year).before[-1]:
            wanted -= self._table(year).before[-1]
            year += 1
        ordinal, micros = self._table(year).moment(wanted)
        midnight = datetime.combine(date.fromordinal(ordinal), time.min, self.tz)
        return midnight + micros * _MICROSECOND

    def changed_days(self, other: "Calendar") -> tuple[date, ...]:
        """Days on which the two differ in being worked or in hours, over all years either knows.

        Only deadlines whose time includes such a day can move when one calendar replaces the
        other. A notice may touch the last days of the year before it, so whoever recomputes goes
        by these days, not only by the provisional mark.
        """
        known = [year.year for calendar in (self, other) for year in calendar.years]
        known += [on.year for calendar in (self, other) for on in calendar._special]
        if not known:
            return ()
        first, last = date(min(known) - 1, 12, 1).toordinal(), date(max(known), 12, 31).toordinal()
        days = map(date.fromordinal, range(first, last + 1))
        return tuple(on for on in days if self.hours_of(on) != other.hours_of(on))

    def _table(self, year: int) -> _Table:
        table = self._tables.get(year)
        if table is None:
            table = self._tables[year] = self._tabulate(year)
        return table

    def _tabulate(self, year: int) -> _Table:
        whole_year = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
        usual = _shifts(self.hours)
        days, shifts = [], []
        for ordinal in whole_year:
            hours = self.hours_of(date.fromordinal(ordinal))
            if hours:
                days.append(ordinal)
                shifts.append(usual if hours is self.hours else _shifts(hours))
        lengths = (sum(closes - opens for opens, closes in shift) for shift in shifts)
        return _Table(tuple(days), tuple(shifts), tuple(accumulate(lengths, initial=0)))


def _shifts(hours: Hours) -> _Shifts:
    return tuple((_since_midnight(opens), _since_midnight(closes)) for opens, closes in hours)
