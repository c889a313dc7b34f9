"""What a petitioner gives of themselves: made plain, checked as the channel asks, masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.intake import identity
from huiyin.intake.identity import Person
from huiyin.rules.refusals import Refusal
from huiyin.rules.vocabulary import Channel
from tests.world import LIU_YANG, WANG_FANG


def channel(asks: str) -> Channel:
    """A channel that asks for that much of a person."""
    return Channel.model_validate({"id": "x", "label": "x", "label_en": "x", "identity": asks})


def fault(person: Person, asks: str) -> str:
    """The field at fault; "" for none."""
    refusal = identity.check(identity.tidy(person), channel(asks))
    return refusal.field if isinstance(refusal, Refusal) else ""


NOBODY = Person()
NUMBER = WANG_FANG.identity_no


@pytest.mark.parametrize(
    ("asks", "person", "field"),
    [
        # the real name: name, phone and a number that can be one (JS-1)
        ("real_name", WANG_FANG, ""),
        ("real_name", LIU_YANG, ""),  # a number that ends in X
        ("real_name", NOBODY, "phone"),
        ("real_name", Person("王芳", "", NUMBER), "phone"),
        ("real_name", Person("", "13812345678", NUMBER), "name"),
        ("real_name", Person(" 　", "13812345678", NUMBER), "name"),
        ("real_name", Person("王芳", "13812345678", ""), "identity_no"),
        ("real_name", Person("王芳", "13812345678", NUMBER[:-1] + "0"), "identity_no"),
        # a contact: a way to reach the person
        ("contact", Person("", "13812345678"), ""),
        ("contact", Person("", "0516-83840000"), ""),
        ("contact", Person("", "8384000"), ""),
        ("contact", NOBODY, "phone"),
        ("contact", Person("王芳"), "phone"),
        # a code: nothing (JS-4)
        ("code", NOBODY, ""),
        ("code", Person("", "12345"), "phone"),
        # what is given must be right, asked for or not
        ("contact", Person("", "13812345678", "123"), "identity_no"),
        ("contact", Person("", "1381234567"), "phone"),
        ("contact", Person("", "23812345678"), "phone"),
        ("contact", Person("", "打我电话"), "phone"),
        ("contact", Person("", "1381234567\x00"), "phone"),
        ("contact", Person("王\x00芳", "13812345678"), "name"),
        ("contact", Person("王\u202e\ud800芳", "13812345678"), "name"),
        ("contact", Person("王" * 61, "13812345678"), "name"),
        ("contact", Person("王" * 60, "13812345678"), ""),
        ("real_name", Person("王芳", "1" * 100_000, NUMBER), "phone"),
        ("real_name", Person("王芳", "13812345678", "1" * 100_000), "identity_no"),
    ],
)
def test_each_channel_asks_what_it_asks_and_no_more(asks: str, person: Person, field: str) -> None:
    assert fault(person, asks) == field


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("13812345678", "13812345678"),
        (" 138 1234 5678 ", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("+86-13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("（0516）83840000", "051683840000"),
        ("0516-83840000", "0516-83840000"),
        ("0516－83840000", "0516-83840000"),
        ("86384000", "86384000"),  # a number in town that begins with 86
    ],
)
def test_a_phone_number_is_known_however_it_was_typed(typed: str, plain: str) -> None:
    assert identity.tidy(Person(phone=typed)).phone == plain


def test_an_identity_number_is_known_however_it_was_typed() -> None:
    spaced = " ".join(LIU_YANG.identity_no.lower())
    wide = "".join(chr(ord(c) + 0xFEE0) for c in LIU_YANG.identity_no)
    for typed in (spaced, wide):
        assert identity.tidy(Person(identity_no=typed)).identity_no == LIU_YANG.identity_no


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_of_an_identity_number_is_found(place: int, digit: str) -> None:
    """GB 11643: the last digit checks the others."""
    for right in (WANG_FANG.identity_no, LIU_YANG.identity_no):
        wrong = right[:place] + digit + right[place + 1 :]
        assert identity.is_identity_number(wrong) == (wrong == right)


@given(st.integers(0, 16))
def test_two_swapped_digits_of_an_identity_number_are_found(place: int) -> None:
    right = WANG_FANG.identity_no
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert identity.is_identity_number(wrong) == (wrong == right)


@pytest.mark.parametrize("text", ["", "1", "０００００" * 4, NUMBER + "\n", "x" * 18])
def test_what_has_not_eighteen_digits_is_no_identity_number(text: str) -> None:
    assert not identity.is_identity_number(text)


@pytest.mark.parametrize(
    ("person", "masked"),
    [
        (WANG_FANG, Person("王*", "138****5678", "000*************36")),
        (Person("欧阳小红"), Person("欧***")),
        (Person("王"), Person("王*")),
        (Person("", "8384000"), Person("", "*******")),
        (Person("", "0516-83840000"), Person("", "051******0000")),
        (Person(), Person()),
    ],
)
def test_a_masked_person_is_known_only_to_those_who_know_them(
    person: Person, masked: Person
) -> None:
    assert person.masked() == masked


@given(st.builds(Person, st.text(max_size=8), st.text(max_size=13), st.text(max_size=18)))
def test_no_short_number_is_shown_whole(person: Person) -> None:
    shown = person.masked()
    for whole, part in ((person.phone, shown.phone), (person.identity_no, shown.identity_no)):
        assert len(part) == len(whole)
        assert not whole or "*" in part


def test_an_address_is_a_contact_but_no_real_name() -> None:
    by_mail = Person(email=" Wang@Example.org ")
    assert (fault(by_mail, "contact"), fault(by_mail, "real_name")) == ("", "phone")
    assert identity.tidy(by_mail).masked().email == "w***@example.org"


@pytest.mark.parametrize("email", ["x", "x@", "@x.org", "x@y", "a b@x.org", "x" * 250 + "@x.org"])
def test_what_is_no_address_is_told_at_its_field(email: str) -> None:
    assert fault(Person(email=email), "contact") == "email"
