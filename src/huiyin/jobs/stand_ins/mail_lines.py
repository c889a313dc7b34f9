"""The two lines of a mail server that Huiyin speaks on: SMTP out, IMAP in.

Of IMAP as much as fetching from a mailbox uses (docs/decisions/0021); whoever asks for anything
else is told so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer

from huiyin.jobs.stand_ins.serving import HOST

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)')


@dataclass
class Kept:
    """A letter in the mailbox, and how it is marked."""

    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class Mail:
    """What lies there: `sent` by Huiyin, the newest last; `mailbox`, to be fetched by Huiyin.

    `says`: what SMTP answers to a command instead (a code and words, or `hang up`), to try
    refusals with; `.` is the end of a letter.
    """

    user: str = ""
    password: str = ""
    sent: list[EmailMessage] = field(default_factory=list)
    mailbox: list[Kept] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)


class Line(ThreadingTCPServer):
    """A port of this machine (0: any that is free) on which one of the two is spoken."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, mail: Mail, spoken: type["Smtp | Imap"], port: int = 0) -> None:
        super().__init__((HOST, port), spoken)
        self.mail = mail
        self.port: int = self.server_address[1]


class _Spoken(StreamRequestHandler):
    server: Line

    def tell(self, said: str) -> None:
        """A line back."""
        self.wfile.write(f"{said}\r\n".encode())


class Smtp(_Spoken):
    """Takes whatever letter it is given."""

    def handle(self) -> None:
        """Command for command, until they are done or hung up on."""
        self.tell("220 here")
        for line in self.rfile:
            word = re.split(rb"[ :\r]", line, maxsplit=1)[0].upper().decode("ascii", "replace")
            usual = {"DATA": "354 go on", "EHLO": "250-here\r\n250 AUTH PLAIN LOGIN"}
            usual |= {"AUTH": "235 welcome", "QUIT": "221 goodbye"}
            said = self.server.mail.says.get(word, usual.get(word, "250 ok"))
            if said == "hang up":
                return
            self.tell(said)
            if word == "QUIT" or (said.startswith("354") and not self._takes()):
                return

    def _takes(self) -> bool:
        """The letter; is the line still there after it?"""
        mail, lines = self.server.mail, iter(self.rfile.readline, b".\r\n")
        raw = b"".join(line.removeprefix(b".") for line in lines)
        mail.sent.append(message_from_bytes(raw, policy=default))
        said = mail.says.get(".", "250 taken")
        if said != "hang up":
            self.tell(said)
        return said != "hang up"


class Imap(_Spoken):
    """One mailbox, for one user."""

    def handle(self) -> None:
        """Command for command, each with its tag."""
        self.known = False
        self.tell("* OK here")
        for line in self.rfile:
            tag, *words = _words(line.decode("utf-8", "replace"))
            name = " ".join(words[:2]).upper() if words[:1] == ["UID"] else words[0].upper()
            done = self._do(name, words)
            self.tell(f"{tag} {done}")
            if name == "LOGOUT":
                return

    def _do(self, name: str, words: list[str]) -> str:
        does = _COMMANDS.get(name)
        if does is None:
            return f"BAD the stand-in does not know {name}"
        if not self.known and name not in ("CAPABILITY", "LOGIN", "LOGOUT"):
            return "NO log in first"
        return does(self, words)

    def login(self, words: list[str]) -> str:
        """Who it is."""
        mail = self.server.mail
        self.known = words[1:3] == [mail.user, mail.password]
        return "OK welcome" if self.known else "NO wrong user or password"

    def capability(self, words: list[str]) -> str:
        """What it speaks."""
        self.tell("* CAPABILITY IMAP4rev1")
        return "OK done"

    def select(self, words: list[str]) -> str:
        """The one mailbox that there is."""
        if words[1:2] != ["INBOX"]:
            return "NO there is INBOX only"
        self.tell(f"* {len(self.server.mail.mailbox)} EXISTS")
        return "OK [READ-WRITE] done"

    def search(self, words: list[str]) -> str:
        """Numbers of what is unread."""
        kept = enumerate(self.server.mail.mailbox, 1)
        unread = [str(uid) for uid, one in kept if r"\Seen" not in one.flags]
        self.tell(" ".join(["* SEARCH", *unread]))
        return "OK done"

    def fetch(self, words: list[str]) -> str:
        """A letter, as much of it as was asked for."""
        uid, most = words[2], re.search(r"<0\.(\d+)>", " ".join(words))
        one = self._letter(uid)
        if one is not None:
            raw = one.raw[: int(most[1])] if most else one.raw
            self.tell(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}")
            self.wfile.write(raw)
            self.tell(")")
        return "OK done"

    def store(self, words: list[str]) -> str:
        """Mark a letter."""
        one = self._letter(words[2])
        if one is not None:
            one.flags.update(re.findall(r"\\\w+", " ".join(words[4:])))
        return "OK done"

    def logout(self, words: list[str]) -> str:
        """Goodbye."""
        self.tell("* BYE")
        return "OK done"

    def _letter(self, uid: str) -> Kept | None:
        mailbox = self.server.mail.mailbox
        at = int(uid) if uid.isdecimal() else 0
        return mailbox[at - 1] if 0 < at <= len(mailbox) else None


_COMMANDS: dict[str, Callable[[Imap, list[str]], str]] = {
    "CAPABILITY": Imap.capability,
    "LOGIN": Imap.login,
    "SELECT": Imap.select,
    "UID SEARCH": Imap.search,
    "UID FETCH": Imap.fetch,
    "UID STORE": Imap.store,
    "LOGOUT": Imap.logout,
}


def _words(line: str) -> list[str]:
    """Words of a command; what stands between quotes is one."""
    found = [
        re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        for quoted, plain in _WORD.findall(line)
    ]
    return [*found, *[""] * (4 - len(found))]
