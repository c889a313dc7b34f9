"""Object to an extension: the petitioner's say about more time (SN-9, B4)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.extend import (
    DecideExtension,
    ObjectToExtension,
    RequestExtension,
    RuleOnExtension,
)
from huiyin.rules.steps.handle import DraftAnswer, SendBack
from tests.rules.county import (
    CHEN_BO,
    LI_QIANG,
    SUN_LEI,
    WANG_FANG,
    WU_YUE,
    ZHAO_MIN,
    Story,
    amended,
)

NO = ObjectToExtension(reason="孩子天天摸黑走，等不了五天")


def extended(story: Story) -> Story:
    """李强 asked for two more days, and 孙磊 signed."""
    story.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))
    story.does(SUN_LEI, DecideExtension(granted=True))
    return story


def test_the_objection_stands_with_its_reason_and_moves_no_clock(handling: Story) -> None:
    (fact,) = extended(handling).does(WANG_FANG, NO)
    assert fact.what == f.ExtensionObjected("孩子天天摸黑走，等不了五天")
    assert handling.case.extension_stand == "objected"
    assert fact.clocks == ()


def test_she_may_and_the_agent_who_hears_her(handling: Story) -> None:
    assert extended(handling).who_may(NO) == {WANG_FANG, WU_YUE}


def test_there_must_be_an_extension(handling: Story) -> None:
    assert handling.refuses(WANG_FANG, NO) == not_now("现在没有延期，不需要提出异议。")


def test_what_is_only_asked_for_is_none_yet(handling: Story) -> None:
    handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))
    assert handling.refuses(WANG_FANG, NO) == not_now("现在没有延期，不需要提出异议。")


def test_one_objection_at_a_time(handling: Story) -> None:
    extended(handling).does(WANG_FANG, NO)
    no = handling.refuses(WANG_FANG, NO)
    assert no == not_now("已经有人对延期提出异议，正在等待裁定。")


def test_what_was_ruled_on_is_not_objected_to_again(handling: Story) -> None:
    extended(handling).does(WANG_FANG, NO)
    handling.does(CHEN_BO, RuleOnExtension(stands=True, reason="灯具确需定制"))
    assert handling.refuses(WANG_FANG, NO) == not_now("延期的异议已经裁定：维持延期。")


def test_a_second_extension_may_be_objected_to_again() -> None:
    story = extended(Story(amended({"gates.extension.times": 2})).handling())
    story.does(WANG_FANG, NO)
    story.does(CHEN_BO, RuleOnExtension(stands=True, reason="灯具确需定制"))
    extended(story).does(WANG_FANG, NO)
    assert story.case.extension_stand == "objected"


def test_once_the_answer_is_drafted_the_extension_is_past(handling: Story) -> None:
    extended(handling).does(LI_QIANG, DraftAnswer(text="路灯已修好。"))
    handling.does(ZHAO_MIN, SendBack(reason="不清楚"))
    assert handling.refuses(WANG_FANG, NO) == not_now("现在没有延期，不需要提出异议。")


def test_not_where_the_law_names_nobody_who_rules() -> None:
    story = extended(Story(amended({"gates.extension.objection_ruled_by": []})).handling())
    assert story.who_may(NO) == set()


@pytest.mark.parametrize("reason", ["", "   ", "长" * 2001])
def test_with_a_reason_that_can_be_read(handling: Story, reason: str) -> None:
    no = extended(handling).refuses(WANG_FANG, ObjectToExtension(reason=reason))
    assert no.field == "reason"
