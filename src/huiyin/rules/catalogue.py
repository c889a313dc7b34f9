"""The responsibility catalogue as lines: read, compared, changed, merged and judged (PS-3).

A line is what stands in a row of `catalogue.csv`, as text. What a change would make of the
catalogue is computed here and nowhere else; the law itself is made of the text that comes out.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from huiyin.rules.deeds import has_control_characters
from huiyin.rules.law import STREET, Law
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.words import N_
from huiyin.rules.worktime import Limit


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the catalogue, word for word; several units or keywords stand with `;` between."""

    code: str
    parent: str = ""
    name: str = ""
    name_en: str = ""
    lead: str = ""
    assisting: str = ""
    limit: str = ""
    keywords: str = ""
    basis: str = ""


COLUMNS = tuple(field.name for field in fields(Line))
Table = Mapping[str, Line]

LABELS = {
    "code": N_("代码"),
    "parent": N_("上级"),
    "name": N_("名称"),
    "name_en": N_("英文名"),
    "lead": N_("主办单位"),
    "assisting": N_("协办单位"),
    "limit": N_("时限"),
    "keywords": N_("关键词"),
    "basis": N_("依据"),
}
"""How the columns are called: on pages and at the head of a sheet."""

LENGTHS = {"name": 100, "name_en": 200, "assisting": 2000, "keywords": 2000, "basis": 500}
"""Most characters of each."""
LONGEST_KEYWORD = 30
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,39}")
_FORMULA = ("=", "+", "-", "@")


def read(text: str) -> dict[str, Line]:
    """The lines of a catalogue that was published, by code, in their order."""
    rows = csv.DictReader(io.StringIO(text))
    lines = (Line(**{name: (row.get(name) or "").strip() for name in COLUMNS}) for row in rows)
    return {line.code: line for line in lines}


def written(table: Table) -> str:
    """The text of a catalogue with these lines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(line, name) for name in COLUMNS] for line in table.values())
    return out.getvalue()


def several(text: str) -> tuple[str, ...]:
    """What stands with `;` between."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def tidy(line: Line) -> Line:
    """Blanks trimmed, keywords named once each; without an English name the Chinese one stands."""
    plain = Line(**{name: " ".join(getattr(line, name).split()) for name in COLUMNS})
    return replace(
        plain,
        name_en=plain.name_en or plain.name,
        assisting=";".join(several(plain.assisting)),
        keywords=";".join(dict.fromkeys(several(plain.keywords))),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One line as it was and as it is to be; None where there is none."""

    before: Line | None
    after: Line | None

    @property
    def code(self) -> str:
        """Of which class it is."""
        line = self.after or self.before
        return line.code if line else ""

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that differ; of a line that comes or goes, those with something in them."""
        empty = Line("")
        old, new = self.before or empty, self.after or empty
        return tuple(name for name in COLUMNS if getattr(old, name) != getattr(new, name))


def difference(old: Table, new: Table) -> tuple[Change, ...]:
    """What was added, changed and removed, in the order of the new one, what went at the end."""
    changed = [Change(old.get(code), line) for code, line in new.items() if old.get(code) != line]
    gone = [Change(line, None) for code, line in old.items() if code not in new]
    return (*changed, *gone)


def applied(table: Table, changes: Iterable[Change]) -> dict[str, Line] | Refusal:
    """The catalogue with the changes made; refused where a line is not any more what was seen."""
    made = dict(table)
    for change in changes:
        if made.get(change.code) != change.before:
            return not_now(
                N_("“{code}”这一项在这期间已经改过，请按现在的内容重新提出。"), code=change.code
            )
        if change.after is None:
            del made[change.code]
        elif change.before is None:
            made = _with(made, change.after)
        else:
            made[change.code] = change.after
    return made


def _with(table: dict[str, Line], line: Line) -> dict[str, Line]:
    """The line behind its parent and what lies below that; at the end where it has none."""
    last = ""
    for code in table:
        if line.parent and line.parent in ancestry(code, table):
            last = code
    made: dict[str, Line] = {}
    for code, one in table.items():
        made[code] = one
        if code == last:
            made[line.code] = line
    made[line.code] = line
    return made


def ancestry(code: str, table: Table) -> tuple[str, ...]:
    """The code and those above it, nearest first; of a circle each once."""
    way: list[str] = []
    while code in table and code not in way:
        way.append(code)
        code = table[code].parent
    return tuple(way)


def merged(base: str, ours: str, theirs: str) -> str | tuple[str, ...]:
    """`theirs` brought into `ours`, both made from `base`; the codes that both changed, apart.

    Texts of whole catalogues. Where only one side differs from the base it is taken word for word.
    """
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    old, mine, other = read(base), read(ours), read(theirs)
    changes = [change for change in difference(old, other) if mine.get(change.code) != change.after]
    both = tuple(one.code for one in changes if mine.get(one.code) != old.get(one.code))
    if not changes:
        return ours
    made = both or applied(mine, changes)
    if isinstance(made, Refusal):
        return tuple(change.code for change in changes)
    return made if isinstance(made, tuple) else written(made)


def concerned(change: Change, law: Law) -> tuple[str, ...]:
    """The units whose duty changes: they are heard before anybody decides (PS-3)."""
    old, new = _duties(change.before), _duties(change.after)
    touched = [unit for unit in (*old, *new) if old.get(unit) != new.get(unit)]
    streets = [unit.code for unit in law.units.values() if unit.grass_roots]
    found = (code for unit in touched for code in (streets if unit == STREET else [unit]))
    return tuple(dict.fromkeys(code for code in found if code in law.units))


def _duties(line: Line | None) -> dict[str, str]:
    if line is None:
        return {}
    lead = {line.lead: "lead"} if line.lead else {}
    return {**dict.fromkeys(several(line.assisting), "assisting"), **lead}


def faults(change: Change, table: Table, law: Law) -> Iterator[Refusal]:
    """Everything that is wrong with one change; `table` is the catalogue as it would then be.

    Each names the column at fault.
    """
    line = change.after
    if line is None:
        below = sum(one.parent == change.code for one in table.values())
        if below:
            message = N_("“{code}”下面还有 {count} 项，请先把它们移走或删去。")
            yield invalid("code", message, code=change.code, count=below)
        return
    yield from _words(line)
    yield from _place(line, table)
    yield from _units(line, table, law)
    try:
        Limit.parse(line.limit) if line.limit else None
    except ValueError:
        yield invalid("limit", N_("“{text}”不是时限，请写成 7wd、3d、2h 这样。"), text=line.limit)


def _words(line: Line) -> Iterator[Refusal]:
    if not _CODE.fullmatch(line.code):
        yield invalid("code", N_("代码要用数字或字母，最多 40 个。"))
    if not line.name:
        yield invalid("name", N_("请写名称。"))
    for name in ("name", "name_en", "keywords", "basis"):
        wrong = _fault(name, getattr(line, name))
        if wrong:
            yield wrong
    for word in several(line.keywords):
        if len(word) > LONGEST_KEYWORD:
            message = N_("关键词“{word}”太长，最多 {most} 字，多个之间用分号隔开。")
            yield invalid("keywords", message, word=word, most=LONGEST_KEYWORD)


def _fault(name: str, text: str) -> Refusal | None:
    if len(text) > LENGTHS[name]:
        return invalid(
            name, N_("最多 {most} 字，现有 {count} 字。"), most=LENGTHS[name], count=len(text)
        )
    if has_control_characters(text):
        return invalid(name, N_("内容里有看不见的控制字符，请删去后再交。"))
    if text.startswith(_FORMULA):
        return invalid(name, N_("开头不能是 = + - @，表格会把它当成公式。"))
    return None


def _place(line: Line, table: Table) -> Iterator[Refusal]:
    if line.parent and line.parent not in table:
        yield invalid("parent", N_("清单里没有上级“{code}”。"), code=line.parent)
    elif line.parent and line.code in ancestry(line.parent, table):
        yield invalid("parent", N_("“{code}”的上级绕回了它自己。"), code=line.code)


def _units(line: Line, table: Table, law: Law) -> Iterator[Refusal]:
    assisting = several(line.assisting)
    for column, units in (("lead", several(line.lead)), ("assisting", assisting)):
        for unit in units:
            if unit != STREET and unit not in law.units:
                yield invalid(column, N_("现在没有“{unit}”这个单位。"), unit=unit)
    if ";" in line.lead:
        yield invalid("lead", N_("主办单位只能有一个，别的请写在协办里。"))
    if len(set(assisting)) < len(assisting) or line.lead in assisting:
        yield invalid("assisting", N_("同一单位不能重复列入。"))
    if not line.lead and _nobody(line, table):
        yield invalid("lead", N_("请写主办单位：它和它的上级都没有写，没有人负责。"))


def _nobody(line: Line, table: Table) -> bool:
    """Is it a class to dispatch by, with nobody responsible in it or above it?"""
    if any(one.parent == line.code for one in table.values()):
        return False
    led = (table[code].lead for code in ancestry(line.parent, table))
    return not any(led)


def found(table: Table, words: str, law: Law) -> list[Line]:
    """Lines in which all of the words stand: code, names, keywords, legal ground, units."""
    wanted = [word.casefold() for word in words.split()]
    return [line for line in table.values() if _says(line, wanted, law)]


def _says(line: Line, wanted: list[str], law: Law) -> bool:
    units = [law.units.get(code) for code in (line.lead, *several(line.assisting))]
    named = [f"{unit.code} {unit.name} {unit.name_en}" for unit in units if unit]
    text = " ".join((line.code, line.name, line.name_en, line.keywords, line.basis, *named))
    return all(word in text.casefold() for word in wanted)
