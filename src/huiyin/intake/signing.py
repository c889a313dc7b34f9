"""Machines that share a secret: HMAC-SHA256 over time, nonce and body, in both directions."""

import hashlib
import hmac
import secrets
from datetime import datetime

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
    if not secret or not at.isascii() or not at.isdigit() or len(at) > 12:
        return False
    fresh = abs(now.timestamp() - int(at)) <= WINDOW
    right = hmac.compare_digest(signature(secret, int(at), nonce, body).encode(), given.encode())
    return fresh and right
