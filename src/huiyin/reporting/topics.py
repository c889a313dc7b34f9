"""Many letters, one cause: found from what the letters share that others do not (XN-9).

Letters are compared by runs of two to four characters, the rare ones weighing most, so that the
name of an estate and the name of a nuisance together bring letters to one topic, and either alone
does not. Those are put together that are alike on average.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

MOST = 10_000
"""Letters that are compared at once: each is held against each."""
ALIKE = 0.075
"""How alike letters of one topic are on average: chosen on topics other than the one measured."""
FEWEST, PEOPLE = 5, 3
"""Letters, and people who wrote them: one person's many letters are no topic."""
LATELY = timedelta(days=30)
_READ = 400
"""Characters of a letter that are compared: what it is about is said early."""
_COMMON = 0.5
_NAMES = 3


class TooMany(Exception):
    """More letters than can be compared at once."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is compared; `person` tells people apart and says nothing of them."""

    id: str
    title: str
    text: str
    at: datetime
    person: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """Letters with one cause. `recent`, `before`: letters of the last 30 days and of the 30 before.

    `growth` is the difference. The last day is that of the newest letter of all.
    """

    name: str
    size: int
    people: int
    recent: int
    before: int
    growth: int
    first: datetime
    last: datetime
    letters: tuple[str, ...]


def topics(letters: Sequence[Letter]) -> list[Topic]:
    """The topics, the largest first; letters of each from the oldest. Raises TooMany."""
    if len(letters) > MOST:
        raise TooMany
    if len(letters) < FEWEST:
        return []
    told = sorted(letters, key=lambda one: (one.at, one.id))
    common = Counter(run for one in told for run in set(_runs(_plain(one.title))))
    found = [
        _topic([told[at] for at in group], common, told)
        for group in _groups(told)
        if len(group) >= FEWEST and _people([told[at] for at in group]) >= PEOPLE
    ]
    return sorted(found, key=lambda topic: (-topic.size, topic.first, topic.letters))


def _groups(letters: Sequence[Letter]) -> list[list[int]]:
    """Places in `letters`, by group. All pairs are compared: time and room grow as the square."""
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - slow to load
    from scipy.spatial.distance import squareform  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    reader = TfidfVectorizer(analyzer=_read, min_df=2, max_df=_COMMON, sublinear_tf=True)
    try:
        table = reader.fit_transform(letters)
    except ValueError:  # they share nothing at all
        return []
    far = 1 - (table @ table.T).toarray().clip(0, 1)
    for at in range(len(letters)):
        far[at, at] = 0
    tree = linkage(squareform(far, checks=False), method="average")
    groups: dict[int, list[int]] = {}
    for at, group in enumerate(fcluster(tree, 1 - ALIKE, criterion="distance")):
        groups.setdefault(int(group), []).append(at)
    return list(groups.values())


def _read(letter: Letter) -> list[str]:
    """The runs of a letter; those of its title count twice."""
    title = list(_runs(_plain(letter.title)))
    return title + title + list(_runs(_plain(letter.text)[:_READ]))


def _topic(group: list[Letter], common: Counter[str], every: Sequence[Letter]) -> Topic:
    end = every[-1].at
    recent = sum(end - one.at < LATELY for one in group)
    before = sum(LATELY <= end - one.at < 2 * LATELY for one in group)
    return Topic(
        name=_name(group, common, len(every)),
        size=len(group),
        people=_people(group),
        recent=recent,
        before=before,
        growth=recent - before,
        first=group[0].at,
        last=group[-1].at,
        letters=tuple(one.id for one in group),
    )


def _people(group: Sequence[Letter]) -> int:
    """How many people wrote them; who is not told apart counts as somebody else."""
    return len({one.person or f"#{one.id}" for one in group})


def _name(group: list[Letter], common: Counter[str], letters: int) -> str:
    """What most titles of the group have and few others: up to three words of theirs."""
    titles = [_plain(one.title) for one in group]
    often = Counter(run for title in titles for run in set(_runs(title)))
    telling = {run: n * math.log(letters / common[run]) for run, n in often.items()}
    loud = {run for run, much in telling.items() if much >= max(telling.values()) / 2}
    words = Counter(word for title in titles for word in _joined(title, loud))
    chosen: list[str] = []
    for word, _ in words.most_common():
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return " ".join(chosen[:_NAMES]) or group[0].title.strip()


def _joined(title: str, runs: set[str]) -> Iterator[str]:
    """The stretches of a title that the runs cover."""
    covered = [False] * len(title)
    for run in runs:
        for hit in re.finditer(f"(?={re.escape(run)})", title):
            covered[hit.start() : hit.start() + len(run)] = [True] * len(run)
    start = 0
    for at, on in enumerate([*covered, False]):
        if not on:
            if at > start:
                yield title[start:at]
            start = at + 1


def _plain(text: str) -> str:
    """Letters and numbers alone, all of one width."""
    narrow = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in narrow if c.isalnum())


def _runs(text: str) -> Iterator[str]:
    for length in (2, 3, 4):
        for at in range(len(text) - length + 1):
            yield text[at : at + length]


def as_data(topic: Topic) -> dict[str, Any]:
    """For JSON: moments as ISO 8601."""
    return {
        "name": topic.name,
        "size": topic.size,
        "people": topic.people,
        "growth": topic.growth,
        "recent": topic.recent,
        "before": topic.before,
        "first": topic.first.isoformat(),
        "last": topic.last.isoformat(),
        "letter_ids": list(topic.letters),
    }
