"""The one door: what a deed changes, and that a no changes nothing."""

import pytest

from huiyin.cases import actions as cases
from huiyin.cases import queries
from huiyin.cases.actions import Refused
from huiyin.cases.models import CaseRow, NoticeRow, Part
from huiyin.rules.case import SYSTEM, Phase, Stand
from huiyin.rules.deeds import Deed
from huiyin.rules.refusals import Why
from huiyin.rules.steps.dispatch import Claim, Dispatch, Merge
from huiyin.rules.steps.handle import Accept, DraftAnswer, SignOff
from huiyin.rules.steps.receive import Supplement
from huiyin.rules.steps.supervise import Strike
from huiyin.rules.vocabulary import Mode
from tests.world import County, everything, is_whole, kinds


def test_a_deed_changes_the_case_its_row_its_record_and_tells_people(county: County) -> None:
    number = county.registered()
    outcome = county.does("周宁", number, Dispatch(lead="housing"), on="2026-03-02 11:00")
    assert outcome.case == county.case(number)
    assert outcome.case.phase is Phase.DISPATCHED
    assert [fact.kind for fact in outcome.facts] == ["dispatched"]
    assert kinds(number) == ["registered", "dispatched"]
    row = CaseRow.objects.get(number=number)
    assert (row.phase, row.owner, row.lead) == ("dispatched", "clerk", "housing")
    assert (row.version, row.changed_at) == (2, county.now)
    assert NoticeRow.objects.filter(case=row, at=county.now, unit="housing").count() == 1
    assert is_whole(number)


def test_a_case_goes_from_the_letter_to_striking_off_and_every_step_is_whole(
    county: County,
) -> None:
    """SN-8: drafted, signed by the head, answered, judged, struck off."""
    number = county.struck_off()
    assert county.case(number).phase is Phase.STRUCK_OFF
    row = CaseRow.objects.get(number=number)
    assert (row.owner, row.yellow_at, row.red_at, row.next_alarm_at) == ("", None, None, None)
    assert is_whole(number)


def test_the_parts_of_units_stand_in_their_table(county: County) -> None:
    number = county.handling("st-chengguan")
    parts = Part.objects.filter(case__number=number).values_list("unit", "lead", "stand")
    assert set(parts) == {("housing", True, "accepted"), ("st-chengguan", False, "offered")}
    county.does("马丽", number, Accept())
    assert Part.objects.get(case__number=number, unit="st-chengguan").stand == Stand.ACCEPTED


REFUSED: list[tuple[str, Deed, Why]] = [
    ("李强", Dispatch(lead="housing"), Why.FORBIDDEN),
    ("周宁", SignOff(), Why.FORBIDDEN),
    ("赵敏", DraftAnswer(text="办好了。"), Why.FORBIDDEN),
    ("林涛", Claim(), Why.FORBIDDEN),
    ("周宁", Dispatch(lead="nobody"), Why.INVALID),
    ("周宁", Dispatch(mode=Mode.PARALLEL, lead="housing"), Why.INVALID),
    ("周宁", Merge(into="CO-20260302-09999-9"), Why.NOT_FOUND),
]


@pytest.mark.parametrize(("who", "deed", "why"), REFUSED, ids=lambda v: str(v)[:40])
def test_a_refused_deed_writes_nothing_at_all(
    county: County, who: str, deed: Deed, why: Why
) -> None:
    number = county.registered()
    before = everything()
    assert county.refuses(who, number, deed).why is why
    assert everything() == before


def test_a_deed_out_of_its_phase_is_not_now_and_writes_nothing(county: County) -> None:
    number = county.dispatched()
    before = everything()
    refusal = county.refuses("李强", number, DraftAnswer(text="办好了。"))
    assert (refusal.why, refusal.params) == (Why.NOT_NOW, {"phase": "dispatched"})
    assert everything() == before


def test_a_clock_that_was_set_back_writes_no_history_backwards(county: County) -> None:
    """Two machines' clocks differ: the deed is done, at the moment of the last one."""
    number = county.dispatched()
    last = county.case(number).changed_at
    county.now = county.now.replace(hour=9)
    done = county.does("李强", number, Accept(contact="李强"))
    assert done.facts[0].at == last


@pytest.mark.parametrize("number", ["", "CO-20260302-99999-9", "什么", "x" * 5000, "CO\x00"])
def test_an_unknown_case_is_not_found_whatever_was_typed(county: County, number: str) -> None:
    for ask in (
        lambda: cases.act(number, Supplement(text="补充"), actor=SYSTEM, now=county.now),
        lambda: queries.get(number, county.actor("周宁")),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.refusal.why is Why.NOT_FOUND


def test_the_same_key_does_a_deed_once(county: County) -> None:
    number = county.handling()
    first = county.does("李强", number, DraftAnswer(text="已修好。"), key="form-1")
    before = everything()
    again = county.does("李强", number, DraftAnswer(text="已修好。"), key="form-1")
    assert len(first.facts) == 1
    assert again == cases.Outcome(first.case, ())
    assert everything() == before


def test_the_same_key_of_two_people_is_two_keys(county: County) -> None:
    one, other = county.registered(), county.dispatched()
    county.does("周宁", one, Dispatch(lead="housing"), key="1")
    assert county.does("李强", other, Accept(contact="李强"), key="1").facts


def test_a_key_guards_one_deed_on_one_case_and_swallows_no_other(county: County) -> None:
    """Back in the browser, the words changed, sent again: the page still bears the old key."""
    number, other = county.handling(), county.handling()
    for where, text in ((number, "补充一"), (number, "补充二"), (other, "补充一")):
        assert county.does("吴越", where, Supplement(text=text), key="form-1").facts
    assert county.does("吴越", number, Supplement(text="补充二"), key="form-1").facts == ()


def test_long_keys_that_differ_only_at_their_end_are_two_keys(county: County) -> None:
    """A key cut short would swallow the second deed without a word."""
    number = county.handling()
    for end in ("a", "b"):
        words = Supplement(text=f"补充 {end}")
        assert county.does("吴越", number, words, key="k" * 300 + end).facts


def test_a_refused_deed_does_not_use_its_key_up(county: County) -> None:
    number = county.dispatched()
    accept = Accept(contact="李强")
    with pytest.raises(Refused):
        county.does("马丽", number, accept, key="form-1")
    with pytest.raises(Refused):
        county.does("李强", number, Accept(contact=""), key="form-1")
    assert county.does("李强", number, accept, key="form-1").facts


def test_a_strike_is_the_system_s_alone(county: County) -> None:
    number = county.registered()
    assert county.refuses("何静", number, Strike(clock="handover")).why is Why.FORBIDDEN
