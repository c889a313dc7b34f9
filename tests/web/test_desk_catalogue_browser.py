"""The catalogue in a real browser: from a proposal to its publication, wide and on a phone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.dispatch.models import Proposal
from huiyin.rules.steps.dispatch import RuleOnObjection
from tests.dispatch.test_sheets import GOOD, WRONG, line, xlsx
from tests.web.browsing import follow, look, touch
from tests.web.desk_world import OBJECTION, World, build
from tests.web.test_desk_browser import NARROW, WIDE, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

SIZES = {
    "desktop": {"viewport": WIDE},
    "phone": {"viewport": NARROW, "is_mobile": True, "has_touch": True},
}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used; the browser's clock is the machine's."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    return made


def seen(page: Any, size: str) -> None:
    """Looked at as one does on that device."""
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")
    (touch if size == "phone" else look)(page)


def as_(browse: Any, live_server: Any, who: str, size: str, **how: Any) -> Any:
    """A browser in which that member has signed in."""
    page = browse(**SIZES[size], **how)
    sign_in(page, live_server.url, who)
    return page


@pytest.mark.parametrize("size", SIZES)
def test_a_change_goes_from_proposal_to_publication(
    size: str, world: World, live_server: Any, browse: Any
) -> None:
    """PS-3: a clerk finds the class and proposes, units speak, the dispatcher decides."""
    base = f"{live_server.url}/desk/catalogue"
    li = as_(browse, live_server, "li", size)
    li.goto(base)
    seen(li, size)
    li.fill("main [name=q]", "井盖")
    follow(li, "main button:has-text('查找')")
    seen(li, size)
    follow(li, "main a:has-text('道路与路灯')")
    seen(li, size)
    follow(li, "main a:has-text('提议修改')")
    li.select_option("[name=lead]", "@street")
    li.uncheck("[name=assisting][value='@street']")
    li.check("[name=assisting][value=housing]")
    li.fill("[name=reason]", "路灯已经移交给街道。")
    follow(li, "main button:has-text('提出')")
    assert li.locator("text=改变由谁负责，要写明法律依据。").count()
    seen(li, size)
    li.fill("[name=ground]", "县政府〔2026〕8 号")
    follow(li, "main button:has-text('提出')")
    at = li.url
    seen(li, size)

    chen = as_(browse, live_server, "chen", size)
    chen.goto(f"{base}/proposals")
    seen(chen, size)
    follow(chen, "main a:has-text('路灯已经移交给街道')")
    assert chen.locator("[name=units]:checked").count() == 3
    seen(chen, size)
    follow(chen, "main button:has-text('开始征求意见')")

    sun = as_(browse, live_server, "sun", size)
    sun.goto(at)
    sun.check("[name=agrees][value=no]")
    sun.fill("#id_speak_reason", "没有电工，也没有经费。")
    sun.fill("#id_speak_ground", "《城市道路管理条例》第六条")
    follow(sun, "main button:has-text('交意见')")
    seen(sun, size)

    Proposal.objects.update(until=timezone.localdate() - timedelta(days=1))
    chen.goto(at)
    assert chen.locator("text=没有电工，也没有经费。").first.is_visible()
    chen.check("[name=adopts][value=yes]")
    chen.fill("#id_decide_reason", "经费随事走，由街道办。")
    follow(chen, "main button:has-text('决定')")
    assert chen.locator(".badge:has-text('已施行')").is_visible()
    seen(chen, size)
    follow(chen, "main .facts a:has-text('第 2 版')")
    seen(chen, size)
    assert world.law.classes["0201"].lead == "@street"


@pytest.mark.parametrize("size", SIZES)
def test_returns_rulings_and_a_ruling_made_a_line(
    size: str, world: World, live_server: Any, browse: Any
) -> None:
    number = world.after("sent", ("li", OBJECTION))
    ruled = RuleOnObjection(
        ruling="reassign", lead="st-chengguan", justified=True, reason="小区的灯归街道。"
    )
    world.act("chen", number, ruled)
    chen = as_(browse, live_server, "chen", size)
    chen.goto(f"{live_server.url}/desk/catalogue/returns")
    seen(chen, size)
    follow(chen, "main a:has-text('退单 1 次')")
    seen(chen, size)
    chen.goto(f"{live_server.url}/desk/catalogue/rulings")
    seen(chen, size)
    follow(chen, "main a:has-text('写进清单')")
    assert chen.input_value("[name=lead]") == "st-chengguan"
    seen(chen, size)
    follow(chen, "main button:has-text('提出')")
    assert chen.locator(f".facts a:has-text('{number}')").is_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_is_refused_with_its_faults_and_then_read(
    size: str, world: World, live_server: Any, browse: Any
) -> None:
    bad = [line(**{"code": f"02{n:02d}x", **wrong}) for n, (wrong, _, _) in enumerate(WRONG)]
    chen = as_(browse, live_server, "chen", size)
    chen.goto(f"{live_server.url}/desk/catalogue/bring")
    seen(chen, size)
    for name, value in (("reason", "按三定方案核对。"), ("ground", "县编办〔2026〕3 号")):
        chen.fill(f"[name={name}]", value)
    chen.set_input_files("[name=file]", [_file(xlsx(*bad))])
    follow(chen, "main button:has-text('读入')")
    assert chen.locator(".catalogue-faults li").count() == len(WRONG)
    assert chen.input_value("[name=reason]") == "按三定方案核对。"
    seen(chen, size)
    chen.set_input_files("[name=file]", [_file(xlsx(GOOD))])
    follow(chen, "main button:has-text('读入')")
    assert chen.locator(".badge:has-text('草稿')").is_visible()
    seen(chen, size)


def _file(data: bytes) -> Any:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "清单.xlsx", "mimeType": kind, "buffer": data}


def test_without_a_script_a_proposal_is_put_forward_and_withdrawn(
    world: World, live_server: Any, browse: Any
) -> None:
    li = as_(browse, live_server, "li", "phone", java_script_enabled=False)
    li.goto(f"{live_server.url}/desk/catalogue/propose?code=0202")
    li.fill("[name=keywords]", "停水；没气")
    li.fill("[name=reason]", "群众这样说。")
    follow(li, "main button:has-text('提出')")
    follow(li, "main button:has-text('撤回')")
    assert li.locator(".badge:has-text('已撤回')").is_visible()
