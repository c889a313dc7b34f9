"""Strike off: once every gate is passed (销号, JS-11, JS-12)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.evaluate import Rate, StrikeOff
from tests.rules.county import QIAN_HUI, WANG_FANG, Story, amended


def test_with_every_gate_passed_it_is_struck_off(judged: Story) -> None:
    (fact,) = judged.does(QIAN_HUI, StrikeOff())
    assert fact.what == f.StruckOff("gates")
    assert judged.case.phase is Phase.STRUCK_OFF
    assert judged.case.next_alarm_at is None


def test_not_while_a_gate_stands(answered: Story) -> None:
    """JS-11: the follow-up and the rating are still to come."""
    assert answered.refuses(QIAN_HUI, StrikeOff()) == not_now("还有环节没有完成，不能销号。")


def test_not_while_the_petitioner_is_not_content() -> None:
    """JS-11."""
    story = Story(amended({"gates.redo.times": 0})).answered()
    story.does(WANG_FANG, Rate(verdict="dissatisfied"))
    assert story.refuses(QIAN_HUI, StrikeOff()) == not_now("诉求人不满意，不能销号。")


def test_whom_the_law_names_may(judged: Story) -> None:
    assert judged.who_may(StrikeOff()) == {QIAN_HUI}


def test_by_nobody_where_the_system_does_it_by_itself() -> None:
    story = Story(amended({"gates.strike_off_by": ["system"]})).answered()
    assert story.refuses(QIAN_HUI, StrikeOff()) == forbidden("本地规则没有这一项操作。")


def test_not_twice(struck_off: Story) -> None:
    no = struck_off.refuses(QIAN_HUI, StrikeOff())
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")
