"""Plain inserts: to build each statement as the ORM does took longer than to run it (`bench/`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class _Plan:
    """The statement for a kind of row, and where in it stand moments and JSON."""

    sql: str
    read: Callable[[object], tuple[Any, ...]]
    moments: tuple[int, ...]
    json: tuple[int, ...]


def insert(*groups: tuple[type[Model], Sequence[object]]) -> None:
    """Write new rows, kind by kind: instances of the model, or anything with its attributes."""
    with connection.cursor() as cursor:
        for model, rows in groups:
            if rows:
                plan = _plan(model)
                cursor.executemany(plan.sql, _values(rows, plan))


def insert_one(row: Model) -> int:
    """Write a new row; the id that the database chose."""
    plan = _plan(type(row))
    with connection.cursor() as cursor:
        cursor.execute(f"{plan.sql} RETURNING id", _values([row], plan)[0])
        return int(cursor.fetchone()[0])


def _values(rows: Sequence[object], plan: _Plan) -> list[list[Any]]:
    found = [list(plan.read(row)) for row in rows]
    for values in found:
        for at in plan.moments:
            values[at] = moment(values[at])
        for at in plan.json:
            values[at] = connection.ops.adapt_json_value(values[at], None)
    return found


@lru_cache(maxsize=1024)
def moment(at: datetime | None) -> Any:
    """A moment as the driver wants it; the few of one deed stand in many of its columns."""
    return connection.ops.adapt_datetimefield_value(at)


@cache
def _plan(model: type[Model]) -> _Plan:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    kinds = [field.get_internal_type() for field in fields]
    return _Plan(
        sql=f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
        read=attrgetter(*(field.attname for field in fields)),
        moments=tuple(at for at, kind in enumerate(kinds) if kind == "DateTimeField"),
        json=tuple(at for at, kind in enumerate(kinds) if kind == "JSONField"),
    )
