"""WeChat played on this machine, for the tests of the channel."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from huiyin.intake.channels.wechat import client
from huiyin.intake.channels.wechat.client import App, Client
from huiyin.jobs.stand_ins.serving import HOST, server
from huiyin.jobs.stand_ins.wechat_api import Api

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SECRET = "the-secret-of-the-account"


@dataclass
class Played:
    """WeChat, and the account that calls it."""

    api: Api
    app: App

    def client(self, now: datetime = NOW) -> Client:
        """A client of the account at that moment."""
        return Client(self.app, now)


@contextmanager
def running(played: Any) -> Iterator[str]:
    """The stand-in, serving; its address."""
    with server(played) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://{HOST}:{serving.server_port}"
        serving.shutdown()
        thread.join()


@pytest.fixture
def wechat() -> Iterator[Played]:
    """WeChat at an address of this machine."""
    api = Api({"wx0000000000000001": SECRET})
    client.forget_tokens()
    with running(api) as address:
        yield Played(api, App("wx0000000000000001", SECRET, address))
    client.forget_tokens()


@pytest.fixture
def all_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody logs, however fine."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "huiyin"):
        caplog.set_level(logging.DEBUG, name)
    return caplog
