"""Recordings without what they say of place, time and device; the sound itself is not touched.

Nothing is decoded: each format's own boxes are walked, and those that hold words about the
recording are left out (mp3, wav) or blanked in place, so that no address inside moves (m4a).
"""

import io
import re
import struct
import wave
from collections.abc import Iterator

UNCLEANED = frozenset({"audio/ogg", "audio/webm"})
"""Formats whose words about the recording are not taken out."""

_VIDEO_HANDLER = re.compile(rb"hdlr.{8}vide", re.DOTALL)
_WEBM_VIDEO = re.compile(rb"V_(?:VP[89]|AV1|MPEG)")
_NESTED = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"edts"})
_WORDS = frozenset({b"udta", b"meta", b"uuid", b"loci"})
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_DEEPEST = 12


class Video(Exception):
    """It has moving pictures."""


def clean(data: bytes, media_type: str) -> tuple[bytes, int | None]:
    """The recording to be kept, and how many seconds it lasts where that is easily known.

    Raises Video, and ValueError, IndexError or struct.error for what is broken.
    """
    if media_type == "audio/mp4":
        return _mp4(data)
    if media_type == "audio/mpeg":
        return _mp3(data), None
    if media_type == "audio/wav":
        return _wav(data)
    if media_type == "audio/amr":
        return data, _amr_seconds(data)
    if media_type == "audio/webm" and _WEBM_VIDEO.search(data[:65536]):
        raise Video
    if media_type == "audio/ogg" and not re.search(rb"OpusHead|\x01vorbis|Speex", data[:4096]):
        raise Video if b"\x80theora" in data[:4096] else ValueError("no sound in it")
    return data, None


def _mp3(data: bytes) -> bytes:
    """Without the tags before (ID3v2) and after (ID3v1)."""
    while data[:3] == b"ID3":
        size = 0
        for byte in data[6:10]:
            size = size << 7 | byte & 0x7F
        data = data[10 + size + (10 if data[5] & 0x10 else 0) :]
    if data[-128:-125] == b"TAG":
        data = data[:-128]
    if data[:1] != b"\xff" and b"\xff\xfb" not in data[:4096] and b"\xff\xf3" not in data[:4096]:
        raise ValueError("no sound in it")
    return data


def _wav(data: bytes) -> tuple[bytes, int]:
    """Only the sound and its format are written again."""
    try:
        with wave.open(io.BytesIO(data)) as old:
            rate, frames = old.getframerate(), old.readframes(old.getnframes())
            out = io.BytesIO()
            with wave.open(out, "wb") as new:
                new.setparams(old.getparams())
                new.writeframes(frames)
    except (wave.Error, EOFError, RuntimeError) as error:  # the last: a chunk without end
        raise ValueError(str(error)) from error
    width = max(1, len(frames) // max(1, old.getsampwidth() * old.getnchannels()))
    return out.getvalue(), round(width / max(1, rate))


_AMR_FRAME = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
"""Bytes of a frame of 20 ms by its mode, its own first byte included."""


def _amr_seconds(data: bytes) -> int | None:
    if data[:6] != b"#!AMR\n":
        return None  # AMR-WB has frames of other lengths
    at, frames = 6, 0
    while at < len(data):
        at += _AMR_FRAME[data[at] >> 3 & 0x0F]
        frames += 1
    return round(frames / 50)


def _mp4(data: bytes) -> tuple[bytes, int | None]:
    """Boxes of words become free space of the same length, dates become nothing."""
    if _VIDEO_HANDLER.search(data):
        raise Video
    body, seconds = bytearray(data), None
    for kind, at, start, end in _boxes(data, 0, len(data)):
        if kind in _WORDS:
            body[at + 4 : at + 8] = b"free"
            body[start:end] = bytes(end - start)
        elif kind in _DATED:
            wide = data[start] == 1
            if kind == b"mvhd":
                seconds = _length(data, start, wide)
            body[start + 4 : start + (20 if wide else 12)] = bytes(16 if wide else 8)
    if seconds is None:
        raise ValueError("no sound in it")
    return bytes(body), seconds or None


def _length(data: bytes, start: int, wide: bool) -> int:
    at = start + (20 if wide else 12)
    scale, length = struct.unpack_from(">IQ" if wide else ">II", data, at)
    return round(length / scale) if scale else 0


def _boxes(data: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int, int]]:
    """Every box: kind, where it begins, where its inside begins and ends; boxes are entered."""
    if depth > _DEEPEST:
        raise ValueError("boxes in boxes without end")
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if size == 1:
            size, start = struct.unpack_from(">Q", data, start)[0], at + 16
        stop = end if size == 0 else at + size
        if stop < start or stop > end:
            raise ValueError("a box is longer than what is around it")
        yield kind, at, start, stop
        if kind in _NESTED:
            yield from _boxes(data, start, stop, depth + 1)
        at = stop
