"""Ask another unit: it gets a part of its own (B7)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Assignment
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.handle import AskUnit
from tests.rules.county import LI_QIANG, ZHAO_MIN, Story

HELP = AskUnit(unit="st-chengguan", text="请协助清障")


def test_another_unit_is_asked_and_has_a_part(handling: Story) -> None:
    (fact,) = handling.does(LI_QIANG, HELP)
    assert fact.what == f.UnitAsked("st-chengguan", "请协助清障")
    assert handling.case.waiting_for == (Assignment("st-chengguan", lead=False),)


def test_only_the_lead_may(handling: Story) -> None:
    assert handling.who_may(HELP) == {LI_QIANG, ZHAO_MIN}


@pytest.mark.parametrize("unit", ["housing", "st-chengguan"])
def test_who_has_a_part_is_not_asked_again(handling: Story, unit: str) -> None:
    handling.does(LI_QIANG, HELP)
    no = handling.refuses(LI_QIANG, AskUnit(unit=unit, text="请协助"))
    assert no == invalid("unit", "这个单位已经在办这件诉求。")


def test_not_before_it_was_accepted(dispatched: Story) -> None:
    no = dispatched.refuses(LI_QIANG, HELP)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="dispatched")
