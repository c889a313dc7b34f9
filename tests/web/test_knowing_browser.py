"""Known answers in a real browser: on a phone while one writes, and in a call by keyboard alone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases.models import CaseRow
from huiyin.handling import actions, queries
from huiyin.handling.actions import Said
from tests.web.browsing import follow, look, step_on, touch
from tests.web.citizen_street import WU
from tests.web.desk_world import World, build
from tests.web.test_desk_calling_browser import at_the_telephone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
ASKED = "我的社保卡丢了，不知道怎么补办"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place with one known answer; the browser's clock is the machine's."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    today = timezone.localdate()
    said = Said(
        question="社保卡丢了怎么补办",
        answer="先挂失，再到网点补办。",
        source="《社会保障卡管理办法》",
        until=today + timedelta(days=365),
    )
    actions.write("model", said, actor=made.actor("zhou"), today=today, now=made.now)
    return made


def helped(world: World) -> int:
    """How often the answer helped."""
    return queries.kept(world.actor("zhou"), today=timezone.localdate())[0].helped


def test_wu_is_answered_while_she_writes_and_leaves_without_a_case(
    world: World, live_server: Any, browse: Any
) -> None:
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/report")
    page.fill("[name=text]", ASKED)
    page.click("summary:has-text('社保卡丢了怎么补办')")
    assert page.locator("text=先挂失，再到网点补办。").is_visible()
    assert page.locator("text=《社会保障卡管理办法》").is_visible()
    touch(page)
    follow(page, "text=这就是我想问的，不用提交了")
    assert page.locator(".notice", has_text="谢谢，已经记下。").is_visible()
    assert (helped(world), CaseRow.objects.count()) == (1, 0)


def test_who_is_not_helped_goes_on_reporting(world: World, live_server: Any, browse: Any) -> None:
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/report")
    page.fill("[name=text]", ASKED)
    page.wait_for_selector("text=这些也许就是您想问的")
    step_on(page)
    step_on(page)
    for name, value in WU.items():
        page.fill(f"[name={name}]", value)
    follow(page, "text=提交诉求")
    assert page.locator(".receipt-id").count() == 2
    assert helped(world) == 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_answers_are_found_and_read_from_the_front_page(
    script: bool, world: World, live_server: Any, browse: Any
) -> None:
    page = browse(java_script_enabled=script, **PHONE)
    page.goto(f"{live_server.url}/model/")
    follow(page, "text=常见问题")
    page.fill("[name=q]", "社保卡怎么补办")
    follow(page, "main button:has-text('查找')")
    follow(page, "text=社保卡丢了怎么补办")
    assert page.locator("text=先挂失，再到网点补办。").is_visible()
    if script:
        touch(page)
    follow(page, "text=这就是我想问的")
    assert helped(world) == 1


def test_a_caller_is_answered_by_keyboard_alone(page: Any, live_server: Any, world: World) -> None:
    """P111: the title, Alt+K, Tab and Enter, and the answer stands below what is written."""
    at_the_telephone(page, live_server.url)
    keys = page.keyboard
    page.fill("[name=answer]", "您好。")
    page.focus("[name=title]")
    keys.type("社保卡丢了怎么补办")
    page.wait_for_selector("[data-known]")
    look(page)
    keys.press("Alt+k")
    assert page.locator("[data-answer]").is_visible()
    keys.press("Tab")
    keys.press("Enter")
    assert page.input_value("[name=answer]") == "您好。\n先挂失，再到网点补办。"
    assert page.evaluate("document.activeElement.name") == "answer"
    page.fill("[name=name]", WU["name"])
    page.fill("[name=phone]", "13812345678")
    page.fill("[name=text]", ASKED)
    page.check("[name=kind][value=enquiry]", force=True)
    page.check("[name=level][value=normal]", force=True)
    page.select_option("[name=channel]", "phone")
    page.focus("[name=answer]")
    with page.expect_navigation():
        keys.press("Alt+Enter")
    assert page.url.endswith("/desk/register/receipt"), page.inner_text("main")
    assert helped(world) == 1
