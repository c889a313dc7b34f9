"""Looking at a petitioner: only with a purpose, and every look is kept (B17)."""

import pytest

from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import queries
from huiyin.rules import access
from huiyin.rules.refusals import Refusal, Why
from huiyin.rules.steps.dispatch import Claim
from tests.world import LIU_YANG, WANG_FANG, County, at, everything


def refusal(county: County, ref: str, purpose: str = "电话核实地点") -> Refusal:
    """Why 李强 is not shown the person; nothing is written."""
    case, before = county.case(county.codes.copy().popitem()[0]), everything()
    with pytest.raises(Refused) as refused:
        intake.read_petitioner(
            case, ref, member=county.actor("李强"), purpose=purpose, now=county.now
        )
    assert everything() == before
    return refused.value.refusal


def test_who_looked_when_and_what_for_is_kept(county: County) -> None:
    case = county.case(county.handling())
    ref = case.petitioners[0].ref
    actor = county.actor("李强")
    for when, purpose in (("2026-03-02 11:00", " 电话核实地点 "), ("2026-03-02 12:00", "回访")):
        seen = intake.read_petitioner(case, ref, member=actor, purpose=purpose, now=at(when))
        assert seen == WANG_FANG
    kept = [(one.member, one.purpose, one.at) for one in queries.readings(case.number)]
    assert kept == [
        (actor.id, "回访", at("2026-03-02 12:00")),
        (actor.id, "电话核实地点", at("2026-03-02 11:00")),
    ]


def test_a_masked_look_is_not_kept(county: County) -> None:
    case = county.case(county.handling())
    assert queries.masked(case.petitioners[0].ref) == WANG_FANG.masked()
    assert queries.readings(case.number) == []


@pytest.mark.parametrize("purpose", ["", "  ", "\n", "用途\x00", "用途\ud800"])
def test_without_a_purpose_in_words_nobody_is_shown(county: County, purpose: str) -> None:
    case = county.case(county.handling())
    told = refusal(county, case.petitioners[0].ref, purpose)
    assert (told.why, told.field) == (Why.INVALID, "purpose")


def test_a_unit_that_could_only_claim_a_matter_does_not_learn_who_brought_it(
    county: County,
) -> None:
    """FX-8: every unit sees what waits to be claimed; the person is for those who have it."""
    case = county.report().case
    assert access.may_see(county.actor("李强"), case)
    told = refusal(county, case.petitioners[0].ref)
    assert told.why is Why.FORBIDDEN
    county.does("李强", case.number, Claim())
    seen = intake.read_petitioner(
        county.case(case.number),
        case.petitioners[0].ref,
        member=county.actor("李强"),
        purpose="上门前电话联系",
        now=county.now,
    )
    assert seen == WANG_FANG


def test_a_long_purpose_is_kept_as_far_as_it_fits(county: County) -> None:
    case = county.case(county.handling())
    ref = case.petitioners[0].ref
    actor = county.actor("李强")
    intake.read_petitioner(case, ref, member=actor, purpose="长" * 5000, now=county.now)
    assert queries.readings(case.number)[0].purpose == "长" * 200


def test_a_person_of_another_case_is_not_shown_by_this_one(county: County) -> None:
    other = county.report(LIU_YANG).case.petitioners[0].ref
    county.handling()
    assert refusal(county, other).why is Why.NOT_FOUND


@pytest.mark.parametrize("ref", ["", "x", "-1", "²", "99999999", "9" * 40])
def test_an_unknown_person_is_not_found(county: County, ref: str) -> None:
    county.handling()
    assert refusal(county, ref).why is Why.NOT_FOUND
