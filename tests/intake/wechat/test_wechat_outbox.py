"""Whoever came by WeChat is told there what happens to their case, once."""

from typing import Any

import pytest

from huiyin.intake import outbox
from huiyin.intake.channels.wechat import users
from huiyin.intake.models import Delivery
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.vocabulary import Mode
from tests.intake.wechat.conftest import SECRET, Played
from tests.intake.wechat.test_wechat_sending import NOTICE
from tests.world import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(county: County, wechat: Played, settings: Any) -> str:
    """王芳 has reported through the county's account; her case's number."""
    table = {"app": wechat.app.id, "secret": SECRET, "api": wechat.app.api, "token": "t"}
    channels = {"site": "https://ask.example.org", "wechat": {**table, "notice": NOTICE}}
    settings.HUIYIN_CHANNELS = {"county": channels}
    number = county.registered()
    user = users.met(wechat.app.id, "o-wang", now=county.now)
    ref = county.case(number).petitioners[0].ref
    users.brought(user, number, ref, "", now=county.now)
    return number


def works(county: County) -> list[tuple[str, str]]:
    """A worker looks once; what became of each delivery."""
    outbox.hand_on(county.now)
    while outbox.send_next(county.now):
        pass
    return list(Delivery.objects.order_by("pk").values_list("state", "reason"))


def test_each_step_is_told_once_with_the_page_behind_it(
    wang: str, county: County, wechat: Played
) -> None:
    works(county)
    county.does("周宁", wang, Dispatch(mode=Mode.DIRECT, lead="housing"))
    for _ in range(2):
        assert works(county) == [("sent", ""), ("sent", "")]
    words = [one["data"]["thing2"]["value"] for one in wechat.api.sent]
    assert words == ["您的诉求已登记", "您的诉求已交承办单位"]
    for sent in wechat.api.sent:
        assert sent["touser"] == "o-wang"
        assert sent["data"]["character_string1"]["value"] == wang
        assert sent["url"] == f"https://ask.example.org/county/look-up?number={wang}"


def test_a_busy_wechat_is_tried_again_later(wang: str, county: County, wechat: Played) -> None:
    wechat.api.trouble = [-1]
    assert works(county) == [("waiting", "-1")]
    county.now += outbox.RESTS[0]
    assert works(county) == [("sent", "")]


def test_who_does_not_want_it_is_not_asked_again(wang: str, county: County, wechat: Played) -> None:
    wechat.api.trouble = [43101]
    assert works(county) == [("failed", "43101")]
    assert works(county) == [("failed", "43101")]
    assert wechat.api.sent == []


def test_a_line_that_stays_broken_leaves_it_unsure_and_not_told_twice(
    wang: str, county: County, wechat: Played
) -> None:
    wechat.api.lost = 2
    assert works(county) == [("unsure", "broken off")]
    county.now += outbox.RESTS[-1]
    works(county)
    assert len(wechat.api.sent) == 1


def test_neither_openid_nor_secret_stands_in_the_outbox(wang: str, county: County) -> None:
    works(county)
    row = repr(Delivery.objects.values_list().get())
    assert "o-wang" not in row
    assert SECRET not in row
