"""`huiyin serve` refuses what cannot work in one sentence, and else serves until told to end."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from huiyin.jobs.management.commands import serve


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody listens already."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_busy_port_is_one_sentence_that_says_what_would_help(taken: int) -> None:
    with pytest.raises(CommandError, match=f"{taken}.*--port"):
        serve.refuse_busy("127.0.0.1", taken)


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 70000), ("127.0.0.1", 0), ("no.invalid", 80)]
)
def test_a_place_that_cannot_be_listened_at_is_refused(host: str, port: int) -> None:
    with pytest.raises(CommandError, match="--port"):
        serve.refuse_busy(host, port)


@pytest.mark.django_db
def test_a_database_behind_the_program_is_not_touched() -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="people").delete()
    with pytest.raises(CommandError, match="huiyin migrate"):
        serve.prepare_tables()
    assert not recorder.migration_qs.filter(app="people").exists()


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_left_alone() -> None:
    serve.prepare_tables()


@pytest.mark.sqlite
def test_in_an_empty_home_it_makes_the_tables_answers_and_ends_when_asked(tmp_path: Path) -> None:
    """The whole command as an operator runs it: a page, its style by a hashed name, SIGTERM."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "huiyin.config.cli", "serve", "--port", str(port)]
    home = {
        **os.environ,
        "HUIYIN_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    with subprocess.Popen(words, env=home, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            assert f"http://127.0.0.1:{port}/" in program.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
                assert page.status == 200
            assert (tmp_path / "huiyin.sqlite3").stat().st_size > 0
        finally:
            program.send_signal(signal.SIGTERM)
        assert program.wait() == 0
    with socket.create_server(("127.0.0.1", port)):
        pass
