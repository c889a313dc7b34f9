"""Learning where letters belong: what is guessed, how sure, by which words; of real letters too."""

import csv
import random
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from huiyin.dispatch.learning import model, training
from huiyin.dispatch.learning.model import Unreadable, unpacked
from huiyin.dispatch.learning.reading import grams, plain
from huiyin.dispatch.learning.training import ENOUGH, Labelled, TooFew, bar_for, learn, measure

ABOUT = {
    "供水": ("停水", "水压", "水管漏水", "自来水发黄", "水表"),
    "路灯": ("路灯", "灯杆", "晚上一片黑", "不亮", "照明"),
    "噪音": ("太吵", "施工噪音", "夜里打桩", "广场舞", "睡不着"),
}
FILLING = ("我们小区", "已经很久了", "请尽快处理", "领导您好", "家里有老人", "多次反映", "和平路")


def letters(each: int, seed: int, about: Mapping[str, tuple[str, ...]] = ABOUT) -> list[Labelled]:
    """Letters made of what is said about a matter and what is said in any letter."""
    chance = random.Random(seed)
    return [
        Labelled(
            "，".join(chance.sample(words, 2) + chance.sample(FILLING, 3)), label, f"{label}{n}"
        )
        for label, words in about.items()
        for n in range(each)
    ]


@pytest.fixture(scope="module")
def learned() -> model.Model:
    return learn(letters(40, seed=1))


def test_a_letter_is_cut_without_widths_spaces_numbers_and_taken_out_names() -> None:
    assert plain("Ｂ７县 １２３号\n楼") == "某县0号楼"
    assert grams("停水 了") == ["停", "水", "了", "停水", "水了"]
    assert grams("") == []


def test_it_guesses_what_a_letter_is_about_and_says_by_which_words(learned: model.Model) -> None:
    first, *others = learned.guesses("今天又停水了，水压一直很低，怎么回事？")
    assert first.label == "供水"
    assert {"停水", "水压"} <= set(first.words)
    assert first.confidence > 0.8 > sum(one.confidence for one in others)
    assert [one.confidence for one in others] == sorted(
        (one.confidence for one in others), reverse=True
    )


def test_a_letter_of_unknown_words_is_anybodys(learned: model.Model) -> None:
    """Nothing known: the sureness is that of a letter about nothing, below the bar."""
    for said in ("", "qwerty", "龘"):
        guess = learned.guesses(said)[0]
        assert guess.confidence < learned.bar
        assert guess.words == ()


def test_what_is_measured_is_what_was_not_seen(learned: model.Model) -> None:
    figures = measure(learned, letters(20, seed=2))
    assert figures.letters == 60
    assert figures.macro_f1 > 0.9
    assert figures.top3 == 1.0  # of three labels all are among three
    assert 0 < figures.coverage_at_98 <= 1
    shuffled = letters(20, seed=2)
    names = [one.label for one in shuffled]
    random.Random(3).shuffle(names)
    by_chance = [Labelled(a.text, b) for a, b in zip(shuffled, names, strict=True)]
    assert measure(learned, by_chance).macro_f1 < 0.6


def test_copies_of_a_letter_are_never_on_both_sides() -> None:
    """Of letters that are all copies, nothing can be told of those not seen."""
    labels = np.array(["一", "二"] * 30)
    one_group = [Labelled(f"第{n}封", label, label) for n, label in enumerate(labels)]
    for seen, unseen in training._split(labels, one_group, 2):
        assert not {one_group[at].group for at in seen} & {one_group[at].group for at in unseen}


def test_folds_give_the_mean_and_how_it_spreads() -> None:
    figures = training.fold(letters(30, seed=4), 3)
    assert figures.letters == 90
    assert figures.macro_f1 > 0.9
    assert figures.macro_f1_spread is not None


def test_two_labels_are_learned_too() -> None:
    """The libraries keep one line for two labels; guesses must not notice."""
    two = {name: ABOUT[name] for name in ("供水", "噪音")}
    learned = learn(letters(40, seed=5, about=two))
    assert measure(learned, letters(20, seed=6, about=two)).macro_f1 > 0.9
    assert sum(one.confidence for one in learned.guesses("停水了")) == pytest.approx(1, abs=1e-5)


def test_rare_labels_are_not_learned_and_one_alone_is_refused() -> None:
    rare = [Labelled("电梯坏了", "电梯", str(n)) for n in range(ENOUGH - 1)]
    assert "电梯" not in learn([*letters(30, seed=7), *rare]).labels
    with pytest.raises(TooFew):
        learn(rare)
    with pytest.raises(TooFew):
        learn(letters(40, seed=8, about={"供水": ABOUT["供水"]}))


def test_a_label_whose_letters_are_all_copies_is_not_learned() -> None:
    """By their openings, where nobody said which are copies."""
    copies = [Labelled("电梯坏了，关人一个小时" * 9 + str(n), "电梯") for n in range(3 * ENOUGH)]
    assert "电梯" not in learn([*letters(30, seed=9), *copies]).labels


def test_the_bar_is_where_guesses_are_right_as_often_as_asked() -> None:
    sure = np.linspace(1, 0, 1000, dtype=np.float32)
    right = np.ones(1000, dtype=bool)
    right[500:] = False
    bar = bar_for(sure, right)
    assert (sure >= bar).sum() < 520
    assert right[sure >= bar].mean() >= 0.98
    assert bar_for(sure, np.zeros(1000, dtype=bool)) > 1


def test_a_model_is_the_same_when_it_was_stored(learned: model.Model) -> None:
    again = unpacked(learned.packed())
    said = "路灯不亮，晚上一片黑"
    assert [one.label for one in again.guesses(said)] == [
        one.label for one in learned.guesses(said)
    ]
    assert again.guesses(said)[0].confidence == pytest.approx(
        learned.guesses(said)[0].confidence, abs=1e-2
    )
    assert again.bar == learned.bar


def test_what_is_no_model_is_told(learned: model.Model) -> None:
    for stored in (b"", b"no model", learned.packed()[:-40], learned.packed()[:900]):
        with pytest.raises(Unreadable):
            unpacked(stored)


def test_real_letters_are_put_in_their_places(shared_data: Path) -> None:
    """A fifth of them is measured, copies kept together; the floor is far below what was seen."""
    with (shared_data / "messages_labelled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = [Labelled(row["body"], row["label"], row["near_duplicate_group"]) for row in rows]
    unseen = [one for one in known if int(one.group) % 5 == 0]
    figures = measure(learn([one for one in known if int(one.group) % 5]), unseen)
    assert figures.macro_f1 > 0.88
    assert figures.top3 > 0.985
    assert figures.coverage_at_98 > 0.6
    assert figures.precision_at_98 > 0.97
