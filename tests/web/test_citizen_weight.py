"""What an old phone must fetch: little, and one stylesheet before the first line is drawn."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huiyin.web import styling
from tests.web.citizen_street import words
from tests.web.desk_world import World, build

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 100_000
"""Bytes of a page with everything it fetches, photos aside."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used."""
    return build(tmp_path)


@pytest.mark.parametrize("path", ["", "report", "look-up"])
def test_a_page_with_all_it_fetches_is_light_and_waits_for_one_stylesheet(
    path: str, world: World, live_server: Any, browse: Any
) -> None:
    page = browse(viewport={"width": 360, "height": 740})
    came: list[Any] = []

    def hears(answer: Any) -> None:  # the browser's events take no built-in method
        came.append(answer)

    page.on("response", hears)
    page.goto(f"{live_server.url}/model/{path}")
    page.wait_for_load_state("networkidle")
    bytes_of = {one.url: len(one.body()) for one in came}
    assert sum(bytes_of.values()) < MOST, bytes_of
    assert [url for url in bytes_of if ".css" in url] == [
        live_server.url + styling.address("citizen")
    ]
    waits = "document.querySelectorAll('head script:not([defer]):not([async])').length"
    assert page.evaluate(waits) == 0


def test_a_sheet_is_kept_for_good_under_the_name_of_what_is_in_it(world: World) -> None:
    answer = Client().get(styling.address("citizen"), headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 12_000


def test_an_old_page_gets_todays_sheet_and_does_not_keep_it(world: World) -> None:
    answer = Client().get("/styles/citizen.000000000000.css")
    assert b"--paper" in answer.content
    assert "Cache-Control" not in answer.headers
    assert Client().get("/styles/nosuch.000000000000.css").status_code == 404


def test_every_sheet_is_made_of_files_that_are_there(world: World) -> None:
    for name in styling.SHEETS:
        assert styling.address(name) in words(
            Client().get("/model/" if name == "citizen" else "/desk/login")
        )
