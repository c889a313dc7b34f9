"""Case numbers that survive a telephone, and the query code that nobody guesses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from huiyin.cases import numbers
from tests.world import County, everything

NUMBER = "CO-20260302-00012-7"
made = st.builds(
    numbers.compose,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 9_999_999),
)


@given(made)
def test_a_number_is_its_own_normal_form(number: str) -> None:
    assert numbers.normalise(number) == number


@given(made)
def test_every_single_wrong_digit_is_found(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in "0123456789" if right.isdigit() else "":
            typed = number[:place] + wrong + number[place + 1 :]
            assert numbers.normalise(typed) == ("" if wrong != right else number)


@given(made)
def test_every_swap_of_neighbouring_digits_is_found(number: str) -> None:
    """Dashes are not heard over the phone: the last digit of the day neighbours the sequence."""
    digits = number[:2] + number[2:].replace("-", "")
    for place in range(2, len(digits) - 1):
        one, other = digits[place], digits[place + 1]
        typed = digits[:place] + other + one + digits[place + 2 :]
        assert numbers.normalise(typed) == ("" if one != other else number)


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        " {} ",
        "ＣＯ－２０２６０３０２－{tail}",
        "co-20260302-{tail}",
        "CO20260302{bare}",
        "co 2026 0302 {bare}",
        "CO—20260302—{tail}",
        "受理编号：CO-20260302-{tail}。",
    ],
)
def test_a_number_is_known_however_it_was_typed(form: str) -> None:
    number = numbers.compose("CO", date(2026, 3, 2), 12)
    tail = number.removeprefix("CO-20260302-")
    assert numbers.normalise(form.format(number, tail=tail, bare=tail.replace("-", ""))) == number


@pytest.mark.parametrize("text", ["", "12345", "CO-2026-1", "CO", "诉求", "C" * 100_000, "\x00"])
def test_what_cannot_be_a_number_is_none(text: str) -> None:
    assert numbers.normalise(text) == ""


def test_numbers_of_a_day_follow_one_another_and_each_day_begins_anew(county: County) -> None:
    one, two = date(2026, 3, 2), date(2026, 3, 3)
    given_out = [*numbers.allocate("CO", one, 2), *numbers.allocate("CO", two)]
    given_out += numbers.allocate("CO", one)
    given_out += numbers.allocate("ST", one)
    assert [number[:17] for number in given_out] == [
        "CO-20260302-00001",
        "CO-20260302-00002",
        "CO-20260303-00001",
        "CO-20260302-00003",
        "ST-20260302-00001",
    ]


def test_after_the_99999th_of_a_day_numbers_grow_longer_and_are_still_read() -> None:
    number = numbers.compose("CO", date(2026, 3, 2), 100_000)
    assert numbers.normalise(number.lower().replace("-", "")) == number


def test_a_code_is_the_same_every_time_and_another_for_every_case_and_person() -> None:
    code = numbers.code_of(NUMBER)
    assert code == numbers.code_of(NUMBER)
    others = {numbers.code_of(NUMBER, "7"), numbers.code_of(NUMBER, "8"), numbers.code_of("CO-1")}
    assert len(others | {code}) == 4


def test_a_code_cannot_be_told_without_the_key_of_the_installation(
    settings: Settings,
) -> None:
    code = numbers.code_of(NUMBER)
    settings.HUIYIN_DATA_KEY = "another key"
    assert numbers.code_of(NUMBER) != code
    assert not numbers.is_code_of(NUMBER, code)


@given(st.integers(1, 9_999_999))
def test_a_code_has_eight_letters_that_are_not_mistaken_for_one_another(sequence: int) -> None:
    code = numbers.code_of(numbers.compose("CO", date(2026, 3, 2), sequence))
    first, dash, second = code[:4], code[4], code[5:]
    assert dash == "-"
    assert set(first + second) <= set("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
    assert (len(first), len(second)) == (4, 4)


@pytest.mark.parametrize("change", [str, str.lower, lambda c: c.replace("-", " "), "　{}　".format])
def test_a_code_is_known_however_it_was_typed(change: object) -> None:
    assert callable(change)
    assert numbers.is_code_of(NUMBER, change(numbers.code_of(NUMBER)))


@pytest.mark.parametrize("text", ["", "-", "AAAA-AAAA", "查询码", "\x00", "A" * 100_000])
def test_another_code_is_not_taken(text: str) -> None:
    assert not numbers.is_code_of(NUMBER, text)


def test_the_code_is_stored_nowhere(county: County) -> None:
    receipt = county.report()
    kept = repr(everything())
    assert receipt.number in kept
    assert receipt.code not in kept
    assert receipt.code.replace("-", "") not in kept
