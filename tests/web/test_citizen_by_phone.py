"""Looking up by phone: a code to the number, then every case of it, and nothing told to others."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from huiyin.intake import outbox
from huiyin.jobs.stand_ins.sms import Gateway
from tests.intake.wechat.conftest import running
from tests.web.browsing import follow, touch
from tests.web.citizen_street import LAMPS, WU, found, report, words
from tests.web.desk_world import NOW
from tests.web.test_english import chinese_again, chinese_on

__all__ = ["chinese_again"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(settings: Any) -> Any:
    """Suining, with an SMS gateway."""
    played = Gateway("suining", "suining", "secret", clock=timezone.now)
    with running(played) as address:
        table = {"url": f"{address}/send", "key": "suining", "secret": "secret", "sign": "睢宁县"}
        settings.HUIYIN_CHANNELS = {"suining": {"sms": table}}
        yield played


@pytest.fixture
def suining(gateway: Gateway) -> Any:
    """At a standing hour."""
    with time_machine.travel(NOW, tick=False) as traveller:
        found("suining")
        yield traveller


def code_in(gateway: Gateway) -> str:
    """What the newest message says, after a look of the worker."""
    while outbox.send_next(timezone.now()):
        pass
    told = [one["text"] for one in gateway.sent.values()]
    (code,) = re.findall(r"(?<!\d)(\d{6})(?!\d)", told[-1])
    return str(code)


def asks(client: Client, phone: str = WU["phone"]) -> Any:
    """Somebody asks for a code."""
    return client.post("/suining/look-up/phone", {"phone": phone})


def types(client: Client, code: str) -> Any:
    """Somebody types a code."""
    return client.post("/suining/look-up/phone/code", {"code": code})


def test_wu_sees_all_her_cases_without_any_query_code(suining: Any, gateway: Gateway) -> None:
    lamps, _ = report(Client(), "suining", {**LAMPS, "phone": WU["phone"]})
    waste = {**LAMPS, "title": "垃圾没人收", "phone": "+86 138 1234 5678"}
    second, _ = report(Client(), "suining", waste)
    other, _ = report(Client(), "suining", {**LAMPS, "phone": "13900001111"})

    wu = Client()
    assert "/suining/look-up/phone" in words(wu.get("/suining/look-up"))
    assert "/suining/look-up/phone" in words(wu.get(f"/suining/cases/{lamps}"), 403)
    sent = asks(wu)
    assert (sent.status_code, sent["Location"]) == (303, "/suining/look-up/phone/code")
    came = types(wu, code_in(gateway))
    assert (came.status_code, came["Location"]) == (303, "/suining/look-up/phone/cases")
    page = words(wu.get(came["Location"]))
    assert lamps in page
    assert second in page
    assert other not in page
    assert "垃圾没人收" in words(wu.get(f"/suining/cases/{second}"))
    assert wu.get(f"/suining/cases/{other}").status_code == 403

    wu.post("/suining/look-up/end")
    assert wu.get("/suining/look-up/phone/cases")["Location"] == "/suining/look-up/phone"
    assert wu.get(f"/suining/cases/{lamps}").status_code == 403


def test_a_number_nobody_knows_gets_the_very_same_page(suining: Any, gateway: Gateway) -> None:
    report(Client(), "suining", {**LAMPS, "phone": WU["phone"]})
    known, unknown = Client(), Client()
    assert asks(known)["Location"] == asks(unknown, "13700000000")["Location"]
    pages = [words(one.get("/suining/look-up/phone/code")) for one in (known, unknown)]
    bare = [re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]
    assert bare[0] == bare[1]
    code_in(gateway)
    assert {one["to"] for one in gateway.sent.values()} == {WU["phone"]}


def test_a_code_opens_nothing_in_another_browser(suining: Any, gateway: Gateway) -> None:
    report(Client(), "suining", {**LAMPS, "phone": WU["phone"]})
    asks(Client())
    code, thief = code_in(gateway), Client()
    assert types(thief, code)["Location"] == "/suining/look-up/phone"
    asks(thief, "13700000000")
    assert "验证码不对，请照短信核对。" in words(types(thief, code), 422)
    assert thief.get("/suining/look-up/phone/cases").status_code == 302


def test_each_slip_gets_one_sentence_at_its_field(suining: Any, gateway: Gateway) -> None:
    report(Client(), "suining", {**LAMPS, "phone": WU["phone"]})
    wu = Client()
    assert "请填写手机号。" in words(asks(wu, ""), 422)
    assert "请填 11 位手机号，座机收不到短信。" in words(asks(wu, "0516-83881234"), 422)
    asks(wu)
    assert "一分钟只发一次" in words(asks(wu), 409)
    assert "请填写短信里的 6 位数字。" in words(types(wu, ""), 422)
    assert "验证码不对" in words(types(wu, "abcdef"), 422)
    code = code_in(gateway)
    suining.shift(timedelta(minutes=5, seconds=1))
    assert "验证码已经失效，请重新获取。" in words(types(wu, code), 409)


def test_the_number_is_in_no_address_session_or_log(
    suining: Any, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    report(Client(), "suining", {**LAMPS, "phone": WU["phone"]})
    wu = Client()
    sent = asks(wu)
    code = code_in(gateway)
    assert WU["phone"] not in sent["Location"] + str(dict(wu.session)) + caplog.text
    types(wu, code)
    assert WU["phone"] not in str(dict(wu.session)) + caplog.text
    assert code not in str(dict(wu.session)) + caplog.text


def test_the_pages_speak_english_to_whom_it_helps(suining: Any, gateway: Gateway) -> None:
    report(Client(), "suining", {**LAMPS, "phone": WU["phone"]})
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert chinese_on(words(client.get("/suining/look-up/phone"))) == []
    asks(client)
    assert chinese_on(words(asks(client), 409)) == []
    assert chinese_on(words(client.get("/suining/look-up/phone/code"))) == []
    types(client, code_in(gateway))
    assert chinese_on(words(client.get("/suining/look-up/phone/cases")), LAMPS["title"]) == []


@pytest.mark.parametrize("table", [{}, {"sms": {"vendor": "tencent"}}])
def test_where_no_code_can_be_sent_the_page_is_not_there(
    table: dict[str, Any], settings: Any
) -> None:
    """Nor where the operator wrote the gateway down wrongly; the other pages go on."""
    settings.HUIYIN_CHANNELS = {"suining": table}
    with time_machine.travel(NOW, tick=False):
        found("suining")
        assert "look-up/phone" not in words(Client().get("/suining/look-up"))
        for path in ("phone", "phone/code", "phone/cases"):
            page = words(Client().get(f"/suining/look-up/{path}"), 404)
            assert "凭编号和查询码查询" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_number_to_the_case_on_a_phone(
    script: bool, browse: Any, live_server: Any, gateway: Gateway, tmp_path: Path
) -> None:
    found("suining")
    for title in ("和平路的路灯坏了三盏", "垃圾没人收"):
        report(Client(), "suining", {**LAMPS, "title": title, "phone": WU["phone"]})
    phone = browse(viewport={"width": 360, "height": 760}, java_script_enabled=script)

    def seen() -> None:
        if script:
            touch(phone)
        phone.screenshot(path=tmp_path / f"{len(list(tmp_path.iterdir()))}.png", full_page=True)

    phone.goto(f"{live_server.url}/suining/look-up")
    follow(phone, "text=用手机号和短信验证码查询")
    seen()
    phone.fill("[name=phone]", "12")
    follow(phone, "main .form-actions button")
    seen()
    phone.fill("[name=phone]", WU["phone"])
    follow(phone, "main .form-actions button")
    seen()
    phone.fill("[name=code]", code_in(gateway))
    follow(phone, "main .form-actions button")
    seen()
    follow(phone, ".cells a")
    assert LAMPS["text"] in phone.inner_text("main")
