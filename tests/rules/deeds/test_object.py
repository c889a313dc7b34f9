"""Object: return the case, not ours or not only ours (SN-5, PS-3)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase, Stand
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.dispatch import Object, RuleOnObjection
from tests.rules.county import LI_QIANG, MA_LI, ZHAO_MIN, ZHOU_NING, Story, amended

NOT_OURS = Object(reason="路灯属城管", basis="")
UPHELD = RuleOnObjection(ruling="uphold", reason="清单写明由住建局主办")


def test_the_unit_returns_the_case_and_it_waits_for_a_ruling(dispatched: Story) -> None:
    (fact,) = dispatched.does(LI_QIANG, NOT_OURS)
    assert fact.what == f.Objected("housing", "路灯属城管", "")
    case = dispatched.case
    assert (case.phase, case.objecting, case.returns) == (Phase.DISPATCHED, "housing", 1)
    assert case.lead is not None
    assert (case.lead.stand, case.lead.objections) == (Stand.OBJECTED, 1)


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
