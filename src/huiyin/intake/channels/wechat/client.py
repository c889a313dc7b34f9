"""Calling WeChat: tokens, notices, menus, and who is behind a login code.

A secret or token stands in the address that WeChat asks for; here it is put there by the transport,
below everything that logs or that an exception could show.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

API = "https://api.weixin.qq.com"
PATIENCE = httpx.Timeout(8.0, connect=4.0)
_SECRET = "huiyin.secret"  # noqa: S105 - the name of an extension

STALE = frozenset({40001, 40014, 42001})
"""The token is not, or no longer, good: ask for another, once."""
NEVER = {
    40003: "openid",  # not a follower of this account
    40007: "no such file",  # or no longer: WeChat keeps them for three days
    40013: "appid",
    40029: "code",  # a login code that was never given
    40037: "template",
    40125: "secret",
    40163: "code",  # a login code used twice
    41028: "form",
    43004: "unfollowed",
    43101: "declined",  # the user has not subscribed, or no longer
    45015: "48 hours",  # nothing was heard of the user for so long
    45047: "too many",
    47003: "template",
    48001: "not granted",
    50002: "limited",
}
"""Trying again cannot help. Everything else may pass: busy, limits of the minute, unknown."""


class Failed(Exception):
    """WeChat did not do it. `again`: may it do it later? `code` is WeChat's errcode, 0 for none.

    `unsure`: the line broke off, or the answer made no sense; it may have been done after all.
    """

    def __init__(self, code: int, *, again: bool, unsure: bool = False) -> None:
        super().__init__(f"WeChat errcode {code} ({NEVER.get(code, 'again later')})")
        self.code = code
        self.again = again
        self.unsure = unsure


@dataclass(frozen=True, slots=True)
class App:
    """Whose name we call in: an official account or a mini-program."""

    id: str
    secret: str
    api: str = API

    def __repr__(self) -> str:
        return f"App({self.id})"


class _Transport(httpx.HTTPTransport):
    """Adds what must not be logged to the address, after the logging."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        hidden: Mapping[str, str] = request.extensions.get(_SECRET, {})
        whole = httpx.Request(
            request.method,
            request.url.copy_merge_params(dict(hidden)),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return super().handle_request(whole)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    until: datetime


_tokens: dict[tuple[str, str], _Token] = {}
_lock = threading.Lock()
_EARLY = timedelta(minutes=1)


def forget_tokens() -> None:
    """Ask anew for every token."""
    with _lock:
        _tokens.clear()


class Client:
    """Calls in the name of one app. `now` is for how long a token is good."""

    def __init__(self, app: App, now: datetime) -> None:
        self._app = app
        self._now = now
        self._http = httpx.Client(
            base_url=app.api, timeout=PATIENCE, transport=_Transport(), trust_env=False
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def check(self) -> None:
        """Are app id and secret good? Raises Failed."""
        self._token()

    def send_template(self, to: str, template: str, data: Mapping[str, str], **more: Any) -> str:
        """Send a template message; WeChat's id of it. Raises Failed.

        `more`: `url`, `miniprogram`, and `client_msg_id`, with which WeChat sends it once only.
        """
        return self._send("/cgi-bin/message/template/send", to, template, data, more)

    def send_subscribed(self, to: str, template: str, data: Mapping[str, str], **more: Any) -> str:
        """Send a subscription notice of an official account. Raises Failed."""
        return self._send("/cgi-bin/message/subscribe/bizsend", to, template, data, more)

    def say(self, to: str, words: str) -> None:
        """Answer a user who wrote within 48 hours. Raises Failed."""
        body = {"touser": to, "msgtype": "text", "text": {"content": words}}
        self._post("/cgi-bin/message/custom/send", body)

    def make_menu(self, buttons: list[dict[str, Any]]) -> None:
        """Put the account's menu in force. Raises Failed."""
        self._post("/cgi-bin/menu/create", {"button": buttons})

    def media(self, media: str) -> tuple[bytes, str]:
        """A photo or a voice note that a user sent, and its type. Raises Failed."""
        answer = self._with_token("GET", "/cgi-bin/media/get", params={"media_id": media})
        return answer.content, answer.headers.get("Content-Type", "")

    def openid_of(self, code: str) -> str:
        """Who a mini-program's login code stands for. Raises Failed."""
        hidden = {"appid": self._app.id, "secret": self._app.secret, "js_code": code}
        known = {"grant_type": "authorization_code"}
        answer = self._call("GET", "/sns/jscode2session", hidden, params=known)
        return _word(_said(answer), "openid")

    def phone_of(self, code: str) -> str:
        """The phone number a mini-program's user consented to give. Raises Failed."""
        said = self._post("/wxa/business/getuserphonenumber", {"code": code})
        info = said.get("phone_info")
        return _word(info if isinstance(info, dict) else {}, "purePhoneNumber")

    def _send(
        self, path: str, to: str, template: str, data: Mapping[str, str], more: dict[str, Any]
    ) -> str:
        values = {name: {"value": value} for name, value in data.items()}
        said = self._post(path, {"touser": to, "template_id": template, "data": values, **more})
        return str(said.get("msgid", ""))

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return _said(self._with_token("POST", path, json=body))

    def _with_token(self, method: str, path: str, **how: Any) -> httpx.Response:
        """One call; when the token was stale, one more with another."""
        for last in (False, True):
            answer = self._call(method, path, {"access_token": self._token()}, **how)
            code = _code(answer)
            if code in STALE and not last:
                with _lock:
                    _tokens.pop(self._key, None)
                continue
            if code:
                raise Failed(code, again=code not in NEVER)
            return answer
        raise AssertionError  # the second round returns or raises

    @property
    def _key(self) -> tuple[str, str]:
        return (self._app.api, self._app.id)

    def _token(self) -> str:
        with _lock:
            kept = _tokens.get(self._key)
        if kept is not None and kept.until > self._now:
            return kept.text
        body = {
            "grant_type": "client_credential",
            "appid": self._app.id,
            "secret": self._app.secret,
        }
        try:
            said = _said(self._call("POST", "/cgi-bin/stable_token", {}, json=body))
        except Failed as failed:  # whatever became of this call, nothing else was done
            raise Failed(failed.code, again=failed.again) from failed
        seconds = said.get("expires_in")
        lives = timedelta(seconds=seconds if isinstance(seconds, int) else 300)
        fresh = _Token(_word(said, "access_token"), self._now + lives - _EARLY)
        with _lock:
            _tokens[self._key] = fresh
        return fresh.text

    def _call(self, method: str, path: str, hidden: dict[str, str], **how: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, extensions={_SECRET: hidden}, **how)
        except httpx.HTTPError as error:
            begun = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            raise Failed(0, again=True, unsure=begun) from error
        if answer.status_code != httpx.codes.OK:
            raise Failed(0, again=True, unsure=True)
        return answer


def _code(answer: httpx.Response) -> int:
    """WeChat's errcode; media comes without one."""
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith(("application/json", "text/")):
        return 0
    code = _body(answer).get("errcode", 0)
    return code if isinstance(code, int) else -1


def _said(answer: httpx.Response) -> dict[str, Any]:
    """The body of an answer without an error. Raises Failed."""
    body = _body(answer)
    code = body.get("errcode", 0)
    if code:
        raise Failed(code if isinstance(code, int) else -1, again=code not in NEVER)
    return body


def _body(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError as error:
        raise Failed(0, again=True, unsure=True) from error
    if not isinstance(body, dict):
        raise Failed(0, again=True, unsure=True)
    return body


def _word(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name)
    if not isinstance(found, str) or not found:
        raise Failed(0, again=True)
    return found
