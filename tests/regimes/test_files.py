"""A bad file lists everything that is wrong with it, each with its file, line and path."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.regimes import files
from huiyin.regimes.files import MAIN, Error, RegimeErrors
from huiyin.rules.law import Law
from tests.world import everything

Change = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the starter's files, to be spoilt."""
    return Path(shutil.copytree(files.folder("starter"), tmp_path / "starter"))


@pytest.fixture
def spoil(folder: Path) -> Change:
    """Put something else in a file's place; what is replaced must be there."""

    def change(name: str, right: str, wrong: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")

    return change


def law(folder: Path) -> Law:
    """The law of the folder."""
    return files.parse(files.texts(folder), files.calendar_of(files.calendar_text()))


def errors(folder: Path) -> list[Error]:
    """Everything wrong with the folder's files."""
    with pytest.raises(RegimeErrors) as found:
        law(folder)
    assert str(found.value) == "\n".join(str(error) for error in found.value.errors)
    return found.value.errors


def line_with(folder: Path, name: str, text: str) -> int:
    """The line, from 1, on which the text stands."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_starter_s_files_are_right(folder: Path) -> None:
    assert law(folder).regime.id == "starter"


def test_many_mistakes_of_one_file_are_all_listed_each_on_its_line(
    folder: Path, spoil: Change
) -> None:
    spoil(MAIN, 'short = "ST"', 'short = "Stt"')
    spoil(MAIN, 'identity = "contact"', 'identity = "passport"')
    spoil(MAIN, 'limit = "7wd"\nlimits', 'limit = "7 moons"\nlimits')
    spoil(MAIN, 'yellow = "4/5"', 'yellow = "5/4"')
    spoil(MAIN, "hops = 3", "hops = 3\njumps = 4")
    spoil(MAIN, 'strike_off_by = ["system"]', 'strike_off_by = ["king"]')
    found = {(error.file, error.path, error.line) for error in errors(folder)}
    assert found == {
        (MAIN, "short", line_with(folder, MAIN, "Stt")),
        (MAIN, "channels[0].identity", line_with(folder, MAIN, "passport")),
        (MAIN, "clocks[3].limit", line_with(folder, MAIN, "7 moons")),
        (MAIN, "clocks[3].yellow", line_with(folder, MAIN, "5/4")),
        (MAIN, "dispatch.objection.jumps", line_with(folder, MAIN, "jumps")),
        (MAIN, "gates.strike_off_by[0]", line_with(folder, MAIN, '["king"]')),
    }


def test_mistakes_of_all_files_are_listed_together(folder: Path, spoil: Change) -> None:
    spoil(MAIN, 'title = "县委书记、首席办事员"', "title = 7")
    spoil("areas.csv", "990101100000,990101000000,青山镇", "990101001000,990101000000,青山镇")
    spoil("units.csv", "inspection,government,示范县督查室", "inspection,government,")
    spoil("catalogue.csv", "housing,1wd,", "housing,soon,")
    spoil("standards.csv", "repair,市政设施维修,Repair of public works,", "repair,市政设施维修,")
    found = {(error.file, error.line) for error in errors(folder)}
    assert found >= {
        (MAIN, line_with(folder, MAIN, "title = 7")),
        ("areas.csv", line_with(folder, "areas.csv", "青山镇")),
        ("units.csv", line_with(folder, "units.csv", "inspection,")),
        ("catalogue.csv", line_with(folder, "catalogue.csv", "soon")),
        ("standards.csv", line_with(folder, "standards.csv", "repair,")),
    }


NAMED = [
    (MAIN, 'area = "990101000000"', 'area = "000"', "area"),
    (MAIN, 'fallback = "centre"', 'fallback = "nobody"', "dispatch.fallback"),
    (MAIN, 'starts = ["accepted", "claimed"', 'starts = ["adopted", "claimed"', "clocks[3].starts"),
    (MAIN, 'ladder = "desk"', 'ladder = "desks"', "clocks[0].ladder"),
    (MAIN, '{ kinds = ["enquiry"], limit', '{ kinds = ["riddle"], limit', "clocks[3].limits[0]"),
    ("areas.csv", "990101001000-c01,990101001000,", "990101001000-c01,990101009000,", "c01"),
    ("units.csv", "housing,government,", "housing,parliament,", "housing"),
    ("units.csv", "street,990101100000", "street,990101200000", "st-qingshan"),
    ("catalogue.csv", "0101,01,", "0101,09,", "0101"),
    ("catalogue.csv", "housing,1wd", "housings,1wd", "0102"),
    ("standards.csv", ",human-resources,", ",inhuman-resources,", "wage-claim"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "path"), NAMED, ids=lambda v: str(v)[:30])
def test_what_names_something_that_is_not_there_is_told_with_its_line(
    folder: Path, spoil: Change, name: str, right: str, wrong: str, path: str
) -> None:
    spoil(name, right, wrong)
    (error,) = errors(folder)
    assert error.file == name
    assert path in error.path
    assert error.line == line_with(folder, name, wrong.splitlines()[0])


TWICE = [
    ('[[channels]]\nid = "hotline"', '[[channels]]\nid = "web"', "channels[2].id"),
    ('[[kinds]]\nid = "help"', '[[kinds]]\nid = "complaint"', "kinds[1].id"),
    ('[[clocks]]\nid = "acceptance"', '[[clocks]]\nid = "handover"', "clocks[1].id"),
    ('[[ladders]]\nid = "desk"', '[[ladders]]\nid = "unit"', "ladders[1].id"),
]


@pytest.mark.parametrize(("right", "wrong", "path"), TWICE)
def test_two_of_one_name_are_told(
    folder: Path, spoil: Change, right: str, wrong: str, path: str
) -> None:
    """The second would silently take the first one's place."""
    spoil(MAIN, right, wrong)
    assert path in [error.path for error in errors(folder)]


@pytest.mark.parametrize(
    ("name", "right", "wrong", "codes"),
    [
        ("catalogue.csv", "01,,城乡环境", "01,0101,城乡环境", {"01", "0101"}),
        ("units.csv", "government,,示范县", "government,housing,示范县", {"government", "housing"}),
        ("areas.csv", "990101000000,,", "990101000000,990101100000,", {"990101000000"}),
        ("units.csv", "housing,government", "housing,housing", {"housing"}),
    ],
)
def test_what_lies_below_itself_is_told(
    folder: Path, spoil: Change, name: str, right: str, wrong: str, codes: set[str]
) -> None:
    """Whoever looks for what lies above would never come to an end."""
    spoil(name, right, wrong)
    found = errors(folder)
    assert {error.file for error in found} == {name}
    assert {error.path for error in found} >= codes


def test_a_slip_of_the_pen_in_toml_is_told_with_its_line_and_the_tables_are_read_all_the_same(
    folder: Path, spoil: Change
) -> None:
    spoil(MAIN, 'phone = "12345"', 'phone = "12345')
    spoil("units.csv", "inspection,government,示范县督查室", "inspection,government,")
    first, second = errors(folder)
    assert (first.file, first.line) == (MAIN, line_with(folder, MAIN, 'phone = "12345'))
    assert second.file == "units.csv"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('[["09:00", "12:00"], ["13:30", "17:30"]]', '[["12:00", "09:00"]]'),
        ('[["09:00", "12:00"], ["13:30", "17:30"]]', '[["09:00", "12:00"], ["11:00", "17:30"]]'),
        ('[["09:00", "12:00"], ["13:30", "17:30"]]', "[]"),
        ('[["09:00", "12:00"], ["13:30", "17:30"]]', '[["9 Uhr", "12:00"]]'),
        ("half_days = []", "half_days = [2026-02-30]"),
        ("stops = []", 'stops = ["yesterday"]'),
    ],
)
def test_impossible_office_hours_are_told_where_they_stand(
    folder: Path, spoil: Change, right: str, wrong: str
) -> None:
    spoil(MAIN, right, wrong)
    found = errors(folder)
    first, last = line_with(folder, MAIN, "[office]"), line_with(folder, MAIN, "# ── Ways in")
    assert all(first <= error.line < last for error in found), found


def test_a_missing_file_and_one_in_another_encoding_are_told_together(folder: Path) -> None:
    (folder / "areas.csv").unlink()
    (folder / "units.csv").write_text("代码,名称\n", encoding="gbk")
    assert {(error.file, error.line) for error in errors(folder)} == {
        ("areas.csv", 0),
        ("units.csv", 0),
    }


def test_a_mark_at_the_beginning_of_a_file_does_no_harm(folder: Path) -> None:
    """Windows' editors put a byte order mark there."""
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert law(folder).regime.id == "starter"


@pytest.mark.parametrize("heading", ["", "code,name", "parent,code,name,name_en,level"])
def test_a_table_with_another_heading_is_told_what_it_should_be(
    folder: Path, spoil: Change, heading: str
) -> None:
    spoil("areas.csv", "code,parent,name,name_en,level", heading)
    error = next(error for error in errors(folder) if error.file == "areas.csv")
    assert error.line in (0, 1)
    assert "code,parent,name,name_en,level" in error.message


@pytest.mark.parametrize(
    "row", ["x", "x,,名称,Name,street,more", ",,名称,Name,street", "x,,,Name,"]
)
def test_a_row_that_is_none_is_told_with_its_line(folder: Path, row: str) -> None:
    path = folder / "areas.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")
    (error,) = errors(folder)
    assert (error.file, error.line) == ("areas.csv", len(lines) + 1)


def test_a_field_of_endless_length_is_told_and_the_other_files_are_read_all_the_same(
    folder: Path, spoil: Change
) -> None:
    """The reader of CSV takes no field beyond 131,072 characters."""
    spoil("units.csv", "示范县住房", "住" * 200_000)
    spoil(MAIN, 'id = "starter"', 'id = "starter"\nunheard_of = 1')
    with pytest.raises(RegimeErrors) as wrong:
        files.parse(files.texts(folder), files.calendar_of(files.calendar_text()))
    told = {(error.file, error.path) for error in wrong.value.errors}
    assert {("units.csv", ""), (MAIN, "unheard_of")} <= told


def test_brackets_without_end_are_a_slip_of_the_pen_too(folder: Path) -> None:
    (folder / MAIN).write_text("x = " + "[" * 5000, encoding="utf-8")
    with pytest.raises(RegimeErrors, match=MAIN):
        files.parse(files.texts(folder), files.calendar_of(files.calendar_text()))


def test_an_error_says_its_place_first() -> None:
    assert str(Error(MAIN, 12, "clocks[0].limit", "不对。")) == f"{MAIN}:12 clocks[0].limit: 不对。"
    assert str(Error("areas.csv", 0, "", "没有这个文件。")) == "areas.csv: 没有这个文件。"


@pytest.mark.django_db
def test_reading_a_bad_file_writes_nothing(folder: Path, spoil: Change) -> None:
    spoil(MAIN, 'short = "ST"', 'short = ""')
    before = everything()
    assert errors(folder)
    assert everything() == before
