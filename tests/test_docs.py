"""The docs that are written from the code say what the code says."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from huiyin.regimes import reference


def test_the_reference_of_the_vocabulary_is_up_to_date(root: Path) -> None:
    """`make docs` writes it."""
    assert (root / "docs/reference/regime.md").read_text(encoding="utf-8") == reference.page()


@pytest.mark.django_db
def test_the_drawing_of_the_lifecycle_is_up_to_date(root: Path, tmp_path: Path) -> None:
    """`make docs` draws it."""
    call_command("regime", "graph", "starter", "--out", str(tmp_path / "now.svg"), verbosity=0)
    drawn = (root / "docs/reference/lifecycle.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "now.svg").read_text(encoding="utf-8")


def test_every_link_between_the_pages_leads_somewhere(root: Path) -> None:

    pages = [*root.glob("*.md"), *root.glob("docs/**/*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"
