"""Photos and voice sent in WeChat: fetched by the worker, once, and put where they belong."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from huiyin.cases import queries as cases
from huiyin.cases.models import CaseRow
from huiyin.intake import attachments, by_wechat, upkeep
from huiyin.intake.attachments import Kept
from huiyin.intake.channels.wechat import client
from huiyin.intake.models import Attachment, WechatMedia
from huiyin.intake.outbox import LEASE, RESTS
from huiyin.jobs import fetching
from huiyin.jobs.stand_ins.wechat_api import Api
from huiyin.rules.deeds import MOST_FILES
from huiyin.rules.facts import Supplemented
from tests.files import photo
from tests.intake.wechat.conftest import running
from tests.web.citizen_street import LAMPS, WU, found, report, words
from tests.web.desk_world import NOW
from tests.web.wechat_street import ACCOUNT, InWechat

pytestmark = pytest.mark.django_db

LAMPS_OUT = "和平路的路灯坏了三盏。晚上一片漆黑，请尽快修好。"
AMR = b"#!AMR\n" + (bytes([0x3C]) + bytes(31)) * 100


@dataclass
class Street:
    """Wu with the account open, WeChat behind her, and the hour."""

    wu: InWechat
    api: Api
    hour: Any

    def sends(self, data: bytes, kind: str = "image", **more: str) -> str:
        """She sends a file; what is answered."""
        media = f"media-{secrets.token_hex(4)}"
        self.api.media[media] = data
        return self.wu.sends(MsgType=kind, MediaId=media, **more)

    def works(self) -> list[str]:
        """The worker looks once; what became of each file."""
        return list(fetching.media(timezone.now))

    def rests(self, span: timedelta) -> None:
        """Time passes."""
        self.hour.shift(span)

    @property
    def heard(self) -> list[str]:
        """What she was told besides answers."""
        return [one["text"]["content"] for one in self.api.sent if "text" in one]


@pytest.fixture
def street(settings: Any) -> Iterator[Street]:
    """Suining with an account, at a standing hour."""
    api = Api({ACCOUNT["app"]: ACCOUNT["secret"]})
    client.forget_tokens()
    with running(api) as address, time_machine.travel(NOW, tick=False) as hour:
        settings.HUIYIN_CHANNELS = {"suining": {"wechat": {**ACCOUNT, "api": address}}}
        found("suining")
        yield Street(InWechat(), api, hour)
    client.forget_tokens()


def states() -> list[str]:
    return list(WechatMedia.objects.order_by("pk").values_list("state", flat=True))


def files() -> list[Kept]:
    """The files of the one case there is."""
    return list(attachments.of_case(CaseRow.objects.get().number).values())


def submits(street: Street, answer: str, **said: Any) -> str:
    """She taps the link and submits the page; the case's number."""
    page = street.wu.taps(answer)
    field = page.context["form"].fields["attachments"]
    tokens = [one.token for one in field.widget.kept]
    filled = {**LAMPS, "phone": WU["phone"], "attachments-kept": tokens, **said}
    number, _ = report(street.wu.browser, "suining", filled)
    return number


def test_pictures_before_any_word_come_with_the_report_in_their_order(street: Street) -> None:
    for width in (61, 62, 63):
        answer = street.sends(photo((width, 40)))
        assert "照片已收到。请再写明是什么事" in answer
    assert street.works() == ["kept"] * 3
    submits(street, street.wu.says(LAMPS_OUT))
    assert [one.width for one in files()] == [61, 62, 63]
    assert {one.media_type for one in files()} == {"image/jpeg"}


def test_nothing_is_fetched_within_the_request(street: Street) -> None:
    street.sends(photo())
    assert street.api.calls == []
    assert states() == ["waiting"]


def test_a_voice_note_is_kept_with_what_was_understood(street: Street) -> None:
    answer = street.sends(AMR, "voice", Recognition=LAMPS_OUT)
    assert street.works() == ["kept"]
    assert LAMPS_OUT in words(street.wu.taps(answer))
    submits(street, answer)
    (one,) = files()
    assert (one.media_type, one.seconds) == ("audio/mpeg", 2)
    page = words(street.wu.browser.get(f"/suining/cases/{CaseRow.objects.get().number}"))
    assert "录音 1（0:02）</p><audio" in page


def test_a_voice_note_that_was_not_understood_is_kept_and_asks_for_words(street: Street) -> None:
    assert "没有听清" in street.sends(AMR, "voice")
    assert street.works() == ["kept"]


def test_a_picture_that_comes_after_the_form_was_opened_is_added_to_the_case(
    street: Street,
) -> None:
    answer = street.wu.says(LAMPS_OUT)
    street.wu.taps(answer)
    street.sends(photo())
    filled = {**LAMPS, "phone": WU["phone"]}
    number, _ = report(street.wu.browser, "suining", filled)
    assert street.works() == ["joined"]
    assert len(attachments.of_case(number)) == 1
    assert isinstance(cases.timeline(number)[-1].fact.what, Supplemented)


def test_a_picture_soon_after_a_report_is_added_to_it(street: Street) -> None:
    number = submits(street, street.wu.says(LAMPS_OUT))
    assert f"照片已收到，会补充到 {number}" in street.sends(photo())
    assert street.works() == ["joined"]
    assert len(files()) == 1


def test_a_picture_long_after_a_report_begins_another(street: Street) -> None:
    submits(street, street.wu.says(LAMPS_OUT))
    street.rests(timedelta(hours=1))
    assert "请再写明是什么事" in street.sends(photo())
    assert street.works() == ["kept"]
    assert files() == []


def test_what_is_taken_out_of_the_form_does_not_come(street: Street) -> None:
    street.sends(photo())
    street.works()
    submits(street, street.wu.says(LAMPS_OUT), **{"attachments-kept": []})
    assert street.works() == []
    assert files() == []


@pytest.mark.parametrize("data", [b"no picture at all", photo()[:200], b"MZ" + bytes(500)])
def test_what_is_no_picture_is_refused_and_she_is_told(data: bytes, street: Street) -> None:
    street.sends(data)
    assert street.works() == ["telling", "refused"]
    (told,) = street.heard
    assert "照片" in told
    assert not Attachment.objects.exists()
    assert street.works() == []


def test_what_is_too_large_is_refused_and_she_is_told(street: Street) -> None:
    street.sends(b"\xff\xd8\xff" + bytes(21 * 1024 * 1024))
    assert street.works() == ["telling", "refused"]
    assert "20 MB" in street.heard[0]
    assert not Attachment.objects.exists()


def test_what_wechat_has_no_longer_is_to_be_sent_again(street: Street) -> None:
    street.sends(photo())
    street.api.media.clear()
    assert street.works() == ["telling", "refused"]
    assert street.heard == ["您发的照片没能从微信取到，请再发一次。"]


def test_after_three_days_wechat_is_not_asked(street: Street) -> None:
    street.sends(photo())
    street.rests(by_wechat.KEPT_THERE + timedelta(minutes=1))
    street.works()
    assert "/cgi-bin/media/get" not in street.api.calls
    assert street.heard == ["您发的照片没能从微信取到，请再发一次。"]


def test_a_wechat_that_is_away_is_tried_again_later_and_later(street: Street) -> None:
    street.sends(photo())
    street.api.trouble = [-1, -1]
    assert street.works() == ["waiting"]
    assert street.works() == []
    street.rests(RESTS[0])
    assert street.works() == ["waiting"]
    street.rests(RESTS[1])
    assert street.works() == ["kept"]
    assert Attachment.objects.count() == 1
    assert street.heard == []


def test_a_wechat_that_stays_away_is_given_up_and_she_is_told(street: Street) -> None:
    street.sends(photo())
    street.api.trouble = [-1] * (len(RESTS) + 1)
    for rest in (timedelta(0), *RESTS):
        street.rests(rest)
        street.works()
    assert states() == ["refused"]
    assert len(street.heard) == 1


def test_the_same_message_again_is_one_file(street: Street) -> None:
    for _ in range(3):
        assert "照片已收到" in street.sends(photo(), MsgId="4711")
    street.works()
    assert states() == ["kept"]


def test_a_worker_killed_after_keeping_the_bytes_leaves_one_file(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.sends(photo())

    def killed(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(by_wechat, "_join", killed)
        with pytest.raises(KeyboardInterrupt):
            street.works()
    assert Attachment.objects.count() == 1
    assert street.works() == []  # the lease of the dead
    street.rests(LEASE)
    assert street.works() == ["kept"]
    assert Attachment.objects.count() == 1


def test_one_too_many_is_said_at_once(street: Street) -> None:
    for _ in range(MOST_FILES):
        street.sends(photo())
    assert f"一次最多 {MOST_FILES} 个" in street.sends(photo())
    assert len(states()) == MOST_FILES


def test_a_draft_that_ended_meanwhile_loses_nothing_silently(street: Street) -> None:
    street.sends(photo())
    WechatMedia.objects.update(draft=None)
    assert street.works() == ["telling", "refused"]
    assert "没有和诉求一起提交" in street.heard[0]


def test_pictures_that_become_nothing_are_swept(street: Street) -> None:
    street.sends(photo())
    street.works()
    street.rests(timedelta(days=4))
    upkeep.sweep(timezone.now())
    by_wechat.sweep(timezone.now())
    assert not Attachment.objects.exists()
    assert states() == []


def test_who_is_registered_at_once_has_the_pictures_with_it(street: Street, settings: Any) -> None:
    settings.HUIYIN_CHANNELS["suining"]["wechat"]["direct"] = "help"
    submits(street, street.wu.says(LAMPS_OUT))
    street.rests(timedelta(hours=1))
    street.sends(photo((61, 40)))
    street.works()
    street.sends(photo((62, 40)))  # still on its way when she writes
    assert "已登记" in street.wu.says("幸福路的井盖没有了，请派人来看看。")
    assert street.works() == ["joined"]
    newest = CaseRow.objects.latest("pk").number
    assert [one.width for one in attachments.of_case(newest).values()] == [61, 62]
