"""Merge: join this case to another one about the same event (PS-4, B14)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.lifecycle import Consequence, consequences
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.dispatch import Absorb, Merge
from tests.rules.county import WANG_FANG, ZHOU_NING, Story

INTO = Merge(into="CO-9")


def test_this_case_ends_in_the_other(handling: Story) -> None:
    (fact,) = handling.does(ZHOU_NING, INTO)
    assert fact.what == f.MergedInto("CO-9")
    assert handling.case.phase is Phase.MERGED
    assert handling.case.merged_into == "CO-9"
    assert handling.case.next_alarm_at is None


def test_the_other_case_absorbs_it_with_its_petitioners(registered: Story) -> None:
    absorb = Absorb(number="CO-1", petitioners=(WANG_FANG.petitioner,))
    assert consequences(registered.case, INTO) == (Consequence("CO-9", absorb),)


def test_only_the_dispatcher_may(registered: Story) -> None:
    assert registered.who_may(INTO) == {ZHOU_NING}


def test_not_into_itself(registered: Story) -> None:
    assert registered.refuses(ZHOU_NING, Merge(into="CO-1")) == invalid("into", "不能并入自己。")


def test_not_into_nothing(registered: Story) -> None:
    assert registered.refuses(ZHOU_NING, Merge(into="")).field == "into"


def test_a_confidential_matter_stays_alone(unwritten: Story) -> None:
    story = unwritten.registered(confidential=True)
    assert story.refuses(ZHOU_NING, INTO) == not_now("保密件不能并单。")


def test_not_once_the_answer_is_written(signing: Story) -> None:
    no = signing.refuses(ZHOU_NING, INTO)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="signing")
