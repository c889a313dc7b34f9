"""A petitioner is told in WeChat, once, in as many characters as WeChat takes."""

from dataclasses import replace
from typing import Any

import pytest

from huiyin.intake.channels.wechat import sending, users
from huiyin.intake.channels.wechat.accounts import Account
from huiyin.intake.channels.wechat.client import Failed
from huiyin.intake.channels.wechat.sending import Told
from tests.intake.wechat.conftest import NOW, SECRET, Played
from tests.world import SHANGHAI, County

NOTICE = {"template": "tpl", "number": "character_string1", "words": "thing2", "at": "time3"}
TOLD = Told(
    number="CT-20260302-00001-4",
    words="您的诉求已交承办单位。",
    at=NOW.astimezone(SHANGHAI),
    url="https://huiyin.example/county/",
    key="notice-1",
)


def account(wechat: Played, **notice: str) -> Account:
    """The account with its message template."""
    told: dict[str, Any] = {"app": wechat.app.id, "secret": SECRET, "api": wechat.app.api}
    return Account(**told, token="t", notice={**NOTICE, **notice})


def test_the_template_s_blanks_are_filled(wechat: Played) -> None:
    sending.tell(account(wechat), "o-wang", TOLD, now=NOW)
    (sent,) = wechat.api.sent
    assert {name: blank["value"] for name, blank in sent["data"].items()} == {
        "character_string1": "CT-20260302-00001-4",
        "thing2": "您的诉求已交承办单位",
        "time3": "2026-03-02 10:00",
    }
    assert (sent["touser"], sent["url"]) == ("o-wang", TOLD.url)


def test_sent_again_after_a_lost_answer_it_arrives_once(wechat: Played) -> None:
    for _ in range(2):
        sending.tell(account(wechat), "o-wang", TOLD, now=NOW)
    sending.tell(account(wechat), "o-wang", replace(TOLD, key="notice-2"), now=NOW)
    assert len(wechat.api.sent) == 2


def test_a_lost_answer_is_asked_for_again_at_once(wechat: Played) -> None:
    wechat.api.lost = 1
    assert sending.tell(account(wechat), "o-wang", TOLD, now=NOW) == "1"
    assert len(wechat.api.sent) == 1


def test_where_wechat_cannot_tell_it_is_left_unsure(wechat: Played) -> None:
    """A subscription notice has no key; and a line that stays broken says nothing either."""
    for kind, lost in (("subscribe", 1), ("template", 2)):
        wechat.api.lost = lost
        with pytest.raises(Failed) as failed:
            sending.tell(account(wechat, kind=kind), "o-wang", TOLD, now=NOW)
        assert failed.value.unsure


def test_the_number_is_not_said_twice(wechat: Played) -> None:
    told = replace(TOLD, words=f"您的诉求 {TOLD.number} 已交承办单位。")
    sending.tell(account(wechat), "o-wang", told, now=NOW)
    assert wechat.api.sent[0]["data"]["thing2"]["value"] == "您的诉求已交承办单位"


@pytest.mark.parametrize(
    ("words", "fitted"),
    [
        ("Your case {number} has been registered.", "Registered"),
        ("Your case {number} has been answered. Please have a look.", "Answered"),
        ("Your case {number} is urgent and was handed over at once.", "Urgent and was…"),
        ("Work on your case {number} has resumed.", "Work on your case…"),
        ("Incomprehensibilitiesandmore of it", "Incomprehensibiliti…"),
    ],
)
def test_english_is_cut_between_words_and_keeps_what_is_new(
    words: str, fitted: str, wechat: Played
) -> None:
    told = replace(TOLD, words=words.format(number=TOLD.number))
    sending.tell(account(wechat), "o-wang", told, now=NOW)
    value = wechat.api.sent[0]["data"]["thing2"]["value"]
    assert value == fitted
    assert len(value) <= sending.LONGEST


def test_words_are_cut_to_what_wechat_takes_and_a_blank_may_be_missing(wechat: Played) -> None:
    long = replace(TOLD, words="您的诉求已经答复，请您在七天之内评价办理的结果好不好。")
    sending.tell(account(wechat, at="", kind="subscribe"), "o-wang", long, now=NOW)
    (sent,) = wechat.api.sent
    assert list(sent["data"]) == ["character_string1", "thing2"]
    assert sent["data"]["thing2"]["value"] == "您的诉求已经答复，请您在七天之内评价办…"
    assert sent["page"] == TOLD.url


def test_a_template_that_is_wrong_is_given_up(wechat: Played) -> None:
    wechat.api.trouble = [40037]
    with pytest.raises(Failed) as failed:
        sending.tell(account(wechat), "o-wang", TOLD, now=NOW)
    assert not failed.value.again


@pytest.mark.django_db
def test_only_who_came_by_this_account_can_be_told(wechat: Played, county: County) -> None:
    number = county.registered()
    ref = county.case(number).petitioners[0].ref
    assert sending.reaches(account(wechat), ref) == ""
    user = users.met(wechat.app.id, "o-wang", now=NOW)
    users.brought(user, number, ref, "", now=NOW)
    assert sending.reaches(account(wechat), ref) == "o-wang"
    silent = account(wechat).model_copy(update={"notice": None})
    assert sending.reaches(silent, ref) == ""
