"""Mediation at the desk: recorded once, sealed, counted, and an agreement to sign (FX-5)."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from huiyin.intake.models import Mediation, Reading
from huiyin.journal import queries as journal
from tests.web.browsing import look
from tests.web.desk_world import NOW, World, build, text
from tests.web.test_desk_browser import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def told(world: World, **changes: Any) -> dict[str, Any]:
    """A mediation as Li writes it down."""
    mediated = {
        "mediation": "agreed",
        "mediators": [world.actor("li").id, world.actor("wang").id],
        "held_on": "2026-11-24",
        "parties": "甲某\n\n乙某",
        "dispute": "楼上漏水，楼下墙面起皮。",
        "terms": "楼上三日内修好，赔偿八百元。",
        "key": "one",
    }
    return mediated | changes


def test_it_is_recorded_once_and_the_parties_are_sealed(world: World) -> None:
    """The record says that it took place, and nothing of who took part."""
    number = world.working()
    client = world.client("li")
    for _ in range(2):
        assert client.post(f"/desk/cases/{number}/mediate", told(world)).status_code == 302
    row = Mediation.objects.get()
    assert "甲某".encode() not in bytes(row.parties)
    assert "甲某" not in repr(journal.entries(number))
    assert "调解：达成协议" in text(client, f"/desk/cases/{number}")


def test_the_agreement_has_all_that_is_signed_and_the_look_is_kept(world: World) -> None:
    """B17: the parties' names are read for it."""
    number = world.working()
    client = world.client("li")
    client.post(f"/desk/cases/{number}/mediate", told(world))
    pk = Mediation.objects.get().pk
    page = text(client, f"/desk/mediations/{pk}")
    for words in ("人民调解协议书", "甲某", "乙某", "赔偿八百元", "李明", "王强", number):
        assert words in page
    assert Reading.objects.get().purpose == "调解协议书"


def test_another_unit_does_not_read_it(world: World) -> None:
    """It is not even there; nor is what never was."""
    number = world.working()
    world.client("li").post(f"/desk/cases/{number}/mediate", told(world))
    pk = Mediation.objects.get().pk
    assert "甲某" not in text(world.client("sun"), f"/desk/mediations/{pk}", 404)
    text(world.client("li"), "/desk/mediations/999999", 404)
    assert number not in text(world.client("sun"), "/desk/mediations")


def test_the_month_counts_by_mediator_and_outcome(world: World) -> None:
    """Li mediated twice, Wang once."""
    first, second = world.working(), world.working()
    client = world.client("li")
    client.post(f"/desk/cases/{first}/mediate", told(world))
    alone = told(world, mediation="failed", mediators=[world.actor("li").id], terms="", key="two")
    client.post(f"/desk/cases/{second}/mediate", alone)
    page = " ".join(text(client, "/desk/mediations?month=2026-11").split())
    li, wang = page.index("李明</th>"), page.index("王强</th>")
    assert li < wang
    assert page[li:wang].count(">1<") == 2
    assert "<strong>2</strong>" in page[li:wang]
    assert "这个月没有调解" in text(client, "/desk/mediations?month=2026-10")
    for nonsense in ("x", "2026-13", "0001-01", "9999999-1"):
        assert first in text(client, f"/desk/mediations?month={nonsense}")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("parties", "甲某", "至少两位"),
        ("parties", "甲某\n" + "乙" * 61, "姓名请不超过 60 字"),
        ("held_on", "2026-11-25", "调解日期不能晚于今天。"),
        ("terms", " ", "请写明协议内容。"),
        ("mediators", [], "请选择调解员。"),
        ("mediators", ["member:999"], "999"),
        ("dispute", "坏\u0007了", "控制字符"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_half_written(
    world: World, field: str, value: Any, sentence: str
) -> None:
    """No fact, no record; the words are still there."""
    number = world.working()
    before = world.case(number).facts
    said = told(world, **{field: value})
    page = world.client("li").post(f"/desk/cases/{number}/mediate", said)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert world.case(number).facts == before
    assert not Mediation.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_it_is_written_down_by_hand_and_printed(
    page: Any, phone: Any, live_server: Any, tmp_path: Path
) -> None:
    """From the case's page to the agreement, wide and on a phone, and one sheet of A4."""
    made = build(tmp_path)
    made.now = timezone.now()
    number = made.working()
    sign_in(page, live_server.url, "li")
    page.goto(f"{live_server.url}/desk/cases/{number}")
    page.click("#deed-mediate summary")
    page.locator("#deed-mediate [name=mediation]").first.check()
    page.fill("#deed-mediate [name=parties]", "甲某\n乙某")
    page.fill("#deed-mediate [name=dispute]", "楼上漏水，楼下墙面起皮。")
    page.fill("#deed-mediate [name=terms]", "楼上三日内修好，赔偿八百元。")
    with page.expect_navigation():
        page.click("#deed-mediate .form-actions button")
    sign_in(phone, live_server.url, "li")
    for one in (page, phone):
        one.goto(f"{live_server.url}/desk/mediations")
        look(one)
        with one.expect_navigation():
            one.click("text=看文书")
        look(one)
    sheet = page.pdf(path=str(tmp_path / "agreement.pdf"), prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") == 1
