"""Fetching what people sent by e-mail, and the photos and voice that they sent in WeChat."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured

from huiyin.intake import by_mail, by_wechat
from huiyin.intake.by_mail import Taken
from huiyin.intake.channels.mail import accounts, inbox, letters
from huiyin.intake.channels.mail.accounts import Mailbox
from huiyin.intake.channels.mail.inbox import Inbox
from huiyin.intake.channels.mail.letters import Unreadable
from huiyin.jobs.sending import MISSES
from huiyin.people import queries as people
from huiyin.people.models import Place
from huiyin.regimes.queries import NoSuchRegime

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=1)
REST = timedelta(minutes=5)
"""How long a server is left alone that is slow to say no: the clocks must not wait for it."""


MOST = 50
"""Letters taken in one look, likewise."""


def media(clock: Callable[[], datetime]) -> Iterator[str]:
    """Fetch what is due from WeChat; yields what became of each. Killed, it can be run again."""
    misses = 0
    for _ in range(MOST):
        state = by_wechat.fetch_next(clock())
        if not state or misses >= MISSES:
            return
        misses = misses + 1 if state == "waiting" else 0
        yield state


class Mailboxes:
    """The mailboxes of all places, each looked into once a minute."""

    def __init__(self) -> None:
        self._next: dict[str, datetime] = {}
        self._later: dict[tuple[str, str], datetime] = {}

    def fetch(self, clock: Callable[[], datetime]) -> Iterator[str]:
        """Take what is new; yields the place for each letter. Killed, it can be run again."""
        for slug in accounts.places():
            if _is_early(clock(), self._next.get(slug)):
                continue
            self._next[slug] = clock() + EVERY
            try:
                box, place = accounts.mailbox(slug), people.place(slug)
                if box is not None and box.imap and place is not None:
                    yield from self._look(place, box, clock)
            except NoSuchRegime as error:
                log.error("%s: no letters are fetched before its law is published: %s", slug, error)
            except ImproperlyConfigured as error:
                log.error("no letters are fetched until this is mended: %s", error)
            except inbox.Away as error:
                log.warning("%s: the mailbox does not answer: %s", slug, type(error).__name__)
                at_once = isinstance(error, ConnectionRefusedError)
                self._next[slug] = clock() + (EVERY if at_once else REST)

    def _look(self, place: Place, box: Mailbox, clock: Callable[[], datetime]) -> Iterator[str]:
        taken = 0
        with inbox.opened(accounts.server(box.imap)) as opened:
            for uid in opened.unread():
                if _is_early(clock(), self._later.get((place.pk, uid))):
                    continue
                became = _take(place, box, opened, uid, clock())
                if became is Taken.LATER:
                    self._later[place.pk, uid] = clock() + by_mail.SPAN
                elif became is Taken.HEARD:
                    yield place.pk
                    taken += 1
                if taken >= MOST:
                    return


def _is_early(now: datetime, due: datetime | None) -> bool:
    """Is it too early to look again?"""
    return due is not None and now < due


def _take(place: Place, box: Mailbox, opened: Inbox, uid: str, now: datetime) -> Taken | None:
    """What became of a letter; None where nobody is to be answered."""
    try:
        letter = letters.read(opened.fetch(uid))
    except Unreadable:
        log.warning("%s: a letter cannot be read; it is flagged in the mailbox", place.pk)
        opened.done(uid, odd=True)
        return None
    became = by_mail.take(place, box, letter, now=now) if letter else None
    if became is not Taken.LATER:
        opened.done(uid)
    return became
