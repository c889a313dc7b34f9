"""What became of the notices to petitioners is seen on the case, by both sides."""

from pathlib import Path

import pytest
from django.test import Client

from huiyin.intake import outbox
from huiyin.intake.models import Delivery
from tests.web.citizen_street import look_up
from tests.web.desk_world import World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used; it has no gateway."""
    return build(tmp_path)


def test_the_desk_sees_what_did_not_go_out_and_why(world: World) -> None:
    number = world.sent()
    outbox.hand_on(world.now)
    page = text(world.client("li"), f"/desk/cases/{number}")
    assert "没有能用的短信或微信，凭编号和查询码查看" in page
    Delivery.objects.update(kind="sms", state="given_up", reason="http 503")
    page = text(world.client("li"), f"/desk/cases/{number}")
    assert "短信：试了多次没有发出，请电话告知（http 503）" in page


def test_the_petitioner_sees_what_was_sent_to_them_without_codes(world: World) -> None:
    number = world.sent()
    outbox.hand_on(world.now)
    Delivery.objects.update(kind="sms", state="failed", reason="http 400")
    page = look_up(Client(), world.place.pk, number, world.codes[number])
    assert "发给您的通知" in page
    assert "短信：没有发出，请电话告知" in page
    assert "http 400" not in page


def test_a_case_of_which_nothing_was_told_has_no_such_list(world: World) -> None:
    number = world.sent()
    assert "告知诉求人" not in text(world.client("li"), f"/desk/cases/{number}").split("经过")[-1]
