"""The demo's stories, read from `stories/*.toml`: one file a place, one table a story.

A story begins some `days` before now, and its `course` is a list of steps, each a deed of the
lifecycle table and how long after the one before: `dispatch 2wh`, `record_decision 1wd
outcome=continue`. A word without a time names a course of `courses.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from huiyin.rules.worktime import Limit

_GIVEN = re.compile(r"(\w+)=(.*?)(?=\s+\w+=|$)")
FOLDER = Path(__file__).with_name("stories")


@dataclass(frozen=True, slots=True)
class Step:
    """`deed` (or a way of several deeds, see `plays`), done `after` the step before.

    `given`: fields of the deed as written; what is left out is filled in by `fields`.
    """

    deed: str
    after: Limit
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One matter and what becomes of it; `shown`: its number and code are printed.

    `by`: the role of the member who registers it, or "" for the petitioner. `days`: it began at
    least so long ago; earlier where the course, the `light` or the `stage` of a clock that it must
    show now asks for it. `event`: it began `later` than that story, and is played with it.
    """

    id: str
    place: str
    title: str
    text: str
    class_code: str
    course: tuple[Step, ...]
    area: str = ""
    address: str = ""
    kind: str = ""
    channel: str = ""
    level: str = ""
    by: str = ""
    person: str = ""
    answer: str = ""
    mode: str = ""
    lead: str = ""
    assisting: tuple[str, ...] = ()
    collective: bool = False
    on_behalf: bool = False
    confidential: bool = False
    days: float = 1.0
    light: str = ""
    stage: int = 0
    event: str = ""
    shown: bool = False
    later: Limit | None = None


def every() -> tuple[Story, ...]:
    """All stories, file by file."""
    return tuple(story for path in sorted(FOLDER.glob("*.toml")) for story in read(path))


def read(path: Path) -> Iterator[Story]:
    """The stories of one file. What a file says under `[defaults]` holds for all of its stories."""
    tables = _toml(path)
    defaults = tables.pop("defaults", {})
    for name, told in tables.items():
        yield _story(f"{path.stem}/{name}", defaults | told)


def _story(name: str, told: dict[str, Any]) -> Story:
    course = tuple(_steps(told.pop("course")))
    later = told.pop("later", "")
    assisting = tuple(told.pop("assisting", ()))
    event = told.pop("event", "")
    return Story(
        id=name,
        class_code=told.pop("class"),
        course=course,
        assisting=assisting,
        later=Limit.parse(later) if later else None,
        event=f"{name.partition('/')[0]}/{event}" if event else "",
        **told,
    )


def _steps(lines: list[str]) -> Iterator[Step]:
    for line in lines:
        deed, _, rest = line.partition(" ")
        if not rest:
            yield from _steps(_courses()[deed])
        else:
            after, _, given = rest.partition(" ")
            yield Step(deed, Limit.parse(after), dict(_GIVEN.findall(given)))


@cache
def _courses() -> dict[str, list[str]]:
    return dict(_toml(Path(__file__).with_name("courses.toml")))


@cache
def words() -> dict[str, list[str]]:
    """Deed and field (`progress.text`) -> sentences that a story may use for it."""
    return dict(_toml(Path(__file__).with_name("words.toml")))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
