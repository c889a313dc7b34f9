"""Search at the desk: what is found, where it says so, by whom, and what it costs."""

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from huiyin.cases import actions as cases
from huiyin.rules.steps import handle
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def search(world: World, words: str, who: str = "chen", path: str = "/desk/cases") -> str:
    """The page that the search box leads to."""
    return text(world.client(who), f"{path}?q={words}")


def snippets(page: str) -> list[str]:
    """What stands below the titles, with [] around what is marked."""
    plain = [
        re.sub(r"</?mark>", "|", one) for one in re.findall(r'<p class="found">(.*?)</p>', page)
    ]
    return [re.sub(r"<[^>]+>", "", one) for one in plain]


def test_words_are_marked_in_the_title_and_in_a_line_that_says_where_they_stand(
    world: World,
) -> None:
    number = world.new()
    world.new(title="占道", text="门口堆了货。", address="")
    page = search(world, "路灯 漆黑")
    assert number in page
    assert page.count("<tr data-row>") == 1
    assert "和平路的<mark>路灯</mark>坏了三盏" in page
    assert snippets(page) == ["来信 …接孩子放学，路上一片|漆黑|。请尽快修好。"]


def test_answers_addresses_and_supplements_are_found(world: World) -> None:
    world.drafted()
    assert snippets(search(world, "线路已检修")) == ["答复 三盏路灯已全部更换，|线路已检修|。"]
    assert snippets(search(world, "12号门")) == ["地点 和平路 |12 号门|前"]
    assert snippets(search(world, "12 门前")) == ["地点 和平路 |12| 号|门前|"]


def test_the_area_and_the_number_are_marked_where_they_stand(world: World) -> None:
    number = world.new()
    assert "<mark>和平社区</mark>" in search(world, "和平社区")
    head, tail = number[:11], number[11:]
    assert f"<mark>{head}</mark>{tail}" in search(world, head)
    assert f"<mark>{number}</mark>" in search(world, number.lower().replace("-", "+"))


@pytest.mark.parametrize("words", ["%27%22*", "路灯%22 OR", "%25", "a" * 5000, "（）"])
def test_whatever_is_typed_is_looked_for_and_never_an_error(words: str, world: World) -> None:
    world.new()
    assert "没有符合条件的诉求" in search(world, words)


def test_what_no_text_can_hold_is_not_looked_for(world: World) -> None:
    """PostgreSQL minds a NUL."""
    assert world.new() in search(world, "%00")


def test_markup_in_a_letter_is_shown_as_it_was_written(world: World) -> None:
    world.new(text="<b>路灯</b> & <mark>井盖</mark>")
    assert "&lt;mark&gt;<mark>井盖</mark>&lt;/mark&gt;" in search(world, "井盖")


def test_one_finds_what_one_may_see(world: World) -> None:
    """The dispatcher what the place has, a clerk what the unit has."""
    mine, other = world.sent(helped=True), world.sent()
    for who, found in (("chen", {mine, other}), ("li", {mine, other}), ("sun", {mine})):
        page = search(world, "路灯", who)
        assert {number for number in (mine, other) if number in page} == found


def test_the_inbox_has_its_own_search(world: World) -> None:
    world.new(title="新来的路灯")
    world.sent(title="交办的路灯")
    page = search(world, "路灯", path="/desk/")
    assert 'title="新来的路灯"' in page
    assert 'title="交办的路灯"' not in page


def test_a_whole_telephone_number_finds_its_cases(world: World) -> None:
    """However it is typed; part of a number finds nobody."""
    number = world.new()
    for typed in ("13812345678", "138 1234 5678", "%2B86-13812345678", "１３８１２３４５６７８"):
        page = search(world, typed)
        assert number in page, typed
        assert "这是用这个电话号码反映过的诉求。" in page
    for typed in ("1381234567", "13812345679", "1234 5678"):
        assert "没有符合条件的诉求" in search(world, typed), typed


def test_a_unit_finds_by_a_number_only_those_whose_petitioner_it_may_know(world: World) -> None:
    """What it could only claim is not yet its own."""
    claimable = world.new(class_code="other")
    mine = world.sent()
    page = search(world, "13812345678", "li")
    assert mine in page
    assert claimable not in page


def test_a_number_that_stands_in_a_letter_is_found_as_words(world: World) -> None:
    number = world.new(text="请打 13900001111 找我。")
    page = search(world, "13900001111")
    assert number in page
    assert "这是用这个电话号码反映过的诉求。" not in page


def test_what_was_erased_is_found_no_more(world: World) -> None:
    number = world.new()
    cases.erase(number, now=world.now)
    assert "没有符合条件的诉求" in search(world, "路灯")


def test_a_search_costs_the_same_for_one_case_and_for_twenty(
    world: World, django_assert_num_queries: Any
) -> None:
    """What a list costs, one query for where the words stand, and what asks the index.

    Three times it is asked whether a unit has many cases, until it has.
    PostgreSQL is asked for the last months, and for all others.
    """
    client = world.client("li")
    for _ in range(20):
        number = world.working()
        world.act("li", number, handle.Progress(text="路灯的配件到了。"))
    client.get("/desk/cases?q=路灯")
    with django_assert_num_queries(18 if connection.vendor == "sqlite" else 19):
        client.get("/desk/cases?q=路灯")
