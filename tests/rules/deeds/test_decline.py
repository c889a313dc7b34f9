"""Decline: not accepted, and the lawful outlet is named (国办发〔2020〕53号)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.receive import Decline
from tests.rules.county import ZHENG_YI, ZHOU_NING, Story

TO_COURT = Decline(outlet="litigation", reason="法院正在审理。")


def test_the_dispatcher_declines_and_names_the_way_that_is_open(registered: Story) -> None:
    (fact,) = registered.does(ZHOU_NING, TO_COURT)
    assert fact.what == f.Declined("litigation", "法院正在审理。")
    assert registered.case.phase is Phase.DECLINED
    assert registered.case.next_alarm_at is None


def test_only_the_dispatcher_and_discipline_inspection(registered: Story) -> None:
    assert registered.who_may(TO_COURT) == {ZHOU_NING, ZHENG_YI}


def test_what_was_whistled_is_declined_by_discipline_inspection_alone(whistle: Story) -> None:
    """JS-4."""
    assert whistle.who_may(TO_COURT) == {ZHENG_YI}


@pytest.mark.parametrize(
    ("outlet", "reason", "at_fault"),
    [("", "法院正在审理。", "outlet"), ("oracle", "问神", "outlet"), ("litigation", "", "reason")],
)
def test_never_without_an_outlet_and_a_reason(
    registered: Story, outlet: str, reason: str, at_fault: str
) -> None:
    no = registered.refuses(ZHOU_NING, Decline(outlet=outlet, reason=reason))
    assert no.field == at_fault


def test_not_once_a_unit_has_it(dispatched: Story) -> None:
    no = dispatched.refuses(ZHOU_NING, TO_COURT)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="dispatched")
