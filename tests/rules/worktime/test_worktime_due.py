"""Worked examples of deadlines. Office hours are 9:00-12:00 and 13:30-17:30: seven hours a day."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from huiyin.rules.worktime import (
    Calendar,
    Limit,
    due,
    is_provisional,
    up_at,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIVE = time(17)
WOMENS_DAY = date(2027, 3, 8)


def at(text: str) -> datetime:
    """A moment in China, written `2026-04-30 16:40`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due_at(start: str, limit: str, calendar: Calendar, **options: object) -> str:
    """The due moment, written as `at` reads it."""
    moment = due(at(start), Limit.parse(limit), calendar, **options)  # type: ignore[arg-type]
    assert moment.tzinfo is calendar.tz
    return f"{moment:%Y-%m-%d %H:%M}"


class TestWorkingDays:
    """The day of the start does not count; the last day ends when the office closes."""

    def test_one_day_given_on_monday_ends_on_tuesday(self, national: Calendar) -> None:
        """Monday is the day of the start, Tuesday is 1. SN-3."""
        assert due_at("2026-11-23 10:00", "1wd", national) == "2026-11-24 17:30"

    def test_seven_days_over_the_spring_festival_of_2026(self, national: Calendar) -> None:
        """Sat 14 Feb made up 1; 15-23 off; 24, 25, 26, 27 are 2-5; Sat 28 6; 2 Mar 7. SN-8."""
        assert due_at("2026-02-13 16:40", "7wd", national) == "2026-03-02 17:30"

    def test_over_the_spring_festival_of_2025(self, national: Calendar) -> None:
        """Sun 26 Jan made up 1; Mon 27 is 2; 28 Jan-4 Feb off; Wed 5 Feb is 3."""
        assert due_at("2025-01-24 09:00", "3wd", national) == "2025-02-05 17:30"

    def test_over_the_spring_festival_of_2024(self, national: Calendar) -> None:
        """Sun 4 Feb made up 1; 5-9 Feb are 2-6; 10-17 off; Sun 18 made up 7."""
        assert due_at("2024-02-02 09:00", "7wd", national) == "2024-02-18 17:30"

    def test_over_labour_day_of_2026(self, national: Calendar) -> None:
        """1-5 May off; 6, 7, 8 are 1-3; Sat 9 made up 4; Sun 10 rest; 11, 12, 13 are 5-7."""
        assert due_at("2026-04-30 16:40", "7wd", national) == "2026-05-13 17:30"

    def test_over_the_national_day_of_2026(self, national: Calendar) -> None:
        """1-7 Oct off; Thu 8 is 1, Fri 9 is 2, Sat 10 made up 3."""
        assert due_at("2026-09-30 10:00", "3wd", national) == "2026-10-10 17:30"

    def test_over_the_national_day_of_2025(self, national: Calendar) -> None:
        """1-8 Oct off; Thu 9 is 1, Fri 10 is 2, Sat 11 made up 3."""
        assert due_at("2025-09-30 10:00", "3wd", national) == "2025-10-11 17:30"

    def test_over_new_year_2026(self, national: Calendar) -> None:
        """1-3 Jan off; Sun 4 made up 1."""
        assert due_at("2025-12-31 09:10", "1wd", national) == "2026-01-04 17:30"

    def test_a_sunday_made_up_in_september(self, national: Calendar) -> None:
        """Sat 19 Sep rest; Sun 20 made up 1."""
        assert due_at("2026-09-18 12:00", "1wd", national) == "2026-09-20 17:30"

    def test_over_new_year_2014(self, national: Calendar) -> None:
        """1 Jan off; Thu 2, Fri 3 are 1, 2; 6-10 Jan are 3-7."""
        assert due_at("2013-12-31 09:10", "7wd", national) == "2014-01-10 17:30"

    def test_over_qingming_2014(self, national: Calendar) -> None:
        """5-7 Apr off; Tue 8 is 1."""
        assert due_at("2014-04-04 15:00", "1wd", national) == "2014-04-08 17:30"

    def test_a_leap_day_counts(self, national: Calendar) -> None:
        """Thu 29 Feb 2024 is 1."""
        assert due_at("2024-02-28 15:00", "1wd", national) == "2024-02-29 17:30"

    def test_a_start_on_a_rest_day_counts_as_made_on_the_next_working_day(
        self, national: Calendar
    ) -> None:
        """Sat 21 Nov counts as Mon 23, which does not count; Tue 24 is 1."""
        assert due_at("2026-11-21 10:00", "1wd", national) == "2026-11-24 17:30"

    def test_a_start_in_the_evening_is_still_that_days(self, national: Calendar) -> None:
        """Without a cut-off, Mon 23 Nov 23:00 is Monday's; Tue 24 is 1."""
        assert due_at("2026-11-23 23:00", "1wd", national) == "2026-11-24 17:30"

    def test_a_half_day_counts_and_ends_at_noon(self, national: Calendar) -> None:
        """Fri 5 Mar is the start; Mon 8 is a half day, 1."""
        place = national.with_place(half_days=[WOMENS_DAY])
        assert due_at("2027-03-05 10:00", "1wd", place) == "2027-03-08 12:00"

    def test_a_city_wide_stop_does_not_count(self, national: Calendar) -> None:
        """Tue 24 Nov everything stands still; Wed 25 is 1."""
        place = national.with_place(stops=[date(2026, 11, 24)])
        assert due_at("2026-11-23 10:00", "1wd", place) == "2026-11-25 17:30"

    def test_a_very_long_limit_runs_through_years_nobody_knows(self, national: Calendar) -> None:
        """2028-2029 have no notice: 5 days a week; 520 days after Fri 31 Dec 2027 are 104 weeks."""
        assert due_at("2027-12-31 10:00", "520wd", national) == "2029-12-28 17:30"


class TestCutOff:
    """Later than the cut-off hour counts as the next working day; exactly at it is in time."""

    def test_a_minute_late_costs_a_day(self, national: Calendar) -> None:
        """Mon 17:01 counts as Tue 24 Nov, which does not count; Wed 25 is 1."""
        assert due_at("2026-11-23 17:01", "1wd", national, cut_off=FIVE) == "2026-11-25 17:30"

    def test_the_very_hour_is_in_time(self, national: Calendar) -> None:
        """Mon 17:00 is Monday's; Tue 24 is 1."""
        assert due_at("2026-11-23 17:00", "1wd", national, cut_off=FIVE) == "2026-11-24 17:30"

    def test_it_holds_on_a_make_up_day(self, national: Calendar) -> None:
        """Sat 10 Oct 17:20 (made up) counts as Mon 12; Tue 13 is 1."""
        assert due_at("2026-10-10 17:20", "1wd", national, cut_off=FIVE) == "2026-10-13 17:30"

    def test_it_means_nothing_on_a_rest_day(self, national: Calendar) -> None:
        """Sat 21 Nov 18:00 counts as Mon 23 like Saturday morning; Tue 24 is 1."""
        assert due_at("2026-11-21 18:00", "1wd", national, cut_off=FIVE) == "2026-11-24 17:30"

    @pytest.mark.parametrize(
        ("start", "expected"),
        [("2027-03-08 12:00", "2027-03-09 17:30"), ("2027-03-08 12:01", "2027-03-10 17:30")],
    )
    def test_on_a_half_day_it_is_the_closing(
        self, national: Calendar, start: str, expected: str
    ) -> None:
        """The half day closes at noon: 12:00 is Monday's (Tue 9 is 1), 12:01 is Tuesday's."""
        place = national.with_place(half_days=[WOMENS_DAY])
        assert due_at(start, "1wd", place, cut_off=FIVE) == expected

    def test_working_hours_begin_the_next_morning(self, national: Calendar) -> None:
        """From Tue 9:00: three hours to noon, one from 13:30, makes 14:30."""
        assert due_at("2026-11-23 17:05", "4wh", national, cut_off=FIVE) == "2026-11-24 14:30"

    @pytest.mark.parametrize(
        ("limit", "expected"), [("2h", "2026-11-23 19:05"), ("1d", "2026-11-24 23:59")]
    )
    def test_round_the_clock_knows_no_cut_off(
        self, national: Calendar, limit: str, expected: str
    ) -> None:
        assert due_at("2026-11-23 17:05", limit, national, cut_off=FIVE) == expected


class TestHoursAndDays:
    """`wh` runs in office hours; `h` and `m` round the clock; `d` to the end of the day."""

    @pytest.mark.parametrize(
        ("start", "limit", "expected"),
        [
            ("2026-11-23 10:00", "4wh", "2026-11-23 15:30"),  # 2 h to noon, 2 h from 13:30
            ("2026-11-23 09:00", "3wh", "2026-11-23 12:00"),  # used up at noon: due at noon
            ("2026-11-23 12:30", "1wh", "2026-11-23 14:30"),  # the break does not run
            ("2026-11-23 07:00", "7wh", "2026-11-23 17:30"),  # one whole day
            ("2026-11-20 16:30", "4wh", "2026-11-23 12:00"),  # 1 h on Friday, 3 h on Monday
            ("2026-11-21 10:00", "4wh", "2026-11-23 14:30"),  # Saturday does not run
            ("2026-09-30 16:00", "4wh", "2026-10-08 11:30"),  # 1.5 h, eight days later 2.5 h
            ("2026-05-08 17:00", "1wh", "2026-05-09 09:30"),  # Saturday made up
            ("2025-12-31 16:30", "8wh", "2026-01-04 17:30"),  # over New Year: 1 h + 7 h
        ],
    )
    def test_working_hours(self, national: Calendar, start: str, limit: str, expected: str) -> None:
        assert due_at(start, limit, national) == expected

    def test_working_hours_over_a_half_day(self, national: Calendar) -> None:
        """2 h to noon on Mon 8 Mar, the afternoon off, 2 h from 9:00 on Tuesday."""
        place = national.with_place(half_days=[WOMENS_DAY])
        assert due_at("2027-03-08 10:00", "4wh", place) == "2027-03-09 11:00"

    @pytest.mark.parametrize(
        ("start", "limit", "expected"),
        [
            ("2026-09-30 16:00", "24h", "2026-10-01 16:00"),  # holidays run too
            ("2026-11-23 23:45", "30m", "2026-11-24 00:15"),
            ("2024-02-28 16:00", "24h", "2024-02-29 16:00"),  # the leap day
        ],
    )
    def test_round_the_clock(
        self, national: Calendar, start: str, limit: str, expected: str
    ) -> None:
        assert due_at(start, limit, national) == expected

    @pytest.mark.parametrize(
        ("start", "limit", "expected"),
        [
            ("2026-11-23 10:00", "7d", "2026-11-30 23:59"),
            ("2026-11-23 00:00", "1d", "2026-11-24 23:59"),
            ("2026-09-30 10:00", "3d", "2026-10-03 23:59"),  # it does not move off a holiday
            ("2024-02-28 10:00", "2d", "2024-03-01 23:59"),  # 29 Feb, 1 Mar
        ],
    )
    def test_calendar_days(self, national: Calendar, start: str, limit: str, expected: str) -> None:
        assert due_at(start, limit, national) == expected

    def test_a_calendar_day_ends_in_its_last_second(self, national: Calendar) -> None:
        moment = due(at("2026-11-23 10:00"), Limit.parse("1d"), national)
        assert moment == at("2026-11-24 23:59:59")

    def test_its_last_second_belongs_to_the_day_and_midnight_does_not(
        self, national: Calendar
    ) -> None:
        moment = due(at("2026-11-23 10:00"), Limit.parse("1d"), national)
        assert up_at(moment) == at("2026-11-25 00:00")

    def test_an_extension_goes_on_from_the_day_it_extends(self, national: Calendar) -> None:
        """7 days to the 30th, 3 more to 3 December: nothing is won or lost at midnight."""
        first = due(at("2026-11-23 10:00"), Limit.parse("7d"), national)
        assert due(first, Limit.parse("3d"), national) == at("2026-12-03 23:59:59")

    def test_an_hour_lost_to_summer_time_still_counts_sixty_minutes(self) -> None:
        """Berlin, 29 March 2026: 2:00 becomes 3:00, so 24 h after 12:00 is 13:00."""
        berlin = Calendar(zone="Europe/Berlin")
        start = datetime(2026, 3, 28, 12, tzinfo=berlin.tz)
        assert due(start, Limit.parse("24h"), berlin) == datetime(2026, 3, 29, 13, tzinfo=berlin.tz)


class TestMoments:
    """Aware moments in any zone; results on the calendar's clock."""

    def test_the_same_instant_in_another_zone_has_the_same_deadline(
        self, national: Calendar
    ) -> None:
        """17:30 UTC on Monday is 1:30 on Tuesday in China, so Wednesday is 1."""
        start = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
        assert due(start, Limit.parse("1wd"), national) == at("2026-11-25 17:30")

    def test_a_moment_without_a_zone_is_refused(self, national: Calendar) -> None:
        naive = at("2026-11-23 10:00").replace(tzinfo=None)
        with pytest.raises(ValueError, match="时间须带时区。"):
            due(naive, Limit.parse("1wd"), national)


class TestProvisional:
    """A deadline says when it rests on a year nobody has announced."""

    def test_into_2027(self, national: Calendar) -> None:
        """Thu 31 Dec is 1; 1 Jan off by statute, 2-3 weekend; Mon 4 Jan 2027 is 2."""
        start, limit = at("2026-12-30 10:00"), Limit.parse("2wd")
        end = due(start, limit, national)
        assert end == at("2027-01-04 17:30")
        assert is_provisional(start, end, national)
        assert is_provisional(start, end, national, limit)

    def test_within_2026_it_is_not(self, national: Calendar) -> None:
        start = at("2026-12-30 10:00")
        assert not is_provisional(start, due(start, Limit.parse("1wd"), national), national)

    def test_hours_round_the_clock_rest_on_no_calendar(self, national: Calendar) -> None:
        start, limit = at("2027-01-04 10:00"), Limit.parse("2h")
        end = due(start, limit, national)
        assert is_provisional(start, end, national)
        assert not is_provisional(start, end, national, limit)

    def test_the_year_is_that_of_the_calendars_zone(self, national: Calendar) -> None:
        """16:30 UTC on New Year's Eve 2026 is already 2027 in China."""
        start = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
        assert is_provisional(start, start, national)
