"""Publishing law. What is published stays; a change is a new version."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext

from huiyin.regimes import files, queries
from huiyin.regimes.files import Error, RegimeErrors
from huiyin.regimes.models import CalendarVersion, RegimeVersion
from huiyin.regimes.places import line_of


def publish(directory: Path, *, now: datetime) -> RegimeVersion:
    """Publish the regime in `directory` as a new version.

    Raises RegimeErrors, with nothing changed, if anything in it is wrong. Publishing what is
    already published, word for word, gives the version that stands. A version is in force from
    the moment it is published, so one that is to apply later is published on its day.
    """
    texts = files.texts(directory)
    law = files.parse(texts, queries.calendar())
    if law.regime.effective_on > law.calendar.local(now).date():
        raise RegimeErrors([_too_early(law.regime.effective_on, texts)])
    digest = files.digest(texts)
    with transaction.atomic():
        if not CalendarVersion.objects.exists():
            publish_calendar(files.calendar_text(), now=now)
        standing = RegimeVersion.objects.filter(regime=law.regime.id).order_by("-version").first()
        if standing is not None and standing.digest == digest:
            return standing
        last = standing.version if standing else 0
        return RegimeVersion.objects.create(
            regime=law.regime.id,
            version=last + 1,
            effective_on=law.regime.effective_on,
            published_at=now,
            digest=digest,
            files=texts,
        )


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
