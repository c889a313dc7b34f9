"""`huiyin regime`: list, show, publish, diff, graph; a bad file lists all, a wrong name helps."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from huiyin.regimes import files, queries
from tests.world import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_law")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the starter's files, to be changed."""
    return Path(shutil.copytree(files.folder("starter"), tmp_path / "starter"))


def change(folder: Path, before: str, after: str) -> None:
    """Other words in the main file."""
    path = folder / files.MAIN
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def regime(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("regime", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_a_regime_is_published_by_its_id_and_listed_with_its_versions() -> None:
    assert "starter    未发布" in regime("list")
    assert regime("publish", "starter") == "starter v1 已发布，2026-01-01 起施行。\n"
    assert "starter    v1" in regime("list")
    assert "suining    未发布" in regime("list")


def test_a_folder_of_one_s_own_is_published_by_its_path(folder: Path) -> None:
    change(folder, 'id = "starter"', 'id = "model"')
    regime("publish", str(folder))
    assert "model      v1" in regime("list")
    assert queries.current("model").version == 1


def test_all_mistakes_are_printed_with_their_place_and_nothing_is_changed(folder: Path) -> None:
    change(folder, 'short = "ST"', 'short = "st"')
    change(folder, 'owner = "dispatcher"', 'owner = "king"')
    (folder / "units.csv").write_text("code\n", encoding="utf-8")
    before, out = everything(), StringIO()
    with pytest.raises(CommandError, match="共 3 处错误，什么都没有改变。"):
        call_command("regime", "publish", str(folder), stderr=out)
    said = out.getvalue().splitlines()
    assert len(said) == 3
    lines = (folder / files.MAIN).read_text(encoding="utf-8").splitlines()
    wrong = next(at for at, line in enumerate(lines, 1) if line.startswith("short"))
    assert any(line.startswith(f"regime.toml:{wrong} short") for line in said)
    assert any("clocks[0].owner" in line for line in said)
    assert any(line.startswith("units.csv:1") for line in said)
    assert everything() == before


@pytest.mark.parametrize("verb", ["show", "check", "publish", "diff", "graph"])
@pytest.mark.parametrize("name", ["atlantis", "", "../starter/regime.toml"])
def test_a_regime_that_does_not_exist_is_told_with_those_that_do(verb: str, name: str) -> None:
    with pytest.raises(CommandError, match=r"没有“.*”这套规则，可用的有：.*starter"):
        regime(verb, name)


def test_what_differs_from_the_version_published_last_is_shown_line_by_line(
    folder: Path,
) -> None:
    regime("publish", str(folder))
    assert regime("diff", str(folder)) == "与最近发布的版本没有差别。\n"
    change(folder, 'phone = "12345"', 'phone = "12388"')
    said = regime("diff", str(folder)).splitlines()
    assert any(line.startswith('-phone = "12345"') for line in said)
    assert any(line.startswith('+phone = "12388"') for line in said)


def test_of_a_regime_never_published_everything_differs(folder: Path) -> None:
    said = regime("diff", str(folder))
    assert '+id = "starter"' in said
    assert "+government,," in said


def test_a_regime_is_shown_in_words_without_being_published() -> None:
    said = regime("show", "starter")
    assert "有诉必答" in said
    assert "handover" in said
    assert "→" in said
    assert queries.published() == []


def test_the_lifecycle_is_drawn_or_printed(tmp_path: Path) -> None:
    target = tmp_path / "starter.svg"
    regime("graph", "starter", "--out", str(target))
    assert "<svg" in target.read_text(encoding="utf-8")
    assert "strike_off" in regime("graph", "starter", "--text")


@pytest.mark.parametrize(
    ("language", "head", "step"),
    [
        ("zh-hans", "没有人负责下一步：", "  1. 诉求人 登记"),
        ("en", "Nobody owns the next step: ", "  1. petitioner register"),
    ],
)
def test_what_does_not_hold_is_told_in_the_language_of_the_terminal(
    folder: Path, language: str, head: str, step: str
) -> None:
    """Nobody owns the time in which a matter is handed over: its first clock is taken out."""
    change(folder, 'starts = ["registered"]', 'starts = ["withdrawn"]')
    out = StringIO()
    with translation.override(language), pytest.raises(CommandError):
        call_command("regime", "check", str(folder), stdout=out)
    said = out.getvalue()
    assert head in said
    assert step in said
    assert ("登记" in said) == (language == "zh-hans")
