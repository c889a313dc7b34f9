"""A law is in force from the day it names, and not before."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huiyin.regimes import actions, files, queries
from huiyin.regimes.files import RegimeErrors
from huiyin.regimes.models import RegimeVersion

pytestmark = pytest.mark.django_db


def test_a_law_that_is_to_apply_later_is_published_on_its_day(tmp_path: Path) -> None:
    queries.forget()
    folder = shutil.copytree(files.folder("starter"), tmp_path / "starter")
    with pytest.raises(RegimeErrors) as found:  # 23:59 in China on the eve
        actions.publish(folder, now=datetime(2025, 12, 31, 15, 59, tzinfo=UTC))
    (error,) = found.value.errors
    assert (error.path, error.line > 0) == ("effective_on", True)
    assert not RegimeVersion.objects.exists()
    row = actions.publish(folder, now=datetime(2025, 12, 31, 16, 0, tzinfo=UTC))
    assert row.version == 1
