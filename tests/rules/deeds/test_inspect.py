"""Inspect: go and see (FX-13, JS-8 五查)."""

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.supervise import Inspect
from tests.rules.county import CHEN_BO, HE_JING, ZHENG_YI, Story, amended

SEEN = Inspect(manner="unannounced", findings="现场无人施工")


def test_what_was_found_is_on_the_record(handling: Story) -> None:
    (fact,) = handling.does(CHEN_BO, SEEN)
    assert fact.what == f.Inspected("unannounced", "现场无人施工")
    assert handling.case.inspections == 1


def test_inspectors_discipline_and_the_chief_clerk_may(handling: Story) -> None:
    """XN-5."""
    assert handling.who_may(SEEN) == {CHEN_BO, ZHENG_YI, HE_JING}


def test_only_in_a_manner_of_the_place() -> None:
    story = Story(amended({"supervision.inspections": ["on_site"]})).handling()
    assert story.refuses(CHEN_BO, SEEN).field == "manner"


def test_not_when_it_is_over(struck_off: Story) -> None:
    no = struck_off.refuses(CHEN_BO, SEEN)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")
