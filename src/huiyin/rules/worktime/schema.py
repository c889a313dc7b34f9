"""The shape of a calendar file: what it must say, checked with the path of each error.

The rules read no files: a room parses the TOML and hands the mapping to `Calendar.from_data`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from huiyin.rules.words import N_

Hours = tuple[tuple[time, time], ...]
"""Office hours of a day: pairs of opening and closing, in order, without overlap."""

OFFICE_HOURS: Hours = ((time(9), time(12)), (time(13, 30), time(17, 30)))
WEEKEND = frozenset({6, 7})
"""ISO numbers of the weekly rest days."""


def check_hours(hours: Sequence[tuple[time, time]]) -> Hours:
    """`hours` as a tuple; ValueError unless each pair opens, then closes, after the pair before."""
    closed = time.min
    for i, (opens, closes) in enumerate(hours):
        if opens >= closes or (i and opens < closed):
            raise ValueError(N_("办公时间须先后有序，且不得重叠。"))
        closed = closes
    if not hours:
        raise ValueError(N_("办公时间至少要有一段。"))
    return tuple((opens, closes) for opens, closes in hours)


def check_rest(rest: frozenset[int]) -> frozenset[int]:
    """`rest`; ValueError unless it leaves a working day in the week and names real weekdays."""
    if not rest < frozenset(range(1, 8)):
        raise ValueError(N_("休息日用 1 至 7 表示周一至周日，且每周至少有一个工作日。"))
    return rest


def check_zone(zone: str) -> str:
    """`zone`; ValueError unless it names a time zone."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise ValueError(N_("没有名为“{zone}”的时区。").format(zone=zone)) from None
    return zone


def _pair(value: object) -> object:
    """`"09:00-12:00"` as a pair; anything else unchanged."""
    return tuple(value.split("-")) if isinstance(value, str) else value


Span = Annotated[tuple[time, time], BeforeValidator(_pair)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Holiday(_Part):
    """Days off in a row, and the rest days that are worked to make up for them (调休)."""

    label: str = Field(min_length=1, description="Chinese name.")
    label_en: str = Field(min_length=1, description="English name.")
    first: date = Field(description="First day off.")
    last: date = Field(description="Last day off; the first one if there is but one.")
    make_up: tuple[date, ...] = Field((), description="Rest days that are worked instead.")

    @model_validator(mode="before")
    @classmethod
    def _one_day(cls, data: object) -> object:
        if isinstance(data, dict) and "first" in data:
            return {"last": data["first"], **data}
        return data

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(N_("假期的最后一天不得早于第一天。"))
        return self

    def days(self) -> Iterator[date]:
        """Every day off, first to last."""
        for i in range((self.last - self.first).days + 1):
            yield self.first + timedelta(i)


class Year(_Part):
    """What one year's notice says. It may reach into the last days of the year before."""

    year: int = Field(ge=1949, le=2200)
    status: Literal["official", "provisional"] = Field(
        description="Official once the State Council's notice is out; provisional until then."
    )
    source: str = Field(min_length=1, description="The notice, or what stands in for it.")
    holidays: tuple[Holiday, ...] = ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        off = [on for holiday in self.holidays for on in holiday.days()]
        worked = [on for holiday in self.holidays for on in holiday.make_up]
        if len({*off, *worked}) != len(off) + len(worked):
            raise ValueError(N_("同一天只能出现一次：要么放假，要么调休上班。"))
        if not {on.year for on in (*off, *worked)} <= {self.year, self.year - 1}:
            raise ValueError(N_("日期须在本年度，或在上年末。"))
        return self


class CalendarFile(_Part):
    """A national calendar: zone, usual office hours, rest days, and the years known."""

    zone: Annotated[str, AfterValidator(check_zone)] = "Asia/Shanghai"
    hours: Annotated[tuple[Span, ...], AfterValidator(check_hours)] = OFFICE_HOURS
    rest: Annotated[frozenset[int], AfterValidator(check_rest)] = WEEKEND
    years: tuple[Year, ...] = ()

    @field_validator("years")
    @classmethod
    def _once(cls, years: tuple[Year, ...]) -> tuple[Year, ...]:
        if len({year.year for year in years}) != len(years):
            raise ValueError(N_("同一年度只能写一次。"))
        return tuple(sorted(years, key=lambda year: year.year))

    @model_validator(mode="after")
    def _make_up_on_rest_days(self) -> Self:
        for year in self.years:
            for holiday in year.holidays:
                for on in holiday.make_up:
                    if on.isoweekday() not in self.rest:
                        raise ValueError(
                            N_("{on} 本来就是工作日，不能是调休上班日。").format(on=on.isoformat())
                        )
        return self
