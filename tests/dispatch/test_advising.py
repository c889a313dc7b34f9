"""Advice from what a place's people decided, with its reasons; the better of old and new stays."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from huiyin.dispatch import queries
from huiyin.dispatch import retraining as actions
from huiyin.dispatch.advising import Advice, Asked, advise, likeliest
from huiyin.dispatch.history import past
from huiyin.dispatch.learning.model import Unreadable
from huiyin.dispatch.models import Learned
from huiyin.dispatch.retraining import retrain
from huiyin.intake.models import Petitioner
from huiyin.regimes import queries as regimes
from huiyin.rules.law import Law
from tests.dispatch.test_learning import letters
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db

CLASS_OF = {"供水": "0202", "路灯": "0201", "噪音": "0102"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


@pytest.fixture
def law(world: World) -> Law:
    return regimes.current("everything")


def decide(world: World, each: int, seed: int, names: dict[str, str] = CLASS_OF) -> None:
    """People hand over so many cases of each matter, as these classes, in no order."""
    told = letters(each, seed)
    random.Random(seed).shuffle(told)
    for one in told:
        world.sent(title=one.text[:10], text=one.text, class_code=names[one.label])


def learn(world: World, law: Law, about: str = "class") -> actions.Retrained:
    decided = past(world.place.pk, law)
    return retrain(world.place.pk, about, decided, now=world.tick())


def of(advice: list[Advice], about: str) -> list[Advice]:
    return [one for one in advice if one.about == about]


def test_what_people_decided_is_advised_with_its_reasons(
    world: World, law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "FEWEST", 10)
    decide(world, 25, seed=1)
    assert learn(world, law).kept == "new"
    asked = Asked(world.place.pk, "又停水了", "水压一直很低，今天又停水了。", "990101001000-c01")
    advice = advise(law, asked)
    first = of(advice, "class")[0]
    assert first.value == "0202"
    assert first.confidence is not None
    assert first.confidence > 0.5
    assert "停水" in first.words
    assert first.by_catalogue
    (lead, *_) = of(advice, "lead")
    assert lead.by_catalogue
    assert lead.value == law.responsible("0202", asked.area)[0]
    housing = next(one for one in of(advice, "lead") if one.value == "housing")
    assert housing.past == (25, 25)


def test_without_a_past_the_catalogue_advises(world: World, law: Law) -> None:
    asked = Asked(world.place.pk, "路灯不亮", "幸福路的路灯坏了三天了。")
    advice = advise(law, asked)
    (seems,) = of(advice, "class")
    assert seems == Advice("class", "0201", None, ("路灯",), by_catalogue=True)
    assert of(advice, "kind") == []
    assert of(advice, "lead")[0].past == (0, 0)
    assert advise(law, replace(asked, title="", text="")) == []


def test_a_class_that_somebody_has_said_decides_the_unit(world: World, law: Law) -> None:
    asked = Asked(world.place.pk, "路灯不亮", "路灯坏了。", class_code="0301")
    assert of(advise(law, asked), "lead")[0].value == law.responsible("0301", "")[0]


def test_the_class_to_begin_with() -> None:
    rule = Advice("class", "b", None, ("词",), by_catalogue=True)
    assert likeliest([Advice("class", "a", 0.6), rule]) == "a"
    assert likeliest([Advice("class", "a", 0.4), rule]) == "b"
    assert likeliest([Advice("class", "a", 0.4)]) == "a"
    assert likeliest([Advice("lead", "housing", 0.9)]) == ""


def test_too_little_is_not_learned(world: World, law: Law) -> None:
    decide(world, 3, seed=1)
    assert learn(world, law).kept == "none"
    assert not Learned.objects.exists()


def test_the_better_of_old_and_new_stays(
    world: World, law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured on the same cases, which neither has seen."""
    monkeypatch.setattr(actions, "FEWEST", 10)
    decide(world, 25, seed=1)
    first = learn(world, law)
    assert (first.kept, first.before) == ("new", None)
    assert learn(world, law).kept == "old"  # nothing has happened since
    decide(world, 8, seed=2)
    again = learn(world, law)
    assert again.before is not None
    assert again.figures is not None
    assert again.figures.letters == again.before.letters == 24
    assert again.kept == ("new" if again.figures.macro_f1 >= again.before.macro_f1 else "old")
    figures = Learned.objects.latest("pk").figures
    assert figures["macro_f1"] == again.figures.macro_f1
    assert sum(guessed for guessed, _ in figures["by_label"].values()) <= 24
    worse = {"供水": "0201", "路灯": "0102", "噪音": "0202"}  # somebody got it all wrong
    best = queries.model(Learned.objects.latest("pk"))
    backwards = replace(best, labels=tuple(worse[_name(one)] for one in best.labels))
    monkeypatch.setattr(actions, "learn", lambda _letters: backwards)
    decide(world, 8, seed=3)
    made = Learned.objects.count()
    assert learn(world, law).kept == "old"
    assert Learned.objects.count() == made


def _name(code: str) -> str:
    return next(name for name, value in CLASS_OF.items() if value == code)


def test_nothing_is_learned_of_who_wrote_or_blew_the_whistle(
    world: World, law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "FEWEST", 10)
    decide(world, 25, seed=1)
    learn(world, law)
    known = "".join(queries.model(Learned.objects.get()).grams)
    assert Petitioner.objects.exists()
    assert "吴秀英"[1:] not in known


def test_a_spoilt_model_is_told_and_stops_nobody(
    world: World, law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "FEWEST", 10)
    decide(world, 25, seed=1)
    learn(world, law)
    Learned.objects.update(model=b"nothing")
    queries._unpacked.cache_clear()
    with pytest.raises(Unreadable):
        queries.model(Learned.objects.get())
    (seems,) = of(advise(law, Asked(world.place.pk, "又停水了", "水压低。")), "class")
    assert seems.confidence is None


def test_units_that_are_no_more_are_not_advised(world: World, law: Law, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "FEWEST", 10)
    decide(world, 25, seed=1)
    learn(world, law)
    units = {code: unit for code, unit in law.units.items() if code != "housing"}
    asked = Asked(world.place.pk, "又停水了", "水压一直很低。")
    assert "housing" not in [one.value for one in advise(replace(law, units=units), asked)]


def test_what_is_too_old_counts_no_more(world: World, law: Law) -> None:
    """The newest cases alone are learned from, as many as are asked for."""
    decide(world, 4, seed=1)
    newest = past(world.place.pk, law, most=5)
    assert len(newest) == 5
    moments = [one.case.registered_at for one in newest]
    assert moments == sorted(moments)
    assert moments[-1] - moments[0] < timedelta(days=1)
