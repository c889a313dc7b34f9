"""Audit: closing is gated (审核结案关口, FX-16)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.evaluate import Audit, Rate
from huiyin.rules.steps.handle import SignOff
from huiyin.rules.vocabulary import Gate
from tests.rules.county import CHEN_BO, QIAN_HUI, SYSTEM, WANG_FANG, ZHAO_MIN, Story, amended

PASS = Audit(passed=True, remark="属实")
FAIL = Audit(passed=False, remark="未附照片")


def test_passed_the_answer_goes_out(auditing: Story) -> None:
    facts = auditing.does(QIAN_HUI, PASS)
    assert [fact.what for fact in facts] == [
        f.AuditPassed(Phase.ANSWERED, "属实"),
        f.Answered(call_back=True),
    ]
    case = auditing.case
    assert (case.phase, case.answers, case.answer_out) == (Phase.ANSWERED, 1, True)
    assert case.answered_at == auditing.now


def test_failed_it_is_back_with_the_unit_and_must_be_signed_again(auditing: Story) -> None:
    (fact,) = auditing.does(QIAN_HUI, FAIL)
    assert fact.what == f.AuditFailed("未附照片")
    assert auditing.case.phase is Phase.HANDLING
    assert auditing.case.passed == ()


def test_a_no_carries_its_reason(auditing: Story) -> None:
    no = auditing.refuses(QIAN_HUI, Audit(passed=False))
    assert no == invalid("remark", "审核不通过，请写明理由。")


def test_the_auditor_may_and_the_system_for_old_ledgers(auditing: Story) -> None:
    assert auditing.who_may(PASS) == {QIAN_HUI, SYSTEM}


def test_whom_the_law_names_may() -> None:
    story = Story(amended({"gates.audit.by": ["inspector"]})).auditing()
    assert story.who_may(PASS) == {CHEN_BO, SYSTEM}


def test_an_audit_after_the_rating_strikes_off() -> None:
    """JS-14: closed, awaiting audit."""
    order = ["sign_off", "rating", "audit"]
    law = amended({"gates.order": order, "gates.strike_off_by": ["system"]})
    story = Story(law).signing()
    story.does(ZHAO_MIN, SignOff())
    story.does(WANG_FANG, Rate(verdict="satisfied"))
    assert (story.case.phase, story.case.answer_out) == (Phase.AUDITING, True)
    facts = story.does(QIAN_HUI, PASS)
    assert [fact.kind for fact in facts] == ["audit_passed", "struck_off"]
    assert story.case.passed[-1] is Gate.AUDIT
    assert story.case.answers == 1


def test_not_before_it_is_signed(signing: Story) -> None:
    no = signing.refuses(QIAN_HUI, PASS)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="signing")


def test_not_where_nobody_audits() -> None:
    story = Story(amended({"gates.order": ["sign_off"]})).signing()
    assert story.refuses(QIAN_HUI, PASS) == forbidden("本地规则没有这一项操作。")
