"""Who writes to us in WeChat: what was heard of them, and which cases they brought."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction

from huiyin.intake import sealing
from huiyin.intake.models import WechatCase, WechatHeard, WechatUser

FLOOD = 30
"""So many messages of one user within `SPAN` are answered; more are not."""
SPAN = timedelta(minutes=10)
KEPT = timedelta(days=1)


class Hearing(StrEnum):
    """Was a message heard before?"""

    FIRST = "first"
    AGAIN = "again"
    FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody in WeChat, without saying who."""

    pk: int
    app: str
    phone: str = ""
    vouched: bool = False


def met(app: str, openid: str, *, now: datetime) -> User:
    """The user, who may be new."""
    row, _ = WechatUser.objects.get_or_create(
        openid_index=sealing.index(f"{app}/{openid}"),
        defaults={
            "app": app,
            "openid": sealing.seal(openid, "openid"),
            "follows_at": now,
            "made_at": now,
        },
    )
    return _user(row)


def find(pk: int) -> User | None:
    """The user again."""
    row = WechatUser.objects.filter(pk=pk).first()
    return _user(row) if row else None


def _user(row: WechatUser) -> User:
    return User(row.pk, row.app, sealing.unseal(row.phone, "phone"), row.vouched)


def hear(user: User, once: str, *, now: datetime) -> Hearing:
    """Note that a message came; `once` is the same for the same message sent again."""
    key = sealing.index(f"{user.pk}/{once}")
    if WechatHeard.objects.filter(once=key).exists():
        return Hearing.AGAIN
    if WechatHeard.objects.filter(user=user.pk, at__gt=now - SPAN).count() >= FLOOD:
        return Hearing.FLOOD
    WechatHeard.objects.filter(at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            WechatHeard.objects.create(user_id=user.pk, once=key, at=now)
    except IntegrityError:  # the same message, at the same moment
        return Hearing.AGAIN
    return Hearing.FIRST


def follows(user: User, does: bool, *, at: datetime) -> None:
    """Began or ceased to follow at that moment; what is older than what is known says nothing."""
    fresh = WechatUser.objects.filter(pk=user.pk, follows_at__lte=at)
    fresh.update(follows=does, follows_at=at)


def vouch(user: User, phone: str) -> User:
    """WeChat says that this is the user's number."""
    WechatUser.objects.filter(pk=user.pk).update(phone=sealing.seal(phone, "phone"), vouched=True)
    return User(user.pk, user.app, phone, vouched=True)


def brought(user: User, number: str, ref: str, phone: str, *, now: datetime) -> None:
    """The user brought this case, as this petitioner, to be called at that number.

    A number that WeChat vouched for is not replaced by one that somebody typed.
    """
    kept = {"user_id": user.pk, "number": number, "at": now}
    WechatCase.objects.get_or_create(petitioner_id=int(ref), defaults=kept)
    if phone:
        unvouched = WechatUser.objects.filter(pk=user.pk, vouched=False)
        unvouched.update(phone=sealing.seal(phone, "phone"))


def cases_of(user: User) -> dict[str, str]:
    """Number -> the petitioner's reference, of the cases the user brought, newest first."""
    rows = WechatCase.objects.filter(user=user.pk).order_by("-at", "-pk")
    return {number: str(ref) for number, ref in rows.values_list("number", "petitioner_id")}


def openid_of(ref: str, app: str) -> str:
    """How WeChat names the petitioner `ref` to that app, to write to them; "" where it cannot."""
    if not ref.isdecimal():  # imported cases may name nobody whom we know
        return ""
    rows = WechatCase.objects.filter(petitioner_id=int(ref), user__app=app, user__follows=True)
    found = rows.select_related("user").first()
    return sealing.unseal(found.user.openid, "openid") if found else ""
