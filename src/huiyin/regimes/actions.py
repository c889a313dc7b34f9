"""Publishing law. What is published stays; a change is a new version."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext

from huiyin.regimes import files, queries
from huiyin.regimes.files import Error, RegimeErrors
from huiyin.regimes.models import CalendarVersion, RegimeVersion
from huiyin.regimes.places import line_of
from huiyin.rules import catalogue
from huiyin.rules.catalogue import Change
from huiyin.rules.refusals import Refusal


def publish(directory: Path, *, now: datetime) -> RegimeVersion:
    """Publish the regime in `directory` as a new version.

    Raises RegimeErrors, with nothing changed, if anything in it is wrong. Publishing what is
    already published, word for word, gives the version that stands. A version is in force from
    the moment it is published, so one that is to apply later is published on its day.

    Lines of the catalogue that were decided at the desk since the folder was last published stay
    (see `amend`); where the folder changed the same ones, it is refused.
    """
    texts = files.texts(directory)
    given = texts[files.CATALOGUE]
    law = files.parse(texts, queries.calendar())
    if law.regime.effective_on > law.calendar.local(now).date():
        raise RegimeErrors([_too_early(law.regime.effective_on, texts)])
    with transaction.atomic():
        if not CalendarVersion.objects.exists():
            publish_calendar(files.calendar_text(), now=now)
        standing = queries.standing(law.regime.id)
        texts = _with_decided(texts, standing)
        digest = files.digest(texts)
        if standing is not None and standing.digest == digest:
            return standing
        return RegimeVersion.objects.create(
            regime=law.regime.id,
            version=standing.version + 1 if standing else 1,
            effective_on=law.regime.effective_on,
            published_at=now,
            digest=digest,
            files=texts,
            folder_catalogue="" if given == texts[files.CATALOGUE] else given,
        )


def as_published(texts: dict[str, str], regime: str) -> dict[str, str]:
    """The files as `publish` would publish them now. Raises RegimeErrors."""
    return _with_decided(texts, queries.standing(regime))


def _with_decided(texts: dict[str, str], standing: RegimeVersion | None) -> dict[str, str]:
    """The folder's files with the lines that the desk has decided since. Raises RegimeErrors."""
    if standing is None or not standing.folder_catalogue:
        return texts
    ours = standing.files[files.CATALOGUE]
    made = catalogue.merged(standing.folder_catalogue, ours, texts[files.CATALOGUE])
    if isinstance(made, tuple):
        told = gettext("这一项在工作台上另有决定（现行第 {version} 版），请在那里提出修改。")
        message = told.format(version=standing.version)
        raise RegimeErrors([Error(files.CATALOGUE, 0, code, message) for code in made])
    texts = {**texts, files.CATALOGUE: made}
    files.parse(texts, queries.calendar())  # together they may say what neither says alone
    return texts


def amend(regime: str, changes: Iterable[Change], *, on: date, now: datetime) -> RegimeVersion:
    """Publish the law in force with these lines of its catalogue changed, as a new version.

    `on`: the day from which it applies, not after today. Raises RegimeErrors where the law as a
    whole would not hold, `Stale` where a line is not any more what was seen.
    """
    with transaction.atomic():
        standing = queries.standing(regime)
        if standing is None:
            raise queries.NoSuchRegime(regime)
        before = standing.files[files.CATALOGUE]
        made = catalogue.applied(catalogue.read(before), changes)
        if isinstance(made, Refusal):
            raise Stale(made)
        texts = {**standing.files, files.CATALOGUE: catalogue.written(made)}
        files.parse(texts, queries.calendar())
        return RegimeVersion.objects.create(
            regime=regime,
            version=standing.version + 1,
            effective_on=on,
            published_at=now,
            digest=files.digest(texts),
            files=texts,
            folder_catalogue=standing.folder_catalogue or before,
        )


class Stale(Exception):
    """A line of the catalogue is not any more what the change was made for."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def _too_early(on: date, texts: Mapping[str, str]) -> Error:
    line = line_of(texts[files.MAIN], "effective_on")
    told = gettext("{on} 起才施行，请到那一天再发布。").format(on=on)
    return Error(files.MAIN, line, "effective_on", told)


def publish_calendar(text: str, *, now: datetime) -> CalendarVersion:
    """Publish a state of the national calendar. Raises RegimeErrors if it is wrong."""
    files.calendar_of(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    made, _ = CalendarVersion.objects.get_or_create(
        digest=digest, defaults={"published_at": now, "text": text}
    )
    queries.forget()
    return made
