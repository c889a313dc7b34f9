"""Registering for somebody else, notices, my unit, and the languages."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.utils.translation import gettext

from huiyin.cases import queries
from huiyin.intake import actions as intake
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def filled(**changes: str) -> dict[str, str]:
    """A report as the agent types it."""
    told = {
        "channel": "phone",
        "kind": "complaint",
        "level": "normal",
        "class_code": "0201",
        "area": "990101001000",
        "title": "井盖松动",
        "text": "公园门口的井盖一踩就响，怕老人摔跤。",
        "name": "吴秀英",
        "phone": "138 1234 5678",
        "key": "one",
    }
    return told | changes


def test_the_agent_registers_and_reads_out_number_and_code(world: World) -> None:
    """SN-3: the receipt shows both, once; the case waits for the dispatcher."""
    client = world.client("zhou")
    response = client.post("/desk/register", filled())
    assert response["Location"] == "/desk/register/receipt"
    page = text(client, "/desk/register/receipt")
    row = queries.listing(world.actor("chen"), now=NOW).get()
    assert row.title == "井盖松动"
    assert row.number in page
    assert f'href="/desk/cases/{row.number}"' in page


def test_registering_twice_with_one_key_makes_one_case(world: World) -> None:
    """A second click."""
    client = world.client("zhou")
    client.post("/desk/register", filled())
    client.post("/desk/register", filled())
    assert queries.listing(world.actor("chen"), now=NOW).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"phone": ""}, "请留下联系电话，以便答复您。"),
        ({"phone": "12"}, "电话号码不对"),
        ({"channel": "web"}, "请填写身份证号：本地实行实名登记。"),
        ({"channel": "web", "identity_no": "990101199001011234"}, "身份证号不对"),
        ({"channel": "import"}, "没有“import”这一项"),
        ({"title": ""}, "请填写“标题”。"),
        ({"text": "坏" * 100_000}, "有 100000 字，最多 20000 字"),
        ({"level": ""}, "请填写“紧急程度”。"),
    ],
    ids=["no phone", "bad phone", "no id", "bad id", "machine", "no title", "endless", "no level"],
)
def test_a_bad_report_is_asked_again_with_everything_kept(
    changes: dict[str, str], sentence: str, world: World
) -> None:
    """422, one sentence, what was typed, and no case."""
    response = world.client("zhou").post("/desk/register", filled(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "吴秀英" in page
    assert not queries.listing(world.actor("chen"), now=NOW).exists()


def test_a_report_survives_a_database_that_cannot_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, with everything kept."""

    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(intake, "report", full)
    response = world.client("zhou").post("/desk/register", filled())
    assert response.status_code == 503
    assert "井盖一踩就响" in response.content.decode()


def test_a_grid_worker_registers_on_somebodys_behalf(world: World) -> None:
    """FX-2: 代诉; the mark stays with the case."""
    client = world.client("gao")
    client.post("/desk/register", filled(on_behalf="on"))
    number = queries.listing(world.actor("chen"), now=NOW).get().number
    assert "代他人反映" in text(world.client("chen"), f"/desk/cases/{number}")


def test_who_may_not_register_is_told_who_may(world: World) -> None:
    """The auditor has no such line in the navigation, and no such page."""
    client = world.client("he")
    assert 'href="/desk/register"' not in text(client, "/desk/")
    assert "请交给有权限的人" in text(client, "/desk/register", 403)


def test_notices_tell_what_concerns_me(world: World) -> None:
    """The unit is told that it has a new case; the petitioner's notices are not the desk's."""
    number = world.sent()
    page = text(world.client("li"), "/desk/notices")
    assert f"{number} 已交办给本单位（主办）。" in page
    assert "您的诉求" not in page
    assert "还没有通知" in text(world.client("lin"), "/desk/notices")


def test_my_unit_shows_people_and_what_is_open(world: World) -> None:
    """Counts lead to the list they count."""
    world.sent()
    world.working()
    page = text(world.client("li"), "/desk/unit")
    for words in ("示范县住房和城乡建设局", "王强", "赵岚", "单位主要负责人", "0516-55550142"):
        assert words in page
    assert '/desk/cases?unit=housing&amp;phase=handling"><span class="tally-count">1</span>' in page


def test_the_desk_speaks_english(world: World) -> None:
    """Labels of the place's data follow the language, too."""
    number = world.sent()
    client = world.client("li")
    client.post("/i18n/setlang/", {"language": "en", "next": "/desk/"})
    page = text(client, f"/desk/cases/{number}")
    assert '<html lang="en">' in page
    for words in ("Model County Housing and Construction Bureau", "complaint", "Roads and street"):
        assert words in page
    assert "Accept" in page


def test_chinese_is_the_source_of_every_sentence(world: World) -> None:
    """Without a catalogue the words are Chinese as written."""
    assert gettext("待我办理") == "待我办理"
