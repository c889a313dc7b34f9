"""One-time codes by SMS: whoever reads a message sent to a number shows that it is theirs.

Asking gives the same answer for every number: only one that a case belongs to is really sent a
code, and that by the worker, so that no page waits for the gateway. A code is good for five
minutes, once, for what it was asked for, and only for whoever asked: the caller keeps what `ask`
gives (in the session) and hands it to `check`. So nobody can use up another's tries.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F, QuerySet

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import identity, outbox, sealing
from huiyin.intake.channels import wording
from huiyin.intake.channels.sms import kind as sms
from huiyin.intake.identity import Person
from huiyin.intake.models import OneTimeCode, Petitioner
from huiyin.rules.refusals import Refusal, invalid, not_now
from huiyin.rules.words import N_

LIVES = timedelta(minutes=5)
TRIES = 5
HOUR = timedelta(hours=1)
REST = timedelta(minutes=1)
"""A number is sent a code once in so long."""
HOURLY = 5
"""Codes that a number is sent in an hour."""
CEILING = 300
"""Codes that a place sends in an hour, to whomever."""
KEPT = timedelta(days=1)
RECENT = timedelta(days=365)
"""Older cases open by number and code only: a number may have passed to somebody else."""

LISTED = 50
WORDS = N_("查询验证码 {code}，5 分钟内有效，请勿告诉他人。不是您本人查询的，请忽略。")


@dataclass(frozen=True, slots=True)
class Mine:
    """A case of whoever has the number, and as which petitioner."""

    number: str
    petitioner: str


def offered(place: str) -> bool:
    """Can the place send codes? No, either, while its gateway is written down wrongly."""
    try:
        return sms.speaks_freely(place)
    except ImproperlyConfigured:
        return False


def ask(place: str, phone: str, *, purpose: str, now: datetime, language: str = "") -> int:
    """Have a code sent to the number; what to hand to `check`. Raises Refused."""
    phone = identity.tidy(Person(phone=phone)).phone
    if not identity.is_mobile(phone):
        raise Refused(invalid("phone", N_("请填 11 位手机号，座机收不到短信。")))
    OneTimeCode.objects.filter(made_at__lt=now - KEPT).delete()
    code = f"{secrets.randbelow(10**6):06d}"
    row = OneTimeCode(place=place, purpose=purpose, phone_index=sealing.index(phone), made_at=now)
    row.code = _sealed(row, code)
    row.save(force_insert=True)
    no = _too_many(row, now)  # asked last: of two at once the second sees the first
    if no is not None:
        row.delete()
        raise Refused(no)
    if _people(place, row.phone_index, now).exists():
        words = wording.words(WORDS, {"code": code}, "", language)
        _send(row, phone, words, now)
    return row.pk


def _sealed(row: OneTimeCode, code: str) -> str:
    return sealing.index(f"{row.purpose}/{row.place}/{row.phone_index}/{code}")


def _too_many(row: OneTimeCode, now: datetime) -> Refusal | None:
    others = OneTimeCode.objects.filter(pk__lt=row.pk)
    same = others.filter(phone_index=row.phone_index)
    if same.filter(made_at__gt=now - REST).exists():
        return not_now(N_("验证码一分钟只发一次，请稍等再试。"))
    if same.filter(made_at__gt=now - HOUR).count() >= HOURLY:
        return not_now(N_("这个号码要的验证码太多了，请一小时后再试，或者凭编号和查询码查询。"))
    if others.filter(place=row.place, sent=True, made_at__gt=now - HOUR).count() >= CEILING:
        return not_now(N_("现在要验证码的人太多，请过一会儿再试，或者凭编号和查询码查询。"))
    return None


def _send(row: OneTimeCode, phone: str, words: str, now: datetime) -> None:
    with transaction.atomic():
        OneTimeCode.objects.filter(pk=row.pk).update(sent=True)
        outbox.say(row.place, phone, words, now=now, until=now + LIVES)


def check(asked: int, code: str, *, place: str, purpose: str, now: datetime) -> str:
    """The blind index of the number that was shown to be theirs. Raises Refused."""
    live = OneTimeCode.objects.filter(
        pk=asked,
        place=place,
        purpose=purpose,
        used_at=None,
        made_at__gt=now - LIVES,
        tries__lt=TRIES,
    )
    row = live.first()
    if row is None:
        raise Refused(not_now(N_("验证码已经失效，请重新获取。")))
    typed = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code))
    if live.filter(code=_sealed(row, typed), sent=True).update(used_at=now):
        return row.phone_index
    live.update(tries=F("tries") + 1)
    raise Refused(invalid("code", N_("验证码不对，请照短信核对。")))


def cases_of(place: str, phone_index: str, *, now: datetime) -> list[Mine]:
    """The cases of a number in the place, by whatever channel they came, the newest first.

    Never of whistle-blowing (JS-4), of which no number is known.
    """
    people = _people(place, phone_index, now).order_by("-made_at", "-pk")
    found = [(cases.find(one.case), one.pk) for one in people[:LISTED]]
    return [Mine(case.number, str(pk)) for case, pk in found if case and not case.whistle]


def _people(place: str, phone_index: str, now: datetime) -> QuerySet[Petitioner]:
    known = Petitioner.objects.filter(place=place, phone_index=phone_index, erased_at=None)
    return known.filter(made_at__gt=now - RECENT).exclude(case="").exclude(phone_index="")
