"""Classify: say what the matter is."""

from dataclasses import replace

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.dispatch import Classify
from tests.rules.county import WU_YUE, ZHOU_NING, Story, amended

WATER = Classify(kind="complaint", level="urgent", class_code="0202", area="990101100000")


def test_the_matter_has_another_class_and_stays_where_it_is(registered: Story) -> None:
    (fact,) = registered.does(ZHOU_NING, WATER)
    assert fact.what == f.Classified("complaint", "urgent", "0202", "990101100000")
    case = registered.case
    assert (case.level, case.class_code, case.area) == ("urgent", "0202", "990101100000")
    assert case.phase is Phase.REGISTERED


def test_the_area_is_kept_where_none_is_given(registered: Story) -> None:
    registered.does(ZHOU_NING, replace(WATER, area=""))
    assert registered.case.area == "990101001000"


def test_the_desk_may(registered: Story) -> None:
    assert registered.who_may(WATER) == {WU_YUE, ZHOU_NING}


def test_not_without_a_level_where_the_place_grades(registered: Story) -> None:
    """XN-4."""
    no = registered.refuses(ZHOU_NING, replace(WATER, level=""))
    assert no == invalid("level", "请选择紧急程度。")


def test_without_a_level_where_it_does_not() -> None:
    story = Story(amended({"levels": [], "clocks.answer.limits": []})).registered(level="")
    story.does(ZHOU_NING, replace(WATER, level=""))


def test_the_system_assigns_once_the_class_is_known() -> None:
    """JS-5: a matter that came without a class waits for one."""
    story = Story(amended({"dispatch.automatic": True})).registered(class_code="")
    story.does(ZHOU_NING, WATER)
    assert story.case.phase is Phase.DISPATCHED
    assert [part.unit for part in story.case.assignments] == ["housing"]


def test_a_case_that_a_unit_has_is_classified_and_not_assigned_again() -> None:
    story = Story(amended({"dispatch.automatic": True})).registered(class_code="0201")
    facts = story.does(ZHOU_NING, WATER)
    assert [fact.kind for fact in facts] == ["classified"]


def test_not_once_the_answer_is_written(signing: Story) -> None:
    no = signing.refuses(ZHOU_NING, WATER)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="signing")
