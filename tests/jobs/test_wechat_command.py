"""`huiyin wechat`: an operator tries an account and puts up its menu."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.intake.wechat.conftest import SECRET, Played, wechat

__all__ = ["wechat"]


@pytest.fixture
def written(wechat: Played, settings: Any) -> dict[str, Any]:
    """The account as it stands in channels.toml."""
    account = {"app": wechat.app.id, "secret": SECRET, "api": wechat.app.api, "token": "t"}
    site = "https://ask.example.org"
    settings.HUIYIN_CHANNELS = {"suining": {"wechat": account, "site": site}}
    return account


def said(*words: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("wechat", *words, stdout=out)
    return out.getvalue()


def test_good_credentials_are_called_good(written: dict[str, Any]) -> None:
    assert said("check", "suining") == "wx0000000000000001 可以用。\n"


def test_a_wrong_secret_is_told_without_being_shown(written: dict[str, Any]) -> None:
    written["secret"] = "another"
    with pytest.raises(CommandError) as no:
        said("check", "suining")
    assert "errcode 40125" in str(no.value)
    assert "another" not in str(no.value)


def test_the_menu_leads_to_the_page_and_to_ones_cases(
    written: dict[str, Any], wechat: Played
) -> None:
    assert "已生效" in said("menu", "suining", "--site", "https://huiyin.example/")
    page, mine = wechat.api.menu
    assert page["url"] == "https://huiyin.example/suining/report?channel=wechat"
    assert mine["key"] == "mine"
    said("menu", "suining")
    assert wechat.api.menu[0]["url"].startswith("https://ask.example.org/suining/")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["check", "fuxin"], "channels.toml 里没有"),
        (["menu", "fuxin", "--site", "https://x"], "channels.toml 里没有"),
        (["menu", "suining", "--site", "x"], "请用 --site 写完整地址"),
    ],
)
def test_what_is_missing_is_told_in_one_sentence(
    words: list[str], sentence: str, written: dict[str, Any]
) -> None:
    with pytest.raises(CommandError, match=sentence):
        said(*words)


def test_a_mistake_in_the_file_is_told_with_its_place_and_no_secret(
    written: dict[str, Any],
) -> None:
    written |= {"aes_key": "too-short", "colour": "red"}
    with pytest.raises(Exception, match=r"\[suining.wechat\] aes_key.*colour") as no:
        said("check", "suining")
    assert SECRET not in str(no.value)
    assert "too-short" not in str(no.value)
