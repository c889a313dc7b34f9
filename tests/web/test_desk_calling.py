"""The agent's page: who is on the line, what came before, and what comes of it."""

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases import queries
from huiyin.intake import attachments, calls
from huiyin.intake.calls import Event
from huiyin.intake.models import Call, CallDraft, Reading
from huiyin.rules.case import Phase
from tests import files
from tests.web.desk_world import NOW, World, build, text
from tests.web.test_desk_register import filled

pytestmark = pytest.mark.django_db
MISSED = Event("c-1", "missed", "13812345678", "", NOW)


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def test_the_number_shows_who_it_is_and_their_cases(world: World) -> None:
    """Without a script the whole page comes again, the name filled in; the look is kept."""
    number = world.new()
    page = world.client("zhou").post("/desk/call", {"do": "look", "phone": "13812345678"})
    shown = page.content.decode()
    assert "吴秀英" in shown
    assert number in shown
    assert f'value="supplement:{number}"' in shown
    assert Reading.objects.get().purpose == "来电"


def test_whistle_blowing_is_never_among_them(world: World) -> None:
    """JS-4: no number leads there, for discipline inspection neither."""
    world.new(channel="code")
    assert calls.cases_of("13812345678", world.actor("feng")) == []


def test_a_part_of_the_page_is_given_to_the_script(world: World) -> None:
    """And nothing around it."""
    number = world.new()
    said = {"do": "look", "phone": "13900001111", "title": "和平路的路灯坏了"}
    said["area"] = "990101001000-c01"
    page = world.client("zhou").post("/desk/call", said, headers={"X-Part": "like"})
    assert f'value="co_sign:{number}"' in page.content.decode()
    assert "<html" not in page.content.decode()


def test_a_call_is_registered_once_and_its_draft_goes(world: World) -> None:
    """A second click, and the number needs no calling back."""
    calls.hear(world.place, MISSED)
    client = world.client("zhou")
    said = filled() | {"do": "register", "call": str(Call.objects.get().pk)}
    client.post("/desk/call/draft", said | {"revision": "5"})
    for _ in range(2):
        assert client.post("/desk/call", said)["Location"] == "/desk/register/receipt"
    row = queries.listing(world.actor("chen"), now=NOW).get()
    assert row.number in text(client, "/desk/register/receipt")
    assert Call.objects.get().case == row.number
    assert calls.to_call_back(world.place) == []
    assert bytes(CallDraft.objects.get().said) == b""
    assert "井盖松动" not in text(client, "/desk/call")


def test_a_recording_of_the_call_comes_with_the_case_or_goes_to_an_older_one(world: World) -> None:
    """P10. What is not right is said, and the good files need not be chosen again."""
    client, heard = world.client("zhou"), SimpleUploadedFile("通话.wav", files.sound())
    bad = SimpleUploadedFile("假.jpg", b"not a picture")
    said = filled() | {"do": "register", "attachments": [heard, bad]}
    page = client.post("/desk/call", said)
    assert page.status_code == 422
    (token,) = re.findall(r'name="attachments-kept" value="([^"]+)"', page.content.decode())
    again = filled() | {"do": "register", "attachments-kept": token}
    assert client.post("/desk/call", again).status_code == 302
    number = queries.listing(world.actor("chen"), now=NOW).get().number
    assert [one.kind for one in attachments.of_case(number).values()] == ["voice"]
    assert "<audio" in text(client, f"/desk/cases/{number}")

    photo = SimpleUploadedFile("井盖.jpg", files.photo())
    more = filled(key="k-2") | {"do": f"supplement:{number}", "attachments": photo}
    assert client.post("/desk/call", more).status_code == 302
    assert len(attachments.of_case(number)) == 2
    photo.seek(0)
    no = client.post("/desk/call", more | {"do": f"urge:{number}", "key": "k-3"})
    assert no.status_code == 422
    assert "催办不带文件" in no.content.decode()


def test_an_enquiry_is_answered_at_once(world: World) -> None:
    """Registered and answered together."""
    said = filled(kind="enquiry") | {"do": "answer", "answer": "可到三号窗口办理。"}
    assert world.client("zhou").post("/desk/call", said).status_code == 302
    row = queries.listing(world.actor("chen"), now=NOW, view="all").get()
    assert row.phase == Phase.ANSWERED_DIRECTLY


def test_a_complaint_is_not_and_nothing_is_half_written(world: World) -> None:
    """The rules say no to the answer: there is no case either, and the words are still there."""
    said = filled() | {"do": "answer", "answer": "已处理。"}
    page = world.client("zhou").post("/desk/call", said)
    assert page.status_code == 409
    assert "不能直接答复" in page.content.decode()
    assert "公园门口的井盖" in page.content.decode()
    assert not queries.listing(world.actor("chen"), now=NOW, view="all").exists()


def test_an_answer_without_words_is_no_answer(world: World) -> None:
    """The field says so."""
    page = world.client("zhou").post("/desk/call", filled(kind="enquiry") | {"do": "answer"})
    assert page.status_code == 422
    assert "请写下当场给的答复。" in page.content.decode()


@pytest.mark.parametrize(("verb", "fact"), [("supplement", "补充情况"), ("urge", "催办")])
def test_what_is_said_goes_to_the_case_that_is_there(world: World, verb: str, fact: str) -> None:
    """Not another case; without words not."""
    number = world.sent()
    client = world.client("zhou")
    said = {"do": f"{verb}:{number}", "text": "又坏了一盏。", "key": "k"}
    assert client.post("/desk/call", said)["Location"] == "/desk/call"
    page = text(client, f"/desk/cases/{number}")
    assert fact in page
    assert "又坏了一盏。" in page
    nothing = client.post("/desk/call", said | {"text": ""})
    assert nothing.status_code == 422
    assert "请先写下对方说了什么。" in nothing.content.decode()


def test_who_has_the_same_to_say_signs(world: World) -> None:
    """With a code of their own."""
    number = world.sent()
    said = {"do": f"co_sign:{number}", "name": "钱大伟", "phone": "13900001111", "key": "k"}
    client = world.client("zhou")
    assert client.post("/desk/call", said)["Location"] == "/desk/register/receipt"
    assert len(world.case(number).petitioners) == 2
    again = client.post("/desk/call", said)
    assert again.status_code == 409


def test_what_was_typed_comes_back_to_the_same_member(world: World) -> None:
    """After signing in again; nobody else sees it."""
    said = {"key": "k", "title": "井盖松动", "phone": "13900001111", "revision": "7"}
    assert world.client("zhou").post("/desk/call/draft", said).json() == {"revision": 7}
    assert 'value="井盖松动"' in text(world.client("zhou"), "/desk/call")
    assert "井盖松动" not in text(world.client("chen"), "/desk/call")
    world.client("zhou").post("/desk/call", {"do": "discard", "key": "k"})
    assert "井盖松动" not in text(world.client("zhou"), "/desk/call")


def test_who_was_missed_is_called_back_and_becomes_a_case(world: World) -> None:
    """The list, the number on the page, the case."""
    calls.hear(world.place, MISSED)
    client = world.client("zhou")
    pk = Call.objects.get().pk
    client.post("/desk/callbacks", {"call": pk, "result": "missed"})
    page = text(client, "/desk/callbacks")
    assert "13812345678" in page
    assert "回拨 1 次没有接通" in page
    assert "周宁在回" in page
    taken = client.post("/desk/call", {"do": f"take:{pk}"})
    assert 'value="13812345678"' in taken.content.decode()
    client.post("/desk/call", filled() | {"call": str(pk)})
    assert "没有要回的电话" in text(client, "/desk/callbacks")


@pytest.mark.parametrize("url", ["call", "callbacks", "call/ringing"])
def test_only_who_takes_calls_may(world: World, url: str) -> None:
    """A unit's clerk registers elsewhere."""
    assert "请交给有权限的人" in text(world.client("li"), f"/desk/{url}", 403)


def test_another_places_call_is_not_there(world: World) -> None:
    """Nor what is no call at all."""
    for what in ("999", "x", "9" * 40):
        assert world.client("zhou").post("/desk/call", {"do": f"take:{what}"}).status_code == 404
