"""huiyin worker: the loop in which the clock does its deeds."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from huiyin.dispatch import actions as dispatch
from huiyin.jobs import fetching, sending, strikes, tidy
from huiyin.jobs.fetching import Mailboxes
from huiyin.jobs.nightly import Nightly

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Strike, rest, strike again, until told to stop."""

    help = "worker: strike clocks as they fall due, until stopped 后台：按时到点"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long to rest."""
        parser.add_argument("--every", type=float, default=20.0, help="seconds between looks (20)")
        parser.add_argument("--once", action="store_true", help="look once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """The loop; a database that is away is waited for, with a word in the log."""
        stop = threading.Event()

        def end(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, end)
            signal.signal(signal.SIGINT, end)
        mailboxes, nightly, statistics = Mailboxes(), Nightly(), tidy.Statistics()
        while not stop.is_set():
            nightly.look(timezone.now())
            close_old_connections()
            try:
                struck = sum(1 for _ in strikes.strike(timezone.now()))
                for number in dispatch.put_in_force(timezone.now()):
                    log.info("catalogue: proposal %s is in force", number)
                heard = sum(1 for _ in mailboxes.fetch(timezone.now))
                heard += sum(1 for _ in fetching.media(timezone.now))
                sent = sum(sending.send(timezone.now))
                if struck or heard or sent:
                    log.info("struck %s, heard %s, sent %s", struck, heard, sent)
                tidy.files(timezone.now())
                tidy.drafts(timezone.now())
                statistics.renew(timezone.now())
            except DatabaseError as error:
                log.warning("the database does not answer, trying again: %s", error)
            if options["once"]:
                return
            stop.wait(options["every"])
        nightly.end()
