"""Co-sign: join a matter with one's own name, by consent (B15)."""

import pytest

from huiyin.rules.case import Petitioner, PetitionerRole
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.evaluate import Rate, Vote
from huiyin.rules.steps.receive import CoSign
from tests.rules.county import LIU_YANG, WANG_FANG, WU_YUE, Story

JOIN = CoSign(petitioner=LIU_YANG.petitioner)


def test_a_neighbour_joins_and_the_matter_is_collective(registered: Story) -> None:
    """JS-12."""
    registered.does(LIU_YANG, JOIN)
    assert registered.case.petitioners == (
        Petitioner(WANG_FANG.petitioner),
        Petitioner(LIU_YANG.petitioner, PetitionerRole.CO_SIGNER),
    )
    assert registered.case.collective


def test_any_citizen_may_and_an_agent_for_one(registered: Story) -> None:
    may = registered.who_may(JOIN)
    assert may == {WANG_FANG, LIU_YANG, WU_YUE}


def test_nobody_signs_twice(registered: Story) -> None:
    registered.does(LIU_YANG, JOIN)
    assert registered.refuses(LIU_YANG, JOIN) == not_now("您已经在这件诉求里署名了。")
    again = CoSign(petitioner=WANG_FANG.petitioner)
    assert registered.refuses(WANG_FANG, again) == not_now("您已经在这件诉求里署名了。")


def test_nobody_signs_as_nobody(registered: Story) -> None:
    no = registered.refuses(LIU_YANG, CoSign(petitioner=""))
    assert no == invalid("petitioner", "请留下联系方式，否则无法答复您。")


def test_a_confidential_matter_takes_no_names(registered: Story) -> None:
    story = Story(registered.law).registered(confidential=True)
    assert story.refuses(LIU_YANG, JOIN) == not_now("保密件不能联名。")


@pytest.mark.parametrize(
    ("kind", "judgement"),
    [("complaint", Rate(verdict="satisfied")), ("public", Vote(satisfied=True))],
)
def test_not_once_the_petitioners_have_judged(
    unwritten: Story, kind: str, judgement: Rate | Vote
) -> None:
    """Nobody is left with a vote that no clock waits for."""
    story = unwritten.answered(kind=kind)
    story.does(WANG_FANG, judgement)
    no = story.refuses(LIU_YANG, JOIN)
    assert no == not_now("这件诉求已经评价，不能再联名；如有新情况，请另行登记。")


def test_not_when_it_is_over(struck_off: Story) -> None:
    no = struck_off.refuses(LIU_YANG, JOIN)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")
