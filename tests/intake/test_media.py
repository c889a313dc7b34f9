"""What a file is, by its content; photos made anew, recordings without words, documents checked."""

import io

import av
import pytest
from PIL import Image

from huiyin.intake import media, sound
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


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("ipod", "aac"),  # iPhones
        ("amr", "libopencore_amrnb"),  # WeChat
        ("webm", "libopus"),  # Android's browsers
        ("ogg", "libopus"),
        ("mp3", "libmp3lame"),
        ("wav", "pcm_s16le"),
        ("wav", "pcm_alaw"),  # switchboards
    ],
)
def test_every_recording_becomes_an_mp3_that_says_nothing_of_whose_it_is(
    container: str, codec: str
) -> None:
    raw = files.recording(container, codec, title="Peace Road 12", artist="Wu Xiuying")
    made = media.make(raw, whistle=True)
    assert (made.kind, made.media_type, made.seconds) == ("voice", "audio/mpeg", 3)
    assert b"Peace Road" not in made.data
    assert b"Xiuying" not in made.data
    with av.open(io.BytesIO(made.data), "r") as heard:
        loud = max(max(memoryview(frame.planes[0]).cast("f")) for frame in heard.decode(audio=0))
    assert loud > 0.1  # the tone is still there


def test_a_damaged_piece_is_left_out_and_the_rest_is_heard() -> None:
    raw = bytearray(files.recording("amr", "libopencore_amrnb"))
    raw[600:640] = b"\xff" * 40
    made = media.make(bytes(raw))
    assert made.seconds in (2, 3)


@pytest.mark.parametrize(
    "data",
    [
        b"#!AMR\n",
        files.recording("ipod", "aac")[:60],
        b"OggS\0\x02" + bytes(22) + b"OpusHead" + bytes(100),
        b"RIFF\x24\0\0\0WAVEfmt " + b"\xff" * 40,
        b"ID3\x04\0\0\0\0\0\x05hello" + b"\xff\xfb" + bytes(50),
    ],
)
def test_what_has_no_sound_in_it_is_refused(data: bytes) -> None:
    assert "打不开" in no(data)


def test_a_recording_has_its_longest_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a few bytes whole days can be unpacked."""
    monkeypatch.setattr(sound, "MOST_SECONDS", 60)
    assert "太长，一段最多 {most} 分钟" in no(b"#!AMR\n" + bytes([0x3C, *bytes(31)]) * 3051)


def test_a_video_is_refused_as_such() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as made:
        stream = made.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for packet in (*stream.encode(av.VideoFrame(64, 48, "yuv420p")), *stream.encode(None)):
            made.mux(packet)
    assert "视频" in no(out.getvalue())


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


def test_of_a_whistle_blower_no_document_is_taken() -> None:
    """JS-4: an author's name cannot be taken out with certainty."""
    assert "举报不收文档" in no(files.PDF, whistle=True)
    assert media.make(files.photo(), whistle=True).kind == "photo"
    assert media.make(files.voice_note(), whistle=True).kind == "voice"


def test_each_kind_has_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(media.LIMITS, "voice", 1000)
    assert "录音“{name}”太大" in no(files.sound())
    assert media.make(files.photo((900, 900))).kind == "photo"
