"""Choosing photos on a phone: shown small, one taken out again, sent, seen on the case."""

from pathlib import Path
from typing import Any

import pytest

from huiyin.intake import attachments
from huiyin.intake.models import Attachment
from tests import files
from tests.web.browsing import follow, step_on, touch, write_report
from tests.web.citizen_street import LAMPS, WU
from tests.web.desk_world import World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_store")]

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
PHOTOS = "[name=attachments] >> nth=0"
OTHERS = "[name=attachments] >> nth=1"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A place where everything is used."""
    folder = tmp_path / "law"
    folder.mkdir()
    return build(folder)


@pytest.fixture
def album(tmp_path: Path) -> dict[str, str]:
    """Files on the phone, by name."""
    held = {
        "灯杆.jpg": files.from_a_phone(),
        "灯罩.png": files.photo((300, 200), "PNG"),
        "说一说.m4a": files.voice_note(),
        "证明.pdf": files.PDF,
    }
    for name, data in held.items():
        (tmp_path / name).write_bytes(data)
    return {name: str(tmp_path / name) for name in held}


def chosen(page: Any) -> list[list[str]]:
    """What each input would send."""
    names: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('[name=attachments]')]"
        ".map(input => [...input.files].map(file => file.name))"
    )
    return names


def shown(page: Any, what: str) -> bool:
    """Has the picture arrived?"""
    page.locator(what).scroll_into_view_if_needed()
    width = page.locator(what).evaluate("image => image.decode().then(() => image.naturalWidth)")
    return bool(width)


def test_wu_speaks_instead_of_writing(browse: Any, live_server: Any, world: World) -> None:
    """Recorded, heard again, sent: one case with a voice note and no words."""
    page = browse(**PHONE, permissions=["microphone"])
    page.goto(f"{live_server.url}/model/report")
    page.click("text=录一段话")
    page.wait_for_selector("text=停止录音 0:01")
    page.click("text=停止录音")
    page.wait_for_selector(".file-chosen.is-voice audio")
    touch(page)
    step_on(page)
    step_on(page)
    for name, value in WU.items():
        if page.locator(f"[name={name}]").count():
            page.fill(f"[name={name}]", value)
    follow(page, "text=提交诉求")
    (kept,) = Attachment.objects.all()
    assert (kept.kind, kept.media_type) == ("voice", "audio/mpeg")
    assert kept.case


def test_without_a_microphone_one_is_told_what_helps(
    browse: Any, live_server: Any, world: World
) -> None:
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/report")
    page.click("text=录一段话")
    page.wait_for_selector("text=不能用话筒")
    assert page.is_enabled("text=录一段话")


def test_wu_chooses_photos_takes_one_out_and_sends_the_rest(
    world: World, live_server: Any, browse: Any, album: dict[str, str]
) -> None:
    """With a script: thumbnails, choosing twice adds up, and a mistake elsewhere loses nothing."""
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/report")
    page.set_input_files(PHOTOS, album["灯罩.png"])
    page.set_input_files(PHOTOS, album["灯杆.jpg"])
    page.set_input_files(OTHERS, [album["说一说.m4a"], album["证明.pdf"]])
    assert chosen(page) == [["灯罩.png", "灯杆.jpg"], ["说一说.m4a", "证明.pdf"]]
    page.wait_for_selector("canvas[aria-label='灯杆.jpg']")
    touch(page)
    page.click("button[aria-label='去掉 灯罩.png']")
    assert chosen(page)[0] == ["灯杆.jpg"]
    write_report(page, LAMPS, {**WU, "phone": "1"})
    follow(page, "text=提交诉求")
    page.evaluate("location.hash = 'step-1'")
    page.wait_for_selector(".files-kept .file-kept >> nth=0")
    assert page.locator(".files-kept .file-kept").count() == 3
    assert shown(page, ".files-kept img")
    touch(page)
    page.check(".file-kept:has-text('证明.pdf') input[type=checkbox]")
    step_on(page)
    step_on(page)
    page.fill("[name=phone]", WU["phone"])
    page.fill("[name=identity_no]", WU["identity_no"])
    follow(page, "text=提交诉求")
    number, code = page.locator(".receipt-id").all_inner_texts()
    page.goto(f"{live_server.url}/model/look-up?number={number}")
    page.fill("[name=code]", code)
    follow(page, "text=查询进度")
    kept = list(attachments.of_case(number).values())
    assert [one.kind for one in kept] == ["photo", "voice"]
    assert shown(page, ".file-thumb")
    assert page.locator("audio").is_visible()
    touch(page)
    follow(page, ".file.is-photo a")
    assert page.evaluate("document.images[0].naturalHeight") == 64  # upright


def test_without_a_script_the_browser_s_own_inputs_do(
    world: World, live_server: Any, browse: Any, album: dict[str, str]
) -> None:
    page = browse(java_script_enabled=False, **PHONE)
    page.goto(f"{live_server.url}/model/report")
    write_report(page, LAMPS, WU)
    page.set_input_files(PHOTOS, [album["灯杆.jpg"], album["灯罩.png"]])
    follow(page, "text=提交诉求")
    assert page.locator(".receipt-id").count() == 2
    assert Attachment.objects.exclude(case="").count() == 2


def test_a_clerk_adds_a_photo_to_the_progress(
    world: World, live_server: Any, page: Any, album: dict[str, str]
) -> None:
    number = world.working()
    page.context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": world.client("li").cookies["sessionid"].value,
                "url": live_server.url,
            }
        ]
    )
    page.goto(f"{live_server.url}/desk/cases/{number}")
    page.click("#deed-progress summary")
    page.fill("#deed-progress textarea", "配件已到。")
    page.set_input_files(f"#deed-progress {PHOTOS}", album["灯杆.jpg"])
    follow(page, "#deed-progress button[type=submit]")
    assert shown(page, ".timeline .file-thumb")
    assert page.locator(".timeline audio").count() == 0
    assert list(attachments.of_case(number))
