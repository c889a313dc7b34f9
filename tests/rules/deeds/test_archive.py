"""Archive: nothing more will happen (归档, FX-13)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.deeds import Deed
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.evaluate import AppealExclusion, DecideExclusion
from huiyin.rules.steps.publicise import Archive
from huiyin.rules.steps.receive import AnswerDirectly, Decline, Withdraw
from tests.rules.county import CHEN_BO, LI_QIANG, WANG_FANG, ZHENG_YI, ZHOU_NING, Story

SHELF = Archive(volume="2026-03-001")


def test_it_is_on_the_shelf(struck_off: Story) -> None:
    (fact,) = struck_off.does(ZHOU_NING, SHELF)
    assert fact.what == f.Archived("2026-03-001")
    assert struck_off.case.archived


def test_whatever_its_end(registered: Story) -> None:
    registered.does(WANG_FANG, Withdraw())
    registered.does(ZHOU_NING, SHELF)


def test_dispatchers_and_inspectors_may(struck_off: Story) -> None:
    assert struck_off.who_may(SHELF) == {ZHOU_NING, CHEN_BO}


@pytest.mark.parametrize(
    "end", [Decline(outlet="litigation", reason="涉诉"), AnswerDirectly(text="已查实并处理。")]
)
def test_what_was_whistled_is_archived_by_discipline_inspection(whistle: Story, end: Deed) -> None:
    """JS-4: nobody else may open it, so nobody else could."""
    whistle.does(ZHENG_YI, end)
    assert whistle.who_may(SHELF) == {ZHENG_YI}
    whistle.does(ZHENG_YI, SHELF)
    assert whistle.case.archived


def test_not_twice(struck_off: Story) -> None:
    struck_off.does(ZHOU_NING, SHELF)
    assert struck_off.refuses(ZHOU_NING, SHELF) == not_now("已经归档。")


def test_not_while_an_appeal_waits(struck_off: Story) -> None:
    struck_off.does(LI_QIANG, AppealExclusion(ground="unreasonable", reason="过高"))
    assert struck_off.refuses(ZHOU_NING, SHELF) == not_now("剔除申请还没有复核。")
    struck_off.does(CHEN_BO, DecideExclusion(granted=True, reason="属实"))
    struck_off.does(ZHOU_NING, SHELF)


def test_not_while_it_is_open(answered: Story) -> None:
    no = answered.refuses(ZHOU_NING, SHELF)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="answered")
