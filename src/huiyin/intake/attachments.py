"""Photos, voice notes and documents that come with a matter: kept sealed, apart from the case.

Whoever takes files in, by whatever way, does three things:

    kept = take(place, uploads, whistle=False, by=actor.id, now=now, key=key)   # raises Refused
    deed = naming(deed, [one.ref for one in kept])         # what the fact will say
    act(number, deed, actor=actor, now=now, key=key)

`uploads` are Django's uploaded files (or anything with `name`, `size`, `read`; see `Blob`). With a
`key` (the form's), the same file sent again is the same row, so that a retry never doubles it. A
report goes through `intake.actions.report` with `Matter.attachments`; every other deed through
`act` here, which is the one door with the files attached in the same transaction.

Until then a file is a draft, named on the page by `token`, found again by `draft`, swept a day
later. `of_case` gives the files of a case and `read` the bytes; whether the reader may see them is
asked by whoever shows them. Erasing a case (`cases.actions.erase`) erases its files by itself: see
`huiyin.intake.upkeep`, which also sweeps and proves.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any, Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Sum

from huiyin.cases import actions as cases
from huiyin.cases.actions import Outcome, Refused
from huiyin.intake import media, scanning, sealing, vault
from huiyin.intake.media import Made, Unfit
from huiyin.intake.models import Attachment
from huiyin.intake.scanning import Scan
from huiyin.rules.case import Actor
from huiyin.rules.deeds import MOST_FILES, Deed, too_many_files
from huiyin.rules.facts import Fact
from huiyin.rules.refusals import invalid
from huiyin.rules.words import N_

MOST_AT_ONCE = 100 * 1024 * 1024
"""Bytes of all files of one submission."""

MOST_IN_DRAFTS = 5 * 1024 * 1024 * 1024
"""Bytes that may wait in a place for a case to belong to: strangers must not fill the disk."""

FIELD = "attachments"
_SALT = "huiyin.attachment"
_LONGEST_NAME = 80
D = TypeVar("D", bound=Deed)


class Upload(Protocol):
    """A file on its way in."""

    @property
    def name(self) -> str | None:
        """What it is called where it comes from."""

    @property
    def size(self) -> int | None:
        """How long it is."""

    def read(self) -> bytes:
        """All of it."""
        ...


@dataclass(slots=True)
class Blob:
    """A file that is in memory already: from a message, a mail, a test."""

    name: str
    data: bytes

    @property
    def size(self) -> int:
        """How long it is."""
        return len(self.data)

    def read(self) -> bytes:
        """All of it."""
        return self.data


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept. `name` ends as its type does, and is "" for whistle-blowing."""

    id: int
    ref: str
    kind: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    seconds: int | None
    name: str
    scan: Scan
    erased: bool

    @property
    def token(self) -> str:
        """What names a draft on a page; nobody can make one up."""
        return signing.Signer(salt=_SALT).sign(str(self.id))

    @property
    def servable(self) -> bool:
        """May it be handed out: neither erased, nor infected, nor still to be scanned?"""
        return not self.erased and self.scan in (Scan.NONE, Scan.CLEAN)


# Taking in


def fits(uploads: Sequence[Upload], already: int = 0) -> None:
    """Are so many files, so large together, allowed? `already`: kept before. Raises Refused."""
    if len(uploads) + already > MOST_FILES:
        raise Refused(too_many_files(FIELD))
    if sum(one.size or 0 for one in uploads) > MOST_AT_ONCE:
        size = MOST_AT_ONCE // 1024 // 1024
        raise Refused(
            invalid(FIELD, N_("这些文件合起来太大，一次最多 {size} MB，请分几次交。"), size=size)
        )


def take(
    place: str, uploads: Iterable[Upload], *, whistle: bool, by: str, now: datetime, key: str = ""
) -> list[Kept]:
    """Keep files as drafts, in order, the same file once. Raises Refused at the first unfit one.

    `place`: its id. `by`: the member's actor id, or "" for the public.
    """
    listed = list(uploads)
    fits(listed)
    if listed and _drafts(place) > MOST_IN_DRAFTS:
        raise Refused(
            invalid(FIELD, N_("现在传来的文件太多，存不下了。请先不带文件提交，过一天再补充。"))
        )
    found: dict[int, Kept] = {}
    for upload in listed:
        row = _take(upload, Attachment(place=place, giver=by, made_at=now), key, whistle)
        found[row.pk] = _kept(row)
    return list(found.values())


def _drafts(place: str) -> int:
    rows = Attachment.objects.filter(place=place, case="")
    return rows.aggregate(n=Sum("size"))["n"] or 0


def _take(upload: Upload, row: Attachment, key: str, whistle: bool) -> Attachment:
    name = tidy_name(upload.name or "")
    try:
        data = _read(upload)
        made = media.make(data, whistle=whistle)
        row.scan = scanning.scan(data)
        if row.scan is Scan.INFECTED:
            raise Unfit(N_("“{name}”里有病毒，没有收下，请换一个文件。"))
    except Unfit as no:
        raise Refused(invalid(FIELD, no.message, **no.params, name=name)) from None
    row.once = _once(row, data, key)
    row.name = b"" if whistle else sealing.seal(name, "attachment-name")
    earlier = Attachment.objects.filter(once=row.once).first()
    return _again(earlier, made) if earlier else _store(row, made)


def _read(upload: Upload) -> bytes:
    """The bytes, once they are known not to be too many: a larger file is never read."""
    size = upload.size or 0
    if size > max(media.LIMITS.values()):
        raise media.too_big(media.DOCUMENT)
    if size == 0:
        raise Unfit(N_("“{name}”是空的，请重新选择。"))
    return upload.read()


def _once(row: Attachment, data: bytes, key: str) -> str:
    """The same for the same bytes of the same form; without a form, for nothing else."""
    said = "\n".join((row.place, row.giver, key or secrets.token_hex(16)))
    return sealing.index(said + "\n" + hashlib.sha256(data).hexdigest())


def _again(row: Attachment, made: Made) -> Attachment:
    """The file is known; its bytes are written where the first try was cut before it did that."""
    same = vault.digest(row.salt, made.data) == row.digest
    if not row.case and same and not vault.holds(row.stored):
        _write(row, made)
    return row


def _write(row: Attachment, made: Made) -> None:
    vault.write(row.stored, made.data)
    if made.thumb:
        vault.write(vault.thumb(row.stored), made.thumb)


def _store(row: Attachment, made: Made) -> Attachment:
    """The row first, then the bytes: a file that no row knows would lie there for ever."""
    row.kind, row.media_type, row.size = made.kind, made.media_type, len(made.data)
    row.width, row.height, row.seconds = made.width, made.height, made.seconds
    row.salt, row.thumb = secrets.token_hex(16), bool(made.thumb)
    row.digest = vault.digest(row.salt, made.data)
    row.stored = f"attachments/{secrets.token_hex(20)}"
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the same file of the same form, at the same moment
        return Attachment.objects.get(once=row.once)
    _write(row, made)  # where the disk is full, the row is swept with the drafts
    return row


def tidy_name(name: str) -> str:
    """A name that can be shown: no path, no control or direction characters, not too long."""
    plain = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    path = PurePath(plain.replace("\\", "/").strip())
    stem, suffix = path.stem.strip(" ."), path.suffix[:12]
    return (stem[:_LONGEST_NAME] + suffix) or "?"


def draft(token: str, place: str) -> Kept | None:
    """The draft that a page names, while it is one; a case's own file when a form is sent again."""
    try:
        pk = int(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    row = Attachment.objects.filter(pk=pk, place=place, erased_at=None).first()
    return _kept(row) if row else None


def drafts(refs: Sequence[str]) -> list[Kept]:
    """Those of these files that are there and belong to no case yet, in that order."""
    ids = {int(ref.partition(":")[0]) for ref in refs}
    rows = Attachment.objects.filter(pk__in=ids, case="", erased_at=None)
    known = {kept.ref: kept for kept in map(_kept, rows)}
    return [known[ref] for ref in refs if ref in known]


def is_draft(kept: Kept) -> bool:
    """Does it not belong to a case yet?"""
    return Attachment.objects.filter(pk=kept.id, case="").exists()


# To the case


def naming(deed: D, refs: Iterable[str]) -> D:
    """The deed with those files."""
    changes: dict[str, Any] = {FIELD: tuple(refs)}
    return replace(deed, **changes)


def act(number: str, deed: Deed, *, actor: Actor, now: datetime, key: str = "") -> Outcome:
    """The one door, for a deed that may bring files. Raises Refused, with nothing written."""
    with transaction.atomic():
        outcome = cases.act(number, deed, actor=actor, now=now, key=key)
        case = outcome.case
        attach(getattr(deed, FIELD, ()), case.place, case.number, by=actor.id)
    return outcome


def attach(refs: Sequence[str], place: str, number: str, *, by: str) -> None:
    """Give drafts to a case, in the caller's transaction; again is no harm. Raises Refused."""
    for ref in refs:
        pk, _, digest = ref.partition(":sha256:")
        rows = Attachment.objects.filter(
            pk=pk, place=place, digest=digest, case__in=("", number), erased_at=None
        )
        row = rows.select_for_update().first()
        if row is None:
            raise Refused(invalid(FIELD, N_("有一个文件已经不在了，请重新选择后再交。")))
        rows.filter(pk=row.pk).update(case=number, giver=row.giver or by)


# Giving out


def of_case(number: str) -> dict[str, Kept]:
    """Every file of a case by its reference."""
    rows = Attachment.objects.filter(case=number).order_by("pk")
    return {kept.ref: kept for kept in map(_kept, rows)}


def read(kept: Kept, *, thumb: bool = False) -> bytes | None:
    """The bytes (or of a photo its thumbnail), or None where they may not or cannot be had."""
    row = Attachment.objects.filter(pk=kept.id).first()
    if row is None or not _kept(row).servable or (thumb and not row.thumb):
        return None
    try:
        return vault.read(vault.thumb(row.stored) if thumb else row.stored)
    except (OSError, InvalidTag, ValueError):
        return None


def _kept(row: Attachment) -> Kept:
    return Kept(
        id=row.pk,
        ref=f"{row.pk}:sha256:{row.digest}",
        kind=row.kind,
        media_type=row.media_type,
        size=row.size,
        width=row.width,
        height=row.height,
        seconds=row.seconds,
        name=_shown_name(row),
        scan=Scan(row.scan),
        erased=row.erased_at is not None,
    )


def _shown_name(row: Attachment) -> str:
    """The name it came with, ending as its type does."""
    try:
        given = sealing.unseal(row.name, "attachment-name")
    except (InvalidTag, ValueError):
        given = ""
    extension = media.EXTENSIONS.get(row.media_type, "bin")
    return f"{PurePath(given).stem}.{extension}" if given else ""


def refs_of(fact: Fact) -> tuple[str, ...]:
    """The files that a fact names."""
    found: tuple[str, ...] = getattr(fact.what, FIELD, ())
    return found
