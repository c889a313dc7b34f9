"""Escalate: put it into the chief clerk's hands (SN-6, FX-11)."""

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.dispatch import Escalate
from huiyin.rules.vocabulary import Role
from tests.rules.county import CHEN_BO, HE_JING, ZHOU_NING, Story

HARD = Escalate(reason="多部门推诿")


def test_the_chief_clerk_has_it_and_the_phase_stays(handling: Story) -> None:
    before = handling.case
    (fact,) = handling.does(ZHOU_NING, HARD)
    assert fact.what == f.Escalated(Role.CHIEF, "多部门推诿")
    assert handling.case.escalated_to == "chief"
    assert handling.case.phase is before.phase


def test_dispatchers_inspectors_and_the_chief_clerk_may(handling: Story) -> None:
    assert handling.who_may(HARD) == {ZHOU_NING, CHEN_BO, HE_JING}


def test_once_is_enough(handling: Story) -> None:
    handling.does(ZHOU_NING, HARD)
    assert handling.refuses(CHEN_BO, HARD) == not_now("已经提级到首席办事员。")


def test_not_when_it_is_over(struck_off: Story) -> None:
    no = struck_off.refuses(ZHOU_NING, HARD)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")
