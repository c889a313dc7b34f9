"""The same door for many cases at once: the same rules, one transaction, nobody told."""

from dataclasses import replace
from typing import Any

import pytest

from huiyin.cases import bulk, queries
from huiyin.cases.actions import Refused
from huiyin.cases.bulk import Batch
from huiyin.cases.models import CaseRow, NoticeRow, Part
from huiyin.rules.refusals import Why
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.handle import Accept, DeliverPart, DraftAnswer, SignOff
from huiyin.rules.steps.receive import Register
from huiyin.rules.vocabulary import Mode
from tests.world import County, at, everything, is_whole, kinds

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
NOON, LATER = at("2026-02-02 12:00"), at("2026-02-03 12:00")
TOGETHER = Dispatch(mode=Mode.LEAD_ASSISTING, lead="housing", assisting=("st-chengguan",))


def test_cases_are_saved_whole_with_numbers_of_their_days_and_nobody_is_told(
    county: County,
) -> None:
    batch = Batch(county.law, [NOON, LATER])
    one = batch.begin(LAMP, now=NOON, key="row 1")
    one.act(TOGETHER, now=NOON)
    one.act(Accept(contact="台账"), now=NOON)
    one.act(DeliverPart(text="完成"), now=LATER, unit="st-chengguan")
    one.act(DraftAnswer(text="已修好。"), now=LATER)
    one.act(SignOff(), now=LATER)
    batch.begin(LAMP, now=LATER)
    first, second = batch.write()
    assert [case.number[:17] for case in (first, second)] == [
        "CO-20260202-00001",
        "CO-20260203-00001",
    ]
    assert kinds(first.number)[-1] == "signed_off"
    assert CaseRow.objects.get(number=first.number).title == "路灯不亮"
    assert Part.objects.filter(case__number=first.number).count() == 2
    assert not NoticeRow.objects.exists()
    assert queries.done_before(["row 1", "row 2"]) == {"row 1"}
    assert all(is_whole(case.number) for case in (first, second))


def test_a_case_knows_its_number_from_the_beginning(county: County) -> None:
    """Follow-up is drawn from it, so that anybody can check the draw."""
    batch = Batch(county.law, [NOON])
    new = batch.begin(LAMP, now=NOON)
    number = new.number
    assert number.startswith("CO-20260202-00001-")
    (case,) = batch.write()
    assert case.number == number


def test_a_day_that_was_not_announced_is_numbered_all_the_same(county: County) -> None:
    batch = Batch(county.law)
    given = [batch.begin(LAMP, now=NOON).number[:17] for _ in range(2)]
    assert given == ["CO-20260202-00001", "CO-20260202-00002"]


def test_a_refused_letter_leaves_the_batch_and_the_others_stay(county: County) -> None:
    batch = Batch(county.law)
    good = batch.begin(LAMP, now=NOON)
    with pytest.raises(Refused) as refused:
        batch.begin(replace(LAMP, text=""), now=NOON)
    assert (refused.value.refusal.why, refused.value.refusal.field) == (Why.INVALID, "text")
    half = batch.begin(LAMP, now=NOON)
    with pytest.raises(Refused):
        half.act(Dispatch(lead="nobody"), now=NOON)
    batch.drop(half)
    assert [case.number for case in batch.write()] == [good.number]
    assert batch.write() == []


def test_a_deed_that_the_door_would_refuse_is_refused_here(county: County) -> None:
    batch = Batch(county.law)
    new = batch.begin(LAMP, now=NOON)
    with pytest.raises(Refused) as refused:
        new.act(DraftAnswer(text="已修好。"), now=NOON)
    assert refused.value.refusal.why is Why.NOT_NOW
    assert new.known.facts == 1


def test_a_batch_is_written_whole_or_not_at_all(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(bulk.journal, "append", full)
    batch = Batch(county.law)
    batch.begin(LAMP, now=NOON)
    before = everything()
    with pytest.raises(OSError, match="No space"):
        batch.write()
    assert everything() == before


def test_what_was_taken_in_together_goes_on_through_the_door_one_by_one(county: County) -> None:
    batch = Batch(county.law)
    batch.begin(LAMP, now=NOON).act(Dispatch(lead="housing"), now=NOON)
    (case,) = batch.write()
    county.does("李强", case.number, Accept(contact="李强"))
    assert is_whole(case.number)
