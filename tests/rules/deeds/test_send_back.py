"""Send back: the head does not sign, it is to be done again (SN-8)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.handle import DraftAnswer, SendBack
from tests.rules.county import LI_QIANG, ZHAO_MIN, Story

NOT_YET = SendBack(reason="没有说明何时修好")


def test_it_is_back_on_the_units_table_and_the_clock_does_not_begin_anew(signing: Story) -> None:
    before = signing.case.clock("answer")
    (fact,) = signing.does(ZHAO_MIN, NOT_YET)
    assert fact.what == f.SentBack("没有说明何时修好")
    assert signing.case.phase is Phase.HANDLING
    assert signing.case.passed == ()
    assert signing.case.clock("answer") == before
    signing.does(LI_QIANG, DraftAnswer(text="路灯周五前修好。"))


def test_only_who_would_sign_may(signing: Story) -> None:
    assert signing.who_may(NOT_YET) == {ZHAO_MIN}


def test_not_without_a_reason(signing: Story) -> None:
    assert signing.refuses(ZHAO_MIN, SendBack(reason="")).field == "reason"


def test_not_once_it_is_signed(auditing: Story) -> None:
    no = auditing.refuses(ZHAO_MIN, NOT_YET)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="auditing")
