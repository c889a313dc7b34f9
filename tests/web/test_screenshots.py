"""The pictures in the docs are taken from the pages themselves, of invented people at a fixed hour.

`make screenshots` writes them anew; without it the pages are walked and looked at all the same.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from PIL import Image

from huiyin.people import actions as people
from huiyin.people.actions import Post
from huiyin.people.models import GridPost
from huiyin.rules.steps import evaluate, handle, receive
from tests.web.browsing import follow, step_on
from tests.web.citizen_street import LAMPS, QIAN
from tests.web.desk_world import NOW, World, build
from tests.web.test_desk_browser import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

HEAVIEST = 80_000
"""Bytes of a picture: who reads the docs on a phone should not wait."""
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
GRID = "990101001000-c01-g01"
PICTURES = (
    "front",
    "front-elder",
    "front-english",
    "report",
    "receipt",
    "case",
    "grid-board",
    "grid-worker",
    "desk-inbox",
    "desk-case",
    "desk-call",
)


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """A place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        made = build(tmp_path)
        gao = made.people["gao"]
        people.set_grid_posts(made.place, [Post(GRID, GridPost.Kind.WORKER, member=gao)])
        yield made


@pytest.fixture
def shoot(root: Path, tmp_path: Path) -> Any:
    """Takes a picture of the page one is on; each one that the docs show must be taken."""
    asked = os.environ.get("HUIYIN_SCREENSHOTS")
    folder = root / "docs/screenshots" if asked else tmp_path
    folder.mkdir(exist_ok=True)
    taken = []

    def picture(page: Any, name: str) -> None:
        path = folder / f"{name}.png"
        page.evaluate("document.fonts.ready")
        shot = io.BytesIO(page.screenshot(animations="disabled"))
        Image.open(shot).convert("RGB").quantize(64).save(path, optimize=True)
        assert 2_000 < path.stat().st_size < HEAVIEST, f"{name}: {path.stat().st_size} bytes"
        taken.append(name)

    yield picture
    assert set(taken) <= set(PICTURES)


Shoot = Callable[..., None]


def answered(world: World) -> str:
    """A matter of two points, with its answer."""
    number = world.working()
    points = ("路灯不亮", "灯杆歪了")
    world.act("chen", number, receive.ListPoints(points=points))
    said = ("三盏都换了灯泡。", "灯杆已经扶正。")
    world.act("li", number, handle.DraftAnswer(text="两件事都办好了，请您看看。", points=said))
    world.act("wang", number, handle.SignOff(points=("1", "2")))
    world.act("he", number, evaluate.Audit(passed=True, points=("1", "2")))
    return number


def test_the_pictures_of_the_petitioner_s_pages(
    browse: Any, live_server: Any, world: World, shoot: Shoot
) -> None:
    """From the front page to the answer, on a phone."""
    page, home = browse(**PHONE), f"{live_server.url}/model/"
    page.goto(home)
    shoot(page, "front")
    page.goto(f"{home}report")
    page.fill("[name=text]", LAMPS["text"])
    shoot(page, "report")
    step_on(page)
    page.fill("[name=address]", LAMPS["address"])
    step_on(page)
    for name, value in QIAN.items():
        if page.locator(f"[name={name}]").count():
            page.fill(f"[name={name}]", value)
    follow(page, "text=提交诉求")
    shoot(page, "receipt")
    number = answered(world)
    page.goto(f"{home}look-up")
    page.fill("[name=number]", number)
    page.fill("[name=code]", world.codes[number])
    follow(page, "text=查询进度")
    shoot(page, "case")
    page.goto(f"{home}grids/{GRID}")
    shoot(page, "grid-board")
    page.goto(home)
    page.click("text=长辈版")
    shoot(page, "front-elder")
    page.click("text=标准版")
    follow(page, "text=English")
    shoot(page, "front-english")


def test_the_pictures_of_the_staff_s_pages(
    browse: Any, live_server: Any, world: World, shoot: Shoot
) -> None:
    """The desk, a case on it, a live call, and the grid worker's phone."""
    number = world.working(helped=True)
    for title in ("垃圾两天没清", "夜里十二点还在打桩", "小区门口井盖破了"):
        world.sent(title=title)
    page = browse(**DESK)
    sign_in(page, live_server.url, "li")
    shoot(page, "desk-inbox")
    page.goto(f"{live_server.url}/desk/cases/{number}")
    shoot(page, "desk-case")
    page = browse(**DESK)
    sign_in(page, live_server.url, "zhou")
    page.goto(f"{live_server.url}/desk/call")
    page.fill("[name=title]", "和平路的路灯坏了三盏")
    page.keyboard.press("Tab")
    page.wait_for_selector("[data-part=like] li")
    shoot(page, "desk-call")
    page = browse(**PHONE)
    sign_in(page, live_server.url, "gao")
    page.goto(f"{live_server.url}/desk/grid")
    shoot(page, "grid-worker")


def test_every_picture_of_the_docs_is_one_of_these(root: Path) -> None:
    """None is left over, and none is shown that nobody takes."""
    there = {path.stem for path in (root / "docs/screenshots").glob("*")}
    assert there == set(PICTURES)
    shown = (root / "README.md").read_text() + (root / "README.zh-CN.md").read_text()
    for name in ("front", "report", "case", "desk-case"):
        assert shown.count(f"docs/screenshots/{name}.png") == 2
