"""The outbox: what petitioners are told goes out by their channel, once, and its fate is kept.

A notice is written by the door in the same transaction as what it tells of. Workers hand it on to
the petitioners' channels (`hand_on`) and send what is due (`send_next`), as many workers as there
are. Whoever sends holds the delivery under a lease; a worker that dies leaves it to the next.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F

from huiyin.cases import actions as case_actions
from huiyin.cases import notices
from huiyin.cases import queries as cases
from huiyin.intake import queries, sealing
from huiyin.intake.channels import wording
from huiyin.intake.channels.kinds import KINDS
from huiyin.intake.channels.shape import Failed, Kind, Message, Unsure
from huiyin.intake.identity import NOT_TOLD
from huiyin.intake.models import Delivery

log = logging.getLogger(__name__)

PAGE = 200
LEASE = timedelta(minutes=2)
RESTS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to rest after each try that failed; after the last it is given up."""

MENDING = timedelta(minutes=30)
"""How long what our own file holds up rests before it is looked at again."""
HELD_UP = "misconfigured"


def hand_on(now: datetime) -> int:
    """Give what was newly told to the petitioners' channels. How many deliveries that made.

    Two workers may do it at once: a notice and a person make one delivery.
    """
    made = 0
    while told := notices.to_hand_on(PAGE):
        rows = [row for notice in told for row in _deliveries(notice, now)]
        with transaction.atomic():
            Delivery.objects.bulk_create(rows, ignore_conflicts=True)
            case_actions.notices_handed_on([notice.pk for notice in told], now=now)
        made += len(rows)
    return made


def _deliveries(notice: cases.Told, now: datetime) -> Iterable[Delivery]:
    """One for each petitioner; none of a whistle-blower, of whom nothing is known (JS-4)."""
    case = cases.find(notice.case.number)
    if case is None or case.whistle:
        return
    for person in case.petitioners:
        quiet = queries.told_in(person.ref) == NOT_TOLD
        ways = () if quiet else KINDS.values()
        kind = next((k.id for k in ways if _reaches(k, case.place, person.ref)), "")
        yield Delivery(
            notice=notice.pk,
            petitioner=person.ref,
            case=case.number,
            place=case.place,
            kind=kind,
            template=notice.template,
            params=notice.params,
            at=notice.at,
            state="quiet" if quiet else "waiting" if kind else "none",
            next_at=now if kind else None,
        )


def _reaches(kind: Kind, place: str, petitioner: str) -> bool:
    """A slip in the operator's file stops nobody else: what would go that way waits to be tried."""
    try:
        return kind.reaches(place, petitioner)
    except ImproperlyConfigured as error:
        log.error("%s: nothing goes out this way until it is mended", error)
        return True


def say(place: str, to: str, words: str, *, now: datetime, until: datetime | None = None) -> None:
    """Tell a mobile number or an e-mail address something that is no notice; not after `until`.

    To be called in the transaction of whatever it tells of.
    """
    Delivery.objects.create(
        place=place,
        kind="mail" if "@" in to else "sms",
        to=sealing.seal(to, "to"),
        words=sealing.seal(words, "words"),
        until=until,
        at=now,
        state="waiting",
        next_at=now,
    )


def send_next(now: datetime) -> str:
    """Send the delivery that is due first; its state after that, "" where none was due.

    `HELD_UP` where our own file has to be mended first.
    """
    due = Delivery.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    row = due.first()
    if row is None:
        return ""
    if row.state == "sending" and not _settles(row):
        return _end(row, state="unsure", reason="broken off")
    if row.until is not None and now > row.until:
        return _end(row, state="given_up", reason="too late")
    return _send(row, now) if _claims(row, now) else "sending"


def _settles(row: Delivery) -> bool:
    try:
        return KINDS[row.kind].settles(row.place)
    except ImproperlyConfigured:
        return False  # nobody can ask a gateway that is not known


def _claims(row: Delivery, now: datetime) -> bool:
    """Take the lease; another worker may have been quicker."""
    as_seen = Delivery.objects.filter(pk=row.pk, tries=row.tries, next_at=row.next_at)
    taken = as_seen.update(state="sending", tries=F("tries") + 1, next_at=now + LEASE)
    row.tries, row.next_at, row.state = row.tries + 1, now + LEASE, "sending"
    return bool(taken)


def _send(row: Delivery, now: datetime) -> str:
    try:
        gateway_id = KINDS[row.kind].send(_message(row), now=now)
    except Unsure:
        return _end(row, state="unsure", reason="broken off")
    except ImproperlyConfigured as error:
        log.error("%s: nothing goes out this way until it is mended", error)
        return _held_up(row, now)
    except Failed as error:
        return _failed(row, error, now)
    return _end(row, state="sent", sent_at=now, gateway_id=gateway_id, reason="")


def _message(row: Delivery) -> Message:
    words, url = _said(row)
    return Message(
        key=f"{row.case or row.place}/{row.pk}",
        place=row.place,
        petitioner=row.petitioner,
        number=row.case,
        words=words,
        text=words + (" " if words.isascii() and url else "") + url,
        url=url,
        at=row.at,
        to=sealing.unseal(row.to, "to"),
    )


def _said(row: Delivery) -> tuple[str, str]:
    """The words, and the page that says more; "" where there is none."""
    if row.to:
        return sealing.unseal(row.words, "words"), ""
    case = cases.find(row.case)
    language = queries.told_in(row.petitioner)
    language = "" if language == NOT_TOLD else language
    said = wording.notice(case, row.template, row.params, row.kind, language) if case else ""
    words = said or wording.words(row.template, row.params, row.case, language)
    return words, wording.page(row.place, row.case)


def _failed(row: Delivery, error: Failed, now: datetime) -> str:
    if not error.again:
        return _end(row, state="failed", reason=error.reason)
    if row.tries > len(RESTS):
        return _end(row, state="given_up", reason=error.reason)
    return _end(row, state="waiting", reason=error.reason, next_at=now + RESTS[row.tries - 1])


def _held_up(row: Delivery, now: datetime) -> str:
    """By a slip on our side, which is no try: it waits until the operator has mended it."""
    back, later = row.tries - 1, now + MENDING
    _end(row, state="waiting", reason=HELD_UP, next_at=later, tries=back)
    return HELD_UP


def _end(
    row: Delivery, *, state: str, reason: str, next_at: datetime | None = None, **kept: object
) -> str:
    """Write down what became of it, unless its lease has passed to another worker."""
    if next_at is None:
        kept |= {"to": b"", "words": b""}
    held = Delivery.objects.filter(pk=row.pk, tries=row.tries, next_at=row.next_at)
    held.update(state=state, reason=reason[:80], next_at=next_at, **kept)
    return state
