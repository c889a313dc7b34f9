"""The desk in a real browser: wide and on a phone, by keyboard, and without a script."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.rules.case import Phase
from huiyin.rules.steps.handle import Progress
from tests.web.browsing import follow, look
from tests.web.desk_world import World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used; the browser's clock is the machine's."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    return made


def sign_in(page: Any, base: str, who: str) -> None:
    """Name, password, Enter."""
    page.goto(f"{base}/desk/login")
    page.fill("[name=username]", who)
    page.fill("[name=password]", "a very long password")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{base}/desk/")


def box(page: Any, what: str) -> dict[str, float]:
    """Where something stands on the page."""
    found: dict[str, float] = page.locator(what).first.bounding_box()
    return found


def every_page(page: Any, base: str, world: World) -> None:
    """Look at each page of the desk, with forms open and with a refusal."""
    number = world.sent(helped=True)
    world.working()
    page.goto(f"{base}/desk/login")
    look(page)
    sign_in(page, base, "li")
    searched = "cases?q=路灯+一片漆黑"
    for path in ("", "cases", searched, "cases?phase=declined", "register", "notices", "unit"):
        page.goto(f"{base}/desk/{path}")
        look(page)
    page.goto(f"{base}/desk/cases/X-1")
    look(page)
    page.goto(f"{base}/desk/cases/{number}")
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")
    look(page)
    page.fill("#id_accept_contact", "")
    page.click("#deed-accept button")
    page.wait_for_selector("text=请填写“告知诉求人的姓名和手机号”。")
    look(page)


def test_every_page_fits_and_reads_on_a_wide_screen(
    page: Any, live_server: Any, world: World
) -> None:
    """1440 pixels."""
    page.set_viewport_size(WIDE)
    every_page(page, live_server.url, world)


def test_every_page_fits_and_reads_on_a_phone(phone: Any, live_server: Any, world: World) -> None:
    """390 pixels."""
    phone.set_viewport_size(NARROW)
    every_page(phone, live_server.url, world)


def test_rows_are_36_pixels_and_the_head_stays(page: Any, live_server: Any, world: World) -> None:
    """LOOK: density for eight hours a day."""
    for _ in range(40):
        world.new()
    page.set_viewport_size(WIDE)
    sign_in(page, live_server.url, "chen")
    assert 36 <= box(page, "tr[data-row]")["height"] <= 37
    page.evaluate("scrollTo(0, 600)")
    assert 0 < box(page, "thead th")["y"] < 60


def test_rows_become_cards_on_a_phone(phone: Any, live_server: Any, world: World) -> None:
    """Light and phase, then the title over the whole width."""
    world.new()
    phone.set_viewport_size(NARROW)
    sign_in(phone, live_server.url, "chen")
    assert not phone.locator("thead").is_visible()
    light, title = box(phone, "td.is-light"), box(phone, "td.is-fill")
    assert light["y"] < title["y"]
    assert title["width"] > 300


def test_three_bands_side_by_side_and_stacked_on_a_phone(
    page: Any, phone: Any, live_server: Any, world: World
) -> None:
    """Left who and what, middle the story, right what to do; on a phone the story comes last."""
    number = world.working()
    for one, size in ((page, WIDE), (phone, NARROW)):
        one.set_viewport_size(size)
        sign_in(one, live_server.url, "li")
        one.goto(f"{live_server.url}/desk/cases/{number}")
    what, told, now = (box(page, f".band.is-{band}") for band in ("what", "told", "now"))
    assert what["x"] < told["x"] < now["x"]
    assert what["y"] == told["y"] == now["y"]
    what, told, now = (box(phone, f".band.is-{band}") for band in ("what", "told", "now"))
    assert what["y"] < now["y"] < told["y"]
    assert phone.locator(".letter").is_visible()
    assert not page.locator(".letter").is_visible()


def test_a_case_is_opened_by_keyboard_alone(page: Any, live_server: Any, world: World) -> None:
    """j, Enter; / to search."""
    number = world.new()
    sign_in(page, live_server.url, "chen")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{number}")
    page.keyboard.press("/")
    page.keyboard.type("井盖")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases?q=*")
    assert page.locator("text=没有符合条件的诉求").is_visible()


def test_li_accepts_without_a_script(chromium: Any, live_server: Any, world: World) -> None:
    """Every page works without JavaScript: sign in, open, fill, send."""
    number = world.sent()
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, live_server.url, "li")
    follow(page, "text=和平路的路灯坏了三盏")
    page.fill("#id_accept_contact", "李明 13900001111")
    follow(page, "#deed-accept button")
    assert page.locator("text=“受理”已完成").is_visible()
    assert page.locator("text=示范县住房和城乡建设局受理").is_visible()
    context.close()
    assert world.case(number).phase is Phase.HANDLING


def test_a_stale_page_shows_what_is_new_and_keeps_the_answer(
    page: Any, live_server: Any, world: World
) -> None:
    """Wang was quicker; Li reads it, and sends the same words with the second click."""
    number = world.working()
    sign_in(page, live_server.url, "li")
    page.goto(f"{live_server.url}/desk/cases/{number}")
    page.fill("#id_draft_answer_text", "三盏都修好了。")
    world.act("wang", number, Progress(text="局长现场看过。"))
    follow(page, "#deed-draft_answer .form-actions button")
    page.wait_for_selector("text=请看过新的记录再提交")
    assert page.locator("text=局长现场看过。").is_visible()
    assert page.input_value("#id_draft_answer_text") == "三盏都修好了。"
    follow(page, "#deed-draft_answer .form-actions button")
    page.wait_for_selector("text=“提交答复”已完成")


def test_the_petitioner_is_shown_after_the_purpose(
    page: Any, live_server: Any, world: World
) -> None:
    """B17, by hand."""
    number = world.sent()
    sign_in(page, live_server.url, "li")
    page.goto(f"{live_server.url}/desk/cases/{number}")
    page.click("text=查看完整信息")
    page.fill("[name=purpose]", "约上门时间")
    page.click(".reveal button")
    page.wait_for_selector("text=13812345678")
    assert page.locator("text=个人信息被查看过 1 次").is_visible()


def test_english_is_one_click_away(page: Any, live_server: Any, world: World) -> None:
    """The switch is in the member's menu and keeps the page."""
    number = world.sent()
    sign_in(page, live_server.url, "li")
    page.goto(f"{live_server.url}/desk/cases/{number}")
    page.click(".menu summary")
    follow(page, "button[lang=en]")
    page.wait_for_selector("html[lang=en]")
    assert page.url.endswith(number)
    assert page.locator(".part-unit").inner_text() == "Model County Housing and Construction Bureau"


def test_what_was_looked_for_is_marked_wide_and_on_a_phone(
    page: Any, phone: Any, live_server: Any, world: World
) -> None:
    """Below the title a line says where the words stand; it is not wider than the row."""
    world.new()
    for one, size in ((page, WIDE), (phone, NARROW)):
        one.set_viewport_size(size)
        sign_in(one, live_server.url, "chen")
        one.goto(f"{live_server.url}/desk/cases?q=路灯+漆黑")
        assert one.locator("td.is-fill a mark").inner_text() == "路灯"
        assert one.locator(".found mark").inner_text() == "漆黑"
        assert one.locator(".found").is_visible()
        line, row = box(one, ".found"), box(one, "tr[data-row]")
        assert line["x"] + line["width"] <= row["x"] + row["width"]
