"""Where the bytes of files lie: encrypted, each under a name that nobody can guess."""

import hashlib
import hmac

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from huiyin.intake import sealing


def digest(salt: str, data: bytes) -> str:
    """What the record keeps of a file."""
    return hmac.new(salt.encode(), data, hashlib.sha256).hexdigest()


def thumb(name: str) -> str:
    """Where the thumbnail of a photo lies."""
    return f"{name}-small"


def write(name: str, data: bytes) -> None:
    """Keep bytes; what is there already stays. Raises OSError."""
    written = default_storage.save(name, ContentFile(sealing.seal_bytes(data, name)))
    if written != name:
        default_storage.delete(written)


def read(name: str) -> bytes:
    """The bytes again. Raises OSError; InvalidTag or ValueError where they were changed."""
    if not name:
        raise FileNotFoundError
    with default_storage.open(name) as file:
        return sealing.unseal_bytes(file.read(), name)


def holds(name: str) -> bool:
    """Is there something under that name?"""
    return bool(name) and default_storage.exists(name)


def remove(name: str) -> None:
    """The bytes and their thumbnail, for good; nothing where there is nothing."""
    if name:
        default_storage.delete(name)
        default_storage.delete(thumb(name))
