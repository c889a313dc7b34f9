"""An SMS gateway played on this machine, for both ways of our own protocol.

It shows what was sent, and hands on what somebody types there as if it came from a phone.
"""

import html
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx

from huiyin.intake.signing import is_signed, signed
from huiyin.jobs.stand_ins.serving import HOST

PORT = 8702

Start = Callable[[str, list[tuple[str, str]]], Any]

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>短信（替身）</title>
<style>body{{font:16px/1.5 sans-serif;max-width:40em;margin:auto;padding:1em;background:#f4f4f4}}
input,textarea{{font:inherit;width:100%;box-sizing:border-box}}
button{{font:inherit;padding:.5em 1em}}small{{color:#555}}
p{{padding:.6em .8em;border-radius:.8em;background:#fff;margin:.6em 0}}</style>
<h1>短信（替身）：{place}</h1>
<form method="post" action="/say"><label>手机号 <input name="phone" value="{phone}"></label>
<label>内容 <textarea name="text" rows="3"></textarea></label><button>发送</button></form>
<p><a href="/">刷新</a> {told}</p>{sent}</html>"""


def typed(phone: str, text: str) -> bytes:
    """The body with which a gateway hands on what was typed on a phone."""
    said = {"id": secrets.token_hex(8), "from": phone, "text": text}
    return json.dumps(said, ensure_ascii=False).encode()


def example(place: str, port: int = PORT) -> str:
    """What to write into channels.toml for a place whose messages go to the stand-in."""
    return (
        f'[{place}.sms]\nurl = "http://{HOST}:{port}/send"\nkey = "{place}"\n'
        f'secret = "{secrets.token_hex(16)}"\nsign = "回音"\n'
    )


@dataclass
class Gateway:
    """A WSGI application: `POST /send`, and at `/` the messages, the newest first.

    `site`: where the pages are, to which is handed on what is typed at `/`.
    `spoilt`: answers to give instead of taking the next messages, to try retries with.
    """

    place: str
    key: str
    secret: str
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    spoilt: list[int] = field(default_factory=list)
    asked: int = 0
    site: str = ""
    phone: str = "13800000000"
    told: str = ""

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """The page, a message, or what was typed on the page."""
        asked = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if asked == ("POST", "/send"):
            status, said = self.take(environ, body)
            start(f"{status} -", [("Content-Type", "application/json")])
            return [json.dumps(said).encode()]
        if asked == ("POST", "/say"):
            given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            self.say(given.get("phone", ""), given.get("text", "").strip())
            start("303 -", [("Location", "/")])
            return []
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [self.page().encode()]

    def take(self, environ: dict[str, Any], body: bytes) -> tuple[int, dict[str, str]]:
        """A message with the same id is the same message, however often it comes."""
        self.asked += 1
        key, at, nonce, proof = (
            environ.get(f"HTTP_X_HUIYIN_{name}", "")
            for name in ("KEY", "TIME", "NONCE", "SIGNATURE")
        )
        signed = is_signed(self.secret, at, nonce, body, proof, now=self.clock())
        if key != self.key or not signed:
            return 403, {"error": "signature"}
        if self.spoilt:
            return self.spoilt.pop(0), {"error": "try again"}
        said = json.loads(body)
        self.sent.setdefault(said["id"], said)
        return 200, {"id": f"stand-in-{list(self.sent).index(said['id']) + 1}"}

    def say(self, phone: str, text: str) -> None:
        """Hand on a message as if it came from that phone; what was answered is in `told`."""
        self.phone, body = phone, typed(phone, text)
        headers = signed(self.key, self.secret, body, now=self.clock())
        address = f"{self.site}/channels/sms/{self.place}"
        try:
            answer = httpx.post(address, content=body, headers=headers, timeout=20)
            self.told = f"{answer.status_code} {answer.text[:200]}"
        except httpx.HTTPError as error:
            self.told = str(error)

    def page(self) -> str:
        """What was sent."""
        rows = "".join(
            f"<p>【{html.escape(one['sign'])}】{html.escape(one['text'])}"
            f"<br><small>→ {html.escape(one['to'])}</small></p>"
            for one in reversed(self.sent.values())
        )
        known = {name: html.escape(getattr(self, name)) for name in ("place", "phone", "told")}
        return PAGE.format(**known, sent=rows or "<p>还没有短信。</p>")
