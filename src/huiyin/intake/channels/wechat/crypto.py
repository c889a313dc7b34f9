"""WeChat's envelope in safe mode: AES-256-CBC around 16 random bytes, length, words and app id."""

import base64
import binascii
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32  # WeChat pads to 32, not to the cipher's 16
_SALT = 16
_LENGTH = 4


class CannotOpen(Exception):
    """The envelope is not one, was made with another key, or is for another account."""


class WrongKey(Exception):
    """An EncodingAESKey is 43 letters and digits."""


class Envelope:
    """Seals and opens what goes between WeChat and one account."""

    def __init__(self, encoding_aes_key: str, app: str) -> None:
        """Raises WrongKey."""
        try:
            key = base64.b64decode(encoding_aes_key + "=")
        except ValueError:
            key = b""
        if len(key) != _BLOCK:
            raise WrongKey
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._app = app.encode()

    def seal(self, words: str) -> str:
        """The words as `<Encrypt>` holds them."""
        body = words.encode()
        plain = secrets.token_bytes(_SALT) + struct.pack(">I", len(body)) + body + self._app
        missing = _BLOCK - len(plain) % _BLOCK
        doing = self._cipher.encryptor()
        sealed = doing.update(plain + bytes([missing]) * missing) + doing.finalize()
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str) -> str:
        """The words again. Raises CannotOpen; check the message's signature first."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            doing = self._cipher.decryptor()
            plain = _unpadded(doing.update(raw) + doing.finalize())
            (length,) = struct.unpack(">I", plain[_SALT : _SALT + _LENGTH])
            start = _SALT + _LENGTH
            body, app = plain[start : start + length], plain[start + length :]
            if len(body) != length or app != self._app:
                raise CannotOpen
            return body.decode()
        except (binascii.Error, ValueError, struct.error) as error:
            raise CannotOpen from error


def _unpadded(plain: bytes) -> bytes:
    count = plain[-1] if plain else 0
    if not 1 <= count <= _BLOCK or plain[-count:] != bytes([count]) * count:
        raise CannotOpen
    return plain[:-count]
