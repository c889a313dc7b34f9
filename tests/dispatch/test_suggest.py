"""Suggesting a class by the keywords of the catalogue (PS-3, JS-5)."""

from dataclasses import replace

import pytest

from huiyin.dispatch.queries import NOTHING, Suggestion, points_in, suggest
from huiyin.regimes import files
from huiyin.rules.law import ClassOf, Law
from tests.rules.county import law_of


@pytest.fixture
def law() -> Law:
    """The starter's catalogue."""
    return law_of("starter")


def catalogue(law: Law, **keywords: str) -> Law:
    """A catalogue of classes with these keywords, in this order."""
    rows = {
        code: ClassOf(code, "", code, code, "housing", (), None, tuple(words.split(";")), "")
        for code, words in keywords.items()
    }
    return replace(law, classes=rows)


@pytest.mark.parametrize(
    ("title", "text", "code", "words"),
    [
        ("路灯不亮", "幸福路的路灯坏了三天了。", "0201", ("路灯",)),
        ("", "老板拖欠工资三个月", "0301", ("工资",)),
        ("楼下广场舞太吵", "每晚扰民，噪音很大。", "0102", ("广场舞", "噪音", "扰民")),
        ("停水", "自来水停了两天", "0202", ("停水", "自来水")),
    ],
)
def test_the_class_whose_words_are_said_is_suggested_with_those_words(
    law: Law, title: str, text: str, code: str, words: tuple[str, ...]
) -> None:
    suggestion = suggest(law, title, text)
    assert suggestion.class_code == code
    assert set(suggestion.words) == set(words)


@pytest.mark.parametrize("text", ["", "您好", "路", "🙂", "\x00", "A" * 100_000])
def test_where_no_word_is_known_nothing_is_suggested(law: Law, text: str) -> None:
    assert suggest(law, "", text) == NOTHING


def test_a_word_in_the_title_speaks_as_loud_as_three_in_the_text(law: Law) -> None:
    two = catalogue(law, noise="噪音;吵闹;喇叭;鞭炮", water="停水")
    assert suggest(two, "停水", "噪音吵闹").class_code == "water"
    assert suggest(two, "停水", "噪音吵闹喇叭鞭炮").class_code == "noise"


def test_a_longer_word_says_more_than_a_shorter_one(law: Law) -> None:
    two = catalogue(law, light="路灯", traffic="红绿灯")
    assert suggest(two, "", "路灯和红绿灯都坏了").class_code == "traffic"


def test_of_equals_the_first_of_the_catalogue_is_taken_every_time(law: Law) -> None:
    for order in (("a", "b"), ("b", "a")):
        both = catalogue(law, **dict.fromkeys(order, "路灯"))
        assert suggest(both, "", "路灯") == Suggestion(order[0], ("路灯",))


def test_a_word_said_ten_times_is_not_ten_words(law: Law) -> None:
    two = catalogue(law, lamp="路灯", estate="物业;电梯")
    assert suggest(two, "", "路灯" * 10 + "物业电梯").class_code == "estate"


def test_a_word_of_one_character_is_a_word_too(law: Law) -> None:
    assert suggest(catalogue(law, dog="狗"), "", "邻居的狗").class_code == "dog"
    assert suggest(catalogue(law, dog="狗"), "", "狗").class_code == "dog"


def test_no_keyword_is_claimed_for_a_class_that_is_not_there(law: Law) -> None:
    for regime in files.shipped():
        own = law_of(regime)
        for row in own.classes.values():
            for word in row.keywords:
                assert suggest(own, "", word).class_code in own.classes


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("反映两件事：一、路灯不亮。二、灯杆歪了。", ["路灯不亮", "灯杆歪了"]),
        ("您好：\n1. 路灯不亮\n2. 灯杆\n歪了", ["路灯不亮", "灯杆 歪了"]),
        ("诉求：（1）退费；（2）道歉。", ["退费", "道歉"]),
        ("第一，没有电；第二，没有水。", ["没有电", "没有水"]),
        ("路灯不亮，已经3天了。", []),
        ("只有一件：1、路灯不亮。", []),
        ("水费从12.5元涨到13.8元。", []),
        ("", []),
    ],
)
def test_the_points_that_a_letter_counts_up_are_found(text: str, points: list[str]) -> None:
    """B12: a proposal for whoever lists them."""
    assert points_in(text) == points


def test_a_letter_of_fifty_points_proposes_as_many_as_there_may_be() -> None:
    found = points_in("".join(f"\n{n}、{'很长' * 200}" for n in range(1, 51)))
    assert len(found) == 10
    assert {len(point) for point in found} == {200}
