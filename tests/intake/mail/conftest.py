"""A real IMAP server, the stand-in's SMTP server, and a county with a mailbox."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from imaplib import IMAP4
from pathlib import Path
from typing import Any

import pytest

from huiyin.jobs.stand_ins.mail_lines import Line, Mail, Smtp
from tests.world import county, county_files, fresh_law, off_guard

CONF = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
mail_location = maildir:{home}/mail
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
{users}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=let:me@in
}}
userdb {{
  driver = static
  args = uid={me} gid={group} home={home}/mail
}}
"""
USERS = "default_internal_user = {me}\ndefault_login_user = {me}\ndefault_internal_group = {group}"
"""For whoever is not root; root has the accounts that Debian made, and letters are the mail's."""

PASSWORD = "let:me@in"


@dataclass
class Imap:
    """Debian's dovecot with an empty mailbox."""

    port: int

    @property
    def address(self) -> str:
        """As channels.toml says it."""
        return f"imap://ask:let%3Ame%40in@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def line(self) -> Iterator[IMAP4]:
        """Somebody else's look into the mailbox."""
        with IMAP4("127.0.0.1", self.port, timeout=10) as line:
            line.login("ask", PASSWORD)
            line.select("INBOX")
            yield line

    def put(self, *letters: bytes) -> None:
        """Letters arrive."""
        with self.line() as line:
            for raw in letters:
                line.append("INBOX", "", None, raw)  # type: ignore[arg-type]

    def flags(self) -> list[str]:
        """How each letter is marked."""
        with self.line() as line:
            _, found = line.fetch("1:*", "(FLAGS)")
            return [str(one.decode()) for one in found if isinstance(one, bytes)]

    def unread(self) -> int:
        """How many are not marked as read."""
        with self.line() as line:
            _, found = line.search(None, "UNSEEN")
            return len(found[0].split())

    def clear(self) -> None:
        """Nothing is left in it."""
        with self.line() as line:
            _, found = line.search(None, "ALL")
            for number in found[0].decode().split():
                line.store(number, "+FLAGS", r"(\Deleted)")
            line.expunge()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Imap]:
    """The server, as whoever runs the tests."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if not program:
        pytest.skip("No IMAP server: install Debian's dovecot-imapd for the tests of mailboxes.")
    home = Path(tempfile.mkdtemp(prefix="dovecot-"))  # its other accounts must come in
    home.chmod(0o755)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (home / "mail").mkdir()
    me, group, users = "mail", "mail", ""
    if os.getuid():
        me, group = getpass.getuser(), home.group()
        users = USERS.format(me=me, group=group)
    else:
        shutil.chown(home / "mail", me, group)
    conf = home / "dovecot.conf"
    told = CONF.format(home=home, me=me, group=group, port=port, users=users)
    conf.write_text(told, encoding="utf-8")
    with subprocess.Popen([program, "-F", "-c", str(conf)], cwd=home) as server:
        try:
            _wait(port, home)
            yield Imap(port)
        finally:
            server.terminate()
    shutil.rmtree(home, ignore_errors=True)


def _wait(port: int, home: Path) -> None:
    for _ in range(100):
        try:
            with IMAP4("127.0.0.1", port, timeout=5) as line:
                line.login("ask", PASSWORD)
                return
        except (OSError, IMAP4.error):
            time.sleep(0.1)
    pytest.fail(f"dovecot did not come up:\n{(home / 'log').read_text()}")


@pytest.fixture
def imap(dovecot: Imap) -> Iterator[Imap]:
    """The mailbox, empty again afterwards."""
    yield dovecot
    dovecot.clear()


@dataclass
class Outgoing(Mail):
    """The stand-in's SMTP server."""

    port: int = 0

    @property
    def address(self) -> str:
        """As channels.toml says it."""
        return f"smtp://127.0.0.1:{self.port}"


@pytest.fixture
def smtp() -> Iterator[Outgoing]:
    """Takes letters, or does as it is told."""
    played = Outgoing()
    with Line(played, Smtp) as server:
        played.port = server.port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield played
        server.shutdown()
        thread.join()


def letter(text: str = "", /, **changed: Any) -> bytes:
    """A letter of Wang Fang's; `changed`: other headers, `_` for `-`."""
    mail = EmailMessage()
    told = {
        "From": "王芳 <wang@example.org>",
        "To": "ask@example.org",
        "Subject": "幸福路的路灯不亮",
        "Message-ID": "<1@example.org>",
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    for name, value in told.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text or "坏了三天了，晚上一片漆黑。\n请尽快修好。")
    return mail.as_bytes()


__all__ = ["county", "county_files", "fresh_law", "off_guard"]
