"""The shape of a channel that can tell people something.

A kind of channel is a folder beside this file with a `Kind`, and a line in the table `KINDS`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell one petitioner. `key` is the same at every try, and of no other message.

    `words` is the sentence in the language of the place's people; `text` is it with the number and
    the page to look it up, for channels that carry text only. `at`: when it happened, local time.
    `to`: a number or address to send it to, where it is not about a case and `petitioner` is empty.
    """

    key: str
    place: str
    petitioner: str
    number: str
    words: str
    text: str
    url: str
    at: datetime
    to: str = ""


class Failed(Exception):
    """It was not sent. `again`: may it be tried later? `reason`: a word or code, nothing personal.

    With `again`, only where it is sure, or made sure by the key, that it is not told twice.
    """

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


class Unsure(Exception):
    """The call broke off, and the gateway cannot be asked whether it had taken the message."""


class Kind(Protocol):
    """A way out."""

    id: str

    def settles(self, place: str) -> bool:
        """Does the place's gateway take a message once only, however often its key is sent?"""

    def reaches(self, place: str, petitioner: str) -> bool:
        """Does it lead to this person, and has the place this way?

        Asked in this order: ImproperlyConfigured only for whom it could lead to.
        """

    def send(self, message: Message, *, now: datetime) -> str:
        """Send it; the gateway's own id of it. Raises Failed or Unsure."""
