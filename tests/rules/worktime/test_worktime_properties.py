"""What holds for any start, limit, calendar and pauses."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.worktime import (
    Calendar,
    DayKind,
    Limit,
    Pause,
    StepCode,
    Unit,
    at_share,
    due,
    elapsed,
    explain,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY_END = time(23, 59, 59)
FIRST = datetime(2026, 4, 20, tzinfo=SHANGHAI)
HOLIDAY = {"label": "劳动节", "label_en": "Labour Day", "first": "2026-05-01", "last": "2026-05-05"}
YEAR = {
    "year": 2026,
    "status": "official",
    "source": "通知",
    "holidays": [{**HOLIDAY, "make_up": ["2026-04-26", "2026-05-09"]}],
}
PLACE = Calendar.from_data({"years": [YEAR]}).with_place(
    half_days=[date(2026, 4, 30)], stops={date(2026, 5, 12): "台风"}
)
ADDS_UP = {StepCode(kind) for kind in (DayKind.WORKING, DayKind.MAKE_UP, DayKind.HALF)} | {
    StepCode.DAYS,
    StepCode.RUNS,
}

edges = st.sampled_from([time(0), time(9), time(12), time(13, 30), time(17, 30), DAY_END])
moments = st.one_of(
    st.integers(0, 30 * 24 * 60).map(lambda minute: FIRST + timedelta(minutes=minute)),
    st.builds(
        lambda day, hour: datetime.combine(FIRST.date() + timedelta(day), hour, SHANGHAI),
        st.integers(0, 30),
        edges,
    ),
)
limits = st.one_of(
    st.builds(Limit, st.integers(1, 12), st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS])),
    st.builds(Limit, st.integers(1, 30), st.sampled_from([Unit.WORKING_HOURS, Unit.HOURS])),
    st.builds(Limit, st.integers(1, 300), st.just(Unit.MINUTES)),
)
stops = st.builds(
    lambda one, other: Pause(min(one, other), max(one, other), "shelved"), moments, moments
)
pauses = st.lists(stops, max_size=4)
cut_offs = st.sampled_from([None, time(17), time(11, 30)])
shares = st.fractions(0, 1, max_denominator=20)


@given(moments, moments, limits, pauses, cut_offs)
def test_a_later_start_is_never_due_earlier(
    one: datetime, other: datetime, limit: Limit, stood: list[Pause], cut_off: time | None
) -> None:
    early, late = sorted((one, other))
    assert due(early, limit, PLACE, pauses=stood, cut_off=cut_off) <= due(
        late, limit, PLACE, pauses=stood, cut_off=cut_off
    )


@given(moments, limits, pauses, cut_offs)
def test_a_longer_limit_is_due_later(
    start: datetime, limit: Limit, stood: list[Pause], cut_off: time | None
) -> None:
    longer = Limit(limit.amount + 1, limit.unit)
    assert due(start, limit, PLACE, pauses=stood, cut_off=cut_off) < due(
        start, longer, PLACE, pauses=stood, cut_off=cut_off
    )


@given(moments, limits, pauses, stops, cut_offs)
def test_one_more_pause_never_makes_it_due_earlier(
    start: datetime, limit: Limit, stood: list[Pause], more: Pause, cut_off: time | None
) -> None:
    assert due(start, limit, PLACE, pauses=stood, cut_off=cut_off) <= due(
        start, limit, PLACE, pauses=[*stood, more], cut_off=cut_off
    )


@given(moments, limits, pauses, cut_offs)
def test_the_sum_that_explains_it_adds_up_to_the_limit(
    start: datetime, limit: Limit, stood: list[Pause], cut_off: time | None
) -> None:
    explanation = explain(start, limit, PLACE, pauses=stood, cut_off=cut_off)
    assert explanation.due == due(start, limit, PLACE, pauses=stood, cut_off=cut_off)
    counted = [step.amount for step in explanation.steps if step.code in ADDS_UP]
    days = [amount for amount in counted if isinstance(amount, int)]
    times = [amount for amount in counted if isinstance(amount, timedelta)]
    if limit.unit in {Unit.WORKING_DAYS, Unit.DAYS}:
        assert (sum(days), times) == (limit.amount, [])
    else:
        each = timedelta(minutes=1) if limit.unit is Unit.MINUTES else timedelta(hours=1)
        assert (sum(times, timedelta(0)), days) == (limit.amount * each, [])


@given(moments, limits, pauses, cut_offs)
def test_the_limit_has_elapsed_at_the_due_moment_and_not_before(
    start: datetime, limit: Limit, stood: list[Pause], cut_off: time | None
) -> None:
    end = due(start, limit, PLACE, pauses=stood, cut_off=cut_off)
    at_the_end, just_before = (
        elapsed(start, moment, limit.unit, PLACE, pauses=stood, cut_off=cut_off)
        for moment in (end, end - timedelta(seconds=1))
    )
    assert just_before < at_the_end == limit.amount


@given(moments, limits, pauses, cut_offs, shares, shares)
def test_shares_of_the_time_lie_in_order_between_start_and_due(
    start: datetime,
    limit: Limit,
    stood: list[Pause],
    cut_off: time | None,
    one: Fraction,
    other: Fraction,
) -> None:
    end = due(start, limit, PLACE, pauses=stood, cut_off=cut_off)
    less, more = (
        at_share(start, limit, PLACE, share, pauses=stood, cut_off=cut_off)
        for share in sorted((one, other))
    )
    assert start <= less <= more <= end


@given(moments, st.integers(1, 40), pauses, cut_offs)
def test_working_days_end_at_the_closing_of_a_working_day(
    start: datetime, count: int, stood: list[Pause], cut_off: time | None
) -> None:
    limit = Limit(count, Unit.WORKING_DAYS)
    end = due(start, limit, PLACE, pauses=stood, cut_off=cut_off)
    assert PLACE.is_working_day(end.date())
    assert end == PLACE.spans(end.date())[-1][1]


@given(moments, moments)
def test_days_and_hours_between_two_moments_are_those_one_counts_on_fingers(
    one: datetime, other: datetime
) -> None:
    start, end = sorted((one, other))
    days = [start.date() + timedelta(i) for i in range((end.date() - start.date()).days + 1)]
    assert PLACE.working_days_between(start.date(), end.date()) == sum(
        PLACE.is_working_day(on) for on in days[1:]
    )
    open_hours = [
        max(min(closes, end) - max(opens, start), timedelta(0))
        for on in days
        for opens, closes in PLACE.spans(on)
    ]
    assert PLACE.office_time(start, end) == sum(open_hours, timedelta(0))


@settings(max_examples=40)
@given(moments, st.integers(1, 9), st.sampled_from([Unit.HOURS, Unit.WORKING_HOURS]), pauses)
def test_hours_are_those_one_counts_minute_by_minute(
    start: datetime, count: int, unit: Unit, stood: list[Pause]
) -> None:
    start = start.replace(second=0)
    stood = [Pause(p.start.replace(second=0), p.end.replace(second=0), "") for p in stood if p.end]
    left, at = count * 60, start
    while left:
        worked = unit is Unit.HOURS or any(a <= at < b for a, b in PLACE.spans(at.date()))
        stands = any(pause.start <= at and pause.end and at < pause.end for pause in stood)
        left -= worked and not stands
        at += timedelta(minutes=1)
    assert due(start, Limit(count, unit), PLACE, pauses=stood) == at
