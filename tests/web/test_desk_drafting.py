"""Writing an answer: the place's own words, the law, and every point (P105, P107, B12)."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings

from huiyin.handling import phrases
from huiyin.handling.phrases import Said
from huiyin.rules.steps import evaluate, handle, receive
from tests.web.citizen_street import words
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db

TWO = ("路灯不亮", "灯杆歪了")
BOTH = ("换了灯泡。", "扶正了。")


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def keep(world: World, **changes: Any) -> int:
    """A phrase for answers, of everybody's."""
    said = {"name": "已修好", "text": "{编号}“{标题}”已办好。", "deed": "draft_answer"}
    return phrases.write("model", Said(**(said | changes)), actor=world.actor("zhou"), now=NOW)


def box(page: str, name: str = "id_draft_answer_text") -> str:
    """What stands in a text box."""
    found = re.search(rf'<textarea[^>]*id="{name}"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    assert found, name
    return unescape(found[1])


# P105


def test_a_phrase_is_filled_for_the_case_by_a_reload(world: World) -> None:
    """Without a script the button loads the page anew, with the words in the box."""
    pk = keep(world, text="{number}“{title}”：{unit}{officer}，{date}，{promised}前。")
    number = world.working()
    client = world.client("li")
    assert box(text(client, f"/desk/cases/{number}")) == ""
    told = box(text(client, f"/desk/cases/{number}?phrase={pk}"))
    assert told.startswith(f"{number}“和平路的路灯坏了三盏”：示范县住房和城乡建设局李明 0516")
    assert "2026年11月24日" in told
    assert re.search(r"12月\d+日（周.）17:30前。$", told)


def test_what_is_not_known_leaves_a_gap_to_be_seen(world: World) -> None:
    pk = keep(world, text="{单位}：好。", deed="answer_directly")
    client = world.client("fang")
    number = world.new(kind="enquiry")
    page = text(world.client("zhou"), f"/desk/cases/{number}?phrase={pk}")
    assert box(page, "id_answer_directly_text") == "示范县群众诉求服务中心：好。"
    assert client.get(f"/desk/cases/{number}?phrase=abc").status_code == 200


def test_those_of_the_class_are_offered_first(world: World) -> None:
    keep(world, name="通用的")
    keep(world, name="噪音的", class_code="0102")
    keep(world, name="路灯的", class_code="0201")
    page = text(world.client("li"), f"/desk/cases/{world.working()}")
    shown = page[page.index('id="id_draft_answer_phrase"') :]
    order = [shown.index(one) for one in ("这一类的事", "路灯的", "通用的", "别的类", "噪音的")]
    assert order == sorted(order)


def test_words_of_a_letter_are_not_read_as_blanks_or_tags(world: World) -> None:
    pk = keep(world)
    number = world.working(title='路灯{编号}<b>"坏"</b>')
    page = text(world.client("li"), f"/desk/cases/{number}?phrase={pk}")
    assert box(page) == f'{number}“路灯{{编号}}<b>"坏"</b>”已办好。'
    assert "<b>" not in page


def test_a_phrase_is_written_changed_and_retired_on_its_page(world: World) -> None:
    client = world.client("li")
    assert "还没有模板" in text(client, "/desk/phrases")
    told = {"name": "已修好", "text": "{编号}已办好。", "deed": "draft_answer", "unit": "housing"}
    assert client.post("/desk/phrases/new", told).status_code == 302
    page = text(client, "/desk/phrases")
    assert "{编号}已办好。" in page
    pk = re.findall(r"from=(\d+)", page)[0]
    form = text(client, f"/desk/phrases/new?from={pk}")
    assert box(form, "id_text") == "{编号}已办好。"
    client.post("/desk/phrases/new", {**told, "text": "{编号}办好了。", "instead": pk})
    page = text(client, "/desk/phrases")
    assert "{编号}办好了。" in page
    assert "{编号}已办好。" not in page
    pk = re.findall(r"from=(\d+)", page)[0]
    client.post(f"/desk/phrases/{pk}/retire")
    assert "还没有模板" in text(client, "/desk/phrases")
    assert client.post(f"/desk/phrases/{pk}/retire").status_code == 404
    assert client.get(f"/desk/phrases/new?from={pk}").status_code == 404


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-hans", "没有“电话”这一项，花括号里可以写：编号、标题、单位、经办人、日期、期限。"),
        ("en", "number, title, unit, officer, date, promised."),
    ],
)
def test_an_unknown_blank_is_told_in_one_sentence_and_the_words_stay(
    language: str, told: str, world: World
) -> None:
    client = world.client("li")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    said = {"name": "回电", "text": "请打{电话}。", "deed": "draft_answer", "unit": "housing"}
    page = words(client.post("/desk/phrases/new", said), 422)
    assert told in page
    assert box(page, "id_text") == "请打{电话}。"
    assert client.post("/desk/phrases/new", {**said, "text": ""}).status_code == 422


def test_whoever_writes_no_answers_writes_no_phrases(world: World) -> None:
    pk = keep(world)
    client = world.client("he")
    assert "phrases/new" not in text(client, "/desk/phrases")
    said = {"name": "回电", "text": "好。", "deed": "draft_answer"}
    assert client.post("/desk/phrases/new", said).status_code == 403
    assert client.post(f"/desk/phrases/{pk}/retire").status_code == 403


# P107


def test_the_draft_names_the_law_that_class_and_promise_rest_on(world: World) -> None:
    page = text(world.client("li"), f"/desk/cases/{world.working()}")
    assert "依据：《城市道路管理条例》。" in page


# B12


def returned(world: World, *deeds: Any) -> str:
    number = world.working()
    world.act("chen", number, receive.ListPoints(points=TWO))
    world.act("li", number, handle.DraftAnswer(text="都修好了。", points=BOTH))
    for who, deed in deeds:
        world.act(who, number, deed)
    return text(world.client("li"), f"/desk/cases/{number}")


def test_a_draft_that_was_sent_back_is_there_to_be_mended(world: World) -> None:
    page = returned(world, ("wang", handle.SendBack(reason="写清楚。")))
    assert box(page) == "都修好了。"
    assert box(page, "id_draft_answer_points_1") == "扶正了。"
    assert "上一次的回应" not in page


def test_what_is_to_be_done_again_is_written_anew_beside_what_was_said(world: World) -> None:
    """And the point that was not solved is marked."""
    number = world.working()
    world.act("chen", number, receive.ListPoints(points=TWO))
    world.act("li", number, handle.DraftAnswer(text="都修好了。", points=BOTH))
    world.act("wang", number, handle.SignOff(points=("1", "2")))
    world.act("he", number, evaluate.Audit(passed=True, points=("1", "2")))
    world.petitioner_acts(number, evaluate.Rate(verdict="dissatisfied", solved=("1",)))
    page = text(world.client("li"), f"/desk/cases/{number}")
    assert box(page) == ""
    assert "上一次的回应：换了灯泡。" in page
    form = page[page.index('id="deed-draft_answer"') :]
    assert form.count("诉求人认为：没有解决") == 1
    assert form.index("灯杆歪了") < form.index("诉求人认为：没有解决")


def test_each_box_says_whether_its_point_is_answered(world: World) -> None:
    number = world.working()
    world.act("chen", number, receive.ListPoints(points=TWO))
    page = text(world.client("li"), f"/desk/cases/{number}")
    assert page.count("还没有回应") == page.count("已写回应") == 2
