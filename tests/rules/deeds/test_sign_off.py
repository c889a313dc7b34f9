"""Sign off: each answer passes through the hands of the unit's head (主要负责人经手, SN-8)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.handle import SignOff
from huiyin.rules.vocabulary import Gate
from tests.rules.county import LI_QIANG, SUN_LEI, SYSTEM, ZHAO_MIN, Story, amended


def test_signed_it_goes_on_to_the_next_gate(signing: Story) -> None:
    facts = signing.does(ZHAO_MIN, SignOff())
    assert [fact.what for fact in facts] == [f.SignedOff(Phase.AUDITING)]
    assert signing.case.passed == (Gate.SIGN_OFF,)
    assert not signing.case.answer_out


def test_signed_it_goes_out_where_no_gate_is_between() -> None:
    story = Story(amended({"gates.order": ["sign_off", "rating"]})).signing()
    facts = story.does(ZHAO_MIN, SignOff())
    assert [fact.kind for fact in facts] == ["signed_off", "answered"]
    assert story.case.answer_out


def test_the_head_of_the_lead_unit_alone_signs(signing: Story) -> None:
    """SN-8; the system, for old ledgers."""
    assert signing.who_may(SignOff()) == {ZHAO_MIN, SYSTEM}


def test_whom_the_law_names_signs() -> None:
    story = Story(amended({"gates.sign_off.by": ["leader"]})).signing()
    assert story.who_may(SignOff()) == {SUN_LEI, SYSTEM}


def test_not_before_there_is_a_draft(handling: Story) -> None:
    no = handling.refuses(ZHAO_MIN, SignOff())
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="handling")


def test_not_where_nobody_signs() -> None:
    story = Story(amended({"gates.order": ["rating"]})).handling()
    assert story.refuses(ZHAO_MIN, SignOff()) == forbidden("本地规则没有这一项操作。")
    assert LI_QIANG not in story.who_may(SignOff())
