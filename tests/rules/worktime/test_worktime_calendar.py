"""Which days are worked: the file that ships, a place's own days, and what a file may not say."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
import pytest
from pydantic import ValidationError

from huiyin.rules.worktime import Calendar, DayKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
TYPHOON = date(2026, 7, 20)
WOMENS_DAY = date(2027, 3, 8)


def year_of(**holiday: Any) -> dict[str, Any]:
    """A file with one official year, 2026, and one holiday in it."""
    named = {"label": "元旦", "label_en": "New Year", **holiday}
    return {"years": [{"year": 2026, "status": "official", "source": "通知", "holidays": [named]}]}


def every_day(first: int, last: int) -> list[date]:
    days = (date(last + 1, 1, 1) - date(first, 1, 1)).days
    return [date(first, 1, 1) + timedelta(i) for i in range(days)]


def test_every_day_of_the_official_years_agrees_with_two_independent_tables(
    national: Calendar,
) -> None:
    known = holidays.country_holidays("CN", years=range(2011, 2027))
    for on in every_day(2011, 2026):
        ours = national.is_working_day(on)
        assert ours == chinese_calendar.is_workday(on), on
        assert ours == known.is_working_day(on), on


@pytest.mark.parametrize(
    "on",
    [
        *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11"),
        *("2024-09-14", "2024-09-29", "2024-10-12"),
        *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
        *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
    ],
)
def test_a_weekend_worked_in_exchange_is_a_make_up_day(national: Calendar, on: str) -> None:
    assert national.kind_of(date.fromisoformat(on)) is DayKind.MAKE_UP


def test_2026_has_33_days_off_and_six_make_up_days(national: Calendar) -> None:
    """DOMAIN, "Calendars": 33 days off, six make-up working days."""
    kinds = [national.kind_of(on) for on in every_day(2026, 2026)]
    assert kinds.count(DayKind.HOLIDAY) == 33
    assert kinds.count(DayKind.MAKE_UP) == 6


def test_2027_knows_its_thirteen_statutory_days_and_no_make_up_day(national: Calendar) -> None:
    """元旦 1, 春节 4 with the eve, 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆 3."""
    kinds = {on: national.kind_of(on) for on in every_day(2027, 2027)}
    off = [on for on, kind in kinds.items() if kind is DayKind.HOLIDAY]
    assert [f"{on:%m%d}" for on in off] == [
        *("0101", "0205", "0206", "0207", "0208", "0405", "0501", "0502"),
        *("0609", "0915", "1001", "1002", "1003"),
    ]
    # without the days in lieu, which that table guesses
    assert set(off) == set(holidays.country_holidays("CN", years=2027, observed=False))
    assert DayKind.MAKE_UP not in kinds.values()


@pytest.mark.parametrize(
    ("year", "expected"), [(2010, True), (2026, False), (2027, True), (2030, True)]
)
def test_a_year_without_a_notice_is_provisional(
    national: Calendar, year: int, expected: bool
) -> None:
    assert national.provisional(date(year, 6, 1)) is expected


def test_every_official_year_names_the_notice_it_comes_from(national: Calendar) -> None:
    for year in national.years:
        if year.status == "official":
            assert f"{year.year}年部分节假日安排的通知" in year.source
            assert f"〔{year.year - 1}〕" in year.source


def test_a_notice_may_reach_into_the_year_before(national: Calendar) -> None:
    """2019's notice: 30 and 31 December 2018 off, Saturday the 29th worked."""
    assert national.kind_of(date(2018, 12, 29)) is DayKind.MAKE_UP
    assert national.kind_of(date(2018, 12, 31)) is DayKind.HOLIDAY


def test_a_place_keeps_its_own_hours(national: Calendar) -> None:
    summer = ((time(8), time(12)), (time(15), time(18)))
    place = national.with_place(hours=summer)
    assert place.spans(date(2026, 11, 23)) == (
        (datetime(2026, 11, 23, 8, tzinfo=SHANGHAI), datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)),
        (datetime(2026, 11, 23, 15, tzinfo=SHANGHAI), datetime(2026, 11, 23, 18, tzinfo=SHANGHAI)),
    )


def test_a_half_day_ends_at_the_first_break_or_at_its_own_hour(national: Calendar) -> None:
    until_break = national.with_place(half_days=[WOMENS_DAY])
    own_hours = national.with_place(half_days={WOMENS_DAY: ((time(9), time(11)),)})
    assert until_break.kind_of(WOMENS_DAY) is DayKind.HALF
    assert until_break.is_working_day(WOMENS_DAY)
    assert until_break.closing(WOMENS_DAY).time() == time(12)
    assert own_hours.closing(WOMENS_DAY).time() == time(11)


def test_nobody_works_while_the_city_stands_still(national: Calendar) -> None:
    place = national.with_place(half_days=[TYPHOON], stops={TYPHOON: "台风"})
    assert place.kind_of(TYPHOON) is DayKind.STOP
    assert place.label_of(TYPHOON) == "台风"
    assert place.spans(TYPHOON) == ()
    with pytest.raises(ValueError, match="2026-07-20 不是工作日。"):
        place.closing(TYPHOON)


def test_a_places_days_are_added_to_those_it_already_has(national: Calendar) -> None:
    place = national.with_place(stops=[TYPHOON]).with_place(half_days=[WOMENS_DAY])
    assert [place.kind_of(on) for on in (TYPHOON, WOMENS_DAY)] == [DayKind.STOP, DayKind.HALF]


def test_office_hours_out_of_order_are_refused(national: Calendar) -> None:
    with pytest.raises(ValueError, match="办公时间须先后有序"):
        national.with_place(hours=((time(13), time(17)), (time(9), time(12))))
    with pytest.raises(ValueError, match="办公时间至少要有一段"):
        national.with_place(hours=())


def test_equal_calendars_have_the_same_version_and_another_day_gives_another(
    national: Calendar,
) -> None:
    again = Calendar(years=national.years, hours=national.hours)
    stopped = national.with_place(stops=[TYPHOON])
    assert (again, again.version, hash(again)) == (national, national.version, hash(national))
    assert len(national.version) == 12
    assert stopped.version != national.version


def test_what_a_new_notice_would_move_is_known_before_it_is_saved(national: Calendar) -> None:
    """B2: Fri 1 to Sun 3 January off, Sunday the 10th worked: the 1st and the 10th change."""
    notice = year_of(first="2027-01-01", last="2027-01-03", make_up=["2027-01-10"])
    new_year = Calendar.from_data({"years": [notice["years"][0] | {"year": 2027}]})
    before = Calendar(years=national.years[:-1])
    after = Calendar(years=(*national.years[:-1], *new_year.years))
    assert before.changed_days(after) == (date(2027, 1, 1), date(2027, 1, 10))
    assert after.changed_days(after) == ()
    assert Calendar().changed_days(Calendar()) == ()


def test_a_stop_outside_the_known_years_is_a_changed_day_too() -> None:
    nothing_known = Calendar()
    stopped = nothing_known.with_place(stops=[TYPHOON])
    assert nothing_known.changed_days(stopped) == (TYPHOON,)


def test_holiday_names_come_in_both_languages(national: Calendar) -> None:
    assert national.labels_en["端午节"] == "Dragon Boat Festival"


def paths(data: dict[str, Any]) -> list[str]:
    """Paths of the errors that the data has, outermost first."""
    with pytest.raises(ValidationError) as caught:
        Calendar.from_data(data)
    return [".".join(map(str, error["loc"])) for error in caught.value.errors()]


def test_a_file_with_errors_names_the_path_of_each() -> None:
    data = year_of(first="2026-01-01", last="2026-13-01", colour="red")
    data["zone"] = "Asia/Suining"
    data["hours"] = ["09:00-12:00", "11:00-17:00"]
    assert paths(data) == [
        "zone",
        "hours",
        "years.0.holidays.0.last",
        "years.0.holidays.0.colour",
    ]


@pytest.mark.parametrize(
    ("holiday", "where", "why"),
    [
        ({"first": "2026-01-03", "last": "2026-01-01"}, "years.0.holidays.0", "不得早于第一天"),
        ({"first": "2026-01-01", "make_up": ["2026-01-01"]}, "years.0", "同一天只能出现一次"),
        ({"first": "2027-01-01"}, "years.0", "日期须在本年度"),
        ({"first": "2026-01-01", "make_up": ["2026-01-05"]}, "", "2026-01-05 本来就是工作日"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(
    holiday: dict[str, Any], where: str, why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        Calendar.from_data(year_of(**holiday))
    assert paths(year_of(**holiday)) == [where]


def test_a_year_is_written_once() -> None:
    data = year_of(first="2026-01-01")
    assert paths({"years": data["years"] * 2}) == ["years"]


@pytest.mark.parametrize("rest", [[1, 2, 3, 4, 5, 6, 7], [0], [8]])
def test_a_week_has_seven_days_and_one_of_them_is_worked(rest: list[int]) -> None:
    assert paths({"rest": rest}) == ["rest"]
