"""The citizen pages in a real browser: on a phone, on a desk, without a script, for elders."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.web.citizen_street import LAMPS, WU
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


@pytest.fixture
def browse(chromium: Any) -> Iterator[Any]:
    """Opens pages of a given size; a script error or a refused file fails the test."""
    contexts, faults = [], []

    def opened(**how: Any) -> Any:
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **how)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, "The browser complained:\n" + "\n".join(faults)


def _is_fault(said: Any) -> bool:
    return said.type == "error" and "the server responded with a status of 4" not in said.text


def look(page: Any, *, judged: bool = True) -> None:
    """Nothing hangs over the edge, every button can be hit, and a screen reader finds its way."""
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0, f"{page.url} is {over}px too wide"
    low = page.evaluate(
        "[...document.querySelectorAll('.button, .entrance, .cell, summary, select, "
        "input:not([type=hidden], [type=radio], [type=checkbox])')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert low == [], f"too low to touch on {page.url}: {low}"
    if judged:
        report = Axe().run(page)
        assert report.violations_count == 0, report.generate_report()


def fill(page: Any) -> None:
    """The form, as Wu fills it in."""
    page.check("input[name=kind] >> nth=0")
    for name in ("title", "text", "address"):
        page.fill(f"[name={name}]", LAMPS[name])
    for name, value in WU.items():
        page.fill(f"[name={name}]", value)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_wu_reports_looks_up_and_adds_to_it(
    size: dict[str, Any], world: World, live_server: Any, browse: Any
) -> None:
    """The whole way, by hand: front page, form with its errors, receipt, look-up, case page."""
    page = browse(**size)
    page.goto(f"{live_server.url}/")
    look(page)
    page.click("text=示范县")
    look(page)
    page.click("text=反映问题")
    look(page)
    page.click("text=提交诉求")
    look(page)
    assert page.locator(".errors a").count() == 6
    page.click(".errors a >> nth=1")
    assert page.evaluate("document.activeElement.name") == "title"
    fill(page)
    page.click("text=提交诉求")
    look(page)
    number, code = page.locator(".receipt-id").all_inner_texts()
    page.reload()
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("text=查询进度")
    look(page)
    page.click("text=补充情况")
    page.fill("#deed-supplement textarea", "又坏了一盏。")
    page.click("text=提交补充")
    assert page.locator(".notice", has_text="补充的情况已经交给办理的人。").is_visible()
    assert page.locator(".timeline", has_text="又坏了一盏。").is_visible()
    look(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_wu_judges_the_answer_with_stars_and_no_script(
    size: dict[str, Any], world: World, live_server: Any, browse: Any
) -> None:
    """PS-9 works in any browser: radio buttons under the stars."""
    number = world.answered()
    page = browse(java_script_enabled=False, **size)
    page.goto(f"{live_server.url}/model/look-up?number={number}")
    page.fill("[name=code]", world.codes[number])
    page.click("text=查询进度")
    page.click("text=去评价")
    page.check("#deed-rate input[name=verdict][value=satisfied]")
    page.check("#deed-rate input[name=speed][value='5']", force=True)
    page.click("text=提交评价")
    assert page.locator(".notice", has_text="谢谢，您的评价已经记下。").is_visible()
    assert world.case(number).rated


def test_a_draft_outlives_a_closed_page_and_personal_data_is_not_kept(
    world: World, live_server: Any, browse: Any
) -> None:
    """What was typed comes back; name, number and identity do not; after the receipt it is gone."""
    page = browse(**PHONE)
    form = f"{live_server.url}/model/report"
    page.goto(form)
    fill(page)
    page.goto(f"{live_server.url}/model/")
    page.goto(form)
    assert page.input_value("[name=text]") == LAMPS["text"]
    assert page.input_value("[name=identity_no]") == ""
    fill(page)
    page.click("text=提交诉求")
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
    look(page)
    page.goto(f"{live_server.url}/model/report")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 24
    look(page)
    page.goto(f"{live_server.url}/model/look-up?number={number}")
    page.fill("[name=code]", world.codes[number])
    page.click("text=查询进度")
    look(page)
