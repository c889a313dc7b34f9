"""Ten times as many cases in a few minutes: what the bulk door made, copied inside the database.

For measuring how pages read from a large house; copies have numbers of their own (SA-, SB- ... for
ST-), but their chains are not whole, so nothing else should be done with such a house.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Max, Model

from huiyin.cases import words

TABLES = (
    ("intake", "Petitioner"),
    ("cases", "CaseRow"),
    ("cases", "Part"),
    ("journal", "FactRow"),
    ("journal", "TextRow"),
)


def copies(times: int, base: int, seconds: float) -> Iterator[str]:
    """Copy the first `base` cases so often; `seconds` lie between two of the first."""
    vendor = connection.vendor
    _run(*words.removing(vendor))
    models: list[type[Model]] = [apps.get_model(*name) for name in TABLES]
    tops = {model: model._default_manager.aggregate(top=Max("pk"))["top"] for model in models}
    for nth in range(1, times):
        prefix, shift = f"S{chr(64 + nth)}", int(seconds * nth / times)
        for model in models:
            _run(_copy(model, nth, tops, base, prefix, shift))
            yield model._meta.db_table
        _run(_copy_words(nth, base))
        yield "cases_words"
    if vendor == "sqlite":
        _run(*words.installing(vendor))
        words.renew_index()
    else:
        _run("SET maintenance_work_mem = '1GB'", *words.installing(vendor))
        tables = [str(model._meta.db_table) for model in models]
        _run(*(_sequence(table) for table in tables), "ANALYZE")
    yield "cases_words_index"


def _copy(
    model: type[Model], nth: int, tops: dict[Any, int], base: int, prefix: str, shift: int
) -> str:
    table, top = model._meta.db_table, tops[model]
    names = [str(field.column) for field in model._meta.concrete_fields]
    quoted = {name: connection.ops.quote_name(name) for name in names}
    case_top = next(value for one, value in tops.items() if one._meta.db_table == "cases_case")
    exprs = quoted | {
        name: expr
        for name, expr in {
            "id": f"id + {nth * top}",
            "case_id": f"case_id + {nth * case_top}",
            "number": f"replace(number, 'ST-', '{prefix}-')",
            "case": f"""replace("case", 'ST-', '{prefix}-')""",
            "state": f"replace(state, '\"ST-', '\"{prefix}-')",
            "registered_at": _later("registered_at", shift),
        }.items()
        if name in names
    }
    columns, values = ", ".join(quoted.values()), ", ".join(exprs[name] for name in names)
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id <= {top}"


def _later(column: str, seconds: int) -> str:
    if connection.vendor == "postgresql":
        return f"{column} + interval '{seconds} seconds'"
    return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '+{seconds} seconds')"


def _copy_words(nth: int, base: int) -> str:
    seconds = "CAST(strftime('%s', c.registered_at) AS INTEGER)"
    if connection.vendor == "postgresql":
        seconds = "floor(extract(epoch FROM c.registered_at))::bigint"
    return (
        "INSERT INTO cases_words (id, words, scope) "
        f"SELECT ({seconds} << 31) | c.id, w.words, w.scope FROM cases_words w "
        f"JOIN cases_case c ON c.id = (w.id & {words.MASK}) + {nth * base} "
        f"WHERE (w.id & {words.MASK}) <= {base}"
    )


def _sequence(table: str) -> str:
    top = f"(SELECT max(id) FROM {table})"
    return f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {top})"


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
