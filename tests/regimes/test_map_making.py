"""A place's map made from an export of OpenStreetMap: small, checked, nothing invented."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from huiyin.regimes import map_making, maps


def feature(shape: str, inside: Any, **tags: str) -> dict[str, Any]:
    named = {key.replace("name_en", "name:en"): value for key, value in tags.items()}
    return {
        "type": "Feature",
        "properties": named,
        "geometry": {"type": shape, "coordinates": inside},
    }


def export(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def made(*features: Any) -> list[dict[str, Any]]:
    text, _ = map_making.drawn(export(*features))
    assert list(maps.faults(text)) == []
    return list(json.loads(text)["features"])


RING = [[104.0, 41.0], [104.1, 41.0], [104.1, 41.1], [104.0, 41.0]]
ROAD = feature(
    "LineString",
    [[104.0, 41.0], [104.1, 41.0]],
    highway="primary",
    name="和平路",
    name_en="Heping Rd",
)


def test_what_one_finds_ones_house_by_is_kept_and_named_in_both_languages() -> None:
    found = made(
        ROAD,
        feature("Polygon", [RING], boundary="administrative", name="城关街道"),
        feature("Polygon", [RING], natural="water", name="清水湖"),
        feature("LineString", [[104.0, 41.0], [104.1, 41.1]], waterway="river"),
        feature("Polygon", [RING], leisure="park"),
        feature("Point", [104.05, 41.05], place="village", name="青山村"),
        feature("Point", [104.05, 41.06], amenity="school", name="一中"),
    )
    kinds = [one["properties"]["kind"] for one in found]
    assert sorted(kinds) == ["area", "green", "road", "spot", "spot", "water", "water"]
    road = next(one for one in found if one["properties"]["kind"] == "road")
    assert road["properties"] == {"kind": "road", "name": "和平路", "name_en": "Heping Rd"}


def test_what_nobody_looks_for_is_left_out() -> None:
    found = made(
        ROAD,
        feature("Point", [104.05, 41.05], amenity="bench"),
        feature("Point", [104.05, 41.05], place="village"),
        feature("LineString", [[104.0, 41.0], [104.1, 41.0]], highway="footway"),
        feature("Polygon", [RING], building="yes"),
        {"type": "Feature", "properties": None, "geometry": None},
        feature("LineString", [[204.0, 41.0], [104.1, 41.0]], highway="primary"),
    )
    assert [one["properties"]["name"] for one in found] == ["和平路"]


def test_a_shape_of_many_parts_becomes_as_many_shapes() -> None:
    found = made(feature("MultiPolygon", [[RING], [RING]], natural="water"))
    assert [one["geometry"]["type"] for one in found] == ["Polygon", "Polygon"]


def test_of_the_pieces_of_a_road_the_longest_bears_the_name() -> None:
    bend = [[104.1, 41.0], [104.15, 41.05], [104.2, 41.0]]
    found = made(ROAD, feature("LineString", bend, highway="primary", name="和平路"))
    assert [one["properties"].get("name") for one in found] == [None, "和平路"]


def test_points_on_a_straight_way_are_left_out_and_corners_stay() -> None:
    line = [[104.0, 41.0], [104.05, 41.0], [104.1, 41.0], [104.1, 41.1]]
    (found,) = made(feature("LineString", line, highway="primary"))
    assert found["geometry"]["coordinates"] == [[104.0, 41.0], [104.1, 41.0], [104.1, 41.1]]


def test_a_ring_stays_a_ring_however_small() -> None:
    tiny = [[104.0, 41.0], [104.00001, 41.0], [104.00001, 41.00001], [104.0, 41.0]]
    (found,) = made(feature("Polygon", [tiny], natural="water"))
    assert len(found["geometry"]["coordinates"][0]) == 4


def test_too_large_a_city_loses_its_least_roads_first_and_says_how_many() -> None:
    lanes = [
        feature("LineString", [[104 + n / 1e4, 41.0], [104 + n / 1e4, 41.1]], highway="residential")
        for n in range(4000)
    ]
    text, left_out = map_making.drawn(export(*lanes, ROAD))
    assert list(maps.faults(text)) == []
    kept = json.loads(text)["features"]
    assert kept[0]["properties"]["name"] == "和平路"
    assert left_out > 0
    assert len(kept) + left_out == 4001


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "{", "[]", "5", '{"features": 3}', '{"features": [1, "x"]}'])
def test_what_is_no_export_is_refused_in_one_sentence(text: str, tmp_path: Path) -> None:
    source = tmp_path / "export.geojson"
    source.write_text(text)
    (tmp_path / "regime.toml").touch()
    with pytest.raises(CommandError, match="导出"):
        call_command("regime", "map", str(tmp_path), str(source))
    assert not (tmp_path / maps.NAME).exists()


@pytest.mark.django_db
def test_the_operator_draws_it_into_the_folder_of_the_law(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "regime.toml").touch()
    source = tmp_path / "export.geojson"
    source.write_text(export(ROAD))
    call_command("regime", "map", str(tmp_path), str(source))
    assert "map.geojson" in capsys.readouterr().out
    assert list(maps.faults((tmp_path / maps.NAME).read_text(encoding="utf-8"))) == []


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "regime.toml").touch()
    with pytest.raises(CommandError, match="nowhere"):
        call_command("regime", "map", str(tmp_path), str(tmp_path / "nowhere.geojson"))
