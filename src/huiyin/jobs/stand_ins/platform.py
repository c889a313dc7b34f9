"""A platform above, played on this machine: it hands us matters and hears what becomes of them."""

import html
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import httpx

from huiyin.intake.signing import is_signed, signed
from huiyin.jobs.stand_ins.serving import HOST

PORT = 8703

Start = Callable[[str, list[tuple[str, str]]], Any]

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>上级平台（替身）</title>
<style>body{{font:16px/1.5 sans-serif;max-width:40em;margin:auto;padding:1em;background:#f4f4f4}}
input,textarea{{font:inherit;width:100%;box-sizing:border-box}}
button{{font:inherit;padding:.5em 1em}}small{{color:#555}}pre{{white-space:pre-wrap}}
p,pre{{padding:.6em .8em;border-radius:.8em;background:#fff;margin:.6em 0}}</style>
<h1>上级平台（替身）：{place}</h1>
<form method="post" action="/say"><label>本平台编号 <input name="number" value="{number}"></label>
<label>内容 <textarea name="text" rows="3"></textarea></label>
<label>姓名 <input name="name" value="王先生"></label>
<label>手机号 <input name="phone" value="13800000000"></label>
<button name="do" value="new">交来</button> <button name="do" value="look">查进度</button>
<button name="do" value="supplement">补充</button>
<button name="do" value="urge">催办</button></form>
<pre>{told}</pre><p><a href="/">刷新</a></p>{heard}</html>"""


def example(place: str, channel: str, port: int = PORT) -> str:
    """What to write into channels.toml for a place whose platform is the stand-in."""
    return (
        f'[[{place}.platforms]]\nchannel = "{channel}"\nkey = "{channel}"\n'
        f'secret = "{secrets.token_hex(16)}"\npush = "http://{HOST}:{port}/heard"\n'
    )


@dataclass
class Upper:
    """A WSGI application: `POST /heard` takes our notices; at `/` a form to hand matters over.

    `spoilt`: answers to give instead of taking the next notices, to try retries with.
    """

    place: str
    key: str
    secret: str
    site: str = ""
    heard: dict[str, dict[str, str]] = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    spoilt: list[int] = field(default_factory=list)
    asked: int = 0
    told: str = ""
    number: str = "UP-1"

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """The page, a notice, or what was typed on the page."""
        asked = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if asked == ("POST", "/heard"):
            status, said = self.take(environ, body)
            start(f"{status} -", [("Content-Type", "application/json")])
            return [json.dumps(said).encode()]
        if asked == ("POST", "/say"):
            self.typed({name: values[0] for name, values in parse_qs(body.decode()).items()})
            start("303 -", [("Location", "/")])
            return []
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [self.page().encode()]

    def take(self, environ: dict[str, Any], body: bytes) -> tuple[int, dict[str, str]]:
        """A notice with the same id is the same notice, however often it comes."""
        self.asked += 1
        at, nonce, proof = (
            environ.get(f"HTTP_X_HUIYIN_{name}", "") for name in ("TIME", "NONCE", "SIGNATURE")
        )
        said = f"{environ['PATH_INFO']}\n".encode() + body
        if not is_signed(self.secret, at, nonce, said, proof, now=self.clock()):
            return 403, {"error": "signature"}
        if self.spoilt:
            return self.spoilt.pop(0), {"error": "try again"}
        notice = json.loads(body)
        self.heard.setdefault(notice["id"], notice)
        return 200, {"id": f"heard-{list(self.heard).index(notice['id']) + 1}"}

    def request(self, method: str, number: str, said: dict[str, Any] | None) -> httpx.Response:
        """A signed request to the house; `number` "" for a new matter."""
        address = f"{self.site}/channels/platform/{self.place}"
        address += f"/{quote(number, safe='')}" if number else ""
        body = b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
        path = unquote(urlsplit(address).path).encode()
        headers = signed(self.key, self.secret, path + b"\n" + body, now=self.clock())
        return httpx.request(method, address, content=body, headers=headers, timeout=20)

    def typed(self, given: dict[str, str]) -> None:
        """Do what was typed on the page; the answer is in `told`."""
        number, text, do = given.get("number", ""), given.get("text", ""), given.get("do", "new")
        self.number = number
        person = {name: given.get(name, "") for name in ("name", "phone")}
        try:
            if do == "new":
                said: dict[str, Any] = {"number": number, "text": text, "person": person}
                answer = self.request("POST", "", said)
            elif do == "look":
                answer = self.request("GET", number, None)
            else:
                said = {"do": do, "id": secrets.token_hex(8), "text": text}
                answer = self.request("POST", number, said)
            self.told = f"{answer.status_code} {answer.text[:4000]}"
        except httpx.HTTPError as error:
            self.told = str(error)

    def page(self) -> str:
        """The form, what was answered last, and what was heard."""
        heard = "".join(
            f"<p>{html.escape(one['words'])}<br><small>{html.escape(one['number'])} → "
            f"{html.escape(one['case'])}</small></p>"
            for one in reversed(self.heard.values())
        )
        known = {name: html.escape(getattr(self, name)) for name in ("place", "number", "told")}
        return PAGE.format(**known, heard=heard or "<p>还没有通知。</p>")
