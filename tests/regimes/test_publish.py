"""Publishing law: what is published stays, a change is a new version, cases keep theirs."""

import shutil
from pathlib import Path

import pytest

from huiyin.cases import queries as cases
from huiyin.regimes import actions, files, queries
from huiyin.regimes.files import MAIN, RegimeErrors
from huiyin.regimes.models import CalendarVersion, RegimeVersion
from huiyin.regimes.queries import NoSuchRegime
from huiyin.rules.steps.dispatch import Dispatch
from tests.world import County, at, everything

NOW = at("2026-01-05 09:00")


@pytest.fixture
def folder(county_files: Path, tmp_path: Path) -> Path:
    """A copy of the county's files, to be changed."""
    return Path(shutil.copytree(county_files, tmp_path / "county"))


def change(folder: Path, before: str, after: str) -> None:
    """Other words in the main file."""
    path = folder / MAIN
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.django_db
def test_the_first_publication_is_version_1_and_brings_the_calendar(
    fresh_law: None, folder: Path
) -> None:
    row = actions.publish(folder, now=NOW)
    assert (row.regime, row.version, row.published_at) == ("county", 1, NOW)
    assert CalendarVersion.objects.count() == 1
    assert queries.current("county").regime.name == "示范县诉求办"


def test_the_same_words_again_are_the_same_version(county: County, folder: Path) -> None:
    before = everything()
    assert actions.publish(folder, now=county.now).version == 1
    assert everything() == before


def test_one_changed_word_is_a_new_version_and_the_old_one_stays(
    county: County, folder: Path
) -> None:
    old = RegimeVersion.objects.get()
    change(folder, 'title = "首席办事员"', 'title = "县长"')
    assert actions.publish(folder, now=county.now).version == 2
    assert queries.current("county").regime.chief.title == "县长"
    assert queries.law("county", 1).regime.chief.title == "首席办事员"
    assert RegimeVersion.objects.get(version=1).files == old.files


def test_words_that_were_taken_back_are_a_third_version(county: County, folder: Path) -> None:
    change(folder, 'title = "首席办事员"', 'title = "县长"')
    actions.publish(folder, now=county.now)
    change(folder, 'title = "县长"', 'title = "首席办事员"')
    assert actions.publish(folder, now=county.now).version == 3


def test_a_case_keeps_the_law_it_came_under(county: County, folder: Path) -> None:
    """The limit shrinks from one working day to two hours: for cases that come after."""
    old = county.registered()
    change(folder, 'limit = "1wd"\ncut_off = 17:00:00', 'limit = "2h"\ncut_off = 17:00:00')
    actions.publish(folder, now=county.now)
    new = county.registered()
    handover = {n: county.case(n).clock("handover") for n in (old, new)}
    assert [getattr(handover[n], "limit", "") for n in (old, new)] == ["1wd", "2h"]
    assert [county.case(n).version for n in (old, new)] == [1, 2]
    assert str(cases.law_of(county.case(old)).clocks["handover"].limit) == "1wd"


def test_a_deed_on_an_old_case_is_judged_by_the_old_law(county: County, folder: Path) -> None:
    old = county.registered()
    change(folder, 'modes = ["direct", ', "modes = [")
    actions.publish(folder, now=county.now)
    new = county.registered()
    assert county.refuses("周宁", new, Dispatch(lead="housing")).field == "mode"
    assert county.does("周宁", old, Dispatch(lead="housing")).facts


def test_of_a_bad_file_nothing_is_published(county: County, folder: Path) -> None:
    change(folder, 'short = "CO"', 'short = "county"')
    (folder / "areas.csv").write_text("code\n", encoding="utf-8")
    before = everything()
    with pytest.raises(RegimeErrors) as found:
        actions.publish(folder, now=county.now)
    assert {error.file for error in found.value.errors} == {MAIN, "areas.csv"}
    assert everything() == before
    assert queries.current("county").version == 1


@pytest.mark.django_db
def test_of_a_bad_file_in_an_empty_house_not_even_the_calendar_is_published(
    fresh_law: None, folder: Path
) -> None:
    change(folder, 'short = "CO"', 'short = "county"')
    with pytest.raises(RegimeErrors):
        actions.publish(folder, now=NOW)
    assert not CalendarVersion.objects.exists()
    assert not RegimeVersion.objects.exists()


@pytest.mark.parametrize("regime", ["", "atlantis", "../starter", "x" * 1000])
def test_a_regime_that_was_never_published_is_not_there(county: County, regime: str) -> None:
    with pytest.raises(NoSuchRegime):
        queries.current(regime)
    with pytest.raises(NoSuchRegime):
        queries.law(regime, 1)
    assert queries.files_of(regime) == {}


def test_a_version_that_was_never_published_is_not_there(county: County) -> None:
    with pytest.raises(NoSuchRegime):
        queries.law("county", 2)


def test_what_was_published_is_listed_in_order(county: County, folder: Path) -> None:
    change(folder, 'title = "首席办事员"', 'title = "县长"')
    actions.publish(folder, now=county.now)
    actions.publish(files.folder("starter"), now=county.now)
    listed = [(row.regime, row.version) for row in queries.published()]
    assert listed == [("county", 1), ("county", 2), ("starter", 1)]
    assert "县长" in queries.files_of("county")[MAIN]


@pytest.mark.django_db
def test_a_calendar_is_published_once_and_a_wrong_one_never(fresh_law: None) -> None:
    text = files.calendar_text()
    first = actions.publish_calendar(text, now=NOW)
    assert actions.publish_calendar(text, now=NOW).pk == first.pk
    for wrong in (text.replace("zone =", "zone"), text.replace("first = 2026", "first = 2036", 1)):
        with pytest.raises(RegimeErrors) as found:
            actions.publish_calendar(wrong, now=NOW)
        assert all(error.file == "calendars/cn.toml" for error in found.value.errors)
    assert CalendarVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_calendar_published_later_is_the_one_that_counts(fresh_law: None) -> None:
    actions.publish_calendar(files.calendar_text(), now=NOW)
    before = queries.calendar()
    shorter = files.calendar_text().replace('["09:00-12:00", "13:30-17:30"]', '["09:00-12:00"]')
    actions.publish_calendar(shorter, now=NOW)
    assert queries.calendar().version != before.version


def test_every_regime_that_ships_is_found(root: Path) -> None:
    folders = {path.parent.name for path in (root / "regimes").glob("*/regime.toml")}
    assert set(files.shipped()) == folders
    assert "starter" in folders
