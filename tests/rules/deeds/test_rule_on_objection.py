"""Rule on an objection: the court of responsibility (SN-5, XN-6, B5)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase, Stand
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.dispatch import Object, Reassign, RuleOnObjection
from huiyin.rules.steps.handle import DeliverPart
from tests.rules.county import CHEN_BO, LI_QIANG, MA_LI, ZHOU_NING, Story, amended


@pytest.fixture
def disputed(together: Story) -> Story:
    """The housing bureau says it is not theirs; the street assists and has delivered."""
    together.does(MA_LI, DeliverPart(text="已清障"))
    together.does(LI_QIANG, Object(reason="不属我局"))
    return together


UPHOLD = RuleOnObjection(ruling="uphold", reason="清单写明")
REASSIGN = RuleOnObjection(ruling="reassign", lead="centre", justified=True, reason="确属他方")
DESIGNATE = RuleOnObjection(ruling="designate", reason="再议无益")


def test_upheld_the_unit_keeps_it_and_the_return_was_unjustified(disputed: Story) -> None:
    (fact,) = disputed.does(ZHOU_NING, UPHOLD)
    assert fact.what == f.DispatchUpheld("housing", False, "清单写明")
    case = disputed.case
    assert case.lead is not None
    assert (case.lead.unit, case.lead.stand) == ("housing", Stand.UPHELD)
    assert (case.objecting, case.unjustified_returns) == ("", 1)


def test_reassigned_another_unit_leads_and_the_return_may_have_been_just(disputed: Story) -> None:
    facts = disputed.does(ZHOU_NING, REASSIGN)
    assert [fact.kind for fact in facts] == ["returned", "reassigned"]
    case = disputed.case
    assert [(part.unit, part.stand) for part in case.assignments] == [
        ("centre", Stand.OFFERED),
        ("st-chengguan", Stand.DELIVERED),
    ]
    assert (case.objecting, case.unjustified_returns) == ("", 0)


def test_designated_it_may_not_be_returned_any_more(disputed: Story) -> None:
    facts = disputed.does(ZHOU_NING, DESIGNATE)
    assert [fact.kind for fact in facts] == ["returned", "designated"]
    case = disputed.case
    assert case.lead is not None
    assert (case.lead.unit, case.lead.stand) == ("housing", Stand.DESIGNATED)
    assert case.unjustified_returns == 1
    assert case.phase is Phase.DISPATCHED


def test_designation_may_name_another_unit(disputed: Story) -> None:
    disputed.does(
        ZHOU_NING,
        RuleOnObjection(ruling="designate", lead="centre", justified=True, reason="指定"),
    )
    assert disputed.case.part("housing") is None
    assert disputed.case.unjustified_returns == 0


@pytest.mark.parametrize(
    ("lead", "justified", "unjustified"),
    [
        # Another unit leads, and the ruling says whether the return was right.
        ("centre", True, 0),
        ("centre", False, 1),
        # The same unit is designated: then it was wrong, whatever was ticked.
        ("housing", True, 1),
    ],
)
def test_an_unjustified_return_is_counted(
    disputed: Story, lead: str, justified: bool, unjustified: int
) -> None:
    """XN-6."""
    disputed.does(
        ZHOU_NING,
        RuleOnObjection(ruling="designate", lead=lead, justified=justified, reason="指定"),
    )
    assert disputed.case.unjustified_returns == unjustified


@pytest.mark.parametrize("ruling", [REASSIGN, DESIGNATE])
def test_what_an_assisting_unit_delivered_is_not_forgotten(
    disputed: Story, ruling: RuleOnObjection
) -> None:
    """B7."""
    disputed.does(ZHOU_NING, ruling)
    part = disputed.case.part("st-chengguan")
    assert part is not None
    assert part.stand is Stand.DELIVERED


def test_an_assisting_unit_can_become_the_lead(disputed: Story) -> None:
    story = Story(disputed.law).dispatched("centre")
    story.does(LI_QIANG, Object(reason="不属我局"))
    story.does(ZHOU_NING, REASSIGN)
    assert [(part.unit, part.lead) for part in story.case.assignments] == [("centre", True)]


def test_whom_the_law_names_may(disputed: Story) -> None:
    assert disputed.who_may(UPHOLD) == {ZHOU_NING, CHEN_BO}


def test_reassigning_needs_another_unit(disputed: Story) -> None:
    nobody = RuleOnObjection(ruling="reassign", reason="改派")
    assert disputed.refuses(ZHOU_NING, nobody) == invalid("lead", "请选择改派给哪个单位。")
    same = RuleOnObjection(ruling="reassign", lead="housing", reason="改派")
    assert disputed.refuses(ZHOU_NING, same) == invalid(
        "lead", "改派要选另一个单位；仍由原单位办理请选“维持原派”。"
    )


def test_a_departments_matter_does_not_end_with_the_street(disputed: Story) -> None:
    """XN-3."""
    down = RuleOnObjection(ruling="reassign", lead="st-qingshan", reason="下沉")
    assert disputed.refuses(ZHOU_NING, down).field == "lead"


def test_after_the_last_hop_only_designation_is_left(dispatched: Story) -> None:
    """B6."""
    dispatched.does(ZHOU_NING, Reassign(lead="human-resources", reason="一转"))
    dispatched.does(ZHOU_NING, Reassign(lead="housing", reason="再转"))
    dispatched.does(LI_QIANG, Object(reason="不属我局"))
    assert dispatched.refuses(ZHOU_NING, REASSIGN) == invalid(
        "ruling", "已转派 {count} 次，请指定承办单位。", count=3
    )
    dispatched.does(ZHOU_NING, DESIGNATE)


def test_there_must_be_something_to_rule_on(together: Story) -> None:
    assert together.refuses(ZHOU_NING, UPHOLD) == not_now("没有等待裁定的退单申请。")


def test_not_where_the_place_takes_no_returns() -> None:
    story = Story(amended({"dispatch.objection.limit": 0})).dispatched()
    assert story.refuses(ZHOU_NING, UPHOLD) == forbidden("本地规则没有这一项操作。")


def test_the_reason_stays_on_the_record(disputed: Story) -> None:
    assert disputed.refuses(ZHOU_NING, RuleOnObjection(ruling="uphold", reason="")).field == (
        "reason"
    )
