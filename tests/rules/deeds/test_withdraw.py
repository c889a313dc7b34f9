"""Withdraw: take the matter back."""

from huiyin.rules.case import Phase
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.receive import CoSign, Withdraw
from tests.rules.county import LIU_YANG, WANG_FANG, WU_YUE, Story


def test_the_petitioner_takes_it_back_and_every_clock_stops(handling: Story) -> None:
    handling.does(WANG_FANG, Withdraw(reason="自己修好了"))
    assert handling.case.phase is Phase.WITHDRAWN
    assert all(clock.stopped_at == handling.now for clock in handling.case.clocks)
    assert handling.case.next_alarm_at is None


def test_no_reason_need_be_given(registered: Story) -> None:
    registered.does(WANG_FANG, Withdraw())


def test_only_who_began_it_and_an_agent_for_her(registered: Story) -> None:
    assert registered.who_may(Withdraw()) == {WANG_FANG, WU_YUE}


def test_not_by_one_where_others_signed_too(registered: Story) -> None:
    registered.does(LIU_YANG, CoSign(petitioner=LIU_YANG.petitioner))
    no = registered.refuses(WANG_FANG, Withdraw())
    assert no == not_now("还有其他人在这件诉求里署名，不能由一人撤回。")


def test_not_once_the_answer_is_out(answered: Story) -> None:
    no = answered.refuses(WANG_FANG, Withdraw())
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="answered")
