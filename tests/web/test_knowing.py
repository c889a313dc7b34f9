"""Known answers on the pages: while one writes, to read, at the desk, and in a live call."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huiyin.cases import queries as cases
from huiyin.handling import actions, queries
from huiyin.handling.actions import Said
from huiyin.rules.case import Actor, Phase
from huiyin.rules.vocabulary import Role
from huiyin.web import crowd
from tests.web.citizen_street import words
from tests.web.desk_world import NOW, World, build
from tests.web.test_desk_register import filled

pytestmark = pytest.mark.django_db

QUESTION = "社保卡丢了怎么补办"


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def write(world: World, **changes: Any) -> int:
    """An article of the centre's."""
    today = timezone.localdate(NOW)
    said = {
        "question": QUESTION,
        "answer": "先挂失，再补办。",
        "source": "《社会保障卡管理办法》",
        "until": today + timedelta(days=365),
    }
    return actions.write(
        "model", Said(**(said | changes)), actor=world.actor("zhou"), today=today, now=NOW
    )


def first(pattern: str, page: str) -> str:
    """What is found first."""
    found = re.search(pattern, page)
    assert found, pattern
    return found[1]


def hints(text: str) -> str:
    return words(Client().post("/model/report/hints", {"text": text}))


def test_while_one_writes_the_known_answer_opens_in_place(world: World) -> None:
    pk = write(world)
    page = hints("我的社保卡丢了，怎么补办？")
    assert "<details" in page
    assert "先挂失，再补办。" in page
    assert f'href="/model/answers/{pk}"' in page
    assert f'data-helped="/model/answers/{pk}/helped"' in page
    assert QUESTION not in hints("路灯不亮了三天")


def test_what_is_internal_is_not_told_to_the_public_anywhere(world: World) -> None:
    pk = write(world, public=False)
    assert QUESTION not in hints("社保卡丢了怎么补办")
    assert Client().get(f"/model/answers/{pk}").status_code == 404
    assert Client().post(f"/model/answers/{pk}/helped").status_code == 404
    assert QUESTION not in words(Client().get("/model/answers"))
    assert "常见问题" not in words(Client().get("/model/"))


def test_who_finds_the_answer_leaves_without_a_case_and_is_counted(world: World) -> None:
    pk = write(world)
    client = Client()
    assert 'href="/model/answers"' in words(client.get("/model/"))
    assert QUESTION in words(client.get("/model/answers?q=社保"))
    page = words(client.get(f"/model/answers/{pk}"))
    assert "《社会保障卡管理办法》" in page
    assert 'href="/model/report"' in page
    done = client.post(f"/model/answers/{pk}/helped")
    assert (done.status_code, done["Location"]) == (303, "/model/")
    assert "谢谢" in words(client.get("/model/"))
    today = timezone.localdate(NOW)
    assert queries.kept(world.actor("zhou"), today=today)[0].helped == 1
    assert next(cases.every_number(), None) is None


def test_an_answer_is_text_and_nothing_in_it_is_obeyed(world: World) -> None:
    pk = write(world, answer="<script>alert(1)</script>", question="<b>问</b>怎么办")
    page = words(Client().get(f"/model/answers/{pk}"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_search_for_nothing_known_leads_to_reporting(world: World) -> None:
    write(world)
    page = words(Client().get("/model/answers?q=" + "电" * 5000))
    assert "没有找到" in page
    assert 'href="/model/report"' in page


def test_an_article_is_written_changed_and_retired_at_the_desk(world: World) -> None:
    client = world.client("zhou")
    asked = {
        "question": "怎么改名字",
        "answer": "到派出所。",
        "until": "2027-01-01",
        "public": "on",
    }
    assert client.post("/desk/answers/new", asked).status_code == 302
    page = words(client.get("/desk/answers"))
    assert "怎么改名字" in page
    at = first(r'href="(/desk/answers/\d+)"', page)
    page = words(client.get(at))
    assert "到派出所。" in page
    seen = first(r'name="seen" value="(\d+)"', page)
    client.post(at, asked | {"answer": "到户籍地派出所。", "seen": seen})
    late = words(client.post(at, asked | {"answer": "晚了一步。", "seen": seen}), 409)
    assert "刚被别人改过" in late
    assert "晚了一步。" in late
    assert "到户籍地派出所。" in late
    client.post(at, {"retire": "1"})
    assert "怎么改名字" not in words(client.get("/desk/answers"))


def test_bad_articles_are_told_why_with_what_was_typed(world: World) -> None:
    client = world.client("zhou")
    page = words(client.post("/desk/answers/new", {"question": "", "answer": "有答"}), 422)
    assert "请填写“问题”。" in page
    assert "请填写有效期。" in page
    assert "有答" in page
    asked = {"question": "问" * 300, "answer": "答", "until": "2027-01-01"}
    assert "最多 200 字，现有 300 字" in words(client.post("/desk/answers/new", asked), 422)
    past = asked | {"question": "问", "until": "2020-01-01"}
    assert "有效期不能早于今天" in words(client.post("/desk/answers/new", past), 422)
    assert words(client.get("/desk/answers/99999"), 404)


def test_a_unit_reads_all_and_changes_its_own_and_a_grid_worker_reads(world: World) -> None:
    pk = write(world)
    li = world.client("li")
    assert "停用这条" not in words(li.get(f"/desk/answers/{pk}"))
    assert li.post(f"/desk/answers/{pk}", {"retire": "1"}).status_code == 403
    asked = {"question": "危房怎么鉴定", "answer": "找住建局。", "until": "2027-01-01"}
    assert li.post("/desk/answers/new", asked | {"unit": "housing"}).status_code == 302
    assert li.post("/desk/answers/new", asked | {"unit": "centre"}).status_code == 403
    gao = world.client("gao")
    assert QUESTION in words(gao.get("/desk/answers"))
    assert gao.post("/desk/answers/new", asked).status_code == 403


def test_in_a_live_call_the_known_answer_is_given_and_counted(world: World) -> None:
    """P111: solved at intake, from the knowledge base."""
    pk = write(world, public=False)
    client = world.client("zhou")
    said = filled() | {"title": "社保卡丢了怎么补办", "kind": "enquiry", "do": "look"}
    page = words(client.post("/desk/call", said))
    assert f'value="use:{pk}"' in page
    page = words(client.post("/desk/call", said | {"do": f"use:{pk}"}))
    assert "先挂失，再补办。</textarea>" in page
    answered = {"do": "answer", "answer": "先挂失，再补办。", "article": str(pk)}
    assert client.post("/desk/call", said | answered).status_code == 302
    case = cases.find(next(cases.every_number()))
    assert case is not None
    assert case.phase is Phase.ANSWERED_DIRECTLY
    today = timezone.localdate(NOW)
    assert queries.kept(world.actor("zhou"), today=today)[0].helped == 1


def test_an_article_that_is_none_breaks_no_call(world: World) -> None:
    client = world.client("zhou")
    assert client.post("/desk/call", filled() | {"do": "use:x"}).status_code == 200
    said = filled() | {"kind": "enquiry", "do": "answer", "answer": "好。", "article": "999999"}
    assert client.post("/desk/call", said).status_code == 302


def test_a_second_answer_goes_below_what_is_answered_already(world: World) -> None:
    pk = write(world)
    said = filled() | {"answer": "您好。", "do": f"use:{pk}"}
    page = words(world.client("zhou").post("/desk/call", said))
    assert re.search("您好。\\s+先挂失，再补办。</textarea>", page)


@pytest.mark.parametrize("what", ["x", "", "²", "-1", "9" * 5000])
def test_a_number_that_is_no_articles_does_nothing(world: World, what: str) -> None:
    client = world.client("zhou")
    assert client.post("/desk/call", filled() | {"do": f"use:{what}"}).status_code == 200
    said = filled() | {"kind": "enquiry", "do": "answer", "answer": "好。", "article": what}
    assert client.post("/desk/call", said).status_code == 302
    assert client.get(f"/model/answers/{what}").status_code in (200, 301, 404)


def test_who_asks_too_fast_is_told_to_wait_and_others_are_not(world: World) -> None:
    write(world)
    fast, other = Client(), Client()
    fast.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    other.cookies[settings.CSRF_COOKIE_NAME] = "b" * 32
    said = {"text": "社保卡丢了怎么补办"}
    most = crowd.ASKING.each
    asked = [fast.post("/model/report/hints", said).status_code for _ in range(most + 1)]
    assert asked == [200] * most + [429]
    no = fast.post("/model/report/hints", said)
    assert no["Retry-After"] == "60"
    assert "照常提交不受影响" in no.content.decode()
    assert other.post("/model/report/hints", said).status_code == 200
    assert fast.get("/model/report").status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert fast.post("/model/report/hints", said).status_code == 200


def test_all_together_may_not_keep_the_machine_busy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new cookie for every question helps nobody; a count cannot be driven up so either."""
    pk = write(world)
    monkeypatch.setattr(crowd.ASKING, "most", 3)
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        asked = [Client().post(f"/model/answers/{pk}/helped").status_code for _ in range(4)]
    assert asked == [303, 303, 303, 429]
    today = timezone.localdate(NOW)
    assert queries.kept(world.actor("zhou"), today=today)[0].helped == 3


@pytest.mark.parametrize("words_", ["%00", "%F0%A0%AE%B7", "%ff", "%25"])
def test_odd_characters_in_a_search_are_no_harm(world: World, words_: str) -> None:
    write(world)
    assert Client().get(f"/model/answers?q={words_}").status_code == 200
    assert world.client("zhou").get(f"/desk/answers?q={words_}").status_code == 200


def test_an_article_of_another_place_is_none_here(world: World) -> None:
    far = Actor("member:9", frozenset({Role.AGENT}), frozenset({"far"}))
    today = timezone.localdate(NOW)
    said = Said(question=QUESTION, answer="别处的。", until=today)
    pk = actions.write("far", said, actor=far, today=today, now=NOW)
    client = world.client("zhou")
    assert Client().get(f"/model/answers/{pk}").status_code == 404
    assert client.get(f"/desk/answers/{pk}").status_code == 404
    assert "别处的" not in words(client.post("/desk/call", filled() | {"do": f"use:{pk}"}))
