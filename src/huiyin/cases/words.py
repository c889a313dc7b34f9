"""The index of words, in the dialect of each database: nothing else here knows which one it is.

The table `cases_words` holds a row of tokens for each case (see `rules.bigrams`): in PostgreSQL as
`tsvector` under one GIN index; in SQLite as text, with an FTS5 index that triggers keep in step.
Its id is made so that a larger one is a newer case (`rank`): SQLite reads hits from the newest on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet

from huiyin.rules.bigrams import Phrase

_BITS = 31
MASK = (1 << _BITS) - 1
"""What of an id of the index is the id of the case's row."""
FEW = 8
"""Words are rare in some months if they find less than this part of what is asked for."""
M = TypeVar("M", bound=Model)

_SQLITE = [
    (
        "CREATE VIRTUAL TABLE cases_words_index USING fts5(words, scope, content='cases_words', "
        "content_rowid='id', tokenize=\"ascii tokenchars ':-_.'\")"  # parted by spaces alone
    ),
    (
        "CREATE TRIGGER cases_words_insert AFTER INSERT ON cases_words BEGIN "
        "INSERT INTO cases_words_index (rowid, words, scope) VALUES (new.id, new.words, new.scope);"
        " END"
    ),
    (
        "CREATE TRIGGER cases_words_delete AFTER DELETE ON cases_words BEGIN "
        "INSERT INTO cases_words_index (cases_words_index, rowid, words, scope) "
        "VALUES ('delete', old.id, old.words, old.scope); END"
    ),
    (
        "CREATE TRIGGER cases_words_update AFTER UPDATE ON cases_words BEGIN "
        "INSERT INTO cases_words_index (cases_words_index, rowid, words, scope) "
        "VALUES ('delete', old.id, old.words, old.scope); "
        "INSERT INTO cases_words_index (rowid, words, scope) VALUES (new.id, new.words, new.scope);"
        " END"
    ),
]
_POSTGRESQL = ["CREATE INDEX cases_words_index ON cases_words USING gin (words, scope)"]


def installing(vendor: str) -> list[str]:
    """The statements that make the index over the table, on `sqlite` or `postgresql`."""
    return list(_SQLITE if vendor == "sqlite" else _POSTGRESQL)


def removing(vendor: str) -> list[str]:
    """The statements that take it away again."""
    if vendor == "postgresql":
        return ["DROP INDEX cases_words_index"]
    triggers = [f"DROP TRIGGER cases_words_{verb}" for verb in ("insert", "delete", "update")]
    return [*triggers, "DROP TABLE cases_words_index"]


class Tokens(models.TextField):  # type: ignore[type-arg]
    """Tokens with spaces between them; PostgreSQL keeps them as `tsvector`."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        return _kept(value) if connection.vendor == "postgresql" else value


def _kept(tokens: str) -> str:
    """Tokens as `tsvector` reads them, each with its place."""
    return " ".join(f"{_quoted(token)}:{at}" for at, token in enumerate(tokens.split(), 1))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Line:
    """What is kept of a case: tokens with spaces between, of its words and of who may see it."""

    id: int
    words: str
    scope: str


@dataclass(frozen=True, slots=True)
class Within:
    """Whose search it is, any of these; and the months to look at first, some at a time."""

    scopes: Sequence[str]
    months: Sequence[Sequence[str]]


def rank(at: datetime, pk: int) -> int:
    """The id of the row of a case, larger for the one that was registered later."""
    return int(at.timestamp()) << _BITS | pk


def put(lines: Iterable[Line]) -> None:
    """Write rows, in place of those that are there."""
    keep = _kept if connection.vendor == "postgresql" else str
    values = [(line.id, keep(line.words), keep(line.scope)) for line in lines]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO cases_words (id, words, scope) VALUES (%s, %s, %s) ON CONFLICT (id) "
                "DO UPDATE SET words = excluded.words, scope = excluded.scope",
                values,
            )


def differing(lines: Sequence[Line]) -> list[Line]:
    """Those of these lines that the table has not, or has otherwise."""
    if not lines:
        return []
    postgresql = connection.vendor == "postgresql"
    keep = _kept if postgresql else str
    one = "(%s::bigint, %s::tsvector, %s::tsvector)" if postgresql else "(%s, %s, %s)"
    values = ", ".join([one] * len(lines))
    given = [part for line in lines for part in (line.id, keep(line.words), keep(line.scope))]
    sql = "SELECT id FROM cases_words WHERE (id, words, scope) IN (VALUES "
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}{values})", given)
        same = {found for (found,) in cursor.fetchall()}
    return [line for line in lines if line.id not in same]


def hits(cases: QuerySet[M], looked_for: Sequence[Phrase], within: Within, most: int) -> list[int]:
    """Ids of those of these cases in which every phrase stands, the newest, at most so many."""
    if not looked_for or not within.scopes:
        return []
    if connection.vendor == "sqlite":  # which reads from the newest on, and stops
        fts = _fts(looked_for, within.scopes)
        return _read(cases, "cases_words_index.rowid", {"cases_words_index MATCH %s": fts}, most)
    words, found = _tsquery(looked_for), list[int]()
    for scope in _periods(within, lambda: len(found) < most // FEW):
        asked = {"cases_words.words @@ %s::tsquery": words}
        asked["cases_words.scope @@ %s::tsquery"] = scope
        found.extend(_read(cases, "cases_words.id", asked, most - len(found)))
        if len(found) >= most:
            break
    return found


def _read(cases: QuerySet[M], key: str, asked: Mapping[str, str], most: int) -> list[int]:
    """The ORM knows no index of words; what is put into the statement here are our own names."""
    joined = f"cases_case.id = ({key} & {MASK})"
    rows = cases.order_by().extra(  # noqa: S610
        tables=[key.partition(".")[0]],
        where=[*asked, joined],
        params=list(asked.values()),
        order_by=[f"-{key}"],
    )
    return list(rows.values_list("pk", flat=True)[:most])


def _periods(within: Within, is_rare: Callable[[], bool]) -> Iterator[str]:
    """The newest first, since PostgreSQL reads all hits before it sorts them.

    Of words that are rare in the first months, all that is older is asked for at once.
    """
    scope, asked = f"({_any(within.scopes)})", list[str]()
    for months in within.months:
        if asked and is_rare():
            break
        yield f"{scope} & ({_any(months)})"
        asked += months
    yield f"{scope} & !({_any(asked)})"


def _any(tokens: Sequence[str]) -> str:
    return " | ".join(map(_quoted, tokens))


def _tsquery(looked_for: Sequence[Phrase]) -> str:
    return " & ".join(
        "(" + " <-> ".join(map(_quoted, phrase.tokens)) + (":*" if phrase.open else "") + ")"
        for phrase in looked_for
    )


def _fts(looked_for: Sequence[Phrase], scopes: Sequence[str]) -> str:
    words = " AND ".join(
        _string(" ".join(phrase.tokens)) + (" *" if phrase.open else "") for phrase in looked_for
    )
    return f"words : ({words}) AND scope : ({' OR '.join(map(_string, scopes))})"


def _string(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def is_sound() -> bool:
    """Does the index agree with its table? PostgreSQL sees to that itself."""
    if connection.vendor == "postgresql":
        return True
    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "INSERT INTO cases_words_index (cases_words_index, rank) "
                "VALUES ('integrity-check', 1)"
            )
        except Exception as error:  # noqa: BLE001 - DatabaseError
            return "malformed" not in str(error)
    return True


def renew_index() -> None:
    """Make the index anew from its table, with nothing left over of what was erased."""
    sql = "REINDEX INDEX cases_words_index"
    if connection.vendor == "sqlite":
        sql = "INSERT INTO cases_words_index (cases_words_index) VALUES ('rebuild')"
    with connection.cursor() as cursor:
        cursor.execute(sql)
