"""Shelve: approved deferral with a plan and a day of review (挂账, XN-4)."""

from dataclasses import replace

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.extend import RequestExtension
from huiyin.rules.steps.handle import Clear, ReviewShelving, Shelve
from tests.rules.county import LI_QIANG, SUN_LEI, Story, amended, at

LATER = Shelve(until=at("2026-04-02 10:00"), reason="资金未到", plan="四月动工")


def test_the_answer_clock_stands_and_the_day_of_review_is_a_clock_of_its_own(
    handling: Story,
) -> None:
    (fact,) = handling.does(SUN_LEI, LATER)
    assert fact.what == f.Shelved(at("2026-04-02 10:00"), "资金未到", "四月动工")
    case = handling.case
    assert (case.shelved, case.shelvings, case.phase) == (True, 1, Phase.HANDLING)
    answer, shelf = case.clock("answer"), case.clock("shelf")
    assert answer is not None
    assert answer.paused
    assert shelf is not None
    assert shelf.red_at == at("2026-04-02 10:00")


def test_a_pending_request_for_more_time_falls(handling: Story) -> None:
    handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="灯具在途"))
    handling.does(SUN_LEI, LATER)
    assert handling.case.extension is None


def test_only_the_leader_in_charge_of_that_unit_may(handling: Story) -> None:
    assert handling.who_may(LATER) == {SUN_LEI}


def test_not_beyond_the_longest_time_to_the_next_review(handling: Story) -> None:
    too_far = replace(LATER, until=at("2026-05-02 00:00"))
    no = handling.refuses(SUN_LEI, too_far)
    assert no == invalid("until", "复核时间最远不超过 {most}。", most="60d")
    handling.does(SUN_LEI, replace(LATER, until=at("2026-05-01 23:59:59")))


def test_not_into_the_past_and_not_without_a_time_zone(handling: Story) -> None:
    past = replace(LATER, until=handling.now)
    assert handling.refuses(SUN_LEI, past) == invalid(
        "until", "“{label}”必须晚于现在。", label="复核时间"
    )
    nowhere = replace(LATER, until=at("2026-04-02 10:00").replace(tzinfo=None))
    assert handling.refuses(SUN_LEI, nowhere) == invalid(
        "until", "“{label}”缺少时区。", label="复核时间"
    )


def test_not_without_a_reason_and_a_plan(handling: Story) -> None:
    assert handling.refuses(SUN_LEI, replace(LATER, reason="")).field == "reason"
    assert handling.refuses(SUN_LEI, replace(LATER, plan="")).field == "plan"


def test_not_twice_at_a_time(handling: Story) -> None:
    handling.does(SUN_LEI, LATER)
    assert handling.refuses(SUN_LEI, LATER) == not_now("已经挂账。")


def test_not_without_end(handling: Story) -> None:
    """Shelving and prolonging count together: twice here."""
    handling.does(SUN_LEI, LATER)
    handling.does(SUN_LEI, ReviewShelving(until=at("2026-04-20 10:00"), reason="仍未到"))
    handling.does(LI_QIANG, Clear(reason="资金到了"))
    no = handling.refuses(SUN_LEI, LATER)
    assert no == not_now("挂账和续挂合计最多 {times} 次。", times=2)


def test_not_where_the_place_does_not_shelve() -> None:
    """The law has no shelving at all."""
    law = amended({})
    regime = law.regime
    without = regime.model_copy(
        update={"gates": regime.gates.model_copy(update={"shelving": None})}
    )
    story = Story(replace(law, regime=without)).handling()
    assert story.refuses(SUN_LEI, LATER) == forbidden("本地规则没有这一项操作。")


def test_not_before_it_was_accepted(dispatched: Story) -> None:
    no = dispatched.refuses(SUN_LEI, LATER)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="dispatched")
