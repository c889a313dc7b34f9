"""Suggesting a class from words: for now the plain rule of the catalogue's keywords (PS-3).

A person decides; where the law lets the system assign, it is by this same rule (JS-5).
"""

from dataclasses import dataclass
from functools import lru_cache

from huiyin.rules.law import Law


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class, and the words of the matter that speak for it; `class_code` "" where none do."""

    class_code: str
    words: tuple[str, ...]


NOTHING = Suggestion("", ())
_TITLE_COUNTS = 3
"""A word in the title speaks as loud as this many in the text."""


@dataclass(frozen=True)
class _Keywords:
    """Keywords by their first two characters, each with the classes that claim it."""

    by_start: dict[str, tuple[str, ...]]
    single: tuple[str, ...]
    claims: dict[str, tuple[str, ...]]
    order: dict[str, int]


@lru_cache(maxsize=32)
def _index(law: Law) -> _Keywords:
    by_start: dict[str, list[str]] = {}
    claims: dict[str, list[str]] = {}
    for row in law.classes.values():
        for word in row.keywords:
            if word not in claims:
                by_start.setdefault(word[:2], []).append(word)
            claims.setdefault(word, []).append(row.code)
    return _Keywords(
        {start: tuple(words) for start, words in by_start.items() if len(start) > 1},
        tuple(start for start in by_start if len(start) == 1),
        {word: tuple(codes) for word, codes in claims.items()},
        {code: position for position, code in enumerate(law.classes)},
    )


def _found(text: str, keywords: _Keywords) -> set[str]:
    by_start = keywords.by_start
    single = {word for word in keywords.single if word in text}
    return single | {
        word
        for at in range(len(text) - 1)
        for word in by_start.get(text[at : at + 2], ())
        if text.startswith(word, at)
    }


def suggest(law: Law, title: str, text: str) -> Suggestion:
    """The class whose keywords say most of the matter; of equals, the first in the catalogue."""
    keywords = _index(law)
    scores: dict[str, int] = {}
    words: dict[str, list[str]] = {}
    for said, weight in ((title, _TITLE_COUNTS), (text, 1)):
        for word in sorted(_found(said, keywords)):
            for code in keywords.claims[word]:
                scores[code] = scores.get(code, 0) + weight * len(word)
                if word not in words.setdefault(code, []):
                    words[code].append(word)
    if not scores:
        return NOTHING
    best = min(scores, key=lambda code: (-scores[code], keywords.order[code]))
    return Suggestion(best, tuple(words[best]))
