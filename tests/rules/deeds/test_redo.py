"""Redo: not good enough, back to the unit (FX-15)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase, Stand
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.evaluate import Audit, RecordFollowUp, Redo
from huiyin.rules.steps.handle import DraftAnswer, SignOff
from huiyin.rules.steps.receive import CoSign
from tests.rules.county import (
    CHEN_BO,
    FENG_XIA,
    LI_QIANG,
    LIU_YANG,
    QIAN_HUI,
    WANG_FANG,
    ZHAO_MIN,
    Story,
    amended,
    at,
)

AGAIN = Redo(reason="只修了一盏")


def test_every_gate_stands_again_and_every_judgement_is_void(answered: Story) -> None:
    answered.does(FENG_XIA, RecordFollowUp(reached=True, solved=True, verdict="satisfied"))
    (fact,) = answered.does(WANG_FANG, AGAIN)
    assert fact.what == f.Redone(True, "只修了一盏")
    case = answered.case
    assert (case.phase, case.passed, case.satisfied) == (Phase.HANDLING, (), None)
    assert (case.answer_out, case.answers, case.redos) == (False, 1, 1)
    assert case.lead is not None
    assert case.lead.stand is Stand.ACCEPTED


def test_the_answer_clock_begins_anew(answered: Story) -> None:
    """B3: the unit has its seven days again; the petitioner's clocks stop."""
    answered.does(WANG_FANG, AGAIN, on="2026-03-09 10:00")
    answer, judgement = answered.case.clock("answer"), answered.case.clock("judgement")
    assert answer is not None
    assert (answer.running, answer.stage, answer.red_at) == (True, 0, at("2026-03-18 17:30"))
    assert judgement is not None
    assert judgement.stopped_at == answered.now


def test_the_second_answer_goes_through_every_gate(answered: Story) -> None:
    answered.does(WANG_FANG, AGAIN)
    answered.does(LI_QIANG, DraftAnswer(text="都修好了。"))
    answered.does(ZHAO_MIN, SignOff())
    facts = answered.does(QIAN_HUI, Audit(passed=True))
    assert facts[-1].what == f.Answered(call_back=True)
    assert answered.case.answers == 2


def test_who_began_it_and_whom_the_law_names_may(answered: Story) -> None:
    assert answered.who_may(AGAIN) == {WANG_FANG, CHEN_BO}


def test_who_signed_later_judges_by_vote_and_does_not_order_it(answered: Story) -> None:
    answered.does(LIU_YANG, CoSign(petitioner=LIU_YANG.petitioner))
    assert answered.who_may(AGAIN) == {WANG_FANG, CHEN_BO}


def test_ordered_by_an_inspector_it_is_not_the_petitioners_doing(answered: Story) -> None:
    (fact,) = answered.does(CHEN_BO, AGAIN)
    assert fact.what == f.Redone(False, "只修了一盏")


def test_there_is_an_end_to_redoing() -> None:
    story = Story(amended({"gates.redo.times": 1})).answered()
    story.does(WANG_FANG, AGAIN)
    story.does(LI_QIANG, DraftAnswer(text="都修好了。"))
    story.does(ZHAO_MIN, SignOff())
    story.does(QIAN_HUI, Audit(passed=True))
    no = story.refuses(WANG_FANG, AGAIN)
    assert no == not_now("已经重办 {count} 次，如仍不满意，由会议研究决定。", count=1)


def test_not_where_nothing_is_redone() -> None:
    story = Story(amended({"gates.redo.times": 0})).answered()
    assert story.refuses(WANG_FANG, AGAIN) == forbidden("本地规则没有这一项操作。")


def test_not_without_a_reason(answered: Story) -> None:
    assert answered.refuses(WANG_FANG, Redo(reason="")).field == "reason"


def test_not_once_it_is_struck_off(struck_off: Story) -> None:
    no = struck_off.refuses(WANG_FANG, AGAIN)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")
