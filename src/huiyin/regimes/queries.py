"""The law in force: published versions, made ready once and kept."""

from collections.abc import Mapping
from functools import lru_cache

from django.db import connection

from huiyin.regimes import files, forms, maps, texts
from huiyin.regimes.models import CalendarVersion, RegimeVersion
from huiyin.rules.law import Law
from huiyin.rules.worktime import Calendar


class NoSuchRegime(LookupError):
    """There is no published regime of that id (and version)."""


@lru_cache(maxsize=64)
def law(regime: str, version: int) -> Law:
    """A published version, ready for use. Raises NoSuchRegime."""
    row = RegimeVersion.objects.filter(regime=regime, version=version).first()
    if row is None:
        raise NoSuchRegime(f"{regime} v{version}")
    return files.parse(row.files, calendar(), version=version)


def current(regime: str) -> Law:
    """The version that new cases come under. Raises NoSuchRegime."""
    with connection.cursor() as cursor:  # asked for each new case: without its files, or the ORM
        cursor.execute("SELECT max(version) FROM regimes_regimeversion WHERE regime = %s", [regime])
        newest = cursor.fetchone()[0]
    if newest is None:
        raise NoSuchRegime(regime)
    return law(regime, newest)


@lru_cache(maxsize=16)
def drawn_map(regime: str, version: int) -> str:
    """The drawn map of a published version, as GeoJSON; "" where the place has none."""
    row = RegimeVersion.objects.filter(regime=regime, version=version).first()
    return str(row.files.get(maps.NAME, "")) if row else ""


@lru_cache(maxsize=64)
def own_texts(regime: str, version: int) -> Mapping[str, Mapping[str, str]]:
    """What a published version tells petitioners in its own words: see `texts.own`."""
    row = RegimeVersion.objects.filter(regime=regime, version=version).first()
    return texts.own(row.files.get(texts.NAME, "")) if row else {}


@lru_cache(maxsize=64)
def form(regime: str, version: int, name: str, *, english: bool) -> str:
    """What a published version prints as an order or an answer: see `forms.template`."""
    row = RegimeVersion.objects.filter(regime=regime, version=version).first()
    return forms.template(row.files if row else {}, name, english=english)


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """The national calendar as last published."""
    newest = CalendarVersion.objects.order_by("-id").first()
    return files.calendar_of(newest.text if newest else files.calendar_text())


def forget() -> None:
    """Drop what is kept: after publishing, and between tests."""
    law.cache_clear()
    drawn_map.cache_clear()
    own_texts.cache_clear()
    form.cache_clear()
    calendar.cache_clear()


def published() -> list[RegimeVersion]:
    """Every published version, oldest first."""
    return list(RegimeVersion.objects.defer("files"))


def files_of(regime: str) -> dict[str, str]:
    """The files of the version published last; empty where there is none."""
    newest = RegimeVersion.objects.filter(regime=regime).order_by("-version").first()
    return dict(newest.files) if newest else {}
