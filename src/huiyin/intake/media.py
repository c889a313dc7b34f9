"""What a file is, by its content, and how it is kept: photos made anew, positions taken out.

    made = media.make(data, whistle=False)      # or raises Unfit, with the sentence

Names and declared types are never believed. What is not on the short list of `_MAKERS` is not
taken. A photo and a recording are decoded and encoded again, so that nothing but the picture and
the sound is kept. A document is checked to be what it seems and only ever handed out as a download.
"""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import puremagic
from PIL import Image, ImageOps

from huiyin.intake import sound
from huiyin.rules.words import N_

LONGEST_SIDE = 1920
THUMB_SIDE = 320
MOST_PIXELS = 50_000_000  # said in a sentence below
MOST_UNPACKED = 200 * 1024 * 1024
_MB = 1024 * 1024
LIMITS = {"photo": 20 * _MB, "voice": 10 * _MB, "document": 20 * _MB}
PHOTO, VOICE, DOCUMENT = LIMITS

_BAD_PICTURE = (OSError, SyntaxError, ValueError, TypeError, struct.error, IndexError, EOFError)
"""What Pillow raises for pictures that are cut short or forged."""


class Unfit(Exception):
    """Not taken; `message` is a sentence with {name} in it."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it will be kept."""

    kind: str
    media_type: str
    data: bytes
    thumb: bytes = b""
    width: int | None = None
    height: int | None = None
    seconds: int | None = None


EXTENSIONS = {
    "image/jpeg": "jpg",
    "audio/mpeg": "mp3",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
"""Every type that is kept, and how its files end when they are handed out again."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make(data: bytes, *, whistle: bool = False) -> Made:
    """The file as it will be kept. Raises Unfit.

    `whistle`: nothing may tell who sent it, so documents are not taken (their author, machine and
    history cannot be taken out with certainty).
    """
    maker = _maker(data)
    if maker is None:
        raise Unfit(N_("“{name}”不是能接收的照片、录音或文档，请换一种格式。"))
    made = maker(data)
    if whistle and made.kind == DOCUMENT:
        raise Unfit(N_("举报不收文档“{name}”：文档里可能留有您的姓名和电脑信息，请拍成照片再交。"))
    if len(data) > LIMITS[made.kind]:
        raise too_big(made.kind)
    return made


def too_big(kind: str) -> Unfit:
    """The file is larger than its kind may be."""
    words = {
        PHOTO: N_("照片“{name}”太大，一张最多 {size} MB，请压缩后再交。"),
        VOICE: N_("录音“{name}”太大，一段最多 {size} MB，请分段再交。"),
        DOCUMENT: N_("文件“{name}”太大，一个最多 {size} MB，请压缩或分开再交。"),
    }
    return Unfit(words[kind], size=LIMITS[kind] // _MB)


Maker = Callable[[bytes], Made]


def _maker(data: bytes) -> Maker | None:
    if data[4:8] == b"ftyp" and data[8:11] not in (b"hei", b"hev", b"mif", b"avi", b"msf"):
        return _voice("mov")  # phones write brands that the list of magic does not know
    try:
        found = puremagic.magic_string(data)
    except (puremagic.PureError, ValueError):
        return None
    extensions = [match.extension for match in found]
    return next((_MAKERS[one] for one in extensions if one in _MAKERS), None)


# Photos


def _photo(data: bytes) -> Made:
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF", "AVIF"))
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels()
        whole = _picture(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except _BAD_PICTURE:
        raise Unfit(N_("照片“{name}”打不开，可能没有传完整，请重新拍一张或换一张。")) from None
    small = whole.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Made(
        PHOTO,
        "image/jpeg",
        _jpeg(whole, 82),
        thumb=_jpeg(small, 75),
        width=whole.width,
        height=whole.height,
    )


def _too_many_pixels() -> Unfit:
    return Unfit(N_("照片“{name}”的像素太多，最多 5000 万像素，请缩小后再交。"))


def _picture(image: Image.Image) -> Image.Image:
    """Upright, on white, not too large, and without a word of metadata (a new image has none)."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        clean.paste(upright, mask=upright.getchannel("A"))
    else:
        clean.paste(upright.convert("RGB"))
    return clean


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """JPEG: the one format that every phone and WeChat shows."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _heic(data: bytes) -> Made:
    raise Unfit(N_("照片“{name}”是 HEIC 格式，请在手机上另存为 JPEG，或者截屏再交。"))


# Recordings


def _voice(container: str) -> Maker:
    def make_voice(data: bytes) -> Made:
        if len(data) > LIMITS[VOICE]:
            raise too_big(VOICE)
        try:
            clean, seconds = sound.make(data, container)
        except sound.Video:
            raise Unfit(N_("“{name}”是视频，现在只收照片、录音和文档，请截几张图再交。")) from None
        except sound.TooLong:
            most = sound.MOST_SECONDS // 60
            raise Unfit(
                N_("录音“{name}”太长，一段最多 {most} 分钟，请分段再交。"), most=most
            ) from None
        except sound.Broken:
            raise Unfit(N_("录音“{name}”打不开，可能没有传完整，请重新录一段。")) from None
        return Made(VOICE, sound.MEDIA_TYPE, clean, seconds=seconds)

    return make_voice


# Documents


def _pdf(data: bytes) -> Made:
    if b"%%EOF" not in data[-2048:]:
        raise _broken()
    return Made(DOCUMENT, "application/pdf", data)


def _broken() -> Unfit:
    return Unfit(N_("文件“{name}”打不开，可能没有传完整，请换一个。"))


def _macros() -> Unfit:
    return Unfit(N_("文件“{name}”带有宏程序，请另存为不带宏的文档，或导出 PDF 再交。"))


def _zipped(data: bytes) -> Made:
    """Word or Excel as a zip, by what is inside; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, EOFError):
        raise _broken() from None
    names = {one.filename for one in inside}
    if sum(one.file_size for one in inside) > MOST_UNPACKED:
        raise Unfit(N_("文件“{name}”解开后太大，不能接收，请换成 PDF 再交。"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _macros()
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return Made(DOCUMENT, _WORD, data)
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return Made(DOCUMENT, _SHEET, data)
    raise Unfit(N_("“{name}”是压缩包，请把里面的照片或文档分开交。"))


def _compound(data: bytes) -> Made:
    """Word or Excel of before 2007: the names of its streams stand in UTF-16."""
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise _macros()
    if "WordDocument".encode("utf-16-le") in data:
        return Made(DOCUMENT, "application/msword", data)
    if any(one.encode("utf-16-le") in data for one in ("Workbook", "Book")):
        return Made(DOCUMENT, "application/vnd.ms-excel", data)
    raise Unfit(N_("“{name}”不是能接收的照片、录音或文档，请换一种格式。"))


_MAKERS: dict[str, Maker] = {
    **dict.fromkeys((".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".avif"), _photo),
    **dict.fromkeys((".heif", ".heic"), _heic),
    ".amr": _voice("amr"),
    **dict.fromkeys((".mp3", ".mpga"), _voice("mp3")),
    **dict.fromkeys((".m4a", ".mp4"), _voice("mov")),
    **dict.fromkeys((".ogg", ".oga", ".opus"), _voice("ogg")),
    ".webm": _voice("matroska"),
    ".wav": _voice("wav"),
    ".pdf": _pdf,
    **dict.fromkeys((".docx", ".xlsx", ".zip"), _zipped),
    **dict.fromkeys((".doc", ".xls"), _compound),
}
"""By the names that the list of magic gives; it calls every zip a .docx, so each looks inside."""
