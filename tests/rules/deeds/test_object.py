"""Object: return the case, not ours or not only ours (SN-5, PS-3)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Actor, Phase, Stand
from huiyin.rules.deeds import Deed
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.dispatch import (
    DesignateFallback,
    Object,
    Reassign,
    RuleOnObjection,
    Whistle,
)
from huiyin.rules.steps.handle import Accept, AskUnit
from tests.rules.county import LI_QIANG, MA_LI, TANG_WEI, ZHAO_MIN, ZHOU_NING, Story, amended

NOT_OURS = Object(reason="路灯属城管", basis="")
UPHELD = RuleOnObjection(ruling="uphold", reason="清单写明由住建局主办")
TO_LABOUR = RuleOnObjection(ruling="reassign", lead="human-resources", reason="实为工资问题")
BACK = Reassign(lead="housing", reason="仍属住建局")
BACK_TOGETHER = Reassign(lead="housing", assisting=("human-resources",), reason="由住建局牵头")


def test_the_unit_returns_the_case_and_it_waits_for_a_ruling(dispatched: Story) -> None:
    (fact,) = dispatched.does(LI_QIANG, NOT_OURS)
    assert fact.what == f.Objected("housing", "路灯属城管", "")
    case = dispatched.case
    assert (case.phase, case.objecting) == (Phase.DISPATCHED, "housing")
    assert case.lead is not None
    assert (case.lead.stand, case.objections) == (Stand.OBJECTED, ("housing",))


def test_the_lead_unit_alone_may(together: Story) -> None:
    assert together.who_may(NOT_OURS) == {LI_QIANG, ZHAO_MIN}
    assert MA_LI not in together.who_may(NOT_OURS)


def test_the_legal_ground_is_named_where_the_place_asks_it() -> None:
    """PS-3."""
    story = Story(amended({"dispatch.objection.needs_basis": True})).dispatched()
    assert story.refuses(LI_QIANG, NOT_OURS) == invalid("basis", "退单要写明法律依据。")
    story.does(LI_QIANG, Object(reason="路灯属城管", basis="《城市照明管理规定》第四条"))


def test_not_while_the_first_objection_waits(dispatched: Story) -> None:
    dispatched.does(LI_QIANG, NOT_OURS)
    assert dispatched.refuses(LI_QIANG, NOT_OURS) == not_now("退单申请正在等待裁定。")


def test_not_more_often_than_the_place_allows(dispatched: Story) -> None:
    """SN-5, XN-6."""
    for _ in range(2):
        dispatched.does(LI_QIANG, NOT_OURS)
        dispatched.does(ZHOU_NING, UPHELD)
    no = dispatched.refuses(LI_QIANG, NOT_OURS)
    assert no == not_now("本单位对这件诉求已申请退单 {count} 次，不能再退。", count=2)


@pytest.mark.parametrize(
    "way_back",
    [
        [(ZHOU_NING, BACK)],
        [
            (TANG_WEI, Object(reason="不涉工资")),
            (ZHOU_NING, RuleOnObjection(ruling="reassign", lead="housing", reason="仍属住建局")),
        ],
        [(ZHOU_NING, DesignateFallback(reason="先兜底")), (ZHOU_NING, BACK)],
        [(TANG_WEI, Whistle(units=("housing",), text="请到现场")), (ZHOU_NING, BACK_TOGETHER)],
        [
            (TANG_WEI, Accept(contact="唐伟 13800000001")),
            (TANG_WEI, AskUnit(unit="housing", text="请查路灯")),
            (ZHOU_NING, BACK_TOGETHER),
        ],
    ],
    ids=["reassigned", "ruled", "fallback", "whistled", "asked"],
)
def test_what_was_objected_is_remembered_when_the_case_comes_back(
    way_back: list[tuple[Actor, Deed]],
) -> None:
    """SN-5: 李强 returned it once, and that is all for this case, whatever way it comes back."""
    law = amended({"dispatch.objection.limit": 1, "dispatch.objection.hops": 9})
    story = Story(law).dispatched()
    story.does(LI_QIANG, NOT_OURS)
    story.does(ZHOU_NING, TO_LABOUR)
    for who, deed in way_back:
        story.does(who, deed)
    no = story.refuses(LI_QIANG, NOT_OURS)
    assert no == not_now("本单位对这件诉求已申请退单 {count} 次，不能再退。", count=1)


def test_a_designated_unit_keeps_the_case(dispatched: Story) -> None:
    """Decided, and then it may not be returned."""
    dispatched.does(LI_QIANG, NOT_OURS)
    dispatched.does(ZHOU_NING, RuleOnObjection(ruling="designate", reason="指定住建局"))
    assert dispatched.refuses(LI_QIANG, NOT_OURS) == not_now("这是指定承办的诉求，不得退单。")


def test_not_where_the_place_takes_no_returns() -> None:
    story = Story(amended({"dispatch.objection.limit": 0})).dispatched()
    assert story.refuses(LI_QIANG, NOT_OURS) == forbidden("本地规则没有这一项操作。")


def test_not_once_it_was_accepted(handling: Story) -> None:
    no = handling.refuses(LI_QIANG, NOT_OURS)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="handling")


def test_not_without_a_reason(dispatched: Story) -> None:
    assert dispatched.refuses(LI_QIANG, Object(reason="")).field == "reason"
