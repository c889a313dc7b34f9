"""The door's own rows, in plain SQL.

The ORM builds each statement anew for every deed, and that took longer than the database takes to
run it (`bench/`). These few are built once. Lists and pages use the ORM as everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from huiyin.cases.models import CaseRow, Part


@dataclass(frozen=True, slots=True)
class Seen:
    """A case's row as the door saw it; `version` and `head` are where its record ended."""

    pk: int
    number: str
    version: int
    head: str
    state: str


def look(number: str) -> Seen | None:
    """The row of that number; what no number can be (PostgreSQL minds a NUL) has none."""
    if not number.isprintable():
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, version, head, state FROM cases_case WHERE number = %s", [number]
        )
        found = cursor.fetchone()
    return Seen(found[0], number, *found[1:]) if found else None


def change(seen: Seen, values: Mapping[str, Any]) -> bool:
    """Write the columns, if the row is still as it was seen; was it?"""
    with connection.cursor() as cursor:
        given = [_adapted(value) for value in values.values()]
        cursor.execute(_update(tuple(values)), [*given, seen.pk, seen.version])
        return bool(cursor.rowcount == 1)


def begin(row: CaseRow) -> None:
    """Write a new case's row, and give it the id that the database chose."""
    sql, read = _insertion(CaseRow)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING id", read(row))
        row.pk = cursor.fetchone()[0]


def replace_parts(case: int, parts: Sequence[Part]) -> None:
    """The parts of a case are these, and no others any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_part WHERE case_id = %s", [case])
    add(parts)


def add(rows: Sequence[Model]) -> None:
    """Write new rows of one kind."""
    if not rows:
        return
    sql, read = _insertion(type(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(sql, [read(row) for row in rows])


@cache
def _update(names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(name)} = %s" for name in names)
    return f"UPDATE cases_case SET {sets} WHERE id = %s AND version = %s"  # noqa: S608 - own names


@cache
def _insertion(model: type[Model]) -> tuple[str, Callable[[Model], list[Any]]]:
    """The statement for a kind of row, and what reads a row's values in its order."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    json = {field.attname for field in fields if field.get_internal_type() == "JSONField"}

    def read(row: Model) -> list[Any]:
        return [
            connection.ops.adapt_json_value(getattr(row, name), None)
            if name in json
            else _adapted(getattr(row, name))
            for name in (field.attname for field in fields)
        ]

    return f"INSERT INTO {table} ({names}) VALUES ({marks})", read  # noqa: S608 - own names


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
