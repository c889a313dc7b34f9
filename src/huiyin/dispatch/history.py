"""What people of a place decided about its cases, as letters to learn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from huiyin.cases import past as earlier
from huiyin.cases.past import Decided
from huiyin.dispatch.learning.training import Labelled
from huiyin.journal import queries as journal
from huiyin.rules.law import Law

MOST = 50_000
"""Cases that are learned from, the newest: habits change, and so does who is responsible."""
ABOUT = ("class", "kind", "level", "lead")
"""What is learned, each by itself."""
_PAGE = 400


@dataclass(frozen=True, slots=True)
class Past:
    """A case somebody decided, with its words; `said` is what is learned from."""

    case: Decided
    said: str

    def labelled(self, about: str) -> Labelled:
        """As a letter with what was decided about it; "" where nothing was."""
        decided = {
            "class": self.case.class_code,
            "kind": self.case.kind,
            "level": self.case.level,
            "lead": self.case.lead,
        }
        return Labelled(self.said, decided[about])


def past(place: str, law: Law, most: int = MOST) -> list[Past]:
    """Cases of the place that people decided, from the oldest; never whistle-blowing (JS-4)."""
    decided = list(reversed(earlier.decided(place, most)))
    texts = dict(_texts([one.number for one in decided]))
    return [
        Past(one, words(law, one.title, texts[one.number], one.area))
        for one in decided
        if texts.get(one.number)
    ]


def words(law: Law, title: str, text: str, area: str) -> str:
    """What is learned from and guessed about: the words, and where it is."""
    where = [law.areas[code].name for code in law.ancestry(area) if code in law.areas]
    return "\n".join([title, text, *where])


def newest(found: list[Past]) -> datetime:
    """When the newest of them was registered."""
    return max(one.case.registered_at for one in found)


def _texts(numbers: list[str]) -> Iterator[tuple[str, str]]:
    for at in range(0, len(numbers), _PAGE):
        yield from journal.words_of(numbers[at : at + _PAGE], "registered", "text").items()
