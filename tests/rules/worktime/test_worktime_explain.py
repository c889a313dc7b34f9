"""Why is it due then? The sum in words, and its parts (B1, P70)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from huiyin.rules.worktime import (
    Calendar,
    DayKind,
    Limit,
    Pause,
    StepCode,
    explain,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIVE = time(17)
ENGLISH = {
    "{at}起算，当日不计。": "Counted from {at}, that day not included.",
    "{when}放假（{label}），不计。": "{when}: {label}, not counted.",
    "{when}是工作日，计 {amount}。": "{when}: working, {amount}.",
    "{when}因“{label}”暂停，{amount}不计。": "{when}: paused ({label}), {amount} not counted.",
    "{at}到期。": "Due {at}.",
    "{date}{time}": "{date}, {time}",
    "{first}至{last}": "{first} to {last}",
    "{month}月{day}日（{weekday}）": "{weekday} {day}/{month}",
    "{year}年{month}月{day}日（{weekday}）": "{weekday} {day}/{month}/{year}",
    "1 天": "1 day",
    "{count} 天": "{count} d",
    "周一": "Mon",
    "周二": "Tue",
    "周三": "Wed",
    "周四": "Thu",
    "周五": "Fri",
}
NAMES = {"劳动节": "Labour Day", "shelved": "shelved by the head"}


def at(text: str) -> datetime:
    """A moment in China, written `2026-04-30 16:40`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def paused(start: str, end: str) -> Pause:
    return Pause(at(start), at(end), "shelved")


def said(start: str, limit: str, calendar: Calendar, **options: object) -> list[str]:
    explanation = explain(at(start), Limit.parse(limit), calendar, **options)  # type: ignore[arg-type]
    return list(explanation.sentences(name=lambda word: {"shelved": "挂账"}.get(word, word)))


def test_working_days_over_a_holiday_a_make_up_day_and_a_pause(national: Calendar) -> None:
    """6 and 7 May lost to the pause; 8, 9 (made up), 11-15 are 1 to 7."""
    pauses = [paused("2026-05-06 12:00", "2026-05-08 09:00")]
    assert said("2026-04-30 16:40", "7wd", national, pauses=pauses) == [
        "2026年4月30日（周四）16:40起算，当日不计。",
        "5月1日（周五）至5月5日（周二）放假（劳动节），不计。",
        "5月6日（周三）至5月7日（周四）因“挂账”暂停，2 天不计。",
        "5月8日（周五）是工作日，计 1 天。",
        "5月9日（周六）是调休上班日（劳动节），计 1 天。",
        "5月10日（周日）是休息日，不计。",
        "5月11日（周一）至5月15日（周五）是工作日，计 5 天。",
        "5月15日（周五）17:30到期。",
    ]


def test_a_start_after_the_cut_off_and_a_provisional_year(national: Calendar) -> None:
    """Wed 17:05 counts as Thu 31 Dec; 1 Jan off; 4 Jan is 1, and 2027 is not announced."""
    assert said("2026-12-30 17:05", "1wd", national, cut_off=FIVE) == [
        "2026年12月30日（周三）17:05收到，已过17:00，视同次一工作日收到。",
        "12月31日（周四）09:00起算，当日不计。",
        "2027年1月1日（周五）放假（元旦），不计。",
        "1月2日（周六）至1月3日（周日）是休息日，不计。",
        "1月4日（周一）是工作日，计 1 天。",
        "1月4日（周一）17:30到期。",
        "2027年的放假安排尚未公布，到期时间为暂定，公布后重算。",
    ]


def test_a_start_on_a_rest_day_a_half_day_and_a_stop(national: Calendar) -> None:
    """Sat 6 Mar counts as Mon 8, a half day; Tue 9 stands still; Wed 10 is 1."""
    place = national.with_place(
        half_days=[date(2026, 3, 11)], stops={date(2026, 3, 10): "防汛应急"}
    )
    assert said("2026-03-07 10:00", "1wd", place) == [
        "2026年3月7日（周六）10:00收到，当日不上班，视同次一工作日收到。",
        "3月9日（周一）09:00起算，当日不计。",
        "3月10日（周二）停工（防汛应急），不计。",
        "3月11日（周三）上半天班，计 1 天。",
        "3月11日（周三）12:00到期。",
    ]


def test_a_stop_without_a_reason_needs_none(national: Calendar) -> None:
    """Tue 24 Nov stands still; Wed 25 is 1."""
    place = national.with_place(stops=[date(2026, 11, 24)])
    assert said("2026-11-23 10:00", "1wd", place)[1] == "11月24日（周二）停工，不计。"


def test_working_hours_with_a_pause(national: Calendar) -> None:
    """50 min on Thursday; the holiday; 1 h on 6 May, 6 h lost; 2 h 10 min on the 7th."""
    pauses = [paused("2026-05-06 10:00", "2026-05-06 20:00")]
    assert said("2026-04-30 16:40", "4wh", national, pauses=pauses) == [
        "2026年4月30日（周四）16:40起算。",
        "4月30日（周四）是工作日，计 50 分钟。",
        "5月1日（周五）至5月5日（周二）放假（劳动节），不计。",
        "5月6日（周三）是工作日，计 1 小时。",
        "5月6日（周三）因“挂账”暂停，6 小时不计。",
        "5月7日（周四）是工作日，计 2 小时 10 分钟。",
        "5月7日（周四）11:10到期。",
    ]


def test_working_hours_with_a_pause_over_night(national: Calendar) -> None:
    """1 h on Monday, 6 h + 2 h lost until Tuesday 11:00, 1 h + 4 h after it."""
    pauses = [paused("2026-11-23 10:00", "2026-11-24 11:00")]
    assert said("2026-11-23 09:00", "6wh", national, pauses=pauses) == [
        "2026年11月23日（周一）09:00起算。",
        "11月23日（周一）是工作日，计 1 小时。",
        "11月23日（周一）至11月24日（周二）因“挂账”暂停，8 小时不计。",
        "11月24日（周二）是工作日，计 5 小时。",
        "11月24日（周二）17:30到期。",
    ]


def test_a_pause_in_the_middle_of_each_day_stands_where_it_fell(national: Calendar) -> None:
    """9-10 and 11-12 run each morning: 2 h + 4 h on Monday, 1 h on Tuesday before the pause."""
    pauses = [
        paused("2026-11-23 10:00", "2026-11-23 11:00"),
        paused("2026-11-24 10:00", "2026-11-24 11:00"),
    ]
    assert said("2026-11-23 09:00", "8wh", national, pauses=pauses)[1:-1] == [
        "11月23日（周一）是工作日，计 6 小时。",
        "11月23日（周一）因“挂账”暂停，1 小时不计。",
        "11月24日（周二）是工作日，计 2 小时。",
        "11月24日（周二）因“挂账”暂停，1 小时不计。",
    ]


def test_hours_round_the_clock_with_a_pause(national: Calendar) -> None:
    """19 h 20 min before the pause, 7 h lost, 10 h 40 min after it."""
    pauses = [paused("2026-05-01 12:00", "2026-05-01 19:00")]
    assert said("2026-04-30 16:40", "30h", national, pauses=pauses) == [
        "2026年4月30日（周四）16:40起算。",
        "4月30日（周四）16:40至5月1日（周五）12:00昼夜连续，计 19 小时 20 分钟。",
        "5月1日（周五）12:00至5月1日（周五）19:00因“挂账”暂停，7 小时不计。",
        "5月1日（周五）19:00至5月2日（周六）05:40昼夜连续，计 10 小时 40 分钟。",
        "5月2日（周六）05:40到期。",
    ]


def test_calendar_days_with_a_pause(national: Calendar) -> None:
    """The 24th ends while the clock stands; 25 and 26 are 1 and 2."""
    pauses = [paused("2026-11-24 10:00", "2026-11-25 10:00")]
    assert said("2026-11-23 10:00:30", "2d", national, pauses=pauses) == [
        "2026年11月23日（周一）10:00:30起算，当日不计。",
        "11月24日（周二）因“挂账”暂停，1 天不计。",
        "11月25日（周三）至11月26日（周四），计 2 天。",
        "11月26日（周四）23:59:59到期。",
    ]


def test_another_language_translates_the_templates_and_the_names(national: Calendar) -> None:
    """Thu 30 Apr; 1-5 May off; 6 May paused; Thu 7 May is 1."""
    pauses = [paused("2026-05-06 12:00", "2026-05-06 18:00")]
    explanation = explain(at("2026-04-30 16:40"), Limit.parse("1wd"), national, pauses=pauses)
    assert explanation.sentences(ENGLISH.__getitem__, NAMES.__getitem__) == (
        "Counted from Thu 30/4/2026, 16:40, that day not included.",
        "Fri 1/5 to Tue 5/5: Labour Day, not counted.",
        "Wed 6/5: paused (shelved by the head), 1 day not counted.",
        "Thu 7/5: working, 1 day.",
        "Due Thu 7/5, 17:30.",
    )


def test_a_step_gives_its_parts_to_whoever_wants_to_draw_it(national: Calendar) -> None:
    explanation = explain(at("2025-12-31 09:10"), Limit.parse("1wd"), national)
    start, holiday, made_up, end = explanation.steps
    assert (start.code, start.at) == (StepCode.START_DAY, at("2025-12-31 09:10"))
    assert (holiday.code, holiday.on, holiday.until, holiday.amount, holiday.label) == (
        *(StepCode.HOLIDAY, date(2026, 1, 1), date(2026, 1, 3)),
        *(None, "元旦"),
    )
    assert (made_up.code, made_up.on, made_up.amount) == (StepCode.MAKE_UP, date(2026, 1, 4), 1)
    assert (end.code, end.at) == (StepCode.DUE, explanation.due)


def test_an_explanation_keeps_what_it_was_computed_from(national: Calendar) -> None:
    start, limit = at("2026-12-30 10:00"), Limit.parse("2wd")
    explanation = explain(start, limit, national)
    assert (explanation.start, explanation.limit) == (start, limit)
    assert explanation.calendar_version == national.version
    assert explanation.provisional
    assert not explain(start, Limit.parse("90h"), national).provisional


def test_two_unknown_years_are_both_named(national: Calendar) -> None:
    explanation = explain(at("2027-12-31 10:00"), Limit.parse("4wh"), national)
    assert explanation.sentences()[-1].startswith("2027年的")
    beyond = explain(at("2027-12-31 15:00"), Limit.parse("4wh"), national)
    assert beyond.sentences()[-1].startswith("2027、2028年的")


def test_a_time_shorter_than_a_second_is_said_to_be_so(national: Calendar) -> None:
    start = at("2026-11-23 10:00")
    blink = Pause(start, start + timedelta(milliseconds=300), "shelved")
    stood = explain(start, Limit.parse("1m"), national, pauses=[blink]).sentences()[1]
    assert stood.endswith("因“shelved”暂停，不足 1 秒不计。")


@pytest.mark.parametrize("kind", DayKind)
def test_every_kind_of_day_has_a_sentence(kind: DayKind) -> None:
    assert StepCode(kind).value == kind.value
