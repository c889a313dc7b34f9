"""List the points of a matter: each is answered, looked at, and judged (B12)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import invalid
from huiyin.rules.steps.evaluate import Audit, Rate
from huiyin.rules.steps.handle import DraftAnswer, SendBack, SignOff
from huiyin.rules.steps.receive import ListPoints
from tests.rules.county import (
    LI_QIANG,
    QIAN_HUI,
    WANG_FANG,
    WU_YUE,
    ZHAO_MIN,
    ZHOU_NING,
    Story,
)

TWO = ListPoints(points=("路灯不亮", "灯杆歪了"))
BOTH = DraftAnswer(text="都已处理。", points=("已换灯泡", "已扶正"))


@pytest.fixture
def pointed(handling: Story) -> Story:
    """Two points stand on the case that 李强 is at work on."""
    handling.does(ZHOU_NING, TWO)
    return handling


def test_the_points_are_kept_as_words_beside_and_counted_on_the_case(registered: Story) -> None:
    (fact,) = registered.does(WU_YUE, ListPoints(points=(" 路灯  不亮 ", "灯杆\n歪了")))
    assert fact.what == f.PointsListed(2, "路灯 不亮\n灯杆 歪了")
    assert registered.case.points == 2


def test_the_desk_and_the_leading_unit_list_them(handling: Story) -> None:
    assert handling.who_may(TWO) == {WU_YUE, ZHOU_NING, LI_QIANG, ZHAO_MIN}


def test_listed_again_the_new_ones_stand_in_their_place(pointed: Story) -> None:
    pointed.does(LI_QIANG, ListPoints(points=("路灯不亮",)))
    assert pointed.case.points == 1


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ((), "请填写“{label}”。"),
        (("路灯不亮", "  "), "有一点是空的，请写上或删去。"),
        (("路灯不亮", "路灯不亮"), "有两点说的一样，请删去一点。"),
        (("点" * 201,), "“{label}”有 {count} 字，最多 {most} 字，请缩短或作为附件提交。"),
        (("\x00",), "“{label}”里有看不见的控制字符，请删去后再交。"),
        (
            tuple(str(n) for n in range(50)),
            "“{label}”有 {count} 条，最多 {most} 条，请合并相近的。",
        ),
    ],
)
def test_what_is_no_list_of_points_is_refused(
    handling: Story, points: tuple[str, ...], said: str
) -> None:
    no = handling.refuses(ZHOU_NING, ListPoints(points=points))
    assert (no.field, no.message) == ("points", said)
    assert handling.case.points == 0


def test_the_answer_addresses_each(pointed: Story) -> None:
    facts = pointed.does(LI_QIANG, BOTH)
    drafted = facts[0].what
    assert isinstance(drafted, f.Drafted)
    assert drafted.points == "已换灯泡\n已扶正"


@pytest.mark.parametrize("said", [(), ("已换灯泡",), ("已换灯泡", " ")])
def test_an_answer_that_passes_one_over_is_refused_and_the_point_named(
    pointed: Story, said: tuple[str, ...]
) -> None:
    no = pointed.refuses(LI_QIANG, DraftAnswer(text="已处理。", points=said))
    first = 1 if not said else 2
    assert no == invalid("points", "第 {n} 点还没有回应，请逐点写明。", n=first)


def test_an_answer_to_a_point_that_is_not_there_is_refused(pointed: Story) -> None:
    no = pointed.refuses(LI_QIANG, DraftAnswer(text="已处理。", points=("一", "二", "三")))
    assert no.params == {"count": 2, "said": 3}


def test_a_case_without_points_is_answered_as_ever(handling: Story) -> None:
    handling.does(LI_QIANG, DraftAnswer(text="已处理。"))
    handling.does(ZHAO_MIN, SignOff())


def test_whoever_signs_or_audits_ticks_each(pointed: Story) -> None:
    pointed.does(LI_QIANG, BOTH)
    no = pointed.refuses(ZHAO_MIN, SignOff(points=("1",)))
    assert no == invalid("points", "第 {n} 点没有勾选：确认已经回应，或者退回。", n=2)
    pointed.does(ZHAO_MIN, SignOff(points=("1", "2")))
    assert pointed.refuses(QIAN_HUI, Audit(passed=True, points=("2",))).params == {"n": 1}
    pointed.does(QIAN_HUI, Audit(passed=True, points=("2", "1")))


def test_sent_back_needs_no_tick_and_the_points_may_be_listed_anew(pointed: Story) -> None:
    pointed.does(LI_QIANG, BOTH)
    pointed.does(ZHAO_MIN, SendBack(reason="第二点没说清"))
    pointed.does(LI_QIANG, ListPoints(points=("路灯不亮", "灯杆歪了", "灯罩破了")))
    assert pointed.case.points == 3


def test_the_petitioner_ticks_those_that_are_solved(pointed: Story) -> None:
    pointed.does(LI_QIANG, BOTH)
    pointed.does(ZHAO_MIN, SignOff(points=("1", "2")))
    pointed.does(QIAN_HUI, Audit(passed=True, points=("1", "2")))
    assert pointed.refuses(WANG_FANG, Rate(verdict="satisfied", solved=("3",))).field == "solved"
    facts = pointed.does(WANG_FANG, Rate(verdict="dissatisfied", solved=("1", "1")))
    rated = facts[0].what
    assert isinstance(rated, f.Rated)
    assert rated.solved == ("1",)
