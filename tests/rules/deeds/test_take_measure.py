"""Take a measure: remind, summon, refer (FX-14, XN-6, JS-10)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.steps.supervise import TakeMeasure
from tests.rules.county import CHEN_BO, ZHENG_YI, Story, amended

TALK = TakeMeasure(measure="summon", unit="housing", reason="两次无理退单")


@pytest.mark.parametrize("where", ["registered", "handling", "struck_off"])
def test_a_unit_is_held_to_account_also_after_the_end(
    where: str, request: pytest.FixtureRequest
) -> None:
    """XN-5: watched to the end, not fired and forgotten."""
    story: Story = request.getfixturevalue(where)
    phase = story.case.phase
    (fact,) = story.does(CHEN_BO, TALK)
    assert fact.what == f.MeasureTaken("summon", "housing", "两次无理退单")
    assert story.case.phase is phase


def test_whom_the_law_names_may(handling: Story) -> None:
    assert handling.who_may(TALK) == {CHEN_BO, ZHENG_YI}


def test_only_a_measure_of_the_place() -> None:
    story = Story(amended({"supervision.measures": ["remind"]})).handling()
    assert story.refuses(CHEN_BO, TALK).field == "measure"


def test_not_without_a_unit_and_a_reason(handling: Story) -> None:
    nobody = TakeMeasure(measure="summon", unit="", reason="慢")
    assert handling.refuses(CHEN_BO, nobody).field == "unit"
    why = TakeMeasure(measure="summon", unit="housing", reason="")
    assert handling.refuses(CHEN_BO, why).field == "reason"
