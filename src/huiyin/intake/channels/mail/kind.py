"""E-mail as a way out: to whoever left an address."""

import smtplib
from contextlib import suppress
from datetime import datetime

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from huiyin.intake import queries
from huiyin.intake.channels.mail import accounts
from huiyin.intake.channels.mail.accounts import Mailbox
from huiyin.intake.channels.shape import Failed, Message, Unsure

TIMEOUT = 10


class Mail:
    """Through the place's own mail server."""

    id = "mail"

    def settles(self, place: str) -> bool:
        """A mail server takes whatever it is given, as often as it is given."""
        return False

    def reaches(self, place: str, petitioner: str) -> bool:
        """Is there a server, and an address?"""
        box = accounts.mailbox(place) if queries.email_of(petitioner) else None
        return box is not None and bool(box.smtp)

    def send(self, message: Message, *, now: datetime) -> str:
        """A letter of one sentence; its Message-ID. Raises Failed, Unsure."""
        box = accounts.mailbox(message.place)
        to = message.to or queries.email_of(message.petitioner)
        if box is None or not box.smtp or not to:
            raise Failed("unreachable", again=False)
        letter = _letter(message, box, to)
        connection = _connected(box)
        try:
            letter.connection = connection
            letter.send()
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            _raise(error)
        finally:
            with suppress(OSError):  # what was taken stays taken, however the line ends
                connection.close()
        return str(letter.extra_headers["Message-ID"])[:80]


def _letter(message: Message, box: Mailbox, to: str) -> EmailMessage:
    domain = box.address.partition("@")[2]
    headers = {
        "Message-ID": f"<{message.key.replace('/', '.')}@{domain}>",
        "Auto-Submitted": "auto-generated",  # so that no machine answers
        "X-Auto-Response-Suppress": "All",
    }
    subject = f"[{message.number}] {message.words}" if message.number else message.words
    body = "\n\n".join(filter(None, (message.words, message.url)))
    return EmailMessage(subject.splitlines()[0][:150], body, box.address, [to], headers=headers)


def _connected(box: Mailbox) -> EmailBackend:
    """Logged in: what goes wrong before a letter is handed over may be tried again."""
    server = accounts.server(box.smtp)
    connection = EmailBackend(
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_ssl=server.scheme == "smtps",
        use_tls=server.scheme == "smtp+starttls",
        timeout=TIMEOUT,
    )
    try:
        connection.open()
        if connection.connection is not None:
            connection.connection.ehlo_or_helo_if_needed()
    except OSError as error:  # smtplib's own errors are of this family, too
        with suppress(OSError):
            connection.close()
        code = getattr(error, "smtp_code", "network")
        raise Failed(f"smtp {code}", again=True) from None
    return connection


def _raise(error: Exception) -> None:
    """What the server said no to is known; a line that broke is not."""
    code = getattr(error, "smtp_code", 0)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    if not code:
        raise Unsure from None
    raise Failed(f"smtp {code}", again=400 <= code < 500) from None
