"""The worker that sends, killed in the middle: nothing is lost, nothing is sent twice."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.intake import outbox
from huiyin.jobs import sending
from huiyin.jobs.stand_ins.sms import Gateway
from tests.intake.wechat.conftest import running

REPORT = """
import sys, django
django.setup()
from django.utils import timezone
from huiyin.intake import actions as intake
from huiyin.intake.actions import Matter
from huiyin.intake.identity import Person
from huiyin.jobs.setting_up import place_of
place = place_of("starter")
for at in range(3):
    matter = Matter(channel="web", kind="complaint", title=f"路灯不亮 {at}", text="坏了三天了。")
    intake.report(place, matter, Person("王芳", f"1381234567{at}"), now=timezone.now())
"""
HUIYIN = [sys.executable, "-m", "huiyin.config.cli"]


class Slow(Gateway):
    """Takes the message, says so, and does not answer until it is let."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.taken, self.answers = threading.Event(), threading.Event()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answer = super().__call__(environ, start)
        self.taken.set()
        self.answers.wait(30)
        return answer


@pytest.mark.sqlite
def test_a_worker_killed_while_it_sends_loses_nothing_and_sends_nothing_twice(
    tmp_path: Path,
) -> None:
    gateway = Slow("starter", "starter", "secret")
    with running(gateway) as address:
        (tmp_path / "channels.toml").write_text(
            f'[starter.sms]\nurl = "{address}/send"\nkey = "starter"\n'
            'secret = "secret"\nsign = "示范县"\n',
            encoding="utf-8",
        )
        home = {k: v for k, v in os.environ.items() if k != "HUIYIN_DATABASE_URL"} | {
            "HUIYIN_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        }
        for words in ([*HUIYIN, "migrate"], [sys.executable, "-c", REPORT]):
            subprocess.run(words, env=home, check=True, capture_output=True)

        with subprocess.Popen([*HUIYIN, "worker"], env=home) as worker:
            assert gateway.taken.wait(60)
            worker.kill()
        gateway.answers.set()
        assert len(gateway.sent) == 1
        assert states(tmp_path) == ["sending", "waiting", "waiting"]

        end_the_lease(tmp_path)
        subprocess.run([*HUIYIN, "worker", "--once"], env=home, check=True)
    assert states(tmp_path) == ["sent", "sent", "sent"]
    assert sorted(one["to"] for one in gateway.sent.values()) == [
        "13812345670",
        "13812345671",
        "13812345672",
    ]
    assert gateway.asked == 4


def states(home: Path) -> list[str]:
    """What became of each message."""
    with closing(sqlite3.connect(home / "huiyin.sqlite3")) as database:
        found = database.execute("SELECT state FROM intake_delivery ORDER BY state").fetchall()
    return [state for (state,) in found]


def end_the_lease(home: Path) -> None:
    """Two minutes later."""
    with closing(sqlite3.connect(home / "huiyin.sqlite3")) as database, database:
        database.execute(
            "UPDATE intake_delivery SET next_at = '2020-01-01 00:00:00' WHERE state = 'sending'"
        )


def test_a_gateway_that_is_away_does_not_keep_the_clocks_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After a few misses in a row the look ends; what waits is tried at the next."""
    ours = ["misconfigured"] * 5
    came = iter(["sent", "waiting", "waiting", *ours, "sent", *["waiting"] * 50])
    monkeypatch.setattr(outbox, "hand_on", lambda now: 0)
    monkeypatch.setattr(outbox, "send_next", lambda now: next(came))
    assert list(sending.send(timezone.now)) == [1, 0, 0, *[0] * 5, 1, 0, 0, 0]
