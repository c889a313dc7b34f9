"""Both sides of a whistle judge each other, once each way (FX-8)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Duty
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.dispatch import Dispatch, Whistle
from huiyin.rules.steps.duty import Arrive, RateDuty
from tests.rules.county import LI_QIANG, TANG_WEI, XU_QIN, ZHOU_NING, Story

HERE = Arrive(text="已到现场")
BACK = "没有要互评的：先吹哨、报到，每次到场双方各评一次。"


@pytest.fixture
def called(unwritten: Story) -> Story:
    """The street leads and whistles for housing."""
    story = unwritten.registered(class_code="0101")
    story.does(ZHOU_NING, Dispatch(lead="st-chengguan"))
    story.does(XU_QIN, Whistle(units=("housing",), text="请到现场"))
    return story


def test_who_helps_without_a_call_has_not_to_come(handling: Story) -> None:
    handling.does(LI_QIANG, Whistle(units=("centre",), text="请到现场"))
    assert handling.refuses(LI_QIANG, RateDuty(unit="centre", stars=5)) == not_now(BACK)


def test_both_sides_judge_once(called: Story) -> None:
    assert called.refuses(XU_QIN, RateDuty(unit="housing", stars=5)) == not_now(BACK)
    called.does(LI_QIANG, HERE)
    (fact,) = called.does(XU_QIN, RateDuty(unit="housing", stars=4, text="来得快"))
    assert fact.what == f.DutyRated("st-chengguan", "housing", 4, "来得快")
    called.does(LI_QIANG, RateDuty(unit="st-chengguan", stars=3))
    assert called.case.duties == (
        Duty("housing", "st-chengguan", arrived=True, by_caller=4, by_called=3),
    )
    for actor, unit in ((XU_QIN, "housing"), (LI_QIANG, "st-chengguan")):
        assert called.refuses(actor, RateDuty(unit=unit, stars=1)) == not_now(BACK)


@pytest.mark.parametrize("stars", [0, 6])
def test_a_score_is_one_to_five(called: Story, stars: int) -> None:
    called.does(LI_QIANG, HERE)
    assert called.refuses(XU_QIN, RateDuty(unit="housing", stars=stars)).field == "stars"


def test_one_judges_only_the_other_side(called: Story) -> None:
    called.does(LI_QIANG, HERE)
    no = called.refuses(XU_QIN, RateDuty(unit="st-chengguan", stars=5))
    assert no == invalid("unit", "请选与本单位一起到过场、还没有评价的单位。")


def test_others_do_not_judge(called: Story) -> None:
    called.does(LI_QIANG, HERE)
    assert called.refuses(TANG_WEI, RateDuty(unit="housing", stars=5)).why == forbidden("").why
