"""Personal data at rest: encrypted, bound to its field, and no tampering goes unseen."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from huiyin.intake import actions, queries, sealing
from huiyin.intake.models import Petitioner
from tests.world import WANG_FANG, County


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_is_unsealed(text: str) -> None:
    assert sealing.unseal(sealing.seal(text, "name"), "name") == text


def test_the_same_text_is_sealed_to_something_else_each_time() -> None:
    assert sealing.seal("王芳", "name") != sealing.seal("王芳", "name")


def test_nothing_stays_nothing() -> None:
    assert sealing.seal("", "name") == b""
    assert sealing.index("") == ""


def test_every_single_altered_byte_is_noticed() -> None:
    sealed = sealing.seal("王芳", "name")
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(InvalidTag):
            sealing.unseal(bytes(altered), "name")


def test_a_value_cannot_be_put_in_another_field_s_place() -> None:
    with pytest.raises(InvalidTag):
        sealing.unseal(sealing.seal("13812345678", "phone"), "name")


def test_without_the_key_of_the_installation_nothing_is_read(settings: Settings) -> None:
    sealed, index = sealing.seal("王芳", "name"), sealing.index("13812345678")
    settings.HUIYIN_DATA_KEY = "another key"
    assert sealing.index("13812345678") != index
    with pytest.raises(InvalidTag):
        sealing.unseal(sealed, "name")


@pytest.mark.parametrize("cut", [1, 11, 12, 27])
def test_what_was_cut_short_is_no_value(cut: int) -> None:
    with pytest.raises((InvalidTag, ValueError)):
        sealing.unseal(sealing.seal("王芳", "name")[:cut], "name")


def test_a_person_s_row_says_nothing_to_whoever_opens_the_database(county: County) -> None:
    number = county.registered()
    row = Petitioner.objects.get()
    for field in ("name", "phone", "identity_no"):
        kept = bytes(getattr(row, field))
        assert kept
        assert getattr(WANG_FANG, field).encode() not in kept
    assert WANG_FANG.phone not in row.phone_index
    assert queries.unsealed(row) == WANG_FANG
    (ref,) = [person.ref for person in county.case(number).petitioners]
    assert queries.masked(ref) == WANG_FANG.masked()


@pytest.mark.parametrize("ref", ["", "99999", "x", "²", "1 OR 1=1"])
def test_nobody_is_behind_an_unknown_reference(county: County, ref: str) -> None:
    county.registered()
    assert queries.masked(ref) == actions.Person()
