"""Review the shelving: it stays shelved until another day (XN-4)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.handle import ReviewShelving, Shelve
from tests.rules.county import SUN_LEI, Story, at

AGAIN = ReviewShelving(until=at("2026-04-20 10:00"), reason="资金仍未到")


@pytest.fixture
def shelved(handling: Story) -> Story:
    """Put off to 2 April."""
    handling.does(SUN_LEI, Shelve(until=at("2026-04-02 10:00"), reason="等资金", plan="四月修"))
    return handling


def test_there_is_a_new_day_of_review_and_the_answer_clock_still_stands(shelved: Story) -> None:
    (fact,) = shelved.does(SUN_LEI, AGAIN, on="2026-04-01 10:00")
    assert fact.what == f.ShelvingProlonged(at("2026-04-20 10:00"), "资金仍未到")
    assert shelved.case.shelvings == 2
    (shelf,) = fact.clocks
    assert (shelf.key, shelf.red_at) == ("shelf", at("2026-04-20 10:00"))
    answer = shelved.case.clock("answer")
    assert answer is not None
    assert answer.paused


def test_only_the_leader_in_charge_of_that_unit_may(shelved: Story) -> None:
    assert shelved.who_may(AGAIN) == {SUN_LEI}


def test_not_without_end(shelved: Story) -> None:
    shelved.does(SUN_LEI, AGAIN)
    no = shelved.refuses(SUN_LEI, ReviewShelving(until=at("2026-04-25 10:00"), reason="再等"))
    assert no == not_now("挂账和续挂合计最多 {times} 次。", times=2)


def test_not_beyond_the_longest_time(shelved: Story) -> None:
    no = shelved.refuses(SUN_LEI, ReviewShelving(until=at("2026-06-20 10:00"), reason="再等"))
    assert no == invalid("until", "复核时间最远不超过 {most}。", most="60d")


def test_only_what_is_shelved(handling: Story) -> None:
    assert handling.refuses(SUN_LEI, AGAIN) == not_now("这件诉求没有挂账。")
