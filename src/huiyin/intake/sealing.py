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
    return seal_bytes(text.encode(), context) if text else b""


def unseal(data: bytes | memoryview, context: str) -> str:
    """The text again. Raises cryptography's InvalidTag if it was changed or the key is another."""
    raw = bytes(data)
    return unseal_bytes(raw, context).decode() if raw else ""


def seal_bytes(plain: bytes, context: str) -> bytes:
    """Encrypted bytes, for files that fit into memory."""
    nonce = os.urandom(_NONCE)
    cipher = Cipher(algorithms.SM4(_key("sealing")[:16]), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(context.encode())
    body = cipher.update(plain) + cipher.finalize()
    return nonce + cipher.tag + body


def unseal_bytes(raw: bytes, context: str) -> bytes:
    """The bytes again. Raises InvalidTag or ValueError if they were changed."""
    nonce, tag, body = raw[:_NONCE], raw[_NONCE : _NONCE + _TAG], raw[_NONCE + _TAG :]
    cipher = Cipher(algorithms.SM4(_key("sealing")[:16]), modes.GCM(nonce, tag)).decryptor()
    cipher.authenticate_additional_data(context.encode())
    return cipher.update(body) + cipher.finalize()


def index(text: str) -> str:
    """A value by which the same text is found again without being readable; "" for nothing."""
    if not text:
        return ""
    return hmac.new(_key("index"), text.encode(), hashlib.sha256).hexdigest()
