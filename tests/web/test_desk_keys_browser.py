"""A day at the desk with the keyboard alone, ticks, mentions, and who else has it open."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.rules.case import Phase
from huiyin.rules.steps.handle import Progress
from tests.web.browsing import follow, look
from tests.web.desk_world import World, build
from tests.web.test_desk_browser import NARROW, WIDE, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used; the browser's clock is the machine's."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    return made


def press(page: Any, *keys: str) -> None:
    """One after the other."""
    for key in keys:
        page.keyboard.press(key)


def away(page: Any, *keys: str) -> None:
    """Keys of which the last leads to another page."""
    press(page, *keys[:-1])
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def ticked(page: Any) -> int:
    """How many rows are."""
    return int(page.locator("tr[data-row] input:checked").count())


def focused(page: Any) -> str:
    """What has the focus: its name, or its words; "" for nothing."""
    return str(
        page.evaluate(
            "(e => e === document.body ? '' : e.name || e.innerText.trim())(document.activeElement)"
        )
    )


def tab_to(page: Any, what: str) -> None:
    """Tab until it has the focus."""
    for _ in range(60):
        if what in focused(page):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{what} cannot be reached with Tab, only {focused(page)}")


def choose(page: Any, value: str) -> None:
    """In the menu that has the focus, with the arrows."""
    for key in ["Home", *["ArrowDown"] * 80]:
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.value") == value:
            return
    raise AssertionError(f"{value} cannot be chosen")


def sign_in_by_keyboard(page: Any, base: str) -> list[str]:
    """The numbers in the inbox, in its order."""
    page.goto(f"{base}/desk/login")
    tab_to(page, "username")
    page.keyboard.type("chen")
    press(page, "Tab")
    page.keyboard.type("a very long password")
    away(page, "Enter")
    return [row.inner_text() for row in page.locator("td.is-number").all()]


def dispatch_by_keyboard(page: Any) -> None:
    """The step the case waits for, with words that are keys elsewhere."""
    press(page, "e")
    tab_to(page, "lead")
    choose(page, "housing")
    tab_to(page, "note")
    page.keyboard.type("请jkxn尽快")
    assert page.input_value("#id_dispatch_note") == "请jkxn尽快"
    press(page, "Tab")
    away(page, "Enter")
    assert page.locator("text=“交办”已完成").is_visible()


def urge_two_by_keyboard(page: Any) -> None:
    """Found, ticked, urged: three pages."""
    press(page, "/")
    page.keyboard.type("围墙")
    away(page, "Enter")
    assert page.locator("tr[data-row]").count() == 2
    press(page, "j", "x", "j", "x", "b")
    assert focused(page) == "deed"
    choose(page, "urge")
    press(page, "Tab")
    away(page, "Enter")
    press(page, "e")
    page.keyboard.type("请先看现场。")
    press(page, "Tab")
    away(page, "Enter")
    press(page, "e")
    away(page, "Enter")
    assert "办成 2 件，没办成 0 件" in page.inner_text("h1")


def sign_out_by_keyboard(page: Any, base: str) -> None:
    """Back at the inbox, a look at the help, and out."""
    away(page, "g", "i")
    assert page.url == f"{base}/desk/"
    press(page, "?")
    assert page.locator("dialog[open]").is_visible()
    press(page, "j", "Escape")
    assert not page.locator("dialog[open]").is_visible()
    press(page, "/")
    tab_to(page, "陈芳")
    press(page, "Enter")
    tab_to(page, "退出登录")
    away(page, "Enter")
    page.goto(f"{base}/desk/")
    assert "/desk/login" in page.url


def test_a_day_at_the_desk_with_the_keyboard_alone(
    page: Any, live_server: Any, world: World
) -> None:
    """Sign in, inbox, open, dispatch, next, search, bulk, sign out: the mouse is never touched."""
    walls = [world.new(title=title) for title in ("围墙倒了", "围墙开裂")]
    world.new()
    world.new(title="井盖松动")
    first, second, *_ = sign_in_by_keyboard(page, live_server.url)
    away(page, "j", "o")
    assert page.url.endswith(first)
    dispatch_by_keyboard(page)
    assert world.case(first).phase is Phase.DISPATCHED
    away(page, "n")
    assert page.url.endswith(second)
    away(page, "p")
    assert page.url.endswith(first)
    urge_two_by_keyboard(page)
    assert [world.case(number).urges for number in walls] == [1, 1]
    sign_out_by_keyboard(page, live_server.url)


def test_keys_do_nothing_while_one_is_typing(page: Any, live_server: Any, world: World) -> None:
    """Escape ends the typing; then they do."""
    world.new()
    world.new()
    sign_in(page, live_server.url, "chen")
    press(page, "/")
    page.keyboard.type("jx?gi")
    assert page.input_value("[data-search]") == "jx?gi"
    assert ticked(page) == 0
    press(page, "Escape", "j", "x")
    assert ticked(page) == 1
    assert page.url == f"{live_server.url}/desk/"


def test_ticks_with_shift_and_for_the_whole_page(page: Any, live_server: Any, world: World) -> None:
    """The bar appears with the first one, counts, and goes with the last."""
    for _ in range(5):
        world.new()
    sign_in(page, live_server.url, "chen")
    bar, boxes = page.locator("[data-bulk]"), page.locator("tr[data-row] input")
    assert not bar.is_visible()
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    assert ticked(page) == 3
    assert page.inner_text("[data-count]") == "3"
    whole = page.locator("[data-tick-all] input")
    assert whole.evaluate("box => box.indeterminate")
    whole.click()
    assert ticked(page) == 5
    assert whole.is_checked()
    whole.click()
    assert ticked(page) == 0
    assert not bar.is_visible()


def test_many_are_dispatched_without_a_script(
    chromium: Any, live_server: Any, world: World
) -> None:
    """Ticks, the bar, three pages."""
    numbers = [world.new(), world.new()]
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, live_server.url, "chen")
    for number in numbers:
        page.check(f"input[value='{number}']")
    page.select_option("[name=deed]", "dispatch")
    follow(page, ".bulk button")
    page.select_option("[name=lead]", "housing")
    follow(page, ".bulk-page .button.is-primary")
    follow(page, ".bulk-page .button.is-primary")
    assert "办成 2 件" in page.inner_text("h1")
    assert {world.case(number).phase for number in numbers} == {Phase.DISPATCHED}


def test_a_colleague_is_picked_from_the_list(page: Any, live_server: Any, world: World) -> None:
    """m, @, some letters, arrow, Enter; the list is read out and goes with Escape."""
    number = world.working()
    sign_in(page, live_server.url, "li")
    page.goto(f"{live_server.url}/desk/cases/{number}")
    press(page, "m")
    page.keyboard.type("请 @")
    page.wait_for_selector(".mentions li")
    press(page, "Escape")
    assert page.locator(".mentions li").count() == 0
    page.keyboard.type("王")
    page.wait_for_selector(".mentions li:has-text('王强')")
    look(page)
    press(page, "ArrowDown", "Enter")
    page.keyboard.type("看一下")
    assert page.input_value("#id_note_text") == "请 @王强 看一下"
    press(page, "Tab")
    away(page, "Enter")
    assert page.locator("text=提到：王强").is_visible()


def test_two_at_one_case_see_each_other_and_what_was_done(
    page: Any, phone: Any, live_server: Any, world: World
) -> None:
    """王强 opens it, 李明 sees so; what 王强 does meanwhile appears with the way to the record."""
    number = world.working()
    for one, who in ((page, "wang"), (phone, "li")):
        sign_in(one, live_server.url, who)
        with one.expect_response("**/looking"):
            one.goto(f"{live_server.url}/desk/cases/{number}")
    phone.wait_for_selector("text=王强也开着这件诉求")
    world.now = timezone.now()
    world.act("wang", number, Progress(text="局长看过。"))
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.wait_for_selector("text=您打开以后，别人又办了：")
    look(phone)
    follow(phone, "text=看新的记录")
    assert phone.locator("text=局长看过。").first.is_visible()


def every_new_page(page: Any, base: str, world: World) -> None:
    """Views, saving one, the three pages of a batch, a list with ticks."""
    numbers = [world.drafted(), world.drafted(), world.working()]
    sign_in(page, base, "wang")
    page.goto(f"{base}/desk/cases?phase=signing")
    page.click(".save-view summary")
    page.fill("[name=name]", "待我签的")
    look(page)
    follow(page, ".save-view button")
    assert page.locator(".views [aria-current]").inner_text().startswith("待我签的")
    page.goto(f"{base}/desk/views")
    page.click(".saved summary")
    look(page)
    page.goto(f"{base}/desk/cases")
    for number in numbers:
        page.check(f"input[value='{number}']")
    look(page)
    page.select_option("[name=deed]", "sign_off")
    follow(page, ".bulk button")
    look(page)
    follow(page, ".bulk-page .button.is-primary")
    look(page)
    page.goto(f"{base}/desk/cases")
    page.check(f"input[value='{numbers[2]}']")
    page.check(f"input[value='{numbers[0]}']")
    page.select_option("[name=deed]", "progress")
    follow(page, ".bulk button")
    look(page)


def test_the_new_pages_fit_and_read_on_a_wide_screen(
    page: Any, live_server: Any, world: World
) -> None:
    """1440 pixels."""
    page.set_viewport_size(WIDE)
    every_new_page(page, live_server.url, world)


def test_the_new_pages_fit_and_read_on_a_phone(phone: Any, live_server: Any, world: World) -> None:
    """390 pixels."""
    phone.set_viewport_size(NARROW)
    every_new_page(phone, live_server.url, world)
