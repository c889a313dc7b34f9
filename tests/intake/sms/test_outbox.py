"""What petitioners are told goes out once, is tried again, and its fate is kept."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from huiyin.cases import notices
from huiyin.intake import actions as intake
from huiyin.intake import outbox
from huiyin.intake.channels.kinds import KINDS
from huiyin.intake.models import Delivery
from huiyin.intake.outbox import LEASE, RESTS
from huiyin.regimes import actions as regimes
from huiyin.rules.steps.receive import Withdraw
from tests.intake.sms.conftest import Sms
from tests.world import LIU_YANG, County, together

TAKEN = "您的诉求 {} 已登记。https://ask.example.org/county/look-up?number={}"


def works(county: County) -> None:
    """A worker looks once."""
    outbox.hand_on(county.now)
    while outbox.send_next(county.now):
        pass


def only() -> Delivery:
    """The one delivery there is."""
    return Delivery.objects.get()


def test_the_receipt_goes_to_the_petitioners_phone(county: County, sms: Sms) -> None:
    number = county.registered()
    works(county)
    assert sms.texts == [TAKEN.format(number, number)]
    (sent,) = sms.gateway.sent.values()
    assert (sent["to"], sent["sign"]) == ("13812345678", "示范县")
    assert (only().state, only().gateway_id) == ("sent", "stand-in-1")


def test_nothing_of_the_person_stands_in_the_outbox(county: County, sms: Sms) -> None:
    county.registered()
    works(county)
    row = Delivery.objects.values_list().get()
    assert "13812345678" not in repr(row)
    assert "王芳" not in repr(row)


def test_a_second_look_sends_nothing_again(county: County, sms: Sms) -> None:
    county.registered()
    works(county)
    works(county)
    assert sms.gateway.asked == 1


def test_every_petitioner_is_told_and_each_step_once(county: County, sms: Sms) -> None:
    receipt = county.report()
    intake.co_sign(receipt.case, LIU_YANG, now=county.now)
    works(county)
    told = [one["to"] for one in sms.gateway.sent.values()]
    assert sorted(set(told)) == ["13812345678", "13987654321"]
    before = len(told)
    number = county.registered()
    county.petitioner_does(number, Withdraw())
    works(county)
    assert len(sms.gateway.sent) == before + 1  # a withdrawal is not told to who withdrew


def test_who_left_no_mobile_number_is_reached_by_nothing(county: County, sms: Sms) -> None:
    county.report(replace(LIU_YANG, phone="0516-55550142"))
    works(county)
    assert (only().state, only().next_at) == ("none", None)
    assert sms.gateway.asked == 0


def test_a_place_without_a_gateway_sends_nothing_and_loses_nothing(
    county: County, settings: Any
) -> None:
    settings.HUIYIN_CHANNELS = {}
    county.registered()
    works(county)
    assert only().state == "none"


def test_of_a_whistle_blower_there_is_no_delivery(county: County, sms: Sms) -> None:
    """JS-4."""
    county.whistle()
    works(county)
    assert not Delivery.objects.exists()
    assert notices.to_hand_on(10) == []


def test_a_gateway_that_is_busy_is_tried_again_later_and_later(county: County, sms: Sms) -> None:
    county.registered()
    sms.gateway.spoilt = [503] * len(RESTS)
    for rest in RESTS:
        works(county)
        assert (only().state, only().reason) == ("waiting", "http 503")
        assert only().next_at == county.now + rest
        county.now += rest - timedelta(seconds=1)
        works(county)
        assert only().next_at == county.now + timedelta(seconds=1)
        county.now += timedelta(seconds=1)
    works(county)
    assert only().state == "sent"
    assert len(sms.texts) == 1


def test_after_the_last_try_it_is_given_up_and_says_why(county: County, sms: Sms) -> None:
    county.registered()
    sms.gateway.spoilt = [503] * (len(RESTS) + 1)
    for rest in (*RESTS, timedelta(0)):
        works(county)
        county.now += rest
    assert (only().state, only().reason, only().next_at) == ("given_up", "http 503", None)


def test_what_the_gateway_refuses_is_not_sent_again(county: County, sms: Sms) -> None:
    county.registered()
    sms.gateway.spoilt = [400]
    works(county)
    county.now += timedelta(days=1)
    works(county)
    assert (only().state, only().reason) == ("failed", "http 400")
    assert sms.gateway.asked == 1


def test_a_gateway_that_is_away_is_waited_for(county: County, sms: Sms, settings: Any) -> None:
    county.registered()
    settings.HUIYIN_CHANNELS["county"]["sms"]["url"] = "http://127.0.0.1:9/send"
    works(county)
    assert (only().state, only().reason) == ("waiting", "network")


def test_a_worker_that_dies_after_the_gateway_took_it_sends_it_once(
    county: County, sms: Sms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is the same at every try, and the gateway takes it once."""
    county.registered()
    outbox.hand_on(county.now)
    _dies_after_sending(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        outbox.send_next(county.now)
    monkeypatch.undo()
    works(county)
    assert only().state == "sending"  # the lease is not over: perhaps the worker lives
    county.now += LEASE
    works(county)
    assert only().state == "sent"
    assert (sms.gateway.asked, len(sms.texts)) == (2, 1)


def test_where_the_gateway_cannot_be_asked_a_broken_message_is_not_sent_twice(
    county: County, sms: Sms, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.registered()
    outbox.hand_on(county.now)
    _dies_after_sending(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        outbox.send_next(county.now)
    monkeypatch.undo()
    monkeypatch.setattr(type(KINDS["sms"]), "settles", lambda self, place: False)
    county.now += LEASE
    works(county)
    assert (only().state, only().reason) == ("unsure", "broken off")
    assert sms.gateway.asked == 1


def _dies_after_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    real = type(KINDS["sms"]).send

    def send(self: Any, message: Any, *, now: Any) -> str:
        real(self, message, now=now)
        raise KeyboardInterrupt

    monkeypatch.setattr(type(KINDS["sms"]), "send", send)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(county: County, sms: Sms) -> None:
    for _ in range(5):
        county.registered()
    came = together(lambda: works(county), lambda: works(county))
    assert came == [None, None]
    assert sms.gateway.asked == len(sms.texts) == 5
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_what_did_not_happen_is_not_told(county: County, sms: Sms) -> None:
    """The notice is written with what it tells of, or not at all."""
    with transaction.atomic():
        county.registered()
        transaction.set_rollback(True)
    works(county)
    assert sms.gateway.asked == 0


def test_a_look_at_an_idle_outbox_asks_two_indexes(
    county: County, sms: Sms, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        county.registered()
    works(county)
    with django_assert_num_queries(2):
        works(county)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "EXPLAIN QUERY PLAN SELECT id FROM cases_notice WHERE audience = 'petitioners' "
                "AND handed_on_at IS NULL ORDER BY id LIMIT 200"
            )
            assert "notice_to_hand_on" in cursor.fetchone()[3]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[registered]\nany = "{number} 收到了。"', "{number} 收到了。"),
        ('[registered]\nany = "x"\nsms = "短信 {number}。"', "短信 {number}。"),
        ('[registered]\nwechat = "x"\n[answered]\nany = "x"', "您的诉求 {number} 已登记。"),
    ],
)
def test_a_place_tells_it_in_its_own_words(
    text: str, told: str, county: County, county_files: Path, tmp_path: Path, sms: Sms
) -> None:
    law = shutil.copytree(county_files, tmp_path / "county")
    (law / "texts.toml").write_text(text, encoding="utf-8")
    regimes.publish(law, now=county.now)
    number = county.registered()
    works(county)
    (said,) = sms.texts
    assert said.startswith(f"{told.format(number=number)}https://")
