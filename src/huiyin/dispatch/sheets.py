"""A catalogue in a sheet (XLSX or CSV): every fault with its row and column, or the changes.

The head of the sheet names the columns, in Chinese or as in `catalogue.csv`; columns that are not
there stay as they are. Units may stand by code or by name.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from huiyin.dispatch.proposals import held_by, judged
from huiyin.regimes import queries as law_queries
from huiyin.rules import catalogue
from huiyin.rules.catalogue import COLUMNS, LABELS, Change, Line
from huiyin.rules.law import STREET, Law
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.words import N_

LARGEST = 5 * 2**20
MOST_ROWS, MOST_COLUMNS = 5000, 50
_UNPACKED = 100 * 2**20
_CELL = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_BETWEEN = re.compile(r"[;；、,，\n]")
_SPAN = re.compile(r"(\d+)\s*个?(工作日|工作小时|小时|分钟|天|日)")
_UNITS = {"工作日": "wd", "工作小时": "wh", "小时": "h", "分钟": "m", "天": "d", "日": "d"}
_STREETS = {
    STREET,
    "属地",
    "街道",
    "乡镇",
    "属地街道",
    "属地乡镇",
    "属地街道（乡镇）",
}
_ALIASES = {
    "上级代码": "parent",
    "上级分类": "parent",
    "事项": "name",
    "事项名称": "name",
    "主办": "lead",
    "责任单位": "lead",
    "协办": "assisting",
    "法律依据": "basis",
}

LOST_ZERO = N_("“{text}”是数字格式，开头的 0 会丢，请把这一列设成文本再填。")
_HELD = N_("“{name}”已有一份没有了结的修改建议（第 {number} 号）。")
_TWICE = N_("代码“{code}”在第 {row} 行已经有了。")
_BEYOND = N_("这一格在表头之外，请检查是不是错了列。")
_NO_COLUMN = N_("没有“{text}”这一列，可用的有：{known}。")
_MISSING = N_("表头里没有“{label}”这一列。")
_COLUMN_TWICE = N_("“{text}”这一列出现了两次。")


class Unreadable(Exception):
    """The file cannot be read at all; `refusal` says what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: row and column of the sheet (0 and "" for the file as a whole), why."""

    row: int
    column: str
    heading: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says: its changes of the catalogue in force, or its faults; `rows` of data."""

    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    line: Line
    lost: tuple[str, ...]  # columns that lost their zeros


def read(data: bytes, law: Law, *, complete: bool) -> Sheet:
    """The changes in a file. `complete`: what is not in it is to be removed. Raises Unreadable."""
    lines = _cells(data)
    at, head = next(((n, row) for n, row in enumerate(lines, 1) if any(map(_text, row))), (0, []))
    if not at:
        raise Unreadable(invalid("file", N_("文件里什么都没有。")))
    columns, wrong = _columns(head, at)
    if wrong:
        return Sheet((), tuple(wrong), 0)
    table = law_queries.catalogue_of(law.regime.id, law.version)
    body = [(n, row) for n, row in enumerate(lines[at:], at + 1) if any(map(_text, row))]
    if not body:
        raise Unreadable(invalid("file", N_("表头下面没有数据行。")))
    rows = [_row(n, row, columns, table, law) for n, row in body]
    faults = [*_beyond(body, set(columns.values())), *_twice(rows), *_lost(rows)]
    changes = _changes(rows, table, complete=complete)
    faults += _judged(rows, changes, table, law)
    if not faults and changes:
        faults = [Fault(0, "", "", no) for no in judged(changes, law)]
    placed = [replace(one, column=_letter(columns, one.heading, one.column)) for one in faults]
    placed.sort(key=lambda one: (one.row, len(one.column), one.column))
    return Sheet(changes if not placed else (), tuple(placed), len(rows))


# -- the file


def _cells(data: bytes) -> list[list[Any]]:
    if len(data) > LARGEST:
        told = N_("文件太大：最多 {size} MB，请只留清单本身。")
        raise Unreadable(invalid("file", told, size=LARGEST // 2**20))
    if data.startswith(b"PK"):
        lines = _workbook(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(invalid("file", N_("请另存为 XLSX 或 CSV 再上传。")))
    else:
        lines = _plain(data)
    if len(lines) > MOST_ROWS:
        raise _too_long()
    return lines


def _too_long() -> Unreadable:
    told = N_("表格太大：最多 {rows} 行、{columns} 列。")
    return Unreadable(invalid("file", told, rows=MOST_ROWS, columns=MOST_COLUMNS))


def _workbook(data: bytes) -> list[list[Any]]:
    try:
        if _is_vast(data):
            raise _too_long()
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError) as error:
        raise Unreadable(invalid("file", N_("这份表格读不了，请另存为 XLSX 再上传。"))) from error


def _is_vast(data: bytes) -> bool:
    """A cell far out makes a sheet of thousands of millions: looked for before it is opened."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
            return True
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
        cells = (found for name in sheets for found in _CELL.finditer(packed.read(name)))
        return any(int(one[2]) > MOST_ROWS or len(one[1]) > 2 for one in cells)


def _plain(data: bytes) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            return [list(row) for row in csv.reader(io.StringIO(text), strict=True)]
        except UnicodeDecodeError:
            continue
        except csv.Error:
            break
    raise Unreadable(invalid("file", N_("这份 CSV 读不了，请另存为 UTF-8 的 CSV 或 XLSX 再上传。")))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


# -- its head


def _columns(head: list[Any], at: int) -> tuple[dict[str, int], list[Fault]]:
    """Column -> where it stands; or what is wrong with the head."""
    known = {name: name for name in COLUMNS} | {said: name for name, said in LABELS.items()}
    known |= _ALIASES
    found: dict[str, int] = {}
    wrong: list[Fault] = []
    for place, cell in enumerate(head):
        text = _text(cell)
        name = known.get(text.casefold(), known.get(text, ""))
        if not text:
            continue
        if not name:
            no = invalid("file", _NO_COLUMN, text=text, known="、".join(LABELS.values()))
            wrong.append(Fault(at, _name(place), text, no))
        elif name in found:
            no = invalid("file", _COLUMN_TWICE, text=text)
            wrong.append(Fault(at, _name(place), text, no))
        else:
            found[name] = place
    wrong.extend(
        Fault(at, "", "", invalid("file", _MISSING, label=LABELS[name]))
        for name in ("code", "name")
        if name not in found
    )
    return found, wrong


def _name(place: int) -> str:
    """0 -> A, 26 -> AA."""
    first, last = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _letter(columns: Mapping[str, int], heading: str, letter: str) -> str:
    """The letter of the column that a fault names."""
    return letter or (_name(columns[heading]) if heading in columns else "")


# -- its rows


def _row(
    number: int, cells: list[Any], columns: Mapping[str, int], table: Mapping[str, Line], law: Law
) -> _Row:
    raw = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    said = {name: _said(name, _text(cell), law) for name, cell in raw.items()}
    lost = tuple(
        name
        for name in ("code", "parent")
        if isinstance(raw.get(name), int | float) and said[name] not in table
    )
    standing = table.get(said["code"], Line(""))
    if not said.get("name_en"):  # whoever writes Chinese only takes no English name away
        said["name_en"] = standing.name_en
    return _Row(number, catalogue.tidy(replace(standing, **said)), lost)


def _said(name: str, text: str, law: Law) -> str:
    """What a cell means: names of units as codes, limits as the law writes them."""
    if name in ("lead", "assisting"):
        return ";".join(_unit(part.strip(), law) for part in _BETWEEN.split(text) if part.strip())
    if name == "keywords":
        return ";".join(_BETWEEN.split(text))
    written = _SPAN.fullmatch(text) if name == "limit" else None
    return f"{written[1]}{_UNITS[written[2]]}" if written else text


def _unit(text: str, law: Law) -> str:
    if text in _STREETS:
        return STREET
    named = [unit.code for unit in law.units.values() if text in (unit.name, unit.name_en)]
    return named[0] if len(named) == 1 and text not in law.units else text


def _changes(rows: list[_Row], table: Mapping[str, Line], *, complete: bool) -> tuple[Change, ...]:
    new = {row.line.code: row.line for row in reversed(rows) if row.line.code}
    kept = {code: line for code, line in table.items() if code in new or not complete}
    ordered = {row.line.code: new[row.line.code] for row in rows if row.line.code}
    return catalogue.difference(table, {**kept, **ordered})


# -- what is wrong with them


def _beyond(body: list[tuple[int, list[Any]]], known: set[int]) -> Iterator[Fault]:
    for number, cells in body:
        for at, cell in enumerate(cells):
            if at not in known and _text(cell):
                yield Fault(number, _name(at), "", invalid("file", _BEYOND))


def _twice(rows: list[_Row]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in rows:
        code = row.line.code
        if code and code in first:
            no = invalid("code", _TWICE, code=code, row=first[code])
            yield Fault(row.number, "", "code", no)
        first.setdefault(code, row.number)


def _lost(rows: list[_Row]) -> Iterator[Fault]:
    for row in rows:
        for name in row.lost:
            no = invalid(name, LOST_ZERO, text=getattr(row.line, name))
            yield Fault(row.number, "", name, no)


def _judged(
    rows: list[_Row], changes: tuple[Change, ...], table: Mapping[str, Line], law: Law
) -> Iterator[Fault]:
    """What the rules say of each row that is not as it stands, and of lines that are to go."""
    made = catalogue.applied(table, changes)
    then = dict(table) if isinstance(made, Refusal) else made
    counts = Counter(row.line.code for row in rows)
    for row in rows:
        change = Change(table.get(row.line.code), row.line)
        if change.before != change.after or counts[row.line.code] > 1:
            wrong = catalogue.faults(change, then, law)
            yield from (
                Fault(row.number, "", no.field, no) for no in wrong if no.field not in row.lost
            )
    for change in changes:
        if change.after is None:
            yield from (Fault(0, "", "", no) for no in catalogue.faults(change, then, law))
    where = {row.line.code: row.number for row in reversed(rows)}
    for code, number in held_by(law.regime.id, [change.code for change in changes]).items():
        told = not_now(_HELD, name=table[code].name if code in table else code, number=number)
        yield Fault(where.get(code, 0), "", "code" if code in where else "", told)
