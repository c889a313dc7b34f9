"""The side of WeChat that calls us, played on this machine: what users say, signed and sealed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from defusedxml.ElementTree import fromstring

from huiyin.intake.channels.wechat import messages, signing
from huiyin.intake.channels.wechat.accounts import Account


@dataclass(frozen=True, slots=True)
class Post:
    """A request as WeChat makes it: what stands in the address, and the body."""

    query: Mapping[str, str]
    body: str


def post(account: Account, said: Mapping[str, str], now: datetime) -> Post:
    """A user's message to the account; `said` are the elements of its XML."""
    told = {"ToUserName": "gh_stand_in", "CreateTime": str(int(now.timestamp())), **said}
    body = "<xml>" + "".join(f"<{name}>{_cdata(text)}</{name}>" for name, text in told.items())
    body += "</xml>"
    query = _signed(account, now)
    envelope = account.envelope()
    if envelope is None:
        return Post(query, body)
    sealed = envelope.seal(body)
    stamp, nonce = query["timestamp"], query["nonce"]
    sealed_by = signing.signature(account.token, stamp, nonce, sealed)
    query |= {"encrypt_type": "aes", "msg_signature": sealed_by}
    return Post(query, f"<xml><Encrypt>{_cdata(sealed)}</Encrypt></xml>")


def check(account: Account, echo: str, now: datetime) -> dict[str, str]:
    """The query with which WeChat checks an address."""
    return {**_signed(account, now), "echostr": echo}


def read(account: Account, body: str) -> str:
    """The words of an answer; "" where there are none."""
    if not body.startswith("<xml>"):
        return ""
    sealed, envelope = messages.sealed_in(body), account.envelope()
    xml = envelope.open(sealed) if envelope and sealed else body
    return fromstring(xml).findtext("Content") or ""


def _signed(account: Account, now: datetime) -> dict[str, str]:
    stamp, nonce = str(int(now.timestamp())), secrets.token_hex(5)
    signature = signing.signature(account.token, stamp, nonce)
    return {"signature": signature, "timestamp": stamp, "nonce": nonce}


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
