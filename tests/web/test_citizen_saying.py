"""The record in plain words: every kind of fact is told, or kept inside for a reason."""

import string
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Case, Petitioner, PetitionerRole, Phase
from huiyin.rules.vocabulary import Gate, Mode, Outcome, Role
from huiyin.web.citizen import emergency
from huiyin.web.citizen.reader import Person, Reader
from huiyin.web.citizen.saying import KEPT_INSIDE, ROWS, TELLERS, say
from tests.rules.county import PLACE, law_of

COUNTY = law_of(PLACE)
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
CASE = Case(
    number="CO-20261124-00001-1",
    place="county",
    regime="county",
    version=1,
    channel="web",
    kind="complaint",
    registered_at=NOON,
    petitioners=(
        Petitioner("1"),
        Petitioner("2", PetitionerRole.CO_SIGNER),
        Petitioner("3", PetitionerRole.ABSORBED),
    ),
)
EXAMPLES: dict[Any, Any] = {
    str: "x",
    int: 1,
    bool: True,
    datetime: NOON,
    tuple[str, ...]: ("x",),
    Mode: Mode.DIRECT,
    Outcome: Outcome.CONTINUE,
    Role: Role.CHIEF,
    Gate: Gate.RATING,
    Phase: Phase.ANSWERED,
}
NAMED = {
    "limit": "5wd",
    "outlet": "litigation",
    "verdict": "satisfied",
    "colour": "yellow",
    "manner": "on_site",
    "measure": "remind",
    "why": "gates",
    "rung": "",
}


def example(kind: type[f.What]) -> f.What:
    """One fact of that kind, every field filled."""
    hints = get_type_hints(kind)
    clock = next(iter(COUNTY.clocks))
    filled = {
        item.name: {**NAMED, "clock": clock}.get(item.name, EXAMPLES[hints[item.name]])
        for item in fields(kind)
        if item.default is MISSING
    }
    return kind(**filled)


def told(
    what: f.What, ref: str = "1", by: str = "petitioner:1", role: Role = Role.PETITIONER
) -> Any:
    """What the petitioner `ref` reads of it."""
    reader = Reader(CASE, COUNTY, ref, {"member:5": Person("李明", "0516-55550142")})
    return say(f.Fact(NOON, by, role, "", what), reader)


def test_every_kind_of_fact_is_told_in_one_way_or_kept_inside_for_a_reason() -> None:
    """A new fact cannot be forgotten here, nor be told twice."""
    ways = [*ROWS, *TELLERS, *KEPT_INSIDE]
    assert sorted(f.kind_of(what) for what in ways) == sorted(f.KINDS)
    assert all(reason.endswith(".") for reason in KEPT_INSIDE.values())


@pytest.mark.parametrize("kind", [*ROWS, *TELLERS], ids=lambda kind: kind.__name__)
def test_every_told_fact_can_be_told(kind: type[f.What]) -> None:
    """No template names a field that is not there, no table lacks a word."""
    said = told(example(kind))
    assert said is None or (said.title and "{" not in said.title + said.text)


@pytest.mark.parametrize("kind", ROWS, ids=lambda kind: kind.__name__)
def test_rows_name_fields_of_their_fact(kind: type[f.What]) -> None:
    """Names in templates and of words are those of the fact."""
    row = ROWS[kind]
    names = {item.name for item in fields(kind)}
    wanted = {name for _, name, _, _ in string.Formatter().parse(row.title + row.more) if name}
    assert wanted | set(row.says) <= names


@pytest.mark.parametrize("kind", KEPT_INSIDE, ids=lambda kind: kind.__name__)
def test_what_is_kept_inside_is_not_told(kind: type[f.What]) -> None:
    """Not a word."""
    assert told(example(kind)) is None


@pytest.mark.parametrize(
    ("ref", "by", "role", "seen"),
    [
        ("1", "petitioner:1", Role.PETITIONER, True),
        ("2", "petitioner:2", Role.PETITIONER, True),
        ("1", "petitioner:2", Role.PETITIONER, False),
        ("2", "petitioner:1", Role.PETITIONER, False),
        ("1", "member:5", Role.AGENT, True),
        ("2", "member:5", Role.AGENT, False),
        ("3", "member:5", Role.AGENT, False),
        ("3", "petitioner:1", Role.PETITIONER, False),
    ],
    ids=[
        "my own",
        "a co-signer's own",
        "a co-signer's, read by the first",
        "the first's, read by a co-signer",
        "taken down for the first",
        "the same, read by a co-signer",
        "the same, read by who came with a merged case",
        "the first's, read by who came with a merged case",
    ],
)
def test_whose_words_are_shown_to_whom(ref: str, by: str, role: Role, seen: bool) -> None:
    """One's own, and those taken down for who began the case."""
    said = told(f.Supplemented(text="我的电话换了。"), ref, by, role)
    assert bool(said.text) is seen


def test_the_letter_is_read_by_those_who_signed_it() -> None:
    """Its place is told to who began it; who came with a merged case reads neither."""
    letter = example(f.Registered)
    assert told(letter, "1").text == "x\n地点：x"
    assert told(letter, "2").text == "x"
    assert told(letter, "3").text == ""


def test_how_somebody_else_voted_is_theirs_to_know() -> None:
    """Only one's own vote is told."""
    vote = f.Voted(petitioner="2", satisfied=False)
    assert told(vote, "2").title == "您投了“不满意”"
    assert told(vote, "1") is None


@pytest.mark.parametrize(
    ("contact", "officer", "shown"),
    [
        ("李明 13812345678", "", ("李明", "13812345678")),
        ("李明，电话：0516-5555 0142", "", ("李明", "0516-5555 0142")),
        ("", "member:5", ("李明", "0516-55550142")),
        ("王工", "member:5", ("王工", "")),
        ("", "", ("", "")),
    ],
)
def test_the_number_of_the_officer_is_taken_apart_to_be_rung(
    contact: str, officer: str, shown: tuple[str, str]
) -> None:
    """SN-7: what was told at acceptance, else the member's name and number at work."""
    reader = Reader(CASE, COUNTY, "1", {"member:5": Person("李明", "0516-55550142")})
    accepted = f.Accepted(unit="x", officer=officer, standard="", contact=contact)
    assert reader.officer_and_phone(accepted) == shown


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("楼道里起火了", "119"),
        ("有人昏迷不醒", "120"),
        ("有人持刀", "110"),
        ("门口发生车祸", "122"),
        ("路灯不亮", ""),
        ("", ""),
    ],
)
def test_words_that_sound_like_an_emergency_name_the_number_to_call(text: str, number: str) -> None:
    """The sentence says the same number."""
    assert emergency.number_for(text) == number
    assert number in emergency.sentence_for(number)
