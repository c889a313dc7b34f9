"""Internal notes: for colleagues alone, and who is mentioned hears of it."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from huiyin.cases import notices, queries
from huiyin.people import actions as people
from huiyin.rules import facts as f
from huiyin.rules.vocabulary import Role
from tests.web.citizen_street import look_up
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def note(world: World, who: str, number: str, words: str) -> Any:
    """What the desk answers to a note."""
    return world.client(who).post(f"/desk/cases/{number}/note", {"text": words})


def noted(number: str) -> list[f.Noted]:
    """The notes on a case."""
    whats = (entry.fact.what for entry in queries.timeline(number))
    return [what for what in whats if isinstance(what, f.Noted)]


def test_a_note_stands_in_the_story_with_whom_it_is_meant_for(world: World) -> None:
    """By name, in the middle of a Chinese sentence; the colleague reads of it under notices."""
    number = world.working()
    answer = note(world, "li", number, "上月也报过，@陈芳请看一下是不是并单。")
    assert answer.status_code == 302
    page = text(world.client("chen"), f"/desk/cases/{number}")
    for words in ("内部备注", "上月也报过", "提到：陈芳", "is-inside"):
        assert words in page
    assert f"{number} 的内部备注提到您" in text(world.client("chen"), "/desk/notices")
    assert "内部备注提到您" not in text(world.client("zheng"), "/desk/notices")
    (kept,) = noted(number)
    assert kept.mentioned == (world.actor("chen").id,)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("请看 @chen 和@wang，谢谢", ["chen", "wang"]),
        ("@CHEN @chen @陈芳", ["chen"]),
        ("＠陈芳请看", ["chen"]),
        ("邮件请发 desk@chen.example.org", []),
        ("没有提到谁", []),
    ],
)
def test_who_is_meant(words: str, who: list[str], world: World) -> None:
    """By login or name, each once; an address of mail is no mention."""
    number = world.working()
    note(world, "li", number, words)
    (kept,) = noted(number)
    assert list(kept.mentioned) == [world.actor(one).id for one in who]


def test_the_longer_of_two_names_is_meant(world: World) -> None:
    """林小雨 is not 林小."""
    add(world, "lin2", "林小")
    number = world.working()
    note(world, "li", number, "@林小雨请回访")
    (kept,) = noted(number)
    assert kept.mentioned == (world.actor("lin").id,)


def add(world: World, login: str, name: str, unit: str = "centre") -> None:
    """Another dispatcher."""
    roles = (Role.DISPATCHER,)
    world.people[login] = people.add_member(
        login, name=name, place=world.place, unit=unit, roles=roles
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("@张三 请看", "没有叫“张三”的同事，请从列表里选。"),
        ("@sun 请看", "孙悦不能看这件诉求，不能提到。"),
        ("@陈芳请看", "有几位同事都叫“陈芳”，请写登录名：@chen、@chen2。"),
    ],
)
def test_whoever_cannot_be_meant_is_told_and_nothing_is_kept(
    words: str, told: str, world: World
) -> None:
    """Nobody, one who may not see the case, two of one name; what was typed is still there."""
    add(world, "chen2", "陈芳")
    number = world.working()
    answer = note(world, "li", number, words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert words in page
    assert not noted(number)


def test_no_more_than_twenty(world: World) -> None:
    """A note is not a circular."""
    for n in range(21):
        add(world, f"d{n}", f"赵员{chr(0x4E00 + n)}")
    number = world.working()
    logins = " ".join(f"@d{n}" for n in range(21))
    answer = note(world, "li", number, logins)
    assert "一次最多提到 20 位同事。" in answer.content.decode()


def test_a_note_is_never_the_petitioners_to_read(world: World) -> None:
    """Neither the words nor that there was one; nor is the petitioner told anything."""
    number = world.working()
    told = len(notices.to_petitioners(number))
    note(world, "li", number, "此人多次来电。")
    page = look_up(Client(), "model", number, world.codes[number])
    assert number in page
    assert "此人多次来电" not in page
    assert "备注" not in page
    assert len(notices.to_petitioners(number)) == told


def test_colleagues_to_pick_from_are_those_who_may_open_the_case(world: World) -> None:
    """By letters of name or login; in a fixed number of questions."""
    number = world.working()
    client = world.client("li")
    found = client.get(f"/desk/cases/{number}/colleagues?q=陈").json()["colleagues"]
    assert [one["login"] for one in found] == ["chen"]
    assert found[0]["say"] == "陈芳"
    assert client.get(f"/desk/cases/{number}/colleagues?q=sun").json()["colleagues"] == []
    add(world, "chen2", "陈芳")
    says = client.get(f"/desk/cases/{number}/colleagues?q=陈").json()["colleagues"]
    assert [one["say"] for one in says] == ["chen", "chen2"]
    assert client.get(f"/desk/cases/{number}/colleagues?q=%00").json()["colleagues"] == []


def test_the_list_costs_the_same_for_few_and_for_many(
    world: World, django_assert_num_queries: Any
) -> None:
    """Session, member, place, law, places below, the case, colleagues, the places below theirs."""
    number = world.working()
    client = world.client("li")
    for n in range(20):
        add(world, f"d{n}", f"赵员{n}")
    client.get(f"/desk/cases/{number}/colleagues?q=d")
    with django_assert_num_queries(8):
        client.get(f"/desk/cases/{number}/colleagues?q=d")


def test_who_may_not_open_the_case_learns_no_names(world: World) -> None:
    """Not found, like the case itself."""
    number = world.working()
    assert world.client("sun").get(f"/desk/cases/{number}/colleagues?q=").status_code == 404
