"""Looking up: number and code together, in any writing; nothing is told to who has not both."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.web.citizen_street import look_up, words
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db

WRONG = "编号或查询码不对，请照回执核对。"


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """A place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def test_number_and_code_are_understood_as_people_write_them(world: World) -> None:
    """Small letters, blanks, full-width digits."""
    number = world.new()
    code = world.codes[number].lower().replace("-", " ")
    assert number in look_up(Client(), "model", number.lower().replace("-", " "), code)


def test_a_wrong_code_and_an_unknown_number_are_told_alike(world: World) -> None:
    """404 with one sentence, so that nobody learns which numbers exist; what was typed stays."""
    number = world.new()
    wrong = words(Client().post("/model/look-up", {"number": number, "code": "AAAA-AAAA"}), 404)
    unknown = "EV-20261124-00099-0"
    for digit in range(10):
        page = Client().post("/model/look-up", {"number": f"{unknown[:-1]}{digit}", "code": "A"})
        assert page.status_code in (404, 422)
    assert WRONG in wrong
    assert f'value="{number}"' in wrong


def test_a_number_that_cannot_be_one_is_told_at_its_field(world: World) -> None:
    """422: the check digit finds slips of the pen."""
    page = words(Client().post("/model/look-up", {"number": "EV-1", "code": "AAAA-AAAA"}), 422)
    assert "请照回执核对" in page
    assert 'value="EV-1"' in page


def test_empty_fields_are_named(world: World) -> None:
    """Both at once."""
    page = words(Client().post("/model/look-up", {}), 422)
    assert "请填写回执上的编号。" in page
    assert "请填写回执上的查询码。" in page


def test_after_five_failures_who_guesses_waits_and_the_petitioner_does_not(world: World) -> None:
    """409 with the time to wait; the right code opens it at any time."""
    number = world.new()
    client = Client()
    wrong = {"number": number, "code": "AAAA-AAAA"}
    for _ in range(5):
        client.post("/model/look-up", wrong)
    assert "15 分钟后再试。" in words(client.post("/model/look-up", wrong), 409)
    right = {"number": number, "code": world.codes[number]}
    assert client.post("/model/look-up", right).status_code == 303


def test_a_case_page_without_the_code_asks_for_it_whether_the_case_exists_or_not(
    world: World,
) -> None:
    """Sun Li has the number only: 403, and nothing of the case."""
    number = world.new()
    for asked in (number, "EV-20261124-99999-9", "nonsense"):
        page = words(Client().get(f"/model/cases/{asked}"), 403)
        assert "请先输入查询码，再看这件诉求。" in page
        assert f'value="{asked}"' in page
        assert "路灯" not in page


def test_one_code_opens_one_case(world: World) -> None:
    """Having opened one's own case opens nobody else's."""
    mine, other = world.new(), world.new(title="别人的事")
    client = Client()
    look_up(client, "model", mine, world.codes[mine])
    assert "别人的事" not in words(client.get(f"/model/cases/{other}"), 403)


def test_who_is_done_leaves_nothing_behind(world: World) -> None:
    """On a computer that others use: out, and the case asks for its code again."""
    number = world.new()
    client = Client()
    look_up(client, "model", number, world.codes[number])
    assert client.post("/model/look-up/end")["Location"] == "/model/"
    words(client.get(f"/model/cases/{number}"), 403)


def test_the_qr_codes_address_fills_in_the_number(world: World) -> None:
    """From the receipt's QR code only the query code is left to type."""
    page = words(Client().get("/model/look-up?number=EV-20261124-00001-1"))
    assert 'value="EV-20261124-00001-1"' in page


def test_a_case_of_another_place_opens_at_its_own_place(world: World) -> None:
    """Who comes through the wrong door is led to the right one."""
    number = world.new()
    sent = Client().post("/model/look-up", {"number": number, "code": world.codes[number]})
    assert sent["Location"] == f"/model/cases/{number}"
