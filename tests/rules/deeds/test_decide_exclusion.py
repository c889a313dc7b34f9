"""Decide the exclusion: granted or not, with the reason (剔除, B16)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.evaluate import AppealExclusion, DecideExclusion
from tests.rules.county import CHEN_BO, LI_QIANG, Story

GRANT = DecideExclusion(granted=True, reason="属实")


@pytest.fixture
def appealed(struck_off: Story) -> Story:
    """The housing bureau wants the case left out."""
    struck_off.does(LI_QIANG, AppealExclusion(ground="unreasonable", reason="要求全城换灯"))
    return struck_off


@pytest.mark.parametrize(("granted", "stands"), [(True, "granted"), (False, "refused")])
def test_a_third_party_decides_and_the_reason_is_kept(
    appealed: Story, granted: bool, stands: str
) -> None:
    (fact,) = appealed.does(CHEN_BO, DecideExclusion(granted=granted, reason="已核查"))
    assert fact.what == f.ExclusionDecided(granted, "已核查")
    assert appealed.case.exclusion == stands


def test_only_the_inspection_office_may(appealed: Story) -> None:
    assert appealed.who_may(GRANT) == {CHEN_BO}


def test_there_must_be_an_appeal(struck_off: Story) -> None:
    assert struck_off.refuses(CHEN_BO, GRANT) == not_now("没有等待复核的剔除申请。")


def test_once(appealed: Story) -> None:
    appealed.does(CHEN_BO, GRANT)
    assert appealed.refuses(CHEN_BO, GRANT) == not_now("没有等待复核的剔除申请。")


def test_not_without_a_reason(appealed: Story) -> None:
    assert appealed.refuses(CHEN_BO, DecideExclusion(granted=True, reason="")).field == "reason"
