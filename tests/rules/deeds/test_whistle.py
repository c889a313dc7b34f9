"""Whistle: the grass roots call, the departments report for duty (FX-8)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Assignment
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.dispatch import Dispatch, Whistle
from tests.rules.county import LI_QIANG, MA_LI, XU_QIN, ZHOU_NING, Story, amended

COME = Whistle(units=("housing", "human-resources"), text="电线杆倾斜，请到现场")


def test_the_units_called_have_a_part_each(unwritten: Story) -> None:
    story = unwritten.registered(class_code="0101")
    story.does(ZHOU_NING, Dispatch(lead="st-chengguan"))
    (fact,) = story.does(MA_LI, COME)
    assert fact.what == f.Whistled(
        ("housing", "human-resources"), "电线杆倾斜，请到现场", "st-chengguan"
    )
    assert story.case.assisting == (
        Assignment("housing", lead=False),
        Assignment("human-resources", lead=False),
    )


def test_the_streets_grid_worker_and_the_clerk_of_the_lead_may(handling: Story) -> None:
    centre = Whistle(units=("centre",), text="请到现场")
    assert handling.who_may(centre) == {XU_QIN, LI_QIANG}


def test_who_is_there_is_not_called_again(handling: Story) -> None:
    no = handling.refuses(LI_QIANG, COME)
    assert no == invalid("units", "其中有单位已经在办这件诉求。")


def test_somebody_must_be_called(handling: Story) -> None:
    assert handling.refuses(LI_QIANG, Whistle(units=(), text="来人")).field == "units"


def test_not_where_nobody_whistles() -> None:
    story = Story(amended({"dispatch.whistle_by": []})).handling()
    assert story.refuses(XU_QIN, COME) == forbidden("本地规则没有这一项操作。")


def test_not_before_anybody_has_it(registered: Story) -> None:
    no = registered.refuses(XU_QIN, COME)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="registered")
