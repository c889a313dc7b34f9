"""Rule on an objection to an extension: it stands, or the first day stands again (B4)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.clocks import explain_clock
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.extend import (
    DecideExtension,
    ObjectToExtension,
    RequestExtension,
    RuleOnExtension,
)
from huiyin.rules.steps.handle import Clear, Shelve
from tests.rules.county import (
    CHEN_BO,
    HE_JING,
    LI_QIANG,
    SUN_LEI,
    WANG_FANG,
    Story,
    amended,
    at,
    law_of,
)

STANDS = RuleOnExtension(stands=True, reason="灯具确需定制")
BACK = RuleOnExtension(stands=False, reason="库存有同型号灯具")


@pytest.fixture
def objected(handling: Story) -> Story:
    """王芳 objects to the two days that 李强 got."""
    handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))
    handling.does(SUN_LEI, DecideExtension(granted=True))
    handling.does(WANG_FANG, ObjectToExtension(reason="等不了"))
    return handling


def test_upheld_nothing_moves(objected: Story) -> None:
    (fact,) = objected.does(CHEN_BO, STANDS)
    assert fact.what == f.ExtensionUpheld("灯具确需定制")
    assert (fact.clocks, objected.case.extension_stand) == ((), "upheld")


def test_taken_back_the_first_day_stands_again(objected: Story) -> None:
    """Wednesday 11 March, as if none had been given; the one extension is used up."""
    (fact,) = objected.does(CHEN_BO, BACK)
    assert fact.what == f.ExtensionRevoked("库存有同型号灯具")
    (clock,) = fact.clocks
    assert (clock.key, clock.extras, clock.red_at) == ("answer", (), at("2026-03-11 17:30"))
    assert len(explain_clock(clock, law_of("county"))) == 1
    assert (objected.case.extension_stand, objected.case.extensions) == ("", 1)


def test_taken_back_when_the_first_day_is_past_the_light_is_red_at_once(objected: Story) -> None:
    objected.does(CHEN_BO, BACK, on="2026-03-12 10:00")
    struck = objected.runs_to("2026-03-12 10:00")
    assert [one.stage for one in struck if one.clock == "answer"][:2] == [1, 2]


def test_taken_back_while_it_is_shelved_it_has_less_time_when_it_runs_on(objected: Story) -> None:
    later = Shelve(until=at("2026-04-02 10:00"), reason="资金", plan="四月")
    objected.does(SUN_LEI, later, on="2026-03-05 10:00")
    objected.does(CHEN_BO, BACK)
    objected.does(LI_QIANG, Clear(reason="到位"), on="2026-03-06 10:00")
    clock = objected.case.clock("answer")
    assert clock is not None
    assert (clock.extras, clock.red_at) == ((), at("2026-03-12 17:30"))


def test_whom_the_law_names_rules(objected: Story) -> None:
    assert objected.who_may(STANDS) == {CHEN_BO}
    story = Story(amended({"gates.extension.objection_ruled_by": ["chief"]})).handling()
    story.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))
    story.does(SUN_LEI, DecideExtension(granted=True))
    story.does(WANG_FANG, ObjectToExtension(reason="等不了"))
    assert story.who_may(STANDS) == {HE_JING}


def test_there_must_be_an_objection(handling: Story) -> None:
    assert handling.refuses(CHEN_BO, STANDS) == not_now("没有等待裁定的延期异议。")


def test_a_ruling_carries_its_reason(objected: Story) -> None:
    assert objected.refuses(CHEN_BO, RuleOnExtension(stands=True, reason=" ")).field == "reason"
