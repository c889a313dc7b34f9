"""The mini-program: a login code becomes a way to the pages that opens once."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from huiyin.intake.models import Petitioner, WechatCase, WechatUser
from huiyin.web import crowd
from tests.intake.wechat.conftest import Played, wechat
from tests.web.citizen_street import LAMPS, WU, found, report, words
from tests.web.desk_world import NOW
from tests.web.wechat_street import PROGRAM

__all__ = ["wechat"]

pytestmark = pytest.mark.django_db
LOGIN = "/channels/miniprogram/suining/login"


@pytest.fixture
def played(wechat: Played, settings: Any) -> Iterator[Played]:
    """Suining's mini-program, with WeChat played at an address of this machine."""
    wechat.api.secrets_of[PROGRAM["app"]] = PROGRAM["secret"]
    program = {**PROGRAM, "api": wechat.app.api}
    settings.HUIYIN_CHANNELS = {"suining": {"miniprogram": program}}
    with time_machine.travel(NOW, tick=False):
        found("suining")
        yield wechat


def logs_in(**given: Any) -> Any:
    """The mini-program's call."""
    return Client().post(LOGIN, given, content_type="application/json")


def test_a_login_leads_to_the_pages_once(played: Played) -> None:
    played.api.logins["c1"] = "o-wu"
    answer = logs_in(code="c1")
    assert answer.status_code == 200, answer.content
    address = urlsplit(answer.json()["url"]).path
    assert "我的诉求" in words(Client().get(address, follow=True))
    assert "链接已经失效" in words(Client().get(address, follow=True), 410)


def test_logins_in_a_row_are_slowed(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each asks WeChat something, with a code that is good or not."""
    monkeypatch.setattr(crowd.SENDING, "each", 2)
    crowd.SENDING.forget()
    played.api.logins["c1"] = "o-wu"
    statuses = [logs_in(code="c1").status_code for _ in range(3)]
    assert statuses == [200, 403, 429]
    crowd.SENDING.forget()


def test_a_number_that_wechat_vouches_for_is_used_by_reference(played: Played) -> None:
    played.api.logins["c1"] = "o-wu"
    played.api.phones["p1"] = WU["phone"]
    browser = Client()
    browser.get(urlsplit(logs_in(code="c1", phone_code="p1").json()["url"]).path)
    page = words(browser.get("/suining/report"))
    assert "138****5678" in page
    assert WU["phone"] not in page
    number, _ = report(browser, "suining", {**LAMPS, "phone": ""})
    assert WechatUser.objects.get().vouched
    assert WechatCase.objects.get().number == number
    assert Petitioner.objects.get().phone_index
    assert number in words(browser.get("/suining/mine"))


def test_whistle_blowing_after_a_login_is_tied_to_nobody(played: Played, settings: Any) -> None:
    """JS-4: no number is filled in, none is kept, and the case is not among hers."""
    found("jishou")
    settings.HUIYIN_CHANNELS["jishou"] = settings.HUIYIN_CHANNELS["suining"]
    played.api.logins["c1"] = "o-wu"
    played.api.phones["p1"] = WU["phone"]
    given = {"code": "c1", "phone_code": "p1"}
    login = "/channels/miniprogram/jishou/login"
    answer = Client().post(login, given, content_type="application/json")
    browser = Client()
    browser.get(urlsplit(answer.json()["url"]).path)
    assert "138****" in words(browser.get("/jishou/report"))
    assert "138****" not in words(browser.get("/jishou/whistle"))
    number, _ = report(browser, "jishou", {**LAMPS, "kind": "breach"}, "whistle")
    assert not WechatCase.objects.exists()
    assert not Petitioner.objects.get().phone_index
    assert number not in words(browser.get("/jishou/mine"))


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": 5}, {"code": "a b"}, [], "x", None])
def test_garbage_never_reaches_wechat(body: Any, played: Played) -> None:
    answer = Client().post(LOGIN, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["sentence"] == "请用 wx.login 给出的 code 登录。"
    assert played.api.calls == []


def test_a_code_that_wechat_does_not_know_is_refused(played: Played) -> None:
    answer = logs_in(code="never-given")
    assert (answer.status_code, answer.json()["sentence"][:4]) == (403, "登录已经")
    assert not WechatUser.objects.exists()


def test_while_wechat_is_busy_the_user_is_told_to_try_again(played: Played) -> None:
    played.api.logins["c1"] = "o-wu"
    played.api.trouble = [-1]
    answer = logs_in(code="c1", phone_code="p1")
    assert answer.status_code == 503


def test_a_place_without_a_mini_program_says_so(played: Played) -> None:
    found("fuxin")
    answer = Client().post("/channels/miniprogram/fuxin/login", {"code": "c1"})
    assert answer.status_code == 404
    assert "没有接通微信小程序" in answer.json()["sentence"]
