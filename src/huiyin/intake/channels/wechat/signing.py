"""WeChat's signature: SHA-1 over the sorted parts, the shared token among them."""

import hashlib
import hmac
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
"""How far a request's own clock may be from ours; what is older is a replay."""


def signature(token: str, *parts: str) -> str:
    """The signature of a request (`timestamp`, `nonce`) or, with the ciphertext, of a message."""
    said = "".join(sorted((token, *parts)))
    return hashlib.sha1(said.encode(), usedforsecurity=False).hexdigest()  # the protocol's choice


def matches(given: str, token: str, *parts: str) -> bool:
    """Is `given` the signature of these parts? Compared in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), signature(token, *parts).encode())


def is_fresh(timestamp: str, now: datetime) -> bool:
    """Is the request of about now? `timestamp` is in seconds since 1970."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 11):
        return False
    return abs(now.timestamp() - int(timestamp)) <= WINDOW.total_seconds()
