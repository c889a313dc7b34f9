"""A drawn map of a place (`maps`) made of an export of OpenStreetMap as GeoJSON.

What somebody needs to find their own house again is kept: water, parks, roads, towns and villages,
schools and hospitals. Lines are made simpler, and the least important roads left out, until the map
is as small as a map may be.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext

from huiyin.regimes.maps import LARGEST

TOLERANCES = (1, 3, 8, 20)
"""Metres by which a simplified line may leave its way, tried in turn."""

ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential")
PLACES = ("city", "town", "suburb", "village", "neighbourhood", "hamlet")
SPOTS = ("townhall", "hospital", "school", "police", "marketplace", "bus_station", "clinic")
GREEN = {"leisure": ("park", "garden"), "landuse": ("forest", "grass"), "natural": ("wood",)}
METRES = 111_320
"""To a degree of latitude."""

Line = list[tuple[float, float]]


class Unusable(Exception):
    """There is nothing to make a map of; says why."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something to draw. `rank`: 0 is dropped last."""

    kind: str
    rank: int
    name: str
    name_en: str
    shape: str
    lines: list[Line]

    def text(self) -> str:
        """As GeoJSON."""
        named = {"kind": self.kind, "name": self.name, "name_en": self.name_en}
        properties = {key: value for key, value in named.items() if value}
        inside: Any = self.lines
        if self.shape in ("Point", "LineString"):
            inside = self.lines[0][0] if self.shape == "Point" else self.lines[0]
        geometry = {"type": self.shape, "coordinates": inside}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def drawn(source: str) -> tuple[str, int]:
    """The map, and how many features were left out to keep it small. Raises Unusable."""
    found = sorted(_features(source), key=lambda one: one.rank)
    if not found:
        raise Unusable(gettext("文件里没有能画的道路、水系或地名，请导出 OpenStreetMap 的要素。"))
    named, texts = _named_once(found), []
    for tolerance in TOLERANCES:
        texts = [_simpler(one, tolerance).text() for one in named]
        if _fitting(texts) == len(texts):
            break
    kept = _fitting(texts)
    return _collection(texts[:kept]), len(texts) - kept


def _fitting(texts: list[str]) -> int:
    """How many of them a map has room for."""
    ends = accumulate(len(text) + 2 for text in texts)
    return sum(1 for end in ends if end < LARGEST - len(_collection([])))


def _collection(texts: list[str]) -> str:
    inside = ",\n".join(texts)
    return f'{{"type":"FeatureCollection","features":[\n{inside}\n]}}\n'


def _features(source: str) -> Iterator[Feature]:
    try:
        read = json.loads(source)
        listed = read["features"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Unusable(gettext("这不是 GeoJSON 文件，请重新导出。")) from None
    for one in listed if isinstance(listed, list) else ():
        try:
            yield from _parts(one["properties"] or {}, one["geometry"])
        except (KeyError, TypeError, ValueError, IndexError):
            continue  # of a large export, what is not understood is not drawn


def _parts(tags: dict[str, Any], geometry: dict[str, Any]) -> Iterator[Feature]:
    shape, inside = geometry["type"], geometry["coordinates"]
    meant = _meaning(tags, shape)
    if meant is None:
        return
    names = str(tags.get("name", "")), str(tags.get("name:en", ""))
    several = shape == "MultiPolygon"
    for lines in inside if several else [inside]:
        kept = _lines("Polygon" if several else shape, lines)
        yield Feature(*meant, *names, "Polygon" if several else shape, kept)


def _lines(shape: str, inside: Any) -> list[Line]:
    """The lines of a shape, to the nearest metre. Raises ValueError for what is none."""
    lines = {"Point": [[inside]], "LineString": [inside]}.get(shape, inside)
    kept = [[(round(float(x), 5), round(float(y), 5)) for x, y, *_ in line] for line in lines]
    if any(not (-180 <= x <= 180 and -90 <= y <= 90) for line in kept for x, y in line):
        raise ValueError
    return kept


def _meaning(tags: dict[str, Any], shape: str) -> tuple[str, int] | None:
    """Its kind on the map, and how important it is; None where it is not drawn."""
    if shape == "Point":
        return _spot(tags)
    if tags.get("boundary") == "administrative" and shape.endswith("Polygon"):
        return "area", 0
    if tags.get("waterway") or tags.get("natural") == "water":
        return "water", 2
    if shape.endswith("Polygon"):
        green = any(tags.get(key) in values for key, values in GREEN.items())
        return ("green", 5) if green else None
    road = str(tags.get("highway", "")).removesuffix("_link")
    return ("road", 1 + ROADS.index(road)) if road in ROADS else None


def _spot(tags: dict[str, Any]) -> tuple[str, int] | None:
    if not tags.get("name"):
        return None
    if tags.get("place") in PLACES:
        return "spot", PLACES.index(tags["place"])
    return ("spot", 6) if tags.get("amenity") in SPOTS else None


def _named_once(features: list[Feature]) -> list[Feature]:
    """Of the many pieces of a road, its longest bears the name."""
    longest: dict[tuple[str, str], int] = {}
    sizes = [sum(map(len, one.lines)) for one in features]
    for at, one in enumerate(features):
        key = (one.kind, one.name)
        if one.name and sizes[at] > sizes[longest.setdefault(key, at)]:
            longest[key] = at
    speaks = set(longest.values())
    return [
        one if at in speaks else replace(one, name="", name_en="")
        for at, one in enumerate(features)
    ]


def _simpler(feature: Feature, metres: int) -> Feature:
    """Fewer points; a shape that closes stays one of four at least."""
    if feature.shape == "Point":
        return feature
    least = 4 if feature.shape == "Polygon" else 2
    lines = [_thinned(line, metres / METRES) for line in feature.lines]
    kept = [
        new if len(new) >= least else old for new, old in zip(lines, feature.lines, strict=True)
    ]
    return replace(feature, lines=kept)


def _thinned(line: Line, tolerance: float) -> Line:
    """Points that leave the straight way by more than the tolerance, in degrees of latitude."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, at = max(
            ((_off(line[i], line[first], line[last]), i) for i in range(first + 1, last)),
            default=(0.0, 0),
        )
        if far > tolerance:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def _off(spot: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far a spot lies from the line between two others, in degrees of latitude."""
    narrow = math.cos(math.radians(start[1]))
    x, y = (spot[0] - start[0]) * narrow, spot[1] - start[1]
    dx, dy = (end[0] - start[0]) * narrow, end[1] - start[1]
    long = math.hypot(dx, dy)
    return math.hypot(x, y) if not long else abs(dx * y - dy * x) / long
