"""Every citizen page can be read by everybody: by ear, by keyboard, enlarged, in both languages.

The pages are taken from the addresses themselves, so that a new one cannot be forgotten.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils import timezone

from huiyin.handling import actions as handling
from huiyin.handling.actions import Said
from huiyin.jobs.stand_ins.sms import Gateway
from huiyin.people import actions as people
from huiyin.people.actions import Post
from huiyin.people.models import GridPost
from huiyin.web.citizen.urls import urlpatterns
from tests.intake.wechat.conftest import running
from tests.web.browsing import follow, look, step_on
from tests.web.citizen_street import LAMPS, QIAN, WU
from tests.web.desk_world import World, build
from tests.web.test_citizen_by_phone import code_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NO_PAGES = {
    "elder": "a button that leads back",
    "end": "a button that leads back",
    "portrait": "a picture",
    "manifest": "for the phone, not for people",
    "map": "for the script of the map",
    "hints": "a part of the report's page",
    "answer-helped": "a button of the report's page",
    "grid-photo": "a picture",
    "draft": "a file",
    "file": "a file",
    "file-thumb": "a picture",
    "deed": "the forms of the case's page, which is shown again with their mistakes",
    "told-in": "a form of the case's page; its mistakes are shown there",
}
GRID = "990101001000-c01-g01"
NARROW = {"viewport": {"width": 320, "height": 640}}
"""A desk's window of 1280 pixels, enlarged four times: what the guidelines ask to fit."""


class Walk:
    """A person on the way through the pages, who looks at each one reached."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self.home = page, home
        self.seen: set[str] = set()

    def here(self) -> None:
        """Look at the page one is on."""
        look(self.page)
        self.seen.add(resolve(urlsplit(self.page.url).path).url_name)

    def to(self, path: str) -> None:
        """Open a page and look at it."""
        self.page.goto(self.home + path)
        self.here()

    def send(self, **fields: str) -> None:
        """Fill in, press the button, and look at what comes."""
        for name, value in fields.items():
            self.page.fill(f"main [name={name}]", value)
        follow(self.page, "main .form-actions button:visible >> nth=-1")
        self.here()


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A place with a board, a known answer and people who came before."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    head = Post(GRID, GridPost.Kind.WORKER, member=made.people["gao"], duties="走访巡查")
    people.set_grid_posts(made.place, [head])
    said = Said(
        question="社保卡丢了怎么补办",
        answer="先挂失，再补办。",
        source="《社会保障卡管理办法》",
        until=timezone.localdate() + timedelta(days=365),
    )
    today = timezone.localdate()
    handling.write("model", said, actor=made.actor("zhou"), today=today, now=made.now)
    return made


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """Short messages, so that a number and a code are a way in."""
    played = Gateway("model", "model", "secret", clock=timezone.now)
    with running(played) as address:
        table = {"url": f"{address}/send", "key": "model", "secret": "secret", "sign": "示范县"}
        settings.HUIYIN_CHANNELS = {"model": {"sms": table}}
        yield played


MODES = {
    "chinese": ("", False),
    "english": ("en", False),
    "elder": ("", True),
    "english elder": ("en", True),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_page_is_read_aloud_and_fits_the_narrowest_window(
    mode: str, world: World, gateway: Gateway, browse: Any, live_server: Any
) -> None:
    """320 pixels, in each language and size of type, with and without mistakes on the page."""
    language, elder = MODES[mode]
    page = browse(**NARROW)
    cookies = {"django_language": language, "huiyin_elder": "1" if elder else ""}
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": live_server.url}
            for name, value in cookies.items()
            if value
        ]
    )
    page.set_default_timeout(4000)
    walk = Walk(page, live_server.url)
    walk.to("/")
    assert page.get_attribute("html", "lang") == (language or "zh-hans")
    _walk_what_lies_open(walk)
    _walk_a_report(walk)
    _walk_a_case(walk, world)
    _walk_by_phone(walk, gateway)
    assert walk.seen >= {one.name for one in urlpatterns} - NO_PAGES.keys()


def _walk_what_lies_open(walk: Walk) -> None:
    places = ("", "grids", f"grids/{GRID}", f"grids/{GRID}/notice", "answers", "whistle", "mine")
    for path in (*places, "grids/990101001000-c01/notices", "from-wechat/mine/forged"):
        walk.to(f"/model/{path}")
    for path in ("grids?q=没有这个人", "answers?q=没有这个问题", "nosuch"):
        walk.page.goto(f"{walk.home}/model/{path}")
        look(walk.page)
    walk.to("/model/answers")
    follow(walk.page, "main a[href*='/answers/']")
    walk.here()


def _walk_a_report(walk: Walk) -> None:
    page = walk.page
    walk.to("/model/report")
    page.fill("[name=text]", LAMPS["text"])
    step_on(page)
    look(page)
    step_on(page)
    walk.send()
    assert page.locator(".errors a").count()
    for name, value in WU.items():
        page.fill(f"[name={name}]", value)
    walk.send()
    assert page.locator(".receipt-id").count() == 2


def _walk_a_case(walk: Walk, world: World) -> None:
    page, number = walk.page, world.answered(collective=True)
    walk.to("/model/look-up")
    walk.send()
    walk.to(f"/model/cases/{number}")  # of a stranger, who is asked for the code
    walk.to(f"/model/look-up?number={number}")
    walk.send(code=world.codes[number])
    page.evaluate("document.querySelectorAll('main details').forEach(e => { e.open = true; })")
    look(page)
    invited = page.get_attribute("[data-copy]", "data-copy")
    walk.to(urlsplit(invited).path)
    walk.send(name=QIAN["name"], phone=QIAN["phone"])  # without consent


def _walk_by_phone(walk: Walk, gateway: Gateway) -> None:
    walk.to("/model/look-up/phone")
    walk.send(phone="12")
    walk.send(phone=WU["phone"])
    walk.send(code="000000")
    walk.send(code=code_in(gateway))


def test_each_address_without_a_page_is_known_to_have_none() -> None:
    assert NO_PAGES.keys() <= {one.name for one in urlpatterns}


def _is_seen(page: Any) -> bool:
    """Is there a ring around what has the focus?

    Where a skip link leads needs none; the browser may go there again on the page that answers a
    form, as the address keeps its #main.
    """
    shown: bool = page.evaluate(
        "(() => { const e = document.activeElement; if (e.id === 'main') return true;"
        "const look = n => { const s = getComputedStyle(n);"
        "return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)"
        " || s.boxShadow !== 'none'; };"
        "return [e, e.nextElementSibling, e.closest('label'), e.parentElement]"
        ".some(n => n && look(n)); })()"
    )
    return shown


def _tab_to(page: Any, what: str, most: int = 60) -> None:
    """Press the tabulator until the focus is there; everything on the way can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert _is_seen(page), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    pytest.fail(f"{what} is not reached by keyboard")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_report_is_made_and_looked_up_without_touching_the_mouse(
    script: bool, world: World, browse: Any, live_server: Any
) -> None:
    page = browse(viewport={"width": 1280, "height": 800}, java_script_enabled=script)
    page.goto(f"{live_server.url}/model/report")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    _tab_to(page, "[name=text]")
    page.keyboard.type(LAMPS["text"])
    for _ in range(2 if script else 0):
        _tab_to(page, "[data-step-on]")
        way = page.evaluate_handle("document.activeElement").as_element()
        page.keyboard.press("Enter")
        way.wait_for_element_state("hidden")  # the step is turned after the key, not in it
        page.wait_for_function("document.activeElement.tagName === 'H1'")
    for name, value in WU.items():
        _tab_to(page, f"[name={name}]")
        page.keyboard.type(value if name != "phone" else "12")
    _tab_to(page, "[data-step-last] button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if script:
        assert page.evaluate("document.activeElement.closest('.errors') !== null")
    _tab_to(page, ".errors a")
    page.keyboard.press("Enter")
    page.fill("[name=phone]", WU["phone"])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    number, code = page.locator(".receipt-id").all_inner_texts()
    page.goto(f"{live_server.url}/model/look-up")
    _tab_to(page, "[name=number]")
    page.keyboard.type(number)
    _tab_to(page, "[name=code]")
    page.keyboard.type(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert LAMPS["text"] in page.inner_text("main")


@pytest.mark.parametrize("path", ["", "report", "look-up", "whistle", "grids", "answers"])
def test_letters_of_twice_the_size_cut_nothing_off(
    path: str, world: World, browse: Any, live_server: Any
) -> None:
    """The reader's own setting of the letters, at 640 pixels: twice what is usual."""
    page = browse(viewport={"width": 640, "height": 400})
    page.goto(f"{live_server.url}/model/{path}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    look(page)
    cut = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.offsetParent"
        " && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)"
        " && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 90))"
    )
    assert cut == []
