"""Absorb: the other half of a merge, done to the case that goes on (B14)."""

from huiyin.rules.case import Petitioner, PetitionerRole, Phase
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.dispatch import Absorb
from huiyin.rules.steps.evaluate import Rate
from tests.rules.county import LIU_YANG, SYSTEM, WANG_FANG, Story

OTHER = Absorb(number="CO-9", petitioners=(LIU_YANG.petitioner,))


def test_the_petitioners_of_the_merged_case_go_on_here(handling: Story) -> None:
    handling.does(SYSTEM, OTHER)
    case = handling.case
    assert case.absorbed == ("CO-9",)
    assert case.petitioners[1:] == (Petitioner(LIU_YANG.petitioner, PetitionerRole.ABSORBED),)
    assert case.phase is Phase.HANDLING


def test_nobody_is_listed_twice(handling: Story) -> None:
    again = Absorb(number="CO-9", petitioners=(WANG_FANG.petitioner, *[LIU_YANG.petitioner] * 2))
    handling.does(SYSTEM, again)
    assert len(handling.case.petitioners) == 2


def test_fifty_five_complaints_about_one_noise_become_one_event(registered: Story) -> None:
    """PS-4."""
    for number in range(2, 56):
        registered.does(SYSTEM, Absorb(number=f"CO-{number}", petitioners=(f"person:{number}",)))
    assert len(registered.case.absorbed) == 54
    assert len(registered.case.petitioners) == 55


def test_whoever_came_with_a_merged_case_judges_the_answer_too(answered: Story) -> None:
    answered.does(SYSTEM, OTHER)
    answered.does(LIU_YANG, Rate(verdict="satisfied"))


def test_only_the_house_itself_may(handling: Story) -> None:
    assert handling.who_may(OTHER) == {SYSTEM}


def test_a_confidential_matter_takes_nobody_in(unwritten: Story) -> None:
    story = unwritten.registered(confidential=True)
    assert story.refuses(SYSTEM, OTHER) == not_now("保密件不能并单。")


def test_not_when_it_is_over(struck_off: Story) -> None:
    no = struck_off.refuses(SYSTEM, OTHER)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")
