"""The official account: who may knock, what a user gets to hear, and how they come to the page."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from wechatpy.crypto import WeChatCrypto

from huiyin.cases.models import CaseRow
from huiyin.intake.channels.wechat.accounts import Account
from huiyin.intake.models import Delivery, Petitioner, WechatDraft, WechatHeard, WechatUser
from huiyin.jobs.stand_ins import wechat_chat
from tests.web.citizen_street import LAMPS, WU, found, look_up, on_receipt, report, words
from tests.web.desk_world import NOW
from tests.web.wechat_street import ACCOUNT, KEY, InWechat, link_in

pytestmark = pytest.mark.django_db

LAMPS_OUT = "和平路的路灯坏了三盏。晚上一片漆黑，请尽快修好。"


@pytest.fixture
def suining(settings: Any) -> Any:
    """Suining with an account in safe mode, at a standing hour."""
    settings.HUIYIN_CHANNELS = {"suining": {"wechat": ACCOUNT}}
    with time_machine.travel(NOW, tick=False) as traveller:
        found("suining")
        yield traveller


@pytest.fixture
def wu(suining: Any) -> InWechat:
    """Wu Xiuying, who follows the account."""
    return InWechat()


# -- who may knock


def test_wechat_s_check_of_the_address_gets_its_own_words_back(wu: InWechat) -> None:
    query = wechat_chat.check(wu.account, "47110815", NOW)
    answer = Client().get("/channels/wechat/suining", query)
    assert words(answer) == "47110815"
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("wrong", ["signature", "timestamp", "nonce", "msg_signature"])
def test_a_wrong_signature_is_refused_and_nothing_is_heard(wrong: str, wu: InWechat) -> None:
    sent = wechat_chat.post(wu.account, {"FromUserName": "o", "MsgType": "text"}, NOW)
    for value in ("", "0" * 40, "签"):
        assert wu.posts({**sent.query, wrong: value}, sent.body).status_code == 403
    assert not WechatUser.objects.exists()


def test_an_old_request_sent_again_is_refused(wu: InWechat, suining: Any) -> None:
    told = {"FromUserName": "o-wu", "MsgType": "text", "Content": LAMPS_OUT, "MsgId": "5"}
    sent = wechat_chat.post(wu.account, told, NOW)
    assert wu.posts(sent.query, sent.body).status_code == 200
    suining.shift(timedelta(minutes=11))
    assert wu.posts(sent.query, sent.body).status_code == 403
    check = wechat_chat.check(wu.account, "47110815", NOW)
    assert Client().get("/channels/wechat/suining", check).status_code == 403


def test_a_message_in_the_clear_is_refused_where_they_come_sealed(wu: InWechat) -> None:
    told = {"FromUserName": "o-wu", "MsgType": "text", "Content": "hello", "MsgId": "5"}
    plain = wechat_chat.post(wu.account.model_copy(update={"aes_key": ""}), told, NOW)
    assert wu.posts(plain.query, plain.body).status_code == 403


def test_a_message_sealed_for_another_account_is_refused(wu: InWechat) -> None:
    told = {"FromUserName": "o-wu", "MsgType": "text", "Content": "hello", "MsgId": "5"}
    other = wechat_chat.post(wu.account.model_copy(update={"app": "wx2"}), told, NOW)
    assert wu.posts(other.query, other.body).status_code == 403


@pytest.mark.parametrize("body", [b"", b"hello", b"\xff\xfe", b"<xml/>", b"x" * 100_000])
def test_garbage_with_a_right_signature_is_no_message(
    body: bytes, suining: Any, settings: Any
) -> None:
    settings.HUIYIN_CHANNELS = {"suining": {"wechat": {**ACCOUNT, "aes_key": ""}}}
    query = wechat_chat.check(Account.model_validate(ACCOUNT), "", NOW)
    address = f"/channels/wechat/suining?{urlencode(query)}"
    answer = Client().post(address, body, content_type="text/xml")
    assert words(answer, 400) == "这不是微信的消息。"
    assert not WechatUser.objects.exists()


def test_an_account_without_a_key_speaks_in_the_clear(suining: Any, settings: Any) -> None:
    plain = {**ACCOUNT, "aes_key": ""}
    settings.HUIYIN_CHANNELS = {"suining": {"wechat": plain}}
    wu = InWechat(account=Account.model_validate(plain))
    assert LAMPS_OUT in words(wu.taps(wu.says(LAMPS_OUT)))


def test_a_place_without_an_account_says_so(suining: Any) -> None:
    found("jishou")
    assert "没有接通微信公众号" in words(Client().get("/channels/wechat/jishou"), 404)
    assert Client().get("/channels/wechat/nowhere").status_code == 404
    assert Client().put("/channels/wechat/suining").status_code == 405


def test_the_oracle_can_speak_with_us(wu: InWechat) -> None:
    """Sealed by another implementation, and our answer opened by it."""
    crypto = WeChatCrypto(wu.account.token, KEY, wu.account.app)
    stamp = str(int(NOW.timestamp()))
    xml = (
        f"<xml><ToUserName>gh</ToUserName><FromUserName>o-wu</FromUserName><CreateTime>{stamp}"
        f"</CreateTime><MsgType>text</MsgType><Content>{LAMPS_OUT}</Content><MsgId>1</MsgId></xml>"
    )
    sealed = crypto.encrypt_message(xml, "n", stamp)
    signature = sealed.split("<MsgSignature><![CDATA[")[1].split("]]>", 1)[0]
    signed = wechat_chat.check(wu.account, "", NOW)
    answer = words(wu.posts({**signed, "msg_signature": signature}, sealed), 403)
    assert "签名" in answer  # sealed under another nonce than the request's
    query = {"timestamp": stamp, "nonce": "n", "msg_signature": signature}
    query["signature"] = wechat_chat.signing.signature(wu.account.token, stamp, "n")
    answer = words(wu.posts(query, sealed))
    ours = answer.split("<MsgSignature><![CDATA[")[1].split("]]>", 1)[0]
    at, nonce = (answer.split(f"<{name}>")[1].split("</")[0] for name in ("TimeStamp", "Nonce"))
    nonce = nonce.removeprefix("<![CDATA[").removesuffix("]]>")
    assert "点这里提交" in crypto.decrypt_message(answer, ours, at, nonce)


# -- what a user hears


def test_what_wu_writes_stands_in_the_form_and_becomes_her_case(wu: InWechat) -> None:
    page = words(wu.taps(wu.says(LAMPS_OUT)))
    assert "和平路的路灯坏了三盏" in page
    assert LAMPS_OUT in page
    sent = wu.browser.post("/suining/report?channel=wechat", {**LAMPS, "phone": WU["phone"]})
    assert sent.status_code == 303, sent.content.decode()
    number, code = on_receipt(words(wu.browser.get("/suining/receipt")))
    assert CaseRow.objects.get().channel == "wechat"
    assert f"{number}　已收到" in wu.event("CLICK", "mine")
    assert "和平路的路灯坏了三盏" in look_up(Client(), "suining", number, code)


def test_the_link_holds_no_word_and_no_name(wu: InWechat) -> None:
    link = link_in(wu.says(LAMPS_OUT))
    assert link.startswith("http://testserver/suining/from-wechat/report/")
    assert "o-wu" not in link
    assert "%" not in link


def test_a_place_pointed_at_stands_in_the_form(wu: InWechat) -> None:
    told = {"Location_X": "33.9", "Location_Y": "117.9", "Label": "和平路 12 号"}
    assert "位置记下了" in wu.sends(MsgType="location", **told)
    page = words(wu.taps(wu.says(LAMPS_OUT)))
    assert 'value="和平路 12 号"' in page
    assert re.search(r'name="position" value="33\.9\d{5},117\.8\d{5}"', page)  # WGS-84


def test_messages_that_arrive_out_of_order_stand_in_the_order_written(wu: InWechat) -> None:
    at = int(NOW.timestamp())
    wu.says("第二句。", CreateTime=str(at + 9))
    page = words(wu.taps(wu.says("第一句。", CreateTime=str(at + 1))))
    assert "第一句。\n第二句。" in page


def test_the_same_message_again_gets_the_same_answer_and_stands_once(wu: InWechat) -> None:
    answers = {wu.says(LAMPS_OUT, MsgId="77") for _ in range(3)}
    assert len(answers) == 1
    page = words(wu.taps(answers.pop()))
    assert page.count(LAMPS_OUT) == 1
    assert WechatHeard.objects.count() == 1


def test_a_flood_gets_one_sentence_and_others_are_heard_meanwhile(wu: InWechat) -> None:
    answers = [wu.says(f"第{number}条") for number in range(35)]
    assert answers[-1] == "您发得太快了，请过十分钟再发。"
    assert WechatHeard.objects.count() == 30
    assert "点这里提交" in InWechat(openid="o-qian").says(LAMPS_OUT)


def test_an_emergency_is_met_with_the_number_to_call(wu: InWechat) -> None:
    assert wu.says("三号楼电动车起火，烟很大").startswith("着火、爆炸、有人被困，请马上打 119。")


def test_a_voice_note_that_wechat_understood_counts_as_written(wu: InWechat) -> None:
    answer = wu.sends(MsgType="voice", MediaId="m", Recognition="路灯坏了三盏")
    assert "路灯坏了三盏" in words(wu.taps(answer))
    assert "没有听清" in wu.sends(MsgType="voice", MediaId="m")
    assert "请用文字" in wu.sends(MsgType="link", Url="http://x")
    assert "请用文字" in wu.sends(MsgType="shortvideo", MediaId="m")


def test_who_writes_in_english_is_answered_so_and_then_told_so(wu: InWechat) -> None:
    """By what they write; a button says nothing, so it is as before."""
    answer = wu.says("The street lamps in Heping Road have been out for days.")
    assert "not submitted yet" in answer
    assert "没有" not in answer
    wu.taps(answer)
    page = {"HTTP_ACCEPT_LANGUAGE": "en"}
    form = LAMPS | {"phone": WU["phone"], "key": "k" * 8}
    assert wu.browser.post("/suining/report", form, **page).status_code == 303
    assert Petitioner.objects.get().told_in == "en"
    assert "See all" in wu.event("CLICK", "mine")
    assert "查看全部" in wu.says("我的诉求")


def test_who_follows_is_welcomed_and_who_leaves_hears_nothing(wu: InWechat) -> None:
    assert "这里是睢宁县" in wu.event("subscribe")
    assert wu.event("unsubscribe") == ""
    assert not WechatUser.objects.get().follows
    for silent in ("VIEW", "TEMPLATESENDJOBFINISH", "LOCATION", "unheard_of"):
        assert wu.event(silent, Status="success") == ""


def test_a_notice_that_did_not_arrive_after_all_is_marked(wu: InWechat) -> None:
    told = {"notice": 1, "petitioner": "1", "case": "SN-1", "place": "suining", "at": NOW}
    Delivery.objects.create(kind="wechat", state="sent", gateway_id="200163836", **told)
    for status, state in (("success", "sent"), ("failed:user block", "failed")):
        event = {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "200163836", "Status": status}
        assert wu.sends(MsgType="event", CreateTime=str(int(NOW.timestamp())), **event) == ""
        assert Delivery.objects.get().state == state
    assert Delivery.objects.get().reason == "failed:user block"


def test_who_has_brought_nothing_is_told_how_to_begin(wu: InWechat) -> None:
    assert "还没有通过微信反映过问题" in wu.says("进度")
    assert not WechatDraft.objects.exists()


def test_an_ended_link_says_so_and_shows_no_word(wu: InWechat, suining: Any) -> None:
    answer = wu.says(LAMPS_OUT)
    suining.shift(timedelta(minutes=31))
    page = words(wu.taps(answer), 410)
    assert "链接已经失效" in page
    assert LAMPS_OUT not in page


def test_her_cases_open_from_the_chat_and_nobody_else_s(wu: InWechat) -> None:
    wu.taps(wu.says(LAMPS_OUT))
    number, _ = report(wu.browser, "suining", {**LAMPS, "phone": WU["phone"]})
    other, _ = report(Client(), "suining", {**LAMPS, "phone": WU["phone"]})
    again = replace(wu, browser=Client())
    page = words(again.taps(wu.says("进度")))
    assert number in page
    assert other not in page
    assert "和平路的路灯坏了三盏" in words(again.browser.get(f"/suining/cases/{number}"))
    assert again.browser.get(f"/suining/cases/{other}").status_code == 403
    again.browser.post("/suining/look-up/end")
    assert again.browser.get("/suining/mine").status_code == 403


def test_her_number_is_known_again_shown_masked_and_used_by_reference(wu: InWechat) -> None:
    wu.taps(wu.says(LAMPS_OUT))
    report(wu.browser, "suining", {**LAMPS, "phone": WU["phone"]})
    page = words(wu.taps(wu.says("还有一件事，垃圾没人收。")))
    assert "138****5678" in page
    assert WU["phone"] not in page
    report(wu.browser, "suining", {**LAMPS, "title": "垃圾没人收", "phone": ""})
    assert Petitioner.objects.values("phone_index").distinct().count() == 1
    assert "请留下联系电话" in words(Client().post("/suining/report", {**LAMPS, "phone": ""}), 422)


def test_who_was_given_another_s_link_is_told_and_can_leave_it(wu: InWechat) -> None:
    """What they report then is theirs alone."""
    page = words(wu.taps(wu.says(LAMPS_OUT)))
    assert "记在收到链接的微信名下" in page
    given = wu.browser
    assert given.post("/suining/look-up/end").status_code == 303
    assert "微信" not in words(given.get("/suining/report"))
    report(given, "suining", {**LAMPS, "phone": WU["phone"]})
    assert "还没有通过微信反映过问题" in wu.says("进度")


# -- registered at once


@pytest.fixture
def direct(wu: InWechat, settings: Any) -> InWechat:
    """The place takes messages at once from those whose number it knows."""
    settings.HUIYIN_CHANNELS = {"suining": {"wechat": {**ACCOUNT, "direct": "help"}}}
    return wu


def test_who_is_known_is_registered_at_once_with_number_and_code(direct: InWechat) -> None:
    assert "还没有提交" in direct.says(LAMPS_OUT)
    direct.taps(direct.says("就在学校门口。"))
    report(direct.browser, "suining", {**LAMPS, "phone": WU["phone"]})
    answer = direct.says("幸福路的井盖没有了，请派人来看看。", MsgId="900")
    row = CaseRow.objects.latest("pk")
    assert (row.title, row.channel, row.kind) == (
        "幸福路的井盖没有了，请派人来看看",
        "wechat",
        "help",
    )
    assert row.number in answer
    code = answer.split("查询码 ")[1][:9]
    assert "幸福路的井盖" in look_up(Client(), "suining", row.number, code)
    assert direct.says("幸福路的井盖没有了，请派人来看看。", MsgId="900") == answer
    assert CaseRow.objects.count() == 2


def test_a_greeting_is_no_matter(direct: InWechat) -> None:
    direct.taps(direct.says(LAMPS_OUT))
    report(direct.browser, "suining", {**LAMPS, "phone": WU["phone"]})
    assert "还没有提交" in direct.says("你好")
    assert CaseRow.objects.count() == 1


def test_where_the_law_asks_a_real_name_the_page_asks_it(settings: Any) -> None:
    """JS-1: nothing is registered without it, however well the number is known."""
    settings.HUIYIN_CHANNELS = {"jishou": {"wechat": {**ACCOUNT, "direct": "difficulty"}}}
    with time_machine.travel(NOW, tick=False):
        found("jishou")
        wu = InWechat(place="jishou")
        page = words(wu.taps(wu.says(LAMPS_OUT)))
        assert 'name="identity_no"' in page
        report(wu.browser, "jishou", {**LAMPS, **WU, "kind": "difficulty"})
        assert "还没有提交" in wu.says("幸福路的井盖没有了，请派人来看看。")


def test_no_openid_token_or_word_is_logged(wu: InWechat, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    wu.says(LAMPS_OUT)
    wu.posts({"signature": "wrong"}, "<xml/>")
    for secret in ("o-wu", LAMPS_OUT, wu.account.token, wu.account.secret):
        assert secret not in caplog.text
        assert secret not in repr(wu.account)
