"""From the conversation to the page: what was said so far, behind a signed and short-lived link.

Nothing personal stands in the link: it names a row. A link from the conversation may be opened
again until the matter is reported; that of the mini-program's login opens once.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet

from huiyin.intake import sealing
from huiyin.intake.channels.wechat import users
from huiyin.intake.channels.wechat.messages import Message
from huiyin.intake.channels.wechat.users import User
from huiyin.intake.models import WechatDraft, WechatUser
from huiyin.rules.coordinates import Point, to_wgs84

LIVES = timedelta(minutes=30)
ONCE_LIVES = timedelta(minutes=5)
LONGEST = 20_000
"""Characters of a draft: as much as a report may have."""

_SIGNER = signing.Signer(salt="huiyin.wechat.handing")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a user pointed on WeChat's map: degrees as they are stored (WGS-84), and its name."""

    position: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a user has said so far, and the way to the page on which they go on."""

    pk: int
    place: str
    user: User
    words: str = ""
    spot: Spot | None = None
    full: bool = False

    @property
    def token(self) -> str:
        """What the link carries."""
        return _SIGNER.sign(str(self.pk))


@dataclass
class _Said:
    words: list[tuple[int, str]] = field(default_factory=list)
    spot: list[str] = field(default_factory=list)


def keep(user: User, place: str, message: Message, *, now: datetime) -> Draft:
    """Add a message to what the user is saying; messages stand in the order they were written."""
    with transaction.atomic():
        WechatUser.objects.select_for_update().get(pk=user.pk)
        WechatDraft.objects.filter(until__lt=now).delete()
        row = _open(user, place).order_by("-pk").first() or _new(user, place, now)
        said = _read(row)
        full = not _add(said, message)
        row.said = sealing.seal(json.dumps([said.words, said.spot], ensure_ascii=False), "draft")
        row.until = now + LIVES
        row.save(update_fields=["said", "until"])
    return _draft(row, user, said, full)


def current(user: User, place: str, *, now: datetime) -> Draft:
    """What the user is saying, perhaps nothing yet."""
    row = _open(user, place).filter(until__gte=now).order_by("-pk").first()
    row = row or _new(user, place, now)
    return _draft(row, user, _read(row))


def log_in(user: User, place: str, *, now: datetime) -> Draft:
    """A way to the pages that opens once, for who has just shown who they are."""
    until = now + ONCE_LIVES
    row = WechatDraft.objects.create(user_id=user.pk, place=place, once=True, until=until)
    return _draft(row, user, _Said())


def opened(place: str, token: str, *, now: datetime) -> Draft | None:
    """The draft behind a link; None when the link is forged, has ended or was used."""
    try:
        pk = int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    fresh = WechatDraft.objects.filter(pk=pk, place=place, until__gte=now, taken_at=None)
    if not (fresh.filter(once=False) | fresh.filter(opened_at=None)).update(opened_at=now):
        return None
    return again(pk, now=now)


def again(pk: int, *, now: datetime) -> Draft | None:
    """The draft that a browser has opened, until it was taken or has long ended."""
    row = WechatDraft.objects.filter(pk=pk, taken_at=None, until__gte=now - users.KEPT).first()
    user = users.find(row.user_id) if row else None
    return _draft(row, user, _read(row)) if row and user else None


def taken(draft: Draft, *, now: datetime) -> None:
    """The matter was reported: its words are forgotten here, and its link leads nowhere."""
    WechatDraft.objects.filter(pk=draft.pk).update(taken_at=now, said=b"")


def _open(user: User, place: str) -> QuerySet[WechatDraft]:
    return WechatDraft.objects.filter(user=user.pk, place=place, once=False, taken_at=None)


def _new(user: User, place: str, now: datetime) -> WechatDraft:
    return WechatDraft.objects.create(user_id=user.pk, place=place, until=now + LIVES)


def _read(row: WechatDraft) -> _Said:
    text = sealing.unseal(row.said, "draft")
    words, spot = json.loads(text) if text else ([], [])
    return _Said([(at, said) for at, said in words], spot)


def _add(said: _Said, message: Message) -> bool:
    """Does it fit?"""
    if message.latitude is not None and message.longitude is not None:
        point = to_wgs84(Point(message.latitude, message.longitude))
        said.spot = [str(point), message.text[:300]]
        return True
    if sum(len(words) + 1 for _, words in said.words) + len(message.text) > LONGEST:
        return False
    said.words = sorted([*said.words, (message.at, message.text)], key=lambda one: one[0])
    return True


def _draft(row: WechatDraft, user: User, said: _Said, full: bool = False) -> Draft:
    words = "\n".join(text for _, text in said.words)
    spot = Spot(*said.spot) if said.spot else None
    return Draft(row.pk, row.place, user, words, spot, full)
