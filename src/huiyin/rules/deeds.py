"""What a deed is: a small frozen type with its fields, and a row of the lifecycle table.

The fields of a deed carry marks (`Words`, `Pick`, ...) from which forms, the API and the checks
are made; nothing else describes them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_type_hints

from huiyin.rules import coordinates, labels
from huiyin.rules import facts as f
from huiyin.rules.case import Actor, Case, Phase
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid
from huiyin.rules.words import N_, snake
from huiyin.rules.worktime import Limit

LONGEST = 20_000
"""Most characters a text may have."""

MOST_FILES = 9
"""So many files may come with one deed."""


class Step(StrEnum):
    """The seven steps of the field."""

    RECEIVE = "receive"  # 接
    DISPATCH = "dispatch"  # 派
    HANDLE = "handle"  # 办
    SUPERVISE = "supervise"  # 督
    EVALUATE = "evaluate"  # 评
    PUBLICISE = "publicise"  # 宣


@dataclass(frozen=True, slots=True)
class Mark:
    """How a field is called and asked for."""

    label: str
    required: bool = True
    help: str = ""


@dataclass(frozen=True, slots=True)
class Words(Mark):
    """People's words; `lines` is the height of the box."""

    lines: int = 4
    longest: int = LONGEST


@dataclass(frozen=True, slots=True)
class Lines(Mark):
    """Several short texts, each of one line; at most `most` of them."""

    most: int = 10
    longest: int = 200


@dataclass(frozen=True, slots=True)
class Pick(Mark):
    """One (or, for a tuple, several) of a list that `source` names; see `choices`."""

    source: str = ""


@dataclass(frozen=True, slots=True)
class Tick(Mark):
    """Yes or no."""

    required: bool = False


@dataclass(frozen=True, slots=True)
class Score(Mark):
    """1 to 5; 0 where not judged."""


@dataclass(frozen=True, slots=True)
class When(Mark):
    """A moment to come."""


@dataclass(frozen=True, slots=True)
class Span(Mark):
    """A limit such as 5wd."""


@dataclass(frozen=True, slots=True)
class Spot(Mark):
    """A pair of degrees, WGS-84, such as 31.177428,121.527211."""


@dataclass(frozen=True, slots=True)
class Files(Mark):
    """Photos, voice notes, documents, by reference: the house keeps the bytes elsewhere.

    A reference names the file and a digest of it, so that a changed file is found.
    """

    label: str = N_("照片、录音、文件")
    required: bool = False


@dataclass(frozen=True, slots=True)
class Given(Mark):
    """Filled in by the house, never by a person."""

    label: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Base of every deed; told apart by type and fields."""


Decide = Callable[[Any, Any, Actor, datetime, Law], tuple[f.What, ...] | Refusal]
Blocked = Callable[[Any, Actor, datetime, Law], Refusal | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the lifecycle table.

    `phases`: where the deed may be done (None: it makes the case). `blocked`: what else of the
    case stands in the way, whatever the fields say. `used`: does this law have the deed at all?
    """

    deed: type[Deed]
    step: Step
    label: str
    label_en: str
    phases: frozenset[Phase] | None
    decide: Decide
    blocked: Blocked | None = None
    used: Callable[[Law], bool] = lambda law: True

    @property
    def id(self) -> str:
        """`sign_off`: the deed's name in permissions, forms and addresses."""
        return name_of(self.deed)


def name_of(deed: type[Deed]) -> str:
    """`SignOff` -> `sign_off`."""
    return snake(deed.__name__)


def marks(deed: type[Deed]) -> Mapping[str, Mark]:
    """Field name -> mark, in order."""
    known = _MARKS.get(deed)
    if known is None:
        known = _MARKS[deed] = _read_marks(deed)
    return known


_MARKS: dict[type[Deed], Mapping[str, Mark]] = {}


def _read_marks(deed: type[Deed]) -> Mapping[str, Mark]:
    hints = get_type_hints(deed, include_extras=True)
    found: dict[str, Mark] = {}
    for item in fields(deed):
        for mark in getattr(hints[item.name], "__metadata__", ()):
            if isinstance(mark, Mark):
                found[item.name] = mark
    return found


def check(deed: Deed, case: Case | None, now: datetime, law: Law) -> Refusal | None:
    """The first thing wrong with what was filled in, or None."""
    return next(_faults(deed, case, now, law), None)


def _faults(deed: Deed, case: Case | None, now: datetime, law: Law) -> Iterator[Refusal]:
    for name, mark in marks(type(deed)).items():
        value = getattr(deed, name)
        if mark.required and _is_empty(value):
            yield invalid(name, N_("请填写“{label}”。"), label=mark.label)
        elif not _is_empty(value):
            fault = _fault(name, mark, value, (case, now, law))
            if fault is not None:
                yield fault


_Context = tuple[Case | None, datetime, Law]


def _fault(name: str, mark: Mark, value: Any, context: _Context) -> Refusal | None:
    case, now, law = context
    if isinstance(mark, Words):
        return _check_words(name, mark, value)
    if isinstance(mark, Lines):
        return _check_lines(name, mark, value)
    if isinstance(mark, Pick):
        return _check_pick(name, mark, value, case, law)
    if isinstance(mark, Score) and value not in range(6):
        return invalid(name, N_("“{label}”请选 1 到 5。"), label=mark.label)
    if isinstance(mark, When):
        return _check_when(name, mark, value, now)
    if isinstance(mark, Spot) and coordinates.parse(value) is None:
        return invalid(
            name, N_("“{label}”请写成“纬度,经度”，例如 31.177428,121.527211。"), label=mark.label
        )
    if isinstance(mark, Files):
        return _check_files(name, mark, value)
    return _check_span(name, mark, value) if isinstance(mark, Span) else None


def _is_empty(value: Any) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _check_words(name: str, mark: Words, value: str) -> Refusal | None:
    if len(value) > mark.longest:
        return invalid(
            name,
            N_("“{label}”有 {count} 字，最多 {most} 字，请缩短或作为附件提交。"),
            label=mark.label,
            count=len(value),
            most=mark.longest,
        )
    if has_control_characters(value):
        return invalid(name, N_("“{label}”里有看不见的控制字符，请删去后再交。"), label=mark.label)
    return None


def _check_lines(name: str, mark: Lines, value: tuple[str, ...]) -> Refusal | None:
    if len(value) > mark.most:
        return invalid(
            name,
            N_("“{label}”有 {count} 条，最多 {most} 条，请合并相近的。"),
            label=mark.label,
            count=len(value),
            most=mark.most,
        )
    each = Words(mark.label, longest=mark.longest)
    faults = (_check_words(name, each, line) for line in value)
    return next((fault for fault in faults if fault is not None), None)


def has_control_characters(text: str) -> bool:
    """Does it hold what nobody types: control characters but tab and line ends, surrogates?"""
    return _UNTYPED.search(text) is not None


_UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _check_pick(name: str, mark: Pick, value: Any, case: Case | None, law: Law) -> Refusal | None:
    known = choices(mark.source, case, law)
    if known is None:
        return None
    for one in value if isinstance(value, tuple) else (value,):
        if str(one) not in known:
            return invalid(
                name,
                N_("“{label}”没有“{value}”这一项，请从列表中选择。"),
                label=mark.label,
                value=one,
            )
    return None


def _check_when(name: str, mark: When, value: datetime, now: datetime) -> Refusal | None:
    if value.tzinfo is None:
        return invalid(name, N_("“{label}”缺少时区。"), label=mark.label)
    if value <= now:
        return invalid(name, N_("“{label}”必须晚于现在。"), label=mark.label)
    return None


def _check_span(name: str, mark: Span, value: str) -> Refusal | None:
    try:
        Limit.parse(value)
    except ValueError:
        return invalid(
            name, N_("“{label}”请写成 5wd（工作日）、4wh（工作小时）、2h 或 7d。"), label=mark.label
        )
    return None


_FILE = re.compile(r"[1-9][0-9]{0,17}:sha256:[0-9a-f]{64}")


def _check_files(name: str, mark: Files, value: tuple[str, ...]) -> Refusal | None:
    if len(value) > MOST_FILES:
        return too_many_files(name)
    if all(_FILE.fullmatch(one) for one in value):
        return None
    return invalid(name, N_("“{label}”里有认不出的文件，请重新选择。"), label=mark.label)


def too_many_files(name: str) -> Refusal:
    """More than may come at once."""
    return invalid(
        name, N_("一次最多交 {most} 个文件，请去掉几个，其余的以后补充。"), most=MOST_FILES
    )


Labels = dict[str, tuple[str, str]]


def choices(source: str, case: Case | None, law: Law) -> Labels | None:
    """id -> (Chinese, English) of the list a `Pick` names; None where only the house knows it."""
    if source in _OF_THE_CASE:
        return _OF_THE_CASE[source](case, law)
    return _of_the_law(source, law)


@lru_cache(maxsize=512)
def _of_the_law(source: str, law: Law) -> Labels | None:
    """The same for every case; asked at each deed, so kept."""
    maker = _SOURCES.get(source)
    return maker(law) if maker else None


def _labelled(items: Any) -> Labels:
    return {item.id: (item.label, item.label_en) for item in items}


def _rows(items: Any) -> Labels:
    return {item.code: (item.name, item.name_en) for item in items}


def _orders(case: Case | None, law: Law) -> Labels:
    open_orders = [order for order in case.orders if not order.answered] if case else []
    return {order.id: (order.id, order.id) for order in open_orders}


def _promises(case: Case | None, law: Law) -> Labels:
    """The published standards of the case's lead unit, or all where it has none of its own."""
    lead = case.lead.unit if case and case.lead else ""
    own = [row for row in law.standards.values() if row.unit == lead]
    return _rows(own or law.standards.values())


def _duties(case: Case | None, law: Law) -> Labels:
    """Units that called, or were called and came (FX-8)."""
    calls = [one for one in case.duties if one.arrived] if case else []
    met = dict.fromkeys(unit for one in calls for unit in (one.by, one.unit))
    return _rows(law.units[unit] for unit in met if unit in law.units)


def _points(case: Case | None, law: Law) -> Labels:
    """The points of the case by their numbers, from 1; what they say is the house's to know."""
    count = case.points if case else 0
    return {str(n): (f"第 {n} 点", f"point {n}") for n in range(1, count + 1)}


_OF_THE_CASE: dict[str, Callable[[Case | None, Law], Labels]] = {
    "points": _points,
    "standards": _promises,
    "orders": _orders,
    "duties": _duties,
}
_SOURCES: dict[str, Callable[[Law], Labels]] = {
    "units": lambda law: _rows(law.units.values()),
    "classes": lambda law: _rows(law.classes.values()),
    "areas": lambda law: _rows(law.areas.values()),
    "channels": lambda law: _labelled(law.regime.channels),
    "kinds": lambda law: _labelled(law.regime.kinds),
    "levels": lambda law: _labelled(law.regime.levels),
    "modes": lambda law: {mode: labels.MODES[mode] for mode in law.regime.dispatch.modes},
    "colours": lambda law: {
        colour: labels.COLOURS[colour] for colour in law.regime.supervision.order_colours
    },
    "manners": lambda law: {
        manner: labels.MANNERS[manner] for manner in law.regime.supervision.inspections
    },
    "outcomes": lambda law: {
        outcome: labels.OUTCOMES[outcome] for outcome in law.regime.supervision.meeting_outcomes
    },
    "measures": lambda law: {
        measure: labels.MEASURES[measure] for measure in law.regime.supervision.measures
    },
    "verdicts": lambda law: dict(labels.VERDICTS),
    "rulings": lambda law: dict(labels.RULINGS),
    "outlets": lambda law: dict(labels.OUTLETS),
    "mediations": lambda law: dict(labels.MEDIATIONS),
    "grounds": lambda law: dict(labels.GROUNDS),
}
