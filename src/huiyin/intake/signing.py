"""Is it really the machine that we gave the secret to? HMAC-SHA256 over time, nonce and body."""

import hashlib
import hmac
from datetime import datetime

WINDOW = 300
"""Seconds by which the clocks of the two sides may differ; what is older is a replay."""


def signature(secret: str, at: int, nonce: str, body: bytes) -> str:
    """Hex HMAC-SHA256 over `<unix seconds>\\n<nonce>\\n<body>`."""
    said = f"{at}\n{nonce}\n".encode() + body
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()


def is_signed(secret: str, at: str, nonce: str, body: bytes, given: str, *, now: datetime) -> bool:
    """Is it theirs, and of now?"""
    if not secret or not at.isascii() or not at.isdigit() or len(at) > 12:
        return False
    fresh = abs(now.timestamp() - int(at)) <= WINDOW
    right = hmac.compare_digest(signature(secret, int(at), nonce, body).encode(), given.encode())
    return fresh and right
