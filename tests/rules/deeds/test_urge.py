"""Urge: ask that it be done (催办, FX-13)."""

from huiyin.rules import facts as f
from huiyin.rules.refusals import Why, not_now
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.supervise import Urge
from tests.rules.county import (
    CHEN_BO,
    HE_JING,
    LI_QIANG,
    TANG_WEI,
    WANG_FANG,
    WU_YUE,
    ZHOU_NING,
    Story,
    amended,
    registration,
)

HURRY = Urge(text="已经五天了，请尽快")


def test_the_petitioner_urges_and_it_is_counted(handling: Story) -> None:
    (fact,) = handling.does(WANG_FANG, HURRY)
    assert fact.what == f.Urged("已经五天了，请尽快", by_petitioner=True)
    assert (handling.case.urges, handling.case.urged_at) == (1, handling.now)


def test_the_petitioner_urges_as_often_as_the_law_has_it() -> None:
    """Friday at five, after a working day it is Monday at five."""
    story = Story(amended({"supervision.urged_again_after": "1wd"})).handling()
    story.does(WANG_FANG, HURRY, on="2026-03-06 17:00")
    no = story.refuses(WANG_FANG, HURRY, on="2026-03-09 16:59")
    assert no == not_now("刚刚催过，{until} 以后可以再催。", until="2026-03-09 17:30")
    story.does(WANG_FANG, HURRY, on="2026-03-09 17:30")
    assert story.case.urges == 2


def test_who_watches_urges_without_waiting_and_holds_nobody_up() -> None:
    story = Story(amended({"supervision.urged_again_after": "1wd"})).handling()
    story.does(CHEN_BO, HURRY)
    story.does(CHEN_BO, HURRY)
    story.does(WANG_FANG, HURRY)
    story.does(WU_YUE, HURRY)
    assert story.case.urges == 4


def test_without_a_rule_she_urges_as_often_as_she_likes(handling: Story) -> None:
    handling.does(WANG_FANG, HURRY)
    handling.does(WANG_FANG, HURRY)
    assert handling.case.urges == 2


def test_she_the_desk_and_those_who_watch_may(handling: Story) -> None:
    assert handling.who_may(HURRY) == {WANG_FANG, WU_YUE, ZHOU_NING, CHEN_BO, HE_JING}


def test_the_unit_that_was_asked_first_may(unwritten: Story) -> None:
    """FX-9: first asked, responsible to the end."""
    unwritten.does(TANG_WEI, registration())
    unwritten.does(ZHOU_NING, Dispatch(lead="housing"))
    assert TANG_WEI in unwritten.who_may(HURRY)


def test_who_may_not_is_sent_to_those_who_can_in_this_case(handling: Story) -> None:
    """No unit was asked first here, so no clerk can help; the lead is sent to others."""
    no = handling.refuses(LI_QIANG, HURRY)
    assert no.why is Why.FORBIDDEN
    assert "clerk" not in no.params["roles"]
    assert {"petitioner", "dispatcher", "inspector"} <= set(no.params["roles"])


def test_not_once_the_answer_is_out(answered: Story) -> None:
    no = answered.refuses(WANG_FANG, HURRY)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="answered")


def test_not_without_words(handling: Story) -> None:
    assert handling.refuses(WANG_FANG, Urge(text="")).field == "text"
