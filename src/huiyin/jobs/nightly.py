"""What is done once a night, in a process of its own, so that no clock waits for it."""

import logging
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from huiyin.jobs.children import LEASH

log = logging.getLogger(__name__)

HOUR = 3
"""When nobody is at a desk."""
LEARN = (*LEASH, sys.executable, "-m", "huiyin.config.cli", "suggest", "train")


@dataclass(slots=True)
class Nightly:
    """Learning anew from what was decided; begun in the hour after three, once by each worker."""

    words: tuple[str, ...] = LEARN
    _done: date | None = field(default=None, init=False)
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def look(self, now: datetime) -> None:
        """Begin when it is time; say how it ended."""
        if self._process is not None:
            status = self._process.poll()
            if status is None:
                return
            self._process = None
            if status:
                log.warning("learning ended with status %s", status)
        here = timezone.localtime(now)
        if here.hour == HOUR and self._done != here.date():
            self._done = here.date()
            self._process = subprocess.Popen(self.words)  # noqa: S603 - our own command

    def end(self) -> None:
        """The worker ends: so does what it began."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
