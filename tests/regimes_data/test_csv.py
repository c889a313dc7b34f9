"""The tables of the six shipped places: every reference resolves and the counts are the sources'.

These tests read the files as plain CSV, without the program, so that a mistake in the data is not
hidden by the loader, nor a mistake of the loader blamed on the data. The ids in the names and
docstrings (PS-3, JS-3 ...) are those of the source documents.
"""

import csv
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("suining", "fuxin", "xining", "pingshan", "jishou", "starter")
REAL_PLACES = PLACES[:-1]
HEADS = {
    "areas": "code,parent,name,name_en,level",
    "units": "code,parent,name,name_en,kind,area",
    "catalogue": "code,parent,name,name_en,lead,assisting,limit,keywords,basis",
    "standards": "code,name,name_en,unit,procedure,limit,fee,basis",
}
LEVELS = {"city", "county", "street", "village", "community", "grid"}
OFFICES = {"government", "department", "street", "enterprise"}
KINDS = OFFICES | {"centre", "inspection", "discipline", "court"}
STREET = "@street"
LIMIT = re.compile(r"[1-9]\d*(m|h|wh|wd|d)")
BASIS = re.compile(r"《[^《》]+》(、《[^《》]+》)*")
Row = dict[str, str]


@cache
def table(place: str, name: str) -> tuple[Row, ...]:
    """The rows of one file of one place."""
    with (ROOT / "regimes" / place / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def codes(place: str, name: str) -> set[str]:
    return {row["code"] for row in table(place, name)}


def leaves(place: str, under: str = "") -> list[Row]:
    """Classes that have none below them; with `under`, only those below that class."""
    rows = table(place, "catalogue")
    inner = {row["parent"] for row in rows}
    return [r for r in rows if r["code"] not in inner and r["code"].startswith(under)]


def class_named(place: str, name: str) -> Row:
    (row,) = [row for row in table(place, "catalogue") if row["name"] == name]
    return row


def units_asked(row: Row) -> list[str]:
    return [unit for unit in (row["lead"], *row["assisting"].split(";")) if unit]


def hours(limit: str) -> int:
    """A limit as hours, for comparing only."""
    amount, unit = int(limit.rstrip("mhwd")), limit.lstrip("0123456789")
    return amount * (24 if unit in ("wd", "d") else 1)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", HEADS)
def test_file_is_plain_utf8_with_the_agreed_head(place: str, name: str) -> None:
    raw = (ROOT / "regimes" / place / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8").splitlines()[0] == HEADS[name]
    assert b"\r" not in raw


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", HEADS)
def test_every_row_is_whole_and_no_code_comes_twice(place: str, name: str) -> None:
    columns = set(HEADS[name].split(","))
    for row in table(place, name):
        assert set(row) == columns, row
        assert None not in row.values(), row
        assert all(cell == cell.strip() for cell in row.values()), row
        assert row["code"], row
        assert row["name"], row
        assert row["name_en"].isascii(), row
        assert row["name_en"], row
    assert len(codes(place, name)) == len(table(place, name))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["areas", "units", "catalogue"])
def test_parents_exist_and_stand_before_their_children(place: str, name: str) -> None:
    seen: set[str] = set()
    known = codes(place, name)
    for row in table(place, name):
        assert not row["parent"] or row["parent"] in known, row
        if name != "units":
            assert not row["parent"] or row["parent"] in seen, row
        seen.add(row["code"])


@pytest.mark.parametrize("place", PLACES)
def test_a_place_has_one_root_area_and_only_known_levels(place: str) -> None:
    roots = [row for row in table(place, "areas") if not row["parent"]]
    assert len(roots) == 1
    assert roots[0]["level"] in {"city", "county"}
    assert {row["level"] for row in table(place, "areas")} <= LEVELS


@pytest.mark.parametrize("place", PLACES)
def test_unit_tree_has_one_head_known_kinds_and_areas_and_no_name_twice(place: str) -> None:
    rows = table(place, "units")
    areas = codes(place, "areas")
    assert [row["code"] for row in rows if not row["parent"]] == ["government"]
    assert {row["kind"] for row in rows} <= KINDS
    assert all(not row["area"] or row["area"] in areas for row in rows)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["code"]) for row in rows)
    assert len({row["name"] for row in rows}) == len(rows)


@pytest.mark.parametrize("place", PLACES)
def test_unit_tree_has_no_circle(place: str) -> None:
    parents = {row["code"]: row["parent"] for row in table(place, "units")}
    for code in parents:
        way = [code]
        while parents[way[-1]]:
            assert parents[way[-1]] not in way, way
            way.append(parents[way[-1]])


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_a_centre_an_inspection_and_a_discipline_commission(place: str) -> None:
    kinds = {row["code"]: row["kind"] for row in table(place, "units")}
    for code in ("centre", "inspection", "discipline"):
        assert kinds[code] == code


@pytest.mark.parametrize("place", PLACES)
def test_every_street_and_township_has_just_one_unit_that_serves_it(place: str) -> None:
    """`@street` in the catalogue can be answered everywhere below a street."""
    streets = sorted(r["code"] for r in table(place, "areas") if r["level"] == "street")
    served = sorted(r["area"] for r in table(place, "units") if r["kind"] == "street")
    assert served == streets
    assert all(
        row["code"].startswith("st-") == (row["kind"] == "street") for row in table(place, "units")
    )


@pytest.mark.parametrize("place", PLACES)
def test_catalogue_names_only_units_of_its_own_place(place: str) -> None:
    known = codes(place, "units") | {STREET}
    for row in leaves(place):
        asked = units_asked(row)
        assert row["lead"], row
        assert set(asked) <= known, row
        assert len(set(asked)) == len(asked), row


@pytest.mark.parametrize("place", PLACES)
def test_class_codes_tell_their_parents(place: str) -> None:
    for row in table(place, "catalogue"):
        if row["code"] != "other":
            assert re.fullmatch(r"(\d\d){1,3}", row["code"]), row
            assert row["parent"] == row["code"][:-2], row


@pytest.mark.parametrize("place", PLACES)
def test_inner_classes_carry_no_duties_and_leaf_names_differ(place: str) -> None:
    """Who is responsible is said at the leaf, so nobody can read two answers out of one table."""
    below = leaves(place)
    inner = [row for row in table(place, "catalogue") if row not in below]
    assert all(not row["lead"] and not row["keywords"] and not row["limit"] for row in inner)
    assert len({row["name"] for row in below}) == len(below)


@pytest.mark.parametrize("place", PLACES)
def test_leaf_keywords_are_three_to_eight_different_words(place: str) -> None:
    for row in leaves(place):
        words = row["keywords"].split(";")
        if row["code"] != "other":
            assert 3 <= len(set(words)) == len(words) <= 8, row
            assert all(len(word) >= 2 for word in words), row


@pytest.mark.parametrize("place", PLACES)
def test_one_catch_all_goes_to_the_centre(place: str) -> None:
    (other,) = [row for row in table(place, "catalogue") if row["code"] == "other"]
    assert other["name"] == "其他"
    assert other["lead"] == "centre"
    assert other["keywords"] == ""


@pytest.mark.parametrize("place", PLACES)
def test_limits_are_written_as_agreed_and_laws_in_their_marks(place: str) -> None:
    for name in ("catalogue", "standards"):
        for row in table(place, name):
            assert not row["limit"] or LIMIT.fullmatch(row["limit"]), row
            assert not row["basis"] or BASIS.fullmatch(row["basis"]), row


@pytest.mark.parametrize("place", PLACES)
def test_published_standards_name_a_unit_a_procedure_a_limit_and_a_fee(place: str) -> None:
    for row in table(place, "standards"):
        assert row["unit"] in codes(place, "units"), row
        assert row["procedure"], row
        assert row["limit"], row
        assert row["fee"], row


@pytest.mark.parametrize(
    ("place", "count"),
    [("fuxin", 7), ("xining", 7), ("suining", 0), ("pingshan", 0), ("jishou", 0)],
)
def test_counties_below_a_city_are_all_there(place: str, count: int) -> None:
    """FX-1: an entrance for each of seven counties and districts; Xining has seven as well."""
    root, *below = table(place, "areas")
    assert sum(row["level"] == "county" for row in below) == count
    assert root["level"] == ("city" if count else "county")


@pytest.mark.parametrize("place", REAL_PLACES)
def test_every_place_has_grids_below_some_of_its_streets(place: str) -> None:
    areas = {row["code"]: row for row in table(place, "areas")}
    streets = set()
    for row in areas.values():
        if row["level"] == "grid":
            up = row
            while up["level"] != "street":
                up = areas[up["parent"]]
            streets.add(up["code"])
    assert len(streets) >= 2


def test_fx3_urban_grids_have_four_levels_and_rural_ones_three() -> None:
    """FX-3: 街道, 社区, 小区, 楼栋 in town; 乡镇, 村, 屯 or 组 in the country."""
    areas = {row["code"]: row for row in table("fuxin", "areas")}
    buildings = [row for row in areas.values() if row["name"].endswith("号楼")]
    hamlets = [r for r in areas.values() if r["level"] == "grid" and r["name"][-1] in "屯组"]
    assert len(buildings) >= 16
    assert len(hamlets) >= 8
    for row in buildings:
        quarter = areas[row["parent"]]
        community = areas[quarter["parent"]]
        street = areas[community["parent"]]
        assert quarter["name"].endswith("小区"), row
        assert community["level"] == "community", row
        assert street["name"].endswith("街道"), row
    for row in hamlets:
        village = areas[row["parent"]]
        assert village["level"] == "village", row
        assert areas[village["parent"]]["name"][-1] in "镇乡", row


def test_fx5_one_city_centre_and_seven_county_centres() -> None:
    """FX-5: 1+7; each of the seven has its area, its government and a housing bureau."""
    centres = [row for row in table("fuxin", "units") if row["kind"] == "centre"]
    areas = {row["code"]: row for row in table("fuxin", "areas")}
    served = Counter(areas[row["area"]]["level"] for row in centres)
    assert served == {"city": 1, "county": 7}
    known = codes("fuxin", "units")
    for row in centres:
        if row["code"] != "centre":
            county = row["code"].removesuffix("-centre")
            assert row["parent"] == f"{county}-gov"
            assert f"{county}-housing" in known


def test_fx10_a_class_stands_ready_for_what_nobody_owns() -> None:
    """FX-10: the leaning pole without an owner has a class, a lead and units to help."""
    (row,) = [r for r in leaves("fuxin") if "电线杆" in r["keywords"].split(";")]
    assert row["lead"] == "housing"
    assert row["assisting"]


def test_ps3_noise_has_twenty_six_classes_and_living_noise_ten() -> None:
    """PS-3: noise grew from 5 classes to 26; living noise alone has 10."""
    noise, living = class_named("pingshan", "噪音"), class_named("pingshan", "生活噪音")
    assert len(leaves("pingshan", noise["code"])) == 26
    below = leaves("pingshan", living["code"])
    assert len(below) == 10
    assert {"装修噪音", "宠物噪音", "广场舞噪音"} <= {row["name"] for row in below}
    assert len(leaves("pingshan")) >= 300


def test_ps3_sixty_nine_units_besides_the_district_government_itself() -> None:
    """PS-3: 69 district and stationed units, streets, enterprises and institutions took part."""
    rows = table("pingshan", "units")
    assert len([row for row in rows if row["kind"] != "government"]) == 69
    assert {"department", "street", "enterprise"} <= {row["kind"] for row in rows}


def test_ps4_lorry_noise_is_led_by_traffic_police_with_street_and_ecology() -> None:
    """PS-4: the lead goes to whoever is most effective, the others assist."""
    row = class_named("pingshan", "露天停车场货柜车噪音")
    assert row["lead"] == "traffic-police"
    assert set(row["assisting"].split(";")) == {STREET, "ecology"}


def test_ps6_complaint_limits_run_from_one_hour_to_seven_working_days() -> None:
    limits = {row["limit"] for row in leaves("pingshan") if row["limit"]}
    assert min(limits, key=hours) == "1h"
    assert max(limits, key=hours) == "7wd"
    assert class_named("pingshan", "燃气泄漏")["limit"] == "1h"
    assert class_named("pingshan", "爆管、漏水")["limit"] == "2h"


@pytest.mark.parametrize("place", ["suining", "fuxin", "xining", "jishou"])
def test_places_with_one_limit_for_all_classes_write_none_in_the_catalogue(place: str) -> None:
    """SN-8, FX-12, XN-4, JS-6: time depends on the step, the level or the promise there."""
    assert {row["limit"] for row in leaves(place)} == {""}


@pytest.mark.parametrize(
    ("place", "first"),
    [("suining", "农房改善与新型社区"), ("fuxin", "供热取暖"), ("jishou", "农村饮水与村道")],
)
def test_the_places_put_their_own_burning_matter_first(place: str, first: str) -> None:
    assert table(place, "catalogue")[0]["name"] == first
    assert len(leaves(place)) >= 80


def test_sn6_rural_housing_has_its_own_office_and_classes() -> None:
    """SN-6: the letters on the rural housing projects that made the chief clerk step in."""
    led = [row for row in leaves("suining") if row["lead"] == "rural-housing"]
    assert len(led) >= 4
    assert all(row["assisting"] for row in led)


def test_xn2_title_deeds_go_to_the_four_offices_and_park_hours_straight_to_forestry() -> None:
    """XN-2: a task force of four departments for the one, direct dispatch for the other."""
    row = class_named("xining", "历史遗留小区“办证难”专班事项")
    task_force = {"title-registry", "housing", "housing-security", "natural-resources"}
    assert set(units_asked(row)) == task_force
    assert class_named("xining", "公园开闭园与林木管护")["lead"] == "forestry"


@pytest.mark.parametrize("place", REAL_PLACES)
def test_xn3_most_classes_are_a_departments_own_matter(place: str) -> None:
    """XN-3: graded by level of duty, not pushed down to the grass roots."""
    below = leaves(place)
    assert sum(row["lead"] == STREET for row in below) < len(below) / 4


def test_xn5_three_levels_of_supervision_exist() -> None:
    assert {"discipline", "inspection", "command-centre"} <= codes("xining", "units")


def test_js3_one_hundred_and_six_units_and_every_township() -> None:
    """JS-3: 106 units beside the townships and streets (15 in 2013, merged to 12 since)."""
    kinds = Counter(row["kind"] for row in table("jishou", "units"))
    assert kinds["street"] == 12
    assert sum(kinds.values()) - kinds["street"] - kinds["government"] == 106


def test_js6_whoever_leads_has_something_published_to_promise() -> None:
    """JS-6: the clerk may choose only from the list, so no lead may find it empty."""
    promising = {row["unit"] for row in table("jishou", "standards")}
    streets = {row["code"] for row in table("jishou", "units") if row["kind"] == "street"}
    leads = {row["lead"] for row in leaves("jishou")} - {STREET}
    assert len(table("jishou", "standards")) >= 40
    assert leads | streets <= promising


def test_starter_is_small_enough_to_read_at_one_sitting() -> None:
    sizes = [len(table("starter", name)) for name in ("units", "areas", "standards")]
    assert sizes == [8, 6, 3]
    assert 10 <= len(leaves("starter")) <= 15


def shared_file(name: str) -> Path:
    """A file of the real input, which is read where it lies and never copied."""
    folder = Path(os.environ.get("HUIYIN_SHARED_DATA", ROOT.parent / "shared" / "data"))
    path = folder / name
    if not path.exists():
        pytest.skip(f"real input {name} is not here (set HUIYIN_SHARED_DATA)")
    return path


@pytest.mark.parametrize("place", REAL_PLACES)
def test_areas_are_the_real_divisions_with_their_real_codes(place: str) -> None:
    with shared_file("divisions.csv").open(encoding="utf-8", newline="") as file:
        real = {row["code"]: row for row in csv.DictReader(file)}
    root = table(place, "areas")[0]["code"]
    prefix = real[root]["code"][: 4 if real[root]["depth"] == "1" else 6]
    expected = {code: row["name"] for code, row in real.items() if code.startswith(prefix)}
    upper = {"city", "county", "street"}
    given = {r["code"]: r["name"] for r in table(place, "areas") if r["level"] in upper}
    assert given == expected


@pytest.mark.parametrize("place", PLACES)
def test_at_least_three_letters_in_four_carry_a_keyword_of_the_catalogue(place: str) -> None:
    words = sorted({w for row in leaves(place) for w in row["keywords"].split(";") if w})
    any_word = re.compile("|".join(map(re.escape, words)))
    with shared_file("messages_labelled.csv").open(encoding="utf-8", newline="") as file:
        letters = [row["body"] for row in csv.DictReader(file)]
    found = sum(any_word.search(body) is not None for body in letters)
    assert found >= 0.75 * len(letters)
