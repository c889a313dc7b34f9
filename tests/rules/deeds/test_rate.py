"""Rate: the petitioner judges, on the whole, and speed, effect, attitude (PS-9, JS-11)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.evaluate import Rate, RecordFollowUp
from huiyin.rules.steps.handle import SignOff
from huiyin.rules.steps.receive import CoSign
from huiyin.rules.vocabulary import Gate
from tests.rules.county import (
    FENG_XIA,
    LIU_YANG,
    WANG_FANG,
    WU_YUE,
    ZHAO_MIN,
    Story,
    amended,
)

GOOD = Rate(verdict="satisfied", speed=5, effect=4, attitude=5, text="很快")
BAD = Rate(verdict="dissatisfied", speed=1, effect=1, attitude=3, text="没修")


def test_content_the_gate_is_passed(answered: Story) -> None:
    """PS-9: speed, effect and attitude apart."""
    facts = answered.does(WANG_FANG, GOOD)
    assert [fact.what for fact in facts] == [
        f.Rated("satisfied", 5, 4, 5, "很快"),
        f.GatePassed(Gate.RATING, Phase.ANSWERED, False),
    ]
    assert (answered.case.rated, answered.case.satisfied) == (True, True)


def test_with_the_last_gate_it_is_struck_off_where_the_system_does_so() -> None:
    """JS-11."""
    law = amended(
        {"gates.order": ["sign_off", "audit", "rating"], "gates.strike_off_by": ["system"]}
    )
    story = Story(law).answered()
    facts = story.does(WANG_FANG, GOOD)
    assert [fact.kind for fact in facts] == ["rated", "gate_passed", "struck_off"]
    assert facts[-1].what == f.StruckOff("gates")


def test_not_content_it_is_done_again_and_not_struck_off(answered: Story) -> None:
    """JS-11, FX-15: a dissatisfied petitioner keeps the case open."""
    facts = answered.does(WANG_FANG, BAD)
    assert [fact.kind for fact in facts] == ["rated", "redone"]
    case = answered.case
    assert (case.phase, case.redos, case.rated, case.satisfied) == (
        Phase.HANDLING,
        1,
        False,
        None,
    )


def test_not_content_and_no_redo_left_somebody_above_decides() -> None:
    story = Story(amended({"gates.redo.times": 0})).answered()
    facts = story.does(WANG_FANG, BAD)
    assert [fact.kind for fact in facts] == ["rated", "left_dissatisfied"]
    assert story.case.phase is Phase.ANSWERED


def test_not_content_nothing_goes_back_by_itself_where_the_law_says_so() -> None:
    story = Story(amended({"gates.redo.on_dissatisfied": False})).answered()
    facts = story.does(WANG_FANG, BAD)
    assert [fact.kind for fact in facts] == ["rated", "left_dissatisfied"]
    assert story.case.redos == 0


def test_she_may_judge_after_silence_struck_it_off_and_it_stays_so() -> None:
    law = amended({"gates.order": ["sign_off", "rating"], "gates.strike_off_by": ["system"]})
    story = Story(law).signing()
    story.does(ZHAO_MIN, SignOff())
    story.runs_to("2026-03-10 00:00")
    assert story.facts[-1].what == f.StruckOff("silence")
    story.does(WANG_FANG, BAD)
    assert (story.case.phase, story.case.satisfied) == (Phase.STRUCK_OFF, False)


def test_every_petitioner_and_an_agent_for_one_may(answered: Story) -> None:
    assert answered.who_may(GOOD) == {WANG_FANG, WU_YUE}


def test_once(answered: Story) -> None:
    answered.does(WANG_FANG, GOOD)
    assert answered.refuses(WANG_FANG, GOOD) == not_now("已经评价过了。")


def test_a_collective_matter_is_voted_on_instead(answered: Story) -> None:
    """JS-12."""
    answered.does(LIU_YANG, CoSign(petitioner=LIU_YANG.petitioner))
    no = answered.refuses(WANG_FANG, GOOD)
    assert no == not_now("多人共同反映的事项由大家投票测评。")


def test_a_rating_that_differs_from_the_call_counts_too(answered: Story) -> None:
    answered.does(FENG_XIA, RecordFollowUp(reached=True, solved=True, verdict="satisfied"))
    answered.does(WANG_FANG, BAD)
    assert answered.case.phase is Phase.HANDLING


@pytest.mark.parametrize("score", [-1, 6, 100])
def test_scores_are_one_to_five(answered: Story, score: int) -> None:
    no = answered.refuses(WANG_FANG, Rate(verdict="satisfied", speed=score))
    assert no.field == "speed"
    assert str(no) == "“办理速度”请选 1 到 5。"


def test_the_verdict_is_one_of_three(answered: Story) -> None:
    assert answered.refuses(WANG_FANG, Rate(verdict="")).field == "verdict"
    assert answered.refuses(WANG_FANG, Rate(verdict="splendid")).field == "verdict"


def test_not_before_there_is_an_answer(handling: Story) -> None:
    no = handling.refuses(WANG_FANG, GOOD)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="handling")
