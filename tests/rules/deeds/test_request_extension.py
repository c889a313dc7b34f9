"""Request an extension: before the time is up (SN-9)."""

from datetime import time

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import ExtensionRequest
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.extend import DecideExtension, RequestExtension
from huiyin.rules.steps.handle import Accept, Shelve
from huiyin.rules.vocabulary import Role
from tests.rules.county import LI_QIANG, SUN_LEI, ZHAO_MIN, Story, amended, at

FIVE = RequestExtension(limit="5wd", reason="灯具需定制")


def test_the_unit_asks_and_waits_for_a_signature(handling: Story) -> None:
    (fact,) = handling.does(LI_QIANG, FIVE)
    assert fact.what == f.ExtensionRequested("housing", "5wd", "灯具需定制")
    assert handling.case.extension == ExtensionRequest("housing", "5wd")


def test_only_the_lead_may(handling: Story) -> None:
    assert handling.who_may(FIVE) == {LI_QIANG, ZHAO_MIN}


def test_not_for_longer_than_the_place_allows(handling: Story) -> None:
    longer = RequestExtension(limit="6wd", reason="灯具需定制")
    assert handling.refuses(LI_QIANG, longer) == invalid(
        "limit", "一次最多延长 {most}。", most="5wd"
    )


@pytest.mark.parametrize("limit", ["two weeks", "0wd", "-1wd", "5", "wd"])
def test_only_for_a_time_that_can_be_read(handling: Story, limit: str) -> None:
    assert handling.refuses(LI_QIANG, RequestExtension(limit=limit, reason="r")).field == "limit"


def test_before_the_time_is_up_and_not_after(handling: Story) -> None:
    """SN-9, XN-4: the answer is due on Wednesday 11 March when the offices close."""
    no = handling.refuses(LI_QIANG, FIVE, on="2026-03-11 17:30:01")
    assert no == not_now("已经超期，不能再申请延期。")
    handling.does(LI_QIANG, FIVE, on="2026-03-11 17:30:00.999999")


def test_on_the_last_day_not_after_the_hour_of_the_place() -> None:
    """XN-4: later requests count as overdue; the day before, any hour will do."""
    story = Story(amended({"gates.extension.cut_off": time(17)})).handling()
    no = story.refuses(LI_QIANG, FIVE, on="2026-03-11 17:01")
    assert no == not_now("到期当天 {hour} 以后不再受理延期申请。", hour="17:00")
    day_before, on_the_hour = Story(story.law).handling(), story
    day_before.does(LI_QIANG, FIVE, on="2026-03-10 17:01")
    on_the_hour.does(LI_QIANG, FIVE, on="2026-03-11 17:00")


def test_a_time_that_has_stopped_is_not_held_against_it() -> None:
    """Accepted late, asked for in time."""
    story = Story(amended({"clocks.acceptance.extendable": True})).dispatched()
    story.does(LI_QIANG, Accept(contact="李强 13800000000"), on="2026-03-05 10:00")
    story.does(LI_QIANG, FIVE)


def test_one_request_at_a_time(handling: Story) -> None:
    handling.does(LI_QIANG, FIVE)
    assert handling.refuses(LI_QIANG, FIVE) == not_now("延期申请正在等待审批。")


def test_not_more_often_than_the_place_allows(handling: Story) -> None:
    handling.does(LI_QIANG, FIVE)
    handling.does(SUN_LEI, DecideExtension(granted=True))
    no = handling.refuses(LI_QIANG, FIVE)
    assert no == not_now("这件诉求最多延期 {times} 次。", times=1)


def test_what_was_refused_may_be_asked_again(handling: Story) -> None:
    handling.does(LI_QIANG, FIVE)
    handling.does(SUN_LEI, DecideExtension(granted=False, reason="理由不足"))
    handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))


def test_a_shelved_case_needs_none(handling: Story) -> None:
    handling.does(SUN_LEI, Shelve(until=at("2026-04-02 10:00"), reason="等资金", plan="四月修"))
    assert handling.refuses(LI_QIANG, FIVE) == not_now("挂账期间不计时限，不需要延期。")


def test_there_must_be_a_time_to_extend() -> None:
    story = Story(amended({"clocks.answer.extendable": False})).handling()
    assert story.refuses(LI_QIANG, FIVE) == not_now("没有可以延期的时限。")


def test_not_where_the_place_grants_none() -> None:
    story = Story(amended({"gates.extension.times": 0})).handling()
    assert story.refuses(LI_QIANG, FIVE) == forbidden("本地规则没有这一项操作。")


def test_the_role_that_asked_stands_on_the_record(handling: Story) -> None:
    (fact,) = handling.does(ZHAO_MIN, FIVE)
    assert (fact.role, fact.unit) == (Role.HEAD, "housing")


def test_not_before_it_was_accepted(dispatched: Story) -> None:
    no = dispatched.refuses(LI_QIANG, FIVE)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="dispatched")
