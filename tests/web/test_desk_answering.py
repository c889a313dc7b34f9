"""An answer becomes an article, and nobody's name goes along (P109)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from huiyin.handling.models import Article
from huiyin.intake import actions as intake
from huiyin.intake.identity import Person
from huiyin.rules.steps import receive
from tests.web.citizen_street import words
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db

SAID = "吴秀英您好：和平路 12 号门前三盏路灯已换。有事打 138-1234-5678 或找吴女士。"
WRITTEN = {
    "question": "路灯坏了找谁",
    "answer": "找住建局。",
    "until": "2027-11-24",
    "class_code": "0201",
    "unit": "housing",
}


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def answered(world: World, **changes: Any) -> str:
    """Answered at once, with more in the answer than belongs to everybody."""
    number = world.new(**({"kind": "enquiry", "title": "吴秀英问路灯"} | changes))
    world.act("zhou", number, receive.AnswerDirectly(text=SAID))
    return number


def test_the_writing_page_begins_with_the_answer_and_without_the_person(world: World) -> None:
    number, client = answered(world), world.client("zhou")
    case = text(client, f"/desk/cases/{number}")
    assert f"/desk/answers/new?case={number}" in case
    page = text(client, f"/desk/answers/new?case={number}")
    assert "三盏路灯已换。" in page
    for personal in ("吴秀英", "吴女士", "138-1234-5678", "和平路 12 号"):
        assert personal not in page
    assert 'value="0201" selected' in page
    assert "《城市道路管理条例》" in page
    assert "checked" not in page  # the public does not read it before somebody said so


def test_the_article_remembers_its_case_and_the_case_its_article(world: World) -> None:
    number, client = answered(world), world.client("zhou")
    assert client.post("/desk/answers/new", {**WRITTEN, "case": number}).status_code == 302
    row = Article.objects.get()
    assert (row.case, row.until) == (number, date(2027, 11, 24))
    assert "路灯坏了找谁" in text(client, f"/desk/cases/{number}")
    assert number in text(client, f"/desk/answers/{row.pk}")
    assert number not in text(world.client("li"), f"/desk/answers/{row.pk}")
    told = {**WRITTEN, "answer": "换个说法。", "seen": "1", "case": "someone-elses"}
    client.post(f"/desk/answers/{row.pk}", told)
    row.refresh_from_db()
    assert (row.case, row.answer) == (number, "换个说法。")


def test_a_unit_writes_from_its_own_cases(world: World) -> None:
    page = text(world.client("li"), f"/desk/answers/new?case={world.answered()}")
    assert 'value="housing" selected' in page
    assert "三盏路灯已全部更换" in page


def test_what_is_refused_keeps_what_was_typed_and_the_case(world: World) -> None:
    number = answered(world)
    told = {**WRITTEN, "case": number, "until": "2020-01-01"}
    page = words(world.client("zhou").post("/desk/answers/new", told), 422)
    assert "有效期不能早于今天" in page
    assert f'value="{number}"' in page
    assert "来自一件诉求的答复" in page


def test_no_article_without_an_answer_or_from_a_case_one_may_not_see(world: World) -> None:
    number, client = world.working(), world.client("zhou")
    assert "答复还没有发出" in text(client, f"/desk/answers/new?case={number}", 409)
    assert client.post("/desk/answers/new", {**WRITTEN, "case": number}).status_code == 409
    assert "answers/new" not in text(client, f"/desk/cases/{number}")
    assert text(world.client("sun"), f"/desk/answers/new?case={answered(world)}", 404)
    assert not Article.objects.exists()


def test_what_was_told_in_confidence_becomes_no_article(world: World) -> None:
    number, client = answered(world, confidential=True), world.client("zhou")
    assert "要求保密的诉求" in text(client, f"/desk/answers/new?case={number}", 403)
    assert "answers/new" not in text(client, f"/desk/cases/{number}")
    matter = intake.Matter(
        channel="code", kind="enquiry", level="normal", title="收礼", text="某人收礼。"
    )
    whistle = intake.report(world.place, matter, Person(), now=world.tick()).number
    world.act("feng", whistle, receive.AnswerDirectly(text="已转办。"))
    assert text(world.client("feng"), f"/desk/answers/new?case={whistle}", 403)


def test_who_writes_no_articles_is_shown_no_way(world: World) -> None:
    number = answered(world)
    assert "answers/new" not in text(world.client("he"), f"/desk/cases/{number}")
