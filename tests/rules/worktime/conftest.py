"""The national calendar as it ships, for every test about working time."""

import tomllib
from pathlib import Path

import pytest

from huiyin.rules.worktime import Calendar

CN = Path(__file__).parents[3] / "regimes" / "calendars" / "cn.toml"


@pytest.fixture(scope="session")
def national() -> Calendar:
    """The Mainland's days off and make-up days, 2011 to 2026 official, 2027 provisional."""
    return Calendar.from_data(tomllib.loads(CN.read_text(encoding="utf-8")))
