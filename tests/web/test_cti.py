"""The switchboard's door: signed, fresh, well-formed; anything else is told why not."""

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from huiyin.intake.models import Call
from huiyin.intake.signing import signature
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db

TOLD = {
    "call": "c-1",
    "event": "ringing",
    "caller": "13812345678",
    "agent": "zhou",
    "at": NOW.isoformat(),
}


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> Any:
    """A place whose switchboard has a secret."""
    settings.HUIYIN_CTI = {"model": SECRET}
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


SECRET = "s3cret"


def tell(body: bytes, *, secret: str = SECRET, place: str = "model", age: int = 0) -> Any:
    """Post it, signed."""
    at = int(NOW.timestamp()) - age
    headers = {
        "X-Huiyin-Time": str(at),
        "X-Huiyin-Nonce": "n",
        "X-Huiyin-Signature": signature(secret, at, "n", body),
    }
    return Client().post(
        f"/channels/cti/{place}", body, content_type="application/json", headers=headers
    )


def test_a_call_rings_and_a_replay_is_the_same_call(world: World) -> None:
    """204 both times, one call."""
    body = json.dumps(TOLD).encode()
    assert tell(body).status_code == 204
    assert tell(body).status_code == 204
    assert Call.objects.get().state == "ringing"


@pytest.mark.parametrize(
    "how",
    [{"secret": "other"}, {"secret": ""}, {"age": 301}, {"place": "elsewhere"}],
    ids=["another secret", "no secret", "stale", "another place"],
)
def test_who_cannot_sign_is_not_heard(world: World, how: dict[str, Any]) -> None:
    """403, nothing written."""
    response = tell(json.dumps(TOLD).encode(), **how)
    assert response.status_code == 403
    assert "签名" in response.content.decode()
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 20_000,
        json.dumps(TOLD | {"event": "sung"}).encode(),
        json.dumps(TOLD | {"call": ""}).encode(),
        json.dumps(TOLD | {"call": "x" * 81}).encode(),
        json.dumps(TOLD | {"caller": 13812345678}).encode(),
        json.dumps(TOLD | {"agent": "a\u0000"}).encode(),
        json.dumps(TOLD | {"at": "2026-11-24T15:00:00"}).encode(),
        json.dumps(TOLD | {"at": "2026-13-44T15:00:00+08:00"}).encode(),
    ],
)
def test_garbage_is_told_so(world: World, body: bytes) -> None:
    """400, nothing written."""
    assert tell(body).status_code == 400
    assert not Call.objects.exists()
