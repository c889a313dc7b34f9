"""Templates, points, printing and the way to the knowledge base in a real browser."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.handling import phrases
from huiyin.handling.models import Article, Phrase
from huiyin.handling.phrases import Said
from huiyin.rules.case import Phase
from huiyin.rules.steps import receive
from tests.web.browsing import follow, look, touch
from tests.web.desk_world import World, build
from tests.web.test_desk_browser import sign_in
from tests.web.test_desk_printing import pango

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

NARROW = {"width": 390, "height": 844}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place with one template; the browser's clock is the machine's."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    said = Said("已修好", "{编号}已办好，找{经办人}。", "draft_answer", "0201")
    phrases.write("model", said, actor=made.actor("zhou"), now=made.now)
    return made


def two_points(world: World) -> str:
    """To be answered, in two points."""
    number = world.working()
    world.act("chen", number, receive.ListPoints(points=("路灯不亮", "灯杆歪了")))
    return number


def test_li_answers_with_a_template_and_by_keyboard_alone(
    page: Any, live_server: Any, world: World
) -> None:
    """The words go in below what stands there, and each point says when it is answered."""
    number = two_points(world)
    sign_in(page, live_server.url, "li")
    page.goto(f"{live_server.url}/desk/cases/{number}")
    look(page)
    keys = page.keyboard
    page.fill("#id_draft_answer_text", "您好。")
    page.focus("#id_draft_answer_phrase")
    keys.press("Tab")
    keys.press("Enter")
    told = f"您好。\n{number}已办好，找李明 0516-55550142。"
    assert page.input_value("#id_draft_answer_text") == told
    assert page.evaluate("document.activeElement.id") == "id_draft_answer_text"
    form = page.locator("#deed-draft_answer")
    assert form.locator("text=还没有回应 >> visible=true").count() == 2
    page.focus("#id_draft_answer_points_0")
    keys.type("换了灯泡。")
    assert form.locator("text=还没有回应 >> visible=true").count() == 1
    assert form.locator("text=已写回应 >> visible=true").count() == 1
    look(page)
    keys.press("Tab")
    keys.type("扶正了。")
    page.focus("#deed-draft_answer button[type=submit]")
    with page.expect_navigation():
        keys.press("Enter")
    assert world.case(number).phase is Phase.SIGNING


def test_without_a_script_the_page_comes_again_with_the_words(
    browse: Any, live_server: Any, world: World
) -> None:
    number = two_points(world)
    plain = browse(java_script_enabled=False, viewport=NARROW)
    sign_in(plain, live_server.url, "li")
    plain.goto(f"{live_server.url}/desk/cases/{number}")
    follow(plain, "#deed-draft_answer .phrases button")
    assert plain.input_value("#id_draft_answer_text").startswith(f"{number}已办好")


@pytest.mark.parametrize("dark", ["light", "dark"])
def test_templates_are_written_on_a_phone(
    dark: str, browse: Any, live_server: Any, world: World
) -> None:
    phone = browse(viewport=NARROW, has_touch=True, is_mobile=True, color_scheme=dark)
    sign_in(phone, live_server.url, "zhou")
    phone.goto(f"{live_server.url}/desk/answers")
    follow(phone, "main a:has-text('答复模板')")
    phone.click("summary:has-text('已修好')")
    touch(phone)
    follow(phone, "main a:has-text('写一条')")
    touch(phone)
    phone.fill("[name=name]", "已到现场")
    phone.select_option("[name=deed]", "progress")
    phone.fill("[name=text]", "{时间}到现场。")
    follow(phone, "button:has-text('保存')")
    assert phone.locator("text=没有“时间”这一项").first.is_visible()
    touch(phone)
    phone.fill("[name=text]", "{日期}到现场。")
    follow(phone, "button:has-text('保存')")
    assert Phrase.objects.filter(name="已到现场").exists()


@pango
def test_papers_are_fetched_and_the_answer_becomes_an_article(
    page: Any, live_server: Any, world: World
) -> None:
    number = world.answered()
    sign_in(page, live_server.url, "li")
    page.goto(f"{live_server.url}/desk/cases/{number}")
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")
    look(page)
    with page.expect_download() as order:
        page.click("[aria-label='交办单 Word']")
    assert order.value.suggested_filename == f"交办单-{number}.docx"
    page.fill("#id_paper_purpose", "邮寄答复")
    with page.expect_download() as letter:
        page.click("form[action$='answer.pdf'] button:has-text('PDF')")
    assert letter.value.suggested_filename == f"答复-{number}.pdf"
    follow(page, "text=把答复写进知识库")
    look(page)
    page.fill("[name=question]", "路灯坏了找谁")
    follow(page, "button:has-text('保存')")
    assert Article.objects.get().case == number
