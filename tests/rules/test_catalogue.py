"""The catalogue as lines: read, compared, changed, merged, judged (PS-3)."""

from dataclasses import replace

import pytest

from huiyin.regimes import files
from huiyin.rules import catalogue
from huiyin.rules.catalogue import Change, Line
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal
from tests.rules.county import law_of

TEXT = (files.folder("starter") / files.CATALOGUE).read_text(encoding="utf-8")
TABLE = catalogue.read(TEXT)
LAMPS = TABLE["0201"]
BRIDGES = Line(
    "0205", "02", "桥梁", "Bridges", "housing", "@street", "2wd", "桥;危桥", "《公路法》"
)


@pytest.fixture
def law() -> Law:
    """The starter's law, whose catalogue it is."""
    return law_of("starter")


def wrong(law: Law, line: Line, before: Line | None = None) -> list[tuple[str, str]]:
    """Column and sentence of everything wrong with that line."""
    change = Change(before, line)
    made = {**TABLE, line.code: line}
    return [(no.field, str(no)) for no in catalogue.faults(change, made, law)]


def test_what_is_written_reads_as_it_was() -> None:
    assert catalogue.read(catalogue.written(TABLE)) == TABLE
    assert catalogue.written(TABLE).splitlines()[0] == ",".join(catalogue.COLUMNS)


def test_what_differs_is_added_changed_and_removed() -> None:
    later = replace(LAMPS, lead="@street", limit="1wd")
    new = {code: line for code, line in TABLE.items() if code != "0304"}
    new |= {"0201": later, "0205": BRIDGES}
    changes = catalogue.difference(TABLE, new)
    assert [(one.code, one.kind) for one in changes] == [
        ("0201", "changed"),
        ("0205", "added"),
        ("0304", "removed"),
    ]
    assert changes[0].columns == ("lead", "limit")


def test_a_new_line_stands_behind_its_neighbours() -> None:
    made = catalogue.applied(TABLE, [Change(None, BRIDGES)])
    assert isinstance(made, dict)
    codes = list(made)
    assert codes[codes.index("0205") - 1 : codes.index("0205") + 2] == ["0204", "0205", "03"]
    alone = catalogue.applied(TABLE, [Change(None, replace(BRIDGES, parent="", code="09"))])
    assert isinstance(alone, dict)
    assert list(alone)[-1] == "09"


@pytest.mark.parametrize(
    "change",
    [
        Change(replace(LAMPS, lead="centre"), LAMPS),
        Change(None, LAMPS),
        Change(BRIDGES, None),
    ],
    ids=["changed meanwhile", "there already", "gone"],
)
def test_a_change_of_what_is_not_so_any_more_is_refused(change: Change) -> None:
    assert isinstance(catalogue.applied(TABLE, [change]), Refusal)


def test_the_folder_and_the_desk_may_change_different_lines() -> None:
    desk = catalogue.written({**TABLE, "0201": replace(LAMPS, lead="@street")})
    folder = catalogue.written({**TABLE, "0205": BRIDGES})
    assert catalogue.merged(TEXT, desk, TEXT) == desk
    assert catalogue.merged(TEXT, TEXT, folder) == folder
    assert catalogue.merged(TEXT, desk, catalogue.written(TABLE)) == desk
    both = catalogue.merged(TEXT, desk, folder)
    assert isinstance(both, str)
    assert catalogue.read(both)["0201"].lead == "@street"
    assert catalogue.read(both)["0205"] == BRIDGES


def test_where_both_changed_a_line_it_is_named() -> None:
    desk = catalogue.written({**TABLE, "0201": replace(LAMPS, lead="@street")})
    folder = catalogue.written({**TABLE, "0201": replace(LAMPS, lead="centre")})
    assert catalogue.merged(TEXT, desk, folder) == ("0201",)


def test_whose_duty_changes_is_concerned(law: Law) -> None:
    """The bureau leads no more, streets lead instead of assisting; nobody else is concerned."""
    change = Change(LAMPS, replace(LAMPS, lead="@street", assisting="human-resources"))
    assert catalogue.concerned(change, law) == (
        "st-chengguan",
        "st-qingshan",
        "housing",
        "human-resources",
    )
    assert catalogue.concerned(Change(LAMPS, replace(LAMPS, keywords="路灯")), law) == ()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("code", "02 05", "代码要用数字或字母"),
        ("code", "", "代码要用数字或字母"),
        ("name", "", "请写名称。"),
        ("name", "桥" * 101, "最多 100 字，现有 101 字。"),
        ("name", "=1+1", "会把它当成公式"),
        ("basis", "法\x07", "控制字符"),
        ("parent", "77", "清单里没有上级“77”。"),
        ("parent", "0205", "绕回了它自己"),
        ("lead", "ministry", "现在没有“ministry”这个单位。"),
        ("assisting", "@street;bureau", "现在没有“bureau”这个单位。"),
        ("assisting", "housing", "同一单位不能重复列入。"),
        ("assisting", "centre;centre", "同一单位不能重复列入。"),
        ("lead", "", "没有人负责"),
        ("lead", "housing;centre", "主办单位只能有一个"),
        ("limit", "soon", "“soon”不是时限"),
        ("keywords", "桥" * 31, "关键词“" + "桥" * 31 + "”太长"),
    ],
)
def test_what_is_wrong_names_its_column(law: Law, column: str, value: str, said: str) -> None:
    found = wrong(law, replace(BRIDGES, **{column: value}))
    assert any(at == column and said in words for at, words in found), found
    assert wrong(law, BRIDGES) == []


def test_a_class_with_others_below_it_does_not_go(law: Law) -> None:
    made = {code: line for code, line in TABLE.items() if code != "02"}
    (no,) = catalogue.faults(Change(TABLE["02"], None), made, law)
    assert str(no) == "“02”下面还有 4 项，请先把它们移走或删去。"


def test_lines_are_found_by_word_synonym_code_and_unit(law: Law) -> None:
    def codes(words: str) -> list[str]:
        return [line.code for line in catalogue.found(TABLE, words, law)]

    assert codes("井盖") == ["0201"]
    assert codes("noise") == ["0102"]
    assert codes("0301") == ["0301"]
    assert codes("住房和城乡建设局 燃气") == ["0202"]
    assert codes("噪声污染防治法") == ["0102"]
    assert codes("没有这样的词") == []


def test_tidy_names_each_keyword_once_and_lends_the_chinese_name() -> None:
    line = catalogue.tidy(replace(BRIDGES, name=" 桥 梁 ", name_en="", keywords="桥; 桥 ;;危桥"))
    assert (line.name, line.name_en, line.keywords) == ("桥 梁", "桥 梁", "桥;危桥")
