"""Answer directly: at intake, without a unit."""

from dataclasses import replace

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import Why, forbidden, not_now
from huiyin.rules.steps.evaluate import Rate
from huiyin.rules.steps.receive import AnswerDirectly
from huiyin.rules.vocabulary import Role
from tests.rules.county import (
    WANG_FANG,
    WU_YUE,
    XU_QIN,
    ZHENG_YI,
    ZHOU_NING,
    Story,
    amended,
    registration,
)

HERE = AnswerDirectly(text="窗口周一至周五开放。")


def test_an_enquiry_is_answered_by_the_agent_at_once(unwritten: Story) -> None:
    """PS-2: quick answers need no unit."""
    story = unwritten.registered(kind="enquiry")
    (fact,) = story.does(WU_YUE, HERE)
    assert fact.what == f.AnsweredDirectly("窗口周一至周五开放。")
    assert story.case.phase is Phase.ANSWERED_DIRECTLY
    assert story.case.answers == 1
    assert story.case.next_alarm_at is None


def test_it_is_rated_too(unwritten: Story) -> None:
    story = unwritten.registered(kind="enquiry")
    story.does(WU_YUE, HERE)
    story.does(WANG_FANG, Rate(verdict="dissatisfied"))
    assert story.case.satisfied is False
    assert story.case.phase is Phase.ANSWERED_DIRECTLY


def test_a_complaint_is_not(registered: Story) -> None:
    no = registered.refuses(WU_YUE, HERE)
    assert no == not_now("“{kind}”类诉求须交承办单位办理，不能直接答复。", kind="投诉")


def test_what_was_whistled_is_answered_by_discipline_inspection_whatever_its_kind(
    whistle: Story,
) -> None:
    """JS-4."""
    assert whistle.who_may(HERE) == {ZHENG_YI}
    whistle.does(ZHENG_YI, HERE)


def test_the_desk_and_discipline_inspection_may(unwritten: Story) -> None:
    assert unwritten.registered(kind="enquiry").who_may(HERE) == {WU_YUE, ZHOU_NING, ZHENG_YI}


def test_either_reason_is_enough_for_the_place_to_have_it() -> None:
    """A kind that needs no unit, or a channel for whistle-blowing."""
    enquiries = Story(amended({"channels.code.whistle": False})).registered(kind="enquiry")
    enquiries.does(WU_YUE, HERE)
    whistles = Story(amended({"kinds.enquiry.direct_answer": False}))
    whistles.registered(channel="code", petitioner="").does(ZHENG_YI, HERE)


def test_not_where_the_law_has_no_such_thing() -> None:
    story = Story(
        amended({"kinds.enquiry.direct_answer": False, "channels.code.whistle": False})
    ).registered(kind="enquiry")
    assert story.refuses(WU_YUE, HERE) == forbidden("本地规则没有这一项操作。")


def _rounds(*solve_by: str) -> Story:
    """The telephone is the grid workers' channel; through it 许勤 tells what he found."""
    changes = {"channels.phone.grid": True, "dispatch.solve_by": list(solve_by)}
    story = Story(amended(changes))
    story.does(XU_QIN, registration(channel="phone"))
    return story


def test_a_grid_worker_answers_what_was_solved_on_the_spot_whatever_its_kind() -> None:
    """FX-4."""
    story = _rounds("grid_worker")
    story.does(XU_QIN, HERE)
    assert story.case.phase is Phase.ANSWERED_DIRECTLY


def test_not_what_came_another_way() -> None:
    story = Story(_rounds("grid_worker").law).registered(kind="enquiry", channel="web")
    no = story.refuses(XU_QIN, HERE)
    assert no == not_now("这件诉求不是您巡查时登记的，请交坐席或分拨员答复。")


def test_not_what_another_of_them_met() -> None:
    other = replace(XU_QIN, id="member:another")
    assert "不是您巡查时登记的" in _rounds("grid_worker").refuses(other, HERE).message


def test_not_where_the_place_lets_nobody_solve() -> None:
    story = _rounds()
    assert XU_QIN not in story.who_may(HERE)
    assert story.refuses(WU_YUE, HERE).why is Why.NOT_NOW


def test_who_also_sits_at_the_desk_still_answers_enquiries() -> None:
    both = replace(XU_QIN, roles=frozenset({Role.GRID_WORKER, Role.AGENT}))
    story = Story(_rounds("grid_worker").law).registered(kind="enquiry", channel="web")
    story.does(both, HERE)
