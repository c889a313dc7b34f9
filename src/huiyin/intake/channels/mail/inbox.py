"""Fetching letters from a mailbox that is the house's alone: what is unread there, is new.

A letter is marked as read once it has been taken; whoever dies in between fetches it again, and it
is known by its id.
"""

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from huiyin.intake.channels.mail.accounts import Server

TIMEOUT = 15
LONGEST = 1_000_000
"""Bytes of a letter that are read: its words stand before what is attached."""

Away = (OSError, imaplib.IMAP4.error)
"""How a server that is away, or refuses us, shows itself."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """An opened mailbox."""

    line: imaplib.IMAP4

    def unread(self) -> list[str]:
        """The UIDs of letters that were not read yet, oldest first."""
        _, found = self.line.uid("SEARCH", "UNSEEN")
        return (found[0] or b"").decode().split()

    def fetch(self, uid: str) -> bytes:
        """A letter, still unread; b"" where it is gone."""
        _, parts = self.line.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LONGEST}>)")
        return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")

    def done(self, uid: str, *, odd: bool = False) -> None:
        """Mark it as read; `odd`: and for a person to look at."""
        self.line.uid("STORE", uid, "+FLAGS", r"(\Seen \Flagged)" if odd else r"(\Seen)")


@contextmanager
def opened(server: Server) -> Iterator[Inbox]:
    """The mailbox; raises what `Away` lists."""
    secure = server.scheme == "imaps"
    kind = imaplib.IMAP4_SSL if secure else imaplib.IMAP4
    line = kind(server.host, server.port, timeout=TIMEOUT)
    try:
        line.login(server.user, server.password)
        folder = re.sub(r'(["\\])', r"\\\1", server.folder)
        status, _ = line.select(f'"{folder}"')
        if status != "OK":
            raise imaplib.IMAP4.error(f"no folder {server.folder}")
        yield Inbox(line)
    finally:
        with suppress(*Away):
            line.logout()
