"""Logging in, and the brake on guessing: five failures, then a quarter of an hour's rest."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate

from huiyin.people.backends import FORGOTTEN, REST, TRIES, is_resting
from huiyin.people.models import FailedLogin, Member
from tests.world import MONDAY, County

PASSWORD = "幸福路12号的灯"


@pytest.fixture(autouse=True)
def _li_qiang_has_a_password(county: County) -> None:
    for name in ("李强", "赵敏"):
        county.people[name].set_password(PASSWORD)
        county.people[name].save()


def logs_in(password: str, *, who: str = "李强", on: datetime = MONDAY) -> bool:
    """Does the member get in with that password?"""
    with time_machine.travel(on, tick=False):
        return authenticate(username=who, password=password) is not None


def test_the_right_password_opens_and_a_wrong_one_does_not() -> None:
    assert logs_in(PASSWORD)
    assert not logs_in("wrong")
    assert not logs_in("")


@pytest.mark.parametrize("who", ["nobody", "", "x" * 5000])
def test_an_unknown_name_is_only_wrong(who: str) -> None:
    assert not logs_in(PASSWORD, who=who)


def test_after_five_failures_even_the_right_password_rests() -> None:
    assert not any(logs_in("wrong") for _ in range(TRIES))
    assert not logs_in(PASSWORD)
    assert not logs_in(PASSWORD, on=MONDAY + REST - timedelta(seconds=1))
    assert logs_in(PASSWORD, on=MONDAY + REST + timedelta(seconds=1))


def test_one_member_s_rest_is_not_another_s() -> None:
    for _ in range(TRIES):
        logs_in("wrong")
    assert logs_in(PASSWORD, who="赵敏")


def test_getting_in_forgives_the_failures_before() -> None:
    for _ in range(3):
        for _ in range(TRIES - 1):
            logs_in("wrong")
        assert logs_in(PASSWORD)
    assert not FailedLogin.objects.exists()


def test_after_the_rest_there_are_five_tries_again() -> None:
    for _ in range(TRIES):
        logs_in("wrong")
    later = MONDAY + REST + timedelta(seconds=1)
    for _ in range(TRIES - 1):
        assert not logs_in("wrong", on=later)
    assert logs_in(PASSWORD, on=later)


def test_whoever_knocks_while_it_rests_does_not_prolong_the_rest() -> None:
    for _ in range(TRIES):
        logs_in("wrong")
    logs_in("wrong", on=MONDAY + REST / 2)
    assert logs_in(PASSWORD, on=MONDAY + REST + timedelta(seconds=1))


@pytest.mark.parametrize("who", ["李强", "nobody"])
def test_who_rests_is_told_so_whether_anybody_bears_the_name_or_not(who: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(TRIES):
            assert not is_resting(who)
            logs_in("wrong", who=who)
        assert is_resting(who)
        assert not is_resting("赵敏")


def test_who_has_left_does_not_get_in() -> None:
    Member.objects.filter(username="李强").update(is_active=False)
    assert not logs_in(PASSWORD)


def test_invented_names_do_not_fill_the_table() -> None:
    """Nor is a name kept in the clear: people type their password there."""
    for at in range(20):
        logs_in("wrong", who=f"invented-{at}")
    assert not FailedLogin.objects.filter(name__contains="invented").exists()
    logs_in("wrong", on=MONDAY + FORGOTTEN)
    assert FailedLogin.objects.count() == 1
