"""Keeping the web server and the worker running beside each other, and ending both together."""

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

log = logging.getLogger(__name__)

LOOK_EVERY = 0.5
PATIENCE = 20.0
"""Seconds a child may take to finish what it is doing."""
LONGEST_REST = 30.0
LEASH = (sys.executable, "-m", "huiyin.jobs.leash")


@dataclass(slots=True)
class Child:
    """A program that should run all the time.

    When it dies it is started again after a rest that doubles each time, up to half a minute;
    without `again` the others end with it.
    """

    name: str
    words: Sequence[str]
    again: bool = True
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _rest: float = field(default=1.0, init=False)
    _not_before: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches it through us, once."""
        self._process = subprocess.Popen([*LEASH, *self.words], start_new_session=True)  # noqa: S603

    def look(self) -> int | None:
        """Its status when it has died for good; a mortal child is started again when rested."""
        if self._process is None:
            if time.monotonic() >= self._not_before:
                self.start()
            return None
        status = self._process.poll()
        if status is None or not self.again:
            return status
        log.warning("%s ended with status %s; again in %.0f s", self.name, status, self._rest)
        self._process = None
        self._not_before = time.monotonic() + self._rest
        self._rest = min(self._rest * 2, LONGEST_REST)
        return None

    def ask_to_end(self) -> None:
        """SIGTERM: finish what you are doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def see_it_end(self, patience: float) -> None:
        """Wait so many seconds, then insist."""
        if self._process is None:
            return
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            log.warning("%s does not end; killed", self.name)
            self._process.kill()
            self._process.wait()


def keep(children: Sequence[Child]) -> int:
    """Run them until SIGTERM or SIGINT, or until one that is not `again` ends; its status, or 0."""
    over = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        over.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        return _watch(children, over)
    finally:
        for child in children:
            child.ask_to_end()
        for child in children:
            child.see_it_end(PATIENCE)
        for number, handler in before.items():
            signal.signal(number, handler)


def _watch(children: Sequence[Child], over: threading.Event) -> int:
    while not over.wait(LOOK_EVERY):
        for child in children:
            status = child.look()
            if status is not None:
                log.error("%s ended with status %s", child.name, status)
                return status or 1
    return 0
