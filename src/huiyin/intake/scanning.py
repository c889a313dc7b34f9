"""A virus scanner where the place has one: clamd, spoken to as it wishes (INSTREAM).

HUIYIN_SCANNER names it, `host:port` or the path of its socket. Without one, files are not scanned,
and say so.
"""

import logging
import socket
import struct
from enum import StrEnum

from django.conf import settings

log = logging.getLogger(__name__)
_PATIENCE = 20.0
_CHUNK = 64 * 1024


class Scan(StrEnum):
    """What is known of a file."""

    NONE = "none"  # there is no scanner here
    CLEAN = "clean"
    WAITING = "waiting"  # the scanner did not answer: kept, shown to nobody until it does
    INFECTED = "infected"


def scan(data: bytes) -> Scan:
    """Ask the scanner."""
    address: str = settings.HUIYIN_SCANNER
    if not address:
        return Scan.NONE
    try:
        answer = _ask(address, data)
    except (OSError, ValueError) as error:
        log.warning("the virus scanner does not answer: %s", error)
        return Scan.WAITING
    if answer.endswith("FOUND"):
        return Scan.INFECTED
    if answer.endswith("OK"):
        return Scan.CLEAN
    log.warning("the virus scanner says: %s", answer[:200])
    return Scan.WAITING


def _ask(address: str, data: bytes) -> str:
    with _connect(address) as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), _CHUNK):
            part = data[at : at + _CHUNK]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        said = b""
        while not said.endswith(b"\0") and (more := line.recv(4096)):
            said += more
    return said.rstrip(b"\0\n ").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_PATIENCE)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE)
