"""Opening a case by number and code, and the brake on guessing."""

from datetime import timedelta

import pytest

from huiyin.cases.actions import Refused
from huiyin.cases.numbers import compose
from huiyin.intake import actions as intake
from huiyin.intake.actions import REST, TRIES
from huiyin.intake.models import LookUp
from huiyin.rules.refusals import Refusal, Why
from tests.world import LIU_YANG, MONDAY, County, everything

WRONG = "AAAA-AAAA"


def refusal(county: County, number: str, code: str) -> Refusal:
    """Why the case does not open."""
    with pytest.raises(Refused) as refused:
        intake.look_up(number, code, now=county.now)
    return refused.value.refusal


def unknown() -> str:
    """A number that is well-formed and of no case."""
    return compose("CO", MONDAY.date(), 99)


def test_number_and_code_open_the_case_however_they_were_typed(county: County) -> None:
    receipt = county.report()
    typed = receipt.number.lower().replace("-", " ")
    opened = intake.look_up(typed, f" {receipt.code.lower()} ", now=county.now)
    assert opened.case.number == receipt.number
    assert opened.petitioner == receipt.case.petitioners[0].ref


def test_a_wrong_number_and_a_wrong_code_are_told_in_the_same_words(county: County) -> None:
    """Nobody learns which numbers exist."""
    wrong_code = refusal(county, county.report().number, WRONG)
    wrong_number = refusal(county, unknown(), WRONG)
    assert wrong_code == wrong_number
    assert wrong_code.why is Why.NOT_FOUND


@pytest.mark.parametrize("number", ["", "12345", "CO-20260302-00001-9", "\x00", "查" * 10_000])
def test_a_number_that_cannot_be_one_is_said_so_and_counts_as_no_try(
    county: County, number: str
) -> None:
    told = refusal(county, number, WRONG)
    assert (told.why, told.field) == (Why.INVALID, "number")
    assert not LookUp.objects.exists()


@pytest.mark.parametrize("code", ["", "\x00", "A" * 100_000, "查询码"])
def test_whatever_is_typed_for_a_code_is_only_wrong(county: County, code: str) -> None:
    assert refusal(county, county.report().number, code).why is Why.NOT_FOUND


def test_the_code_of_one_case_does_not_open_another(county: County) -> None:
    one, other = county.report(), county.report()
    assert refusal(county, one.number, other.code).why is Why.NOT_FOUND


def test_after_five_wrong_codes_who_guesses_must_wait_a_quarter_of_an_hour(
    county: County,
) -> None:
    receipt, other = county.report(), county.report()
    told = [refusal(county, receipt.number, WRONG).why for _ in range(TRIES)]
    assert told == [Why.NOT_FOUND] * 5
    assert refusal(county, receipt.number, WRONG).why is Why.NOT_NOW
    assert refusal(county, other.number, WRONG).why is Why.NOT_FOUND
    county.now += REST - timedelta(seconds=1)
    assert refusal(county, receipt.number, WRONG).why is Why.NOT_NOW
    county.now += timedelta(seconds=1)
    assert refusal(county, receipt.number, WRONG).why is Why.NOT_FOUND


def test_nobody_can_lock_a_petitioner_out_by_guessing(county: County) -> None:
    receipt = county.report()
    for _ in range(TRIES + 1):
        refusal(county, receipt.number, WRONG)
    opened = intake.look_up(receipt.number, receipt.code, now=county.now)
    assert opened.case.number == receipt.number


def test_a_resting_number_is_told_alike_whether_it_exists_or_not(county: County) -> None:
    real, none = county.report().number, unknown()
    for number in (real, none):
        for _ in range(TRIES):
            refusal(county, number, WRONG)
    assert refusal(county, real, WRONG) == refusal(county, none, WRONG)


def test_a_right_code_forgives_the_wrong_ones_before(county: County) -> None:
    receipt = county.report()
    for _ in range(3):
        for _ in range(TRIES - 1):
            refusal(county, receipt.number, WRONG)
        intake.look_up(receipt.number, receipt.code, now=county.now)
    assert not LookUp.objects.exists()


def test_failures_of_long_ago_do_not_count(county: County) -> None:
    receipt = county.report()
    for _ in range(TRIES - 1):
        refusal(county, receipt.number, WRONG)
    county.now += REST
    for _ in range(TRIES):
        assert refusal(county, receipt.number, WRONG).why is Why.NOT_FOUND
    assert refusal(county, receipt.number, WRONG).why is Why.NOT_NOW


def test_looking_a_case_up_changes_nothing_of_it(county: County) -> None:
    receipt = county.report()
    before = everything()
    intake.look_up(receipt.number, receipt.code, now=county.now)
    assert everything() == before


def test_a_co_signer_has_a_code_of_their_own_and_acts_as_themselves(county: County) -> None:
    """B15."""
    receipt = county.report()
    signed = intake.co_sign(receipt.case, LIU_YANG, now=county.now)
    assert signed.number == receipt.number
    assert signed.code != receipt.code
    mine = intake.look_up(signed.number, signed.code, now=county.now)
    first = intake.look_up(receipt.number, receipt.code, now=county.now)
    assert mine.petitioner != first.petitioner
    assert [person.ref for person in mine.case.petitioners] == [first.petitioner, mine.petitioner]
