"""How one is told: in Chinese, in English, or not at all (P85)."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import identity, outbox, queries
from huiyin.intake.identity import Person
from huiyin.intake.models import Delivery
from huiyin.regimes import actions as regimes
from tests.intake.sms.conftest import Sms
from tests.world import County

pytestmark = pytest.mark.django_db


def told(county: County, sms: Sms, told_in: str) -> tuple[str, str]:
    """Somebody reports and is told of it: the case, and the words on the phone."""
    number = county.registered()
    intake.tell_in(ref(number), told_in)
    outbox.hand_on(county.now)
    while outbox.send_next(county.now):
        pass
    words = [one["text"] for one in sms.gateway.sent.values()]
    return number, words[-1] if words else ""


def ref(number: str) -> str:
    case = cases.find(number)
    assert case is not None
    return case.petitioners[0].ref


def test_in_english_it_is_the_house_s_english_sentence(county: County, sms: Sms) -> None:
    number, words = told(county, sms, "en")
    assert words.startswith(f"Your case {number} has been registered. https://")


def test_what_is_no_language_is_the_place_s_own() -> None:
    assert identity.tidy(Person(told_in="tlh")).told_in == ""
    assert identity.tidy(Person(told_in="en")).told_in == "en"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ('any = "收到 {number}。"', ("收到 ", "Your case")),
        ('any = "收到 {number}。"\nany_en = "Got {number}."', ("收到 ", "Got ")),
        ('any_en = "Got {number}."\nsms_en = "SMS {number}."', ("您的诉求", "SMS ")),
    ],
)
def test_a_place_s_own_words_are_in_that_language_or_the_house_s_are_told(
    own: str, said: tuple[str, str], county_files: Path, tmp_path: Path, county: County, sms: Sms
) -> None:
    """Chinese words of the place are no good to who reads English."""
    law = shutil.copytree(county_files, tmp_path / "county")
    (law / "texts.toml").write_text(f"[registered]\n{own}\n", encoding="utf-8")
    regimes.publish(law, now=county.now - timedelta(days=1))
    assert told(county, sms, "")[1].startswith(said[0])
    assert told(county, sms, "en")[1].startswith(said[1])


def test_who_wants_no_notices_gets_none_and_the_case_says_so(county: County, sms: Sms) -> None:
    number, words = told(county, sms, "none")
    assert words == ""
    assert [one.state for one in queries.deliveries(number)] == ["quiet"]


def test_it_can_be_changed_at_any_time(county: County, sms: Sms) -> None:
    number, _ = told(county, sms, "none")
    intake.tell_in(ref(number), "en")
    assert queries.told_in(ref(number)) == "en"
    with pytest.raises(Refused):
        intake.tell_in(ref(number), "tlh")
    assert queries.told_in(ref(number)) == "en"


def test_what_waits_is_told_as_is_wished_when_it_goes(county: County, sms: Sms) -> None:
    number = county.registered()
    outbox.hand_on(county.now)
    intake.tell_in(ref(number), "en")
    outbox.send_next(county.now)
    assert Delivery.objects.get().state == "sent"
    assert next(iter(sms.gateway.sent.values()))["text"].startswith("Your case")
