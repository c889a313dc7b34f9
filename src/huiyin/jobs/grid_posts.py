"""Who stands on the grid boards of a place, from a table or one by one."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from huiyin.people import actions, photos
from huiyin.people.actions import Post
from huiyin.people.models import GridPost, Member, Place
from huiyin.rules.law import Law

COLUMNS = ("area", "kind", "member", "name", "phone", "duties", "photo")
LONGEST = {"name": 60, "phone": 30, "duties": 300}
KINDS = [str(kind) for kind in GridPost.Kind]


class Wrong(Exception):
    """What is wrong, a line a fault; nothing was changed."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(*lines)
        self.lines = lines


def add_arguments(parser: ArgumentParser) -> None:
    """`import`, `set` and `remove`."""
    verbs = parser.add_subparsers(dest="grid_verb", required=True)
    table = verbs.add_parser("import", help="all at once, from a table")
    table.add_argument("file", type=Path, help=f"CSV with the columns {','.join(COLUMNS)}")
    one = verbs.add_parser("set", help="one; whoever was there is replaced")
    gone = verbs.add_parser("remove", help="take somebody off a board")
    for verb in (table, one, gone):
        verb.add_argument("--place", required=True)
    for verb in (one, gone):
        verb.add_argument("--area", required=True, help="code from areas.csv")
        verb.add_argument("--kind", choices=KINDS, default=KINDS[0])
    one.add_argument("--member", default="", help="username of a grid worker who logs in")
    one.add_argument("--name", default="", help="or a name, of who does not log in")
    one.add_argument("--phone", default="", help="shown on the board; else the member's at work")
    one.add_argument("--duties", default="", help="what to come to them for")
    one.add_argument("--photo", default="", help="a picture; drawn anew, small")


def do(place: Place, law: Law, given: Mapping[str, Any]) -> str:
    """Do the verb and say what was done. Raises Wrong."""
    if given["grid_verb"] == "remove":
        return _remove(place, given)
    if given["grid_verb"] == "import":
        posts = _table(given["file"], place, law)
    else:
        row = {name: str(given[name]) for name in COLUMNS}
        posts = _posts([("", row)], place, law, Path())
    actions.set_grid_posts(place, posts)
    told = gettext("已上墙 {count} 人，公示页面是 /{place}/grids。")
    return told.format(count=len(posts), place=place.pk)


def _remove(place: Place, given: Mapping[str, Any]) -> str:
    if not actions.remove_grid_post(place, given["area"], GridPost.Kind(given["kind"])):
        raise Wrong([gettext("“{area}”没有公示这个人，不用撤下。").format(area=given["area"])])
    return gettext("已从“{area}”撤下。").format(area=given["area"])


def _table(file: Path, place: Place, law: Law) -> list[Post]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                told = gettext("{file}：表头应为 {columns}。")
                raise Wrong([told.format(file=file.name, columns=",".join(COLUMNS))])
            place_of = gettext("第 {line} 行：")
            rows = [(place_of.format(line=reader.line_num), row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error):
        told = gettext("读不了 {file}，请给一个 UTF-8 编码的 CSV 文件。")
        raise Wrong([told.format(file=file)]) from None
    return _posts(rows, place, law, file.parent)


def _posts(
    rows: Iterable[tuple[str, Mapping[str, Any]]], place: Place, law: Law, folder: Path
) -> list[Post]:
    posts: list[Post] = []
    wrong: list[str] = []
    seen: set[tuple[str, str]] = set()
    for where, row in rows:
        if None in row or None in row.values():
            wrong.append(where + gettext("应有 {count} 列。").format(count=len(COLUMNS)))
            continue
        clean = {name: str(said).strip() for name, said in row.items()}
        spot = (clean["area"], clean["kind"])
        fault = _fault(clean, place, law) or (gettext("重复了。") if spot in seen else "")
        seen.add(spot)
        try:
            photo = _photo(folder, clean["photo"])
        except ValueError:
            told = gettext("“{photo}”不是能用的照片，请用 JPEG、PNG 或 WebP。")
            fault = fault or told.format(photo=clean["photo"])
            photo = b""
        if fault:
            wrong.append(f"{where}{fault}")
        else:
            posts.append(_post(clean, place, photo))
    if wrong:
        raise Wrong(wrong)
    return posts


def _fault(row: Mapping[str, str], place: Place, law: Law) -> str:
    """What is wrong with a line; "" for nothing."""
    if row["area"] not in law.areas:
        return gettext("areas.csv 里没有“{area}”。").format(area=row["area"])
    if place.area not in law.ancestry(row["area"]):
        return gettext("“{area}”不在{place}。").format(area=row["area"], place=place.name)
    if row["kind"] not in KINDS:
        return gettext("kind 应为 {kinds}。").format(kinds=" / ".join(KINDS))
    if bool(row["member"]) == bool(row["name"]):
        return gettext("member 和 name 要写一个，也只写一个。")
    if row["member"] and _member(row["member"], place) is None:
        told = gettext("{place}没有用户名为“{name}”的人员。")
        return told.format(place=place.name, name=row["member"])
    return _too_long(row)


def _too_long(row: Mapping[str, str]) -> str:
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            return gettext("{name} 最多 {count} 字。").format(name=name, count=longest)
    return ""


def _member(username: str, place: Place) -> Member | None:
    return Member.objects.filter(username=username, place=place, is_active=True).first()


def _photo(folder: Path, name: str) -> bytes:
    """The picture as it will be kept; a fault is found before anything is written."""
    if not name:
        return b""
    try:
        return photos.small((folder / name).read_bytes())
    except OSError as error:
        raise ValueError(name) from error


def _post(row: Mapping[str, str], place: Place, photo: bytes) -> Post:
    return Post(
        area=row["area"],
        kind=GridPost.Kind(row["kind"]),
        member=_member(row["member"], place) if row["member"] else None,
        name=row["name"],
        phone=row["phone"],
        duties=row["duties"],
        photo=photo,
    )
