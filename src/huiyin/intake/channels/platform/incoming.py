"""Matters that a platform hands us: each once, however often it is sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from django.db import IntegrityError, transaction
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import sealing
from huiyin.intake.actions import Matter, Receipt
from huiyin.intake.channels.platform.accounts import Platform
from huiyin.intake.identity import Person
from huiyin.intake.models import PlatformCase, PlatformHeard
from huiyin.intake.signing import is_signed
from huiyin.people.models import Place
from huiyin.rules.deeds import has_control_characters
from huiyin.rules.refusals import not_now
from huiyin.rules.words import N_

LONGEST_BODY = 200_000
"""Bytes of a request: the longest text in Chinese, and what stands around it."""
KEPT = timedelta(days=1)
"""How long nonces are kept; a signature is good for minutes."""
_NONCE = re.compile(r"^[\x21-\x7e]{8,64}$")
_NUMBER = re.compile(r"^[\x21-\x2e\x30-\x7e]{1,60}$")  # no blank, and no slash: it stands in a path


class Garbage(Exception):
    """This is nothing that a platform may say; names the fields at fault."""


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Who(_Said):
    """The person, as far as the platform knows them."""

    name: str = ""
    phone: str = ""
    identity_no: str = ""
    email: str = ""


class NewMatter(_Said):
    """A matter. `number` is the platform's own; sent again, it is the same matter."""

    number: str
    text: str
    title: str = ""
    kind: str = ""
    class_code: str = Field("", alias="class")
    area: str = ""
    address: str = ""
    position: str = ""
    person: Who = Who()


class Deed(_Said):
    """Something done to a matter that is here. `id`: the same at every try."""

    do: Literal["supplement", "urge", "withdraw", "rate"]
    id: str = Field(min_length=1, max_length=80)
    text: str = ""
    verdict: str = ""


def is_from(
    platform: Platform, headers: Mapping[str, str], path: str, body: bytes, *, now: datetime
) -> bool:
    """Did the platform sign it, for this address, just now?"""
    at, nonce, proof = (
        headers.get(f"X-Huiyin-{name}", "") for name in ("Time", "Nonce", "Signature")
    )
    said = f"{path}\n".encode() + body
    return bool(_NONCE.match(nonce)) and is_signed(platform.secret, at, nonce, said, proof, now=now)


S = TypeVar("S", NewMatter, Deed)


def parse(kind: type[S], body: bytes) -> S:
    """What a request says. Raises Garbage."""
    try:
        said = kind.model_validate_json(body)
    except ValidationError as error:
        wrong = {".".join(map(str, one["loc"])) or "JSON" for one in error.errors()}
        raise Garbage(", ".join(sorted(wrong))[:200]) from None
    number = getattr(said, "number", "1")
    if not _NUMBER.match(number) or has_control_characters(getattr(said, "id", "")):
        raise Garbage("number" if not _NUMBER.match(number) else "id")
    return said


def first_heard(place: str, nonce: str, *, now: datetime) -> bool:
    """Is the request new? To be asked inside the transaction of what comes of it."""
    PlatformHeard.objects.filter(at__lt=now - KEPT).delete()
    used = sealing.index(f"{place}/platform/{nonce}")
    try:
        with transaction.atomic():
            PlatformHeard.objects.create(nonce=used, at=now)
    except IntegrityError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Taken:
    """A matter of a platform's that is here."""

    number: str
    theirs: str
    petitioner: str


def take(
    place: Place, platform: Platform, theirs: str, matter: Matter, person: Person, *, now: datetime
) -> tuple[Receipt, bool]:
    """Register it once; the receipt, and whether it is new. Raises Refused."""
    said = sealing.index(repr((matter, person)))
    try:
        with transaction.atomic():
            known = _known(place.pk, platform, theirs)
            if known is not None:
                return _again(known, said)
            receipt = intake.report(place, matter, person, now=now)
            PlatformCase.objects.create(
                place=place.pk,
                channel=platform.channel,
                theirs=theirs,
                case=receipt.number,
                petitioner=receipt.case.petitioners[0].ref,
                said=said,
            )
    except IntegrityError:  # the same, at the same moment: the other's stands
        known = _known(place.pk, platform, theirs)
        if known is None:
            raise
        return _again(known, said)
    return receipt, True


def _known(place: str, platform: Platform, theirs: str) -> PlatformCase | None:
    rows = PlatformCase.objects.filter(place=place, channel=platform.channel, theirs=theirs)
    return rows.first()


def _again(known: PlatformCase, said: str) -> tuple[Receipt, bool]:
    if known.said != said:
        raise Refused(not_now(N_("这个编号交来过别的内容；要补充请用补充，另一件事请用新的编号。")))
    return intake.receipt(known.case), False


def taken(place: str, platform: Platform, theirs: str) -> Taken | None:
    """The platform's matter of that number."""
    row = _known(place, platform, theirs)
    return Taken(row.case, row.theirs, row.petitioner) if row else None


def came_by_platform(petitioner: str) -> tuple[str, str, str] | None:
    """Place, channel and the platform's own number of the matter this petitioner came with."""
    rows = PlatformCase.objects.filter(petitioner=petitioner)
    return rows.values_list("place", "channel", "theirs").first()
