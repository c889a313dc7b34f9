"""Short messages from people: who may hand them on, what they ask for, and what is answered."""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from huiyin.cases import numbers
from huiyin.cases import queries as cases
from huiyin.cases.models import CaseRow
from huiyin.intake import outbox
from huiyin.intake.channels.sms.incoming import FLOOD, SPAN
from huiyin.intake.channels.sms.signing import signature, signed
from huiyin.intake.models import Delivery, Petitioner, SmsHeard
from huiyin.jobs.stand_ins.sms import Gateway, typed
from tests.intake.wechat.conftest import running
from tests.web.citizen_street import LAMPS, found, look_up, report, words
from tests.web.desk_world import NOW, build
from tests.world import everything, together

pytestmark = pytest.mark.django_db

WU, QIAN = "13812345678", "13900001111"
LAMPS_OUT = "和平路的路灯坏了三盏。晚上一片漆黑，请尽快修好。"
SECRET = "the-secret-of-the-gateway"


@dataclass
class Phones:
    """The phones of a place, and the gateway between them and us."""

    gateway: Gateway
    place: str = "suining"

    def posts(self, body: bytes, **headers: str) -> Any:
        """The gateway's request; `headers` in the place of the right ones."""
        right = signed(self.place, SECRET, body, now=timezone.now())
        told = {f"HTTP_{name.upper().replace('-', '_')}": text for name, text in right.items()}
        told |= {f"HTTP_X_HUIYIN_{name}": text for name, text in headers.items()}
        address = f"/channels/sms/{self.place}"
        return Client().post(address, body, content_type="application/json", **told)

    def says(self, text: str, phone: str = WU) -> str:
        """Somebody writes; what they are answered, "" for nothing, after a look of the worker."""
        before = len(self.gateway.sent)
        answer = self.posts(typed(phone, text))
        assert words(answer) == '{"heard": true}'
        self.works()
        new = [one for one in list(self.gateway.sent.values())[before:] if one["to"] == phone]
        return "\n".join(one["text"] for one in new)

    def works(self) -> None:
        """The worker looks."""
        outbox.hand_on(timezone.now())
        while outbox.send_next(timezone.now()):
            pass


def table(address: str, **more: str) -> dict[str, Any]:
    """What the operator wrote down."""
    return {"url": f"{address}/send", "secret": SECRET, "sign": "便民", **more}


@pytest.fixture
def suining(settings: Any) -> Any:
    """Suining with a gateway, at a standing hour."""
    gateway = Gateway("suining", "suining", SECRET, clock=timezone.now)
    with running(gateway) as address, time_machine.travel(NOW, tick=False) as traveller:
        settings.HUIYIN_CHANNELS = {"suining": {"sms": table(address, key="suining", kind="help")}}
        found("suining")
        yield Phones(gateway), traveller


@pytest.fixture
def phones(suining: Any) -> Phones:
    """The phones of Suining."""
    return suining[0]  # type: ignore[no-any-return]


def only() -> CaseRow:
    """The one case there is."""
    return CaseRow.objects.get()


# -- who may hand them on


@pytest.mark.parametrize("name", ["KEY", "TIME", "NONCE", "SIGNATURE"])
@pytest.mark.parametrize("wrong", ["", "0", "签", "0" * 64])
def test_a_wrong_signature_is_refused_and_nothing_is_heard(
    name: str, wrong: str, phones: Phones
) -> None:
    answer = phones.posts(typed(WU, LAMPS_OUT), **{name: wrong})
    assert "签名不对或者已经过时" in words(answer, 403)
    assert not SmsHeard.objects.exists()


def test_a_changed_word_breaks_the_signature(phones: Phones) -> None:
    body = typed(WU, LAMPS_OUT)
    right = signed("suining", SECRET, body, now=NOW)
    given = {name.upper().replace("-", "_"): text for name, text in right.items()}
    headers = {name.removeprefix("X_HUIYIN_"): text for name, text in given.items()}
    headers.pop("CONTENT_TYPE")
    assert phones.posts(body.replace("三".encode(), "四".encode()), **headers).status_code == 403
    assert phones.posts(body, **headers).status_code == 200


def test_a_request_that_is_replayed_is_refused(suining: Any) -> None:
    phones, traveller = suining
    body, nonce = typed(WU, LAMPS_OUT), secrets.token_hex(8)
    at = int(NOW.timestamp())
    same = {"TIME": str(at), "NONCE": nonce, "SIGNATURE": signature(SECRET, at, nonce, body)}
    assert phones.posts(body, **same).status_code == 200
    assert "已经收到过" in words(phones.posts(body, **same), 403)
    traveller.shift(timedelta(seconds=301))
    assert "已经过时" in words(phones.posts(body, **same), 403)
    assert CaseRow.objects.count() == 1


def test_the_same_message_handed_on_again_is_heard_once(phones: Phones) -> None:
    body = typed(WU, LAMPS_OUT)
    for _ in range(3):
        assert words(phones.posts(body)) == '{"heard": true}'
    assert CaseRow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_message_twice_at_once_is_heard_once(phones: Phones) -> None:
    body = typed(WU, LAMPS_OUT)
    came = together(*[lambda: phones.posts(body).status_code] * 4)
    assert came == [200] * 4
    assert CaseRow.objects.count() == SmsHeard.objects.count() == 1


def one(**changed: Any) -> bytes:
    """A message with something wrong in it."""
    told = {"id": "1", "from": WU, "text": LAMPS_OUT, **changed}
    return json.dumps({name: value for name, value in told.items() if value is not None}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        one(id=None),
        one(id=""),
        one(id=7),
        one(id="x" * 81),
        one(**{"from": "10086"}),
        one(**{"from": "0516-83881234"}),
        one(**{"from": "138123456789"}),
        one(text=None),
        one(text=["x"]),
        one(text="x" * 2001),
        one(text="a\x00b"),
        one(text="\ud800"),
        one(more="x"),
    ],
)
def test_garbage_with_a_right_signature_is_no_message(body: bytes, phones: Phones) -> None:
    before = everything()
    assert "这不是手机号发来的短信" in words(phones.posts(body), 400)
    assert everything() == before


def test_a_message_without_end_is_no_message(phones: Phones) -> None:
    assert "短信太长了。" in words(phones.posts(b"x" * 20_001), 413)


def test_what_we_sent_is_not_taken_back_as_a_message(phones: Phones) -> None:
    """The same secret signs both ways; a reflected request is no message."""
    phones.says(LAMPS_OUT)
    (sent,) = phones.gateway.sent.values()
    assert phones.posts(json.dumps(sent).encode()).status_code == 400


@pytest.mark.parametrize("sms", [{}, {"sms": {"vendor": "tencent", "key": "k"}}])
def test_a_place_without_a_gateway_of_this_kind_hears_nothing(
    sms: dict[str, Any], settings: Any
) -> None:
    settings.HUIYIN_CHANNELS = {"suining": sms and {"sms": {**sms["sms"], **TENCENT}}}
    with time_machine.travel(NOW, tick=False):
        found("suining")
        assert "不收短信" in words(Phones(Gateway("suining", "k", SECRET)).posts(b"{}"), 404)
        assert Client().post("/channels/sms/nowhere").status_code == 404
        assert Client().get("/channels/sms/suining").status_code == 405


TENCENT = {"secret": "s", "sign": "x", "app": "1", "template": "2"}


def test_a_flood_gets_one_sentence_and_others_are_heard_meanwhile(suining: Any) -> None:
    phones, traveller = suining
    for _ in range(FLOOD):
        phones.says("你好")
    assert phones.says("你好") == "您发得太快了，请过十分钟再发。"
    body = typed(WU, LAMPS_OUT)
    for _ in range(20):
        assert "十分钟后再转来" in words(phones.posts(body), 429)
    assert "已登记" in phones.says(LAMPS_OUT, phone=QIAN)
    traveller.shift(SPAN)
    assert words(phones.posts(body)) == '{"heard": true}'  # nothing was lost
    assert CaseRow.objects.count() == 2


def test_no_number_and_no_word_of_a_message_is_readable_or_logged(
    phones: Phones, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    phones.posts(typed(WU, "进度"))
    phones.posts(typed(WU, LAMPS_OUT), SIGNATURE="wrong")
    rows = str([list(table.objects.values_list()) for table in (SmsHeard, Delivery)])
    for secret in (WU, LAMPS_OUT, SECRET):
        assert secret not in rows + caplog.text


# -- a new matter


def test_what_wu_writes_is_a_case_and_she_is_told_its_number(phones: Phones) -> None:
    told = phones.says(LAMPS_OUT)
    row = only()
    assert (row.title, row.channel, row.kind) == ("和平路的路灯坏了三盏", "sms", "help")
    assert told == f"您的诉求 {row.number} 已登记。"
    assert Petitioner.objects.get().case == row.number


def test_without_a_kind_of_its_own_it_is_of_the_law_s_first(phones: Phones, settings: Any) -> None:
    del settings.HUIYIN_CHANNELS["suining"]["sms"]["kind"]
    phones.says(LAMPS_OUT)
    assert only().kind == "complaint"


def test_an_emergency_is_met_with_the_number_to_call(phones: Phones) -> None:
    told = phones.says("三号楼楼道里电动车起火，烟很大")
    assert "着火、爆炸、有人被困，请马上打 119。" in told
    assert only().channel == "sms"


@pytest.mark.parametrize("text", ["你好", "谢谢", "", "？", "补充", "评价", "满意", "帮助"])
def test_a_greeting_is_no_matter_and_gets_a_hint(text: str, phones: Phones) -> None:
    assert phones.says(text).startswith("有事请写明时间、地点、情况")
    assert not CaseRow.objects.exists()


@pytest.mark.parametrize("text", ["TD", "退订", "N"])
def test_what_people_answer_to_advertising_gets_no_answer(text: str, phones: Phones) -> None:
    assert phones.says(text) == ""


def test_rare_characters_and_long_words_are_taken_whole(phones: Phones) -> None:
    text = "𠮷祥里😀" + "路" * 1900
    phones.says(text)
    assert cases.timeline(only().number)[0].fact.what.text == text  # type: ignore[union-attr]


def test_where_the_law_asks_a_real_name_the_page_is_named(settings: Any) -> None:
    """JS-1: nothing is registered without it."""
    gateway = Gateway("jishou", "jishou", SECRET, clock=timezone.now)
    with running(gateway) as address, time_machine.travel(NOW, tick=False):
        more = table(address, key="jishou", channel="web")
        settings.HUIYIN_CHANNELS = {"jishou": {"sms": more}}
        found("jishou")
        phones = Phones(gateway, "jishou")
        assert "请到网页反映" in phones.says(LAMPS_OUT)
        more["channel"] = "code"
        assert "请到网页反映" in phones.says(LAMPS_OUT)
    assert not CaseRow.objects.exists()


# -- progress


def test_progress_tells_where_it_stands_and_the_query_code(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    number = only().number
    for text in (" 查询 ", number, f"进度 {number}", number.lower().replace("-", ""), "进度"):
        assert phones.says(text).startswith(f"{number}：已收到，正在确定由哪个单位办理。")
    told = phones.says("进度")
    code = told.split("查询码 ")[1][:9]
    assert LAMPS_OUT in look_up(Client(), "suining", number, code)


def test_full_width_letters_and_digits_are_understood(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    number = only().number
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    assert phones.says(f"进度：{wide}").startswith(number)


def test_several_cases_are_listed_whatever_way_they_came(phones: Phones) -> None:
    on_page, _ = report(Client(), "suining", {**LAMPS, "phone": WU})
    phones.works()
    phones.says("垃圾三天没有人收了，味道很大。")
    told = phones.says("进度")
    assert f"{on_page} 已收到" in told
    assert told.count("SN-") == 2
    assert "发编号看一件的详情。" in told


def test_who_has_brought_nothing_is_told_so(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    assert "没有反映过问题" in phones.says("进度", phone=QIAN)


def test_anothers_case_is_as_if_there_were_none_but_with_its_code(phones: Phones) -> None:
    number, code = report(Client(), "suining", {**LAMPS, "phone": WU})
    phones.works()
    told = phones.says(number, phone=QIAN)
    assert told.startswith(f"没有您用这个手机号反映的 {number}")
    missing = numbers.compose("SN", NOW.date(), 99)
    assert phones.says(missing, phone=QIAN) == told.replace(number, missing)
    told = phones.says(f"{number} {code.lower()}", phone=QIAN)
    assert told.startswith(f"{number}：已收到")
    assert "查询码" not in told
    assert "编号或查询码不对" in phones.says(f"{number} AAAA-AAAA", phone=QIAN)


def test_a_slip_in_the_number_is_told_and_makes_no_case(phones: Phones) -> None:
    right = numbers.compose("SN", NOW.date(), 1)
    slip = f"{right[:-1]}{(int(right[-1]) + 1) % 10}"
    told = phones.says(f"{slip} 路灯还是没有修好，请再来看看")
    assert told.startswith("受理编号写得不对，请照回执核对")
    assert not CaseRow.objects.exists()


# -- more words


def supplements(number: str) -> list[str]:
    """What was added to a case."""
    facts = [entry.fact for entry in cases.timeline(number)]
    return [fact.what.text for fact in facts if fact.kind == "supplemented"]  # type: ignore[union-attr]


def test_more_words_go_to_the_only_open_case_or_the_one_named(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    number = only().number
    assert phones.says("补充 就在学校门口。") == f"{number}：补充已经收到。"
    assert phones.says(f"补充{number} 有三盏。") == f"{number}：补充已经收到。"
    assert phones.says(f"{number}，现在是四盏了。") == f"{number}：补充已经收到。"
    assert supplements(number) == ["就在学校门口。", "有三盏。", "现在是四盏了。"]
    assert CaseRow.objects.count() == 1


def test_with_two_open_cases_the_number_is_asked(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    phones.says("垃圾三天没有人收了，味道很大。")
    told = phones.says("补充 就在学校门口。")
    assert told.startswith("请写明是哪一件：SN-")
    assert told.count("SN-") == 2


def test_who_has_no_case_cannot_add_to_one(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    assert "没有可以这样做的诉求" in phones.says("补充 就在学校门口。", phone=QIAN)
    assert phones.says(f"补充 {only().number} 假的。", phone=QIAN).startswith("没有您用这个手机号")
    assert supplements(only().number) == []


def test_messages_that_arrive_out_of_order_are_each_taken(phones: Phones) -> None:
    """More words overtake the matter: the sender is told, and the matter is none the worse."""
    assert "没有可以这样做的诉求" in phones.says("补充 就在学校门口。")
    assert "已登记" in phones.says(LAMPS_OUT)
    assert "补充已经收到" in phones.says("补充 就在学校门口。")


# -- the judgement


@pytest.fixture
def answered(tmp_path: Any, settings: Any) -> Any:
    """The place where everything is used, with Wu's case answered, and a gateway."""
    gateway = Gateway("model", "model", SECRET, clock=timezone.now)
    with running(gateway) as address, time_machine.travel(NOW, tick=False):
        settings.HUIYIN_CHANNELS = {"model": {"sms": table(address, key="model")}}
        world = build(tmp_path)
        number = world.answered()
        phones = Phones(gateway, "model")
        phones.works()
        yield world, phones, number


def judged(number: str) -> list[tuple[str, str]]:
    """Verdict and words of the judgements of a case."""
    facts = [entry.fact for entry in cases.timeline(number)]
    whats: list[Any] = [fact.what for fact in facts if fact.kind == "rated"]
    return [(what.verdict, what.text) for what in whats]


@pytest.mark.parametrize(
    ("text", "verdict", "more"),
    [
        ("满意", "satisfied", ""),
        ("评价 基本满意", "basic", ""),
        ("评价不满意", "dissatisfied", ""),
        ("不满意，第三盏还是不亮", "dissatisfied", "第三盏还是不亮"),
        ("评价 {number} 满意。谢谢！", "satisfied", "谢谢！"),
        ("{number} 满意", "satisfied", ""),
    ],
)
def test_the_answer_is_judged_by_a_word(text: str, verdict: str, more: str, answered: Any) -> None:
    _, phones, number = answered
    told = phones.says(text.format(number=number))
    assert f"{number}：评价已经记下，谢谢您。" in told
    assert judged(number) == [(verdict, more)]


def test_progress_of_an_answered_case_says_how_to_judge(answered: Any) -> None:
    _, phones, number = answered
    assert "请评价：回“满意”“基本满意”或“不满意”。" in phones.says(number)


def test_it_is_judged_once_and_the_second_try_is_told_why_not(answered: Any) -> None:
    _, phones, number = answered
    phones.says("满意")
    assert phones.says(f"评价 {number} 不满意") != ""
    assert judged(number) == [("satisfied", "")]


def test_a_judgement_that_is_none_is_told_how(answered: Any) -> None:
    _, phones, number = answered
    assert phones.says(f"评价 {number} 很好").startswith("请这样评价：评价 编号 满意")
    assert judged(number) == []


def test_nobody_judges_for_another(answered: Any) -> None:
    _, phones, number = answered
    assert phones.says(f"评价 {number} 不满意", phone=QIAN).startswith("没有您用这个手机号")
    assert phones.says("不满意", phone=QIAN).startswith("有事请写明")
    assert judged(number) == []


# -- the stand-in


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_at_the_stand_in_comes_through(live_server: Any, settings: Any) -> None:
    """Both ways over HTTP, at this very hour."""
    found("suining")
    gateway = Gateway("suining", "suining", SECRET, site=live_server.url)
    with running(gateway) as address:
        settings.HUIYIN_CHANNELS = {"suining": {"sms": table(address, key="suining")}}
        said = httpx.post(f"{address}/say", data={"phone": WU, "text": LAMPS_OUT})
        assert (said.status_code, gateway.told) == (303, '200 {"heard": true}')
        Phones(gateway).works()
        page = httpx.get(address).text
    assert f"您的诉求 {only().number} 已登记。" in page
    assert f"→ {WU}" in page
