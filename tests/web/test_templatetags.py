"""Moments, time left and lights in words: what people read on every page (LOOK: Words, Lights)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from huiyin.web.templatetags import huiyin as tags

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _in_chinese() -> object:
    with translation.override("zh-hans"):
        yield


@dataclass
class Clock:
    """A stand-in with the times of a clock and nothing else."""

    yellow_at: datetime = NOW + timedelta(days=1)
    red_at: datetime = NOW + timedelta(days=2)
    stopped_at: datetime | None = None
    paused: bool = False


def test_a_moment_is_told_with_its_weekday_and_hour() -> None:
    assert tags.moment(at("11-30T17:00"), NOW) == "11月30日（周一）17:00"


def test_a_promise_is_told_as_before_the_moment() -> None:
    assert tags.moment_before(at("11-30T17:00"), NOW) == "11月30日（周一）17:00前"


def test_another_year_is_named() -> None:
    last_year = datetime(2025, 12, 31, 8, 5, tzinfo=SHANGHAI)
    assert tags.moment(last_year, NOW) == "2025年12月31日（周三）08:05"


def test_without_a_now_the_year_is_named_because_it_is_not_known_to_be_this_one() -> None:
    assert tags.moment(at("11-30T17:00")) == "2026年11月30日（周一）17:00"


def test_the_year_turns_at_midnight_of_the_place_and_not_of_greenwich() -> None:
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # 00:30 on 1 January in Shanghai
    assert tags.moment(new_year, NOW) == "2027年1月1日（周五）00:30"


def test_a_stored_utc_moment_is_told_in_the_time_of_the_place() -> None:
    assert tags.moment(datetime(2026, 11, 30, 9, 0, tzinfo=UTC), NOW) == "11月30日（周一）17:00"


def test_iso_text_is_understood_as_the_moment_it_names() -> None:
    assert tags.moment("2026-11-30T09:00:00+00:00", NOW) == "11月30日（周一）17:00"


def test_a_moment_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="naive"):
        tags.moment(datetime(2026, 11, 30, 17, 0), NOW)  # noqa: DTZ001 - the mistake itself


@pytest.mark.parametrize("tell", [tags.moment, tags.moment_before, tags.day, tags.ago, tags.left])
@pytest.mark.parametrize("nothing", [None, ""])
def test_no_moment_is_told_as_nothing(tell: object, nothing: object) -> None:
    assert tell(nothing, NOW) == ""  # type: ignore[operator]


def test_a_machine_reads_the_moment_with_its_offset() -> None:
    assert tags.iso(datetime(2026, 11, 30, 9, 0, tzinfo=UTC)) == "2026-11-30T17:00:00+08:00"


@pytest.mark.parametrize(
    ("hence", "words"),
    [
        (timedelta(days=1, hours=3), "还剩 1 天 3 小时"),
        (timedelta(days=1, hours=3, minutes=59), "还剩 1 天 3 小时"),  # never more than there is
        (timedelta(days=2), "还剩 2 天"),
        (timedelta(days=2, minutes=59), "还剩 2 天"),
        (timedelta(hours=2), "还剩 2 小时"),
        (timedelta(hours=2, minutes=5), "还剩 2 小时 5 分钟"),
        (timedelta(minutes=40), "还剩 40 分钟"),
        (timedelta(seconds=59), "还剩 不到 1 分钟"),
        (timedelta(0), "还剩 不到 1 分钟"),  # on the stroke it is still in time
        (timedelta(microseconds=-999999), "还剩 不到 1 分钟"),  # and all that second
        (timedelta(seconds=-1), "超期 不到 1 分钟"),
        (timedelta(hours=-2), "超期 2 小时"),
        (timedelta(days=-8, hours=-1), "超期 8 天 1 小时"),
    ],
)
def test_time_left_is_told_in_its_two_largest_units(hence: timedelta, words: str) -> None:
    assert tags.left(NOW + hence, NOW) == words


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=59), "刚刚"),
        (timedelta(minutes=5), "5 分钟前"),
        (timedelta(hours=3, minutes=50), "3 小时前"),
        (timedelta(days=2), "2 天前"),
        (timedelta(days=6, hours=23), "6 天前"),
        (timedelta(days=7), "11月23日"),
        (timedelta(days=365), "2025年11月30日"),
        (timedelta(days=-1), "12月1日"),  # what is to come is not "ago"
    ],
)
def test_the_past_is_told_relatively_for_a_week(past: timedelta, words: str) -> None:
    assert tags.ago(NOW - past, NOW) == words


def test_a_span_is_the_same_in_both_directions() -> None:
    later = NOW + timedelta(days=1, hours=3)
    assert tags.span(NOW, later) == tags.span(later, NOW) == "1 天 3 小时"


@pytest.mark.parametrize(
    ("now", "light"),
    [
        ("12-01T09:59", "green"),
        ("12-01T10:00", "yellow"),
        ("12-02T10:00:00.999999", "yellow"),  # the second of the deadline is in time
        ("12-02T10:00:01", "red"),
    ],
)
def test_a_running_clock_goes_from_green_to_yellow_to_red(now: str, light: str) -> None:
    assert tags.light(Clock(), at(now)) == light


@pytest.mark.parametrize(
    ("stopped", "words"),
    [("12-02T10:00:00.999999", "按时"), ("12-02T10:00:01", "超期 不到 1 分钟")],
)
def test_what_has_stopped_was_in_time_or_late(stopped: str, words: str) -> None:
    part = Template('{% include "huiyin/parts/light.html" with light="stopped" %}')
    shown = part.render(Context({"due_at": Clock().red_at, "stopped_at": at(stopped)}))
    assert words in shown


def test_a_clock_that_stands_still_is_neither_yellow_nor_red() -> None:
    late = at("12-24T10:00")
    assert tags.light(Clock(paused=True), late) == "paused"
    assert tags.light(Clock(stopped_at=NOW), late) == "stopped"


def test_a_case_without_a_clock_has_no_light() -> None:
    assert tags.light(None, NOW) == ""


def test_a_translator_may_turn_the_parts_of_a_date_around(monkeypatch: pytest.MonkeyPatch) -> None:
    english = {"{month}{day}日": "{day} {month}", "{date}（{weekday}）": "{weekday} {date}"}
    monkeypatch.setattr(tags, "gettext", lambda text: english.get(text, text))
    assert tags.day(at("11-30T17:00"), NOW) == "周一 30 11月"


def test_pages_reach_the_filters_by_loading_huiyin() -> None:
    page = Template("{% load huiyin %}{{ clock|light:now }} {{ clock.red_at|left:now }}")
    assert page.render(Context({"clock": Clock(), "now": NOW})) == "green 还剩 2 天"


def test_what_was_looked_for_is_marked_and_nothing_else_is_markup() -> None:
    pieces = (("<b>路", False), ("灯&", True), ("", False))
    assert tags.marked(pieces) == "&lt;b&gt;路<mark>灯&amp;</mark>"
