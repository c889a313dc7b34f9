"""Facts to text and back: what is written is what is read, and no words are in it."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.journal import coding
from huiyin.journal.models import FactRow
from huiyin.rules.case import Clock
from huiyin.rules.facts import KINDS, Fact, StruckOff, Supplemented, What, prose_fields
from huiyin.rules.vocabulary import Role
from huiyin.rules.worktime import Pause

SAID = "张三住在幸福路"
NOW = datetime(2026, 3, 2, 2, 0, 0, 123456, tzinfo=UTC)
CLOCK = Clock(
    id="answer",
    of="",
    started_at=NOW,
    limit="7wd",
    until=None,
    cut_off=False,
    calendar="abc",
    yellow_at=NOW,
    red_at=NOW,
    next_at=None,
    pauses=(Pause(NOW, None, "shelved"),),
)


def some(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of that kind of fact; of people's words it has this sentence, or nothing."""
    said = dict.fromkeys(prose_fields(kind), st.sampled_from(["", SAID]))
    return st.builds(
        kind, **{name: _of(hint) for name, hint in get_type_hints(kind).items()} | said
    )


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if hint is datetime:
        return st.datetimes(timezones=st.just(UTC))
    if hint is str:
        return st.text("ab:-'\"路\n", max_size=5)
    return st.from_type(hint)


def row(fact: Fact) -> FactRow:
    """The fact as a row, not saved."""
    return FactRow(
        case="CO-1",
        seq=1,
        at=fact.at,
        actor=fact.actor,
        role=fact.role,
        unit=fact.unit,
        kind=fact.kind,
        data=coding.encode(fact).data,
    )


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_of_fact_comes_back_as_it_was_and_keeps_no_word_itself(
    kind: type[What],
) -> None:
    @settings(max_examples=15)
    @given(some(kind))
    def comes_back(what: What) -> None:
        fact = Fact(NOW, "member:1", Role.CLERK, "housing", what, (CLOCK,))
        coded = coding.encode(fact)
        assert SAID not in coded.data
        assert coding.decode(row(fact), {word.field: word.body for word in coded.words}) == fact

    comes_back()


def test_the_same_words_twice_have_two_digests() -> None:
    """Without the salt, nobody can tell that two people said the same."""
    fact = Fact(NOW, "member:1", Role.CLERK, "", Supplemented(text="一样的话"))
    assert coding.encode(fact).data != coding.encode(fact).data


def test_the_hash_is_of_the_moment_not_of_how_its_zone_was_written() -> None:
    """SQLite and PostgreSQL give moments back in zones of their own."""
    fact = Fact(NOW, "member:1", Role.CLERK, "", StruckOff(why="gates"))
    here, there = row(fact), row(fact)
    there.at = NOW.astimezone(timezone(timedelta(hours=8)))
    assert coding.chain("", here) == coding.chain("", there)


@pytest.mark.parametrize(
    "change",
    [
        {"case": "CO-2"},
        {"seq": 2},
        {"at": NOW + timedelta(microseconds=1)},
        {"actor": "member:2"},
        {"role": "head"},
        {"unit": "x"},
        {"kind": "redone"},
        {"data": "{}"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_is_of_everything_a_fact_says(change: dict[str, Any]) -> None:
    fact = Fact(NOW, "member:1", Role.CLERK, "", StruckOff(why="gates"))
    other = row(fact)
    for name, value in change.items():
        setattr(other, name, value)
    assert coding.chain("", row(fact)) != coding.chain("", other)
    assert coding.chain("before", row(fact)) != coding.chain("", row(fact))
