"""Letters that people really wrote and governments really answered, under the law of each place."""

from itertools import islice
from pathlib import Path

import pytest

from huiyin.cases import queries
from huiyin.cases.models import CaseRow
from huiyin.intake import ledgers
from huiyin.intake.ledgers import BadRow, Letter
from huiyin.jobs import setting_up
from huiyin.jobs.importing import Import
from huiyin.jobs.management.commands import journal as verifying
from huiyin.journal import queries as journal
from huiyin.rules.case import ENDS
from tests.regimes_data.laws import PLACES
from tests.world import at

NOW = at("2026-03-02 10:00")
SOME = 200
"""How many letters go into each place: the whole ledger is the command's own affair."""
LEDGERS = ("messages_with_replies", "messages_hot_topics")

pytestmark = pytest.mark.django_db


def letters(shared_data: Path, root: Path, name: str) -> list[Letter | BadRow]:
    """The first of a real ledger, read through the map that ships under its name."""
    mapped = ledgers.read_map(root / "examples" / "ledgers" / f"{name}.toml")
    read = ledgers.letters(ledgers.rows(shared_data / f"{name}.csv"), mapped, NOW)
    return list(islice(read, SOME))


def take_in(regime: str, rows: list[Letter | BadRow]) -> Import:
    """The letters, in the place that bears the regime's name."""
    place = setting_up.place_of(regime)
    going = Import(place, setting_up.law_in_force(regime), ledgers.Defaults(), NOW)
    assert sum(going.run(rows)) == len(rows)
    return going


@pytest.mark.parametrize("regime", PLACES)
def test_letters_with_replies_go_through_the_door_and_leave_a_whole_record(
    fresh_law: None, shared_data: Path, root: Path, regime: str
) -> None:
    rows = letters(shared_data, root, "messages_with_replies")
    tally = take_in(regime, rows).tally
    assert tally.bad == []
    assert tally.received == len(rows) == tally.in_time + tally.overdue
    assert 0 < tally.in_time < tally.received
    assert sum(tally.lights.values()) == tally.received
    assert tally.lights["red"] == tally.overdue
    for number in queries.every_number():
        assert list(verifying.faults(number)) == []


def test_a_letter_is_registered_and_answered_when_it_really_was(
    fresh_law: None, shared_data: Path, root: Path
) -> None:
    rows = letters(shared_data, root, "messages_with_replies")[:20]
    take_in("suining", rows)
    cases = {case.registered_at: case for case in map(queries.find, queries.every_number()) if case}
    for letter in rows:
        assert isinstance(letter, Letter)
        case = cases[letter.registered_at]
        assert case.answered_at == letter.answered_at
        assert case.phase in ENDS
        said = {e.fact.kind: e.fact.what for e in journal.entries(case.number)}
        assert said["registered"].text == letter.text  # type: ignore[attr-defined]
        assert said["drafted"].text == letter.answer  # type: ignore[attr-defined]


def test_letters_nobody_answered_climb_the_whole_ladder(
    fresh_law: None, shared_data: Path, root: Path
) -> None:
    """SN-10: silent for years, every one of them stands at the top."""
    rows = letters(shared_data, root, "messages_hot_topics")
    tally = take_in("suining", rows).tally
    assert (tally.bad, tally.received) == ([], len(rows))
    assert (tally.open_overdue, tally.open_in_time) == (len(rows), 0)
    assert not CaseRow.objects.exclude(next_alarm_at=None).exists()
    assert set(CaseRow.objects.values_list("escalated_to", flat=True)) == {"chief"}


@pytest.mark.parametrize("name", LEDGERS)
def test_every_row_of_a_real_ledger_is_a_letter(shared_data: Path, root: Path, name: str) -> None:
    mapped = ledgers.read_map(root / "examples" / "ledgers" / f"{name}.toml")
    rows = list(ledgers.letters(ledgers.rows(shared_data / f"{name}.csv"), mapped, NOW))
    assert {one.reason for one in rows if isinstance(one, BadRow)} == set()
    assert len(rows) == {"messages_with_replies": 2816, "messages_hot_topics": 4326}[name]
