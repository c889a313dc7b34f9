"""WeChat sends a message again when we are slow: the two may arrive at the same moment."""

from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases import queries
from huiyin.cases.models import CaseRow
from huiyin.intake.channels.wechat import handing, users
from huiyin.intake.models import WechatUser
from huiyin.intake.queries import told_in
from huiyin.jobs.stand_ins import wechat_chat
from tests.web.citizen_street import LAMPS, WU, found, report
from tests.web.wechat_street import ACCOUNT, InWechat
from tests.world import together

pytestmark = pytest.mark.django_db(transaction=True)

MANHOLE = "幸福路的井盖没有了，请派人来看看。"


@pytest.fixture
def wu(settings: Any) -> InWechat:
    """Suining registers at once what those write whose number it knows."""
    settings.HUIYIN_CHANNELS = {"suining": {"wechat": {**ACCOUNT, "direct": "help"}}}
    found("suining")
    return InWechat()


def four_times(wu: InWechat, words: str) -> list[str]:
    """The same message, four times at once; the answers."""
    told = {"FromUserName": wu.openid, "MsgType": "text", "Content": words, "MsgId": "4711"}
    sent = wechat_chat.post(wu.account, told, timezone.now())
    came = together(*[lambda: wu.posts(sent.query, sent.body)] * 4)
    return [wechat_chat.read(wu.account, answer.content.decode()) for answer in came]


def test_it_stands_once_in_the_draft_of_a_user_who_is_new(wu: InWechat) -> None:
    assert all("点这里提交" in answer for answer in four_times(wu, MANHOLE))
    user = users.find(WechatUser.objects.get().pk)
    assert user is not None
    assert handing.current(user, "suining", now=timezone.now()).words == MANHOLE


def test_it_becomes_one_case_and_every_answer_is_its_receipt(wu: InWechat) -> None:
    wu.taps(wu.says("路灯坏了。"))
    report(wu.browser, "suining", {**LAMPS, "phone": WU["phone"]})
    answers = four_times(wu, MANHOLE)
    assert CaseRow.objects.count() == 2
    assert set(answers) == {answers[0]}
    assert CaseRow.objects.latest("pk").number in answers[0]


def test_whoever_writes_it_in_english_is_told_of_it_in_english(wu: InWechat) -> None:
    wu.taps(wu.says("路灯坏了。"))
    report(wu.browser, "suining", {**LAMPS, "phone": WU["phone"]})
    answer = wu.says("A manhole cover is missing in Xingfu Road, please send somebody.")
    assert "Registered" in answer or "registered" in answer
    newest = queries.find(CaseRow.objects.latest("pk").number)
    assert newest is not None
    assert told_in(newest.petitioners[0].ref) == "en"
