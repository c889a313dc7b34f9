"""Record a follow-up: reached, solved and satisfied are three things (回访, XN-7, B10)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.law import Law
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.evaluate import Audit, RecordFollowUp, StrikeOff
from huiyin.rules.steps.handle import SignOff
from huiyin.rules.vocabulary import Gate
from tests.rules.county import FENG_XIA, QIAN_HUI, ZHAO_MIN, Story, amended

GOOD = RecordFollowUp(reached=True, solved=True, verdict="satisfied", text="已修好")
BAD = RecordFollowUp(reached=True, solved=False, verdict="dissatisfied", text="还是不亮")
NOBODY = RecordFollowUp(reached=False, text="无人接听")


@pytest.mark.parametrize("verdict", ["satisfied", "basic"])
def test_content_the_gate_is_passed(answered: Story, verdict: str) -> None:
    facts = answered.does(
        FENG_XIA, RecordFollowUp(reached=True, solved=True, verdict=verdict, text="已修好")
    )
    assert [fact.what for fact in facts] == [
        f.FollowedUp(True, True, verdict, False, "已修好"),
        f.GatePassed(Gate.FOLLOW_UP, Phase.ANSWERED, False),
    ]
    assert answered.case.satisfied is True


def test_not_content_it_goes_back_once_more(answered: Story) -> None:
    """FX-15."""
    facts = answered.does(FENG_XIA, BAD)
    assert [fact.kind for fact in facts] == ["followed_up", "redone"]
    assert (answered.case.phase, answered.case.redos) == (Phase.HANDLING, 1)


def test_not_content_and_no_redo_left_somebody_above_decides() -> None:
    story = Story(amended({"gates.redo.times": 0})).answered()
    facts = story.does(FENG_XIA, BAD)
    assert [fact.kind for fact in facts] == ["followed_up", "left_dissatisfied"]
    assert story.case.dissatisfied
    no = story.refuses(FENG_XIA, GOOD)
    assert no == not_now("诉求人不满意，等待会议决定。")


def test_three_tries_and_then_not_reached_is_a_state_of_its_own(answered: Story) -> None:
    """B10: not reached is not `satisfied`."""
    answered.does(FENG_XIA, NOBODY)
    answered.does(FENG_XIA, NOBODY)
    assert not answered.case.unreached
    assert Gate.FOLLOW_UP not in answered.case.passed
    facts = answered.does(FENG_XIA, NOBODY)
    assert facts[0].what == f.FollowedUp(False, False, "", True, "无人接听")
    assert facts[1].what == f.GatePassed(Gate.FOLLOW_UP, Phase.ANSWERED, True)
    assert (answered.case.unreached, answered.case.satisfied) == (True, None)


def test_reached_at_the_last_try_is_reached(answered: Story) -> None:
    answered.does(FENG_XIA, NOBODY)
    answered.does(FENG_XIA, NOBODY)
    facts = answered.does(FENG_XIA, GOOD)
    assert facts[0].what == f.FollowedUp(True, True, "satisfied", False, "已修好")
    assert not answered.case.unreached


def test_only_the_caller_may(answered: Story) -> None:
    """B10: independent of the unit that handled it."""
    assert answered.who_may(GOOD) == {FENG_XIA}


def test_reached_there_is_a_verdict(answered: Story) -> None:
    no = answered.refuses(FENG_XIA, RecordFollowUp(reached=True, solved=True))
    assert no == invalid("verdict", "已联系上，请记下满意度。")


@pytest.mark.parametrize("said", [{"solved": True}, {"verdict": "satisfied"}])
def test_not_reached_there_is_none(answered: Story, said: dict[str, object]) -> None:
    no = answered.refuses(FENG_XIA, RecordFollowUp(reached=False, **said))  # type: ignore[arg-type]
    assert no == invalid("reached", "没有联系上，不能记录是否解决和满意度。")


def test_only_the_share_that_was_drawn_is_called() -> None:
    """The draw comes from the number: anybody can check it, nobody can choose."""
    story = Story(amended({"gates.follow_up.share": "0"})).answered()
    assert story.case.passed[-1] is Gate.FOLLOW_UP
    no = story.refuses(FENG_XIA, GOOD)
    assert no == not_now("这件诉求不需要回访，或已经回访。")


def test_an_audit_after_the_call_does_not_wait_for_a_call_that_was_not_drawn() -> None:
    """Else nobody could ever strike it off."""
    order = ["sign_off", "follow_up", "audit"]
    story = Story(amended({"gates.order": order, "gates.follow_up.share": "0"})).signing()
    story.does(ZHAO_MIN, SignOff())
    assert story.case.answer_out
    assert story.case.phase is Phase.AUDITING
    story.does(QIAN_HUI, Audit(passed=True))
    story.does(QIAN_HUI, StrikeOff())


def test_about_the_share_that_the_law_names_is_drawn() -> None:
    law = amended({"gates.follow_up.share": "3/10"})
    numbers = [f"CO-{number}" for number in range(200)]
    drawn = [number for number in numbers if _drawn(law, number)]
    assert 40 <= len(drawn) <= 80
    assert drawn == [number for number in numbers if _drawn(law, number)]


def _drawn(law: Law, number: str) -> bool:
    return Gate.FOLLOW_UP not in Story(law).answered(number=number).case.passed


def test_called_once_is_called(answered: Story) -> None:
    answered.does(FENG_XIA, GOOD)
    no = answered.refuses(FENG_XIA, GOOD)
    assert no == not_now("这件诉求不需要回访，或已经回访。")


def test_not_where_nobody_calls() -> None:
    story = Story(amended({"gates.order": ["audit", "rating"]})).handling()
    assert story.refuses(FENG_XIA, GOOD) == forbidden("本地规则没有这一项操作。")
