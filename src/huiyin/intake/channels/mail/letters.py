"""What stands in a letter by e-mail: who it is from, what they say, and is it a machine's?"""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser

from huiyin.cases import numbers
from huiyin.intake import identity
from huiyin.intake.identity import Person

_NUMBER = re.compile(r"[A-Za-z]{2}-\d{8}-\d{5,7}-\d")
_QUOTED = re.compile(r"^(>.*|-{2,}\s*(原始邮件|Original Message)\s*-{2,}.*)$", re.IGNORECASE)
_UNTYPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST_TITLE = 100


class Unreadable(Exception):
    """It is so far from any standard that the parser gave up."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter. `once` is the same whenever it comes again; `number`: the case it answers about."""

    once: str
    sender: str
    title: str
    text: str
    number: str = ""
    attached: bool = False


def read(raw: bytes) -> Letter | None:
    """The letter; None where nobody is to be answered: a machine, a list, no address.

    Raises Unreadable.
    """
    try:
        return _read(raw)
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise Unreadable from error  # what the library's parser stumbles over is not all known


def _read(raw: bytes) -> Letter | None:
    mail = message_from_bytes(raw, policy=default)
    sender = _address(mail)
    if not sender or _by_machine(mail):
        return None
    subject, text = _line(mail.get("Subject", "")), _words(mail)
    number = _NUMBER.search(subject)
    once = str(mail.get("Message-ID", "")).strip() or hashlib.sha256(raw).hexdigest()
    return Letter(
        once,
        sender,
        subject[:LONGEST_TITLE] or next(iter(text.splitlines()), "")[:LONGEST_TITLE],
        text or subject,
        numbers.normalise(number[0]) if number else "",
        any(True for _ in mail.iter_attachments()) if mail.is_multipart() else False,
    )


def _address(mail: EmailMessage) -> str:
    """Whom to answer; "" for nobody."""
    person = identity.tidy(Person(email=parseaddr(_line(mail.get("From", "")))[1]))
    return person.email if identity.is_email(person.email) else ""


def _by_machine(mail: EmailMessage) -> bool:
    """Out of office, bounces, lists, advertising: answering them turns in a circle."""
    by_itself = str(mail.get("Auto-Submitted", "no")).strip().lower() != "no"
    bulk = str(mail.get("Precedence", "")).strip().lower() in {"bulk", "junk", "list", "auto_reply"}
    bounced = str(mail.get("Return-Path", "")).strip() == "<>"
    return by_itself or bulk or bounced or "List-Id" in mail or "List-Unsubscribe" in mail


def _line(value: object) -> str:
    return re.sub(r"\s+", " ", _UNTYPED.sub("", str(value))).strip()


def _words(mail: EmailMessage) -> str:
    """The letter's own words: plain before HTML, without what it quotes."""
    part = mail.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        content = str(part.get_content())
    except (LookupError, ValueError):  # a character set that nobody knows
        content = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
    text = _plain(content) if part.get_content_subtype() == "html" else content
    lines = _UNTYPED.sub("", text.replace("\r\n", "\n")).split("\n")
    ends = (at for at, line in enumerate(lines) if line.strip() == "--")  # the signature
    own = [line.rstrip() for line in lines[: next(ends, None)] if not _QUOTED.match(line.strip())]
    return "\n".join(own).strip()


class _Text(HTMLParser):
    """The text of a page, blocks on lines of their own."""

    hidden = frozenset({"script", "style", "head", "title", "blockquote"})
    blocks = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.deep = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Into what is not shown, or on to a new line."""
        self.deep += tag in self.hidden
        if tag in self.blocks:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Out of what is not shown."""
        self.deep = max(0, self.deep - (tag in self.hidden))

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self.deep:
            self.said.append(data)


def _plain(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    parser.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(parser.said).split("\n"))
    return "\n".join(filter(None, lines))
