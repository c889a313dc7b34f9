"""A catalogue in a sheet: forty faults are forty sentences, each with its cell."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from huiyin.dispatch import actions, catalogue, sheets
from huiyin.dispatch.actions import Said
from huiyin.dispatch.models import Proposal
from huiyin.dispatch.sheets import Sheet, Unreadable
from huiyin.rules.catalogue import COLUMNS, LABELS, written
from tests.intake.test_ledgers import workbook
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db

HEAD = list(LABELS.values())
GOOD = [
    "0205",
    "02",
    "桥梁",
    "Bridges",
    "住房和城乡建设局",
    "属地",
    "2个工作日",
    "桥；危桥",
    "《公路法》",
]
GOOD[4] = "示范县住房和城乡建设局"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def xlsx(*rows: list[Any], head: list[str] = HEAD) -> bytes:
    """A workbook with these rows below the head."""
    out = io.BytesIO()
    workbook(out, head, *rows)
    return out.getvalue()


def read(world: World, data: bytes, *, complete: bool = False) -> Sheet:
    return sheets.read(data, world.law, complete=complete)


def line(**cells: Any) -> list[Any]:
    """The good row with other cells."""
    return [cells.get(name, said) for name, said in zip(COLUMNS, GOOD, strict=True)]


def told(sheet: Sheet) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, str(one.refusal)) for one in sheet.faults]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"code": ""}, "A", "代码要用数字或字母"),
    ({"code": "02 X"}, "A", "代码要用数字或字母"),
    ({"code": "0" * 41}, "A", "代码要用数字或字母"),
    ({"code": 205}, "A", "“205”是数字格式"),
    ({"parent": 2}, "B", "“2”是数字格式"),
    ({"parent": "88"}, "B", "清单里没有上级“88”。"),
    ({"name": ""}, "C", "请写名称。"),
    ({"name": "桥" * 101}, "C", "最多 100 字，现有 101 字。"),
    ({"name": "=SUM(A1)"}, "C", "会把它当成公式"),
    ({"name_en": "B" * 201}, "D", "最多 200 字，现有 201 字。"),
    ({"name_en": "+1"}, "D", "会把它当成公式"),
    ({"lead": "住建委"}, "E", "现在没有“住建委”这个单位。"),
    ({"lead": "housing;centre"}, "E", "主办单位只能有一个"),
    ({"lead": ""}, "E", "没有人负责"),
    ({"assisting": "环卫所"}, "F", "现在没有“环卫所”这个单位。"),
    ({"assisting": "housing"}, "F", "同一单位不能重复列入。"),
    ({"assisting": "centre；centre"}, "F", "同一单位不能重复列入。"),
    ({"limit": "尽快"}, "G", "“尽快”不是时限"),
    ({"limit": "0wd"}, "G", "“0wd”不是时限"),
    ({"limit": 3}, "G", "“3”不是时限"),
    ({"keywords": "桥" * 31}, "H", "太长，最多 30 字"),
    ({"keywords": "-桥"}, "H", "会把它当成公式"),
    ({"basis": "法" * 501}, "I", "最多 500 字，现有 501 字。"),
    ({"basis": "@法"}, "I", "会把它当成公式"),
]


def test_a_file_with_forty_faults_lists_forty_and_takes_nothing(world: World) -> None:
    """Each by its row and column, with one sentence; 24 sorts of fault, some of them again."""
    again = [one for one in WRONG if "code" not in one[0]]
    cells = [*WRONG, *again[: 39 - len(WRONG)]]
    rows = [line(**{"code": f"02{n:02d}x", **wrong}) for n, (wrong, _, _) in enumerate(cells)]
    rows.append(line(code="0208x"))  # as a row before it
    sheet = read(world, xlsx(*rows))
    assert len(sheet.faults) == 40, told(sheet)
    assert sheet.changes == ()
    for n, (_, column, words) in enumerate(cells, 2):
        mine = [(at, said) for row, at, said in told(sheet) if row == n]
        assert [at for at, _ in mine] == [column], mine
        assert words in mine[0][1]
    assert told(sheet)[-1] == (41, "A", "代码“0208x”在第 10 行已经有了。")
    assert not Proposal.objects.exists()


def test_a_good_file_is_a_draft_of_changes_that_nobody_has_decided(world: World) -> None:
    sheet = read(world, xlsx(GOOD, ["0201", "", "道路和路灯", "", "", "", "", "", ""]))
    assert told(sheet) == [(3, "E", "请写主办单位：它和它的上级都没有写，没有人负责。")]

    changed = xlsx(["0201", "道路和路灯"], ["0202", "供水供气"], head=["代码", "事项名称"])
    sheet = read(world, changed)
    assert sheet.faults == ()
    assert [(one.code, one.kind, one.columns) for one in sheet.changes] == [
        ("0201", "changed", ("name",))
    ]
    said = Said(sheet.changes, "按新三定方案核对。", "县编办〔2026〕3 号", "file:清单.xlsx")
    chen = world.actor("chen")
    pk = actions.draft(said, place="model", law=world.law, actor=chen, now=NOW)
    assert world.law.version == 1
    assert catalogue.whole(pk, world.law).state is catalogue.State.DRAFT
    actions.put_forward(pk, law=world.law, actor=chen, now=NOW)
    assert catalogue.whole(pk, world.law).state is catalogue.State.OPEN


def test_units_by_name_and_limits_in_words_are_understood(world: World) -> None:
    (change,) = read(world, xlsx(GOOD)).changes
    assert change.after is not None
    assert (change.after.lead, change.after.assisting) == ("housing", "@street")
    assert (change.after.limit, change.after.keywords) == ("2wd", "桥;危桥")


def test_an_english_name_is_kept_where_the_cell_is_empty(world: World) -> None:
    cells = ["0201", "02", "路和灯", "", "housing", "属地", "", "路灯", "《城市道路管理条例》"]
    (change,) = read(world, xlsx(cells)).changes
    assert change.after is not None
    assert change.after.name_en == catalogue.in_force(world.law)["0201"].name_en


def test_the_catalogue_as_it_stands_changes_nothing(world: World) -> None:
    text = written(catalogue.in_force(world.law))
    sheet = read(world, text.encode(), complete=True)
    assert (sheet.changes, sheet.faults, sheet.rows) == ((), (), 17)
    assert read(world, b"\xef\xbb\xbf" + text.encode()).faults == ()
    assert read(world, text.encode("gb18030")).faults == ()


def test_a_complete_list_removes_what_is_not_in_it(world: World) -> None:
    lines = written(catalogue.in_force(world.law)).splitlines()
    without = "\n".join(one for one in lines if not one.startswith("0304"))
    sheet = read(world, without.encode(), complete=True)
    assert [(one.code, one.kind) for one in sheet.changes] == [("0304", "removed")]
    assert read(world, without.encode()).changes == ()
    without = "\n".join(one for one in lines if not one.startswith("01,"))
    (fault, *_) = read(world, without.encode(), complete=True).faults
    assert (fault.row, fault.column) == (0, "") or fault.heading == "parent"


def test_what_the_rest_of_the_law_needs_may_not_go(world: World) -> None:
    """Questions are asked in matters of 0201."""
    lines = written(catalogue.in_force(world.law)).splitlines()
    without = "\n".join(one for one in lines if not one.startswith("0201"))
    faults = read(world, without.encode(), complete=True).faults
    assert faults
    assert all("整套规则就不成立了" in str(fault.refusal) for fault in faults)


def test_a_line_that_is_in_another_proposal_is_told_with_its_row(world: World) -> None:
    sheet = read(world, xlsx(["0201", "路灯"], head=["代码", "名称"]))
    said = Said(sheet.changes, "名称太长。")
    pk = actions.propose(said, place="model", law=world.law, actor=world.actor("chen"), now=NOW)
    again = read(world, xlsx(["0201", "灯"], head=["代码", "名称"]))
    assert told(again) == [(2, "A", f"“道路与路灯”已有一份没有了结的修改建议（第 {pk} 号）。")]


@pytest.mark.parametrize(
    ("head", "column", "said"),
    [
        (["代码", "名称", "颜色"], "C", "没有“颜色”这一列"),
        (["代码", "名称", "主办", "主办单位"], "D", "“主办单位”这一列出现了两次。"),
        (["代码", "主办单位"], "", "表头里没有“名称”这一列。"),
    ],
)
def test_a_wrong_head_is_told_by_its_column(
    world: World, head: list[str], column: str, said: str
) -> None:
    (fault,) = read(world, xlsx(["0201", "灯"], head=head)).faults
    assert (fault.row, fault.column) == (1, column)
    assert said in str(fault.refusal)


def test_a_cell_beyond_the_head_is_told(world: World) -> None:
    sheet = read(world, xlsx(["0201", "灯", "？"], head=["代码", "名称"]))
    assert told(sheet) == [(2, "C", "这一格在表头之外，请检查是不是错了列。")]


def far_out() -> bytes:
    """A sheet of one cell, at the far corner."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        cell = '<c r="XFD1048576" t="n"><v>1</v></c>'
        parts.writestr("xl/worksheets/sheet1.xml", f"<sheetData>{cell}</sheetData>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "什么都没有"),
        ("代码,名称\n".encode(), "没有数据行"),
        (b"PK\x03\x04 no workbook", "读不了"),
        (b"\xd0\xcf\x11\xe0old", "请另存为 XLSX 或 CSV"),
        ('代码,名称\n"没有结束'.encode(), "读不了"),
        (b"\xff\xfe\x00\x81", "读不了"),
        (b"x" * (sheets.LARGEST + 1), "最多 5 MB"),
        (b"a\n" * (sheets.MOST_ROWS + 1), "最多 5000 行"),
        (far_out(), "最多 5000 行"),
    ],
    ids=["empty", "head alone", "no workbook", "old excel", "open quote", "no text", "large",
         "long", "far cell"],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_one_sentence(world: World, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as no:
        read(world, data)
    assert said in str(no.value)
