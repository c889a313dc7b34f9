"""The drawn map of a place: `map.geojson` in a regime's folder, WGS-84, needing nobody's tiles.

A place need not have one. Lines and shapes say what they are by the property `kind` (water, green,
road, area, spot), and how they are called by `name` and `name_en`.
"""

import json
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

NAME = "map.geojson"
LARGEST = 300_000
"""Characters: more would keep an old phone waiting."""

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Spot = tuple[Longitude, Latitude]
Line = Annotated[list[Spot], Field(min_length=2)]
Shape = list[Annotated[list[Spot], Field(min_length=4)]]


class _Point(BaseModel):
    type: Literal["Point"]
    coordinates: Spot


class _LineString(BaseModel):
    type: Literal["LineString"]
    coordinates: Line


class _MultiLineString(BaseModel):
    type: Literal["MultiLineString"]
    coordinates: list[Line]


class _Polygon(BaseModel):
    type: Literal["Polygon"]
    coordinates: Shape


class _MultiPolygon(BaseModel):
    type: Literal["MultiPolygon"]
    coordinates: list[Shape]


class _Properties(BaseModel):
    kind: Literal["water", "green", "road", "area", "spot"]
    name: str = ""
    name_en: str = ""


class _Feature(BaseModel):
    type: Literal["Feature"]
    properties: _Properties
    geometry: _Point | _LineString | _MultiLineString | _Polygon | _MultiPolygon = Field(
        discriminator="type"
    )


class _Map(BaseModel):
    type: Literal["FeatureCollection"]
    features: Annotated[list[_Feature], Field(min_length=1)]


_MAP = TypeAdapter(_Map)


def faults(text: str) -> Iterator[tuple[int, str, str]]:
    """What is wrong with a map: line (0 where none can be said), path and message."""
    if len(text) > LARGEST:
        yield 0, "", f"地图最多 {LARGEST} 字符，现有 {len(text)}，请简化线条。"
        return
    try:
        json.loads(text)
        _MAP.validate_json(text)
    except json.JSONDecodeError as error:
        yield error.lineno, "", f"JSON 写法有误：{error.msg}"
    except ValidationError as error:
        for one in error.errors(include_url=False):
            yield 0, ".".join(map(str, one["loc"])), str(one["msg"])
