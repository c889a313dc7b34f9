"""Counting long lists no further than anybody wants to know."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from huiyin.cases.models import CaseRow


def counted(lists: Mapping[str, QuerySet[CaseRow]], most: int = 1000) -> dict[str, int]:
    """How many cases each list holds, counted no further than `most`; all in one question."""
    parts: list[str] = []
    params: list[Any] = []
    names: list[str] = []
    for name, rows in lists.items():
        try:
            sql, given = rows.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        names.append(name)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS listed)")  # noqa: S608 - the ORM's own
        params += given
    if not parts:
        return dict.fromkeys(lists, 0)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        found = dict(zip(names, cursor.fetchone(), strict=True))
    return {name: found.get(name, 0) for name in lists}
