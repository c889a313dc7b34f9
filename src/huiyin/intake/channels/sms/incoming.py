"""Short messages that people send to us, as the gateway hands them on.

Of what was heard only blind indexes are kept: enough to know a message again, a request that is
replayed, and somebody who floods us.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from huiyin.intake import identity, sealing
from huiyin.intake.channels.sms.accounts import Plain
from huiyin.intake.identity import Person, is_mobile
from huiyin.intake.models import SmsHeard
from huiyin.intake.signing import is_signed
from huiyin.rules.deeds import has_control_characters

LONGEST_BODY = 20_000
"""Bytes of a request; a message of many parts is far shorter."""
FLOOD = 10
"""So many messages of one number within `SPAN` are heard."""
SPAN = timedelta(minutes=10)
KEPT = timedelta(days=30)

_NONCE = re.compile(r"^[\x21-\x7e]{8,64}$")


class Garbage(Exception):
    """This is no short message."""


class Hearing(StrEnum):
    """What a message is to us."""

    FIRST = "first"
    AGAIN = "again"  # the gateway sent it once more: it was heard
    REPLAY = "replay"  # the very same request
    TOO_MANY = "too many"  # the one at which the sender is told so
    FLOOD = "flood"  # one of those after it: not taken


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    id: str = Field(min_length=1, max_length=80)
    sender: str = Field(alias="from", max_length=30)
    text: str = Field(max_length=2000)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message: the gateway's own id of it, whose it is, what it says."""

    id: str
    phone: str
    text: str


def is_from(gateway: Plain, headers: Mapping[str, str], body: bytes, *, now: datetime) -> bool:
    """Did the gateway sign it, just now?"""
    at, nonce = headers.get("X-Huiyin-Time", ""), headers.get("X-Huiyin-Nonce", "")
    proof = headers.get("X-Huiyin-Signature", "")
    known = headers.get("X-Huiyin-Key", "") == gateway.key and bool(_NONCE.match(nonce))
    return known and is_signed(gateway.secret, at, nonce, body, proof, now=now)


def parse(body: bytes) -> Incoming:
    """The message in a request. Raises Garbage."""
    try:
        said = _Body.model_validate_json(body)
    except ValidationError:
        raise Garbage from None
    phone = identity.tidy(Person(phone=said.sender)).phone
    if not is_mobile(phone) or has_control_characters(said.id + said.text):
        raise Garbage
    return Incoming(said.id, phone, said.text)


def hear(place: str, said: Incoming, nonce: str, *, now: datetime) -> Hearing:
    """Note that a message came, inside the transaction of what comes of it."""
    once = sealing.index(f"{place}/message/{said.id}")
    used = sealing.index(f"{place}/nonce/{nonce}")
    if known := _known(once, used):
        return known
    sender = sealing.index(f"{place}/sender/{said.phone}")
    of_late = SmsHeard.objects.filter(sender=sender, at__gt=now - SPAN).count()
    if of_late > FLOOD:
        return Hearing.FLOOD
    SmsHeard.objects.filter(at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            SmsHeard.objects.create(once=once, nonce=used, sender=sender, at=now)
    except IntegrityError:  # the same, at the same moment
        return _known(once, used) or Hearing.AGAIN
    return Hearing.TOO_MANY if of_late == FLOOD else Hearing.FIRST


def _known(once: str, used: str) -> Hearing | None:
    if SmsHeard.objects.filter(nonce=used).exists():
        return Hearing.REPLAY
    return Hearing.AGAIN if SmsHeard.objects.filter(once=once).exists() else None
