"""The whole way by WeChat on one machine: the chat, the pages and the mini-program, over HTTP."""

import re
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from huiyin.intake.channels.wechat import accounts, client
from huiyin.intake.models import WechatCase
from huiyin.jobs import fetching
from huiyin.jobs.demo import gateways
from huiyin.jobs.stand_ins.wechat import Wechat
from tests.intake.wechat.conftest import running
from tests.web.citizen_street import LAMPS, WU, found, key_of
from tests.web.wechat_street import ACCOUNT, PROGRAM

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_an_account_it_says_what_to_write(settings: Any) -> None:
    with pytest.raises(CommandError, match=r"\[suining.wechat\]"):
        call_command("stand-in", "wechat")


def test_what_it_says_to_write_is_good_as_it_stands(settings: Any) -> None:
    with pytest.raises(CommandError) as told:
        call_command("stand-in", "wechat", "--place", "pilot")
    text = str(told.value)
    settings.HUIYIN_CHANNELS = tomllib.loads(text[text.index("[") :])
    account = accounts.official("pilot")
    assert account is not None
    assert account.envelope() is not None
    assert accounts.mini_program("pilot") is not None


def test_from_the_chat_to_the_page_and_back(live_server: Any, settings: Any) -> None:
    """Written in the chat, reported on the page, found in the menu, opened in the mini-program."""
    found("suining")
    client.forget_tokens()
    played = Wechat(
        "suining",
        live_server.url,
        accounts.Account.model_validate(ACCOUNT),
        accounts.MiniProgram.model_validate(PROGRAM),
    )
    with running(played) as address:
        settings.HUIYIN_CHANNELS = {
            "suining": {
                "wechat": {**ACCOUNT, "api": address},
                "miniprogram": {**PROGRAM, "api": address},
            }
        }
        with httpx.Client(follow_redirects=True) as wu:
            chat = wu.post(f"{address}/say", data={"text": LAMPS["title"] + "<b>"}).text
            assert "&lt;b&gt;" in chat
            page = wu.get(re.findall(r'<a href="([^"]+)"', chat)[-1])
            assert LAMPS["title"] in page.text
            token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[0]
            given = {"key": key_of(page.text), "csrfmiddlewaretoken": token, "phone": WU["phone"]}
            receipt = wu.post(str(page.url), data={**LAMPS, **given})
            assert "receipt-id" in receipt.text
            number = WechatCase.objects.get().number
            assert number in wu.post(f"{address}/say", data={"do": "mine"}).text
            assert "位置记下了" in wu.post(f"{address}/say", data={"do": "place"}).text
        with httpx.Client(follow_redirects=True) as program:
            assert "我的诉求" in program.post(f"{address}/say", data={"do": "mini"}).text


def test_the_demo_has_accounts_of_its_own_and_touches_nobody_else_s(
    tmp_path: Path, settings: Any
) -> None:
    path = tmp_path / "channels.toml"
    assert gateways.write(path, "http://127.0.0.1:8000")
    assert path.stat().st_mode & 0o077 == 0
    settings.HUIYIN_CHANNELS = tomllib.loads(path.read_text(encoding="utf-8"))
    assert accounts.official("suining") is not None
    path.write_text("# mine\n", encoding="utf-8")
    assert not gateways.write(path, "http://127.0.0.1:8000")
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_a_photo_and_a_voice_note_go_the_whole_way(live_server: Any, settings: Any) -> None:
    """Sent in the chat, fetched by the worker, and in the form of the page."""
    found("suining")
    client.forget_tokens()
    account = accounts.Account.model_validate(ACCOUNT)
    played = Wechat("suining", live_server.url, account, None)
    with running(played) as address:
        settings.HUIYIN_CHANNELS = {"suining": {"wechat": {**ACCOUNT, "api": address}}}
        with httpx.Client(follow_redirects=True) as wu:
            assert "照片已收到" in wu.post(f"{address}/say", data={"do": "image"}).text
            chat = wu.post(f"{address}/say", data={"do": "voice"}).text
            assert list(fetching.media(timezone.now)) == ["kept", "kept"]
            page = wu.get(re.findall(r'<a href="([^"]+)"', chat)[-1]).text
            assert "照片 1" in page
            assert "录音 2（0:02）" in page
