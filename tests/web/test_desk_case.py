"""The case page: who sees which case, what it tells, and what it keeps to itself."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from huiyin.cases import actions, queries
from huiyin.intake import actions as intake
from huiyin.intake.actions import Matter
from huiyin.intake.identity import Person
from huiyin.intake.models import Reading
from huiyin.people import actions as people
from huiyin.rules import facts as f
from huiyin.rules.steps import handle
from huiyin.rules.vocabulary import Role
from huiyin.web.desk.telling import ROWS
from tests.web.desk_world import NOW, OBJECTION, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def test_a_unit_sees_its_own_cases_only(world: World) -> None:
    """Li works in housing; the street's clerk sees the case once the street has a part in it."""
    alone, together = world.sent(), world.sent(helped=True)
    sun = world.client("sun")
    assert text(sun, f"/desk/cases/{alone}", 404)
    assert "没有受理编号为" in text(sun, f"/desk/cases/{alone}", 404)
    assert text(sun, f"/desk/cases/{together}")
    assert alone not in text(sun, "/desk/cases")


def test_another_places_case_is_not_found_and_cannot_be_acted_on(world: World) -> None:
    """It does not even say that it exists."""
    place = people.add_place(
        "other", name="别处", name_en="Elsewhere", area="990101000000", regime="everything"
    )
    stranger = people.add_member("mo", name="莫生", place=place, roles=[Role.DISPATCHER])
    number = world.new()
    client = Client()
    client.force_login(stranger)
    assert text(client, f"/desk/cases/{number}", 404)
    assert client.post(f"/desk/cases/{number}/dispatch", {"lead": "housing"}).status_code == 404
    assert client.post(f"/desk/cases/{number}/petitioner", {"purpose": "看"}).status_code == 404
    assert number not in text(client, "/desk/cases")


def test_a_hub_sees_the_cases_of_the_places_below(world: World) -> None:
    """1+7 (FX-5): the city's dispatcher opens a district's case and registers for it."""
    hub = people.add_place(
        "hub", name="示范市", name_en="Model City", area="990101000000", regime="everything"
    )
    world.place.hub = hub
    world.place.save()
    shi = people.add_member("shi", name="史远", place=hub, roles=[Role.DISPATCHER])
    number = world.new()
    client = Client()
    client.force_login(shi)
    assert "示范县" in text(client, "/desk/cases")
    assert "和平路的路灯坏了三盏" in text(client, f"/desk/cases/{number}")
    page = text(client, "/desk/register?place=model")
    assert '/desk/register?place=model" aria-current="page"' in page


def test_whistle_blowing_is_for_discipline_alone(world: World) -> None:
    """JS-4: neither the dispatcher nor the chief clerk sees it."""
    number = world.new(channel="code", title="有人收钱办事")
    assert "举报人只凭代码" in text(world.client("feng"), f"/desk/cases/{number}")
    for who in ("chen", "zhou", "fang", "zheng"):
        client = world.client(who)
        assert text(client, f"/desk/cases/{number}", 404)
        assert number not in text(client, "/desk/cases")


def test_a_number_that_does_not_exist_is_told_in_a_sentence(world: World) -> None:
    """404, with the number in it, whatever it holds."""
    page = text(world.client("chen"), "/desk/cases/<script>", 404)
    assert "没有受理编号为“&lt;script&gt;”的诉求。" in page


def test_the_timeline_tells_every_fact_in_words(world: World) -> None:
    """What, who with name and unit, when, and people's own words."""
    number = world.answered()
    page = text(world.client("li"), f"/desk/cases/{number}")
    for words in (
        "晚上接孩子放学，路上一片漆黑。请尽快修好。",
        "交办给示范县住房和城乡建设局",
        "示范县住房和城乡建设局受理",
        "承诺：市政设施维修",
        "三盏路灯已全部更换，线路已检修。",
        "王强（示范县住房和城乡建设局）",
        "审核通过",
        "11月24日（周二）11:",
    ):
        assert words in page


def test_what_follows_by_itself_is_nobodys_deed(world: World) -> None:
    """The answer goes out because the auditor passed it; the auditor did not send it."""
    page = text(world.client("li"), f"/desk/cases/{world.answered()}")
    out = page[page.index("答复诉求人") :]
    assert out.index("系统") < 200


def test_every_kind_of_fact_has_its_row() -> None:
    """No fact can happen that the timeline cannot tell."""
    assert set(ROWS) == set(f.KINDS.values())


def test_deadlines_come_with_their_sum(world: World) -> None:
    """B1: from the start, day by day, to the moment it is due."""
    page = text(world.client("li"), f"/desk/cases/{world.sent()}")
    assert "答复时限" in page
    assert "12月3日（周四）17:30前" in page
    assert "起算，当日不计。" in page
    assert "是休息日，不计。" in page


def test_a_shelved_case_stands_still_on_the_page(world: World) -> None:
    """XN-4: the paused clock says so, and gives no date."""
    number = world.working()
    until = NOW + timedelta(days=10)
    world.act("zhao", number, handle.Shelve(until=until, reason="等修路。", plan="再装灯。"))
    page = text(world.client("li"), f"/desk/cases/{number}")
    assert "暂停计时" in page
    assert "挂账，2026年12月4日（周五）15:00前复核" in page


def test_the_petitioner_is_masked_until_a_purpose_is_stated(world: World) -> None:
    """B17: masked; without a purpose 422; with one in the clear, once, and written down."""
    number = world.sent()
    client = world.client("li")
    masked = text(client, f"/desk/cases/{number}")
    assert "吴**" in masked
    assert "138****5678" in masked
    assert "13812345678" not in masked
    without = client.post(f"/desk/cases/{number}/petitioner", {"purpose": " "})
    assert without.status_code == 422
    assert "请写明查看个人信息的用途。" in without.content.decode()
    clear = client.post(f"/desk/cases/{number}/petitioner", {"purpose": "约上门时间"})
    assert clear.status_code == 200
    assert "13812345678" in clear.content.decode()
    assert "no-store" in clear["Cache-Control"]
    look = Reading.objects.get()
    assert (look.member, look.purpose) == (world.actor("li").id, "约上门时间")
    assert "13812345678" not in text(client, f"/desk/cases/{number}")


def test_what_else_came_from_the_same_number(world: World) -> None:
    """P22: whatever the channel, without looking at the number; only what the reader may open."""
    first, second = world.sent(title="路灯坏了"), world.sent(title="井盖松动", helped=True)
    page = text(world.client("chen"), f"/desk/cases/{first}")
    assert "这个电话还有 1 件" in page
    assert f"/desk/cases/{second}" in page
    assert "井盖松动" in page
    assert "这个电话还有" not in text(world.client("sun"), f"/desk/cases/{second}")
    assert not Reading.objects.exists()


def test_an_address_is_masked_likewise(world: World) -> None:
    matter = Matter("phone", "complaint", "路灯不亮", "坏了三天了。", level="normal")
    agent, she = world.actor("zhou"), Person(email="wang@example.org")
    taken = intake.report(world.place, matter, she, actor=agent, now=world.tick())
    client = world.client("chen")
    masked = text(client, f"/desk/cases/{taken.number}")
    assert "w***@example.org" in masked
    assert "wang@example.org" not in masked
    clear = client.post(f"/desk/cases/{taken.number}/petitioner", {"purpose": "答复"})
    assert "wang@example.org" in clear.content.decode()


def test_what_people_write_is_shown_as_text(world: World) -> None:
    """No letter can put a script into the desk."""
    number = world.new(title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    page = text(world.client("chen"), f"/desk/cases/{number}")
    assert "<script>alert(1)" not in page
    assert "&lt;img src=x" in page


def test_the_page_says_what_holds_a_case(world: World) -> None:
    """Marks: several petitioners, a return to be ruled on, who owns the next step."""
    number = world.sent(collective=True)
    world.act("li", number, OBJECTION)
    page = text(world.client("chen"), f"/desk/cases/{number}")
    assert "多人共同反映" in page
    assert "退单待裁定" in page
    assert "下一步：分拨员" in page


def test_a_locked_database_is_told_in_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, and what to do."""
    client = world.client("chen")
    monkeypatch.setattr(queries, "get", locked)
    assert "系统正忙" in text(client, "/desk/cases/EV-20261124-00001-1", 503)


def test_words_survive_a_database_that_cannot_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, and the answer is still in its box."""
    number = world.working()
    client = world.client("li")
    monkeypatch.setattr(actions, "act", locked)
    sent = {"text": "三盏都修好了。", "seen": "9", "key": "k"}
    response = client.post(f"/desk/cases/{number}/draft_answer", sent)
    assert response.status_code == 503
    assert "您写的内容还在" in response.content.decode()
    assert "三盏都修好了。" in response.content.decode()


def locked(*_: Any, **__: Any) -> None:
    """A database that another process has locked."""
    raise OperationalError("database is locked")


def test_whoever_hands_over_sees_what_is_suggested_and_why(world: World) -> None:
    """PS-3: by the catalogue and its words, and where such cases went; nobody else is bothered."""
    world.sent(class_code="0201")
    number = world.new(class_code="")
    page = text(world.client("chen"), f"/desk/cases/{number}")
    assert "研判建议" in page
    assert "说到：路灯" in page
    assert "责任清单" in page
    assert "这一类最近 1 件里办过 1 件" in page
    assert "研判建议" not in text(world.client("li"), f"/desk/cases/{world.sent()}")


def test_a_suggestion_is_asked_for_with_few_questions(
    world: World, django_assert_max_num_queries: Any
) -> None:
    number = world.new(class_code="")
    client = world.client("chen")
    client.get(f"/desk/cases/{number}")
    with django_assert_max_num_queries(36):
        client.get(f"/desk/cases/{number}")


def test_the_class_leads_to_its_line_of_the_catalogue(world: World) -> None:
    client = world.client("li")
    page = text(client, f"/desk/cases/{world.sent(class_code='0201')}")
    assert '<a href="/desk/catalogue/lines/0201">' in page
    assert "道路与路灯" in text(client, "/desk/catalogue/lines/0201")


def test_what_seems_the_same_is_shown_to_whoever_hands_over(world: World) -> None:
    """B13, B14: open ones to merge into by one link, answered ones it came back from."""
    came_back, open_one = world.struck(), world.sent()
    number = world.new()
    client = world.client("chen")
    page = text(client, f"/desk/cases/{number}")
    assert "可能是同一件事" in page
    assert "又来了：一年里答复过 1 件" in page
    assert f"/desk/cases/{came_back}" in page
    assert f'href="?into={open_one}#deed-merge"' in page
    chosen = text(client, f"/desk/cases/{number}?into={open_one}")
    assert f'value="{open_one}"' in chosen
    other = text(
        client, f"/desk/cases/{world.new(title='公园长椅', text='断了', class_code='0102')}"
    )
    assert "可能是同一件事" not in other
    assert "又来了" not in other
