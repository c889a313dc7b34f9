"""Joining a matter with one's own name (B15)."""

from dataclasses import replace

import pytest

from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake.identity import Person
from huiyin.intake.models import Petitioner
from huiyin.rules.case import Case, PetitionerRole
from huiyin.rules.refusals import Refusal, Why
from huiyin.rules.steps.receive import Withdraw
from tests.world import LIU_YANG, WANG_FANG, County, everything, is_whole, together


def refusal(county: County, case: Case, person: Person) -> Refusal:
    """Why the signature is not taken; nothing is written."""
    before = everything()
    with pytest.raises(Refused) as refused:
        intake.co_sign(case, person, now=county.now)
    assert everything() == before
    return refused.value.refusal


def test_a_co_signer_makes_the_matter_collective(county: County) -> None:
    """JS-12."""
    case = county.report().case
    signed = intake.co_sign(case, LIU_YANG, now=county.now).case
    assert signed.collective
    assert [person.role for person in signed.petitioners] == [
        PetitionerRole.FIRST,
        PetitionerRole.CO_SIGNER,
    ]
    assert is_whole(case.number)


def test_nobody_signs_twice_with_one_phone_however_it_is_typed(county: County) -> None:
    case = county.report().case
    intake.co_sign(case, LIU_YANG, now=county.now)
    case = county.case(case.number)
    again = replace(LIU_YANG, name="刘二", phone="+86 139-8765-4321")
    assert refusal(county, case, again).why is Why.NOT_NOW


def test_the_first_petitioner_does_not_sign_again(county: County) -> None:
    assert refusal(county, county.report().case, WANG_FANG).why is Why.NOT_NOW


def test_one_who_looked_before_the_other_signed_is_refused_all_the_same(county: County) -> None:
    """The page was opened before: the case that counts is the one in the house."""
    case = county.report().case
    intake.co_sign(case, LIU_YANG, now=county.now)
    assert refusal(county, case, LIU_YANG).why is Why.NOT_NOW


def test_two_neighbours_sign_one_after_the_other(county: County) -> None:
    case = county.report().case
    intake.co_sign(case, LIU_YANG, now=county.now)
    other = Person("陈晨", "13711112222", WANG_FANG.identity_no)
    assert len(intake.co_sign(case, other, now=county.now).case.petitioners) == 3


def test_a_signature_asks_for_what_the_channel_asks(county: County) -> None:
    """JS-1."""
    case = county.report().case
    assert refusal(county, case, replace(LIU_YANG, identity_no="")).field == "identity_no"
    assert refusal(county, case, replace(LIU_YANG, phone="12")).field == "phone"


@pytest.mark.parametrize("person", [LIU_YANG, Person()])
def test_a_whistle_blower_s_case_takes_no_signature_and_keeps_nobody(
    county: County, person: Person
) -> None:
    """JS-4."""
    case = county.case(county.whistle())
    refusal(county, case, person)
    assert Petitioner.objects.count() == 1


def test_a_confidential_matter_takes_no_signature(county: County) -> None:
    case = county.report(confidential=True).case
    assert refusal(county, case, LIU_YANG).why is Why.NOT_NOW


def test_a_matter_that_has_ended_takes_no_signature(county: County) -> None:
    case = county.report().case
    county.petitioner_does(case.number, Withdraw())
    assert refusal(county, case, LIU_YANG).why is Why.NOT_NOW


@pytest.mark.django_db(transaction=True)
def test_one_phone_that_signs_twice_at_once_signs_once(county: County) -> None:
    """JS-12: a signature is a vote."""
    case = county.report().case
    came = together(*[lambda: intake.co_sign(case, LIU_YANG, now=county.now) for _ in range(2)])
    assert sorted(type(one).__name__ for one in came) == ["Receipt", "Refused"]
    assert len(county.case(case.number).petitioners) == 2
    assert Petitioner.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_neighbours_who_sign_at_once_have_both_signed(county: County) -> None:
    case = county.report().case
    other = Person("陈晨", "13711112222", WANG_FANG.identity_no)
    came = together(
        *[lambda p=person: intake.co_sign(case, p, now=county.now) for person in (LIU_YANG, other)]
    )
    assert len({one.code for one in came}) == 2
    assert len(county.case(case.number).petitioners) == 3
    assert is_whole(case.number)
