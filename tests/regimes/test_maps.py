"""A place's drawn map: optional, checked like the rest of a regime, published with it."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from huiyin.people.models import Place
from huiyin.regimes import actions, files, maps, queries
from huiyin.regimes.files import RegimeErrors

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ROAD = {
    "type": "Feature",
    "properties": {"kind": "road", "name": "和平路"},
    "geometry": {"type": "LineString", "coordinates": [[104.0, 41.0], [104.1, 41.0]]},
}


def drawn(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def said(text: str) -> list[str]:
    return [f"{line} {path}: {message}" for line, path, message in maps.faults(text)]


def test_the_map_of_the_model_county_is_in_order() -> None:
    assert said((files.folder("starter") / maps.NAME).read_text(encoding="utf-8")) == []


def test_a_map_that_breaks_off_names_the_line() -> None:
    assert said('{\n "type": ')[0].startswith("2 : JSON 写法有误")


def test_every_fault_of_a_map_is_named_with_its_path() -> None:
    far = {**ROAD, "geometry": {"type": "Point", "coordinates": [200, 91]}}
    odd = {**ROAD, "properties": {"kind": "dragon"}}
    found = "\n".join(said(drawn(far, odd, ROAD)))
    assert "features.0.geometry.Point.coordinates.0" in found
    assert "features.0.geometry.Point.coordinates.1" in found
    assert "features.1.properties.kind" in found
    assert "features.2" not in found


def test_a_map_too_heavy_for_an_old_phone_is_refused() -> None:
    assert "请简化线条" in said(" " * (maps.LARGEST + 1))[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The starter's folder with a map of one road."""
    for name, text in files.texts(files.folder("starter")).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / maps.NAME).write_text(drawn(ROAD), encoding="utf-8")
    return tmp_path


@pytest.mark.django_db
def test_a_wrong_map_publishes_nothing(folder: Path) -> None:
    (folder / maps.NAME).write_text(drawn(), encoding="utf-8")
    with pytest.raises(RegimeErrors, match="features"):
        actions.publish(folder, now=NOW)
    assert queries.published() == []


@pytest.mark.django_db
def test_a_phone_gets_the_map_that_was_published(folder: Path, client: Client) -> None:
    actions.publish(folder, now=NOW)
    Place.objects.create(id="model", name="示范县", name_en="Model", area="x", regime="starter")
    answer = client.get("/model/map.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    assert json.loads(answer.content)["features"][0]["properties"]["name"] == "和平路"


@pytest.mark.django_db
def test_a_place_without_a_map_says_so(folder: Path, client: Client) -> None:
    (folder / maps.NAME).unlink()
    actions.publish(folder, now=NOW)
    Place.objects.create(id="model", name="示范县", name_en="Model", area="x", regime="starter")
    assert client.get("/model/map.geojson").status_code == 404
