"""Calling WeChat: one token for many calls, another when it is stale, and no secret in any log."""

from datetime import timedelta

import pytest

from huiyin.intake.channels.wechat.client import App, Client, Failed
from tests.intake.wechat.conftest import NOW, SECRET, Played

TOKENS = "/cgi-bin/stable_token"


def test_a_notice_arrives_with_its_words(wechat: Played) -> None:
    with wechat.client() as calling:
        calling.send_template("o-wu", "tpl", {"thing1": "路灯已修好"}, url="https://x/")
    (sent,) = wechat.api.sent
    assert sent["touser"] == "o-wu"
    assert sent["data"] == {"thing1": {"value": "路灯已修好"}}
    assert sent["url"] == "https://x/"


def test_the_same_notice_sent_again_reaches_the_user_once(wechat: Played) -> None:
    with wechat.client() as calling:
        first, second = (
            calling.send_template("o-wu", "tpl", {}, client_msg_id="n-1") for _ in range(2)
        )
    assert first == second
    assert len(wechat.api.sent) == 1


def test_a_token_is_asked_for_once_until_it_ends(wechat: Played) -> None:
    for minutes, asked in ((0, 1), (60, 1), (118, 1), (120, 2)):
        with wechat.client(NOW + timedelta(minutes=minutes)) as calling:
            calling.say("o-wu", "您好")
        assert wechat.api.calls.count(TOKENS) == asked


def test_a_token_that_became_stale_is_replaced_and_the_call_made_again(wechat: Played) -> None:
    with wechat.client() as calling:
        calling.say("o-wu", "您好")
        wechat.api.expire()
        calling.say("o-wu", "再见")
    assert [one["text"]["content"] for one in wechat.api.sent] == ["您好", "再见"]


def test_tokens_that_are_always_stale_end_after_one_more_try(wechat: Played) -> None:
    wechat.api.trouble = [42001, 40001, 42001]
    with wechat.client() as calling, pytest.raises(Failed) as failed:
        calling.say("o-wu", "您好")
    assert failed.value.again
    assert wechat.api.trouble == [42001]


@pytest.mark.parametrize(
    ("code", "again"),
    [(-1, True), (45009, True), (45011, True), (99999, True), (43101, False), (47003, False)],
)
def test_what_may_pass_is_tried_again_and_what_cannot_is_not(
    code: int, again: bool, wechat: Played
) -> None:
    wechat.api.trouble = [code]
    with wechat.client() as calling, pytest.raises(Failed) as failed:
        calling.send_template("o-wu", "tpl", {})
    assert (failed.value.code, failed.value.again) == (code, again)
    assert wechat.api.sent == []


def test_who_no_longer_follows_is_not_written_to_again(wechat: Played) -> None:
    wechat.api.gone.add("o-wu")
    with wechat.client() as calling, pytest.raises(Failed) as failed:
        calling.send_template("o-wu", "tpl", {})
    assert not failed.value.again


def test_a_wechat_that_is_away_is_tried_again_later() -> None:
    with Client(App("wx", "s", "http://127.0.0.1:9"), NOW) as calling, pytest.raises(Failed) as no:
        calling.say("o-wu", "您好")
    assert no.value.again


def test_a_login_code_says_who_and_is_good_once(wechat: Played) -> None:
    wechat.api.logins["c1"] = "o-wu"
    with wechat.client() as calling:
        assert calling.openid_of("c1") == "o-wu"
        with pytest.raises(Failed) as failed:
            calling.openid_of("c1")
    assert not failed.value.again


def test_a_user_may_give_their_number(wechat: Played) -> None:
    wechat.api.phones["p1"] = "13812345678"
    with wechat.client() as calling:
        assert calling.phone_of("p1") == "13812345678"


def test_a_menu_is_put_up_and_a_photo_fetched(wechat: Played) -> None:
    wechat.api.media["m1"] = b"\xff\xd8 a photo"
    with wechat.client() as calling:
        calling.make_menu([{"type": "click", "name": "进度", "key": "mine"}])
        assert calling.media("m1") == (b"\xff\xd8 a photo", "image/jpeg")
        with pytest.raises(Failed):
            calling.media("none")
    assert wechat.api.menu[0]["key"] == "mine"


def test_neither_secret_nor_token_nor_code_is_in_any_log_or_error(
    wechat: Played, all_logged: pytest.LogCaptureFixture
) -> None:
    """Not even in those of the library that makes the calls, at its most talkative."""
    wechat.api.logins["the-login-code"] = "o-wu"
    with wechat.client() as calling:
        calling.openid_of("the-login-code")
        calling.say("o-wu", "您好")
        (token,) = wechat.api.tokens.values()
        wechat.api.trouble = [43101]
        with pytest.raises(Failed) as failed:
            calling.send_template("o-wu", "tpl", {})
    said = all_logged.text + repr(failed.value) + repr(wechat.app)
    assert "jscode2session" in said
    for secret in (SECRET, token, "the-login-code"):
        assert secret not in said
