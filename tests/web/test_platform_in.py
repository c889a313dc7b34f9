"""Platforms above and desks beside: matters in by signed HTTP, how they stand out (XN-1, P12)."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from huiyin.cases import actions as cases
from huiyin.cases import queries
from huiyin.cases.models import CaseRow
from huiyin.intake import actions as intake
from huiyin.intake import outbox
from huiyin.intake.actions import Matter
from huiyin.intake.identity import Person
from huiyin.intake.models import Delivery, Petitioner, PlatformCase
from huiyin.intake.signing import signed
from huiyin.jobs.stand_ins.platform import Upper
from huiyin.jobs.stand_ins.sms import Gateway
from huiyin.rules.case import SYSTEM, Phase
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.web import crowd
from tests.intake.wechat.conftest import running
from tests.web.citizen_street import found
from tests.web.desk_world import NOW

pytestmark = pytest.mark.django_db

SECRET = "the-secret-of-the-platform"
LAMPS = {
    "number": "SMT-2026-001",
    "text": "和平路的路灯坏了三盏。晚上一片漆黑，请尽快修好。",
    "person": {"name": "吴秀英", "phone": "13812345678"},
}


@dataclass
class Platform:
    """The platform of Xining, and the door it knocks at."""

    upper: Upper
    place: str = "xining"

    def posts(self, said: Any, number: str = "", **headers: str) -> Any:
        """Its request; `headers` in the place of the right ones."""
        body = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
        return self._asks("post", body, number, headers)

    def asks(self, number: str) -> Any:
        """How does that stand?"""
        return self._asks("get", b"", number, {})

    def _asks(self, method: str, body: bytes, number: str, headers: dict[str, str]) -> Any:
        path = f"/channels/platform/{self.place}" + (f"/{number}" if number else "")
        right = signed("smt", SECRET, f"{path}\n".encode() + body, now=timezone.now())
        right |= {f"X-Huiyin-{name.title()}": text for name, text in headers.items()}
        if method == "get":
            return Client().get(path, headers=right)
        kind = "application/json"
        return Client().post(path, body, content_type=kind, headers=right)

    def works(self) -> None:
        """The worker looks."""
        outbox.hand_on(timezone.now())
        while outbox.send_next(timezone.now()):
            pass


@pytest.fixture
def xining(settings: Any) -> Any:
    """Xining with its platform, at a standing hour that can be moved on."""
    upper = Upper("xining", "smt", SECRET, clock=timezone.now)
    with running(upper) as address, time_machine.travel(NOW, tick=False) as hour:
        account = {"channel": "citizen_app", "key": "smt", "secret": SECRET}
        account["push"] = f"{address}/heard"
        settings.HUIYIN_CHANNELS = {"xining": {"site": "http://here", "platforms": [account]}}
        found("xining")
        yield Platform(upper), hour


@pytest.fixture
def platform(xining: Any) -> Platform:
    """The platform."""
    return xining[0]  # type: ignore[no-any-return]


def test_a_matter_is_a_case_with_number_code_and_promised_days(platform: Platform) -> None:
    answer = platform.posts(LAMPS)
    assert answer.status_code == 201
    said = answer.json()
    row = CaseRow.objects.get()
    assert (said["case"], row.channel) == (row.number, "citizen_app")
    assert (said["number"], said["phase"]) == ("SMT-2026-001", "registered")
    assert said["promised"][0]["at"].startswith("2026-11-")
    assert len(said["code"]) == 9
    looked = Client().post("/xining/look-up", {"number": said["case"], "code": said["code"]})
    assert looked.status_code == 303


def test_sent_again_it_is_the_same_matter_and_the_same_receipt(platform: Platform) -> None:
    first, again = platform.posts(LAMPS), platform.posts(LAMPS)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (CaseRow.objects.count(), Petitioner.objects.count()) == (1, 1)


def test_the_same_number_with_other_words_is_refused(platform: Platform) -> None:
    platform.posts(LAMPS)
    no = platform.posts(LAMPS | {"text": "另一件完全不同的事情。"})
    assert no.status_code == 409
    assert "交来过别的内容" in no.json()["error"]
    assert CaseRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_matter_twice_at_once_is_one_case(platform: Platform) -> None:
    def once(_: int) -> int:
        try:
            return int(platform.posts(LAMPS).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        statuses = sorted(both.map(once, range(2)))
    assert statuses == [200, 201]
    assert (CaseRow.objects.count(), PlatformCase.objects.count()) == (1, 1)
    assert Petitioner.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "other"},
        {"signature": "0" * 64},
        {"time": "1"},
        {"time": "soon"},
        {"nonce": "short"},
        {"signature": ""},
    ],
)
def test_a_wrong_signature_is_refused_and_nothing_is_kept(
    wrong: dict[str, str], platform: Platform
) -> None:
    answer = platform.posts(LAMPS, **wrong)
    assert answer.status_code == 403
    assert "签名不对" in answer.json()["error"]
    assert CaseRow.objects.count() == 0


def test_a_signature_is_of_this_address(platform: Platform) -> None:
    """What was signed for one matter is no good for another."""
    platform.posts(LAMPS)
    body = json.dumps({"do": "withdraw", "id": "1"}).encode()
    path = "/channels/platform/xining/SMT-2026-002"
    other = signed("smt", SECRET, f"{path}\n".encode() + body, now=timezone.now())
    address = "/channels/platform/xining/SMT-2026-001"
    no = Client().post(address, body, content_type="application/json", headers=other)
    assert no.status_code == 403


def test_the_very_same_request_again_is_a_replay(platform: Platform) -> None:
    body = json.dumps(LAMPS, ensure_ascii=False).encode()
    path = "/channels/platform/xining"
    right = signed("smt", SECRET, f"{path}\n".encode() + body, now=timezone.now())
    post = {"content_type": "application/json", "headers": right}
    assert Client().post(path, body, **post).status_code == 201
    no = Client().post(path, body, **post)
    assert (no.status_code, no.json()["error"]) == (403, "这个请求已经收到过。")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[]", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b'{"number": 5, "text": "x"}', "number"),
        (b'{"text": "x"}', "number"),
        (b'{"number": "A/B", "text": "x"}', "number"),
        (b'{"number": "A 1", "text": "x"}', "number"),
        (b'{"number": "1", "text": "x", "colour": "red"}', "colour"),
        (b'{"number": "1", "text": "x", "person": {"age": 5}}', "person.age"),
    ],
)
def test_garbage_is_told_where_it_is_wrong(body: bytes, named: str, platform: Platform) -> None:
    answer = platform.posts(body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]
    assert CaseRow.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "title"),
        ({"person": {}}, "phone"),
        ({"person": {"phone": "123"}}, "phone"),
        ({"kind": "nonsense"}, "kind"),
        ({"class": "9999999"}, "class_code"),
        ({"area": "000"}, "area"),
        ({"position": "somewhere"}, "position"),
        ({"title": "题" * 201}, "title"),
        ({"text": "坏\x00字"}, "title"),
    ],
)
def test_what_the_rules_refuse_names_its_field_and_may_come_again(
    change: dict[str, Any], field: str, platform: Platform
) -> None:
    no = platform.posts(LAMPS | change)
    assert (no.status_code, no.json()["field"]) == (422, field)
    assert (CaseRow.objects.count(), Petitioner.objects.count()) == (0, 0)
    assert platform.posts(LAMPS).status_code == 201


def test_what_is_too_large_is_not_read(platform: Platform) -> None:
    assert platform.posts(b"x" * 200_001).status_code == 413


def test_another_place_and_a_place_without_platforms_know_nobody(
    platform: Platform, settings: Any
) -> None:
    found("suining")
    platform.place = "suining"
    assert platform.posts(LAMPS).status_code == 403
    platform.place = "nowhere"
    assert platform.posts(LAMPS).status_code == 404


def test_a_channel_that_the_law_does_not_have_is_named(platform: Platform, settings: Any) -> None:
    settings.HUIYIN_CHANNELS["xining"]["platforms"][0]["channel"] = "telegraph"
    no = platform.posts(LAMPS)
    assert (no.status_code, no.json()["field"]) == (422, "channel")


def test_a_machine_cannot_pass_for_people(
    platform: Platform, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """An account's channel is one for machines, and no other account's."""
    (account,) = settings.HUIYIN_CHANNELS["xining"]["platforms"]
    account["channel"] = "web"
    assert platform.posts(LAMPS).status_code == 503
    assert "the channel web of a platform is not for machines" in caplog.text
    account["channel"] = "citizen_app"
    settings.HUIYIN_CHANNELS["xining"]["platforms"].append({**account, "key": "other"})
    assert platform.posts(LAMPS).status_code == 503
    assert not CaseRow.objects.exists()


def test_a_flood_is_told_to_wait_and_others_are_heard_meanwhile(xining: Any) -> None:
    platform, hour = xining
    asked = [platform.asks("1").status_code for _ in range(crowd.PLATFORMS.each + 1)]
    assert asked == [404] * crowd.PLATFORMS.each + [429]
    no = platform.posts(LAMPS)
    assert (no.status_code, no["Retry-After"]) == (429, "60")
    assert Client().get("/xining/").status_code == 200
    hour.shift(timedelta(minutes=1))
    assert platform.posts(LAMPS).status_code == 201


@pytest.mark.parametrize("number", ["UP#7", "50%", "50%25", "a+b:c(1)?x=1", "..;", "~!@&=$"])
def test_numbers_with_any_sign_are_signed_as_they_read(
    number: str, live_server: Any, platform: Platform
) -> None:
    """Over the wire, where they are written with percent signs."""
    platform.upper.site = live_server.url
    said = {**LAMPS, "number": number}
    assert platform.upper.request("POST", "", said).status_code == 201
    answer = platform.upper.request("GET", number, None)
    assert (answer.status_code, answer.json()["number"]) == (200, number)
    platform.works()
    assert [one["number"] for one in platform.upper.heard.values()] == [number]


def test_a_slip_in_the_file_is_told_without_its_secret(platform: Platform, settings: Any) -> None:
    settings.HUIYIN_CHANNELS["xining"]["platforms"][0]["push"] = "ftp://x"
    no = platform.posts(LAMPS)
    assert no.status_code == 503
    assert SECRET not in no.content.decode()


def test_how_it_stands_is_told_to_the_platform_that_brought_it(platform: Platform) -> None:
    assert platform.asks("SMT-2026-001").status_code == 404
    case = platform.posts(LAMPS).json()["case"]
    said = platform.asks("SMT-2026-001").json()
    assert (said["case"], said["phase"], said["answer"]) == (case, "registered", "")
    assert "code" not in said


def test_before_its_matter_nothing_can_be_added(platform: Platform) -> None:
    """Out of order: it is told to hand the matter over first."""
    said = {"do": "supplement", "id": "1", "text": "又坏了一盏。"}
    no = platform.posts(said, "SMT-2026-001")
    assert no.status_code == 404
    assert "请先交来" in no.json()["error"]


def test_it_supplements_urges_and_withdraws_as_a_petitioner_may(platform: Platform) -> None:
    number = platform.posts(LAMPS).json()["case"]
    more = {"do": "supplement", "id": "1", "text": "又坏了一盏。"}
    for _ in range(2):  # a retry is done once
        assert platform.posts(more, "SMT-2026-001").status_code == 200
    assert (
        platform.posts({"do": "urge", "id": "2", "text": "请快。"}, "SMT-2026-001").status_code
        == 200
    )
    told = [entry.fact.kind for entry in queries.timeline(number)]
    assert told == ["registered", "supplemented", "urged"]
    done = platform.posts({"do": "withdraw", "id": "3"}, "SMT-2026-001").json()
    assert done["phase"] == "withdrawn"


def test_what_may_not_be_done_carries_its_reason(platform: Platform) -> None:
    platform.posts(LAMPS)
    no = platform.posts({"do": "rate", "id": "1", "verdict": "satisfied"}, "SMT-2026-001")
    assert no.status_code == 409
    assert "不能做这一步" in no.json()["error"]
    no = platform.posts({"do": "supplement", "id": "2", "text": ""}, "SMT-2026-001")
    assert (no.status_code, no.json()["field"]) == (422, "text")
    assert platform.posts({"do": "strike", "id": "3"}, "SMT-2026-001").status_code == 400


def test_the_platform_is_told_what_happens_once_each(platform: Platform) -> None:
    number = platform.posts(LAMPS).json()["case"]
    cases.act(number, Dispatch(lead="housing"), actor=SYSTEM, now=timezone.now())
    platform.works()
    platform.works()
    heard = list(platform.upper.heard.values())
    assert [one["number"] for one in heard] == ["SMT-2026-001"] * 2
    assert {one["case"] for one in heard} == {number}
    assert "已登记" in heard[0]["words"]
    assert heard[0]["url"].startswith("http://here/xining/")
    assert "吴秀英" not in json.dumps(heard, ensure_ascii=False)
    assert set(Delivery.objects.values_list("kind", "state")) == {("platform", "sent")}


def test_a_platform_that_is_busy_is_tried_again_and_told_once(xining: Any) -> None:
    platform, hour = xining
    platform.posts(LAMPS)
    platform.upper.spoilt = [503, 500]
    for _ in range(4):
        platform.works()
        hour.shift(timedelta(hours=3))
    assert len(platform.upper.heard) == 1
    assert platform.upper.asked == 3
    assert Delivery.objects.get().state == "sent"


def test_a_worker_that_dies_after_it_was_told_tells_it_once(
    xining: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same key at the next try: the platform knows it again."""
    platform, hour = xining
    platform.posts(LAMPS)
    outbox.hand_on(timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_end", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            outbox.send_next(timezone.now())
    assert Delivery.objects.get().state == "sending"
    hour.shift(timedelta(minutes=5))
    platform.works()
    assert platform.upper.asked == 2
    assert len(platform.upper.heard) == 1
    assert Delivery.objects.get().state == "sent"


def test_without_an_address_to_tell_it_the_person_is_told_by_other_ways(
    platform: Platform, settings: Any
) -> None:
    del settings.HUIYIN_CHANNELS["xining"]["platforms"][0]["push"]
    platform.posts(LAMPS)
    platform.works()
    assert Delivery.objects.get().state == "none"


def test_a_slip_in_one_place_s_section_does_not_stop_the_others(
    platform: Platform, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """What waits there is tried again; elsewhere people are told."""
    suining = found("suining")
    person = Person(name="吴秀英", phone="13812345678")
    matter = Matter(channel="web", kind="help", title="路灯坏了", text=str(LAMPS["text"]))
    here = intake.report(suining, matter, person, now=timezone.now()).number
    there = platform.posts(LAMPS).json()["case"]
    settings.HUIYIN_CHANNELS["suining"] = {"sms": {"url": 5}}
    platform.works()
    assert Delivery.objects.get(case=there).state == "sent"
    waiting = Delivery.objects.get(case=here)
    assert (waiting.state, waiting.reason) == ("waiting", "misconfigured")
    assert "channels.toml [suining.sms]" in caplog.text


def test_what_our_own_file_holds_up_waits_for_days_and_goes_once_it_is_mended(
    xining: Any, settings: Any
) -> None:
    """No try is spent on it; whoever cannot be reached that way is not tied to it."""
    (platform, hour), suining = xining, found("suining")
    settings.HUIYIN_CHANNELS["suining"] = {"sms": {"url": 5}}
    matter = Matter(channel="web", kind="help", title="路灯坏了", text=str(LAMPS["text"]))
    landline = Person(name="吴秀英", phone="0516-55550142")
    intake.report(suining, matter, Person(phone="13812345678"), now=timezone.now())
    other = intake.report(suining, matter, landline, now=timezone.now()).number
    for _ in range(100):
        platform.works()
        hour.shift(outbox.MENDING)
    assert Delivery.objects.get(case=other).state == "none"
    gateway = Gateway("suining", "suining", "secret", clock=timezone.now)
    with running(gateway) as address:
        sms = {"url": f"{address}/send", "key": "suining", "secret": "secret", "sign": "睢宁县"}
        settings.HUIYIN_CHANNELS["suining"] = {"sms": sms}
        gateway.spoilt = [503]
        platform.works()
        assert Delivery.objects.exclude(case=other).get().state == "waiting"
        hour.shift(outbox.RESTS[0])
        platform.works()
    assert Delivery.objects.exclude(case=other).get().state == "sent"


def test_the_stand_in_hands_over_and_looks(live_server: Any, platform: Platform) -> None:
    """The whole journey on one machine."""
    platform.upper.site = live_server.url
    form = {"number": "UP-7", "text": LAMPS["text"], "phone": "13812345678", "name": "吴秀英"}
    platform.upper.typed(form | {"do": "new"})
    assert platform.upper.told.startswith("201")
    platform.upper.typed(form | {"do": "supplement", "text": "又坏了一盏。"})
    platform.upper.typed({"number": "UP-7", "do": "look"})
    assert platform.upper.told.startswith("200")
    assert "registered" in platform.upper.told
    platform.works()
    assert "已登记" in platform.upper.page()


def test_without_an_account_the_stand_in_says_what_to_write(settings: Any) -> None:
    settings.HUIYIN_CHANNELS = {}
    with pytest.raises(CommandError, match=r"\[\[xining.platforms\]\]"):
        call_command("stand-in", "platform")


def test_its_case_is_closed_to_who_is_not_its_petitioner(platform: Platform) -> None:
    """The platform acts as the person it brought, and on no other case."""
    platform.posts(LAMPS)
    case = queries.find(CaseRow.objects.get().number)
    assert case is not None
    assert case.phase is Phase.REGISTERED
    assert platform.asks(case.number).status_code == 404
