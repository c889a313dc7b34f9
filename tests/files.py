"""Small files of every sort, made on the spot, for the tests of attachments."""

import io
import math
import struct
import wave
import zipfile
from array import array
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

LIMB = (200, 30, 30)
WALL = (30, 60, 200)


def photo(size: tuple[int, int] = (64, 48), how: str = "JPEG", **saved: Any) -> bytes:
    """A picture, red on its left half and blue on its right."""
    image = Image.new("RGB", size, WALL)
    image.paste(LIMB, (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, how, **saved)
    return out.getvalue()


def from_a_phone() -> bytes:
    """Held sideways, with the place, the device and a comment written into it."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6  # turn a quarter to the right
    exif[Base.Make], exif[Base.Artist] = "Fengniao", "Wu Xiuying"
    exif.get_ifd(IFD.GPSInfo).update(
        {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (33.0, 54.0, 0.0), GPS.GPSAltitude: 20.0}
    )
    return photo(exif=exif, comment=b"shot by Wu Xiuying", quality=95)


def sound(seconds: int = 2) -> bytes:
    """A silent WAV."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def recording(container: str, codec: str, *, seconds: int = 3, **said: str) -> bytes:
    """A tone in that format, with `said` in its metadata: title, artist …"""
    out, rate = io.BytesIO(), 8000
    with av.open(out, "w", format=container) as made:
        stream: Any = made.add_stream(
            codec, rate=rate if codec != "libopus" else 48000, layout="mono"
        )
        made.metadata.update(said)
        resampler = AudioResampler(stream.format, "mono", stream.rate, stream.frame_size or 160)
        tone = array("h", (int(8000 * math.sin(at / 3)) for at in range(rate * seconds)))
        whole = AudioFrame(format="s16", layout="mono", samples=len(tone))
        whole.planes[0].update(tone.tobytes())
        whole.sample_rate = rate
        for frame in (*resampler.resample(whole), *resampler.resample(None)):
            frame.pts = None
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return out.getvalue()


def box(kind: bytes, *inside: bytes) -> bytes:
    """A box of an MP4."""
    body = b"".join(inside)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def voice_note() -> bytes:
    """An M4A of three seconds that says where it was recorded."""
    return recording("ipod", "aac", title="Peace Road 12")


def office(main: str = "word/document.xml", **more: bytes) -> bytes:
    """A DOCX (or XLSX), as far as one looks at it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {"[Content_Types].xml": b"<Types/>", main: b"<doc/>", **more}.items():
            archive.writestr(name, body)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOC = OLE + "WordDocument".encode("utf-16-le") + bytes(64)


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims to be so large; there is nothing behind it."""
    import zlib  # noqa: PLC0415

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
