"""Chinese text to tokens that any full-text index can hold: no dictionary is needed.

A run of Han characters becomes its overlapping pairs and its last character; anything else that is
a letter or a digit stays whole, in small letters. So whatever is looked for is a phrase of tokens,
and a phrase never runs over the end of a run: what is found is exactly what was written.
"""

import re
import unicodedata
from dataclasses import dataclass

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]{{1,64}}")
_IS_HAN = re.compile(rf"[{_HAN}]")
_BETWEEN = re.compile(r"[\s,，。、;；:：!！?？()（）《》〈〉【】\[\]\"'“”‘’…—]+")

LONGEST_QUERY, MOST_WORDS = 200, 8
"""Of what is looked for, so many characters and words count."""


class _Folds(dict[int, str]):
    """A character -> its plain form: full-width as half-width, small letters."""

    def __missing__(self, code: int) -> str:
        self[code] = found = unicodedata.normalize("NFKC", chr(code)).lower()
        return found


_FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word that is looked for: tokens one after another; `open`: the last may go on."""

    tokens: tuple[str, ...]
    open: bool


def tokens(text: str) -> list[str]:
    """The tokens of a text, in order."""
    return [token for run in _RUN.findall(text.translate(_FOLDS)) for token in _of_run(run)]


def _of_run(run: str) -> list[str]:
    if _IS_HAN.match(run):
        return [run[at : at + 2] for at in range(len(run))]
    return [run]


def phrases(query: str) -> tuple[Phrase, ...]:
    """What somebody typed, a phrase for each word; all of them are to be found."""
    words = _BETWEEN.split(query[:LONGEST_QUERY])
    found = (_phrase(word) for word in words)
    return tuple(dict.fromkeys(one for one in found if one is not None))[:MOST_WORDS]


def _phrase(word: str) -> Phrase | None:
    found = tokens(word)
    if not found:
        return None
    last = found[-1]
    if len(found) > 1 and _IS_HAN.match(last) and found[-2][1:] == last:
        return Phrase(tuple(found[:-1]), open=False)  # the pair before it says it already
    return Phrase(tuple(found), open=True)


def spans(text: str, looked_for: tuple[Phrase, ...]) -> list[tuple[int, int]]:
    """Where in the text the phrases stand, from left to right, none overlapping another."""
    plain = text.translate(_FOLDS)
    origin = [at for at, char in enumerate(text) for _ in _FOLDS[ord(char)]]
    placed = [
        (token, run.start() + step)
        for run in _RUN.finditer(plain)
        for step, token in enumerate(_of_run(run.group()))
    ]
    hits = sorted(
        (placed[at][1], placed[at + len(phrase.tokens) - 1][1] + len(phrase.tokens[-1]))
        for phrase in looked_for
        for at in range(len(placed) - len(phrase.tokens) + 1)
        if _stands(phrase, placed, at)
    )
    return _joined([(origin[start], origin[end - 1] + 1) for start, end in hits])


def _stands(phrase: Phrase, placed: list[tuple[str, int]], at: int) -> bool:
    *whole, last = phrase.tokens
    if any(placed[at + step][0] != token for step, token in enumerate(whole)):
        return False
    there = placed[at + len(whole)][0]
    return there.startswith(last) if phrase.open else there == last


def _joined(hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in hits:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
