"""From an answer in WeChat to the receipt and one's cases, on a phone, in a real browser."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.browsing import follow, step_on, touch
from tests.web.citizen_street import WU, found
from tests.web.wechat_street import ACCOUNT, InWechat, link_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LAMPS_OUT = "和平路的路灯坏了三盏。晚上一片漆黑，请尽快修好。"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_wu_goes_from_the_chat_to_her_receipt_and_her_cases(
    script: bool, browse: Any, live_server: Any, settings: Any
) -> None:
    settings.HUIYIN_CHANNELS = {"suining": {"wechat": ACCOUNT}}
    found("suining")
    wu = InWechat()
    phone = browse(viewport={"width": 360, "height": 760}, java_script_enabled=script)
    phone.goto(_here(live_server, wu.says(LAMPS_OUT)))
    assert phone.input_value("[name=text]") == LAMPS_OUT
    step_on(phone)
    step_on(phone)
    phone.fill("[name=phone]", WU["phone"])
    follow(phone, "text=提交诉求")
    assert "已经收到" in phone.inner_text("main")

    phone.goto(_here(live_server, wu.event("CLICK", "mine")))
    assert "和平路的路灯坏了三盏" in phone.inner_text(".cells")
    if script:
        touch(phone)
    follow(phone, ".cells a")
    assert LAMPS_OUT in phone.inner_text("main")

    phone.goto(_here(live_server, wu.says("垃圾三天没人收。")))
    assert "138****5678" in phone.content()
    assert WU["phone"] not in phone.content()
    if script:
        touch(phone)
    phone.goto(f"{live_server.url}/suining/from-wechat/mine/forged")
    if script:
        touch(phone)


def _here(live_server: Any, answer: str) -> str:
    """The link in an answer, on the server of the test."""
    return f"{live_server.url}{urlsplit(link_in(answer)).path}"
