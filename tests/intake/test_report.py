"""Taking a report: the person apart, the matter through the door, all or nothing."""

from dataclasses import replace
from typing import Any

import pytest

from huiyin.cases import numbers
from huiyin.cases.actions import Refused
from huiyin.cases.models import CaseRow
from huiyin.intake import actions as intake
from huiyin.intake.actions import Matter
from huiyin.intake.identity import Person
from huiyin.intake.models import Petitioner
from huiyin.intake.queries import citizen_actor
from huiyin.rules.case import PetitionerRole
from huiyin.rules.refusals import Refusal, Why
from tests.world import LIU_YANG, WANG_FANG, County, everything, is_whole


def refusal(county: County, person: Person = WANG_FANG, **changes: Any) -> Refusal:
    """Why the report is not taken; nothing at all is written."""
    before = everything()
    with pytest.raises(Refused) as refused:
        county.report(person, **changes)
    assert everything() == before
    return refused.value.refusal


def test_a_receipt_has_the_number_and_the_code_that_open_the_case(county: County) -> None:
    """SN-1, FX-1: report a problem, look up a letter."""
    receipt = county.report()
    assert numbers.normalise(receipt.number) == receipt.number
    opened = intake.look_up(receipt.number, receipt.code, now=county.now)
    assert opened.case == receipt.case == county.case(receipt.number)


def test_the_petitioner_is_the_first_of_the_case_and_acts_in_it(county: County) -> None:
    case = county.report().case
    (person,) = case.petitioners
    assert person.role is PetitionerRole.FIRST
    assert citizen_actor(case).petitioner == person.ref == str(Petitioner.objects.get().pk)


def test_the_real_name_is_asked_where_the_place_asks_it(county: County) -> None:
    """JS-1."""
    assert refusal(county, replace(WANG_FANG, identity_no="")).field == "identity_no"
    assert refusal(county, replace(WANG_FANG, name="")).field == "name"
    wrong = refusal(county, replace(WANG_FANG, identity_no="000000199003071230"))
    assert (wrong.why, wrong.field) == (Why.INVALID, "identity_no")


def test_by_phone_a_number_to_call_back_is_enough(county: County) -> None:
    matter = Matter(
        channel="phone", kind="enquiry", level="normal", title="问政策", text="怎么办？"
    )
    receipt = intake.report(
        county.place,
        matter,
        Person(phone="0516 8384 0000"),
        actor=county.actor("吴越"),
        now=county.now,
    )
    assert is_whole(receipt.number)


def test_a_channel_that_staff_register_is_not_the_public_s(county: County) -> None:
    """SN-2."""
    assert refusal(county, channel="phone").field == "channel"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", "pigeon"),
        ("channel", ""),
        ("kind", "nothing"),
        ("kind", ""),
        ("level", "yesterday"),
        ("class_code", "9999"),
        ("area", "000"),
        ("title", ""),
        ("title", " \n "),
        ("title", "长" * 201),
        ("title", "标\x00题"),
        ("text", ""),
        ("text", "长" * 100_000),
        ("text", "响\x07铃"),
        ("text", "半个\ud83d"),
        ("address", "幸福路\x1b[31m"),
        ("address", "远" * 301),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_kept(
    county: County, field: str, value: str
) -> None:
    told = refusal(county, **{field: value})
    assert (told.why, told.field) == (Why.INVALID, field)
    assert str(told).endswith("。")


def test_line_ends_and_tabs_are_no_control_characters(county: County) -> None:
    assert county.report(text="第一行\r\n第二行\t完").number


def test_the_same_form_sent_twice_gives_the_same_receipt_and_one_person(county: County) -> None:
    first = county.report(key="form-1")
    before = everything()
    again = county.report(key="form-1")
    assert (again.number, again.code) == (first.number, first.code)
    assert everything() == before


def test_a_key_gives_nobody_the_receipt_of_somebody_else(county: County) -> None:
    """One computer, one page, gone back to: what the next one reports, in their name, is theirs."""
    first = county.report(key="page-1")
    neighbour = county.report(LIU_YANG, key="page-1")
    other_matter = county.report(title="井盖松动", key="page-1")
    assert len({first.number, neighbour.number, other_matter.number}) == 3
    assert county.report(key="page-1") == first


def test_two_forms_of_the_same_words_are_two_cases(county: County) -> None:
    assert county.report(key="form-1").number != county.report(key="form-2").number
    assert county.report().number != county.report().number


def test_the_same_key_of_a_member_and_of_the_public_are_two(county: County) -> None:
    """Nobody gets another's receipt by guessing a key."""
    public = county.report(key="form-1")
    matter = Matter(channel="phone", kind="enquiry", level="normal", title="问", text="怎么办？")
    person = Person(phone="13987654321")
    for who in ("吴越", "周宁"):
        receipt = intake.report(
            county.place, matter, person, actor=county.actor(who), now=county.now, key="form-1"
        )
        assert receipt.number != public.number
    assert CaseRow.objects.count() == 3


def test_of_a_whistle_blower_nothing_is_kept_even_if_they_gave_it(county: County) -> None:
    """JS-4: under a code, without identity."""
    receipt = county.report(WANG_FANG, channel="code")
    row = Petitioner.objects.get()
    assert (bytes(row.name), bytes(row.phone), bytes(row.identity_no)) == (b"", b"", b"")
    assert row.phone_index == ""
    assert receipt.case.whistle
    assert receipt.case.confidential
    assert intake.look_up(receipt.number, receipt.code, now=county.now).case == receipt.case


def test_a_grid_worker_reports_on_behalf_of_somebody(county: County) -> None:
    """FX-2: 代诉."""
    matter = Matter(
        channel="phone",
        kind="complaint",
        level="urgent",
        title="歪杆",
        text="要倒。",
        on_behalf=True,
    )
    receipt = intake.report(
        county.place, matter, LIU_YANG, actor=county.actor("许勤"), now=county.now
    )
    assert receipt.case.first_asked == "st-chengguan"
    assert is_whole(receipt.number)


def test_a_member_must_grade_the_matter_and_a_petitioner_need_not(county: County) -> None:
    """XN-4."""
    assert county.report(level="").case.level == "normal"
    matter = Matter(channel="phone", kind="complaint", title="路灯", text="不亮。")
    with pytest.raises(Refused) as refused:
        intake.report(county.place, matter, LIU_YANG, actor=county.actor("吴越"), now=county.now)
    assert refused.value.refusal.field == "level"
    assert Petitioner.objects.count() == 1
