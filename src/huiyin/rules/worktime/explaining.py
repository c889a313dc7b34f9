"""Why a deadline falls where it falls, step by step (B1, P70).

The steps are found by walking the days one by one, not by the look-ups that `due` uses, so that
each sum is also a check of the other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from huiyin.rules.words import N_
from huiyin.rules.worktime.calendar import Calendar
from huiyin.rules.worktime.counting import (
    Limit,
    Pause,
    Unit,
    counted_from,
    cut_off_of,
    day_end,
    due,
    is_provisional,
    stretches,
)
from huiyin.rules.worktime.speaking import Speaker, Translate


class StepCode(StrEnum):
    """What a step says."""

    CUT_OFF = "cut_off"
    NOT_WORKED = "not_worked"
    START = "start"
    START_DAY = "start_day"
    WORKING = "working"  # from here on to STOP, the values are those of DayKind
    MAKE_UP = "make_up"
    HALF = "half"
    REST = "rest"
    HOLIDAY = "holiday"
    STOP = "stop"
    DAYS = "days"
    RUNS = "runs"
    PAUSED = "paused"
    STOOD = "stood"
    DUE = "due"
    PROVISIONAL = "provisional"


MESSAGES = {
    StepCode.CUT_OFF: N_("{at}收到，已过{label}，视同次一工作日收到。"),
    StepCode.NOT_WORKED: N_("{at}收到，当日不上班，视同次一工作日收到。"),
    StepCode.START: N_("{at}起算。"),
    StepCode.START_DAY: N_("{at}起算，当日不计。"),
    StepCode.WORKING: N_("{when}是工作日，计 {amount}。"),
    StepCode.MAKE_UP: N_("{when}是调休上班日（{label}），计 {amount}。"),
    StepCode.HALF: N_("{when}上半天班，计 {amount}。"),
    StepCode.REST: N_("{when}是休息日，不计。"),
    StepCode.HOLIDAY: N_("{when}放假（{label}），不计。"),
    StepCode.STOP: N_("{when}停工（{label}），不计。"),
    StepCode.DAYS: N_("{when}，计 {amount}。"),
    StepCode.RUNS: N_("{at}至{end}昼夜连续，计 {amount}。"),
    StepCode.PAUSED: N_("{when}因“{label}”暂停，{amount}不计。"),
    StepCode.STOOD: N_("{at}至{end}因“{label}”暂停，{amount}不计。"),
    StepCode.DUE: N_("{at}到期。"),
    StepCode.PROVISIONAL: N_("{label}年的放假安排尚未公布，到期时间为暂定，公布后重算。"),
}

STOPPED = N_("{when}停工，不计。")
"""Of a stop for which no reason is written down."""


@dataclass(frozen=True, slots=True)
class ExplainStep:
    """One line of the sum: days `on` to `until`, or moments `at` to `end`.

    `amount`: days (int) or time counted, or lost by a pause; None where nothing is. `label`: the
    holiday's name, the reason's code, the cut-off hour or the year.
    """

    code: StepCode
    on: date
    until: date
    at: datetime | None = None
    end: datetime | None = None
    amount: int | timedelta | None = None
    label: str = ""

    @property
    def message(self) -> str:
        """The Chinese template, to be translated before it is filled; `sentences` does both."""
        if self.code is StepCode.STOP and not self.label:
            return STOPPED
        return MESSAGES[self.code]

    @property
    def params(self) -> dict[str, object]:
        """What the template may name, unformatted."""
        return {
            "when": (self.on, self.until),
            "at": self.at,
            "end": self.end,
            "amount": self.amount,
            "label": self.label,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """A deadline with its inputs and its sum."""

    start: datetime
    limit: Limit
    due: datetime
    steps: tuple[ExplainStep, ...]
    calendar_version: str
    provisional: bool

    def sentences(self, translate: Translate = N_, name: Translate = N_) -> tuple[str, ...]:
        """The steps in words, one sentence each.

        `translate` is the skin's gettext. `name` turns a pause's reason code, a holiday's Chinese
        name (see `Calendar.labels_en`) or a stop's reason into the reader's word for it.
        """
        speaker = Speaker(translate, name)
        return tuple(speaker.say(step.message, step.params) for step in self.steps)


def explain(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    cut_off: time | None = None,
) -> Explanation:
    """The sum behind `due`, with the same arguments and the same errors."""
    end = due(start, limit, calendar, pauses=pauses, cut_off=cut_off)
    since = counted_from(start, limit.unit, calendar, cut_off)
    ordered = sorted(pauses, key=lambda pause: pause.start)
    body = _BODIES[limit.unit](since, end, calendar, ordered)
    provisional = is_provisional(start, end, calendar, limit)
    steps = [*_opening(calendar.local(start), since, limit.unit, calendar, cut_off), *body]
    steps.append(ExplainStep(StepCode.DUE, end.date(), end.date(), at=end))
    if provisional:
        steps.append(_provisional(since, end, calendar))
    return Explanation(start, limit, end, tuple(steps), calendar.version, provisional)


def _opening(
    local: datetime, since: datetime, unit: Unit, calendar: Calendar, cut_off: time | None
) -> Iterator[ExplainStep]:
    if since != local:
        latest = cut_off_of(local.date(), calendar, cut_off)
        code = StepCode.CUT_OFF if latest else StepCode.NOT_WORKED
        hour = f"{latest:%H:%M}" if latest else ""
        yield ExplainStep(code, local.date(), local.date(), at=local, label=hour)
    whole_days = unit in {Unit.WORKING_DAYS, Unit.DAYS}
    code = StepCode.START_DAY if whole_days else StepCode.START
    yield ExplainStep(code, since.date(), since.date(), at=since)


def _provisional(since: datetime, end: datetime, calendar: Calendar) -> ExplainStep:
    years = range(since.year, end.year + 1)
    unknown = [year for year in years if calendar.provisional(date(year, 1, 1))]
    label = "、".join(map(str, unknown))
    return ExplainStep(StepCode.PROVISIONAL, date(unknown[0], 1, 1), end.date(), label=label)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one day adds to the sum, before equal days are folded."""

    on: date
    code: StepCode
    label: str
    amount: int | timedelta


def _working_days(
    since: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> Iterator[ExplainStep]:
    def part(on: date) -> _Part:
        code, label = StepCode(calendar.kind_of(on)), calendar.label_of(on)
        if not calendar.is_working_day(on):
            return _Part(on, code, label, 0)
        pause = _standing(calendar.closing(on), pauses)
        return _Part(on, StepCode.PAUSED, pause.reason, 1) if pause else _Part(on, code, label, 1)

    return _folded(part(on) for on in _dates(since.date() + timedelta(1), end.date()))


def _days(
    since: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> Iterator[ExplainStep]:
    def part(on: date) -> _Part:
        pause = _standing(day_end(on, calendar), pauses)
        return (
            _Part(on, StepCode.PAUSED, pause.reason, 1)
            if pause
            else _Part(on, StepCode.DAYS, "", 1)
        )

    return _folded(part(on) for on in _dates(since.date() + timedelta(1), end.date()))


def _working_hours(
    since: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> Iterator[ExplainStep]:
    stood = stretches(pauses)

    def parts() -> Iterator[_Part]:
        for on in _dates(since.date(), end.date()):
            code, label = StepCode(calendar.kind_of(on)), calendar.label_of(on)
            if not calendar.is_working_day(on):
                yield _Part(on, code, label, 0)
                continue
            open_hours = [(max(a, since), min(b, end)) for a, b in calendar.spans(on)]
            lost = sum((_overlap(hours, gap) for hours in open_hours for gap in stood), _ZERO)
            run = sum((max(b - a, _ZERO) for a, b in open_hours), _ZERO) - lost
            ran = _Part(on, code, label, run)
            stopped = _Part(on, StepCode.PAUSED, _reason(open_hours, pauses), lost)
            opens = open_hours[0][0]
            first_stood = any(gap.start <= opens < gap.end for gap in stood)
            both = (stopped, ran) if first_stood else (ran, stopped)
            yield from (part for part in both if part.amount)

    return _folded(parts())


def _round_the_clock(
    since: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> Iterator[ExplainStep]:
    at = since
    for gap in stretches(pauses):
        if gap.end <= at or gap.start >= end or gap.start == gap.end:
            continue
        stops, resumes = max(at, calendar.local(gap.start)), calendar.local(gap.end)
        if at < stops:
            yield _stretch(StepCode.RUNS, at, stops)
        yield _stretch(StepCode.STOOD, stops, resumes, _reason([(stops, resumes)], pauses))
        at = resumes
    if at < end:
        yield _stretch(StepCode.RUNS, at, end)


def _stretch(code: StepCode, at: datetime, end: datetime, label: str = "") -> ExplainStep:
    amount = timedelta(seconds=end.timestamp() - at.timestamp())
    return ExplainStep(code, at.date(), end.date(), at=at, end=end, amount=amount, label=label)


_Body = Callable[[datetime, datetime, Calendar, Sequence[Pause]], Iterator[ExplainStep]]
_BODIES: dict[Unit, _Body] = {
    Unit.MINUTES: _round_the_clock,
    Unit.HOURS: _round_the_clock,
    Unit.WORKING_HOURS: _working_hours,
    Unit.DAYS: _days,
    Unit.WORKING_DAYS: _working_days,
}
_ZERO = timedelta(0)


def _folded(parts: Iterator[_Part]) -> Iterator[ExplainStep]:
    """One step for each run of days that say the same."""
    for (code, label), run in groupby(parts, key=lambda part: (part.code, part.label)):
        first, *more = run
        last, amount = first, first.amount
        for last in more:
            amount += last.amount  # type: ignore[operator]  # one unit: all days or all times
        yield ExplainStep(code, first.on, last.on, amount=amount or None, label=label)


def _dates(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _standing(moment: datetime, pauses: Sequence[Pause]) -> Pause | None:
    """The pause in which the clock stood just before `moment`."""
    return next((p for p in pauses if p.end and p.start < moment <= p.end), None)


def _overlap(hours: tuple[datetime, datetime], gap: tuple[datetime, datetime]) -> timedelta:
    return max(min(hours[1], gap[1]) - max(hours[0], gap[0]), _ZERO)


def _reason(hours: Sequence[tuple[datetime, datetime]], pauses: Sequence[Pause]) -> str:
    """Why the clock stood in `hours`: the first pause's reason."""
    touching = (p for p in pauses for span in hours if p.end and _overlap(span, (p.start, p.end)))
    return next((pause.reason for pause in touching), "")
