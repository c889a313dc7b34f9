"""The door's own rows, in plain SQL.

The ORM builds each statement anew for every deed, and that took longer than the database takes to
run it (`bench/`). These few are built once. Lists and pages use the ORM as everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from huiyin.cases.models import CaseRow, DoneOnce, NoticeRow, Part
from huiyin.cases.state import NoticeLine, PartLine
from huiyin.journal import inserting


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
    given = [inserting.moment(one) if isinstance(one, datetime) else one for one in values.values()]
    with connection.cursor() as cursor:
        cursor.execute(_update(tuple(values)), [*given, seen.pk, seen.version])
        return bool(cursor.rowcount == 1)


@cache
def _update(names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(name)} = %s" for name in names)
    return f"UPDATE cases_case SET {sets} WHERE id = %s AND version = %s"  # noqa: S608 - our own names


def begin(row: CaseRow) -> None:
    """Write a new case's row, and give it the id that the database chose."""
    row.pk = inserting.insert_one(row)


def begin_all(new: Sequence[CaseRow]) -> None:
    """Write many new cases' rows at once, and give each the id that the database chose."""
    inserting.insert((CaseRow, new))
    ids = dict(
        CaseRow.objects.filter(number__in=[row.number for row in new]).values_list("number", "pk")
    )
    for row in new:
        row.pk = ids[row.number]


def forget_parts(case: int) -> None:
    """The units' parts in a case, to be written anew."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_part WHERE case_id = %s", [case])


def add(
    *,
    parts: Sequence[PartLine] = (),
    notices: Sequence[NoticeLine] = (),
    done: Sequence[DoneOnce] = (),
) -> None:
    """Write what belongs to cases: units' parts, what is to be told, keys that have been used."""
    inserting.insert((Part, parts), (NoticeRow, notices), (DoneOnce, done))
