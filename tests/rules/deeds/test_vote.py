"""Vote: collective matters are voted on; more than a third against forbids striking off (JS-12)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Actor, Phase
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.evaluate import Rate, RecordFollowUp, StrikeOff, Vote
from huiyin.rules.steps.receive import CoSign
from huiyin.rules.vocabulary import Gate, Role
from tests.rules.county import FENG_XIA, LIU_YANG, QIAN_HUI, WANG_FANG, Story, amended

YES, NO = Vote(satisfied=True), Vote(satisfied=False)


def neighbour(number: int) -> Actor:
    """One of those who signed too."""
    return Actor(f"邻居{number}", frozenset({Role.PETITIONER}), petitioner=f"person:{number}")


def together(story: Story, count: int) -> list[Actor]:
    """王芳 and others: `count` petitioners in all."""
    others = [neighbour(number) for number in range(1, count)]
    for one in others:
        story.does(one, CoSign(petitioner=one.petitioner))
    return [WANG_FANG, *others]


@pytest.mark.parametrize(
    ("people", "against", "passed"),
    [
        (3, 1, True),  # exactly a third is not more than a third
        (6, 2, True),
        (3, 2, False),
        (5, 2, False),
        (7, 3, False),
        (2, 0, True),
        (2, 1, False),
    ],
)
def test_more_than_a_third_against_forbids_striking_off(
    answered: Story, people: int, against: int, passed: bool
) -> None:
    """JS-12."""
    voters = together(answered, people)
    for position, voter in enumerate(voters):
        answered.does(voter, NO if position < against else YES)

    counted = f.VoteCounted(people - against, against, passed)
    assert counted in [fact.what for fact in answered.facts]
    assert (Gate.VOTE in answered.case.passed) is passed
    assert answered.case.phase is (Phase.ANSWERED if passed else Phase.HANDLING)


def test_nothing_is_counted_before_everybody_has_voted(answered: Story) -> None:
    together(answered, 3)
    facts = answered.does(WANG_FANG, YES)
    assert [fact.what for fact in facts] == [f.Voted(WANG_FANG.petitioner, True)]


def test_a_failed_vote_with_no_redo_left_waits_for_a_meeting() -> None:
    story = Story(amended({"gates.redo.times": 0})).answered()
    for voter in together(story, 2):
        story.does(voter, NO)
    assert story.case.dissatisfied
    late = neighbour(9)
    story.does(late, CoSign(petitioner=late.petitioner))
    assert story.refuses(late, YES) == not_now("诉求人不满意，等待会议决定。")


def test_only_who_signed_votes(answered: Story) -> None:
    first, other = together(answered, 2)
    assert answered.who_may(YES) == {WANG_FANG}
    assert LIU_YANG not in answered.who_may(YES)
    answered.does(other, YES)
    answered.does(first, YES)


def test_once_each(answered: Story) -> None:
    together(answered, 2)
    answered.does(WANG_FANG, YES)
    assert answered.refuses(WANG_FANG, NO) == not_now("您已经投过票了。")


def test_one_persons_matter_is_rated_and_not_voted_on(answered: Story) -> None:
    no = answered.refuses(WANG_FANG, YES)
    assert no == not_now("这件诉求不需要投票，或投票已经结束。")


def test_where_the_place_has_no_vote_a_collective_matter_is_rated() -> None:
    story = Story(amended({"gates.order": ["sign_off", "audit", "rating"]})).answered()
    together(story, 3)
    assert story.refuses(WANG_FANG, YES) == forbidden("本地规则没有这一项操作。")
    story.does(WANG_FANG, Rate(verdict="satisfied"))
    assert Gate.RATING in story.case.passed


def test_what_was_voted_on_needs_no_rating_besides(answered: Story) -> None:
    for voter in together(answered, 2):
        answered.does(voter, YES)
    answered.does(FENG_XIA, RecordFollowUp(reached=True, solved=True, verdict="satisfied"))
    answered.does(QIAN_HUI, StrikeOff())


def test_not_before_there_is_an_answer(handling: Story) -> None:
    together(handling, 2)
    no = handling.refuses(WANG_FANG, YES)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="handling")
