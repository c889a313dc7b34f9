"""Suggesting from words: by the catalogue's keywords, and by what the place's own cases taught.

A person decides (PS-3); see `advising` for both together, with their reasons.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from huiyin.cases import past
from huiyin.cases import queries as cases
from huiyin.dispatch.learning.model import Model, unpacked
from huiyin.dispatch.models import Learned
from huiyin.rules.law import Law
from huiyin.rules.likeness import pairs, share


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class, and the words of the matter that speak for it; `class_code` "" where none do."""

    class_code: str
    words: tuple[str, ...]


NOTHING = Suggestion("", ())
POINT, MOST_POINTS = 200, 10
"""Characters of a point, and how many a matter has at most."""

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


def learned(place: str) -> dict[str, Learned]:
    """What is in use, by what it is about, without the models themselves (see `model`)."""
    made = Learned.objects.filter(place=place).defer("model").order_by("made_at", "pk")
    return {one.about: one for one in made}


def model(one: Learned) -> Model:
    """Unpacked once for each process. Raises `learning.model.Unreadable`."""
    return _unpacked(one.pk)


@lru_cache(maxsize=64)
def _unpacked(pk: int) -> Model:
    return unpacked(bytes(Learned.objects.values_list("model", flat=True).get(pk=pk)))


_COUNTED = re.compile(
    r"(?:^|[\n。；;：:])\s*(?:第?[一二三四五六七八九十]{1,3}[、是，,]|[（(]?\d{1,2}[、.．)）](?!\d))\s*"
)


def points_in(text: str) -> list[str]:
    """The points that a letter counts up itself (一、… 二、… or 1. … 2. …); else none."""
    parts = [" ".join(part.split()).strip("。；; ") for part in _COUNTED.split(text)[1:]]
    points = [part[:POINT] for part in parts if part]
    return points[:MOST_POINTS] if len(points) > 1 else []


LATELY = timedelta(days=30)
AGAIN = timedelta(days=365)
LIKE_ENOUGH = 0.6
SAME_AREA, SAME_CLASS = 0.2, 0.2
"""What the same place and the same class add to the share of a title's words (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Like:
    """An open case that may be about the same: nothing of what its petitioner wrote."""

    number: str
    class_code: str
    area: str
    phase: str
    registered_at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Seems:
    """A matter that is being told, as far as it is known."""

    place: str
    text: str
    area: str = ""
    class_code: str = ""


def similar(law: Law, matter: Seems, *, now: datetime, most: int = 3) -> list[Like]:
    """Open cases of the last month that seem to be the same, the likest first (B15).

    By the words of their titles, with the same area and class speaking for it. Whistle-blowing and
    confidential cases are never among them.
    """
    found = _likest(law, matter, past.lately_open(matter.place, since=now - LATELY))
    likest = cases.find_all(row.number for row in found[: 2 * most])
    return [
        Like(
            row.number,
            row.class_code,
            row.area,
            row.phase,
            row.registered_at,
            len(likest[row.number].petitioners),
        )
        for row in found
        if row.number in likest and not likest[row.number].confidential
    ][:most]


def before(law: Law, matter: Seems, *, now: datetime, most: int = 5) -> list[str]:
    """Numbers of answered cases of the last year that seem the same, the likest first (B13).

    It came back: the same class, the same words, the same area. Nothing without a class.
    """
    if not matter.class_code:
        return []
    done = past.lately_done(matter.place, matter.class_code, since=now - AGAIN)
    return [row.number for row in _likest(law, matter, done)[:most]]


def _likest(law: Law, matter: Seems, rows: list[cases.Row]) -> list[cases.Row]:
    """Those like enough: by their titles' words, the same area and class speaking for it."""
    said, where = pairs(matter.text), law.ancestry(matter.area)
    found = []
    for row in rows if said else ():
        score = share(pairs(row.title), said)
        score += SAME_CLASS * bool(row.class_code and row.class_code == matter.class_code)
        score += SAME_AREA * bool(row.area and row.area in where)
        if score >= LIKE_ENOUGH:
            found.append((score, row))
    return [row for _, row in sorted(found, key=lambda pair: -pair[0])]
