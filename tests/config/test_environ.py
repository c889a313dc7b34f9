"""Keys are made once, for the owner's eyes only, and never change by themselves."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from huiyin.config import environ


def test_a_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    first = environ.key("secret", tmp_path / "keys")
    assert len(bytes.fromhex(first)) == 32
    assert environ.key("secret", tmp_path / "keys") == first


def test_nobody_but_the_owner_may_read_a_key(tmp_path: Path) -> None:
    environ.key("data", tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys/data").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_nobody_but_the_owner_looks_into_a_new_home(tmp_path: Path) -> None:
    """The embedded database with everybody's letters lies in it (JS-4)."""
    environ.key("data", tmp_path / "var/keys")
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_two_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: environ.key("secret", tmp_path), range(16)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_given_key_is_taken_and_none_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIYIN_SECRET_KEY", "ab" * 32)
    assert environ.key("secret", tmp_path / "keys") == "ab" * 32
    assert not (tmp_path / "keys").exists()


def test_the_home_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIYIN_HOME", str(tmp_path / "一处"))
    assert environ.home() == tmp_path / "一处"


def test_the_home_is_var_in_the_checkout_when_nothing_is_said(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUIYIN_HOME")
    monkeypatch.chdir("/")
    assert environ.home() == root / "var"


def test_installed_without_a_checkout_home_is_var_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUIYIN_HOME")
    monkeypatch.setattr(environ, "CHECKOUT", tmp_path / "lib")
    monkeypatch.chdir(tmp_path)
    assert environ.home() == tmp_path / "var"
    assert environ.regimes().parts[-3:] == ("huiyin", "regimes", "data")


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("TRUE", True), ("0", False), ("", False)]
)
def test_a_flag_is_on_or_off(said: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_DEBUG", said)
    assert environ.flag("DEBUG") is meant


def test_lists_have_commas_and_no_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "HUIYIN_HOSTS", " a.gov.cn, ,b.gov.cn")
    assert environ.words("HOSTS") == ["a.gov.cn", "b.gov.cn"]


def test_pairs_without_a_value_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place whose secret was forgotten has none, and not an empty one."""
    monkeypatch.setitem(os.environ, "HUIYIN_CTI", " one = a=b , two=, three")
    assert environ.pairs("CTI") == {"one": "a=b"}
