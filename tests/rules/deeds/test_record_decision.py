"""Record the decision: the way out where the ordinary ways are used up (PS-8, JS-9)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.evaluate import Rate
from huiyin.rules.steps.supervise import CallMeeting, RecordDecision
from huiyin.rules.vocabulary import Outcome
from tests.rules.county import CHEN_BO, HE_JING, WANG_FANG, Story, amended

GO_ON = RecordDecision(outcome=Outcome.CONTINUE, decision="住建局牵头，三日内修复")
CONCLUDE = RecordDecision(outcome=Outcome.CONCLUDE, decision="诉求过高，终结")
REFER = RecordDecision(outcome=Outcome.REFER, decision="请向法院起诉")


def met(story: Story) -> Story:
    """A meeting has been called."""
    story.does(CHEN_BO, CallMeeting(agenda="研究"))
    return story


def test_the_work_goes_on(handling: Story) -> None:
    (fact,) = met(handling).does(CHEN_BO, GO_ON)
    assert fact.what == f.MeetingDecided(Outcome.CONTINUE, "住建局牵头，三日内修复")
    assert not handling.case.meeting_open
    assert handling.case.phase is Phase.HANDLING


def test_once_answered_going_on_means_doing_it_again(answered: Story) -> None:
    """FX-15, also when no ordinary redo is left."""
    facts = met(answered).does(CHEN_BO, GO_ON)
    assert [fact.kind for fact in facts] == ["meeting_decided", "redone"]
    assert answered.case.phase is Phase.HANDLING


def test_it_is_concluded_over_the_petitioners_no() -> None:
    """Nobody's dissatisfaction keeps a case open for ever, and the record says who ended it."""
    story = Story(amended({"gates.redo.times": 0})).answered()
    story.does(WANG_FANG, Rate(verdict="dissatisfied"))
    assert story.case.dissatisfied
    facts = met(story).does(CHEN_BO, CONCLUDE)
    assert [fact.what for fact in facts][1] == f.StruckOff("decision")
    assert story.case.phase is Phase.STRUCK_OFF
    assert story.case.satisfied is False


def test_it_is_referred_to_the_lawful_outlet(handling: Story) -> None:
    facts = met(handling).does(CHEN_BO, REFER)
    assert [fact.what for fact in facts][1] == f.Referred("请向法院起诉")
    assert handling.case.phase is Phase.REFERRED
    assert handling.case.next_alarm_at is None


def test_whom_the_law_names_may(handling: Story) -> None:
    assert met(handling).who_may(GO_ON) == {CHEN_BO, HE_JING}


@pytest.mark.parametrize("where", ["handling", "auditing"])
def test_nothing_is_concluded_before_the_petitioner_was_answered(
    where: str, request: pytest.FixtureRequest
) -> None:
    story: Story = request.getfixturevalue(where)
    no = met(story).refuses(CHEN_BO, CONCLUDE)
    assert no == invalid("outcome", "还没有答复诉求人，不能终结。")


def test_the_answer_of_an_earlier_round_does_not_count(answered: Story) -> None:
    answered.does(WANG_FANG, Rate(verdict="dissatisfied"))
    assert answered.case.phase is Phase.HANDLING
    assert met(answered).refuses(CHEN_BO, CONCLUDE).field == "outcome"


def test_only_an_outcome_of_the_place() -> None:
    story = Story(amended({"supervision.meeting_outcomes": ["continue"]})).handling()
    assert met(story).refuses(CHEN_BO, REFER).field == "outcome"


def test_a_decision_needs_a_meeting(handling: Story) -> None:
    assert handling.refuses(CHEN_BO, GO_ON) == not_now("还没有召集会议。")
