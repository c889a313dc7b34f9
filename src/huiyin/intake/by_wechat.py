"""Photos and voice from WeChat: noted when announced, fetched by the worker, kept as files.

WeChat wants its answer within five seconds and keeps a file for three days. So the callback writes
down only what the file is called there (`note`); workers fetch it under a lease (`fetch_next`), try
again while WeChat is away, and put it with what the user is saying, or with the case that this has
become meanwhile. Killed at any moment, they fetch the same bytes again and keep them once.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import attachments, queries, sealing
from huiyin.intake.attachments import Blob, Kept
from huiyin.intake.channels.wechat import accounts, handing, users
from huiyin.intake.channels.wechat.client import Client, Failed
from huiyin.intake.channels.wechat.handing import LIVES, Draft
from huiyin.intake.channels.wechat.messages import Message
from huiyin.intake.channels.wechat.users import User
from huiyin.intake.models import WechatCase, WechatDraft, WechatMedia
from huiyin.intake.outbox import LEASE, RESTS
from huiyin.rules.deeds import MOST_FILES
from huiyin.rules.steps.receive import Supplement
from huiyin.rules.words import N_

log = logging.getLogger(__name__)

KINDS = {"image": N_("照片"), "voice": N_("语音")}
KEPT_THERE = timedelta(days=3)
"""So long WeChat keeps what was sent."""

ENDED = N_("您发的{what}没能从微信取到，请再发一次。")
LATE = N_("您发的{what}没有和诉求一起提交。还需要的话，请再发一次。")


@dataclass(frozen=True, slots=True)
class Noted:
    """Where a file will go: to the draft, or to the case of that number; or it is one too many."""

    draft: Draft
    number: str = ""
    full: bool = False


def note(user: User, place: str, message: Message, *, now: datetime) -> Noted:
    """Write down that a file is to be fetched, in the caller's transaction."""
    draft = handing.current(user, place, now=now)
    already = WechatMedia.objects.filter(draft=draft.pk).count()
    if already >= MOST_FILES:
        return Noted(draft, full=True)
    begun = bool(draft.words or draft.spot or already)
    number, ref = ("", "") if begun else _lately(user, place, now)
    if not number:
        WechatDraft.objects.filter(pk=draft.pk).update(until=now + LIVES)
    WechatMedia.objects.create(
        user_id=user.pk,
        place=place,
        draft_id=None if number else draft.pk,
        number=number,
        petitioner=ref,
        kind=message.kind,
        media=sealing.seal(message.media, "media"),
        sent_at=message.at,
        at=now,
        state="waiting",
        next_at=now,
    )
    return Noted(draft, number)


def _lately(user: User, place: str, now: datetime) -> tuple[str, str]:
    """The open case of which the user was speaking just now, and who they are in it."""
    rows = WechatCase.objects.filter(user=user.pk, at__gt=now - LIVES)
    row = rows.order_by("-at", "-pk").first()
    case = cases.find(row.number) if row else None
    if row is None or case is None or case.place != place or not case.open:
        return "", ""
    return row.number, str(row.petitioner_id)


def files(draft: Draft) -> list[Kept]:
    """What has been fetched for a draft, in the order in which it was sent."""
    rows = WechatMedia.objects.filter(draft=draft.pk, state__in=("kept", "shown"))
    refs = rows.order_by("sent_at", "pk").values_list("file", flat=True)
    return attachments.drafts(list(refs))


def shown(draft: Draft) -> None:
    """What has been fetched stands in the form: it comes with the form, or was taken out there."""
    WechatMedia.objects.filter(draft=draft.pk, state="kept").update(state="shown")


def follow(draft: Draft, number: str, ref: str, *, now: datetime) -> None:
    """The draft has become a case: what came too late for its form is added to it."""
    rows = WechatMedia.objects.filter(draft=draft.pk, state__in=("waiting", "kept"))
    rows.update(number=number, petitioner=ref, state="waiting", next_at=now)


def fetch_next(now: datetime) -> str:
    """Fetch the file that is due first; its state after that, "" where none was due."""
    row = WechatMedia.objects.filter(next_at__lte=now).order_by("next_at", "pk").first()
    if row is None:
        return ""
    if not _claims(row, now):
        return row.state
    try:
        return _tell(row, now) if row.state == "telling" else _fetch(row, now)
    except ImproperlyConfigured as error:
        log.error("%s: nothing is fetched from WeChat until it is mended", error)
        return _later(row, now)
    except Failed as failed:
        log.warning("a file is not fetched from WeChat: %s", failed)
        return _later(row, now, again=failed.again)


def _claims(row: WechatMedia, now: datetime) -> bool:
    """Take the lease; another worker may have been quicker."""
    as_seen = WechatMedia.objects.filter(pk=row.pk, tries=row.tries, next_at=row.next_at)
    taken = as_seen.update(tries=F("tries") + 1, next_at=now + LEASE)
    row.tries, row.next_at = row.tries + 1, now + LEASE
    return bool(taken)


def _later(row: WechatMedia, now: datetime, *, again: bool = True) -> str:
    if again and row.tries <= len(RESTS):
        return _end(row, state=row.state, next_at=now + RESTS[row.tries - 1])
    return _end(row, state="refused") if row.state == "telling" else _sorry(row, ENDED, now)


def _end(row: WechatMedia, *, state: str, next_at: datetime | None = None, **kept: object) -> str:
    """Write down what became of it, unless its lease has passed on."""
    held = WechatMedia.objects.filter(pk=row.pk, tries=row.tries, next_at=row.next_at)
    held.update(state=state, next_at=next_at, **kept)
    return state


def _sorry(row: WechatMedia, words: str, now: datetime, **params: object) -> str:
    """It cannot be had: the user is told so next."""
    with translation.override(_language(row)):
        said = gettext(words).format(**{"what": gettext(KINDS[row.kind]), **params})
    kept = {"words": sealing.seal(said, "words"), "media": b"", "tries": 0}
    return _end(row, state="telling", next_at=now, **kept)


def _language(row: WechatMedia) -> str:
    user = users.find(row.user_id)
    ref = next(iter(users.cases_of(user).values()), "") if user else ""
    return "en" if queries.told_in(ref) == "en" else settings.LANGUAGE_CODE


def _tell(row: WechatMedia, now: datetime) -> str:
    account = accounts.official(row.place)
    if account is not None:
        openid = sealing.unseal(row.user.openid, "openid")
        with Client(account.calling(), now) as calling:
            calling.say(openid, sealing.unseal(row.words, "words"))
    return _end(row, state="refused", words=b"")


def _fetch(row: WechatMedia, now: datetime) -> str:
    if not row.file:
        account = accounts.official(row.place)
        if account is None or now - row.at > KEPT_THERE:
            return _sorry(row, ENDED, now)
        with Client(account.calling(), now) as calling:
            data, _ = calling.media(sealing.unseal(row.media, "media"))
        try:
            row.file = _kept(row, data, now)
        except Refused as no:
            return _sorry(row, no.refusal.message, now, **no.refusal.params)
    try:
        return _join(row, now)
    except Refused as no:
        return _sorry(row, no.refusal.message, now, **no.refusal.params)


def _kept(row: WechatMedia, data: bytes, now: datetime) -> str:
    """The file's reference: the same bytes of the same message are one file, however often."""
    name = gettext(KINDS[row.kind])
    key = f"wechat-media-{row.pk}"
    taken = attachments.take(row.place, [Blob(name, data)], whistle=False, by="", now=now, key=key)
    return taken[0].ref


def _join(row: WechatMedia, now: datetime) -> str:
    """To the case, or to the draft; what has become of the draft is asked last. Raises Refused."""
    with transaction.atomic():
        fresh = WechatMedia.objects.select_for_update().get(pk=row.pk)
        if fresh.number:
            with translation.override(settings.LANGUAGE_CODE):
                words = gettext("从微信发来{what}。").format(what=gettext(KINDS[row.kind]))
            deed = attachments.naming(Supplement(text=words), [row.file])
            actor = queries.petitioner_actor(fresh.petitioner)
            key = f"wechat-media-{row.pk}"
            attachments.act(fresh.number, deed, actor=actor, now=now, key=key)
            return _end(row, state="joined", media=b"", file=row.file)
        if fresh.draft_id is not None:
            return _end(row, state="kept", media=b"", file=row.file)
    return _sorry(row, LATE, now)


def sweep(now: datetime) -> None:
    """Forget what has ended; what waits is kept until it has."""
    old = WechatMedia.objects.filter(next_at=None, at__lt=now - KEPT_THERE)
    old.delete()
