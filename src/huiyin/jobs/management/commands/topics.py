"""huiyin topics FILE: which many letters have one cause."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext

from huiyin.intake import ledgers
from huiyin.intake.ledgers import LedgerError, Row
from huiyin.reporting import topics
from huiyin.reporting.topics import MOST, Letter, TooMany, Topic

_COLUMNS = ("id", "title", "time", "body")
_MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d", "%Y-%m-%d")


class Command(BaseCommand):
    """Reads the file alone; rows without a time or without words are told and left out."""

    help = "topics FILE: which many letters have one cause 热点"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and how the topics are shown."""
        parser.add_argument("file", type=Path, help="CSV or XLSX with id, title, time, body, user")
        parser.add_argument("--json", action="store_true", help="for machines, all of them")
        parser.add_argument("--top", type=int, default=20, help="how many lines for people")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare, print; the largest first."""
        try:
            rows = ledgers.rows(options["file"])
            letters = _letters(options["file"], rows)
            found = topics.topics(letters)
        except LedgerError as error:
            raise CommandError(str(error)) from None
        except TooMany:
            told = gettext("一次最多比 {most} 封信，请按时间分成几个文件。")
            raise CommandError(told.format(most=MOST)) from None
        if len(letters) < len(rows):
            told = gettext("{count} 行没有时间或文字，没有参加比较。")
            self.stderr.write(told.format(count=len(rows) - len(letters)))
        if options["json"]:
            self.stdout.write(
                json.dumps([topics.as_data(one) for one in found], ensure_ascii=False, indent=1)
            )
        else:
            self._print(found[: options["top"]])

    def _print(self, found: list[Topic]) -> None:
        if not found:
            self.stdout.write(gettext("没有找到热点。"))
        for one in found:
            self.stdout.write(f"{one.size:>5}  {one.growth:>+4}  {one.last:%Y-%m-%d}  {one.name}")


def _letters(path: Path, rows: list[Row]) -> list[Letter]:
    for name in _COLUMNS:
        if rows and name not in rows[0].cells:
            told = gettext("{path}：没有“{column}”这一列，需要 id、title、time、body 四列。")
            raise LedgerError(told.format(path=path, column=name))
    return [letter for row in rows if (letter := _letter(row)) is not None]


def _letter(row: Row) -> Letter | None:
    said = {name: str(row.cells.get(name) or "").strip() for name in (*_COLUMNS, "user")}
    at = _moment(row.cells.get("time"))
    if at is None or not (said["title"] or said["body"]):
        return None
    return Letter(said["id"], said["title"], said["body"], at, said["user"])


def _moment(cell: Any) -> datetime | None:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=cell.tzinfo or get_default_timezone())
    for form in _MOMENTS:
        try:
            told = datetime.strptime(str(cell or "").strip(), form)  # noqa: DTZ007 - see below
        except ValueError:
            continue
        return told.replace(tzinfo=get_default_timezone())
    return None
