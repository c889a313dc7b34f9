"""Signing in and out, and who stands before a closed desk."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from huiyin.people.models import Member
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def test_nobody_sees_the_desk_without_signing_in(world: World) -> None:
    """Every page sends a stranger to the login, and back afterwards."""
    number = world.new()
    for path in ("", "cases", f"cases/{number}", "register", "notices", "unit"):
        response = Client().get(f"/desk/{path}")
        assert response.status_code == 302
        assert response["Location"] == f"/desk/login?next=/desk/{path}"


def test_li_signs_in_and_lands_where_they_wanted(world: World) -> None:
    """Name and password, then the page asked for."""
    sent = {"username": "li", "password": "a very long password"}
    response = Client().post("/desk/login?next=/desk/unit", sent)
    assert response["Location"] == "/desk/unit"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"username": "li", "password": "wrong"}, "用户名或密码不对，请核对后再试。"),
        ({"username": "nobody", "password": "wrong"}, "用户名或密码不对，请核对后再试。"),
        ({"username": "", "password": ""}, "请填写“用户名”。"),
        ({"username": "l\x00i", "password": "wrong"}, "用户名"),
    ],
    ids=["wrong password", "unknown name", "empty", "a name that PostgreSQL would not take"],
)
def test_a_failed_login_says_one_thing(sent: dict[str, str], sentence: str, world: World) -> None:
    """422; a wrong name and a wrong password sound alike."""
    response = Client().post("/desk/login", sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_after_five_failures_a_name_rests_for_a_quarter_of_an_hour(world: World) -> None:
    """Even the right password is not taken; after a quarter of an hour it is."""
    client = Client()
    for _ in range(5):
        client.post("/desk/login", {"username": "li", "password": "wrong"})
    right = {"username": "li", "password": "a very long password"}
    response = client.post("/desk/login", right)
    assert response.status_code == 429
    assert "失败次数太多，请 15 分钟后再试" in response.content.decode()
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert client.post("/desk/login", right).status_code == 302


def test_signing_out_closes_the_desk(world: World) -> None:
    """By POST only."""
    client = world.client("li")
    assert client.post("/desk/logout")["Location"] == "/desk/login"
    assert client.get("/desk/").status_code == 302


def test_a_member_without_a_place_is_told_so(world: World) -> None:
    """The operator of the installation is no member of any place."""
    Member.objects.create_superuser("root", "a very long password", name="管理员")
    client = Client()
    client.login(username="root", password="a very long password")
    assert "您的账号还没有分到任何地方" in text(client, "/desk/", 403)
