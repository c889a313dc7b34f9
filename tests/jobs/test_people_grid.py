"""`huiyin people grid`: an operator puts grid workers and building heads on their boards."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from huiyin.people import actions, queries
from huiyin.people.models import Place
from huiyin.regimes import queries as laws
from huiyin.rules.vocabulary import Role
from tests.people.test_grid_posts import picture

pytestmark = pytest.mark.django_db
HEAD = "area,kind,member,name,phone,duties,photo\n"
GRID = "990101001000-c01-g01"


@pytest.fixture
def place() -> Place:
    """A place with one grid worker who logs in."""
    laws.forget()
    call_command("people", "place", "pilot", "--regime", "starter", stdout=io.StringIO())
    found = queries.place("pilot")
    assert found is not None
    actions.add_member(
        "gao", name="高远", place=found, roles=[Role.GRID_WORKER], phone="0516-55550142"
    )
    return found


def grid(*words: str) -> str:
    """Run it."""
    said = io.StringIO()
    call_command("people", "grid", *words, "--place", "pilot", stdout=said)
    return said.getvalue()


def boards() -> list[tuple[str, str, str]]:
    """Area, name and phone of whoever is on a board."""
    return [(post.area, post.called, post.rings) for post in queries.grid_posts("pilot")]


def test_a_table_fills_the_boards(place: Place, tmp_path: Path) -> None:
    (tmp_path / "gao.jpg").write_bytes(picture())
    table = tmp_path / "grids.csv"
    table.write_text(
        f"{HEAD}{GRID},worker,gao,,,走访巡查,gao.jpg\n"
        f"{GRID},building_head,,钱阿姨,0516-55550108,邻里调解,\n",
        encoding="utf-8",
    )
    assert "已上墙 2 人" in grid("import", str(table))
    assert boards() == [(GRID, "高远", "0516-55550142"), (GRID, "钱阿姨", "0516-55550108")]
    assert queries.grid_posts("pilot")[0].photo


def test_every_fault_is_told_with_its_line_and_nothing_is_written(
    place: Place, tmp_path: Path
) -> None:
    table = tmp_path / "grids.csv"
    table.write_text(
        f"{HEAD}{GRID},worker,gao,,,,\nnowhere,worker,gao,,,,\n{GRID},boss,gao,,,,\n"
        f"{GRID},building_head,gao,钱阿姨,,,\n{GRID},worker,nobody,,,,\n{GRID},worker,gao,,,,\n"
        f"{GRID},building_head,,钱阿姨,,,no.jpg\n{GRID},worker\n",
        encoding="utf-8",
    )
    with pytest.raises(CommandError) as told:
        grid("import", str(table))
    assert str(told.value).splitlines() == [
        "第 3 行：areas.csv 里没有“nowhere”。",
        "第 4 行：kind 应为 worker / building_head。",
        "第 5 行：member 和 name 要写一个，也只写一个。",
        "第 6 行：示范县没有用户名为“nobody”的人员。",
        "第 7 行：重复了。",
        "第 8 行：重复了。",
        "第 9 行：应有 7 列。",
    ]
    assert boards() == []


def test_a_photo_that_is_none_is_told(place: Place, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="不是能用的照片"):
        grid("set", "--area", GRID, "--name", "刘", "--photo", str(tmp_path / "no.jpg"))


def test_one_is_set_and_taken_down(place: Place) -> None:
    grid("set", "--area", GRID, "--member", "gao", "--duties", "走访巡查")
    assert boards() == [(GRID, "高远", "0516-55550142")]
    assert "撤下" in grid("remove", "--area", GRID)
    assert boards() == []
    with pytest.raises(CommandError, match="不用撤下"):
        grid("remove", "--area", GRID)


@pytest.mark.parametrize("text", ["area,kind\n", "\xff"])
def test_another_table_is_not_guessed_at(place: Place, tmp_path: Path, text: str) -> None:
    table = tmp_path / "grids.csv"
    table.write_bytes(text.encode("latin-1"))
    with pytest.raises(CommandError, match=r"表头应为|UTF-8"):
        grid("import", str(table))
