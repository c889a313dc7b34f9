"""Appeal for exclusion: a unit asks that the case be left out of its evaluation (剔除)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.evaluate import AppealExclusion, DecideExclusion
from tests.rules.county import CHEN_BO, LI_QIANG, ZHAO_MIN, Story

LEAVE_OUT = AppealExclusion(ground="unreasonable", reason="要求全城换灯")


@pytest.mark.parametrize("where", ["answered", "struck_off"])
def test_it_is_asked_for_with_a_ground_and_evidence(
    where: str, request: pytest.FixtureRequest
) -> None:
    story: Story = request.getfixturevalue(where)
    (fact,) = story.does(LI_QIANG, LEAVE_OUT)
    assert fact.what == f.ExclusionAppealed("housing", "unreasonable", "要求全城换灯")
    assert story.case.exclusion == "appealed"


def test_only_the_lead_may(answered: Story) -> None:
    assert answered.who_may(LEAVE_OUT) == {LI_QIANG, ZHAO_MIN}


def test_only_on_a_ground_of_the_list(answered: Story) -> None:
    no = answered.refuses(LI_QIANG, AppealExclusion(ground="bad mood", reason="x"))
    assert no.field == "ground"


def test_once_a_case_whatever_the_decision(answered: Story) -> None:
    answered.does(LI_QIANG, LEAVE_OUT)
    assert answered.refuses(LI_QIANG, LEAVE_OUT) == not_now("已经申请过剔除。")
    answered.does(CHEN_BO, DecideExclusion(granted=False, reason="理由不成立"))
    assert answered.refuses(LI_QIANG, LEAVE_OUT) == not_now("已经申请过剔除。")


def test_not_before_there_is_something_to_judge(handling: Story) -> None:
    no = handling.refuses(LI_QIANG, LEAVE_OUT)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="handling")
