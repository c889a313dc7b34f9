"""Dispatch: hand the case to whoever is responsible (XN-2, PS-4, FX-7)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase, Stand
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.vocabulary import Mode
from tests.rules.county import HE_JING, SYSTEM, WANG_FANG, ZHOU_NING, Story, amended, registration

TO_HOUSING = Dispatch(lead="housing", note="请尽快修复")


def test_the_unit_in_charge_is_offered_the_case(registered: Story) -> None:
    """SN-5."""
    (fact,) = registered.does(ZHOU_NING, TO_HOUSING)
    assert fact.what == f.Dispatched(Mode.DIRECT, "housing", (), False, "请尽快修复")
    case = registered.case
    assert case.phase is Phase.DISPATCHED
    assert case.lead is not None
    assert (case.lead.unit, case.lead.stand) == ("housing", Stand.OFFERED)
    assert case.transfers == 1


@pytest.mark.parametrize("mode", [Mode.LEAD_ASSISTING, Mode.PARALLEL, Mode.TASK_FORCE])
def test_several_units_take_it_at_once(registered: Story, mode: Mode) -> None:
    """XN-2 parallel and special teams, PS-4 lead and assisting."""
    several = Dispatch(mode=mode, lead="housing", assisting=("st-chengguan", "human-resources"))
    registered.does(ZHOU_NING, several)
    assert registered.case.mode is mode
    assert [part.unit for part in registered.case.assisting] == ["st-chengguan", "human-resources"]


def test_the_dispatcher_the_chief_clerk_and_the_system_may(registered: Story) -> None:
    """FX-7, FX-11: the hard and the important go out through the chief clerk."""
    assert registered.who_may(TO_HOUSING) == {ZHOU_NING, HE_JING, SYSTEM}


def test_several_units_need_more_than_one(registered: Story) -> None:
    no = registered.refuses(ZHOU_NING, Dispatch(mode=Mode.PARALLEL, lead="housing"))
    assert no == invalid("assisting", "这种派单方式至少要有一个协办单位。")


def test_a_direct_dispatch_has_no_assisting_units(registered: Story) -> None:
    no = registered.refuses(ZHOU_NING, Dispatch(lead="housing", assisting=("st-chengguan",)))
    modes = ("lead_assisting", "parallel", "task_force")
    assert no == invalid("mode", "有协办单位时，请改选{modes}，或者去掉协办单位。", modes=modes)


def test_a_refused_mode_names_only_those_the_place_has() -> None:
    """What is not in the law is not advised."""
    story = Story(amended({"dispatch.modes": ["direct"]}))
    story.does(WANG_FANG, registration())
    no = story.refuses(ZHOU_NING, Dispatch(lead="housing", assisting=("st-chengguan",)))
    assert no == invalid("assisting", "本地一件只派一个单位，请去掉协办单位。")


@pytest.mark.parametrize("assisting", [("housing",), ("st-chengguan", "st-chengguan")])
def test_no_unit_is_named_twice(registered: Story, assisting: tuple[str, ...]) -> None:
    no = registered.refuses(
        ZHOU_NING, Dispatch(mode=Mode.LEAD_ASSISTING, lead="housing", assisting=assisting)
    )
    assert no == invalid("assisting", "同一单位不能重复列入。")


def test_a_departments_matter_is_not_pushed_down_to_the_street(registered: Story) -> None:
    """XN-3: roads are the housing bureau's by the catalogue."""
    no = registered.refuses(ZHOU_NING, Dispatch(lead="st-chengguan"))
    assert no.field == "lead"
    assert str(no) == (
        "按责任清单，“道路与路灯”由“示范县住房和城乡建设局”主办，"
        "部门事项不得交给“城关街道办事处”这样的乡镇街道主办。"
        "请派给“示范县住房和城乡建设局”，需要时让“城关街道办事处”协办。"
    )


def test_the_streets_own_matter_is_the_streets(unwritten: Story) -> None:
    unwritten.registered(class_code="0101").does(ZHOU_NING, Dispatch(lead="st-chengguan"))


def test_a_street_may_lead_where_the_place_does_not_forbid_it() -> None:
    story = Story(amended({"dispatch.grass_roots_protected": False})).registered()
    story.does(ZHOU_NING, Dispatch(lead="st-chengguan"))


def test_only_in_a_mode_that_the_place_uses() -> None:
    story = Story(amended({"dispatch.modes": ["direct"]})).registered()
    story.does(ZHOU_NING, TO_HOUSING)

    again = Story(story.law).registered()
    no = again.refuses(
        ZHOU_NING, Dispatch(mode=Mode.PARALLEL, lead="housing", assisting=("st-chengguan",))
    )
    assert no.field == "mode"


def test_only_to_a_unit_that_exists(registered: Story) -> None:
    assert registered.refuses(ZHOU_NING, Dispatch(lead="ministry")).field == "lead"


def test_not_twice(dispatched: Story) -> None:
    no = dispatched.refuses(ZHOU_NING, TO_HOUSING)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="dispatched")
