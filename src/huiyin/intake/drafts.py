"""What is typed during a call, kept sealed on the server until it is registered (B23)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from huiyin.cases.actions import Refused
from huiyin.intake import sealing
from huiyin.intake.models import CallDraft
from huiyin.rules.case import Actor
from huiyin.rules.refusals import invalid
from huiyin.rules.words import N_

LIFE = timedelta(days=1)
LONGEST = 40_000
"""Most characters of a draft, all fields together."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, by field; `revision` tells which of two is the newer."""

    key: str
    place: str
    said: Mapping[str, str]
    revision: int


def save(
    member: Actor, place: str, key: str, said: Mapping[str, str], *, revision: int, now: datetime
) -> int:
    """Keep what was typed; the revision that is kept now. A late save undoes no newer one.

    Raises Refused where it is too much. What was registered already is not kept again.
    """
    text = json.dumps(dict(said), ensure_ascii=False)
    if len(text) > LONGEST:
        raise Refused(invalid("text", N_("内容太长，请缩短后再保存。")))
    _begin(member, place, key, now)
    older = CallDraft.objects.filter(member=member.id, key=key, done_at=None, revision__lt=revision)
    older.update(
        said=sealing.seal(text, "call_draft"), place=place, revision=revision, changed_at=now
    )
    return CallDraft.objects.get(member=member.id, key=key).revision


def _begin(member: Actor, place: str, key: str, now: datetime) -> None:
    mine = CallDraft.objects.filter(member=member.id, key=key)
    if mine.exists():
        return
    try:
        with transaction.atomic():
            CallDraft.objects.create(
                member=member.id, place=place, key=key, revision=-1, made_at=now, changed_at=now
            )
    except IntegrityError:  # two saves at once: the other one began it
        pass


def latest(member: Actor, *, now: datetime) -> Draft | None:
    """What the member typed last and has not registered."""
    live = CallDraft.objects.filter(member=member.id, done_at=None, changed_at__gt=now - LIFE)
    row = live.exclude(said=b"").order_by("-changed_at", "-pk").first()
    if row is None:
        return None
    said = json.loads(sealing.unseal(row.said, "call_draft"))
    return Draft(row.key, row.place, said, row.revision)


def done(member: Actor, key: str, *, now: datetime) -> None:
    """Registered, or thrown away: the words go; the row stays a day, against late saves."""
    CallDraft.objects.filter(member=member.id, key=key).update(
        said=b"", done_at=now, changed_at=now
    )


def sweep(now: datetime) -> None:
    """Take away what nobody touched for a day."""
    CallDraft.objects.filter(changed_at__lt=now - LIFE).delete()
