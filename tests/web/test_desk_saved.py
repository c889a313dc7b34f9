"""Saved views at the desk: tabs with counts, saved from a list, kept on a page of their own."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from huiyin.cases import queries
from huiyin.people.models import SavedView
from huiyin.web import paging
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour; nothing has been counted."""
    with time_machine.travel(NOW, tick=False):
        cache.clear()
        yield build(tmp_path)


def save(world: World, who: str, **said: str) -> Any:
    """What the desk answers to a new view."""
    asked = {"name": "路灯", "shared": "nobody", "listing": "all", "query": "q=路灯"} | said
    return world.client(who).post("/desk/views", asked)


def tab(page: str, name: str) -> str:
    """A tab of the list, as it is written."""
    views = page[page.index('<nav class="views"') :]
    views = views[: views.index("</nav>")]
    return next((one for one in views.split("<a ") if f">{name}" in one), "")


def test_a_narrowed_list_is_saved_under_a_name_and_stands_as_a_tab(world: World) -> None:
    """The way back leads to it; the tab says how many, and that one is there."""
    world.new()
    world.new(title="井盖松动")
    client = world.client("chen")
    page = text(client, "/desk/cases?q=路灯&unit=&phase=registered")
    assert "保存为视图" in page
    assert 'value="phase=registered&amp;q=%E8%B7%AF%E7%81%AF"' in page
    answer = save(world, "chen", query="phase=registered&q=路灯")
    page = text(client, answer["Location"])
    assert 'aria-current="page"' in tab(page, "路灯")
    assert ">1</span>" in tab(page, "路灯")
    assert "保存为视图" not in page
    assert 'aria-current="page"' not in tab(page, "全部")
    assert "路灯" not in tab(text(client, "/desk/"), "路灯")


def test_a_list_that_is_not_narrowed_has_nothing_to_save(world: World) -> None:
    """Nor is an empty view taken."""
    assert "保存为视图" not in text(world.client("chen"), "/desk/cases")
    answer = save(world, "chen", query="page=2&next=x")
    assert answer.status_code == 422
    assert "先在列表里筛选，再保存。" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"name": " "}, 422, "请给视图起个名字。"),
        ({"name": "\x00"}, 422, "视图的名字里有看不见的控制字符，请删去后再交。"),
        ({"shared": "world"}, 422, "请选择给谁用。"),
        ({"query": "q=" + "长" * 500}, 422, "筛选的条件太长，不能保存成视图。"),
    ],
)
def test_what_is_no_view_gets_one_sentence(
    said: dict[str, str], status: int, told: str, world: World
) -> None:
    """With what was typed, and nothing saved."""
    answer = save(world, "chen", **said)
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_view_shared_with_the_unit_is_the_units(world: World) -> None:
    """李明 shares, 王强 of the same bureau sees it and may not change it, 孙悦 sees nothing."""
    save(world, "li", name="局里的", shared="unit")
    pk = SavedView.objects.get().pk
    wang, sun = world.client("wang"), world.client("sun")
    page = text(wang, "/desk/views")
    assert "局里的" in page
    assert "李明" in page
    assert "删除" not in page
    assert "局里的" not in text(sun, "/desk/views")
    for path in (f"/desk/views/{pk}", f"/desk/views/{pk}/remove"):
        answer = wang.post(path, {"name": "我的"})
        assert answer.status_code == 404
        assert "没有这个视图，或者它不是您的。" in answer.content.decode()


def test_a_view_is_renamed_and_removed(world: World) -> None:
    """A bad name shows the page again with the sentence."""
    save(world, "chen")
    pk = SavedView.objects.get().pk
    client = world.client("chen")
    bad = client.post(f"/desk/views/{pk}", {"name": "", "shared": "nobody"})
    assert bad.status_code == 422
    assert "请给视图起个名字。" in bad.content.decode()
    client.post(f"/desk/views/{pk}", {"name": "灯", "shared": "place"})
    assert "灯" in text(world.client("zheng"), "/desk/views")
    client.post(f"/desk/views/{pk}/remove")
    assert "还没有保存的视图" in text(client, "/desk/views")
    assert client.post("/desk/views/99999999999999999999/remove").status_code == 404


def test_a_tab_counts_no_further_than_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many are many."""
    monkeypatch.setattr(queries, "MOST_FOUND", 2)
    monkeypatch.setattr(paging, "MOST_FOUND", 2)
    for _ in range(4):
        world.new()
    assert ">2+</span>" in tab(text(world.client("chen"), "/desk/"), "全部")


def test_the_count_of_a_view_is_kept_for_a_minute(world: World) -> None:
    """But that of the view one looks at is always what the list holds."""
    answer = save(world, "chen")
    client = world.client("chen")
    assert ">0</span>" in tab(text(client, "/desk/cases"), "路灯")
    world.new()
    assert ">0</span>" in tab(text(client, "/desk/cases"), "路灯")
    assert ">1</span>" in tab(text(client, answer["Location"]), "路灯")
    assert ">1</span>" in tab(text(client, "/desk/cases"), "路灯")
    world.new()
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        assert ">2</span>" in tab(text(client, "/desk/cases"), "路灯")


def test_what_one_counts_is_not_what_another_counts(world: World) -> None:
    """李明 of the housing bureau has none of the street's."""
    save(world, "chen", shared="place")
    world.sent(area="")
    assert ">1</span>" in tab(text(world.client("chen"), "/desk/cases"), "路灯")
    assert ">0</span>" in tab(text(world.client("sun"), "/desk/cases"), "路灯")


def test_a_list_with_many_views_costs_as_much_as_with_one(
    world: World, django_assert_num_queries: Any
) -> None:
    """All tabs are counted in one question."""
    for n in range(15):
        save(world, "chen", name=f"第 {n}", query=f"q={n}&light=red&unit=housing")
    world.new()
    client = world.client("chen")
    client.get("/desk/cases")
    with django_assert_num_queries(12):
        assert client.get("/desk/cases").content.decode().count("第 ") == 15
