"""A live call in a real browser: by keyboard alone, reloaded, and with the line cut."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases import queries
from huiyin.intake import calls
from huiyin.intake.calls import Event
from huiyin.intake.models import CallDraft
from tests.web.browsing import look
from tests.web.desk_world import World, build
from tests.web.test_desk_browser import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used; the browser's clock is the machine's."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    return made


def rings(world: World, event: str = "ringing") -> None:
    """The telephone, from the number of the first petitioner."""
    calls.hear(world.place, Event("c-1", event, "13812345678", "", timezone.now()))


def at_the_telephone(page: Any, base: str) -> None:
    """Zhou opens the page."""
    sign_in(page, base, "zhou")
    page.goto(f"{base}/desk/call")


def test_a_whole_call_by_keyboard_alone(page: Any, live_server: Any, world: World) -> None:
    """It rings; F2; who it is; what and where; Ctrl+Enter; number and code to read out."""
    known = world.sent()
    at_the_telephone(page, live_server.url)
    rings(world)
    page.wait_for_selector("[data-take]")
    look(page)
    keys = page.keyboard
    keys.press("F2")
    page.wait_for_selector(f"text={known}")
    page.wait_for_selector("text=这次查看已经记下")
    assert page.input_value("[name=name]") == "吴秀英"
    look(page)
    keys.press("F1")
    page.wait_for_selector("dialog[open]")
    look(page)
    keys.press("Escape")
    keys.press("Alt+1")
    assert page.evaluate("document.activeElement.textContent") == "和平路的路灯坏了三盏"
    keys.press("Alt+0")
    keys.type("井盖松动")
    keys.press("Tab")
    keys.type("公园门口的井盖一踩就响。")
    keys.press("Tab")
    keys.type("990101001000-c01")
    keys.press("Tab")
    assert page.input_value("[name=area]") == "990101001000-c01"
    page.focus("[name=kind]:checked, [name=kind]")
    keys.press("Space")
    page.focus("[name=level]")
    keys.press("ArrowDown")
    page.press("[name=level]", "Escape")
    page.select_option("[name=channel]", "phone")
    with page.expect_navigation():
        keys.press("Control+Enter")
    assert page.url.endswith("/desk/register/receipt"), page.inner_text("main")
    row = queries.listing(world.actor("chen"), now=timezone.now()).get()
    assert (row.area, row.channel) == ("990101001000-c01", "phone")
    page.click("text=接下一个电话")
    page.wait_for_url("**/desk/call")
    assert page.input_value("[name=title]") == ""
    assert page.evaluate("sessionStorage.length") == 0


def test_what_is_typed_survives_a_reload_and_another_login(
    page: Any, live_server: Any, world: World
) -> None:
    """At once, and on the server a moment later."""
    at_the_telephone(page, live_server.url)
    page.fill("[name=title]", "井盖松动")
    page.reload()
    assert page.input_value("[name=title]") == "井盖松动"
    page.wait_for_selector("text=草稿已保存")
    assert page.evaluate("sessionStorage.length") == 0
    page.click(".menu summary")
    page.click("text=退出登录")
    page.wait_for_selector("text=工作人员登录")
    at_the_telephone(page, live_server.url)
    assert page.input_value("[name=title]") == "井盖松动"


def test_what_the_server_kept_is_done_with_though_its_answer_was_lost(
    page: Any, live_server: Any, world: World
) -> None:
    """The page goes away between the saving and the word of it."""
    at_the_telephone(page, live_server.url)

    def cut(route: Any) -> None:
        route.fetch()
        route.abort("internetdisconnected")

    page.route("**/desk/call/draft", cut)
    page.fill("[name=title]", "井盖松动")
    page.wait_for_selector("text=草稿存在这台电脑上")
    page.unroute("**/desk/call/draft")
    page.goto("about:blank")
    page.goto(f"{live_server.url}/desk/call")
    page.wait_for_selector("text=草稿已保存")
    assert page.evaluate("sessionStorage.length") == 0
    assert page.input_value("[name=title]") == "井盖松动"


def test_a_cut_line_loses_nothing(page: Any, live_server: Any, world: World) -> None:
    """Typed while cut, not sent into the void, saved when the line is back, and still after F5."""
    at_the_telephone(page, live_server.url)
    page.fill("[name=title]", "井盖")
    page.wait_for_selector("text=草稿已保存")
    page.context.set_offline(True)
    page.fill("[name=title]", "井盖松动")
    page.wait_for_selector("text=草稿存在这台电脑上")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=还不能登记")
    page.context.set_offline(False)
    page.wait_for_selector("text=草稿已保存")
    page.reload()
    assert page.input_value("[name=title]") == "井盖松动"
    assert CallDraft.objects.count() == 1


def test_who_was_missed_is_called_back(page: Any, live_server: Any, world: World) -> None:
    """From the list to the page, the number filled in."""
    rings(world, "missed")
    sign_in(page, live_server.url, "zhou")
    page.goto(f"{live_server.url}/desk/callbacks")
    look(page)
    page.click("text=已接通，登记")
    page.wait_for_url("**/desk/call")
    assert page.input_value("[name=phone]") == "13812345678"


def test_it_fits_on_a_phone(phone: Any, live_server: Any, world: World) -> None:
    """390 pixels, with everything on it."""
    world.sent()
    rings(world)
    at_the_telephone(phone, live_server.url)
    phone.fill("[name=phone]", "13812345678")
    phone.press("[name=phone]", "Tab")
    phone.wait_for_selector("text=吴秀英")
    look(phone)
    rings(world, "missed")
    phone.goto(f"{live_server.url}/desk/callbacks")
    look(phone)
