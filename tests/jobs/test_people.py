"""`huiyin people`: an operator sets up a place and adds those who work for it."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image

from huiyin.people import queries
from huiyin.people.models import Member
from huiyin.regimes import queries as laws
from tests import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_law() -> None:
    laws.forget()


def people(*words: str, password: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> str:
    if monkeypatch is not None:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    call_command("people", *words, stdout=said)
    return said.getvalue()


def test_a_place_is_set_up_under_a_regime_and_gets_a_member(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "/pilot/" in people("place", "pilot", "--regime", "starter", "--name", "试点县")
    words = ["member", "chen", "--place", "pilot", "--name", "陈平", "--role", "dispatcher"]
    people(*words, password="kd83-JJd2-xx", monkeypatch=monkeypatch)
    member = Member.objects.get(username="chen")
    assert member.check_password("kd83-JJd2-xx")
    assert queries.actor_of(member).places == {"pilot"}


def test_the_chief_clerk_has_a_name_and_a_face_on_the_front_page(tmp_path: Path) -> None:
    """SN-1: small, drawn anew; and the next one takes the place of both."""
    people("place", "pilot", "--regime", "starter")
    client, shot = Client(), tmp_path / "chief.jpg"
    assert "chief.svg" in client.get("/pilot/").content.decode()
    assert client.get("/pilot/portrait").status_code == 404
    shot.write_bytes(files.from_a_phone())
    people("chief", "pilot", "--name", "郑好", "--photo", str(shot))
    page = client.get("/pilot/").content.decode()
    assert "郑好" in page
    assert 'src="/pilot/portrait"' in page
    picture = b"".join(client.get("/pilot/portrait"))
    assert len(picture) < 20_000
    with Image.open(io.BytesIO(picture)) as seen:
        assert (seen.size, dict(seen.getexif())) == ((288, 336), {})
    people("chief", "pilot", "--name", "何新")
    page = client.get("/pilot/").content.decode()
    assert "郑好" not in page
    assert "chief.svg" in page


@pytest.mark.parametrize("content", [b"", b"no picture", None])
def test_what_is_no_photo_changes_nothing(content: bytes | None, tmp_path: Path) -> None:
    people("place", "pilot", "--regime", "starter")
    people("chief", "pilot", "--name", "郑好")
    shot = tmp_path / "chief.jpg"
    if content is not None:
        shot.write_bytes(content)
    with pytest.raises(CommandError, match=r"chief\.jpg"):
        people("chief", "pilot", "--name", "何新", "--photo", str(shot))
    assert "郑好" in Client().get("/pilot/").content.decode()


def test_a_hub_sees_the_places_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    people("place", "city", "--regime", "starter")
    people("place", "district", "--regime", "starter", "--hub", "city")
    words = ["member", "sun", "--place", "city", "--name", "孙立", "--role", "inspector"]
    people(*words, password="kd83-JJd2-xx", monkeypatch=monkeypatch)
    actor = queries.actor_of(Member.objects.get(username="sun"))
    assert actor.places == {"city", "district"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["place", "pilot", "--regime", "nowhere"], "没有“nowhere”这套规则"),
        (["member", "x", "--place", "no", "--name", "陈", "--role", "clerk"], "没有“no”这个地方"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        people(*words)


def test_a_weak_password_adds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    people("place", "pilot", "--regime", "starter")
    words = ["member", "chen", "--place", "pilot", "--name", "陈平", "--role", "clerk"]
    with pytest.raises(CommandError):
        people(*words, password="123", monkeypatch=monkeypatch)
    assert not Member.objects.filter(username="chen").exists()


def test_a_name_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people("place", "pilot", "--regime", "starter")
    words = ["member", "chen", "--place", "pilot", "--name", "陈平", "--role", "clerk"]
    people(*words, password="kd83-JJd2-xx", monkeypatch=monkeypatch)
    with pytest.raises(CommandError, match="已经有人用了"):
        people(*words, password="kd83-JJd2-xx", monkeypatch=monkeypatch)
