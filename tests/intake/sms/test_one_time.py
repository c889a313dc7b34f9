"""One-time codes: a number is shown to be one's own, and nobody learns, guesses or floods."""

import re
from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import one_time, outbox
from huiyin.intake.actions import Matter
from huiyin.intake.identity import Person
from huiyin.intake.models import Delivery, OneTimeCode
from huiyin.intake.one_time import HOURLY, LIVES, RECENT, TRIES
from huiyin.rules.refusals import Refusal
from tests.intake.sms.conftest import Sms
from tests.world import LIU_YANG, WANG_FANG, County, together

STRANGER = "13700000000"


def asks(county: County, phone: str = WANG_FANG.phone, *, after: int = 61) -> int:
    """Somebody asks for a code, a good minute after the last."""
    county.now += timedelta(seconds=after)
    return one_time.ask("county", phone, purpose="look-up", now=county.now)


def refused(county: County, phone: str = WANG_FANG.phone, *, after: int = 0) -> Refusal:
    """They are told no; why."""
    with pytest.raises(Refused) as no:
        asks(county, phone, after=after)
    return no.value.refusal


def told(county: County, sms: Sms) -> str:
    """The code in the newest message."""
    while outbox.send_next(county.now):
        pass
    (code,) = re.findall(r"验证码 (\d{6})，", sms.texts[-1])
    return str(code)


def shows(county: County, asked: int, code: str, purpose: str = "look-up") -> str:
    """Somebody types a code."""
    return one_time.check(asked, code, place="county", purpose=purpose, now=county.now)


def fails(county: County, asked: int, code: str, **more: str) -> str:
    """The sentence that a code is refused with."""
    with pytest.raises(Refused) as no:
        shows(county, asked, code, **more)
    return str(no.value.refusal)


@pytest.fixture
def number(county: County) -> str:
    """Wang Fang's case."""
    return county.registered()


def test_the_code_opens_all_cases_of_the_number_whatever_the_channel(
    county: County, sms: Sms, number: str
) -> None:
    called = Matter("phone", "complaint", "垃圾没人收", "三天了。", level="normal")
    she, agent = Person("王芳", "+86 138-1234-5678"), county.actor("吴越")
    by_phone = intake.report(county.place, called, she, actor=agent, now=county.now).number
    county.report(LIU_YANG)
    asked = asks(county, "１３８ 1234 5678")
    index = shows(county, asked, told(county, sms))
    mine = one_time.cases_of("county", index, now=county.now)
    assert [one.number for one in mine] == [by_phone, number]
    assert all(county.case(one.number).is_petitioner(one.petitioner) for one in mine)


def test_a_code_is_good_once(county: County, sms: Sms, number: str) -> None:
    asked = asks(county)
    code = told(county, sms)
    assert shows(county, asked, f" {code[:3]} {code[3:]}")
    assert fails(county, asked, code) == "验证码已经失效，请重新获取。"


def test_a_code_is_good_for_five_minutes(county: County, sms: Sms, number: str) -> None:
    asked = asks(county)
    code = told(county, sms)
    county.now += LIVES
    assert "已经失效" in fails(county, asked, code)


def test_a_code_is_good_for_its_purpose_and_its_place(
    county: County, sms: Sms, number: str
) -> None:
    asked = asks(county)
    code = told(county, sms)
    assert "已经失效" in fails(county, asked, code, purpose="other")
    with pytest.raises(Refused):
        one_time.check(asked, code, place="neighbour", purpose="look-up", now=county.now)
    assert shows(county, asked, code)


def test_after_five_wrong_codes_the_right_one_is_no_good(
    county: County, sms: Sms, number: str
) -> None:
    asked = asks(county)
    code = told(county, sms)
    wrong = str((int(code) + 1) % 10**6).zfill(6)
    for _ in range(TRIES):
        assert fails(county, asked, wrong) == "验证码不对，请照短信核对。"
    assert "已经失效" in fails(county, asked, code)


@pytest.mark.parametrize("typed", ["", "abc", "１", "\x00", "𠮷" * 40])
def test_what_is_no_code_is_wrong(typed: str, county: County, sms: Sms, number: str) -> None:
    asked = asks(county)
    assert "验证码不对" in fails(county, asked, typed)


def test_one_who_guesses_does_not_use_up_anothers_tries(
    county: County, sms: Sms, number: str
) -> None:
    hers = asks(county)
    code = told(county, sms)
    another = asks(county)
    for _ in range(TRIES):
        fails(county, another, "no")
    assert shows(county, hers, code)


def test_a_number_without_a_case_gets_the_same_answer_and_no_message(
    county: County, sms: Sms
) -> None:
    asked = asks(county, STRANGER)
    assert isinstance(asked, int)
    assert not Delivery.objects.exists()
    assert refused(county, STRANGER).message == "验证码一分钟只发一次，请稍等再试。"
    assert "验证码不对" in fails(county, asked, "000000")


def test_even_a_lucky_guess_at_a_code_that_was_not_sent_opens_nothing(
    county: County, sms: Sms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_time.secrets, "randbelow", lambda most: 123456)
    asked = asks(county, STRANGER)
    assert "验证码不对" in fails(county, asked, "123456")


def test_a_number_is_sent_a_code_once_a_minute_and_five_times_an_hour(
    county: County, sms: Sms, number: str
) -> None:
    for _ in range(HOURLY):
        asks(county)
        assert "一分钟只发一次" in str(refused(county, after=59))
    assert "太多" in str(refused(county, after=61))
    assert OneTimeCode.objects.count() == HOURLY
    assert asks(county, after=3600)


def test_a_place_sends_only_so_many_in_an_hour_and_tells_everybody_alike(
    county: County, sms: Sms, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_time, "CEILING", 2)
    county.report(LIU_YANG)
    for unknown in range(5):  # nothing is sent to these, and they take nobody's turn
        asks(county, f"1370000000{unknown}")
    asks(county)
    asks(county, LIU_YANG.phone)
    assert "要验证码的人太多" in str(refused(county, after=61))
    assert "要验证码的人太多" in str(refused(county, STRANGER))


@pytest.mark.parametrize("phone", ["", "0516-83881234", "12345", "abc", "138123456789"])
def test_what_is_no_mobile_number_is_told_at_its_field(
    phone: str, county: County, sms: Sms
) -> None:
    no = refused(county, phone)
    assert (no.field, str(no)) == ("phone", "请填 11 位手机号，座机收不到短信。")


def test_whistle_blowing_is_never_listed(county: County, sms: Sms) -> None:
    """Whatever they typed, no number of theirs was kept (JS-4)."""
    county.report(WANG_FANG, channel="code", title="有人收红包")
    asks(county)
    assert not Delivery.objects.exists()
    assert one_time.cases_of("county", "", now=county.now) == []


def test_who_signed_with_others_finds_the_case_too(county: County, sms: Sms, number: str) -> None:
    many = county.registered(collective=True)
    intake.co_sign(county.case(many), LIU_YANG, now=county.now)
    asked = asks(county, LIU_YANG.phone)
    index = shows(county, asked, told(county, sms))
    (one,) = one_time.cases_of("county", index, now=county.now)
    assert one.number == many


def test_a_case_of_another_place_or_of_years_ago_is_not_opened_by_number(
    county: County, sms: Sms, number: str
) -> None:
    asked = asks(county)
    index = shows(county, asked, told(county, sms))
    assert one_time.cases_of("neighbour", index, now=county.now) == []
    assert one_time.cases_of("county", index, now=county.now + RECENT) == []


def test_a_code_that_comes_too_late_is_not_sent(county: County, sms: Sms, number: str) -> None:
    asks(county)
    county.now += LIVES + timedelta(seconds=1)
    assert outbox.send_next(county.now) == "given_up"
    assert sms.texts == []
    assert Delivery.objects.get().reason == "too late"


def test_neither_number_nor_code_is_readable_in_the_database(
    county: County, sms: Sms, number: str
) -> None:
    asks(county)
    waiting = Delivery.objects.get()
    for column in (waiting.to, waiting.words):
        assert WANG_FANG.phone.encode() not in bytes(column)
    code = told(county, sms)
    for table in (OneTimeCode, Delivery):
        rows = str(list(table.objects.values_list()))
        assert f"'{code}'" not in rows
        assert WANG_FANG.phone not in rows
    sent = Delivery.objects.get()
    assert (sent.state, bytes(sent.to), bytes(sent.words)) == ("sent", b"", b"")


@pytest.mark.django_db(transaction=True)
def test_two_who_type_the_code_at_once_get_in_once(county: County, sms: Sms) -> None:
    county.registered()
    asked = asks(county)
    code = told(county, sms)
    came: list[Any] = together(*[lambda: shows(county, asked, code)] * 4)
    assert sum(isinstance(one, str) for one in came) == 1
