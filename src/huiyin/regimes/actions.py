"""Publishing law. What is published stays; a change is a new version."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction

from huiyin.regimes import files, queries
from huiyin.regimes.models import CalendarVersion, RegimeVersion


def publish(directory: Path, *, now: datetime) -> RegimeVersion:
    """Publish the regime in `directory` as a new version.

    Raises RegimeErrors, with nothing changed, if anything in it is wrong. Publishing what is
    already published, word for word, gives the version that stands.
    """
    texts = files.texts(directory)
    law = files.parse(texts, queries.calendar())
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


def publish_calendar(text: str, *, now: datetime) -> CalendarVersion:
    """Publish a state of the national calendar. Raises RegimeErrors if it is wrong."""
    files.calendar_of(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    made, _ = CalendarVersion.objects.get_or_create(
        digest=digest, defaults={"published_at": now, "text": text}
    )
    queries.forget()
    return made
