"""Accept: take it on, with a named person, a number and a standard (SN-7, JS-6)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase, Stand
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.dispatch import Object, RuleOnObjection
from huiyin.rules.steps.handle import Accept
from tests.rules.county import (
    LI_QIANG,
    MA_LI,
    SYSTEM,
    TANG_WEI,
    ZHAO_MIN,
    ZHOU_NING,
    Story,
    amended,
)

OURS = Accept(officer="member:7", contact="李强 13800000000")


def test_the_lead_takes_it_on_and_leaves_a_name_and_a_number(dispatched: Story) -> None:
    """SN-7, FX-12."""
    (fact,) = dispatched.does(LI_QIANG, OURS)
    assert fact.what == f.Accepted("housing", "member:7", "", "李强 13800000000")
    case = dispatched.case
    assert case.phase is Phase.HANDLING
    assert case.lead is not None
    assert (case.lead.stand, case.lead.officer) == (Stand.ACCEPTED, "member:7")


def test_whoever_accepts_is_the_officer_where_none_is_named(dispatched: Story) -> None:
    dispatched.does(ZHAO_MIN, Accept(contact="赵敏 13900000000"))
    assert dispatched.case.lead is not None
    assert dispatched.case.lead.officer == "赵敏"


def test_an_assisting_unit_accepts_its_part_and_the_case_waits_for_the_lead(
    together: Story,
) -> None:
    together.does(MA_LI, Accept())
    assert together.case.phase is Phase.DISPATCHED
    assert together.case.assisting[0].stand is Stand.ACCEPTED


def test_the_system_accepts_for_the_lead() -> None:
    """Old ledgers do not say who took a matter on."""
    story = Story(amended({})).dispatched()
    story.does(SYSTEM, Accept(contact="见原台账"))
    assert story.case.phase is Phase.HANDLING


def test_clerks_and_heads_of_units_with_a_part_may(together: Story) -> None:
    assert together.who_may(OURS) == {LI_QIANG, ZHAO_MIN, MA_LI, SYSTEM}
    assert TANG_WEI not in together.who_may(OURS)


def test_a_number_must_be_left_where_the_place_asks_it(dispatched: Story) -> None:
    """SN-7."""
    no = dispatched.refuses(LI_QIANG, Accept())
    assert no == invalid("contact", "请留下经办人的姓名和手机号，告知诉求人。")

    story = Story(amended({"handling.named_officer": False})).dispatched()
    story.does(LI_QIANG, Accept())


def test_the_promise_is_chosen_from_the_published_list() -> None:
    """JS-6: no discretion."""
    story = Story(amended({"handling.standard": "list"})).dispatched()
    assert story.refuses(LI_QIANG, OURS) == invalid(
        "standard", "请从公布的清单中选择办理标准和时限。"
    )
    other = Accept(contact="李强 13800000000", standard="wage-claim")
    assert story.refuses(LI_QIANG, other).field == "standard"  # another bureau's standard

    story.does(LI_QIANG, Accept(contact="李强 13800000000", standard="repair"))
    assert story.case.lead is not None
    assert story.case.lead.standard == "repair"


def test_a_disputed_dispatch_waits_for_its_ruling(dispatched: Story) -> None:
    dispatched.does(LI_QIANG, Object(reason="不属我局"))
    assert dispatched.refuses(LI_QIANG, OURS) == not_now("退单申请正在等待裁定。")


@pytest.mark.parametrize("ruling", ["uphold", "designate"])
def test_after_the_ruling_the_unit_takes_it_on(dispatched: Story, ruling: str) -> None:
    dispatched.does(LI_QIANG, Object(reason="不属我局"))
    dispatched.does(ZHOU_NING, RuleOnObjection(ruling=ruling, reason="应由住建局办"))
    dispatched.does(LI_QIANG, OURS)


def test_accepted_once_is_accepted(handling: Story) -> None:
    assert handling.refuses(LI_QIANG, OURS) == not_now("本单位已经受理。")


def test_not_before_dispatch(registered: Story) -> None:
    no = registered.refuses(SYSTEM, OURS)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="registered")
