"""Every deed of the vocabulary can be done from the desk, through the form made from its type."""

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from huiyin.cases import agreeing
from huiyin.cases.models import CaseRow
from huiyin.rules.case import Phase
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.steps import receive
from huiyin.rules.steps.handle import Progress
from tests.web.desk_world import DOABLE, NOW, World, build

pytestmark = pytest.mark.django_db

BEGINS = {"register"}
OF_THE_SYSTEM = {"strike", "absorb"}
OF_PETITIONERS = {"vote"}


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def card(page: str, deed: str) -> str:
    """The part of the page that holds a deed's card."""
    found = re.search(rf'id="deed-{deed}".*?(?=id="deed-|<h2|</section)', page, re.DOTALL)
    assert found, f"no card for {deed}"
    return found[0]


def hidden(page: str, deed: str) -> dict[str, str]:
    """What the card's form hides: the key and the version seen."""
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)"', card(page, deed))
    return {name: value for name, value in pairs if name in ("key", "seen")}


def shown(client: Client, number: str) -> str:
    """The case page."""
    response = client.get(f"/desk/cases/{number}")
    assert response.status_code == 200
    return response.content.decode()


def test_every_deed_is_tried_here() -> None:
    """No deed of the table is forgotten."""
    assert set(DOABLE) | BEGINS | OF_THE_SYSTEM | OF_PETITIONERS == set(TABLE)


@pytest.mark.parametrize("deed", DOABLE)
def test_the_deed_is_done_through_its_form(deed: str, world: World) -> None:
    """The card is open to whoever may, and what is filled in becomes the deed's facts."""
    who, walk, filled = DOABLE[deed]
    number = walk(world)
    client = world.client(who)
    data = filled(world)
    page = shown(client, number)
    assert f'action="/desk/cases/{number}/{deed}"' in card(page, deed)
    before = world.case(number).facts
    response = client.post(f"/desk/cases/{number}/{deed}", {**hidden(page, deed), **data})
    assert response.status_code == 302, response.content.decode()
    assert world.case(number).facts > before
    assert agreeing.disagreement(number) == ""
    followed = client.get(response["Location"])
    assert followed.status_code == 200
    assert "已完成" in followed.content.decode()


@pytest.mark.parametrize("deed", sorted(OF_PETITIONERS))
def test_a_petitioners_own_deed_is_greyed_with_who_may(deed: str, world: World) -> None:
    """JS-12: nobody votes for the petitioners."""
    number = world.answered(collective=True)
    grey = card(shown(world.client("zhou"), number), deed)
    assert "<form" not in grey
    assert "您不能做这一步，请交给有权限的人：诉求人。" in grey


@pytest.mark.parametrize("deed", sorted(OF_THE_SYSTEM))
def test_what_the_system_does_is_nobodys_form(deed: str, world: World) -> None:
    """Strikes and the other half of a merge are no cards, and no address."""
    number = world.new()
    client = world.client("chen")
    assert f'id="deed-{deed}"' not in shown(client, number)
    assert client.post(f"/desk/cases/{number}/{deed}", {"seen": "1"}).status_code == 404


def test_each_deed_that_cannot_be_done_says_why(world: World) -> None:
    """A page shows every deed the law has, allowed or greyed with its reason (P10)."""
    number = world.sent()
    page = shown(world.client("li"), number)
    people_do = set(TABLE) - OF_THE_SYSTEM - BEGINS
    assert people_do <= set(re.findall(r'id="deed-(\w+)"', page))
    assert "诉求现在是“待受理”，不能做这一步。" in card(page, "draft_answer")
    assert "请交给有权限的人：督查室。" in card(page, "order")


def test_the_next_step_stands_first_and_open(world: World) -> None:
    """The owner sees what the case waits for, before anything else."""
    number = world.sent()
    page = shown(world.client("li"), number)
    first = re.search(r'<details class="deed is-next" id="deed-(\w+)" open>', page)
    assert first is not None
    assert first[1] == "accept"
    assert 'class="deed is-next"' not in shown(world.client("zheng"), number)


def test_a_form_begins_with_what_the_catalogue_says(world: World) -> None:
    """PS-3: the dispatcher finds lead and helper chosen already."""
    page = card(shown(world.client("chen"), world.new()), "dispatch")
    assert '<option value="housing" selected>' in page
    assert re.search(r'value="st-chengguan" id="id_dispatch_assisting_0" checked', page)


def test_a_refusal_keeps_what_was_typed_and_says_why(world: World) -> None:
    """Contact first (JS-6): the letter is not lost, the status is 409."""
    number = world.sent()
    client = world.client("li")
    typed = {"text": "已经修好了，特此答复。", "seen": str(world.case(number).facts), "key": "k"}
    response = client.post(f"/desk/cases/{number}/draft_answer", typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "诉求现在是“待受理”，不能做这一步。" in page
    assert "已经修好了，特此答复。" in card(page, "draft_answer")
    assert world.case(number).phase is Phase.DISPATCHED


def test_a_field_at_fault_is_named_beside_it(world: World) -> None:
    """An extension beyond the law's most: 422, and the sentence stands at the field (SN-9)."""
    number = world.working()
    client = world.client("li")
    page = shown(client, number)
    typed = {"limit_amount": "60", "limit_unit": "wd", "reason": "配件要从外地来。"}
    response = client.post(
        f"/desk/cases/{number}/request_extension", {**hidden(page, "request_extension"), **typed}
    )
    body = card(response.content.decode(), "request_extension")
    assert response.status_code == 422
    assert "一次最多延长 5 个工作日。" in body
    assert "配件要从外地来。" in body
    assert 'value="60"' in body


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写“进展”。"),
        ("   ", "请填写“进展”。"),
        ("坏" * 100_000, "“进展”有 100000 字，最多 20000 字，请缩短或作为附件提交。"),
        ("灯\x00坏了", "“进展”里有看不见的控制字符，请删去后再交。"),
    ],
    ids=["empty", "blank", "endless", "control"],
)
def test_bad_words_get_one_sentence_and_change_nothing(
    text: str, sentence: str, world: World
) -> None:
    """422, the sentence, and not a fact more."""
    number = world.working()
    client = world.client("li")
    page = shown(client, number)
    before = world.case(number)
    response = client.post(
        f"/desk/cases/{number}/progress", {**hidden(page, "progress"), "text": text}
    )
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert world.case(number) == before


def test_a_moment_in_the_past_is_refused(world: World) -> None:
    """XN-4: a review lies ahead."""
    number = world.working()
    client = world.client("zhao")
    typed = {"until": "2020-01-01T09:00", "reason": "等。", "plan": "等。"}
    seen = hidden(shown(client, number), "shelve")
    response = client.post(f"/desk/cases/{number}/shelve", {**seen, **typed})
    assert response.status_code == 422
    assert "“复核时间”必须晚于现在。" in response.content.decode()


def test_merging_into_a_case_that_is_not_there_is_told_on_the_page(world: World) -> None:
    """The number was mistyped: the case itself is still open before us."""
    number = world.new()
    client = world.client("chen")
    seen = hidden(shown(client, number), "merge")
    response = client.post(f"/desk/cases/{number}/merge", {**seen, "into": "EV-20261124-00099-9"})
    assert response.status_code == 422
    assert "EV-20261124-00099-9" in card(response.content.decode(), "merge")
    assert world.case(number).phase is Phase.REGISTERED


def test_a_second_click_does_nothing_more(world: World) -> None:
    """The same key from the same person: one fact, and both clicks end well."""
    number = world.working()
    client = world.client("li")
    sent = {**hidden(shown(client, number), "progress"), "text": "配件已到。"}
    first = client.post(f"/desk/cases/{number}/progress", sent)
    facts = world.case(number).facts
    second = client.post(f"/desk/cases/{number}/progress", sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert world.case(number).facts == facts


def test_a_page_that_another_person_made_stale_is_not_acted_upon(world: World) -> None:
    """Li opened the page; Wang reported progress; Li must look before Li answers."""
    number = world.working()
    client = world.client("li")
    stale = hidden(shown(client, number), "draft_answer")
    world.act("wang", number, Progress(text="局长现场看过，还缺一盏。"))
    sent = {**stale, "text": "三盏都修好了。"}
    response = client.post(f"/desk/cases/{number}/draft_answer", sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "王强（示范县住房和城乡建设局）" in page
    assert "办理进展。请看过新的记录再提交，您写的内容还在。" in page
    assert "局长现场看过，还缺一盏。" in page
    assert "三盏都修好了。" in card(page, "draft_answer")
    again = {**hidden(page, "draft_answer"), "text": "四盏都修好了。"}
    assert client.post(f"/desk/cases/{number}/draft_answer", again).status_code == 302


def test_one_may_do_a_thing_after_ones_own(world: World) -> None:
    """Two tabs of the same person do not stand in each other's way."""
    number = world.working()
    client = world.client("li")
    seen = hidden(shown(client, number), "draft_answer")
    world.act("li", number, Progress(text="配件已到。"))
    response = client.post(f"/desk/cases/{number}/draft_answer", {**seen, "text": "修好了。"})
    assert response.status_code == 302


def test_who_may_not_is_told_who_may(world: World) -> None:
    """403, with the roles that can."""
    number = world.drafted()
    response = world.client("li").post(f"/desk/cases/{number}/sign_off", {"seen": "9", "key": "k"})
    assert response.status_code == 403
    assert "请交给有权限的人：单位主要负责人。" in response.content.decode()
    assert world.case(number).phase is Phase.SIGNING


def test_a_deed_that_does_not_exist_is_not_found(world: World) -> None:
    """404, for a case one may see."""
    number = world.new()
    client = world.client("chen")
    assert client.post(f"/desk/cases/{number}/dance").status_code == 404
    assert client.post(f"/desk/cases/{number}/register").status_code == 404
    assert client.get(f"/desk/cases/{number}/dispatch").status_code == 405


def test_splitting_makes_a_second_case(world: World) -> None:
    """P41: the second matter has a number and waits for the dispatcher."""
    number = world.sent()
    client = world.client("chen")
    sent = {**hidden(shown(client, number), "split"), "title": "井盖松动", "text": "井盖松动。"}
    client.post(f"/desk/cases/{number}/split", sent)
    other = CaseRow.objects.exclude(number=number).get()
    assert other.title == "井盖松动"
    assert f"/desk/cases/{number}" in shown(client, other.number)


def test_who_hands_a_case_away_comes_back_to_the_inbox(world: World) -> None:
    """After the ruling the first unit has no part in it, and its page is closed to them."""
    number = world.sent()
    client = world.client("chen")
    sent = {"lead": "st-chengguan", "reason": "街道的路。", "seen": "2", "key": "k"}
    assert client.post(f"/desk/cases/{number}/reassign", sent).status_code == 302
    assert world.client("li").get(f"/desk/cases/{number}").status_code == 404


def test_a_form_without_its_boxes_is_told_which_point_is_missing(world: World) -> None:
    """An old page, or a machine: one sentence, no error."""
    number = world.working()
    world.act("li", number, receive.ListPoints(points=("灯不亮",)))
    answer = world.client("li").post(f"/desk/cases/{number}/draft_answer", {"text": "已修好。"})
    assert answer.status_code == 422
    assert "第 1 点还没有回应，请逐点写明。" in answer.content.decode()
