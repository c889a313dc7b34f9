"""Ledgers: tables of letters that came in elsewhere, read through a column map.

A map says which column holds what and how moments are written; any other ledger needs a new map
and no code. Rows that cannot be taken come back as `BadRow` with their number and the reason.
"""

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from python_calamine import CalamineError, CalamineWorkbook

LONGEST_TITLE = 200
LONGEST_FIELD = 50_000_000
"""Characters of a field in a CSV: the rules refuse such a letter, the reader must not."""
EARLIEST = 1949
"""No letter is older; spreadsheets make such years of empty or mistyped cells."""


class LedgerError(Exception):
    """The ledger or its map cannot be read at all; the sentence says what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _is_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(gettext("没有“{name}”这个时区").format(name=name)) from error
    return name


class Columns(_Part):
    """Name of the column that holds each thing; "" where the ledger has none."""

    text: str
    registered_at: str
    id: str = ""
    title: str = ""
    petitioner: str = ""
    phone: str = ""
    address: str = ""
    area: str = ""
    kind: str = ""
    level: str = ""
    class_code: str = ""
    answer: str = ""
    answered_at: str = ""


class ReadingOf(_Part):
    """How the ledger writes moments."""

    moments: tuple[str, ...] = Field(("%Y-%m-%d %H:%M:%S",), min_length=1)
    zone: Annotated[str, AfterValidator(_is_zone)] = "Asia/Shanghai"


class Defaults(_Part):
    """What every letter is where no column says so; "" leaves it to the regime."""

    channel: str = ""
    kind: str = ""
    level: str = ""
    area: str = ""


class LedgerMap(_Part):
    """A column map, whole."""

    columns: Columns
    reading: ReadingOf = ReadingOf()
    defaults: Defaults = Defaults()


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands: its number in the ledger, its cells by column; `surplus`: has it more?"""

    number: int
    cells: dict[str, Any]
    surplus: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One good row; `row` is its number in the ledger."""

    row: int
    key: str
    title: str
    text: str
    registered_at: datetime
    petitioner: str
    phone: str
    address: str
    area: str
    kind: str
    level: str
    class_code: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that cannot be taken, and why."""

    row: int
    reason: str


def read_map(path: Path) -> LedgerMap:
    """The map in a TOML file. Raises LedgerError that lists everything wrong with it."""
    try:
        return LedgerMap.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        told = gettext("没有列对照文件 {path}，可照 examples/ledgers/ 里的写一份。")
        raise LedgerError(told.format(path=path)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        told = gettext("列对照文件 {path} 读不了：{error}")
        raise LedgerError(told.format(path=path, error=error)) from error
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        told = gettext("列对照文件 {path} 有误：").format(path=path)
        raise LedgerError("\n".join([told, *lines])) from error


def rows(path: Path) -> list[Row]:
    """The rows of a CSV or XLSX ledger by column name. Raises LedgerError."""
    try:
        if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
            return _sheet(path)
        return _csv(path)
    except FileNotFoundError:
        raise LedgerError(gettext("没有台账文件 {path}。").format(path=path)) from None
    except UnicodeDecodeError:
        told = gettext("台账 {path} 不是 UTF-8 编码，请另存为 UTF-8 的 CSV 或 XLSX。")
        raise LedgerError(told.format(path=path)) from None
    except (OSError, csv.Error, CalamineError) as error:
        told = gettext("台账 {path} 读不了：{error}")
        raise LedgerError(told.format(path=path, error=error)) from error


def _csv(path: Path) -> list[Row]:
    usual = csv.field_size_limit(LONGEST_FIELD)  # the whole process's, so it is given back
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _table(csv.reader(file, strict=True))
    finally:
        csv.field_size_limit(usual)


def _sheet(path: Path) -> list[Row]:
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return _table(sheet.to_python(skip_empty_area=False))


def _table(lines: Iterable[list[Any]]) -> list[Row]:
    """The first line that is not empty is the heading; empty ones count and are passed over."""
    filled = ((n, line) for n, line in enumerate(lines, 1) if any(map(_text, line)))
    heading = [_text(cell) for cell in next(filled, (0, []))[1]]
    width = len(heading)
    return [
        Row(number, dict(zip_longest(heading, line[:width])), any(map(_text, line[width:])))
        for number, line in filled
    ]


def letters(table: list[Row], mapped: LedgerMap, now: datetime) -> Iterator[Letter | BadRow]:
    """Each row as a letter, or as a bad row with the reason. Raises LedgerError for a wrong map."""
    _check_columns(table, mapped.columns)
    seen: set[str] = set()
    for row in table:
        one = _letter(row, mapped, now)
        if isinstance(one, Letter) and one.key in seen:
            one = BadRow(row.number, gettext("与前面某一行重复"))
        if isinstance(one, Letter):
            seen.add(one.key)
        yield one


def _check_columns(table: list[Row], columns: Columns) -> None:
    if not table:
        raise LedgerError(gettext("台账里没有数据行。"))
    named = {name for name in columns.model_dump().values() if name}
    known = table[0].cells
    missing = sorted(named - known.keys())
    if missing:
        told = gettext("台账没有这些列：{missing}；现有：{known}")
        raise LedgerError(told.format(missing="、".join(missing), known="、".join(known)))


def _letter(row: Row, mapped: LedgerMap, now: datetime) -> Letter | BadRow:
    number, cells = row.number, row.cells
    said = {
        field: _text(cells.get(column)) if column else ""
        for field, column in mapped.columns.model_dump().items()
    }
    if row.surplus:
        return BadRow(number, gettext("比表头多出几格，请检查引号和逗号"))
    try:
        registered_at = _moment(cells.get(mapped.columns.registered_at), mapped.reading)
        answered_at = _answered_at(cells, said, mapped)
    except ValueError as error:
        return BadRow(number, str(error))
    reason = _wrong(said, registered_at, answered_at, now)
    if reason:
        return BadRow(number, reason)
    title, text = said["title"] or said["text"][:30], said["text"]
    if len(title) > LONGEST_TITLE:
        title, text = title[:LONGEST_TITLE], f"{title}\n{text}"
    return Letter(
        row=number,
        key=_key(said, registered_at) or _fingerprint(cells),
        title=title,
        text=text,
        registered_at=registered_at,
        answered_at=answered_at,
        **{name: said[name] for name in _PLAIN},
    )


_PLAIN = ("petitioner", "phone", "address", "area", "kind", "level", "class_code", "answer")


def _wrong(
    said: dict[str, str], registered_at: datetime, answered_at: datetime | None, now: datetime
) -> str:
    if not said["text"]:
        return gettext("没有内容")
    if registered_at.year < EARLIEST:
        return gettext("来信时间 {at} 太早").format(at=f"{registered_at:%Y-%m-%d %H:%M}")
    if registered_at > now:
        return gettext("来信时间 {at} 在将来").format(at=f"{registered_at:%Y-%m-%d %H:%M}")
    if answered_at is not None and answered_at > now:
        return gettext("答复时间 {at} 在将来").format(at=f"{answered_at:%Y-%m-%d %H:%M}")
    if answered_at is not None and answered_at < registered_at:
        return gettext("答复时间早于来信时间")
    if bool(said["answer"]) != (answered_at is not None):
        return gettext("答复和答复时间应当都有，或者都没有")
    return ""


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _answered_at(cells: dict[str, Any], said: dict[str, str], mapped: LedgerMap) -> datetime | None:
    column = mapped.columns.answered_at
    if not column or not said["answered_at"]:
        return None
    return _moment(cells.get(column), mapped.reading)


def _moment(cell: Any, reading: ReadingOf) -> datetime:
    zone = ZoneInfo(reading.zone)
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=zone)
    if isinstance(cell, date):  # a spreadsheet's day without an hour
        return datetime.combine(cell, time.min, zone)
    text = _text(cell)
    for form in reading.moments:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    if text:
        raise ValueError(gettext("时间“{text}”认不出来").format(text=text))
    raise ValueError(gettext("没有时间"))


def _key(said: dict[str, str], registered_at: datetime) -> str:
    """The same for the same letter in a later state of its ledger; ids alone begin anew in each."""
    letter = {"at": registered_at.isoformat(), "text": said["text"]}
    return f"{said['id']}/{_fingerprint(letter)}" if said["id"] else ""


def _fingerprint(cells: dict[str, Any]) -> str:
    body = "\n".join(f"{name}={cells[name]}" for name in sorted(cells))
    return hashlib.sha256(body.encode()).hexdigest()[:24]
