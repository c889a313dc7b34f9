"""Reading a regime from its files. A bad file lists all its errors, with file, line and path.

The files are taken as texts (`name -> text`), so that a folder and a published version are read in
the same way.
"""

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from pydantic import ValidationError

from huiyin.regimes import forms, maps
from huiyin.regimes import texts as own_texts
from huiyin.regimes.places import line_of
from huiyin.rules import catalogue
from huiyin.rules.law import Area, ClassOf, Law, Standard, UnitOf
from huiyin.rules.lint import lint
from huiyin.rules.vocabulary import Regime
from huiyin.rules.worktime import Calendar, Limit

MAIN = "regime.toml"
CATALOGUE = "catalogue.csv"
TABLES = ("areas.csv", "units.csv", CATALOGUE, "standards.csv")
OPTIONAL: dict[str, Callable[[str], Iterable[tuple[int, str, str]]]] = {
    maps.NAME: maps.faults,
    own_texts.NAME: own_texts.faults,
    **forms.CHECKS,
}
"""Files that a place need not have, and what is wrong with one."""
CALENDAR = Path("calendars", "cn.toml")


@dataclass(frozen=True, slots=True)
class Error:
    """One thing wrong: in which file, on which line (0: nowhere in particular), at which path."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where} {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


class RegimeErrors(Exception):
    """Everything that is wrong with a regime's files."""

    def __init__(self, errors: list[Error]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


def folder(regime: str) -> Path:
    """The folder of a regime that ships with the program."""
    return Path(settings.REGIMES_DIR) / regime


def shipped() -> list[str]:
    """Ids of the regimes that ship with the program."""
    return sorted(path.parent.name for path in Path(settings.REGIMES_DIR).glob(f"*/{MAIN}"))


def texts(directory: Path) -> dict[str, str]:
    """The files of a regime, as texts. Raises RegimeErrors for what is absent or no UTF-8."""
    errors: list[Error] = []
    found: dict[str, str] = {}
    optional = [name for name in OPTIONAL if (directory / name).exists()]
    for name in (MAIN, *TABLES, *optional):
        try:
            found[name] = (directory / name).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            errors.append(Error(name, 0, "", gettext("没有这个文件。")))
        except UnicodeDecodeError:
            errors.append(Error(name, 0, "", gettext("不是 UTF-8 编码，请另存为 UTF-8。")))
    if errors:
        raise RegimeErrors(errors)
    return found


def calendar_text() -> str:
    """The national calendar that ships with the program."""
    return (Path(settings.REGIMES_DIR) / CALENDAR).read_text(encoding="utf-8")


def calendar_of(text: str) -> Calendar:
    """The calendar a calendar file describes. Raises RegimeErrors."""
    name = str(CALENDAR)
    try:
        return Calendar.from_data(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RegimeErrors([_syntax_error(name, error)]) from error
    except ValidationError as error:
        raise RegimeErrors(list(_model_errors(name, text, error))) from error


def digest(files: Mapping[str, str]) -> str:
    """What two equal versions have in common."""
    body = "\0".join(f"{name}\0{files[name]}" for name in sorted(files))
    return hashlib.sha256(body.encode()).hexdigest()


def parse(files: Mapping[str, str], calendar: Calendar, *, version: int = 0) -> Law:
    """The law that the files say. Raises RegimeErrors with everything that is wrong."""
    errors: list[Error] = []
    regime = _regime(files[MAIN], errors, published=version > 0)
    for name, faults in OPTIONAL.items():
        wrong = faults(files[name]) if name in files and not version else ()
        errors.extend(Error(name, line, path, message) for line, path, message in wrong)
    tables = {name: _table(name, files[name], errors) for name in TABLES}
    if regime is None:
        raise RegimeErrors(errors)
    office = regime.office
    try:
        calendar = calendar.with_place(
            hours=office.hours, half_days=office.half_days, stops=office.stops
        )
    except ValueError as error:
        errors.append(Error(MAIN, line_of(files[MAIN], "office"), "office", str(error)))
    law = Law(
        regime=regime,
        version=version,
        calendar=calendar,
        areas=tables["areas.csv"],
        units=tables["units.csv"],
        classes=tables[CATALOGUE],
        standards=tables["standards.csv"],
    )
    errors.extend(_reference_errors(law, files))
    if errors:
        raise RegimeErrors(errors)
    return law


def _regime(text: str, errors: list[Error], *, published: bool) -> Regime | None:
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        errors.append(_syntax_error(MAIN, error))
        return None
    try:
        return Regime.model_validate(_without_unknown(said) if published else said)
    except ValidationError as error:
        errors.extend(_model_errors(MAIN, text, error))
    return None


def _syntax_error(name: str, error: Exception) -> Error:
    """The parser says the line in words only."""
    line = re.search(r"at line (\d+)", str(error))
    told = gettext("TOML 写法有误：{error}").format(error=error)
    return Error(name, int(line[1]) if line else 0, "", told)


def _without_unknown(said: dict[str, Any]) -> dict[str, Any]:
    """A published law outlives the vocabulary: words that have gone since are passed over."""
    try:
        Regime.model_validate(said)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            if one["type"] == "extra_forbidden":
                *path, last = one["loc"]
                holder: Any = said
                for part in path:
                    holder = holder[part]
                del holder[last]
    return said


def _model_errors(name: str, text: str, error: ValidationError) -> Iterator[Error]:
    for one in error.errors(include_url=False):
        path = _path(one["loc"])
        yield Error(name, line_of(text, path), path, str(one["msg"]))


def _path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


Row = dict[str, str]


def _limit(row: Row) -> Limit | None:
    return Limit.parse(row["limit"]) if row["limit"] else None


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _class(row: Row) -> ClassOf:
    several = {"assisting": _several(row["assisting"]), "keywords": _several(row["keywords"])}
    return ClassOf(**{**row, **several, "limit": _limit(row)})  # type: ignore[arg-type]


def _standard(row: Row) -> Standard:
    return Standard(**{**row, "limit": Limit.parse(row["limit"])})  # type: ignore[arg-type]


_MAKERS: dict[str, tuple[tuple[str, ...], Callable[[Row], Any]]] = {
    "areas.csv": (("code", "parent", "name", "name_en", "level"), lambda row: Area(**row)),
    "units.csv": (("code", "parent", "name", "name_en", "kind", "area"), lambda r: UnitOf(**r)),
    CATALOGUE: (catalogue.COLUMNS, _class),
    "standards.csv": (
        ("code", "name", "name_en", "unit", "procedure", "limit", "fee", "basis"),
        _standard,
    ),
}


def _table(name: str, text: str, errors: list[Error]) -> dict[str, Any]:
    columns, make = _MAKERS[name]
    found: dict[str, Any] = {}
    reader = csv.DictReader(io.StringIO(text))
    try:
        if tuple(reader.fieldnames or ()) != columns:
            told = gettext("表头应为：{columns}").format(columns=",".join(columns))
            errors.append(Error(name, 1, "", told))
            return {}
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        told = gettext("CSV 写法有误：{error}").format(error=error)
        errors.append(Error(name, reader.line_num, "", told))
        return {}
    for line, row in rows:
        if None in row or None in row.values():
            told = gettext("应有 {count} 列。").format(count=len(columns))
            errors.append(Error(name, line, "", told))
            continue
        clean = {key: value.strip() for key, value in row.items()}
        code = clean["code"]
        if not code or not clean["name"]:
            errors.append(Error(name, line, code, gettext("代码和名称不能为空。")))
        elif code in found:
            errors.append(Error(name, line, code, gettext("代码重复。")))
        else:
            _keep(found, name, line, clean, make, errors)
    return found


def _keep(
    found: dict[str, Any],
    name: str,
    line: int,
    row: Row,
    make: Callable[[Row], Any],
    errors: list[Error],
) -> None:
    try:
        found[row["code"]] = make(row)
    except ValueError as error:
        errors.append(Error(name, line, row["code"], str(error)))


def _reference_errors(law: Law, files: Mapping[str, str]) -> Iterator[Error]:
    """What is well-formed and yet names things that are not there."""
    for fault in lint(law):
        text = files.get(fault.file, "")
        line = line_of(text, fault.path) if fault.file == MAIN else _row_of(text, fault.path)
        yield Error(fault.file, line, fault.path, gettext(fault.message).format(**fault.params))


def _row_of(text: str, code: str) -> int:
    """The line of a table on which the row of that code stands; 0 for none."""
    starts = (
        number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"{code},")
    )
    return next(starts, 0) if code else 0
