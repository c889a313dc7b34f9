"""Files in the forms of the public and of the desk, and who is given them."""

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases import queries
from huiyin.intake import attachments
from huiyin.intake.attachments import Kept
from huiyin.intake.models import Attachment
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.evaluate import Audit
from huiyin.rules.steps.handle import Accept, Contact, SignOff
from huiyin.rules.vocabulary import Mode
from tests import files
from tests.web.citizen_street import LAMPS, WU, key_of, look_up, on_receipt, words
from tests.web.desk_world import NOW, World, build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_store")]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A place where everything is used."""
    return build(tmp_path)


def photo(name: str = "灯.jpg", data: bytes = b"") -> SimpleUploadedFile:
    """A file as a browser sends it; what it says of its type is a lie."""
    return SimpleUploadedFile(name, data or files.from_a_phone(), "text/html")


def report(client: Client, *sent: SimpleUploadedFile, door: str = "report", **changes: Any) -> Any:
    """Wu sends the form with files; the answer of the server."""
    page = words(client.get(f"/model/{door}"))
    told = {**LAMPS, **WU, "key": key_of(page), "attachments": list(sent), **changes}
    return client.post(f"/model/{door}", told)


def reported(client: Client, *sent: SimpleUploadedFile, **changes: Any) -> tuple[str, str]:
    """Number and code from the receipt."""
    answer = report(client, *sent, **changes)
    assert answer.status_code == 303, answer.content.decode()
    return on_receipt(words(client.get(answer["Location"])))


def of(number: str) -> list[Kept]:
    """The files of a case."""
    return list(attachments.of_case(number).values())


def tokens(page: str) -> list[str]:
    """The drafts that a form holds."""
    return re.findall(r'name="attachments-kept" value="([^"]+)"', page)


def test_photos_of_both_sides_stand_beside_each_other(world: World) -> None:
    """Only where both took some; nothing is shown twice in the answer."""
    wu, li = Client(), world.client("li")
    with time_machine.travel(NOW, tick=False) as hour:
        number, _ = reported(wu, photo())
        case, world.now = f"/model/cases/{number}", NOW
        world.act("chen", number, Dispatch(mode=Mode.DIRECT, lead="housing"))
        world.act("li", number, Accept(contact="李明 0516-55550142", standard="repair"))
        world.act("li", number, Contact(text="已联系。"))
        hour.move_to(world.tick())
        said = {"text": "换好了。", "attachments": [photo("好.jpg", files.photo((48, 64)))]}
        assert li.post(f"/desk/cases/{number}/draft_answer", said).status_code == 302
        world.act("wang", number, SignOff())
        assert "处理前" not in words(wu.get(case))  # not out yet
        world.act("he", number, Audit(passed=True))
        page = words(wu.get(case))
        answer = page[page.index('id="answer"') :].partition("</section>")[0]
        assert answer.count("<img") == 2
        assert answer.index("处理前") < answer.index("处理后")
        ids = set(re.findall(rf"{case}/files/(\d+)", answer))
        assert {wu.get(f"{case}/files/{one}").status_code for one in ids} == {200}


def test_wu_sends_a_photo_a_voice_note_and_a_paper_and_sees_them(world: World) -> None:
    client = Client()
    proof = files.office()
    sent = (photo(), photo("说.m4a", files.voice_note()), photo("证明.docx", proof))
    number, _ = reported(client, *sent)
    page = words(client.get(f"/model/cases/{number}"))
    base = f"/model/cases/{number}/files"
    small, voice, paper = (kept.id for kept in of(number))
    assert f'<img class="file-thumb" src="{base}/{small}/small" alt="照片 1"' in page
    assert f'<audio controls preload="none" src="{base}/{voice}"' in page
    assert "录音 2（0:03）" in page
    assert re.search(
        rf'<a class="file-name" href="{base}/{paper}" download>证明.docx（1 KB）', page
    )
    for address in (f"{base}/{small}", f"{base}/{small}/small", f"{base}/{voice}"):
        given = client.get(address)
        assert given["Content-Disposition"].startswith("inline")
        assert given["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in given["Content-Security-Policy"]
        assert "no-store" in given["Cache-Control"]
    given = client.get(f"{base}/{paper}")
    assert given["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert given.content == proof


def test_no_metadata_leaves_the_house(world: World) -> None:
    client = Client()
    number, _ = reported(client, photo())
    given = client.get(f"/model/cases/{number}/files/{of(number)[0].id}")
    assert (given["Content-Type"], given.content[:2]) == ("image/jpeg", b"\xff\xd8")
    for trace in (b"Exif", b"Fengniao", b"Wu Xiuying"):
        assert trace not in given.content


def test_sound_is_given_in_pieces_as_safari_asks_for_them(world: World) -> None:
    client = Client()
    number, _ = reported(client, photo("a.wav", files.sound(1)))
    address = f"/model/cases/{number}/files/{of(number)[0].id}"
    whole = client.get(address)
    part = client.get(address, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, whole.content[2:6])
    assert part["Content-Range"] == f"bytes 2-5/{len(whole.content)}"
    rest = client.get(address, headers={"Range": "bytes=40-"})
    assert rest.content == whole.content[40:]
    beyond = client.get(address, headers={"Range": "bytes=9999999-"})
    assert beyond.status_code == 416


def test_others_are_told_that_there_is_no_such_file(world: World) -> None:
    """Sun Li has a case of her own and no business with Wu's; nor has a browser without a code."""
    wu, sun = Client(), Client()
    number, code = reported(wu, photo())
    other, _ = reported(sun, photo(data=files.photo((9, 9))))
    mine, theirs = of(number)[0].id, of(other)[0].id
    assert wu.get(f"/model/cases/{number}/files/{mine}").status_code == 200
    for client in (sun, Client()):
        for end in ("", "/small"):
            assert client.get(f"/model/cases/{number}/files/{mine}{end}").status_code == 404
    assert sun.get(f"/model/cases/{other}/files/{mine}").status_code == 404
    assert wu.get(f"/model/cases/{number}/files/{theirs}").status_code == 404
    later = Client()
    look_up(later, "model", number, code)
    assert later.get(f"/model/cases/{number}/files/{mine}").status_code == 200


def test_a_bad_file_is_named_at_its_question_and_the_good_one_is_not_lost(world: World) -> None:
    client = Client()
    answer = report(client, photo(), photo("假.jpg", b"MZ\x90\0" + bytes(300)))
    page = words(answer, 422)
    assert page.count("“假.jpg”不是能接收的照片、录音或文档，请换一种格式。") == 2  # summary, field
    (token,) = tokens(page)
    again = client.post(
        "/model/report", {**LAMPS, **WU, "key": key_of(page), "attachments-kept": token}
    )
    number, _ = on_receipt(words(client.get(again["Location"])))
    assert [kept.name for kept in of(number)] == ["灯.jpg"]


def test_what_was_chosen_outlives_a_mistake_elsewhere_in_the_form(world: World) -> None:
    client = Client()
    page = words(report(client, photo(), photo("b.jpg", files.photo((9, 9))), phone="1"), 422)
    kept = tokens(page)
    assert len(kept) == 2
    small = client.get(re.findall(r'src="(/model/drafts/[^"]+)"', page)[0])
    assert (small.status_code, small["Content-Type"]) == (200, "image/jpeg")
    told = {**LAMPS, **WU, "key": key_of(page), "attachments-kept": kept}
    sent = client.post("/model/report", {**told, "attachments-gone": kept[0]})
    number, _ = on_receipt(words(client.get(sent["Location"])))
    assert [one.name for one in of(number)] == ["b.jpg"]
    mine = re.findall(r'src="(/model/drafts/[^"]+)"', page)[1]
    assert client.get(mine).status_code == 404  # it belongs to a case now
    assert client.get(mine[:-3] + "xyz").status_code == 404


def test_a_retry_makes_neither_a_second_case_nor_a_second_file(world: World) -> None:
    """The line was cut after the form had been sent; the browser sends all of it again."""
    client = Client()
    key = key_of(words(client.get("/model/report")))
    numbers = set()
    for _ in range(2):
        told = {**LAMPS, **WU, "key": key, "attachments": photo()}
        answer = client.post("/model/report", told)
        numbers.add(on_receipt(words(client.get(answer["Location"])))[0])
    (number,) = numbers
    assert len(of(number)) == Attachment.objects.count() == 1
    form = {"text": "又坏了。", "key": "k1"}
    for _ in range(2):
        told = {**form, "attachments": photo(data=files.photo((9, 9)))}
        assert client.post(f"/model/cases/{number}/supplement", told).status_code == 303
    assert len(of(number)) == 2
    assert [e.fact.kind for e in queries.timeline(number)].count("supplemented") == 1


def test_another_photo_with_the_same_words_is_another_report(world: World) -> None:
    client = Client()
    key = key_of(words(client.get("/model/report")))
    for data in (files.photo((9, 9)), files.photo((8, 8))):
        told = {**LAMPS, **WU, "key": key, "attachments": photo(data=data)}
        assert client.post("/model/report", told).status_code == 303
    assert queries.counts("model")["registered"] == 2


def test_fifty_megabytes_get_one_sentence_and_are_kept_nowhere(
    world: World, tmp_path: Path, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    huge = photo("长录像.mov", b"\0" * (50 * 1024 * 1024))
    answer = report(Client(), huge)
    page = words(answer, 422)
    assert "文件“长录像.mov”太大，一个最多 20 MB，请压缩或分开再交。" in page
    assert LAMPS["title"] in page  # what was typed is still there
    assert Attachment.objects.count() == 0
    assert list(tmp_path.glob("*.upload*")) == []


def test_an_upload_is_not_written_to_disk_beyond_its_limit(tmp_path: Path, settings: Any) -> None:
    from huiyin.intake.media import LIMITS  # noqa: PLC0415
    from huiyin.web.uploading import Bounded  # noqa: PLC0415

    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    handler = Bounded()
    handler.new_file("attachments", "a", "x/y", None)
    piece = bytes(1024 * 1024)
    for at in range(50):
        handler.receive_data_chunk(piece, at)
    file = handler.file_complete(0)
    assert file is not None
    assert file.size == 50 * len(piece)
    assert Path(file.temporary_file_path()).stat().st_size <= max(LIMITS.values())
    file.close()


def test_ten_files_are_one_too_many(world: World) -> None:
    sent = [photo(f"{n}.jpg", files.photo((8, 8 + n))) for n in range(10)]
    page = words(report(Client(), *sent), 422)
    assert "一次最多交 9 个文件" in page
    assert Attachment.objects.count() == 0


# JS-4: whistle-blowing


def test_a_whistle_blower_may_send_photos_and_no_papers(world: World) -> None:
    client = Client()
    asked = words(client.get("/model/whistle"))
    assert "不收文档" in asked
    assert ".pdf" not in asked
    told = {"kind": "complaint", "title": "收红包", "text": "有照片。", "address": ""}
    page = words(report(client, photo("a.pdf", files.PDF), door="whistle", **told), 422)
    assert "举报不收文档“a.pdf”" in page
    number, code = reported(client, photo("吴秀英的手机.jpg"), door="whistle", **told)
    (kept,) = of(number)
    row = Attachment.objects.get(pk=kept.id)
    assert (kept.name, bytes(row.name)) == ("", b"")
    address = f"cases/{number}/files/{kept.id}"
    assert world.client("feng").get(f"/desk/{address}").status_code == 200
    for nosy in ("zhou", "chen", "fang", "li", "zheng"):
        assert world.client(nosy).get(f"/desk/{address}").status_code == 404
    assert client.get(f"/model/{address}").status_code == 404  # this browser keeps nothing of it
    look_up(client, "model", number, code)
    assert client.get(f"/model/{address}").status_code == 200


# The desk


def test_a_clerk_registers_a_letter_with_its_scan(world: World) -> None:
    client = world.client("zhou")
    key = key_of(words(client.get("/desk/register")))
    told = {
        "channel": "phone",
        "kind": "complaint",
        "level": "normal",
        "title": "路灯坏了",
        "text": "来信见附件。",
        "name": "吴秀英",
        "phone": "13812345678",
        "key": key,
        "attachments": photo("来信.pdf", files.PDF),
    }
    assert client.post("/desk/register", told).status_code == 302
    number = Attachment.objects.get().case
    page = words(client.get(f"/desk/cases/{number}"))
    assert page.count("来信.pdf") == 2  # beside the letter, and in the timeline
    given = client.get(f"/desk/cases/{number}/files/{of(number)[0].id}")
    assert given.content == files.PDF
    assert given["Content-Disposition"].startswith("attachment")


def test_files_of_the_work_are_seen_by_those_they_are_meant_for(world: World) -> None:
    """Progress that is told brings its photo; notes inside do not; the answer's come with it."""
    number = world.working()
    clerk, wu = world.client("li"), Client()
    for text, public, data in (("配件已到。", "on", (9, 9)), ("内部记录。", "", (8, 8))):
        told = {"text": text, "attachments": photo(data=files.photo(data))}
        told |= {"public": public} if public else {}
        assert clerk.post(f"/desk/cases/{number}/progress", told).status_code == 302
    told = {"text": "三盏全部更换。", "attachments": photo("验收单.pdf", files.PDF)}
    assert clerk.post(f"/desk/cases/{number}/draft_answer", told).status_code == 302
    shown, inside, signed = of(number)
    page = look_up(wu, "model", number, world.codes[number])
    assert f"/files/{shown.id}/small" in page
    assert f"/files/{inside.id}/small" not in page
    assert "验收单.pdf" not in page
    base = f"/model/cases/{number}/files"
    assert [wu.get(f"{base}/{one.id}").status_code for one in of(number)] == [200, 404, 404]
    world.act("wang", number, SignOff())
    world.act("he", number, Audit(passed=True))
    assert "验收单.pdf" in words(wu.get(f"/model/cases/{number}"))
    assert wu.get(f"{base}/{signed.id}").status_code == 200
    for one in of(number):
        assert clerk.get(f"/desk/cases/{number}/files/{one.id}").status_code == 200
        outsider = world.client("sun").get(f"/desk/cases/{number}/files/{one.id}")
        assert outsider.status_code == 404


def test_a_refused_deed_keeps_its_files_in_the_form(world: World) -> None:
    number = world.working()
    client = world.client("li")
    page = words(client.post(f"/desk/cases/{number}/progress", {"attachments": photo()}), 422)
    (token,) = tokens(page)
    told = {"text": "配件已到。", "attachments-kept": token}
    assert client.post(f"/desk/cases/{number}/progress", told).status_code == 302
    assert len(of(number)) == 1


def test_an_erased_file_says_that_it_was_erased(world: World) -> None:
    from huiyin.cases import actions  # noqa: PLC0415

    client = Client()
    number, _ = reported(client, photo())
    pk = of(number)[0].id
    actions.erase(number, now=world.now)
    page = words(client.get(f"/model/cases/{number}"))
    assert "照片 1：已依法删除" in page
    assert client.get(f"/model/cases/{number}/files/{pk}").status_code == 404
