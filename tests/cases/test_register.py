"""Registering: a number, the law of the day, and one case for one key."""

import pytest

from huiyin.cases import actions as cases
from huiyin.cases.actions import Refused
from huiyin.cases.models import CaseRow
from huiyin.rules.refusals import Why
from huiyin.rules.steps.receive import Register
from tests.world import County, at, everything, is_whole

LAMP = Register(
    number="",
    place="county",
    petitioner="7",
    channel="phone",
    kind="complaint",
    level="normal",
    class_code="0201",
    title=" 路灯不亮 ",
    text="幸福路的路灯坏了三天了。",
)


def test_a_new_case_has_a_number_of_its_place_and_day_and_the_law_in_force(
    county: County,
) -> None:
    actor = county.actor("吴越")
    case = cases.register(LAMP, actor=actor, now=at("2026-03-02 23:59")).case
    assert case.number.startswith("CO-20260302-00001-")
    assert (case.place, case.regime, case.version) == ("county", "county", 1)
    assert CaseRow.objects.get(number=case.number).title == "路灯不亮"
    assert is_whole(case.number)


def test_the_day_in_a_number_is_that_of_the_place_not_of_greenwich(county: County) -> None:
    early = cases.register(LAMP, actor=county.actor("吴越"), now=at("2026-03-03 00:01"))
    assert early.case.number.startswith("CO-20260303-00001-")


def test_whatever_number_was_asked_for_the_house_gives_its_own(county: County) -> None:
    asked = Register(**{n: getattr(LAMP, n) for n in Register.__slots__} | {"number": "CO-1"})
    made = cases.register(asked, actor=county.actor("吴越"), now=county.now)
    assert made.case.number.startswith("CO-20260302-")


def test_the_same_key_registers_once(county: County) -> None:
    first = cases.register(LAMP, actor=county.actor("吴越"), now=county.now, key="form-1")
    before = everything()
    again = cases.register(LAMP, actor=county.actor("吴越"), now=county.now, key="form-1")
    assert (again.case, again.facts) == (first.case, ())
    assert everything() == before


def test_long_keys_that_differ_only_at_their_end_register_two_cases(county: County) -> None:
    made = {
        cases.register(
            LAMP, actor=county.actor("吴越"), now=county.now, key="k" * 300 + end
        ).case.number
        for end in ("a", "b")
    }
    assert len(made) == 2


def test_a_refused_registration_writes_nothing_and_uses_up_no_number(county: County) -> None:
    nameless = Register(**{n: getattr(LAMP, n) for n in Register.__slots__} | {"title": " "})
    before = everything()
    with pytest.raises(Refused) as refused:
        cases.register(nameless, actor=county.actor("吴越"), now=county.now)
    assert (refused.value.refusal.why, refused.value.refusal.field) == (Why.INVALID, "title")
    assert everything() == before
    made = cases.register(LAMP, actor=county.actor("吴越"), now=county.now)
    assert made.case.number.startswith("CO-20260302-00001-")


def test_a_place_that_does_not_exist_is_not_found(county: County) -> None:
    nowhere = Register(**{n: getattr(LAMP, n) for n in Register.__slots__} | {"place": "nowhere"})
    with pytest.raises(Refused) as refused:
        cases.register(nowhere, actor=county.actor("吴越"), now=county.now)
    assert refused.value.refusal.why is Why.NOT_FOUND
