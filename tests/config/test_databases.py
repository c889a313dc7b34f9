"""The embedded database loses nothing and never deadlocks; the address may name PostgreSQL."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiyin.config.databases import database


def test_without_an_address_the_database_lies_in_the_home(tmp_path: Path) -> None:
    home = tmp_path / "50% 的家 #1?"
    assert database("", home)["NAME"] == str(home / "huiyin.sqlite3")


@pytest.mark.parametrize("url", ["", "sqlite:////srv/huiyin.sqlite3"])
def test_sqlite_takes_the_lock_at_once_and_flushes_before_it_answers(url: str) -> None:
    settings = database(url, Path("/srv"))
    assert settings["NAME"] == "/srv/huiyin.sqlite3"
    assert settings["CONN_MAX_AGE"] == 600
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert settings["OPTIONS"]["timeout"] == 20
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert pragma in settings["OPTIONS"]["init_command"]


def test_postgresql_connections_are_kept_and_looked_at_before_use() -> None:
    settings = database("postgres://li:p%40ss@db.example:5433/huiyin?sslmode=require", Path("/srv"))
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"]) == ("db.example", 5433)
    assert (settings["USER"], settings["PASSWORD"]) == ("li", "p@ss")
    assert settings["OPTIONS"] == {"sslmode": "require"}
    assert settings["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("url", ["mysql://a/b", "huiyin", "://"])
def test_another_kind_of_address_is_refused_with_what_would_do(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgres://"):
        database(url, Path("/srv"))
