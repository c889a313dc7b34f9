"""WeChat played on this machine for trying by hand: both its sides, and a chat in the browser."""

import html
import io
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx
from PIL import Image

from huiyin.intake.channels.wechat.accounts import Account, MiniProgram
from huiyin.jobs.stand_ins import wechat_chat
from huiyin.jobs.stand_ins.serving import HOST
from huiyin.jobs.stand_ins.wechat_api import Api

Start = Callable[[str, list[tuple[str, str]]], Any]
LINK = re.compile(r"&lt;a href=&quot;(https?://[^&]+)&quot;&gt;(.*?)&lt;/a&gt;")
OPENID = "o-stand-in"
PORT = 8701

EXAMPLE = """[{place}.wechat]
app = "wx-stand-in"
secret = "{secret}"
token = "{token}"
aes_key = "{key}"
api = "http://{host}:{port}"

[{place}.wechat.notice]
template = "stand-in"
number = "character_string1"
words = "thing2"
at = "time3"

[{place}.miniprogram]
app = "wx-stand-in-mini"
secret = "{secret}"
api = "http://{host}:{port}"
"""

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>微信（替身）</title>
<style>body{{font:16px/1.5 sans-serif;max-width:40em;margin:auto;padding:1em;background:#ededed}}
p{{padding:.6em .8em;border-radius:.4em;background:#fff;white-space:pre-line;
margin:.5em 4em .5em 0}}
p.me{{background:#95ec69;margin:.5em 0 .5em 4em}}form{{display:inline}}
textarea{{width:100%;font:inherit}}button{{font:inherit;padding:.5em 1em;margin:.2em 0}}</style>
<h1>微信（替身）：{place}</h1>{said}
<form method="post" action="/say"><textarea name="text" rows="3"></textarea>
<button>发送</button></form> {buttons}</html>"""

BUTTONS = {
    "subscribe": "关注",
    "mine": "菜单：进度",
    "place": "发送位置",
    "voice": "发送语音",
    "image": "发送照片",
    "unsubscribe": "取消关注",
    "mini": "打开小程序",
}


def example(place: str, port: int = PORT) -> str:
    """Accounts at the stand-in with secrets of their own, as channels.toml takes them."""
    made = {"secret": secrets.token_hex(16), "token": secrets.token_hex(8)}
    key = secrets.token_hex(22)[:43]
    return EXAMPLE.format(place=place, host=HOST, port=port, key=key, **made)


@dataclass
class Wechat:
    """A WSGI application: WeChat's calls, and at `/` the chat of one user with the place."""

    place: str
    site: str
    account: Account | None
    program: MiniProgram | None
    api: Api = field(init=False)
    chat: list[tuple[str, str]] = field(default_factory=list)
    told: int = 0

    def __post_init__(self) -> None:
        """Know the secrets of both apps."""
        apps = [app for app in (self.account, self.program) if app is not None]
        self.api = Api({app.app: app.secret for app in apps})

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """The chat, or a call to WeChat."""
        asked = (environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if asked == ("GET", "/"):
            start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [self.page().encode()]
        if asked == ("POST", "/say"):
            length = int(environ.get("CONTENT_LENGTH") or 0)
            given = parse_qs(environ["wsgi.input"].read(length).decode())
            start("303 See Other", [("Location", self.say({k: v[0] for k, v in given.items()}))])
            return []
        return self.api(environ, start)

    def page(self) -> str:
        """The chat so far, with the notices that have come in."""
        for sent in self.api.sent[self.told :]:
            words = [blank["value"] for blank in sent.get("data", {}).values()]
            words += [sent.get("text", {}).get("content", ""), sent.get("url", "")]
            self.chat.append(("", "🔔 " + "\n".join(filter(None, words))))
        self.told = len(self.api.sent)
        said = [f'<p class="{who}">{_shown(text)}</p>' for who, text in self.chat]
        form = '<form method="post" action="/say"><button name="do" value="{}">{}</button></form>'
        buttons = [form.format(*pair) for pair in BUTTONS.items()]
        return PAGE.format(place=self.place, said="".join(said), buttons=" ".join(buttons))

    def say(self, given: dict[str, str]) -> str:
        """Do what the form asks; where to go next."""
        doing = given.get("do", "")
        if doing == "mini":
            return self._open_program()
        text = given.get("text", "").strip()
        told = _MESSAGES.get(doing) or {"MsgType": "text", "Content": text}
        if told.get("Content") == "" or self.account is None:
            return "/"
        now = datetime.now(UTC)
        if told["MsgType"] != "event":
            told = {**told, "MsgId": str(int(now.timestamp() * 1000))}
        if told["MsgType"] in FILES:
            media = f"media-{len(self.api.media) + 1}"
            self.api.media[media] = FILES[told["MsgType"]]()
            told = {**told, "MediaId": media}
        post = wechat_chat.post(self.account, {"FromUserName": OPENID, **told}, now)
        self.chat.append(("me", BUTTONS.get(doing, text)))
        address = f"{self.site}/channels/wechat/{self.place}"
        answer = httpx.post(address, params=dict(post.query), content=post.body, timeout=5)
        if answer.status_code != httpx.codes.OK:
            self.chat.append(("", f"{answer.status_code} {answer.text[:300]}"))
        elif words := wechat_chat.read(self.account, answer.text):
            self.chat.append(("", words))
        return "/"

    def _open_program(self) -> str:
        """Log in as the mini-program does; the address that its page shows."""
        code = f"login-{len(self.api.calls)}"
        self.api.logins[code] = OPENID
        address = f"{self.site}/channels/miniprogram/{self.place}/login"
        answer = httpx.post(address, json={"code": code}, timeout=20).json()
        if "url" not in answer:
            self.chat.append(("", str(answer.get("sentence", answer))))
        return str(answer.get("url", "/"))


_MESSAGES = {
    "subscribe": {"MsgType": "event", "Event": "subscribe"},
    "unsubscribe": {"MsgType": "event", "Event": "unsubscribe"},
    "mine": {"MsgType": "event", "Event": "CLICK", "EventKey": "mine"},
    "voice": {"MsgType": "voice", "Recognition": "和平路的路灯坏了三盏。"},
    "image": {"MsgType": "image"},
    "place": {
        "MsgType": "location",
        "Location_X": "33.91",
        "Location_Y": "117.94",
        "Label": "和平路 12 号",
    },
}


def _photo() -> bytes:
    """A picture of one colour, another each time: the same file twice is one file."""
    made = io.BytesIO()
    colour = tuple(secrets.token_bytes(3))
    Image.new("RGB", (320, 240), colour).save(made, "JPEG")
    return made.getvalue()


def _voice() -> bytes:
    """Two seconds of AMR frames."""
    frame = bytes([0x3C])
    return b"#!AMR\n" + b"".join(frame + secrets.token_bytes(31) for _ in range(100))


FILES: dict[str, Callable[[], bytes]] = {"image": _photo, "voice": _voice}


def _shown(text: str) -> str:
    """The words as WeChat shows them: links are links, everything else is text."""
    return LINK.sub(r'<a href="\1" target="_blank">\2</a>', html.escape(text))
