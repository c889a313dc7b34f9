"""Register: a matter comes in (SN-3, JS-1)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import forbidden, invalid, not_now
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.vocabulary import Mode, Role
from tests.rules.county import (
    CHEN_BO,
    LI_QIANG,
    SYSTEM,
    WANG_FANG,
    WU_YUE,
    XU_QIN,
    ZHOU_NING,
    Story,
    amended,
    registration,
)


def test_a_matter_is_registered_and_its_handover_clock_runs(unwritten: Story) -> None:
    (fact,) = unwritten.does(WANG_FANG, registration())

    assert isinstance(fact.what, f.Registered)
    case = unwritten.case
    assert (case.number, case.phase, case.kind) == ("CO-1", Phase.REGISTERED, "complaint")
    assert [person.ref for person in case.petitioners] == [WANG_FANG.petitioner]
    assert [clock.key for clock in case.clocks] == ["handover"]


def test_a_petitioner_an_agent_a_dispatcher_a_clerk_a_grid_worker_and_the_system_may(
    unwritten: Story,
) -> None:
    may = unwritten.who_may(registration(channel="phone"))
    assert {WANG_FANG, WU_YUE, ZHOU_NING, LI_QIANG, XU_QIN, SYSTEM} <= may
    assert CHEN_BO not in may
    assert isinstance(unwritten.refuses(CHEN_BO, registration()), type(forbidden("")))


def test_the_phone_channel_is_the_staffs(unwritten: Story) -> None:
    """SN-2: staff enter what comes by phone or letter box."""
    unwritten.does(WU_YUE, registration(channel="phone"))

    no = Story(unwritten.law).refuses(WANG_FANG, registration(channel="phone"))
    assert no == invalid("channel", "“{label}”由工作人员登记，请换一个渠道。", label="电话")


def test_who_writes_leaves_a_way_to_be_answered(unwritten: Story) -> None:
    no = unwritten.refuses(WANG_FANG, registration(petitioner=""))
    assert no == invalid("petitioner", "请留下联系方式，否则无法答复您。")


def test_an_unsigned_letter_from_the_box_is_registered_by_staff(unwritten: Story) -> None:
    """SN-2: what nobody can answer is still looked into."""
    unwritten.does(WU_YUE, registration(channel="phone", petitioner=""))
    assert unwritten.case.petitioners == ()


def test_a_breach_of_discipline_is_reported_without_a_name_and_stays_confidential(
    unwritten: Story,
) -> None:
    """JS-4."""
    unwritten.does(WANG_FANG, registration(channel="code", petitioner=""))
    assert unwritten.case.whistle
    assert unwritten.case.confidential
    assert unwritten.case.petitioners == ()


def test_staff_grade_the_matter_and_a_citizen_need_not(unwritten: Story) -> None:
    """XN-4: whoever does not know gets the calmest level."""
    no = unwritten.refuses(WU_YUE, registration(level=""))
    assert no == invalid("level", "请选择紧急程度。")

    unwritten.does(WANG_FANG, registration(level=""))
    assert unwritten.case.level == "normal"


def test_where_the_place_does_not_grade_nobody_is_asked_to() -> None:
    story = Story(amended({"levels": [], "clocks.answer.limits": []}))
    story.does(WU_YUE, registration(channel="phone", level=""))
    assert story.case.level == ""


def test_a_grid_worker_writes_on_behalf_of_somebody(unwritten: Story) -> None:
    """FX-2, FX-4."""
    (fact,) = unwritten.does(XU_QIN, registration(on_behalf=True))
    assert isinstance(fact.what, f.Registered)
    assert fact.what.on_behalf
    assert fact.role is Role.GRID_WORKER


def test_whoever_is_asked_first_is_remembered(unwritten: Story) -> None:
    """FX-9: and only where the place holds to it."""
    unwritten.does(LI_QIANG, registration())
    assert unwritten.case.first_asked == "housing"

    elsewhere = Story(amended({"dispatch.first_asked": False}))
    elsewhere.does(LI_QIANG, registration())
    assert elsewhere.case.first_asked == ""


@pytest.mark.parametrize("fields", [{"collective": True}, {"kind": "public"}])
def test_a_matter_is_collective_because_it_says_so_or_by_its_kind(
    unwritten: Story, fields: dict[str, object]
) -> None:
    """JS-12."""
    unwritten.does(WANG_FANG, registration(**fields))
    assert unwritten.case.collective


def test_the_system_assigns_by_the_catalogue_where_the_place_lets_it() -> None:
    """JS-5: roads are the housing bureau's, with the street of the area to assist."""
    story = Story(amended({"dispatch.automatic": True})).registered()

    what = story.facts[-1].what
    assert what == f.Dispatched(Mode.LEAD_ASSISTING, "housing", ("st-chengguan",), True, "")
    assert story.case.phase is Phase.DISPATCHED


def test_the_system_assigns_nothing_that_the_catalogue_does_not_know() -> None:
    story = Story(amended({"dispatch.automatic": True})).registered(class_code="")
    assert story.case.phase is Phase.REGISTERED


def test_the_system_never_assigns_what_was_whistled() -> None:
    """JS-4: discipline inspection reads it first."""
    story = Story(amended({"dispatch.automatic": True})).registered(channel="code", petitioner="")
    assert story.case.phase is Phase.REGISTERED


@pytest.mark.parametrize("name", ["channel", "kind", "title", "text"])
def test_what_must_be_filled_in_is_asked_for(unwritten: Story, name: str) -> None:
    no = unwritten.refuses(WANG_FANG, registration(**{name: "  "}))
    assert no.field == name
    assert no.message == "请填写“{label}”。"


@pytest.mark.parametrize("name", ["channel", "kind", "level", "class_code", "area"])
def test_a_pick_must_be_in_the_list(unwritten: Story, name: str) -> None:
    no = unwritten.refuses(WANG_FANG, registration(**{name: "nowhere"}))
    assert no.field == name
    assert no.message == "“{label}”没有“{value}”这一项，请从列表中选择。"


def test_a_text_of_a_hundred_thousand_characters_is_too_long(unwritten: Story) -> None:
    no = unwritten.refuses(WANG_FANG, registration(text="灯" * 100_000))
    assert str(no) == "“情况说明”有 100000 字，最多 20000 字，请缩短或作为附件提交。"


def test_control_characters_are_refused_and_line_ends_are_not(unwritten: Story) -> None:
    no = unwritten.refuses(WANG_FANG, registration(text="灯\x00坏了"))
    assert no == invalid("text", "“{label}”里有看不见的控制字符，请删去后再交。", label="情况说明")

    unwritten.does(WANG_FANG, registration(text="灯坏了。\r\n\t第三天了。"))


def test_what_is_registered_is_not_registered_again(registered: Story) -> None:
    assert registered.refuses(WANG_FANG, registration()) == not_now("已经登记。")


def test_nothing_else_can_be_done_before_registration(unwritten: Story) -> None:
    no = unwritten.refuses(ZHOU_NING, Dispatch(lead="housing"))
    assert no == not_now("还没有登记。")


def test_where_on_the_map_is_kept_in_one_form(unwritten: Story) -> None:
    """P1, P104: WGS-84 degrees, as words that can be erased."""
    (fact,) = unwritten.does(WANG_FANG, registration(position=" 31.2，121.5 "))
    assert isinstance(fact.what, f.Registered)
    assert fact.what.position == "31.200000,121.500000"
    assert "position" in f.prose_fields(f.Registered)

    no = Story(unwritten.law).refuses(WANG_FANG, registration(position="91,10"))
    assert no == invalid(
        "position",
        "“{label}”请写成“纬度,经度”，例如 31.177428,121.527211。",
        label="地图位置",
    )
