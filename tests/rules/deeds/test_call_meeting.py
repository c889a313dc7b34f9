"""Call a meeting: bring together those who can settle it (PS-8, JS-9)."""

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.supervise import CallMeeting, RecordDecision
from huiyin.rules.vocabulary import Outcome
from tests.rules.county import CHEN_BO, HE_JING, Story, at

MEET = CallMeeting(agenda="三部门职责交叉")


def test_it_is_called_and_a_decision_is_due(handling: Story) -> None:
    (fact,) = handling.does(CHEN_BO, MEET)
    assert fact.what == f.MeetingCalled("三部门职责交叉")
    assert handling.case.meeting_open
    (clock,) = fact.clocks
    assert (clock.key, clock.red_at) == ("meeting", at("2026-03-09 17:30"))


def test_whom_the_law_names_may(handling: Story) -> None:
    """SN-6: the chief clerk steps in and coordinates."""
    assert handling.who_may(MEET) == {CHEN_BO, HE_JING}


def test_one_at_a_time(handling: Story) -> None:
    handling.does(CHEN_BO, MEET)
    assert handling.refuses(HE_JING, MEET) == not_now("会议已经召集，请先记录决定。")
    handling.does(CHEN_BO, RecordDecision(outcome=Outcome.CONTINUE, decision="住建局牵头"))
    handling.does(HE_JING, MEET)


def test_not_when_it_is_over(struck_off: Story) -> None:
    no = struck_off.refuses(CHEN_BO, MEET)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")
