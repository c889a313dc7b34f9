"""The law in force: published versions, made ready once and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db import connection

from huiyin.regimes import files, forms, maps, texts
from huiyin.regimes.models import CalendarVersion, RegimeVersion
from huiyin.rules import catalogue
from huiyin.rules.catalogue import Line
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


def standing(regime: str) -> RegimeVersion | None:
    """The version published last, with its files."""
    return RegimeVersion.objects.filter(regime=regime).order_by("-version").first()


def files_of(regime: str) -> dict[str, str]:
    """The files of the version published last; empty where there is none."""
    newest = standing(regime)
    return dict(newest.files) if newest else {}


def catalogue_of(regime: str, version: int) -> dict[str, Line]:
    """The catalogue of a published version, line by line. Raises NoSuchRegime."""
    found = RegimeVersion.objects.filter(regime=regime, version=version)
    row = found.values_list("files", flat=True).first()
    if row is None:
        raise NoSuchRegime(f"{regime} v{version}")
    return catalogue.read(row[files.CATALOGUE])


@dataclass(frozen=True, slots=True)
class Valid:
    """How long a version was in force: from the day it names until the next one was published."""

    version: int
    effective_on: date
    published_at: datetime
    until: datetime | None


def versions(regime: str) -> list[Valid]:
    """Every published version, newest first; the first one is in force."""
    rows = RegimeVersion.objects.filter(regime=regime).order_by("-version")
    found, until = [], None
    for version, on, at in rows.values_list("version", "effective_on", "published_at"):
        found.append(Valid(version, on, at, until))
        until = at
    return found


def would_be(regime: str, table: Mapping[str, Line]) -> Law:
    """The law in force with another catalogue. Raises RegimeErrors with all that would be wrong."""
    texts = {**files_of(regime), files.CATALOGUE: catalogue.written(table)}
    return files.parse(texts, calendar())
