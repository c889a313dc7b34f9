"""Lists of cases: what waits for me, what I may see, and what a list costs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from huiyin.cases import queries
from huiyin.rules.steps import handle
from huiyin.web import paging
from huiyin.web.desk import lists
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def test_the_inbox_holds_what_waits_for_me(world: World) -> None:
    """A new case waits for the dispatcher, one handed over for the unit, an answer for its head."""
    new, sent, drafted = world.new(title="新来的"), world.sent(title="交办的"), world.drafted()
    chen, li, wang = (text(world.client(who), "/desk/") for who in ("chen", "li", "wang"))
    assert new in chen
    assert sent not in chen
    assert sent in li
    assert drafted not in li
    assert drafted in wang
    assert sent not in wang


def test_a_row_says_everything_in_words(world: World) -> None:
    """Light with its time left, number, title, class, area, unit, phase, owner, day."""
    number = world.sent()
    page = text(world.client("chen"), "/desk/cases")
    row = page[page.index("<tr data-row>") : page.index("</tbody>")]
    for words in ("正常", "还剩", number, "和平路的路灯坏了三盏", "投诉 · 道路与路灯", "和平社区"):
        assert words in row
    for words in ("示范县住房和城乡建设局", "待受理", "经办人", "小时前"):
        assert words in row


def test_lights_turn_with_time(world: World) -> None:
    """Nothing paints them: the same row is read at once, a day and a week later."""
    world.sent()
    for later, light in ((0, "is-green"), (26, "is-yellow"), (24 * 7, "is-red")):
        with time_machine.travel(NOW + timedelta(hours=later), tick=False):
            assert f"light {light}" in text(world.client("chen"), "/desk/cases")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phase=registered", {"新来的"}),
        ("phase=dispatched", {"交办的"}),
        ("unit=housing", {"交办的", "在办的"}),
        ("light=green", {"新来的", "交办的", "在办的"}),
        ("light=red", set()),
        ("q=在办", {"在办的"}),
        ("q=%25", set()),
        ("phase=moon&light=loud&unit=nowhere", {"新来的", "交办的", "在办的"}),
    ],
)
def test_filters_live_in_the_address(query: str, found: set[str], world: World) -> None:
    """What is not on a list is not asked, and never an error."""
    world.new(title="新来的")
    world.sent(title="交办的")
    world.working(title="在办的")
    page = text(world.client("chen"), f"/desk/cases?{query}")
    assert {one for one in ("新来的", "交办的", "在办的") if f'title="{one}"' in page} == found


def test_a_number_is_found_as_people_say_it(world: World) -> None:
    """Without dashes and in small letters."""
    number = world.new()
    world.new(title="另一件")
    page = text(world.client("chen"), "/desk/cases?q=" + number.lower().replace("-", "+"))
    assert number in page
    assert "另一件" not in page


def test_a_long_list_comes_in_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The filter stays in the address of the next page; a page that is not there is the last."""
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    for _ in range(3):
        world.new()
    client = world.client("chen")
    first = text(client, "/desk/?phase=registered")
    assert "第 1–2 件，共 3 件" in first
    assert "?phase=registered&amp;page=2" in first
    assert "第 3–3 件，共 3 件" in text(client, "/desk/?phase=registered&page=99")


def test_a_very_long_list_is_not_counted_to_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million are as fast as a thousand: tabs and pager say "more", and leafing has an end."""
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    for module in (paging, queries):
        monkeypatch.setattr(module, "MOST_FOUND", 4)
    for _ in range(7):
        world.new()
    client = world.client("chen")
    first, last = text(client, "/desk/cases"), text(client, "/desk/cases?page=99")
    assert first.count('<span class="desk-nav-count">4+</span>') == 2
    assert "第 1–2 件，共 4 件以上" in first
    assert "第 3–4 件，共 4 件以上" in last
    hint = "后面还有，请用筛选或搜索缩小范围。"
    assert ('rel="next"' in first, hint in first) == (True, False)
    assert ('rel="next"' in last, hint in last) == (False, True)
    found = text(client, "/desk/cases?q=路灯&page=2")
    assert "第 3–4 件，共 4 件以上" in found
    assert hint in found


def test_an_empty_inbox_is_a_good_sign(world: World) -> None:
    """Three kinds of nothing, each in its own words."""
    client = world.client("he")
    assert "没有等您办的诉求" in text(client, "/desk/")
    assert "还没有诉求" in text(client, "/desk/cases")
    assert "没有符合条件的诉求" in text(client, "/desk/cases?phase=handling")


@pytest.mark.parametrize(
    ("path", "queries"), [("/desk/", 11), ("/desk/cases", 12), ("/desk/cases?phase=registered", 13)]
)
def test_a_list_costs_the_same_for_one_case_and_for_twenty(
    path: str, queries: int, world: World, django_assert_num_queries: Any
) -> None:
    """Session, member, place, places below, law, three counts in the bar, views, tabs, rows.

    What waits is counted once for the inbox and its bar; a list of its own is counted besides.
    """
    client = world.client("chen")
    for _ in range(20):
        world.new()
        if world.now.minute % 2:
            world.sent()
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path)


def test_a_case_page_costs_the_same_for_a_short_and_a_long_story(
    world: World, django_assert_num_queries: Any
) -> None:
    """The timeline, its people and their words are read in one go each."""
    number = world.working()
    client = world.client("li")
    client.get(f"/desk/cases/{number}")
    for _ in range(30):
        world.act("li", number, handle.Progress(text="还在等配件。"))
    with django_assert_num_queries(24):
        assert client.get(f"/desk/cases/{number}").content.decode().count("还在等配件。") == 30
