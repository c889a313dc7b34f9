"""The `huiyin` command: it tells what there is, and a trouble in one sentence."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, OperationalError, ProgrammingError, connections
from django.utils import translation

from huiyin import __version__
from huiyin.config import cli, trouble


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that says nothing about its language; Django's is put back afterwards."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> type[BaseCommand]:
    """A command `fails` that raises `Command.error`."""

    class Command(BaseCommand):
        requires_system_checks = ()
        error: BaseException

        def handle(self, *args: object, **options: object) -> None:
            raise self.error

    monkeypatch.setattr(cli, "get_commands", lambda: {"fails": Command()})
    monkeypatch.setattr(connections, "close_all", lambda: None)
    return Command


def live(home: Path) -> dict[str, str]:
    """The environment of an operator, not of a test."""
    settings = "huiyin.config.settings"
    return {**os.environ, "HUIYIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings}


def run(*words: str) -> int:
    """The status of `huiyin words`, with Django's language as it was."""
    with translation.override(translation.get_language()):
        return cli.main(words)


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",), ("help",)])
def test_help_tells_every_command_in_one_line(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 0
    told = capsys.readouterr().out
    for command in ("serve", "worker", "regime", "import", "clocks", "journal", "migrate"):
        assert f"\n  {command}" in told
    assert "makemessages" not in told
    assert "dumpdata" not in told


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"huiyin {__version__}\n"


def test_an_unknown_command_is_one_sentence_and_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("regmie", "check") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "没有“regmie”这个命令。是不是 regime？运行 huiyin --help 查看全部命令。\n"


def test_a_word_that_a_command_does_not_know_is_status_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as end:
        run("serve", "--prot", "1")
    assert end.value.code == 2
    assert "--prot" in capsys.readouterr().err


SAID = [
    (CommandError("没有这个地方。"), "没有这个地方。"),
    (OperationalError("database is locked"), "数据库正被另一个程序占用，请稍后重试。"),
    (
        OperationalError("database or disk is full"),
        "磁盘已满，没有写入任何内容；请腾出空间后重试。",
    ),
    (
        OSError(errno.ENOSPC, "No space left", "/d/x"),
        "磁盘已满，没有写入任何内容；请腾出空间后重试。",
    ),
    (
        PermissionError(errno.EACCES, "no", "/d/x"),
        "无权读写 /d/x，请检查权限，或用 HUIYIN_HOME 另指一处。",
    ),
    (FileNotFoundError(errno.ENOENT, "no", "信.csv"), "找不到 信.csv。"),
    (IsADirectoryError(errno.EISDIR, "Is a directory", "/d"), "/d: Is a directory"),
    (
        ProgrammingError("relation cases does not exist\nLINE 1: SELECT"),
        "数据库还没有建立或不是最新，请先运行 huiyin migrate（relation cases does not exist）。",
    ),
    (OperationalError("connection refused\nmore"), "数据库没有回应：connection refused"),
]


@pytest.mark.parametrize(("error", "told"), SAID)
def test_a_trouble_of_the_machine_is_one_sentence_and_status_1(
    error: Exception,
    told: str,
    failing: type[BaseCommand],
    capsys: pytest.CaptureFixture[str],
) -> None:
    failing.error = error  # type: ignore[attr-defined]
    assert run("fails") == 1
    assert capsys.readouterr().err == told + "\n"


def test_traceback_shows_where_it_happened(failing: type[BaseCommand]) -> None:
    failing.error = OperationalError("database is locked")  # type: ignore[attr-defined]
    with pytest.raises(OperationalError):
        run("fails", "--traceback")


def test_a_fault_of_the_program_is_not_hidden(failing: type[BaseCommand]) -> None:
    for fault in (KeyError("phase"), IntegrityError("UNIQUE constraint failed")):
        failing.error = fault  # type: ignore[attr-defined]
        with pytest.raises(type(fault)):
            run("fails")


def test_a_command_may_choose_its_status(failing: type[BaseCommand]) -> None:
    failing.error = CommandError("…", returncode=3)  # type: ignore[attr-defined]
    assert run("fails") == 3


def test_ctrl_c_ends_without_a_word(
    failing: type[BaseCommand], capsys: pytest.CaptureFixture[str]
) -> None:
    failing.error = KeyboardInterrupt()  # type: ignore[attr-defined]
    assert run("fails") == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("said", "language"),
    [("en_GB.UTF-8", "en"), ("zh_CN.UTF-8", "zh-hans"), ("C.UTF-8", "zh-hans"), ("", "zh-hans")],
)
def test_the_terminal_is_spoken_to_in_its_language(
    said: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", said)
    assert trouble.language() == language


def test_a_terminal_in_english_gets_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert run("nosuch") == 2
    assert "no command" in capsys.readouterr().err.lower()


def test_a_home_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """In a process of its own, as the settings are read only once."""
    (tmp_path / "file").write_text("")
    words = [sys.executable, "-m", "huiyin.config.cli", "check"]
    asked = subprocess.run(
        words, env=live(tmp_path / "file/home"), capture_output=True, text=True, check=False
    )
    assert asked.returncode == 1
    assert asked.stderr == f"{tmp_path}/file/home: Not a directory\n"


@pytest.mark.parametrize("name", ["huiyin.sqlite3", "elsewhere.sqlite3"])
@pytest.mark.parametrize("spoilt", ["not a database at all" * 100, "torn"])
def test_a_spoilt_database_is_one_sentence_that_names_the_file(
    spoilt: str, name: str, tmp_path: Path
) -> None:
    """What helps is the backup, so the sentence says so; of whichever file is in use."""
    words = [sys.executable, "-m", "huiyin.config.cli"]
    home = {k: v for k, v in live(tmp_path).items() if k != "HUIYIN_DATABASE_URL"}
    if name != "huiyin.sqlite3":
        home["HUIYIN_DATABASE_URL"] = f"sqlite:///{tmp_path}/{name}"
    subprocess.run([*words, "migrate"], env=home, capture_output=True, check=True)
    file = tmp_path / name
    whole = file.read_bytes()
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    torn = whole[:100] + b"\xff" * (len(whole) - 100)
    file.write_bytes(torn if spoilt == "torn" else spoilt.encode())
    asked = subprocess.run(
        [*words, "journal", "verify"], env=home, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 1
    assert asked.stderr == f"数据库文件已损坏，请停止服务，用最近的备份替换 {file}。\n"


def test_half_a_listing_is_enough_for_head(tmp_path: Path) -> None:
    """`huiyin --help | head -1`: the reader goes away, and nobody complains."""
    words = f"{sys.executable} -m huiyin.config.cli --help | head -n 1"
    asked = subprocess.run(
        ["bash", "-c", words], env=live(tmp_path), capture_output=True, text=True, check=False
    )
    assert asked.stdout.count("\n") == 1
    assert asked.stderr == ""
