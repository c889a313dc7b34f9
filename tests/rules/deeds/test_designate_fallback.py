"""Designate the fallback unit: nobody's matter is still somebody's (FX-10)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase, Stand
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.dispatch import DesignateFallback, Object
from huiyin.rules.vocabulary import Mode
from tests.rules.county import HE_JING, LI_QIANG, ZHOU_NING, Story, amended

POLE = DesignateFallback(reason="电线杆无主")


def test_the_fallback_unit_of_the_place_gets_a_pole_without_an_owner(registered: Story) -> None:
    (fact,) = registered.does(ZHOU_NING, POLE)
    assert fact.what == f.Designated("centre", True, "电线杆无主")
    case = registered.case
    assert (case.phase, case.mode) == (Phase.DISPATCHED, Mode.FALLBACK)
    assert case.lead is not None
    assert (case.lead.unit, case.lead.stand) == ("centre", Stand.DESIGNATED)


def test_another_unit_can_be_named(dispatched: Story) -> None:
    dispatched.does(ZHOU_NING, DesignateFallback(lead="human-resources", reason="最有条件"))
    assert [part.unit for part in dispatched.case.assignments] == ["human-resources"]


def test_the_assisting_units_keep_their_parts(together: Story) -> None:
    together.does(ZHOU_NING, POLE)
    assert [part.unit for part in together.case.assisting] == ["st-chengguan"]


def test_the_dispatcher_and_the_chief_clerk_may(registered: Story) -> None:
    assert registered.who_may(POLE) == {ZHOU_NING, HE_JING}


def test_a_disputed_dispatch_waits_for_its_ruling(dispatched: Story) -> None:
    dispatched.does(LI_QIANG, Object(reason="不属我局"))
    no = dispatched.refuses(ZHOU_NING, POLE)
    assert no == not_now("退单申请还没有裁定，请先裁定。")


def test_not_where_the_place_has_no_fallback() -> None:
    story = Story(amended({"dispatch.modes": ["direct"]})).registered()
    assert story.refuses(ZHOU_NING, POLE) == forbidden("本地规则没有这一项操作。")


def test_not_once_it_was_accepted(handling: Story) -> None:
    no = handling.refuses(ZHOU_NING, POLE)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="handling")


def test_a_departments_matter_is_not_pushed_down_by_this_way_either(registered: Story) -> None:
    """国办函〔2025〕66号: roads are the housing bureau's by the catalogue."""
    no = registered.refuses(ZHOU_NING, DesignateFallback(lead="st-chengguan", reason="就近"))
    assert no.field == "lead"
    assert "请派给“示范县住房和城乡建设局”" in str(no)


def test_where_the_law_itself_names_a_street_it_is_the_street() -> None:
    story = Story(amended({"dispatch.fallback": "st-chengguan"})).registered()
    story.does(ZHOU_NING, DesignateFallback(lead="st-chengguan", reason="无主"))
    assert story.case.lead is not None
    assert story.case.lead.unit == "st-chengguan"
