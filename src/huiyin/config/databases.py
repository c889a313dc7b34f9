"""One database: the embedded SQLite that needs nothing, or PostgreSQL."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

KEEP = 600
"""Seconds a connection is kept: without it SQLite is four to seven times slower."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL;"  # readers do not wait for the writer
    "PRAGMA synchronous=FULL;"  # an acknowledged case survives a power cut
    "PRAGMA foreign_keys=ON;"
)

_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # ask for the lock at once: read-then-write never fails
    "timeout": 20,
    "init_command": PRAGMAS,
}
_SQLITE: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3"}


def database(url: str, home: Path) -> dict[str, Any]:
    """The settings of the database at that address; of the embedded one when it is empty.

    Raises ImproperlyConfigured for an address of another kind.
    """
    if not url:
        name = str(home / "huiyin.sqlite3")
        return _SQLITE | {"NAME": name, "CONN_MAX_AGE": KEEP, "OPTIONS": _OPTIONS}
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=KEEP))
    except ValueError:
        settings = {"ENGINE": "unknown"}
    if settings["ENGINE"] == _SQLITE["ENGINE"]:
        return settings | {"OPTIONS": _OPTIONS}
    if settings["ENGINE"] == "django.db.backends.postgresql":
        return settings | {"CONN_HEALTH_CHECKS": True}
    raise ImproperlyConfigured("HUIYIN_DATABASE_URL: postgres://… or sqlite:///…")
