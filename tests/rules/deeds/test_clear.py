"""Clear: the obstacle is gone and the work goes on (销账, XN-4)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.handle import Clear, Shelve
from tests.rules.county import LI_QIANG, SUN_LEI, ZHAO_MIN, Story, at

GONE = Clear(reason="资金已到")


@pytest.fixture
def shelved(handling: Story) -> Story:
    """Put off to 2 April."""
    handling.does(SUN_LEI, Shelve(until=at("2026-04-02 10:00"), reason="等资金", plan="四月修"))
    return handling


def test_the_answer_clock_runs_on_with_what_was_left(shelved: Story) -> None:
    """Seven working days from 2 March; ten of them (2 to 13 March) were spent on the shelf."""
    facts = shelved.does(LI_QIANG, GONE, on="2026-03-16 09:00")
    assert [fact.what for fact in facts] == [f.Cleared("资金已到")]
    assert not shelved.case.shelved
    answer, shelf = shelved.case.clock("answer"), shelved.case.clock("shelf")
    assert answer is not None
    assert answer.running
    assert answer.red_at == at("2026-03-24 17:30")
    assert shelf is not None
    assert shelf.stopped_at == shelved.now


def test_the_lead_and_who_shelved_it_may(shelved: Story) -> None:
    assert shelved.who_may(GONE) == {LI_QIANG, ZHAO_MIN, SUN_LEI}


def test_only_what_is_shelved(handling: Story) -> None:
    assert handling.refuses(LI_QIANG, GONE) == not_now("这件诉求没有挂账。")


def test_not_without_a_reason(shelved: Story) -> None:
    assert shelved.refuses(LI_QIANG, Clear(reason="")).field == "reason"
