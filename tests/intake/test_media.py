"""What a file is, by its content; photos made anew, recordings without words, documents checked."""

import io

import pytest
from PIL import Image

from huiyin.intake import media
from huiyin.intake.media import Unfit
from tests import files


def no(data: bytes, *, whistle: bool = False) -> str:
    """Why the file is not taken."""
    with pytest.raises(Unfit) as unfit:
        media.make(data, whistle=whistle)
    return unfit.value.message


def test_a_photo_loses_place_device_and_comment() -> None:
    taken = files.from_a_phone()
    assert b"Fengniao" in taken
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825)
    made = media.make(taken)
    for kept in (made.data, made.thumb):
        image = Image.open(io.BytesIO(kept))
        assert not dict(image.getexif())
        assert {"comment", "exif", "xmp"}.isdisjoint(image.info)
        assert b"Wu Xiuying" not in kept
        assert b"Fengniao" not in kept


def test_a_photo_held_sideways_stands_upright() -> None:
    """Left becomes top when it is turned a quarter to the right."""
    made = media.make(files.from_a_phone())
    image = Image.open(io.BytesIO(made.data))
    assert image.size == (made.width, made.height) == (48, 64)
    at_the_top, at_the_foot = image.getpixel((24, 8)), image.getpixel((24, 56))
    assert isinstance(at_the_top, tuple)
    assert isinstance(at_the_foot, tuple)
    assert at_the_top[0] > 150 > at_the_top[2]
    assert at_the_foot[0] < 100 < at_the_foot[2]


@pytest.mark.parametrize("how", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_every_common_picture_becomes_a_jpeg_with_a_thumbnail(how: str) -> None:
    made = media.make(files.photo((2600, 800), how))
    assert (made.kind, made.media_type) == ("photo", "image/jpeg")
    assert Image.open(io.BytesIO(made.data)).size == (1920, 591)
    assert max(Image.open(io.BytesIO(made.thumb)).size) == 320


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    image = Image.open(io.BytesIO(media.make(out.getvalue()).data))
    assert image.getpixel((10, 10)) == (255, 255, 255)


def test_a_script_behind_a_picture_does_not_outlive_it() -> None:
    """A file that is a GIF and JavaScript at once: only the picture is kept."""
    both = files.photo(how="GIF") + b"/*<script>alert(1)</script>*/=1;"
    assert b"script" not in media.make(both).data


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a/*<script>*/=1;alert(1)//",
        files.photo()[:400],
        b"\xff\xd8\xff\xe0" + b"not a photo at all" * 40,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        b"RIFF\x10\0\0\0WEBPVP8 xxxx",
    ],
)
def test_a_picture_that_is_none_is_refused(data: bytes) -> None:
    assert "{name}" in no(data)


@pytest.mark.parametrize("size", [(9000, 9000), (40_000, 40_000), (2**31 - 1, 4)])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(size: tuple[int, int]) -> None:
    assert "像素太多" in no(files.png_of(*size))


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\0" + bytes(200),
        b"#!/bin/sh\nrm -rf .\n",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\x7fELF" + bytes(200),
        b"x",
        bytes(2000),
        "只是一段文字。".encode(),
    ],
)
def test_what_is_not_on_the_list_is_refused(data: bytes) -> None:
    assert "不是能接收的" in no(data)


def test_a_recording_says_nothing_of_where_and_when_and_how_long_it_is_known() -> None:
    raw = files.voice_note()
    assert b"Peace Road" in raw
    made = media.make(raw)
    assert (made.kind, made.media_type, made.seconds) == ("voice", "audio/mp4", 3)
    assert len(made.data) == len(raw)
    assert b"Peace Road" not in made.data
    assert (3_800_000_000).to_bytes(4, "big") not in made.data


def test_an_mp3_loses_its_tags_and_keeps_its_frames() -> None:
    made = media.make(files.mp3())
    assert made.media_type == "audio/mpeg"
    assert made.data[:2] == b"\xff\xfb"
    assert b"Wu" not in made.data
    assert len(made.data) == 3 * 417


def test_a_wav_and_an_amr_are_taken_with_their_length() -> None:
    made = media.make(files.sound(2))
    assert (made.media_type, made.seconds) == ("audio/wav", 2)
    made = media.make(b"#!AMR\n" + (b"\x3c" + bytes(31)) * 150)
    assert (made.media_type, made.seconds) == ("audio/amr", 3)


def test_a_video_is_refused_as_such() -> None:
    assert "视频" in no(files.voice_note(b"vide"))


def test_a_photo_that_cannot_be_opened_here_is_told_how_to_become_one() -> None:
    assert "HEIC" in no(b"\0\0\0\x18ftypheic" + bytes(100))


def test_a_recording_of_boxes_without_end_is_refused() -> None:
    deep = b""
    for _ in range(3000):
        deep = files.box(b"moov", deep)
    assert "打不开" in no(files.box(b"ftyp", b"M4A ", bytes(4)) + deep)


@pytest.mark.parametrize(
    ("data", "ends"),
    [
        (files.PDF, "pdf"),
        (files.DOC, "doc"),
        (files.office(), "docx"),
        (files.office("xl/workbook.xml"), "xlsx"),
    ],
)
def test_documents_are_what_is_inside_them(data: bytes, ends: str) -> None:
    made = media.make(data)
    assert (made.kind, media.EXTENSIONS[made.media_type], made.data) == ("document", ends, data)


def test_archives_macros_and_zip_bombs_are_refused() -> None:
    assert "压缩包" in no(files.office("evil.exe"))
    assert "宏" in no(files.office(**{"word/vbaProject.bin": b"x"}))
    assert "宏" in no(files.DOC + "_VBA_PROJECT".encode("utf-16-le"))
    assert "解开后太大" in no(files.office(**{"word/media/a": bytes(media.MOST_UNPACKED + 1)}))
    assert "打不开" in no(files.office()[:60])
    assert "打不开" in no(files.PDF[:20])


def test_of_a_whistle_blower_no_document_and_no_uncleaned_recording_is_taken() -> None:
    """JS-4: an author's name cannot be taken out with certainty."""
    assert "举报不收文档" in no(files.PDF, whistle=True)
    opus = b"OggS\0\x02" + bytes(22) + b"OpusHead" + bytes(100)
    assert media.make(opus).kind == "voice"
    assert "设备信息" in no(opus, whistle=True)
    assert media.make(files.photo(), whistle=True).kind == "photo"
    assert media.make(files.voice_note(), whistle=True).kind == "voice"


def test_each_kind_has_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(media.LIMITS, "voice", 1000)
    assert "录音“{name}”太大" in no(files.sound())
    assert media.make(files.photo((900, 900))).kind == "photo"
