"""Supplement: more words on the same matter."""

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.receive import Supplement
from tests.rules.county import WANG_FANG, WU_YUE, XU_QIN, ZHOU_NING, Story

MORE = Supplement(text="  第二盏也不亮了。 ")


def test_the_petitioner_says_more_and_nothing_else_changes(handling: Story) -> None:
    before = handling.case
    (fact,) = handling.does(WANG_FANG, MORE)
    assert fact.what == f.Supplemented(text="第二盏也不亮了。")
    assert handling.case == before.but(facts=before.facts + 1, changed_at=handling.now)


def test_her_own_matter_and_the_desk_for_her(handling: Story) -> None:
    assert handling.who_may(MORE) == {WANG_FANG, WU_YUE, ZHOU_NING, XU_QIN}


def test_not_when_it_is_over(struck_off: Story) -> None:
    no = struck_off.refuses(WANG_FANG, MORE)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")


def test_not_without_words(handling: Story) -> None:
    assert handling.refuses(WANG_FANG, Supplement(text=" \n")).field == "text"
