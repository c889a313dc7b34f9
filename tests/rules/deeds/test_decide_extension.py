"""Decide the extension: signed by the leader in charge, or refused with a reason (SN-9, B4)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.extend import DecideExtension, RequestExtension
from huiyin.rules.worktime import Limit
from tests.rules.county import CHEN_BO, LI_QIANG, SUN_LEI, Story, amended, at

YES = DecideExtension(granted=True, reason="同意")
NO = DecideExtension(granted=False, reason="理由不足")


@pytest.fixture
def asked(handling: Story) -> Story:
    """李强 has asked for two more days."""
    handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))
    return handling


def test_signed_the_deadline_moves(asked: Story) -> None:
    """Wednesday 11 March and two working days are Friday 13 March."""
    (fact,) = asked.does(SUN_LEI, YES)
    assert fact.what == f.ExtensionGranted("2wd", "同意")
    assert (asked.case.extension, asked.case.extensions) == (None, 1)
    (clock,) = fact.clocks
    assert (clock.key, clock.extras) == ("answer", ("2wd",))
    assert clock.red_at == at("2026-03-13 17:30")


def test_refused_the_deadline_stays(asked: Story) -> None:
    (fact,) = asked.does(SUN_LEI, NO)
    assert fact.what == f.ExtensionRefused("理由不足")
    assert (asked.case.extension, asked.case.extensions) == (None, 0)
    assert fact.clocks == ()


def test_a_no_carries_its_reason(asked: Story) -> None:
    no = asked.refuses(SUN_LEI, DecideExtension(granted=False))
    assert no == invalid("reason", "不同意延期，请写明理由。")


def test_only_the_leader_in_charge_of_that_unit_signs(asked: Story) -> None:
    """SN-9."""
    assert asked.who_may(YES) == {SUN_LEI}


def test_whom_the_law_names_signs() -> None:
    story = Story(amended({"gates.extension.by": ["inspector"]})).handling()
    story.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))
    assert story.who_may(YES) == {CHEN_BO}


def test_there_must_be_a_request(handling: Story) -> None:
    assert handling.refuses(SUN_LEI, YES) == not_now("没有等待审批的延期申请。")


def test_signed_late_the_red_light_of_the_old_day_is_not_held_against_the_new(
    asked: Story,
) -> None:
    """The request came in time; it lay on the leader's table until the clock had struck red."""
    struck = asked.runs_to("2026-03-11 18:00")
    assert [one.stage for one in struck if one.clock == "answer"][:2] == [1, 2]
    asked.does(SUN_LEI, YES, on="2026-03-12 09:00")
    clock = asked.case.clock("answer")
    assert clock is not None
    assert clock.stage == 0
    assert not clock.is_red(asked.now)
    assert Limit.parse(clock.extras[0]) == Limit.parse("2wd")
