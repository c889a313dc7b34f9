"""The database itself refuses to change the record, whoever asks, on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.journal.models import FactRow, TextRow
from tests.world import County, is_whole

FIRST = 'WHERE "case" = %s AND seq = 1'
REST = "at, actor, role, unit, kind, data, prev, hash"
CHANGES = [
    "UPDATE journal_fact SET data = '' {first}",
    "UPDATE journal_fact SET hash = 'x' {first}",
    "UPDATE journal_fact SET actor = 'member:1' {first}",
    "UPDATE journal_fact SET seq = 99 {first}",
    "UPDATE journal_fact SET data = data {first}",
    "DELETE FROM journal_fact {first}",
    "UPDATE journal_text SET body = '改过的话' {first}",
    "UPDATE journal_text SET body = body {first}",
    "UPDATE journal_text SET body = NULL, salt = 'x' {first}",
    "UPDATE journal_text SET body = NULL, seq = 2 {first}",
    "UPDATE journal_text SET body = NULL, field = 'reason' {first}",
    "UPDATE journal_text SET body = NULL, \"case\" = 'x' {first}",
    "DELETE FROM journal_text {first}",
    """INSERT INTO journal_fact ("case", seq, {rest}) SELECT "case", seq, {rest}
    FROM journal_fact {first} ON CONFLICT ("case", seq) DO UPDATE SET actor = 'me'""",
]
REPLACED = [
    """REPLACE INTO journal_fact ("case", seq, {rest}) SELECT "case", seq, {rest}
    FROM journal_fact {first}""",
    """REPLACE INTO journal_fact (id, "case", seq, {rest}) SELECT id, 'x', 1, {rest}
    FROM journal_fact {first}""",
    """REPLACE INTO journal_text ("case", seq, field, salt, body)
    SELECT "case", seq, field, salt, 'x' FROM journal_text {first}""",
]


def is_refused(sql: str, values: list[str]) -> bool:
    """Does the database refuse the statement, and is everything as it was?"""
    before = list(FactRow.objects.values()), list(TextRow.objects.values())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(first=FIRST, rest=REST), values)
    return before == (list(FactRow.objects.values()), list(TextRow.objects.values()))


@pytest.mark.parametrize("sql", CHANGES)
def test_a_fact_or_its_words_are_never_changed_or_deleted(county: County, sql: str) -> None:
    number = county.dispatched()
    assert is_refused(sql, [number])
    assert is_whole(number)


@pytest.mark.sqlite
@pytest.mark.parametrize("sql", REPLACED)
def test_a_fact_is_not_replaced_by_another(county: County, sql: str) -> None:
    """SQLite's REPLACE deletes the old row without asking the trigger for deletion."""
    assert is_refused(sql, [county.dispatched()])


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["journal_fact", "journal_text"])
def test_the_record_is_not_emptied_at_once(county: County, table: str) -> None:
    county.dispatched()
    assert is_refused(f"TRUNCATE {table}", [])


def test_words_are_emptied_and_never_come_back(county: County) -> None:
    number = county.dispatched()
    with connection.cursor() as cursor:
        cursor.execute('UPDATE journal_text SET body = NULL WHERE "case" = %s', [number])
    assert is_refused("UPDATE journal_text SET body = 'x' WHERE \"case\" = %s", [number])


def test_the_guard_is_up_again_after_a_test_that_emptied_the_tables(county: County) -> None:
    """The suite's own tests with real transactions step past it; see `tests/conftest.py`."""
    number = county.registered()
    assert is_refused('DELETE FROM journal_fact WHERE "case" = %s', [number])
