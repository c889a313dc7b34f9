"""Encryption of personal data: SM4-GCM, and an HMAC for exact look-up by phone.

SM4 is the block cipher that Chinese government systems are assessed for (GB/T 32907). Each value
has its own nonce; `context` binds it to its field, so that one value cannot be put in another's
place.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

_NONCE = 12
_TAG = 16


def _key(purpose: str) -> bytes:
    return hmac.new(settings.HUIYIN_DATA_KEY.encode(), purpose.encode(), hashlib.sha256).digest()


def seal(text: str, context: str) -> bytes:
    """Encrypted `text`; empty stays empty."""
    if not text:
        return b""
    nonce = os.urandom(_NONCE)
    cipher = Cipher(algorithms.SM4(_key("sealing")[:16]), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(context.encode())
    body = cipher.update(text.encode()) + cipher.finalize()
    return nonce + cipher.tag + body


def unseal(data: bytes | memoryview, context: str) -> str:
    """The text again. Raises cryptography's InvalidTag if it was changed or the key is another."""
    raw = bytes(data)
    if not raw:
        return ""
    nonce, tag, body = raw[:_NONCE], raw[_NONCE : _NONCE + _TAG], raw[_NONCE + _TAG :]
    cipher = Cipher(algorithms.SM4(_key("sealing")[:16]), modes.GCM(nonce, tag)).decryptor()
    cipher.authenticate_additional_data(context.encode())
    return (cipher.update(body) + cipher.finalize()).decode()


def index(text: str) -> str:
    """A value by which the same text is found again without being readable; "" for nothing."""
    if not text:
        return ""
    return hmac.new(_key("index"), text.encode(), hashlib.sha256).hexdigest()
