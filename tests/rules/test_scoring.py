"""Published rates and rules of accountability, checked against bulletins that cities published."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from huiyin.rules.scoring import Number, rate, triggered
from huiyin.rules.vocabulary import Indicator, Trigger
from tests.rules.county import amended, law_of


def indicator(
    numerator: dict[str, float], denominator: dict[str, float], digits: int = 2
) -> Indicator:
    """A rate of these sums."""
    return Indicator(
        id="rate",
        label="率",
        label_en="rate",
        numerator=numerator,
        denominator=denominator,
        digits=digits,
    )


@pytest.fixture(scope="module")
def bulletins(shared_data: Path) -> dict[str, Any]:
    """What cities published, by id."""
    found = json.loads((shared_data / "bulletins.json").read_text(encoding="utf-8"))
    return {bulletin["id"]: bulletin for bulletin in found}


def percent(text: str) -> Decimal:
    """`98.96%`."""
    return Decimal(text.removesuffix("%"))


# What was published


@pytest.mark.parametrize(
    ("name", "numerator", "denominator"),
    [
        ("办结率", {"办结": 1}, {"转办": 1}),
        ("响应率", {"响应": 1}, {"抽查回访": 1}),
        ("解决率", {"解决": 1}, {"抽查回访": 1}),
        ("满意率", {"满意": 1, "基本满意": 0.6}, {"抽查回访": 1}),
    ],
)
def test_the_rates_of_xining_chengzhong(
    bulletins: dict[str, Any],
    name: str,
    numerator: dict[str, float],
    denominator: dict[str, float],
) -> None:
    """XN-8: response, solution and satisfaction; basically satisfied weighs six tenths."""
    bulletin = bulletins["xining_chengzhong_2024_06"]
    found = rate(indicator(numerator, denominator), bulletin["given"])
    assert found == percent(bulletin["published"][name])


def test_the_three_rates_in_the_law_of_xining_are_these(bulletins: dict[str, Any]) -> None:
    """XN-8: the same bulletin through the indicators of the regime."""
    given = bulletins["xining_chengzhong_2024_06"]["given"]
    counts = {
        "followed_up": given["抽查回访"],
        "responded": given["响应"],
        "solved": given["解决"],
        "satisfied": given["满意"],
        "basic": given["基本满意"],
    }
    found = {one.id: rate(one, counts) for one in law_of("xining").regime.indicators}
    assert found["response"] == 100
    assert found["solution"] == Decimal("98.96")
    assert found["satisfaction"] == Decimal("94.69")


def test_the_scores_of_six_districts_of_panjin(bulletins: dict[str, Any]) -> None:
    """0.2 completion, 0.3 satisfaction and half the mean of the rest, to one decimal."""
    rest = {"按时反馈率": 0.25, "有效回访率": 0.25}
    score = indicator({"办结率": 0.2, "满意率": 0.3, **rest}, {"n": 1}, digits=1)
    for unit in bulletins["panjin_2023_01_04"]["given"]:
        counts = {**unit, "n": 100}
        assert rate(score, counts) == Decimal(str(unit["评分"])), unit["unit"]


def test_the_overall_completion_of_hengdong(bulletins: dict[str, Any]) -> None:
    bulletin = bulletins["hengdong_2025_Q1"]
    overall = indicator({"综合办结": 1}, {"有效工单": 1})
    assert rate(overall, bulletin["given"]) == percent(bulletin["published"]["综合办结率"])


def test_the_shares_of_tangshan_are_of_the_listed_kinds(bulletins: dict[str, Any]) -> None:
    """Their whole is the sum of the kinds listed, not what was received."""
    bulletin = bulletins["tangshan_2024_11"]
    kinds = [name for name in bulletin["given"] if name != "受理"]
    whole = dict.fromkeys(kinds, 1.0)
    found = {name: rate(indicator({name: 1}, whole), bulletin["given"]) for name in kinds}
    assert found == {name: percent(bulletin["published"][name]) for name in kinds}


def test_the_shares_of_a_week(bulletins: dict[str, Any]) -> None:
    """One figure of the bulletin bears two decimals, the others one."""
    bulletin = bulletins["weekly_2024_w28"]
    for name, digits in (("直办", 1), ("转办", 1), ("咨询", 2)):
        share = rate(indicator({name: 1}, {"受理": 1}, digits), bulletin["given"])
        assert share == percent(bulletin["published"][name])


def test_the_closing_rate_of_pingshan() -> None:
    """PS-10: of 87,643 matters 99.56 % were closed."""
    (closing,) = [one for one in law_of("pingshan").regime.indicators if one.id == "closing"]
    assert rate(closing, {"registered": 87_643, "answered": 87_257}) == Decimal("99.56")


# What holds for every rate


def test_nothing_to_judge_is_no_rate() -> None:
    """Neither 0 % nor 100 %."""
    solved = indicator({"solved": 1}, {"followed_up": 1})
    assert rate(solved, {"solved": 0, "followed_up": 0}) is None
    assert rate(solved, {}) is None


def test_a_count_that_is_not_given_is_none() -> None:
    assert rate(indicator({"solved": 1}, {"followed_up": 1}), {"followed_up": 7}) == 0


@pytest.mark.parametrize(
    ("part", "whole", "digits", "shown"),
    [
        (1, 3, 2, "33.33"),
        (2, 3, 2, "66.67"),
        (1, 8, 1, "12.5"),
        (1, 8, 0, "13"),  # 12.5 half up, not to the even neighbour
        (1, 800, 2, "0.13"),  # 0.125
        (1, 1, 4, "100.0000"),
    ],
)
def test_a_rate_is_rounded_half_up_to_its_digits(
    part: int, whole: int, digits: int, shown: str
) -> None:
    counted = rate(indicator({"a": 1}, {"b": 1}, digits), {"a": part, "b": whole})
    assert str(counted) == shown


def test_weights_are_decimals_and_not_their_binary_neighbours() -> None:
    """0.1 + 0.2 of one over one is exactly 30 %, at any digits."""
    thirds = indicator({"a": 0.1, "b": 0.2}, {"c": 1}, digits=4)
    assert rate(thirds, {"a": 1, "b": 1, "c": 1}) == Decimal("30.0000")


def test_open_cases_count_against_the_unit_where_the_place_says_so() -> None:
    """A place that leaves out what is not done yet would look better the slower it is."""
    on_time = indicator({"answered_on_time": 1}, {"answered": 1, "overdue_open": 1})
    assert rate(on_time, {"answered_on_time": 9, "answered": 9, "overdue_open": 1}) == 90


# Accountability


def names(triggers: tuple[Trigger, ...]) -> list[str]:
    """Their ids."""
    return [one.id for one in triggers]


@pytest.mark.parametrize(
    ("counts", "follow"),
    [
        ({}, []),
        ({"unjustified_returns": 1, "red_months": 2}, []),
        ({"unjustified_returns": 2}, ["returns"]),
        ({"red_months": 3}, ["red_zone"]),
        ({"unjustified_returns": 5, "red_months": 12, "redo": 9}, ["returns", "red_zone"]),
    ],
)
def test_two_unjustified_returns_or_three_months_in_the_red(
    counts: dict[str, Number], follow: list[str]
) -> None:
    """XN-6: from that many on, in the order of the law."""
    law = law_of("county")
    assert names(triggered(law.regime.triggers, counts)) == follow


def test_the_law_of_xining_lists_among_the_ten_worst() -> None:
    """XN-6: and the consequences are named in words."""
    triggers = law_of("xining").regime.triggers
    set_off = triggered(triggers, {"unjustified_returns": 2, "red_months": 3})
    assert {one.measure for one in set_off} == {"unjustified_returns", "red_months"}
    assert all("十差" in "".join(one.consequences) for one in set_off)
    assert triggered(triggers, {"unjustified_returns": 1, "red_months": 2}) == ()


def test_the_three_not_let_go_of_fuxin() -> None:
    """FX-15: refused orders, slow solution, a dissatisfied public."""
    triggers = law_of("fuxin").regime.triggers
    measures = {one.measure for one in triggers}
    assert {"refused", "overdue", "redo"} <= measures
    for one in triggers:
        assert one in triggered(triggers, {one.measure: one.count})
        assert one not in triggered(triggers, {one.measure: one.count - 1})


def test_a_place_without_triggers_holds_nobody_to_account_by_rule() -> None:
    law = amended({"triggers": []})
    assert triggered(law.regime.triggers, {"unjustified_returns": 99}) == ()
