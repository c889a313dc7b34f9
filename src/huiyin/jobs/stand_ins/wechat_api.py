"""The side of WeChat that we call, played on this machine: tokens, notices, menu, login codes.

It is as strict as WeChat where that matters: a wrong secret or token, a login code used twice, a
user who does not follow and a message told twice with the same `client_msg_id` are treated alike.
"""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

OK = {"errcode": 0, "errmsg": "ok"}
Said = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]


@dataclass
class Api:
    """WeChat as an account sees it; a WSGI application. `secrets_of`: app id -> secret."""

    secrets_of: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)
    sent: list[Said] = field(default_factory=list)
    menu: list[Said] = field(default_factory=list)
    logins: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    media: dict[str, bytes] = field(default_factory=dict)
    trouble: list[int] = field(default_factory=list)
    """Errcodes with which the next calls that need a token are answered."""
    lost: int = 0
    """So many of the next answers get lost on the way, though the call was done."""
    calls: list[str] = field(default_factory=list)

    def expire(self) -> None:
        """No token given so far is good any longer."""
        self.tokens.clear()

    def __call__(self, environ: Said, start: Start) -> Iterable[bytes]:
        """Answer one call."""
        path = environ["PATH_INFO"]
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        self.calls.append(path)
        doing = _PATHS.get((environ["REQUEST_METHOD"], path))
        if doing is None:
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"no such call"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        answer = doing(self, asked, _json(body))
        if self.lost and "errcode" in answer:
            self.lost -= 1
            start("502 Bad Gateway", [("Content-Type", "text/plain")])
            return [b"lost"]
        if isinstance(answer, bytes):
            start("200 OK", [("Content-Type", "image/jpeg")])
            return [answer]
        start("200 OK", [("Content-Type", "application/json; charset=UTF-8")])
        return [json.dumps(answer, ensure_ascii=False).encode()]

    def _refusal(self, asked: Said) -> Said | None:
        if self.trouble:
            return _error(self.trouble.pop(0))
        return None if asked.get("access_token") in self.tokens.values() else _error(40001)

    def _stable_token(self, asked: Said, body: Said) -> Said:
        app = body.get("appid", "")
        if app not in self.secrets_of:
            return _error(40013)
        if body.get("secret") != self.secrets_of[app]:
            return _error(40125)
        token = self.tokens.setdefault(app, secrets.token_urlsafe(32))
        return {"access_token": token, "expires_in": 7200}

    def _send(self, asked: Said, body: Said) -> Said:
        if no := self._refusal(asked):
            return no
        if body.get("touser") in self.gone:
            return _error(43004)
        known = body.get("client_msg_id")
        for number, one in enumerate(self.sent, 1):
            if known and (one.get("client_msg_id"), one["touser"]) == (known, body["touser"]):
                return {**OK, "msgid": number}
        self.sent.append(body)
        return {**OK, "msgid": len(self.sent)}

    def _make_menu(self, asked: Said, body: Said) -> Said:
        if no := self._refusal(asked):
            return no
        self.menu = body["button"]
        return OK

    def _session(self, asked: Said, body: Said) -> Said:
        if self.secrets_of.get(asked.get("appid", "")) != asked.get("secret"):
            return _error(40125)
        openid = self.logins.pop(asked.get("js_code", ""), "")
        return {"openid": openid, "session_key": "none"} if openid else _error(40029)

    def _phone(self, asked: Said, body: Said) -> Said:
        if no := self._refusal(asked):
            return no
        phone = self.phones.pop(body.get("code", ""), "")
        if not phone:
            return _error(40029)
        return {**OK, "phone_info": {"purePhoneNumber": phone, "countryCode": "86"}}

    def _media(self, asked: Said, body: Said) -> Said | bytes:
        if no := self._refusal(asked):
            return no
        return self.media.get(asked.get("media_id", "")) or _error(40007)


def _error(code: int) -> Said:
    return {"errcode": code, "errmsg": "error"}


def _json(body: bytes) -> Said:
    try:
        said = json.loads(body or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


_PATHS: dict[tuple[str, str], Callable[[Api, Said, Said], Said | bytes]] = {
    ("POST", "/cgi-bin/stable_token"): Api._stable_token,
    ("POST", "/cgi-bin/message/template/send"): Api._send,
    ("POST", "/cgi-bin/message/subscribe/bizsend"): Api._send,
    ("POST", "/cgi-bin/message/custom/send"): Api._send,
    ("POST", "/cgi-bin/menu/create"): Api._make_menu,
    ("GET", "/cgi-bin/media/get"): Api._media,
    ("GET", "/sns/jscode2session"): Api._session,
    ("POST", "/wxa/business/getuserphonenumber"): Api._phone,
}
