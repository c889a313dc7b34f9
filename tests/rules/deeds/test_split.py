"""Split: take a second matter out of this case into one of its own."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.lifecycle import consequences
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.dispatch import Split
from huiyin.rules.steps.receive import Register
from tests.rules.county import SYSTEM, WANG_FANG, ZHOU_NING, Story

SECOND = Split(number="CO-2", title="井盖松动", text="同一条路上井盖也松了。")


def test_this_case_goes_on_and_remembers_the_other(handling: Story) -> None:
    (fact,) = handling.does(ZHOU_NING, SECOND)
    assert fact.what == f.SplitOff("CO-2")
    assert handling.case.phase is Phase.HANDLING


def test_the_other_case_is_the_same_petitioners_and_begins_anew(handling: Story) -> None:
    (other,) = consequences(handling.case, SECOND)
    assert isinstance(other.deed, Register)
    second = Story(handling.law, now=handling.now)
    second.does(SYSTEM, other.deed)
    case = second.case
    assert (case.number, case.split_from) == ("CO-2", "CO-1")
    assert [person.ref for person in case.petitioners] == [WANG_FANG.petitioner]
    assert (case.kind, case.level, case.area) == ("complaint", "normal", "990101001000")
    assert case.phase is Phase.REGISTERED


def test_what_is_confidential_stays_so_in_both(unwritten: Story) -> None:
    story = unwritten.registered(confidential=True)
    (other,) = consequences(story.case, SECOND)
    second = Story(story.law)
    second.does(SYSTEM, other.deed)
    assert second.case.confidential


def test_only_the_dispatcher_may(registered: Story) -> None:
    assert registered.who_may(SECOND) == {ZHOU_NING}


def test_not_without_a_title_and_words(registered: Story) -> None:
    assert registered.refuses(ZHOU_NING, Split(title="", text="井盖")).field == "title"
    assert registered.refuses(ZHOU_NING, Split(title="井盖", text="")).field == "text"


def test_not_once_the_answer_is_written(signing: Story) -> None:
    no = signing.refuses(ZHOU_NING, SECOND)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="signing")
