"""The doors: places, hubs, pledges, languages, and the pages for when something is wrong."""

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import path
from PIL import Image

from huiyin.people import actions as people
from tests.web.citizen_street import found, words
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """A place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def test_suining_shows_its_chief_clerk_the_pledge_and_two_entrances() -> None:
    """SN-1: portrait, title and pledge; report a problem, look up a letter."""
    found("suining")
    page = words(Client().get("/suining/"))
    assert "首席办事员" in page
    assert "件件有人办、件件有回音" in page
    assert "chief.svg" in page
    assert 'href="/suining/report"' in page
    assert 'href="/suining/look-up"' in page
    assert 'href="tel:12345"' in page
    assert 'href="/suining/report?port=business"' in page


def test_a_phone_can_put_the_place_on_its_first_screen() -> None:
    """P3: like an app, with the two entrances and the place's own name; every file is there."""
    found("suining")
    client = Client()
    link = re.search(r'<link rel="manifest" href="([^"]+)"', words(client.get("/suining/")))
    assert link
    answer = client.get(link[1])
    assert answer["Content-Type"] == "application/manifest+json"
    said = answer.json()
    assert (said["name"], said["display"]) == ("睢宁县 速来办", "standalone")
    assert client.get(said["start_url"]).status_code == 200
    assert [client.get(one["url"]).status_code for one in said["shortcuts"]] == [200, 200]
    for icon in said["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        with Image.open(path) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    english = client.get(link[1], headers={"Accept-Language": "en"}).json()
    assert english["shortcuts"][0]["name"] == "Report a problem"


def test_fuxin_has_one_page_with_an_entrance_for_each_of_its_seven_counties() -> None:
    """FX-1: the public picks a county or district first; FX-2: a pledge greets them."""
    hub = found("fuxin")
    law_areas = {
        "haizhou": "210902000000",
        "xinqiu": "210903000000",
        "taiping": "210904000000",
        "qinghemen": "210905000000",
        "xihe": "210911000000",
        "fumeng": "210921000000",
        "zhangwu": "210922000000",
    }
    for slug, area in law_areas.items():
        found("fuxin", slug, area=area, hub=hub)
    top = words(Client().get("/"))
    assert 'href="/fuxin/"' in top
    assert "含 7 个县区" in top
    assert 'href="/haizhou/"' not in top
    page = words(Client().get("/fuxin/"))
    for slug in law_areas:
        assert f'href="/{slug}/"' in page
    assert 'href="/fuxin/report"' not in page
    assert 'href="/haizhou/report"' in words(Client().get("/haizhou/"))


def test_jishou_has_a_door_for_whistle_blowers_and_suining_has_none() -> None:
    """JS-4 is Jishou's; a place without such a channel shows no such door."""
    found("suining")
    found("jishou")
    assert 'href="/jishou/whistle"' in words(Client().get("/jishou/"))
    assert "/whistle" not in words(Client().get("/suining/"))


def test_figures_are_counted_and_none_are_shown_before_there_are_any(world: World) -> None:
    """An empty place boasts of nothing."""
    assert "已办结" not in words(Client().get("/model/"))
    world.struck()
    world.new()
    assert "已办结 1 件，正在办理 1 件。" in words(Client().get("/model/"))


def test_an_installation_without_places_says_what_to_do() -> None:
    """The empty state is designed, too."""
    assert "还没有开通的地方" in words(Client().get("/"))


def test_english_names_and_pledge_come_with_the_language() -> None:
    """The switch is Django's own; the law has both names of everything."""
    found("suining")
    client = Client()
    assert client.post("/i18n/setlang/", {"language": "en", "next": "/suining/"}).status_code == 302
    page = words(client.get("/suining/"))
    assert "Suining County" in page
    assert "I am the chief clerk." in page
    assert "我是首席办事员" not in page


def test_elder_mode_switches_without_a_script_and_goes_back(world: World) -> None:
    """A cookie, so that the next page knows it; never to another site."""
    client = Client()
    back = client.post("/elder", headers={"Referer": "http://testserver/model/"})
    assert back["Location"] == "http://testserver/model/"
    assert "data-elder>" in words(client.get("/model/"))
    away = client.post("/elder", headers={"Referer": "https://elsewhere.example/"})
    assert away["Location"] == "/"
    assert "data-elder>" not in words(client.get("/model/"))


@pytest.mark.parametrize("way", ["/nowhere/", "/nowhere/report", "/nowhere/cases/1"])
def test_an_unknown_place_is_not_found_in_one_sentence(way: str) -> None:
    """404, and the way back."""
    page = words(Client().get(way), 404)
    assert "没有这个地方。" in page
    assert 'href="/"' in page


def test_a_place_whose_law_is_not_published_says_so() -> None:
    """A place can be founded before its law."""
    people.add_place("early", name="早县", name_en="Early", area="1", regime="absent")
    assert "这个地方还没有开通。" in words(Client().get("/early/"), 404)


def test_a_wrong_address_is_told_plainly() -> None:
    """404 by the router; its own words are not for the public."""
    page = words(Client().get("/model/no/such/page"), 404)
    assert "没有找到这一页。" in page
    assert "Resolver404" not in page


def test_a_form_without_its_token_is_told_what_to_do(world: World) -> None:
    """403: the page was open too long, or cookies are off."""
    strict = Client(enforce_csrf_checks=True)
    assert "请返回上一页，刷新后再提交。" in words(strict.post("/model/report", {}), 403)


def _breaks(request: object) -> None:
    raise RuntimeError("broken")


urlpatterns = [path("breaks", _breaks)]


@pytest.mark.urls("tests.web.test_citizen_front")
def test_a_fault_of_ours_shows_a_page_that_needs_nothing() -> None:
    """500 without database, session or addresses."""
    client = Client(raise_request_exception=False)
    assert "系统出了问题，这一步没有办成。" in words(client.get("/breaks"), 500)
