"""Where a matter is, as a pair of degrees: WGS-84 in store, GCJ-02 understood (P104).

Receivers give WGS-84. Maps published in China, and WeChat's locations, are in GCJ-02, which lies up
to some 700 m beside it. The formulas are the commonly published approximation of that shift, exact
to about a metre; the way back is found by approaching it.
"""

import re
from math import cos, pi, sin, sqrt
from typing import NamedTuple

_AXIS = 6378245.0
_FLATNESS = 0.00669342162296594323
_STEPS = 12
_SHAPE = re.compile(r"^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,，]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


class Point(NamedTuple):
    """Degrees of latitude (north) and longitude (east)."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.6f},{self.longitude:.6f}"


def parse(text: str) -> Point | None:
    """`31.177428,121.527211` as a point; None where it is none."""
    found = _SHAPE.match(text)
    if found is None:
        return None
    point = Point(float(found[1]), float(found[2]))
    return point if abs(point.latitude) <= 90 and abs(point.longitude) <= 180 else None


def is_shifted(point: Point) -> bool:
    """Does GCJ-02 differ there: roughly, is it in China?"""
    return 0.8293 <= point.latitude <= 55.8271 and 72.004 <= point.longitude <= 137.8347


def to_gcj02(point: Point) -> Point:
    """A WGS-84 point as maps published in China draw it."""
    if not is_shifted(point):
        return point
    north, east = _shift(point.longitude - 105.0, point.latitude - 35.0)
    angle = point.latitude / 180.0 * pi
    bend = 1 - _FLATNESS * sin(angle) ** 2
    north = north * 180.0 / ((_AXIS * (1 - _FLATNESS)) / (bend * sqrt(bend)) * pi)
    east = east * 180.0 / (_AXIS / sqrt(bend) * cos(angle) * pi)
    return Point(point.latitude + north, point.longitude + east)


def to_wgs84(point: Point) -> Point:
    """A GCJ-02 point as receivers give it: the one whose shift leads here."""
    if not is_shifted(point):
        return point
    found = point
    for _ in range(_STEPS):
        seen = to_gcj02(found)
        found = Point(
            found.latitude - (seen.latitude - point.latitude),
            found.longitude - (seen.longitude - point.longitude),
        )
    return found


def _shift(x: float, y: float) -> tuple[float, float]:
    """How far a point is moved, in metres to the north and to the east."""
    wave = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    return north, east
