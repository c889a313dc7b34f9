"""`huiyin people`: an operator sets up a place and adds those who work for it."""

import io

import pytest
from django.core.management import CommandError, call_command

from huiyin.people import queries
from huiyin.people.models import Member
from huiyin.regimes import queries as laws

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_law() -> None:
    laws.forget()


def people(*words: str, password: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> str:
    if monkeypatch is not None:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    call_command("people", *words, stdout=said)
    return said.getvalue()


def test_a_place_is_set_up_under_a_regime_and_gets_a_member(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "/pilot/" in people("place", "pilot", "--regime", "starter", "--name", "试点县")
    words = ["member", "chen", "--place", "pilot", "--name", "陈平", "--role", "dispatcher"]
    people(*words, password="kd83-JJd2-xx", monkeypatch=monkeypatch)
    member = Member.objects.get(username="chen")
    assert member.check_password("kd83-JJd2-xx")
    assert queries.actor_of(member).places == {"pilot"}


def test_a_hub_sees_the_places_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    people("place", "city", "--regime", "starter")
    people("place", "district", "--regime", "starter", "--hub", "city")
    words = ["member", "sun", "--place", "city", "--name", "孙立", "--role", "inspector"]
    people(*words, password="kd83-JJd2-xx", monkeypatch=monkeypatch)
    actor = queries.actor_of(Member.objects.get(username="sun"))
    assert actor.places == {"city", "district"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["place", "pilot", "--regime", "nowhere"], "没有“nowhere”这套规则"),
        (["member", "x", "--place", "no", "--name", "陈", "--role", "clerk"], "没有“no”这个地方"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        people(*words)


def test_a_weak_password_adds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    people("place", "pilot", "--regime", "starter")
    words = ["member", "chen", "--place", "pilot", "--name", "陈平", "--role", "clerk"]
    with pytest.raises(CommandError):
        people(*words, password="123", monkeypatch=monkeypatch)
    assert not Member.objects.filter(username="chen").exists()


def test_a_name_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people("place", "pilot", "--regime", "starter")
    words = ["member", "chen", "--place", "pilot", "--name", "陈平", "--role", "clerk"]
    people(*words, password="kd83-JJd2-xx", monkeypatch=monkeypatch)
    with pytest.raises(CommandError, match="已经有人用了"):
        people(*words, password="kd83-JJd2-xx", monkeypatch=monkeypatch)
