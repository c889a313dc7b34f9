"""Files once they are taken: erased with their case, swept, scanned again, proved."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from django.db import transaction

from huiyin.intake import scanning, vault
from huiyin.intake.attachments import refs_of
from huiyin.intake.models import Attachment
from huiyin.intake.scanning import Scan
from huiyin.journal import queries as journal
from huiyin.journal.queries import Fault
from huiyin.rules.words import N_

DRAFTS_LIVE = timedelta(days=1)


def erase(number: str, *, now: datetime) -> None:
    """Erase the files of a case, in the caller's transaction; the bytes go when it is committed.

    Salts go too: without them nobody can try out on the digests that remain what a file was.
    """
    rows = Attachment.objects.filter(case=number, erased_at=None)
    ids = list(rows.values_list("pk", flat=True))
    rows.update(erased_at=now, name=b"", salt="", once=None)
    transaction.on_commit(lambda: _remove_erased(ids))


def erased(sender: object, *, number: str, now: datetime, **_: object) -> None:
    """Hears of a case that is being erased (see `IntakeConfig`)."""
    erase(number, now=now)


def _remove_erased(ids: list[int] | None = None) -> int:
    rows = Attachment.objects.exclude(erased_at=None).exclude(stored="")
    gone = list(rows.filter(pk__in=ids) if ids is not None else rows)
    for row in gone:
        vault.remove(row.stored)
        Attachment.objects.filter(pk=row.pk).update(stored="", thumb=False)
    return len(gone)


def sweep(now: datetime) -> int:
    """Remove drafts that became nothing, and bytes that an erasure left behind. How many."""
    count = _remove_erased()
    for row in Attachment.objects.filter(case="", made_at__lt=now - DRAFTS_LIVE):
        with transaction.atomic():
            mine = Attachment.objects.filter(pk=row.pk, case="").delete()[0]
        if mine:
            vault.remove(row.stored)
            count += 1
    return count


def rescan() -> int:
    """Ask the scanner again about files that it did not answer for. How many are settled."""
    settled = 0
    for row in Attachment.objects.filter(scan=Scan.WAITING, erased_at=None).order_by("pk"):
        try:
            answer = scanning.scan(vault.read(row.stored))
        except (OSError, InvalidTag, ValueError):
            continue  # `journal verify` says that it is damaged
        if answer is Scan.WAITING:
            break
        Attachment.objects.filter(pk=row.pk).update(scan=answer)
        settled += 1
    return settled


def faults(number: str) -> Iterator[Fault]:
    """Files that the record of a case names and that are missing or not as they were."""
    rows = {f"{row.pk}:sha256:{row.digest}": row for row in Attachment.objects.filter(case=number)}
    for seq, fact in enumerate(journal.facts(number), 1):
        for ref in refs_of(fact):
            row = rows.pop(ref, None)
            wrong = _wrong(row)
            if wrong:
                yield Fault(number, seq, wrong)
    for _ in rows:
        yield Fault(number, 0, N_("有一个附件，记录里没有提到。"))


def _wrong(row: Attachment | None) -> str:
    if row is None:
        return N_("缺少附件。")
    if row.erased_at is not None:
        return ""
    try:
        data = vault.read(row.stored)
    except FileNotFoundError:
        return N_("附件的文件不见了。")
    except (OSError, InvalidTag, ValueError):
        return N_("附件的文件被改过，或者读不出来。")
    return "" if vault.digest(row.salt, data) == row.digest else N_("附件与摘要不符。")
