"""The drawing shows what exploring finds, and nothing else."""

import xml.etree.ElementTree as ET

import pytest

from huiyin.regimes import files
from huiyin.rules import drawing
from huiyin.rules.case import Phase
from huiyin.rules.law import Law


@pytest.fixture(scope="module")
def jishou() -> Law:
    calendar = files.calendar_of(files.calendar_text())
    return files.parse(files.texts(files.folder("jishou")), calendar)


def words(svg: str) -> set[str]:
    return {node.text or "" for node in ET.fromstring(svg).iter() if node.tag.endswith("text")}  # noqa: S314 - drawn here


def test_every_phase_of_the_place_is_drawn_and_no_other(jishou: Law) -> None:
    drawn = words(drawing.draw(jishou))
    assert {"待交办", "待受理", "办理中", "待审核", "待评价", "已销号"} <= drawn
    assert "待签发" not in drawn  # Jishou has no sign-off


def test_the_ways_are_those_of_the_law(jishou: Law) -> None:
    ways = drawing.ways(jishou)
    assert ways[Phase.DISPATCHED, Phase.HANDLING] == ["accept"]
    assert "redo" in ways[Phase.ANSWERED, Phase.HANDLING]
    assert (Phase.HANDLING, Phase.ANSWERED) not in ways  # the audit stands between
