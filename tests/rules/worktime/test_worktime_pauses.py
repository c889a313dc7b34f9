"""How pauses move a deadline, and how much of a limit has run: seven office hours a day."""

from datetime import datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from huiyin.rules.worktime import Calendar, Limit, Pause, at_share, due, elapsed

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIVE = time(17)


def at(text: str) -> datetime:
    """A moment in China, written `2026-04-30 16:40`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def paused(start: str, end: str | None) -> Pause:
    return Pause(at(start), at(end) if end else None, "shelved")


def due_at(start: str, limit: str, calendar: Calendar, **options: object) -> str:
    """The due moment, written as `at` reads it."""
    moment = due(at(start), Limit.parse(limit), calendar, **options)  # type: ignore[arg-type]
    assert moment.tzinfo is calendar.tz
    return f"{moment:%Y-%m-%d %H:%M}"


class TestPauses:
    """Three working days from Mon 23 Nov are Tue 24, Wed 25, Thu 26."""

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            ("2026-11-24 10:00", "2026-11-25 15:00", "2026-11-27 17:30"),  # Tuesday lost
            ("2026-11-24 09:00", "2026-11-24 16:00", "2026-11-26 17:30"),  # ran at closing
            ("2026-11-24 18:00", "2026-11-25 08:00", "2026-11-26 17:30"),  # a night
            ("2026-11-24 10:00", "2026-11-24 17:30", "2026-11-27 17:30"),  # covers the closing
            ("2026-11-24 17:30", "2026-11-25 08:00", "2026-11-26 17:30"),  # too late for it
            ("2026-11-26 17:00", "2026-11-30 08:00", "2026-11-30 17:30"),  # Thu, Fri lost
            ("2026-11-23 11:00", "2026-11-23 18:00", "2026-11-26 17:30"),  # the start's own day
            ("2026-11-27 09:00", "2026-12-27 09:00", "2026-11-26 17:30"),  # after the due moment
        ],
    )
    def test_a_day_on_which_the_clock_stood_at_closing_does_not_count(
        self, national: Calendar, start: str, end: str, expected: str
    ) -> None:
        pauses = [paused(start, end)]
        assert due_at("2026-11-23 10:00", "3wd", national, pauses=pauses) == expected

    def test_overlapping_pauses_count_once(self, national: Calendar) -> None:
        """Tue and Wed lost, though three pauses touch them; Thu, Fri, Mon are 1-3."""
        pauses = [
            paused("2026-11-25 08:00", "2026-11-25 18:00"),
            paused("2026-11-24 10:00", "2026-11-25 12:00"),
            paused("2026-11-24 11:00", "2026-11-24 19:00"),
        ]
        assert due_at("2026-11-23 10:00", "3wd", national, pauses=pauses) == "2026-11-30 17:30"

    def test_calendar_days_look_at_midnight(self, national: Calendar) -> None:
        """Stood at the end of the 24th only: the 25th is 1, the 26th is 2."""
        pauses = [paused("2026-11-24 20:00", "2026-11-25 07:00")]
        assert due_at("2026-11-23 10:00", "2d", national, pauses=pauses) == "2026-11-26 23:59"

    @pytest.mark.parametrize(
        ("limit", "expected"),
        [
            ("2h", "2026-11-23 14:00"),  # 10-11, 13-14
            ("60m", "2026-11-23 11:00"),  # used up as the pause begins
            ("61m", "2026-11-23 13:01"),
            ("4wh", "2026-11-23 16:30"),  # 10-11, 13:30-16:30
        ],
    )
    def test_paused_time_does_not_run(self, national: Calendar, limit: str, expected: str) -> None:
        pauses = [paused("2026-11-23 11:00", "2026-11-23 13:00")]
        assert due_at("2026-11-23 10:00", limit, national, pauses=pauses) == expected

    def test_a_start_within_a_pause_runs_from_its_end(self, national: Calendar) -> None:
        pauses = [paused("2026-11-23 09:00", "2026-11-23 11:00")]
        assert due_at("2026-11-23 10:00", "2h", national, pauses=pauses) == "2026-11-23 13:00"

    def test_there_is_no_deadline_while_the_clock_stands(self, national: Calendar) -> None:
        with pytest.raises(ValueError, match="计时正在暂停，恢复后才有到期时间。"):
            due_at("2026-11-23 10:00", "2h", national, pauses=[paused("2026-11-23 11:00", None)])

    def test_a_pause_does_not_end_before_it_starts(self, national: Calendar) -> None:
        backwards = paused("2026-11-23 11:00", "2026-11-23 10:30")
        with pytest.raises(ValueError, match="暂停的结束不得早于开始。"):
            due_at("2026-11-23 10:00", "2h", national, pauses=[backwards])

    def test_a_pause_without_a_zone_is_refused(self, national: Calendar) -> None:
        naive = Pause(datetime(2026, 11, 23, 11), at("2026-11-23 12:00"), "shelved")  # noqa: DTZ001
        with pytest.raises(ValueError, match="时间须带时区。"):
            due_at("2026-11-23 10:00", "2h", national, pauses=[naive])


class TestShares:
    """Yellow at four fifths of the time there is."""

    @pytest.mark.parametrize(
        ("start", "limit", "expected"),
        [
            # Mon 16:30: 1 h + 7 h = 8 h; 6 h 24 are Mon 1 h, Tue 9-12 and 2 h 24 from 13:30
            ("2026-11-23 16:30", "1wd", "2026-11-24 15:54"),
            ("2026-11-23 10:00", "5wh", "2026-11-23 15:30"),  # 4 h: 10-12, 13:30-15:30
            ("2026-11-23 10:00", "2h", "2026-11-23 11:36"),  # 96 minutes
        ],
    )
    def test_four_fifths(self, national: Calendar, start: str, limit: str, expected: str) -> None:
        for share in (Fraction(4, 5), 0.8):
            assert at_share(at(start), Limit.parse(limit), national, share) == at(expected)

    def test_the_whole_share_is_the_due_moment_and_none_is_the_start(
        self, national: Calendar
    ) -> None:
        start, limit = at("2026-11-23 10:00"), Limit.parse("1d")
        assert at_share(start, limit, national, 1) == due(start, limit, national)
        assert at_share(start, limit, national, 0) == start

    def test_paused_time_is_no_part_of_it(self, national: Calendar) -> None:
        """5 h from 10:00, standing 11-13: four have run at 16:00."""
        pauses = [paused("2026-11-23 11:00", "2026-11-23 13:00")]
        start, limit = at("2026-11-23 10:00"), Limit.parse("5h")
        assert at_share(start, limit, national, 0.8, pauses=pauses) == at("2026-11-23 16:00")

    def test_a_share_is_between_none_and_all(self, national: Calendar) -> None:
        with pytest.raises(ValueError, match="比例须在 0 与 1 之间"):
            at_share(at("2026-11-23 10:00"), Limit.parse("5h"), national, 1.5)


class TestElapsed:
    """How much has run by a moment."""

    @pytest.mark.parametrize(
        ("end", "unit", "expected"),
        [
            ("2026-11-24 17:29", "wd", 0),
            ("2026-11-24 17:30", "wd", 1),
            ("2026-11-29 10:00", "wd", 4),  # Sunday: Tue, Wed, Thu, Fri
            ("2026-11-23 09:00", "wd", 0),  # before the start
            ("2026-11-24 23:59", "d", 0),
            ("2026-11-25 00:00", "d", 1),
            ("2026-11-24 09:30", "wh", 6.5),  # 2 + 4 on Monday, half an hour on Tuesday
            ("2026-11-24 10:00", "h", 24),
            ("2026-11-23 10:01", "m", 1),
        ],
    )
    def test_in_each_unit(self, national: Calendar, end: str, unit: str, expected: float) -> None:
        limit = Limit.parse(f"1{unit}")
        assert elapsed(at("2026-11-23 10:00"), at(end), limit.unit, national) == expected

    @pytest.mark.parametrize(
        ("unit", "expected"), [("wd", 1), ("d", 1), ("wh", 14), ("h", 48), ("m", 2880)]
    )
    def test_nothing_runs_while_it_stands(
        self, national: Calendar, unit: str, expected: float
    ) -> None:
        """Standing since Wed 25 Nov 10:00, still on Sunday: the 24th is over, Wednesday is not.

        Office hours: 2 + 4 on Monday, 7 on Tuesday, 1 on Wednesday make 14.
        """
        pauses = [paused("2026-11-25 10:00", None)]
        end, run = at("2026-11-29 12:00"), Limit.parse(f"1{unit}").unit
        assert elapsed(at("2026-11-23 10:00"), end, run, national, pauses=pauses) == expected

    @pytest.mark.parametrize(
        ("start", "end", "unit", "expected"),
        [
            ("2025-12-31 16:30", "2026-01-04 12:00", "wh", 4),  # 1 h, New Year, 3 h
            # 261 weekdays of 2025, less 18 off, and 5 made up, are 248 days of 7 hours
            ("2024-12-31 17:30", "2026-01-01 00:00", "wh", 248 * 7),
            ("2024-12-31 17:30", "2026-01-01 00:00", "wd", 248),
        ],
    )
    def test_over_the_years(
        self, national: Calendar, start: str, end: str, unit: str, expected: float
    ) -> None:
        run = Limit.parse(f"1{unit}").unit
        assert elapsed(at(start), at(end), run, national) == expected

    def test_the_cut_off_is_heeded(self, national: Calendar) -> None:
        """Mon 17:01 counts as Tuesday; by Wed noon nothing has run, by Wed 17:30 one day has."""
        start, unit = at("2026-11-23 17:01"), Limit.parse("1wd").unit
        for end, expected in (("2026-11-25 12:00", 0), ("2026-11-25 17:30", 1)):
            assert elapsed(start, at(end), unit, national, cut_off=FIVE) == expected
