"""Tokens: a phrase of them is found exactly where the words stand, whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.bigrams import LONGEST_QUERY, MOST_WORDS, Phrase, phrases, spans, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("路灯坏了", "路灯 灯坏 坏了 了"),
        ("路灯，坏了", "路灯 灯 坏了 了"),
        ("小区１８号楼ＷｉＦｉ", "小区 区 18 号楼 楼 wifi"),
        ("SN-20261124-00012-7", "sn 20261124 00012 7"),
        ("灯", "灯"),
        ("𠮷野家〇", "𠮷野 野家 家〇 〇"),
        ("% \x00 '\" * _", ""),
    ],
)
def test_a_text_becomes_tokens(text: str, expected: str) -> None:
    """Pairs and the last character of a Han run; the rest whole, half-width and small."""
    assert tokens(text) == expected.split()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("路灯", [Phrase(("路灯",), open=False)]),
        ("路灯坏了", [Phrase(("路灯", "灯坏", "坏了"), open=False)]),
        ("路路", [Phrase(("路路",), open=False)]),
        ("灯", [Phrase(("灯",), open=True)]),
        ("wifi 路灯", [Phrase(("wifi",), open=True), Phrase(("路灯",), open=False)]),
        ("路灯，坏了。", [Phrase(("路灯",), open=False), Phrase(("坏了",), open=False)]),
        ("小区18号楼", [Phrase(("小区", "区", "18", "号楼"), open=False)]),
        ("18号", [Phrase(("18", "号"), open=True)]),
        ("路灯 路灯", [Phrase(("路灯",), open=False)]),
        ("%", []),
        ("", []),
    ],
)
def test_what_is_typed_becomes_a_phrase_a_word(query: str, expected: list[Phrase]) -> None:
    assert list(phrases(query)) == expected


def test_what_is_pasted_is_cut_off() -> None:
    assert len(phrases("一 二 三 四 五 六 七 八 九 十")) == MOST_WORDS
    (long,) = phrases("长" * 1000)
    assert len(long.tokens) == LONGEST_QUERY - 1


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("和平路的路灯坏了，路灯！", "路灯", ["路灯", "路灯"]),
        ("小区１８号楼", "18号", ["１８号"]),
        ("小区118号楼", "18号", []),
        ("新路，灯坏了", "路灯", []),
        ("坏了又坏了", "坏", ["坏", "坏"]),
        ("路灯灯杆", "路灯 灯灯", ["路灯灯"]),
        ("㎡的ＷＩＦＩ房", "wifi m2", ["㎡", "ＷＩＦＩ"]),
        ("一二三", "一二三四", []),
        ("随便", "", []),
    ],
)
def test_words_are_marked_where_they_stand(text: str, query: str, found: list[str]) -> None:
    """In the text as it was written, full-width letters and all."""
    assert [text[start:end] for start, end in spans(text, phrases(query))] == found


WORDS = st.text("路灯坏了a1 ，Ｂ㎡𠮷", max_size=12)


@given(before=WORDS, word=st.text("路灯坏了𠮷", min_size=1, max_size=5), after=WORDS)
def test_whatever_han_words_stand_in_a_text_are_found(before: str, word: str, after: str) -> None:
    text = before + word + after
    assert any(start <= len(before) < end for start, end in spans(text, phrases(word)))


@given(text=WORDS, word=st.text("路灯坏了", min_size=1, max_size=4))
def test_han_words_that_are_not_there_are_not_found(text: str, word: str) -> None:
    assert bool(spans(text, phrases(word))) is (word in text)


@given(st.text(max_size=40))
def test_any_text_at_all_can_be_cut_looked_for_and_marked(text: str) -> None:
    found = spans(text, phrases(text))
    assert all(0 <= start < end <= len(text) for start, end in found)
