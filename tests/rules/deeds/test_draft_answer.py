"""Draft the answer, or closing statement: it goes to the first gate (SN-8, JS-7)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.extend import RequestExtension
from huiyin.rules.steps.handle import Accept, AskUnit, Contact, DeliverPart, DraftAnswer, Shelve
from tests.rules.county import LI_QIANG, MA_LI, SUN_LEI, SYSTEM, ZHAO_MIN, Story, amended, at

DONE = DraftAnswer(text="路灯已修好。")


def test_with_sign_off_it_goes_to_the_head(handling: Story) -> None:
    """SN-8."""
    (fact,) = handling.does(LI_QIANG, DONE)
    assert fact.what == f.Drafted("housing", Phase.SIGNING, "路灯已修好。")
    assert handling.case.phase is Phase.SIGNING


def test_with_audit_only_it_goes_to_the_auditor() -> None:
    """FX-16."""
    story = Story(amended({"gates.order": ["audit", "rating"]})).handling()
    story.does(LI_QIANG, DONE)
    assert story.case.phase is Phase.AUDITING


def test_without_a_gate_before_it_the_answer_is_out_at_once() -> None:
    story = Story(amended({"gates.order": ["rating"]})).handling()
    facts = story.does(LI_QIANG, DONE)
    assert [fact.kind for fact in facts] == ["drafted", "answered"]
    assert story.case.phase is Phase.ANSWERED
    assert story.case.answered_at == story.now


def test_without_any_gate_it_is_struck_off_at_once() -> None:
    story = Story(amended({"gates.order": [], "gates.strike_off_by": ["system"]})).handling()
    facts = story.does(LI_QIANG, DONE)
    assert [fact.kind for fact in facts] == ["drafted", "answered", "struck_off"]


def test_the_answer_is_the_lead_units_whoever_typed_it(handling: Story) -> None:
    (fact,) = handling.does(SYSTEM, DONE)
    assert fact.what == f.Drafted("housing", Phase.SIGNING, "路灯已修好。")


def test_the_lead_and_the_system_may(handling: Story) -> None:
    assert handling.who_may(DONE) == {LI_QIANG, ZHAO_MIN, SYSTEM}


def test_the_lead_waits_for_every_assisting_unit(together: Story) -> None:
    """B7: the lead cannot close while an assisting unit is silent."""
    together.does(LI_QIANG, Accept(contact="李强 13800000000"))
    no = together.refuses(LI_QIANG, DONE)
    assert no == not_now(
        "还有 {count} 个协办单位没有交来结果，请联系它们，或请分拨员调整。", count=1
    )
    together.does(MA_LI, DeliverPart(text="已清障"))
    together.does(LI_QIANG, DONE)


def test_the_petitioner_is_contacted_first_where_the_place_asks_it() -> None:
    """JS-6."""
    story = Story(amended({"handling.contact_first": True})).handling()
    assert story.refuses(LI_QIANG, DONE) == not_now("请先联系诉求人并记下沟通情况。")
    story.does(LI_QIANG, Contact(text="已通话"))
    story.does(LI_QIANG, DONE)


def test_not_while_it_is_shelved(handling: Story) -> None:
    handling.does(SUN_LEI, Shelve(until=at("2026-04-02 10:00"), reason="等资金", plan="四月修"))
    assert handling.refuses(LI_QIANG, DONE) == not_now("挂账中，请先销账。")


def test_not_while_more_time_is_asked_for(handling: Story) -> None:
    handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))
    assert handling.refuses(LI_QIANG, DONE) == not_now("延期申请正在等待审批。")


def test_a_unit_asked_later_is_waited_for_too(handling: Story) -> None:
    handling.does(LI_QIANG, AskUnit(unit="st-chengguan", text="请清障"))
    assert handling.refuses(LI_QIANG, DONE).params == {"count": 1}


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_an_answer_has_words(handling: Story, text: str) -> None:
    assert handling.refuses(LI_QIANG, DraftAnswer(text=text)).field == "text"


def test_not_before_it_was_accepted(dispatched: Story) -> None:
    no = dispatched.refuses(LI_QIANG, DONE)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="dispatched")
