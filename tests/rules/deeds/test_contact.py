"""Contact: speak with the petitioner, and note what was said (JS-6)."""

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.handle import Contact
from tests.rules.county import (
    LI_QIANG,
    MA_LI,
    SYSTEM,
    TANG_WEI,
    ZHAO_MIN,
    ZHOU_NING,
    Story,
    registration,
)

CALL = Contact(text="已电话说明，周三上门")


def test_the_unit_speaks_with_her(handling: Story) -> None:
    (fact,) = handling.does(LI_QIANG, CALL)
    assert fact.what == f.Contacted("housing", "已电话说明，周三上门")
    assert handling.case.contacted


def test_at_once_before_accepting_too(dispatched: Story) -> None:
    """JS-6: the unit contacts the citizen at once."""
    dispatched.does(LI_QIANG, CALL)


def test_every_unit_with_a_part_may(together: Story) -> None:
    assert together.who_may(CALL) == {LI_QIANG, ZHAO_MIN, MA_LI, SYSTEM}


def test_the_unit_that_was_asked_first_stays_in_touch(unwritten: Story) -> None:
    """FX-9: 唐伟 was asked first and has no part in the case."""
    unwritten.does(TANG_WEI, registration())
    unwritten.does(ZHOU_NING, Dispatch(lead="housing"))
    assert unwritten.who_may(CALL) == {LI_QIANG, ZHAO_MIN, TANG_WEI, SYSTEM}


def test_not_once_the_answer_is_written(signing: Story) -> None:
    no = signing.refuses(LI_QIANG, CALL)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="signing")


def test_not_without_words(handling: Story) -> None:
    assert handling.refuses(LI_QIANG, Contact(text="")).field == "text"
