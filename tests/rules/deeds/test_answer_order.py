"""Answer an order: the unit says what it did (FX-13, B9)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.supervise import AnswerOrder, Order
from tests.rules.county import CHEN_BO, LI_QIANG, ZHAO_MIN, Story

REPLY = AnswerOrder(order="CO-1-D1", text="已派人，明日完工")


@pytest.fixture
def ordered(handling: Story) -> Story:
    """陈波 has issued a yellow and a red order."""
    handling.does(CHEN_BO, Order(colour="yellow", text="说明进度"))
    handling.does(CHEN_BO, Order(colour="red", text="立即办理"))
    return handling


def test_its_clock_stops_and_the_other_orders_runs_on(ordered: Story) -> None:
    (fact,) = ordered.does(LI_QIANG, REPLY)
    assert fact.what == f.OrderAnswered("CO-1-D1", "housing", "已派人，明日完工")
    assert [order.answered for order in ordered.case.orders] == [True, False]
    assert [(clock.key, clock.running) for clock in fact.clocks] == [("order:CO-1-D1", False)]
    other = ordered.case.clock("order:CO-1-D2")
    assert other is not None
    assert other.running


def test_only_the_lead_may(ordered: Story) -> None:
    assert ordered.who_may(REPLY) == {LI_QIANG, ZHAO_MIN}


def test_an_order_is_answered_once(ordered: Story) -> None:
    ordered.does(LI_QIANG, REPLY)
    assert ordered.refuses(LI_QIANG, REPLY).field == "order"


def test_there_must_be_an_order_that_waits(ordered: Story) -> None:
    ordered.does(LI_QIANG, REPLY)
    ordered.does(LI_QIANG, AnswerOrder(order="CO-1-D2", text="已办"))
    assert ordered.refuses(LI_QIANG, REPLY) == not_now("没有等待回复的督办单。")
