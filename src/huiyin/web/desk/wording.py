"""Turns the facts of a case into the desk's timeline, by the rows of `telling`."""

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from huiyin.journal.queries import Entry
from huiyin.people.models import Member
from huiyin.rules import clocks, labels
from huiyin.rules import facts as f
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Role
from huiyin.web.asking import label, listed, named, span
from huiyin.web.attaching import FileShown
from huiyin.web.desk.telling import CALLED, ROWS, SILENCE, TRUTHS, WHY
from huiyin.web.templatetags.huiyin import moment

STAGE_TONES = {clocks.YELLOW: "yellow"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline; names as in huiyin/parts/timeline.html."""

    at: datetime
    title: str
    text: str
    who: str
    tone: str
    quote: bool
    files: list[FileShown] = field(default_factory=list)


Files = Callable[[f.Fact], list[FileShown]]


def timeline(
    entries: list[Entry], law: Law, members: Mapping[str, Member], files: Files
) -> list[Step]:
    """Everything that happened, in the order given. `members`: by actor id."""
    return [replace(step(one, law, members), files=files(one.fact)) for one in entries]


def step(entry: Entry, law: Law, members: Mapping[str, Member]) -> Step:
    """One fact in words."""
    fact = entry.fact
    row = ROWS[type(fact.what)]
    words = _words(fact.what, law, members)
    said = [_said(entry, name) for name in row.says]
    lines = [_remarks(row.more, words), *said]
    return Step(
        at=fact.at,
        title=gettext(row.title).format_map(words),
        text="\n".join(line for line in lines if line),
        who=_line([who(fact, law, members), _remarks(row.aside, words)]),
        tone=_tone(fact.what, row.tone),
        quote=row.quote and any(said),
    )


def headline(what: f.What, law: Law, members: Mapping[str, Member]) -> str:
    """What a fact is called where one line must do."""
    return gettext(ROWS[type(what)].title).format_map(_words(what, law, members))


def _remarks(lines: tuple[str, ...], words: Mapping[str, str]) -> str:
    return _line([gettext(one).format_map(words) for one in lines if _is_filled(one, words)])


def _line(parts: list[str]) -> str:
    """Short remarks in one line."""
    return " · ".join(part for part in parts if part)


def who(fact: f.Fact, law: Law, members: Mapping[str, Member]) -> str:
    """Whose deed it was: name and unit, or the role where there is no name."""
    if fact.role is Role.SYSTEM:
        return label(labels.ROLES[Role.SYSTEM])
    unit = law.units.get(fact.unit)
    member = members.get(fact.actor)
    name = member.name if member else label(labels.ROLES[fact.role])
    if unit is None or fact.role is Role.PETITIONER:
        return name
    return gettext("{name}（{unit}）").format(name=name, unit=named(unit))


def _said(entry: Entry, name: str) -> str:
    if name in entry.erased:
        return gettext("（内容已依法删除）")
    text = str(getattr(entry.fact.what, name) or "")
    return gettext(CALLED[name]).format(text=text) if text and name in CALLED else text


def _tone(what: f.What, tone: str) -> str:
    if isinstance(what, f.Struck):
        return STAGE_TONES.get(what.stage, "red")
    if isinstance(what, f.Ordered):
        return {"blue": "accent"}.get(what.colour, what.colour)
    return tone


def _is_filled(line: str, words: Mapping[str, str]) -> bool:
    named_fields = [name for _, name, _, _ in string.Formatter().parse(line) if name]
    return all(words.get(name) for name in named_fields)


def _words(what: f.What, law: Law, members: Mapping[str, Member]) -> dict[str, str]:
    """Each field of the fact in words."""
    found: dict[str, str] = {}
    for item in fields(what):
        value = getattr(what, item.name)
        if isinstance(value, bool):
            found[item.name] = _truth(what, item.name, value)
        elif isinstance(what, f.Struck):
            found[item.name] = _struck(what, item.name, law)
        elif item.name == "officer":
            found[item.name] = members[value].name if value in members else ""
        elif item.name == "mentioned":
            found[item.name] = listed(members[one].name for one in value if one in members)
        elif item.name in _SAID and value:
            found[item.name] = _SAID[item.name](value, law)
        elif isinstance(value, datetime):
            found[item.name] = moment(value)
        else:
            found[item.name] = str(value or "")
    return found


def _truth(what: f.What, name: str, value: bool) -> str:
    if name == "by_silence":
        said = SILENCE.get(type(what), {}).get(value, "")
    else:
        said = TRUTHS.get((name, value), "")
    return gettext(said) if said else ""


def _struck(what: f.Struck, name: str, law: Law) -> str:
    rule_id, _, of = what.clock.partition(":")
    rule = law.clocks[rule_id]
    if name == "clock":
        unit = law.units.get(of)
        part = gettext("（{unit}）").format(unit=named(unit) if unit else of)
        return named(rule) + (part if of else "")
    if name != "stage":
        return ""
    if what.rung and rule.ladder:
        rungs = law.ladders[rule.ladder].rungs
        return next((named(rung) for rung in rungs if rung.id == what.rung), what.rung)
    return gettext("临期，亮黄灯") if what.stage == clocks.YELLOW else gettext("超期，亮红灯")


def _unit(code: str, law: Law) -> str:
    return named(law.units[code]) if code in law.units else code


def _units(codes: tuple[str, ...], law: Law) -> str:
    return listed(_unit(code, law) for code in codes)


def _of(table: Mapping[str, labels.Label]) -> Callable[[Any, Law], str]:
    return lambda value, law: label(table[value]) if value in table else str(value)


def _in(table: str) -> Callable[[Any, Law], str]:
    def word(value: str, law: Law) -> str:
        found = getattr(law, table).get(value)
        return named(found) if found else value

    return word


def _level(value: str, law: Law) -> str:
    return next((named(level) for level in law.regime.levels if level.id == value), value)


_SAID: dict[str, Callable[[Any, Law], str]] = {
    "lead": _unit,
    "unit": _unit,
    "units": _units,
    "assisting": _units,
    "channel": _in("channels"),
    "kind": _in("kinds"),
    "class_code": _in("classes"),
    "area": _in("areas"),
    "standard": _in("standards"),
    "level": _level,
    "limit": lambda value, law: span(value),
    "mode": _of(labels.MODES),
    "outlet": _of(labels.OUTLETS),
    "to": _of({**labels.ROLES, **labels.PHASES}),
    "colour": _of(labels.COLOURS),
    "manner": _of(labels.MANNERS),
    "mediation": _of(labels.MEDIATIONS),
    "outcome": _of(labels.OUTCOMES),
    "measure": _of(labels.MEASURES),
    "verdict": _of(labels.VERDICTS),
    "gate": _of(labels.GATES),
    "ground": _of(labels.GROUNDS),
    "solved": lambda value, law: listed(value),
    "why": lambda value, law: gettext(WHY.get(value, value)),
}


def short(kind: type[f.What]) -> str:
    """What a kind of fact is called where there is no room for more."""
    return re.split(r"[：，:,{（(]", gettext(ROWS[kind].title), maxsplit=1)[0].strip()
