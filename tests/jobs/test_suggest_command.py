"""huiyin suggest: the figures, for people and for machines, and what cannot be read."""

import csv
import json
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from huiyin.dispatch import retraining as actions
from huiyin.jobs.nightly import Nightly
from tests.dispatch.test_advising import decide
from tests.dispatch.test_learning import letters
from tests.web.desk_world import NOW, build
from tests.world import at


def written(path: Path, seed: int, head: tuple[str, ...] = ("body", "label")) -> Path:
    """A file of thirty letters a label."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows((one.text, one.label) for one in letters(30, seed))
    return path


def says(*words: Any, **options: Any) -> str:
    out = StringIO()
    call_command("suggest", *words, stdout=out, **options)
    return out.getvalue()


def test_one_file_is_learned_and_another_measured(tmp_path: Path) -> None:
    train, test = written(tmp_path / "a.csv", 1), written(tmp_path / "b.csv", 2)
    figures = json.loads(says("evaluate", str(train), str(test), "--json"))
    assert figures["letters"] == 90
    assert figures["macro_f1"] > 0.9
    assert figures.keys() >= {"top3", "coverage_at_98", "ms_per_letter", "model_mb"}
    assert 0 < figures["model_mb"] < 1


def test_parts_of_one_file_are_measured_in_turn(tmp_path: Path) -> None:
    told = says("evaluate", str(written(tmp_path / "a.csv", 1)), "--folds", "3")
    assert "macro F1" in told
    assert "±" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["a.csv"], "二者选一"),
        (["a.csv", "b.csv", "--folds", "3"], "二者选一"),
        (["a.csv", "--folds", "1"], "至少是 2"),
        (["a.csv", "--folds", "9999"], "至少是 2"),
        (["none.csv", "--folds", "3"], "没有台账文件"),
        (["odd.csv", "--folds", "3"], "没有“label”这一列"),
        (["empty.csv", "--folds", "3"], "没有一封"),
        (["few.csv", "--folds", "2"], "学的太少"),
        (["a.csv", "empty.csv"], "没有一封"),
    ],
)
def test_what_cannot_be_learned_from_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "a.csv", 1)
    written(tmp_path / "b.csv", 2)
    written(tmp_path / "odd.csv", 3, head=("body", "kind"))
    (tmp_path / "empty.csv").write_text("body,label\n停水了,\n", encoding="utf-8")
    (tmp_path / "few.csv").write_text("body,label\n停水了,供水\n灯坏了,路灯\n", encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        says("evaluate", *words)


@pytest.mark.django_db
def test_places_learn_from_their_own_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be learned is; what cannot is said; then it is shown."""
    monkeypatch.setattr(actions, "FEWEST", 10)
    with time_machine.travel(NOW, tick=False):
        world = build(tmp_path)
        decide(world, 20, seed=1)
        told = says("train", "model")
        assert "class       60" in told
        assert "用新的" in told
        assert "可以学的还太少" in told  # all went to one unit: nothing to tell apart
        assert "model        class" in says("show")
        with pytest.raises(CommandError, match="没有“nowhere”"):
            says("train", "nowhere")


def test_the_worker_learns_once_a_night_beside_its_work() -> None:
    done = Nightly(words=(sys.executable, "-c", "raise SystemExit(3)"))
    evening, night = at("2026-03-02 22:00"), at("2026-03-03 03:10")
    done.look(evening)
    assert done._process is None
    done.look(night)
    begun = done._process
    assert begun is not None
    assert begun.wait() == 3
    done.look(night + timedelta(minutes=20))
    assert done._process is None
    done.look(night + timedelta(days=1))
    assert done._process is not None
    done.end()
    assert done._process.returncode is not None
