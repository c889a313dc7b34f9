"""Handing a short message to the gateway."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from huiyin.intake.channels.shape import Failed, Unsure
from huiyin.intake.channels.sms.accounts import Gateway, Plain, Tencent
from huiyin.intake.channels.sms.tencent import tc3
from huiyin.intake.signing import signed

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
AGAIN = frozenset(
    {
        "InternalError",
        "RequestLimitExceeded",
        "LimitExceeded.DeliveryFrequencyLimit",
        "FailedOperation.FailResolvePacket",
    }
)
"""What Tencent says where a later try may go through."""


def send(gateway: Gateway, key: str, phone: str, number: str, text: str, *, now: datetime) -> str:
    """Send `text`, which is about the case `number`; the gateway's id. Raises Failed, Unsure."""
    if isinstance(gateway, Plain):
        return _plain(gateway, {"id": key, "to": phone, "text": text, "sign": gateway.sign}, now)
    return _tencent(gateway, phone, (number, text), key, now)


def _plain(gateway: Plain, said: dict[str, str], now: datetime) -> str:
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = signed(gateway.key, gateway.secret, body, now=now)
    try:
        answer = httpx.post(gateway.url, content=body, headers=headers, timeout=TIMEOUT)
    except httpx.HTTPError as error:
        raise Failed("network", again=True) from error  # the same key is taken once only
    if answer.status_code in (429, *range(500, 600)):
        raise Failed(f"http {answer.status_code}", again=True)
    if answer.status_code != httpx.codes.OK:
        raise Failed(f"http {answer.status_code}", again=False)
    return str(_json(answer).get("id", ""))[:80]


def _tencent(gateway: Tencent, phone: str, blanks: tuple[str, str], key: str, now: datetime) -> str:
    said = {
        "SmsSdkAppId": gateway.app,
        "SignName": gateway.sign,
        "TemplateId": gateway.template,
        "TemplateParamSet": list(blanks),
        "PhoneNumberSet": [f"+86{phone}"],
        "SessionContext": key,
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    host = urlsplit(gateway.url).netloc
    headers = tc3(gateway.key, gateway.secret, host, body, service="sms", now=now)
    headers |= {
        "X-TC-Action": "SendSms",
        "X-TC-Version": "2021-01-11",
        "X-TC-Region": gateway.region,
    }
    try:
        answer = httpx.post(gateway.url, content=body, headers=headers, timeout=TIMEOUT)
    except httpx.ConnectError as error:
        raise Failed("network", again=True) from error
    except httpx.HTTPError as error:
        raise Unsure from error
    return _taken(_json(answer).get("Response", {}))


def _taken(response: dict[str, Any]) -> str:
    """The serial number, or why not."""
    statuses = response.get("SendStatusSet") or [{}]
    code = response.get("Error", {}).get("Code") or statuses[0].get("Code") or "no answer"
    if code != "Ok":
        raise Failed(str(code)[:60], again=code in AGAIN)
    return str(statuses[0].get("SerialNo", ""))[:80]


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        raise Failed("no JSON", again=True) from None
    return found if isinstance(found, dict) else {}
