"""Deeds that reach a second case: both happen, or neither does."""

import shutil
from pathlib import Path

import pytest

from huiyin.cases.models import CaseRow
from huiyin.regimes import actions as regimes
from huiyin.rules.case import PetitionerRole, Phase
from huiyin.rules.refusals import Why
from huiyin.rules.steps.dispatch import Dispatch, Merge, Split
from huiyin.rules.steps.receive import CoSign, Withdraw
from tests.world import LIU_YANG, County, everything, is_whole, kinds

SECOND = Split(title="井盖缺失", text="同一条路上还缺一个井盖。")


def test_a_merged_letter_ends_and_its_petitioner_goes_on_with_the_other(county: County) -> None:
    """PS-4, B14: the same event; everybody who wrote keeps being told."""
    event, letter = county.registered(), county.report(LIU_YANG).number
    (liu_yang,) = county.case(letter).petitioners
    county.does("周宁", letter, Merge(into=event))
    assert county.case(letter).phase is Phase.MERGED
    assert county.case(letter).merged_into == event
    assert county.case(event).absorbed == (letter,)
    assert county.case(event).petitioners[-1].ref == liu_yang.ref
    assert county.case(event).petitioners[-1].role is PetitionerRole.ABSORBED
    assert kinds(event)[-1] == "absorbed"
    assert kinds(letter)[-1] == "merged_into"
    assert is_whole(event)
    assert is_whole(letter)


def test_fifty_five_complaints_become_one_event(county: County) -> None:
    """PS-4: 55 complaints about one noise in a month."""
    event = county.registered()
    for _ in range(54):
        county.does("周宁", county.registered(), Merge(into=event))
    case = county.case(event)
    assert len(case.absorbed) == 54
    assert len(case.petitioners) == 55
    assert CaseRow.objects.filter(phase="merged").count() == 54
    assert is_whole(event)


def test_a_merge_that_the_other_case_refuses_is_rolled_back(county: County) -> None:
    ended, letter = county.registered(), county.registered()
    county.petitioner_does(ended, Withdraw())
    before = everything()
    assert county.refuses("周宁", letter, Merge(into=ended)).why is Why.NOT_NOW
    assert everything() == before


def test_a_confidential_case_takes_nobody_in(county: County) -> None:
    quiet, letter = county.registered(confidential=True), county.registered()
    before = everything()
    assert county.refuses("周宁", letter, Merge(into=quiet)).why is Why.NOT_NOW
    assert everything() == before


def test_a_case_cannot_be_merged_into_one_that_the_dispatcher_may_not_see(county: County) -> None:
    """Neither a neighbour's nor a whistle-blower's (JS-4): they are not even there."""
    away = county.registered()
    CaseRow.objects.filter(number=away).update(
        place=county.neighbour,
        state=CaseRow.objects.get(number=away).state.replace('"county"', '"neighbour"', 1),
    )
    letter = county.registered()
    for hidden in (away, county.whistle()):
        before = everything()
        assert county.refuses("周宁", letter, Merge(into=hidden)).why is Why.NOT_FOUND
        assert everything() == before


def test_a_merge_into_itself_or_into_nothing_is_refused(county: County) -> None:
    letter = county.registered()
    before = everything()
    assert county.refuses("周宁", letter, Merge(into=letter)).why is Why.INVALID
    assert county.refuses("周宁", letter, Merge(into="CO-20260302-77777-0")).why is Why.NOT_FOUND
    assert everything() == before


def test_a_second_matter_becomes_a_case_of_its_own_with_the_same_petitioner(
    county: County,
) -> None:
    """P41: split off, with its own number and clocks, and both know of each other."""
    number = county.dispatched()
    outcome = county.does("周宁", number, SECOND)
    second = outcome.facts[0].what.number  # type: ignore[attr-defined]
    first, other = county.case(number), county.case(second)
    assert second.startswith("CO-20260302-00002-")
    assert other.split_from == number
    assert other.petitioners == first.petitioners
    assert (other.phase, other.kind, other.area) == (Phase.REGISTERED, first.kind, first.area)
    assert CaseRow.objects.get(number=second).title == "井盖缺失"
    assert is_whole(number)
    assert is_whole(second)


def test_of_several_petitioners_the_first_goes_with_the_second_matter(county: County) -> None:
    number = county.registered()
    county.does("吴越", number, CoSign(petitioner="4711"))
    second = county.does("周宁", number, SECOND).facts[0].what.number  # type: ignore[attr-defined]
    assert county.case(second).petitioners == county.case(number).petitioners[:1]


def test_the_second_matter_comes_under_the_law_of_the_first(
    county: County, county_files: Path, tmp_path: Path
) -> None:
    number = county.registered()
    folder = Path(shutil.copytree(county_files, tmp_path / "county"))
    with (folder / "regime.toml").open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    regimes.publish(folder, now=county.now)
    second = county.does("周宁", number, SECOND).facts[0].what.number  # type: ignore[attr-defined]
    assert county.case(second).version == county.case(number).version == 1
    assert county.case(county.registered()).version == 2


@pytest.mark.parametrize("deed", [Split(title="", text="x"), Split(title="x", text=" ")])
def test_a_split_without_words_is_refused_and_takes_no_number(county: County, deed: Split) -> None:
    number = county.registered()
    before = everything()
    assert county.refuses("周宁", number, deed).why is Why.INVALID
    assert everything() == before


def test_a_dispute_is_not_split_away_by_somebody_who_only_handles_it(county: County) -> None:
    number = county.registered()
    county.does("周宁", number, Dispatch(lead="housing"))
    before = everything()
    assert county.refuses("李强", number, SECOND).why is Why.FORBIDDEN
    assert everything() == before
