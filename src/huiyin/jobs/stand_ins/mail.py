"""A mail server played on this machine, and a page on which somebody writes and reads letters."""

import html
import secrets
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.message import EmailMessage
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from huiyin.intake.channels.mail import accounts
from huiyin.intake.channels.mail.accounts import Mailbox
from huiyin.jobs.stand_ins.mail_lines import Imap, Kept, Line, Mail, Smtp
from huiyin.jobs.stand_ins.serving import HOST

PORT = 8704

Start = Callable[[str, list[tuple[str, str]]], Any]

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>邮箱（替身）</title>
<style>body{{font:16px/1.5 sans-serif;max-width:40em;margin:auto;padding:1em;background:#f4f4f4}}
input,textarea{{font:inherit;width:100%;box-sizing:border-box}}
button{{font:inherit;padding:.5em 1em}}small{{color:#555}}
p{{padding:.6em .8em;border-radius:.8em;background:#fff;margin:.6em 0;white-space:pre-line}}</style>
<h1>邮箱（替身）：写给 {address}</h1>
<form method="post" action="/say"><label>我的地址 <input name="sender" value="{sender}"></label>
<label>主题 <input name="subject" value="{subject}"></label>
<label>内容 <textarea name="text" rows="5"></textarea></label><button>寄出</button></form>
<p><a href="/">刷新</a> {told}</p>{sent}</html>"""


def example(place: str, port: int = PORT) -> str:
    """What to write into channels.toml for a place whose letters go by the stand-in."""
    login = f"{place}:{secrets.token_hex(8)}@{HOST}"
    return (
        f'[{place}.mail]\naddress = "ask@example.org"\n'
        f'smtp = "smtp://{login}:{port + 1}"\nimap = "imap://{login}:{port + 2}/INBOX"\n'
    )


@dataclass
class Post:
    """A WSGI application: at `/` the letters that Huiyin sent, and a form to write to it."""

    box: Mailbox
    mail: Mail = field(default_factory=Mail)
    sender: str = "wang@example.org"
    told: str = ""

    def __post_init__(self) -> None:
        """Know who may fetch."""
        own = accounts.server(self.box.imap)
        self.mail.user, self.mail.password = own.user, own.password

    def lines(self, stack: ExitStack) -> None:
        """Speak SMTP and IMAP where the mailbox says, until the stack ends. Raises OSError."""
        for address, spoken in ((self.box.smtp, Smtp), (self.box.imap, Imap)):
            line = stack.enter_context(Line(self.mail, spoken, accounts.server(address).port))
            stack.callback(line.shutdown)
            Thread(target=line.serve_forever, daemon=True).start()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """The page, or what was written on it."""
        if environ["REQUEST_METHOD"] == "POST":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            self.write(**{name: given.get(name, "") for name in ("sender", "subject", "text")})
            start("303 -", [("Location", "/")])
            return []
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [self.page({name: values[0] for name, values in asked.items()}).encode()]

    def write(self, sender: str, subject: str, text: str) -> None:
        """Put a letter into the mailbox; within a minute Huiyin fetches it."""
        letter = EmailMessage()
        try:
            letter["From"], letter["To"], letter["Subject"] = sender, self.box.address, subject
        except ValueError as error:  # a line break in a header
            self.told = str(error)
            return
        letter["Message-ID"] = f"<{secrets.token_hex(8)}@example.org>"
        letter.set_content(text)
        self.mail.mailbox.append(Kept(letter.as_bytes()))
        self.sender, self.told = sender, "已寄出，一分钟内取走。"

    def page(self, asked: dict[str, str]) -> str:
        """What was sent, the newest first, each with a way to answer it."""
        sent = "".join(_shown(one) for one in reversed(self.mail.sent))
        known = {
            "address": self.box.address,
            "sender": asked.get("sender", self.sender),
            "subject": asked.get("subject", ""),
            "told": self.told,
        }
        escaped = {name: html.escape(value) for name, value in known.items()}
        return PAGE.format(**escaped, sent=sent or "<p>还没有来信。</p>")


def _shown(letter: EmailMessage) -> str:
    to, subject = str(letter["To"]), str(letter["Subject"]).strip()
    answer = urlencode({"sender": to, "subject": f"Re: {subject}"}, quote_via=quote)
    return (
        f"<p><b>{html.escape(subject)}</b>\n{html.escape(str(letter.get_content()).strip())}\n"
        f'<small>→ {html.escape(to)}</small> <a href="/?{html.escape(answer)}">回复</a></p>'
    )
