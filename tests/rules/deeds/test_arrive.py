"""Report for duty: who was whistled for comes, and the caller hears of it (FX-8)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Duty
from huiyin.rules.notices import Audience, notices
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.dispatch import Dispatch, Whistle
from huiyin.rules.steps.duty import Arrive
from tests.rules.county import LI_QIANG, MA_LI, XU_QIN, ZHOU_NING, Story, amended

HERE = Arrive(text=" 已到现场，先围挡。 ", position="31.2,121.5")


@pytest.fixture
def called(unwritten: Story) -> Story:
    """The street leads and whistles for housing."""
    story = unwritten.registered(class_code="0101")
    story.does(ZHOU_NING, Dispatch(lead="st-chengguan"))
    story.does(XU_QIN, Whistle(units=("housing",), text="请到现场"))
    return story


def test_the_caller_is_kept_with_the_call(called: Story) -> None:
    assert called.case.duties == (Duty("housing", "st-chengguan"),)


def test_who_was_called_reports_and_the_caller_hears_of_it(called: Story) -> None:
    (fact,) = called.does(LI_QIANG, HERE)
    assert fact.what == f.Arrived("housing", "已到现场，先围挡。", "31.2,121.5")
    assert called.case.duties == (Duty("housing", "st-chengguan", arrived=True),)
    (told,) = notices(fact, called.case, called.law)
    assert (told.audience, told.unit) == (Audience.UNIT, "st-chengguan")


def test_nobody_else_reports_and_nobody_twice(called: Story) -> None:
    assert called.refuses(MA_LI, HERE).why == forbidden("").why
    called.does(LI_QIANG, HERE)
    assert called.refuses(LI_QIANG, HERE) == not_now("本单位已经报到。")


def test_not_where_nobody_whistles() -> None:
    story = Story(amended({"dispatch.whistle_by": []})).handling()
    assert story.refuses(LI_QIANG, HERE) == forbidden("本地规则没有这一项操作。")
