"""The citizen pages in a real browser: on a phone, on a desk, without a script, for elders."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases.models import CaseRow
from huiyin.cases.queries import timeline
from huiyin.rules.facts import Registered
from tests.web.browsing import follow, step_on, touch, write_report
from tests.web.citizen_street import LAMPS, QIAN, WU
from tests.web.desk_world import World, build

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A place where everything is used; the browser's clock is the machine's."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    return made


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_wu_reports_looks_up_and_adds_to_it(
    size: dict[str, Any], world: World, live_server: Any, browse: Any
) -> None:
    """The whole way, by hand: front page, three steps with their errors, receipt, case page."""
    page = browse(**size)
    page.goto(f"{live_server.url}/")
    touch(page)
    follow(page, "text=示范县")
    touch(page)
    follow(page, "text=反映问题")
    touch(page)
    page.click("text=下一步 >> visible=true")
    assert page.locator("h1", has_text="您要反映什么？").is_visible()  # nothing was written yet
    page.fill("[name=text]", LAMPS["text"])
    step_on(page)
    assert page.locator("h1", has_text="事情在哪里？").is_visible()
    assert page.locator("text=第 2 步，共 3 步").is_visible()
    touch(page)
    page.go_back()
    assert page.input_value("[name=text]") == LAMPS["text"]
    assert page.locator("h1", has_text="您要反映什么？").is_visible()
    write_report(page, LAMPS, WU)
    page.fill("[name=identity_no]", "1")
    touch(page)
    follow(page, "text=提交诉求")
    assert page.locator(".errors a").count() == 1
    page.click(".errors a")
    assert page.evaluate("document.activeElement.name") == "identity_no"
    page.fill("[name=identity_no]", WU["identity_no"])
    follow(page, "text=提交诉求")
    touch(page)
    number, code = page.locator(".receipt-id").all_inner_texts()
    page.reload()
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    follow(page, "text=查询进度")
    touch(page)
    page.click("text=补充情况")
    page.fill("#deed-supplement textarea", "又坏了一盏。")
    follow(page, "text=提交补充")
    assert page.locator(".notice", has_text="补充的情况已经交给办理的人。").is_visible()
    assert page.locator(".timeline", has_text="又坏了一盏。").is_visible()
    touch(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_wu_judges_the_answer_with_stars_and_no_script(
    size: dict[str, Any], world: World, live_server: Any, browse: Any
) -> None:
    """PS-9 works in any browser: radio buttons under the stars."""
    number = world.answered()
    page = browse(java_script_enabled=False, **size)
    page.goto(f"{live_server.url}/model/look-up?number={number}")
    page.fill("[name=code]", world.codes[number])
    follow(page, "text=查询进度")
    page.click("text=去评价")
    page.check("#deed-rate input[name=verdict][value=satisfied]")
    page.check("#deed-rate input[name=speed][value='5']", force=True)
    follow(page, "text=提交评价")
    assert page.locator(".notice", has_text="谢谢，您的评价已经记下。").is_visible()
    assert world.case(number).rated


def test_a_draft_outlives_a_closed_page_and_personal_data_is_not_kept(
    world: World, live_server: Any, browse: Any
) -> None:
    """What was typed comes back; name, number and identity do not; after the receipt it is gone."""
    page = browse(**PHONE)
    form = f"{live_server.url}/model/report"
    page.goto(form)
    write_report(page, LAMPS, WU)
    page.goto(f"{live_server.url}/model/")
    page.goto(form)
    assert page.input_value("[name=text]") == LAMPS["text"]
    assert page.input_value("[name=identity_no]") == ""
    write_report(page, LAMPS, WU)
    follow(page, "text=提交诉求")
    page.goto(form)
    assert page.input_value("[name=text]") == ""


def test_elders_get_large_type_a_number_to_call_and_nothing_over_the_edge(
    world: World, live_server: Any, browse: Any
) -> None:
    """Elder mode on the smallest phone, on each page."""
    number = world.answered()
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/")
    page.click("text=长辈版")
    assert page.locator(".elder-help >> text=打电话说：12345").is_visible()
    touch(page)
    page.goto(f"{live_server.url}/model/report")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 24
    touch(page)
    page.goto(f"{live_server.url}/model/look-up?number={number}")
    page.fill("[name=code]", world.codes[number])
    follow(page, "text=查询进度")
    touch(page)


def test_a_pin_is_set_on_the_drawn_map_with_no_foreign_server(
    world: World, live_server: Any, browse: Any
) -> None:
    """P1: the map is the place's own; the pin goes with the report, and the desk reads it."""
    page = browse(**PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/model/report")
    page.fill("[name=text]", LAMPS["text"])
    step_on(page)
    page.click("text=在地图上标出")
    page.locator("[data-map-canvas]").click(position={"x": 100, "y": 120})
    assert page.locator(".map-pin").is_visible()
    touch(page)
    first = page.input_value("[name=position]")
    page.click("text=就标在正中")
    assert page.input_value("[name=position]") not in ("", first)
    step_on(page)
    for name, value in WU.items():
        page.fill(f"[name={name}]", value)
    follow(page, "text=提交诉求")
    number = page.locator(".receipt-id").first.inner_text()
    client = world.client("chen")
    assert "41.0" in client.get(f"/desk/cases/{number}").content.decode()
    assert all(url.startswith((live_server.url, "data:")) for url in asked)


def test_the_phones_own_position_is_taken_when_it_is_allowed(
    world: World, live_server: Any, browse: Any
) -> None:
    """A refusal says what to do instead."""
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/report")
    page.fill("[name=text]", LAMPS["text"])
    step_on(page)
    page.click("text=用我现在的位置")
    page.wait_for_selector("text=请在浏览器里允许定位，或者写明地点。")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 41.03, "longitude": 104.02})
    page.click("text=用我现在的位置")
    page.wait_for_selector("text=位置已标出。")
    assert page.input_value("[name=position]") == "41.030000,104.020000"
    page.click("text=去掉位置")
    assert page.input_value("[name=position]") == ""


def test_without_a_script_the_three_steps_stand_below_one_another(
    world: World, live_server: Any, browse: Any
) -> None:
    page = browse(java_script_enabled=False, **PHONE)
    page.goto(f"{live_server.url}/model/report")
    for head in ("您要反映什么？", "事情在哪里？", "怎么答复您？"):
        assert page.locator(f"text={head}").is_visible()
    assert not page.locator("text=下一步").first.is_visible()
    page.fill("[name=text]", LAMPS["text"])
    for name, value in WU.items():
        page.fill(f"[name={name}]", value)
    follow(page, "text=提交诉求")
    assert page.locator(".receipt-id").count() == 2


def test_a_line_that_is_cut_loses_nothing_and_a_double_tap_makes_one_case(
    world: World, live_server: Any, browse: Any
) -> None:
    """Nothing is sent, the page says so, and what was written is there when the line is back."""
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/report")
    write_report(page, LAMPS, WU)
    page.context.set_offline(True)
    page.click("text=提交诉求")
    assert page.locator("text=网络断开了。").is_visible()
    assert page.input_value("[name=phone]") == WU["phone"]
    page.context.set_offline(False)
    with page.expect_navigation():
        page.dblclick("text=提交诉求")
    page.wait_for_selector(".receipt-id")
    assert CaseRow.objects.count() == 1


def test_wu_is_shown_while_she_writes_that_others_said_the_same_and_joins_them(
    world: World, live_server: Any, browse: Any
) -> None:
    """B15: nothing of what the others wrote is shown; whoever joins says so with their own name."""
    world.new(title="和平路路灯坏了", text="我家住在和平路一号，天天摸黑。")
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/report")
    page.fill("[name=text]", "和平路的路灯坏了好几天")
    page.wait_for_selector("text=有人反映过类似的事")
    assert "摸黑" not in page.content()
    touch(page)
    follow(page, "text=我也是，一起署名")
    assert "摸黑" not in page.content()
    touch(page)
    page.fill("[name=name]", QIAN["name"])
    page.fill("[name=phone]", QIAN["phone"])
    if page.locator("[name=identity_no]").count():
        page.fill("[name=identity_no]", QIAN["identity_no"])
    page.check("[name=consent]")
    follow(page, "text=联名反映")
    assert page.locator(".receipt-id").count() == 2
    assert CaseRow.objects.count() == 1


def test_particulars_show_as_they_are_needed_and_outlive_a_closed_page(
    world: World, live_server: Any, browse: Any
) -> None:
    """P34, P35: asked by what was written, followed up by what was answered, sent with the rest."""
    page, dark = browse(**PHONE), LAMPS | {"text": "和平路的路灯不亮，一片漆黑。"}
    page.goto(f"{live_server.url}/model/report")
    page.fill("[name=text]", dark["text"])
    page.wait_for_selector("[name=q-lamp_danger]")
    assert not page.is_visible("[name=q-wires_where]")
    page.check("[name=q-lamp_danger][value=yes]")
    assert page.is_visible("text=请不要靠近。")
    page.fill("[name=q-wires_where]", "灯杆底下")
    touch(page)
    page.reload()
    page.wait_for_selector("[name=q-wires_where]")
    assert page.input_value("[name=q-wires_where]") == "灯杆底下"
    page.fill("[name=q-lamp_number]", "HP-17")
    page.check("[name=q-lamp_danger][value=no]")
    assert not page.is_visible("[name=q-wires_where]")
    write_report(page, dark, WU)
    follow(page, "text=提交诉求")
    begun = timeline(CaseRow.objects.get().number)[0].fact.what
    assert isinstance(begun, Registered)
    assert begun.particulars == "有没有露出电线：没有\n灯杆上的编号：HP-17"
