"""Signatures of the two gateways: our own, in both directions, and Tencent Cloud's TC3."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

WINDOW = 300
"""Seconds by which the clocks of the two sides may differ; what is older is a replay."""


def signature(secret: str, at: int, nonce: str, body: bytes) -> str:
    """Hex HMAC-SHA256 over `<unix seconds>\\n<nonce>\\n<body>`."""
    said = f"{at}\n{nonce}\n".encode() + body
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()


def signed(key: str, secret: str, body: bytes, *, now: datetime) -> dict[str, str]:
    """The headers under which we, or the gateway, send `body`."""
    at, nonce = int(now.timestamp()), secrets.token_hex(16)
    return {
        "Content-Type": "application/json",
        "X-Huiyin-Key": key,
        "X-Huiyin-Time": str(at),
        "X-Huiyin-Nonce": nonce,
        "X-Huiyin-Signature": signature(secret, at, nonce, body),
    }


def is_signed(secret: str, at: str, nonce: str, body: bytes, given: str, *, now: datetime) -> bool:
    """Is it theirs, and of now?"""
    if not at.isascii() or not at.isdigit() or len(at) > 12:
        return False
    fresh = abs(now.timestamp() - int(at)) <= WINDOW
    right = hmac.compare_digest(signature(secret, int(at), nonce, body).encode(), given.encode())
    return fresh and right


def tc3(
    key: str, secret: str, host: str, body: bytes, *, service: str, now: datetime
) -> dict[str, str]:
    """The headers `Authorization` and `X-TC-Timestamp` for a POST of JSON to Tencent Cloud."""
    at = int(now.timestamp())
    day = now.astimezone(UTC).strftime("%Y-%m-%d")
    kind = "application/json; charset=utf-8"
    hashed = hashlib.sha256(body).hexdigest()
    asked = f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\n\ncontent-type;host\n{hashed}"
    scope = f"{day}/{service}/tc3_request"
    digest = hashlib.sha256(asked.encode()).hexdigest()
    said = f"TC3-HMAC-SHA256\n{at}\n{scope}\n{digest}"
    signing = f"TC3{secret}".encode()
    for word in (day, service, "tc3_request"):
        signing = hmac.new(signing, word.encode(), hashlib.sha256).digest()
    signed = hmac.new(signing, said.encode(), hashlib.sha256).hexdigest()
    proof = f"Credential={key}/{scope}, SignedHeaders=content-type;host, Signature={signed}"
    return {
        "Authorization": f"TC3-HMAC-SHA256 {proof}",
        "Content-Type": kind,
        "Host": host,
        "X-TC-Timestamp": str(at),
    }
