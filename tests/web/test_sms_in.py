"""Who may hand short messages on to us, and that each is heard once."""

import json
import secrets
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from django.test import Client

from huiyin.cases.models import CaseRow
from huiyin.intake.channels.sms.incoming import FLOOD, SPAN
from huiyin.intake.models import Delivery, SmsHeard
from huiyin.intake.signing import signature, signed
from huiyin.jobs.stand_ins.sms import Gateway, typed
from tests.intake.wechat.conftest import running
from tests.web.citizen_street import found, words
from tests.web.desk_world import NOW
from tests.web.sms_street import LAMPS_OUT, QIAN, SECRET, WU, Phones, only, phones, suining, table
from tests.world import everything, together

__all__ = ["phones", "suining"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["KEY", "TIME", "NONCE", "SIGNATURE"])
@pytest.mark.parametrize("wrong", ["", "0", "签", "0" * 64])
def test_a_wrong_signature_is_refused_and_nothing_is_heard(
    name: str, wrong: str, phones: Phones
) -> None:
    answer = phones.posts(typed(WU, LAMPS_OUT), **{name: wrong})
    assert "签名不对或者已经过时" in words(answer, 403)
    assert not SmsHeard.objects.exists()


def test_a_changed_word_breaks_the_signature(phones: Phones) -> None:
    body = typed(WU, LAMPS_OUT)
    right = signed("suining", SECRET, body, now=NOW)
    given = {name.upper().replace("-", "_"): text for name, text in right.items()}
    headers = {name.removeprefix("X_HUIYIN_"): text for name, text in given.items()}
    headers.pop("CONTENT_TYPE")
    assert phones.posts(body.replace("三".encode(), "四".encode()), **headers).status_code == 403
    assert phones.posts(body, **headers).status_code == 200


def test_a_request_that_is_replayed_is_refused(suining: Any) -> None:
    phones, traveller = suining
    body, nonce = typed(WU, LAMPS_OUT), secrets.token_hex(8)
    at = int(NOW.timestamp())
    same = {"TIME": str(at), "NONCE": nonce, "SIGNATURE": signature(SECRET, at, nonce, body)}
    assert phones.posts(body, **same).status_code == 200
    assert "已经收到过" in words(phones.posts(body, **same), 403)
    traveller.shift(timedelta(seconds=301))
    assert "已经过时" in words(phones.posts(body, **same), 403)
    assert CaseRow.objects.count() == 1


def test_the_same_message_handed_on_again_is_heard_once(phones: Phones) -> None:
    body = typed(WU, LAMPS_OUT)
    for _ in range(3):
        assert words(phones.posts(body)) == '{"heard": true}'
    assert CaseRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_message_twice_at_once_is_heard_once(phones: Phones) -> None:
    body = typed(WU, LAMPS_OUT)
    came = together(*[lambda: phones.posts(body).status_code] * 4)
    assert came == [200] * 4
    assert CaseRow.objects.count() == SmsHeard.objects.count() == 1


def one(**changed: Any) -> bytes:
    """A message with something wrong in it."""
    told = {"id": "1", "from": WU, "text": LAMPS_OUT, **changed}
    return json.dumps({name: value for name, value in told.items() if value is not None}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        one(id=None),
        one(id=""),
        one(id=7),
        one(id="x" * 81),
        one(**{"from": "10086"}),
        one(**{"from": "0516-83881234"}),
        one(**{"from": "138123456789"}),
        one(text=None),
        one(text=["x"]),
        one(text="x" * 2001),
        one(text="a\x00b"),
        one(text="\ud800"),
        one(more="x"),
    ],
)
def test_garbage_with_a_right_signature_is_no_message(body: bytes, phones: Phones) -> None:
    before = everything()
    assert "这不是手机号发来的短信" in words(phones.posts(body), 400)
    assert everything() == before


def test_a_message_without_end_is_no_message(phones: Phones) -> None:
    assert "短信太长了。" in words(phones.posts(b"x" * 20_001), 413)


def test_what_we_sent_is_not_taken_back_as_a_message(phones: Phones) -> None:
    """The same secret signs both ways; a reflected request is no message."""
    phones.says(LAMPS_OUT)
    (sent,) = phones.gateway.sent.values()
    assert phones.posts(json.dumps(sent).encode()).status_code == 400


@pytest.mark.parametrize("sms", [{}, {"sms": {"vendor": "tencent", "key": "k"}}])
def test_a_place_without_a_gateway_of_this_kind_hears_nothing(
    sms: dict[str, Any], settings: Any
) -> None:
    settings.HUIYIN_CHANNELS = {"suining": sms and {"sms": {**sms["sms"], **TENCENT}}}
    with time_machine.travel(NOW, tick=False):
        found("suining")
        assert "不收短信" in words(Phones(Gateway("suining", "k", SECRET)).posts(b"{}"), 404)
        assert Client().post("/channels/sms/nowhere").status_code == 404
        assert Client().get("/channels/sms/suining").status_code == 405


TENCENT = {"secret": "s", "sign": "x", "app": "1", "template": "2"}


def test_a_flood_gets_one_sentence_and_others_are_heard_meanwhile(suining: Any) -> None:
    phones, traveller = suining
    for _ in range(FLOOD):
        phones.says("你好")
    assert phones.says("你好") == "您发得太快了，请过十分钟再发。"
    body = typed(WU, LAMPS_OUT)
    for _ in range(20):
        assert "十分钟后再转来" in words(phones.posts(body), 429)
    assert "已登记" in phones.says(LAMPS_OUT, phone=QIAN)
    traveller.shift(SPAN)
    assert words(phones.posts(body)) == '{"heard": true}'  # nothing was lost
    assert CaseRow.objects.count() == 2


def test_no_number_and_no_word_of_a_message_is_readable_or_logged(
    phones: Phones, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    phones.posts(typed(WU, "进度"))
    phones.posts(typed(WU, LAMPS_OUT), SIGNATURE="wrong")
    rows = str([list(table.objects.values_list()) for table in (SmsHeard, Delivery)])
    for secret in (WU, LAMPS_OUT, SECRET):
        assert secret not in rows + caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_at_the_stand_in_comes_through(live_server: Any, settings: Any) -> None:
    """Both ways over HTTP, at this very hour."""
    found("suining")
    gateway = Gateway("suining", "suining", SECRET, site=live_server.url)
    with running(gateway) as address:
        settings.HUIYIN_CHANNELS = {"suining": {"sms": table(address, key="suining")}}
        said = httpx.post(f"{address}/say", data={"phone": WU, "text": LAMPS_OUT})
        assert (said.status_code, gateway.told) == (303, '200 {"heard": true}')
        Phones(gateway).works()
        page = httpx.get(address).text
    assert f"您的诉求 {only().number} 已登记。" in page
    assert f"→ {WU}" in page
