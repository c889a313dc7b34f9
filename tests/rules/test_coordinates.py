"""P104: places on maps published in China, and as receivers give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.coordinates import Point, parse, to_gcj02, to_wgs84

# WGS-84 and GCJ-02 of the same spot, as the published tools give them
SHANGHAI = Point(31.1774276, 121.5272106), Point(31.17530398364597, 121.531541859215)
SHENZHEN = Point(22.543847, 113.912316), Point(22.540796131694766, 113.9171764808363)
BEIJING = Point(39.911954, 116.377817), Point(39.91334545536069, 116.38404722455657)
METRE = 1e-5
"""Degrees, about."""


@pytest.mark.parametrize(("plain", "drawn"), [SHANGHAI, SHENZHEN, BEIJING])
def test_a_spot_is_drawn_where_the_published_tools_draw_it(plain: Point, drawn: Point) -> None:
    assert to_gcj02(plain) == pytest.approx(drawn, abs=1e-9)
    assert to_wgs84(drawn) == pytest.approx(plain, abs=1e-9)


@given(st.floats(18, 53), st.floats(74, 135))
def test_there_and_back_is_the_same_spot(latitude: float, longitude: float) -> None:
    spot = Point(latitude, longitude)
    assert to_wgs84(to_gcj02(spot)) == pytest.approx(spot, abs=METRE / 10)


def test_abroad_nothing_is_moved() -> None:
    paris = Point(48.8584, 2.2945)
    assert to_gcj02(paris) == to_wgs84(paris) == paris


@pytest.mark.parametrize("text", ["31.177428,121.527211", " 31.177428，121.527211 "])
def test_a_pair_of_degrees_is_read(text: str) -> None:
    assert str(parse(text)) == "31.177428,121.527211"


@pytest.mark.parametrize("text", ["", "31.17", "91,10", "10,181", "31.1;121.5", "nan,1", "1e3,2"])
def test_what_is_no_pair_of_degrees_is_none(text: str) -> None:
    assert parse(text) is None
