"""Ledgers from elsewhere: a column map, CSV and XLSX, and the rows that cannot be taken."""

import csv as csv_module
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from huiyin.intake import ledgers
from huiyin.intake.ledgers import BadRow, Columns, LedgerError, LedgerMap, Letter, ReadingOf
from tests.world import at

NOW = at("2026-03-02 10:00")
HEAD = "编号,来信人,标题,内容,来信时间,答复,答复时间"
MAP = LedgerMap(
    columns=Columns(
        id="编号",
        petitioner="来信人",
        title="标题",
        text="内容",
        registered_at="来信时间",
        answer="答复",
        answered_at="答复时间",
    ),
    reading=ReadingOf(moments=("%Y-%m-%d %H:%M", "%Y/%m/%d")),
)
LAMP = "1,王芳,路灯不亮,幸福路的路灯坏了。,2026-02-02 10:00,已修好。,2026-02-04 09:30"


def read(path: Path, mapped: LedgerMap = MAP) -> list[Letter | BadRow]:
    """The rows of a ledger as letters or bad rows."""
    return list(ledgers.letters(ledgers.rows(path), mapped, NOW))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Where the ledger lies."""
    return tmp_path / "来信.csv"


def csv(path: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    """A ledger of these lines."""
    path.write_text("\n".join([head, *lines]) + "\n", encoding=encoding)
    return path


def reasons(path: Path, mapped: LedgerMap = MAP) -> dict[int, str]:
    """Row number -> why it cannot be taken."""
    return {one.row: one.reason for one in read(path, mapped) if isinstance(one, BadRow)}


def test_a_row_becomes_a_letter_with_its_real_times(ledger: Path) -> None:
    (letter,) = read(csv(ledger, LAMP))
    assert isinstance(letter, Letter)
    assert (letter.row, letter.title, letter.petitioner) == (2, "路灯不亮", "王芳")
    assert letter.registered_at == at("2026-02-02 10:00")
    assert (letter.answer, letter.answered_at) == ("已修好。", at("2026-02-04 09:30"))


BAD = {
    "3,,标题,,2026-02-02 10:00,,": "没有内容",
    "3,,标题,内容,,,": "没有时间",
    "3,,标题,内容,昨天,,": "时间“昨天”认不出来",
    "3,,标题,内容,2026-02-30 10:00,,": "认不出来",
    "3,,标题,内容,2026-03-02 10:01,,": "在将来",
    "3,,标题,内容,2999-01-01 10:00,,": "在将来",
    "3,,标题,内容,1899-12-30 00:00,,": "太早",
    "3,,标题,内容,2026-02-02 10:00,答复,2026-02-02 09:59": "答复时间早于来信时间",
    "3,,标题,内容,2026-02-02 10:00,答复,2026-03-02 10:01": "在将来",
    "3,,标题,内容,2026-02-02 10:00,答复,": "答复和答复时间应当都有",
    "3,,标题,内容,2026-02-02 10:00,,2026-02-03 10:00": "答复和答复时间应当都有",
    "3,,标题,内容,2026-02-02 10:00,答复,后来": "时间“后来”认不出来",
    "3,,标题,内容，有逗号,没加引号,2026-02-02 10:00,,,多了": "比表头多出几格",
    "3": "没有时间",
    LAMP: "与前面某一行重复",
}


@pytest.mark.parametrize(("line", "reason"), BAD.items())
def test_a_row_that_cannot_be_taken_is_listed_with_its_number_and_the_others_are_kept(
    ledger: Path, line: str, reason: str
) -> None:
    rows = read(csv(ledger, LAMP, line, LAMP.replace("1,", "9,", 1)))
    assert [type(one) for one in rows] == [Letter, BadRow, Letter]
    bad = rows[1]
    assert isinstance(bad, BadRow)
    assert (bad.row, reason in bad.reason) == (3, True), bad.reason


def test_the_number_of_a_row_is_that_of_the_spreadsheet(ledger: Path) -> None:
    """Empty rows and line ends inside a cell are there to be counted, and to be passed over."""
    two = '2,,标题,"第一行\n第二行",2026-02-02 10:00,,'
    assert reasons(csv(ledger, "", two, ",,,,,,", "3,,标题,内容,昨天,,", "")) == {
        5: "时间“昨天”认不出来"
    }


def test_letters_without_an_id_are_told_apart_by_what_they_say(ledger: Path) -> None:
    mapped = LedgerMap(columns=Columns(text="内容", registered_at="来信时间"), reading=MAP.reading)
    other = LAMP.replace("坏了", "又坏了")
    rows = read(csv(ledger, LAMP, other, LAMP), mapped)
    first, second, again = rows
    assert isinstance(first, Letter)
    assert isinstance(second, Letter)
    assert first.key != second.key
    assert again == BadRow(4, "与前面某一行重复")


def test_a_letter_without_a_title_takes_its_beginning_and_a_long_title_goes_on_in_the_text(
    ledger: Path,
) -> None:
    none = f"2,,,{'长' * 50},2026-02-02 10:00,,"
    long = f"3,,{'题' * 300},内容,2026-02-02 10:00,,"
    first, second = read(csv(ledger, none, long))
    assert isinstance(first, Letter)
    assert isinstance(second, Letter)
    assert first.title == "长" * 30
    assert (second.title, second.text) == ("题" * 200, "题" * 300 + "\n内容")


def test_moments_are_read_in_the_ways_of_the_map_and_in_its_zone(ledger: Path) -> None:
    early = LAMP.replace("2026-02-02 10:00", "2026/2/2")
    mapped = MAP.model_copy(
        update={"reading": ReadingOf(moments=("%Y/%m/%d", "%Y-%m-%d %H:%M"), zone="UTC")}
    )
    (letter,) = read(csv(ledger, early), mapped)
    assert isinstance(letter, Letter)
    assert letter.registered_at == at("2026-02-02 08:00")


def test_a_mark_at_the_beginning_of_the_file_does_no_harm(ledger: Path) -> None:
    assert len(read(csv(ledger, LAMP, encoding="utf-8-sig"))) == 1


# whole ledgers that cannot be read: one sentence each


def refusal(path: Path, mapped: LedgerMap = MAP) -> str:
    """What is said of a ledger that cannot be read at all."""
    with pytest.raises(LedgerError) as error:
        read(path, mapped)
    return str(error.value)


def test_a_ledger_that_cannot_be_read_is_told_in_one_sentence(ledger: Path) -> None:
    assert "没有台账文件" in refusal(ledger)
    assert "读不了" in refusal(ledger.parent)
    ledger.write_bytes("编号,内容\n1,路灯".encode("gbk"))
    assert "不是 UTF-8 编码" in refusal(ledger)
    ledger.write_text('编号,内容\n1,"没有结束的引号\n', encoding="utf-8")
    assert "读不了" in refusal(ledger)


@pytest.mark.parametrize("text", ["", "\n\n", HEAD, HEAD + "\n\n,,,\n"])
def test_a_ledger_without_rows_says_so(ledger: Path, text: str) -> None:
    ledger.write_text(text, encoding="utf-8")
    assert refusal(ledger) == "台账里没有数据行。"


def test_a_map_for_another_ledger_names_the_columns_that_are_not_there(ledger: Path) -> None:
    csv(ledger, "1,路灯", head="id,body")
    said = refusal(ledger)
    assert "内容" in said
    assert "来信时间" in said
    assert "id、body" in said


def test_what_calls_itself_a_workbook_and_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "来信.xlsx"
    path.write_bytes(b"no workbook")
    assert "读不了" in refusal(path)


# maps


def test_the_maps_that_ship_read_the_ledgers_they_are_for(root: Path) -> None:
    for path in (root / "examples" / "ledgers").glob("*.toml"):
        assert ledgers.read_map(path).columns.text == "body"


def test_everything_wrong_with_a_map_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(
        '[columns]\ntext = 1\ncolour = "x"\n[reading]\nzone = "Mars/Olympus"\nmoments = []\n',
        encoding="utf-8",
    )
    with pytest.raises(LedgerError) as error:
        ledgers.read_map(path)
    for named in ("columns.text", "columns.registered_at", "columns.colour", "zone", "moments"):
        assert named in str(error.value)


@pytest.mark.parametrize("text", ["[columns", "\udcff"])
def test_a_map_that_is_no_toml_is_told_in_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(LedgerError, match="读不了"):
        ledgers.read_map(path)
    with pytest.raises(LedgerError, match="没有列对照文件"):
        ledgers.read_map(tmp_path / "nothing.toml")


# workbooks


def workbook(path: Path, *rows: list[Any]) -> Path:
    """A smallest XLSX: words as they are, numbers as numbers, moments as a spreadsheet's days."""
    with zipfile.ZipFile(path, "w") as parts:
        for name, body in _parts(rows):
            parts.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{body}')
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats"
_SHEET = f"{_TYPE}-officedocument.spreadsheetml"


def _parts(rows: tuple[list[Any], ...]) -> Iterator[tuple[str, str]]:
    kinds = {
        "xl/workbook": "sheet.main",
        "xl/styles": "styles",
        "xl/worksheets/sheet1": "worksheet",
    }
    types = "".join(
        f'<Override PartName="/{name}.xml" ContentType="{_SHEET}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    rels = f'<Default Extension="rels" ContentType="{_TYPE}-package.relationships+xml"/>'
    yield "[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{rels}{types}</Types>'
    yield "_rels/.rels", _rel("officeDocument", "xl/workbook.xml")
    yield "xl/_rels/workbook.xml.rels", _rel("worksheet", "worksheets/sheet1.xml", "styles.xml")
    sheet = '<sheet name="1" sheetId="1" r:id="rId1"/>'
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{sheet}</sheets></workbook>',
    )
    formats = '<xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="14"/>'
    yield "xl/styles.xml", f'<styleSheet xmlns="{_MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>'
    lines = "".join(f'<row r="{n}">{_cells(n, row)}</row>' for n, row in enumerate(rows, 1) if row)
    yield (
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>',
    )


def _rel(kind: str, target: str, styles: str = "") -> str:
    made = f'<Relationship Id="rId1" Type="{_RELS}/{kind}" Target="{target}"/>'
    if styles:
        made += f'<Relationship Id="rId2" Type="{_RELS}/styles" Target="{styles}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _cells(number: int, row: list[Any]) -> str:
    return "".join(_cell(f"{chr(65 + n)}{number}", value) for n, value in enumerate(row) if value)


def _cell(place: str, value: Any) -> str:
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 - as Excel has it
        return f'<c r="{place}" s="{1 if days % 1 else 2}"><v>{days!r}</v></c>'
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def moment(text: str) -> datetime:
    """A moment as a spreadsheet has it: of no zone."""
    return datetime.fromisoformat(text)


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    """Numbers as ids, moments as a spreadsheet's moments, words with marks in them."""
    path = workbook(
        tmp_path / "来信.xlsx",
        HEAD.split(","),
        [
            188006,
            "王芳",
            "路灯 & 井盖 <都坏了>",
            "幸福路。",
            moment("2026-02-02 10:00"),
            "已修好。",
            moment("2026-02-04 09:30"),
        ],
        [188007, "刘洋", "", "停水了。", "2026/2/3", "", ""],
    )
    first, second = read(path)
    assert isinstance(first, Letter)
    assert isinstance(second, Letter)
    assert first.title == "路灯 & 井盖 <都坏了>"
    assert first.key.startswith("188006/")
    assert first.registered_at == at("2026-02-02 10:00")
    assert first.answered_at == at("2026-02-04 09:30")
    assert (second.title, second.registered_at) == ("停水了。", at("2026-02-03 00:00"))


def test_a_day_without_an_hour_in_a_workbook_is_its_midnight(tmp_path: Path) -> None:
    row = [1, "", "标题", "内容", moment("2026-02-02"), "", ""]
    (letter,) = read(workbook(tmp_path / "来信.xlsx", HEAD.split(","), row))
    assert isinstance(letter, Letter), letter
    assert letter.registered_at == at("2026-02-02 00:00")


def test_empty_rows_of_a_workbook_are_counted_and_passed_over(tmp_path: Path) -> None:
    good = [1, "", "标题", "内容", moment("2026-02-02 10:00"), "", ""]
    bad = [2, "", "标题", "内容", "昨天", "", ""]
    path = workbook(tmp_path / "来信.xlsx", [], [], HEAD.split(","), [], good, [], bad)
    assert reasons(path) == {7: "时间“昨天”认不出来"}
    assert len(read(path)) == 2


def test_a_workbook_without_rows_says_so(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path / "来信.xlsx")) == "台账里没有数据行。"
    assert refusal(workbook(tmp_path / "来信.xlsx", HEAD.split(","))) == "台账里没有数据行。"


def test_reading_a_ledger_leaves_the_reader_of_csv_as_it_was(ledger: Path) -> None:
    """Its longest field is the whole process's affair; a regime's tables keep the usual one."""
    usual = csv_module.field_size_limit()
    read(csv(ledger, LAMP))
    refusal(ledger.with_name("nothing.csv"))
    assert csv_module.field_size_limit() == usual
