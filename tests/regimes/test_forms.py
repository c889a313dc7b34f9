"""A place's own order and answer: optional, checked with the regime, published with it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from huiyin.regimes import actions, files, forms, queries
from huiyin.regimes.files import RegimeErrors

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The starter's folder."""
    for name, text in files.texts(files.folder("starter")).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    queries.forget()
    return tmp_path


@pytest.mark.parametrize("name", forms.CHECKS)
def test_the_forms_that_ship_are_in_order(name: str) -> None:
    assert list(forms.CHECKS[name](forms.house(name))) == []


@pytest.mark.django_db
def test_a_place_prints_its_own_words_in_the_language_it_wrote(folder: Path) -> None:
    (folder / "order.txt").write_text("# 平安县督办\n{编号}", encoding="utf-8")
    made = actions.publish(folder, now=NOW)
    own = queries.form(made.regime, made.version, "order", english=False)
    assert own.startswith("# 平安县督办")
    english = queries.form(made.regime, made.version, "order", english=True)
    assert english == forms.house("order_en.txt")


@pytest.mark.django_db
def test_an_unknown_field_is_named_with_its_line_and_nothing_is_published(folder: Path) -> None:
    (folder / "answer.txt").write_text("## 答复\n= {诉求人}：\n{身份证号}", encoding="utf-8")
    with pytest.raises(RegimeErrors) as wrong:
        actions.publish(folder, now=NOW)
    (error,) = wrong.value.errors
    assert str(error).startswith("answer.txt:3: 没有“身份证号”这一项")
    assert "编号(number)" in error.message
    assert queries.published() == []


def test_a_form_longer_than_any_sheet_is_refused() -> None:
    ((line, _, told),) = forms.CHECKS["order.txt"]("字" * (forms.LONGEST + 1))
    assert line == 0
    assert "20001" in told


def test_the_folder_of_forms_is_no_regime() -> None:
    assert "forms" not in files.shipped()
