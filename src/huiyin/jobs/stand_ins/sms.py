"""An SMS gateway played on this machine: it takes our own protocol and shows what was sent."""

import html
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from huiyin.intake.channels.sms.signing import is_signed
from huiyin.jobs.stand_ins.serving import HOST

PORT = 8702

Start = Callable[[str, list[tuple[str, str]]], Any]

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>短信（替身）</title>
<style>body{{font:16px/1.5 sans-serif;max-width:40em;margin:auto;padding:1em;background:#f4f4f4}}
p{{padding:.6em .8em;border-radius:.8em;background:#fff;margin:.6em 0}}small{{color:#555}}</style>
<h1>短信（替身）：{place}</h1>{sent}</html>"""


def example(place: str, port: int = PORT) -> str:
    """What to write into channels.toml for a place whose messages go to the stand-in."""
    return (
        f'[{place}.sms]\nurl = "http://{HOST}:{port}/send"\nkey = "{place}"\n'
        f'secret = "{secrets.token_hex(16)}"\nsign = "回音"\n'
    )


@dataclass
class Gateway:
    """A WSGI application: `POST /send`, and at `/` the messages, the newest first.

    `spoilt`: answers to give instead of taking the next messages, to try retries with.
    """

    place: str
    key: str
    secret: str
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    spoilt: list[int] = field(default_factory=list)
    asked: int = 0

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """The page, or a message."""
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("POST", "/send"):
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            status, said = self.take(environ, body)
            start(f"{status} -", [("Content-Type", "application/json")])
            return [json.dumps(said).encode()]
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

    def page(self) -> str:
        """What was sent."""
        rows = "".join(
            f"<p>【{html.escape(one['sign'])}】{html.escape(one['text'])}"
            f"<br><small>→ {html.escape(one['to'])}</small></p>"
            for one in reversed(self.sent.values())
        )
        return PAGE.format(place=html.escape(self.place), sent=rows or "<p>还没有短信。</p>")
