"""Files that come with a matter: kept sealed, named in the record, erased with it, proved by it."""

import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from huiyin.cases import actions as cases
from huiyin.cases.actions import Refused
from huiyin.intake import attachments, upkeep
from huiyin.intake.attachments import MOST_AT_ONCE, Blob, Kept
from huiyin.intake.models import Attachment
from huiyin.intake.scanning import Scan
from huiyin.jobs import tidy
from huiyin.rules.steps.handle import Progress
from huiyin.rules.steps.receive import Supplement
from tests import files
from tests.world import County, everything, is_whole, together

PHOTO = Blob("墙角漏水.jpg", files.photo())


pytestmark = pytest.mark.usefixtures("file_store")


def take(county: County, *uploads: Any, key: str = "", whistle: bool = False) -> list[Kept]:
    """王芳 chooses files."""
    return attachments.take(
        county.place.pk, uploads, whistle=whistle, by="", now=county.now, key=key
    )


def refused(county: County, *uploads: Any) -> str:
    """Why they are not taken; nothing is written, neither in the database nor on the disk."""
    before, stored = everything(), bytes_on_disk()
    with pytest.raises(Refused) as no:
        take(county, *uploads)
    assert (everything(), bytes_on_disk()) == (before, stored)
    assert no.value.refusal.field == "attachments"
    return str(no.value.refusal)


def bytes_on_disk() -> dict[str, bytes]:
    """Everything in the file store."""
    found = Path(default_storage.path("")).rglob("*")
    return {str(path): path.read_bytes() for path in found if path.is_file()}


def with_photo(county: County) -> tuple[str, Kept]:
    """A report with a photo."""
    (kept,) = take(county, PHOTO)
    return county.registered(attachments=(kept.ref,)), kept


def test_a_photo_is_kept_sealed_under_a_name_nobody_guesses(county: County) -> None:
    _, kept = with_photo(county)
    stored = bytes_on_disk()
    assert len(stored) == 2  # the photo and its thumbnail
    assert not any(b"JFIF" in body for body in stored.values())
    assert not any("墙角漏水" in name for name in stored)
    assert "墙角漏水" not in repr(everything())
    whole, small = attachments.read(kept), attachments.read(kept, thumb=True)
    assert whole is not None
    assert small is not None
    assert whole[:2] == small[:2] == b"\xff\xd8"
    assert kept.name == "墙角漏水.jpg"
    assert Path(default_storage.path("attachments")).stat().st_mode & 0o077 == 0


def test_the_record_names_the_file_by_its_digest(county: County) -> None:
    number, kept = with_photo(county)
    fact = cases_first(number)
    assert fact.attachments == (kept.ref,)
    assert list(attachments.of_case(number)) == [kept.ref]
    assert is_whole(number)
    assert list(upkeep.faults(number)) == []


def cases_first(number: str) -> Any:
    """What the first fact of a case says."""
    from huiyin.cases import queries  # noqa: PLC0415

    return queries.timeline(number)[0].fact.what


def test_a_supplement_and_a_report_of_progress_bring_files_through_the_one_door(
    county: County,
) -> None:
    number = county.handling()
    (one,) = take(county, PHOTO)
    deed = Supplement(text="又坏了一盏。", attachments=(one.ref,))
    attachments.act(number, deed, actor=county.actor("吴越"), now=county.now)
    (two,) = take(county, Blob("回执.pdf", files.PDF))
    done = Progress(text="配件已到。", attachments=(two.ref,))
    attachments.act(number, done, actor=county.actor("李强"), now=county.now)
    assert list(attachments.of_case(number)) == [one.ref, two.ref]
    assert list(upkeep.faults(number)) == []


def test_a_file_of_another_case_or_place_cannot_be_had_by_its_reference(county: County) -> None:
    _, kept = with_photo(county)
    before = everything()
    with pytest.raises(Refused, match="已经不在了"):
        county.registered(attachments=(kept.ref,))
    (draft,) = take(county, Blob("b.jpg", files.photo((30, 30))))
    assert attachments.draft(draft.token, county.place.pk) == draft
    assert attachments.draft(draft.token, county.neighbour.pk) is None
    assert attachments.draft(draft.token + "x", county.place.pk) is None
    forged = draft.ref[:-4] + "0000"
    with pytest.raises(Refused, match="已经不在了"):
        county.registered(attachments=(forged,))
    assert everything()["cases_case"] == before["cases_case"]


def test_the_same_file_of_the_same_form_is_one_file(county: County) -> None:
    """A retry never doubles it, before and after it belongs to a case."""
    (first,) = take(county, PHOTO, key="page-1")
    (again,) = take(county, PHOTO, PHOTO, key="page-1")
    assert again == first
    number = county.report(attachments=(first.ref,), key="page-1").number
    (late,) = take(county, PHOTO, key="page-1")
    assert late.ref == first.ref
    assert county.report(attachments=(late.ref,), key="page-1").number == number
    (other,) = take(county, PHOTO, key="page-2")
    assert other.id != first.id
    assert Attachment.objects.filter(case=number).count() == 1


def test_each_violation_is_one_sentence_that_names_the_file(county: County) -> None:
    assert refused(county, Blob("空.jpg", b"")) == "“空.jpg”是空的，请重新选择。"
    assert "“假.jpg”不是能接收的" in refused(county, Blob("假.jpg", b"MZ\x90\0" + bytes(99)))
    assert "最多交 9 个文件" in refused(county, *[PHOTO] * 10)


def test_a_file_whose_bytes_were_cut_off_is_written_when_it_is_sent_again(county: County) -> None:
    (first,) = take(county, PHOTO, key="page-1")
    row = Attachment.objects.get()
    default_storage.delete(row.stored)
    assert attachments.read(first) is None
    (again,) = take(county, PHOTO, key="page-1")
    assert again == first
    assert attachments.read(again)
    assert len(bytes_on_disk()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_is_one_file_and_one_case(county: County) -> None:
    def send() -> str:
        (kept,) = take(county, PHOTO, key="page-1")
        return county.report(attachments=(kept.ref,), key="page-1").number

    came = together(send, send, send)
    assert set(came) == {came[0]}
    assert [row.case for row in Attachment.objects.all()] == [came[0]]
    assert len(bytes_on_disk()) == 2
    assert list(upkeep.faults(came[0])) == []


class Huge:
    """50 MB that must not be read."""

    def __init__(self, size: int = 50 * 1024 * 1024) -> None:
        self.name, self.size = "长录像.mov", size

    def read(self) -> bytes:
        """Never."""
        raise AssertionError("read into memory")


def test_what_is_too_large_is_refused_unread(county: County) -> None:
    assert refused(county, Huge()) == ("文件“长录像.mov”太大，一个最多 20 MB，请压缩或分开再交。")
    assert "合起来太大" in refused(county, *[Huge(MOST_AT_ONCE // 4)] * 5)


def test_strangers_cannot_fill_the_disk_with_drafts(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What belongs to a case does not count, nor what another place has."""
    number, kept = with_photo(county)
    monkeypatch.setattr(attachments, "MOST_IN_DRAFTS", kept.size - 1)
    take(county, PHOTO)
    assert "存不下了" in refused(county, PHOTO)
    assert county.registered() != number  # without a file, as before
    assert attachments.take(county.neighbour.pk, [PHOTO], whistle=False, by="", now=county.now)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\照片\\墙.JPG", "墙.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("a\x00b\r\nSet-Cookie: x.jpg", "abSet-Cookie: x.jpg"),
        ("发票.pdf", "发票.jpg"),
        ("长" * 300 + ".jpg", "长" * 80 + ".jpg"),
        ("", "?.jpg"),
    ],
)
def test_a_name_is_made_harmless_and_ends_as_its_type_does(
    county: County, given: str, shown: str
) -> None:
    (kept,) = take(county, replace(PHOTO, name=given))
    assert kept.name == shown


def test_of_a_whistle_blower_no_name_is_kept(county: County) -> None:
    (kept,) = take(county, PHOTO, whistle=True)
    assert kept.name == ""
    assert bytes(Attachment.objects.get().name) == b""


def test_erasing_a_case_takes_the_bytes_the_name_and_the_salt(
    county: County, django_capture_on_commit_callbacks: Any
) -> None:
    number, kept = with_photo(county)
    other = attachments.take(
        county.place.pk, [Blob("b.jpg", files.photo((9, 9)))], whistle=False, by="", now=county.now
    )
    with django_capture_on_commit_callbacks() as later:
        cases.erase(number, now=county.now)
    assert len(bytes_on_disk()) == 4  # not before it is certain
    for callback in later:
        callback()
    assert len(bytes_on_disk()) == 2
    assert attachments.read(kept) is None
    row = Attachment.objects.get(pk=kept.id)
    assert (bytes(row.name), row.salt, row.stored, row.once) == (b"", "", "", None)
    assert list(upkeep.faults(number)) == []
    assert is_whole(number)
    assert attachments.read(other[0]) is not None


def test_an_erasure_that_was_cut_short_is_finished_by_the_worker(county: County) -> None:
    number, _ = with_photo(county)
    upkeep.erase(number, now=county.now)  # and killed before its bytes were removed
    assert bytes_on_disk()
    tidy.files(county.now)
    assert not bytes_on_disk()


def test_drafts_that_became_nothing_are_swept_after_a_day(county: County) -> None:
    number, _ = with_photo(county)
    take(county, Blob("b.jpg", files.photo((9, 9))))
    assert upkeep.sweep(county.now + timedelta(hours=23)) == 0
    assert upkeep.sweep(county.now + timedelta(hours=25)) == 1
    assert [row.case for row in Attachment.objects.all()] == [number]
    assert len(bytes_on_disk()) == 2


def verify(number: str) -> str:
    """What `huiyin journal verify` says of a case."""
    out = StringIO()
    with pytest.raises(CommandError, match="发现 1 处不符"):
        call_command("journal", "verify", "--case", number, stdout=out)
    return out.getvalue()


def test_verify_finds_a_file_that_is_gone(county: County) -> None:
    number, kept = with_photo(county)
    call_command("journal", "verify", stdout=StringIO())
    default_storage.delete(Attachment.objects.get(pk=kept.id).stored)
    assert verify(number) == f"{number} 第 1 条：附件的文件不见了。\n"


def test_verify_finds_changed_bytes_and_bytes_put_in_another_s_place(county: County) -> None:
    number, kept = with_photo(county)
    (other,) = take(county, Blob("b.jpg", files.photo((9, 9))))
    mine, theirs = (
        Path(default_storage.path(Attachment.objects.get(pk=one.id).stored))
        for one in (kept, other)
    )
    whole = mine.read_bytes()
    for put in (whole[:-1] + b"~", whole[:20], theirs.read_bytes()):
        mine.write_bytes(put)
        assert verify(number) == f"{number} 第 1 条：附件的文件被改过，或者读不出来。\n"
        assert attachments.read(kept) is None


def test_verify_finds_a_row_that_is_gone_or_was_slipped_in(county: County) -> None:
    number, kept = with_photo(county)
    (other,) = take(county, Blob("b.jpg", files.photo((9, 9))))
    Attachment.objects.filter(pk=other.id).update(case=number)
    assert "记录里没有提到" in verify(number)
    Attachment.objects.filter(pk__in=(other.id, kept.id)).delete()
    assert "缺少附件" in verify(number)


# A virus scanner, played by a thread


class Clamd:
    """Speaks INSTREAM; finds what begins with `EICAR` anywhere in it."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Gone home."""
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                body = b""
                while size := struct.unpack(">I", said.read(4))[0]:
                    body += said.read(size)
                found = b"EICAR" in body
                line.sendall(b"stream: Eicar FOUND\0" if found else b"stream: OK\0")


@pytest.fixture
def clamd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clamd]:
    """A scanner, and the setting that names it."""
    made = Clamd()
    monkeypatch.setattr(settings, "HUIYIN_SCANNER", made.address)
    yield made
    made.close()


def test_without_a_scanner_a_file_says_that_it_was_not_scanned(county: County) -> None:
    assert take(county, PHOTO)[0].scan is Scan.NONE


def test_a_virus_is_refused_and_the_rest_is_called_clean(county: County, clamd: Clamd) -> None:
    bad = Blob("账单.pdf", files.PDF.replace(b"trailer", b"EICAR trailer"))
    assert "“账单.pdf”里有病毒" in refused(county, bad)
    (good,) = take(county, Blob("账单.pdf", files.PDF))
    assert (good.scan, good.servable) == (Scan.CLEAN, True)


def test_while_the_scanner_is_away_a_file_is_kept_and_shown_to_nobody(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost and nobody is harmed."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        away = f"127.0.0.1:{door.getsockname()[1]}"
    monkeypatch.setattr(settings, "HUIYIN_SCANNER", away)
    bad = Blob("账单.pdf", files.PDF.replace(b"trailer", b"EICAR trailer"))
    kept = take(county, PHOTO, bad)
    assert [one.scan for one in kept] == [Scan.WAITING] * 2
    assert attachments.read(kept[0]) is None
    number = county.registered(attachments=tuple(one.ref for one in kept))
    tidy.files(timezone.now())
    assert attachments.read(kept[0]) is None
    scanner = Clamd()
    monkeypatch.setattr(settings, "HUIYIN_SCANNER", scanner.address)
    tidy.files(county.now)
    scanner.close()
    states = [one.scan for one in attachments.of_case(number).values()]
    assert states == [Scan.CLEAN, Scan.INFECTED]
    assert attachments.read(kept[0]) is not None
    assert attachments.read(kept[1]) is None
