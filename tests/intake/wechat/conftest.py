"""WeChat played on this machine, for the tests of the channel."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from huiyin.intake.channels.wechat import client
from huiyin.intake.channels.wechat.client import App, Client
from huiyin.jobs.stand_ins.wechat_api import Api

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SECRET = "the-secret-of-the-account"


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Nothing: the tests look at what we log."""


@dataclass
class Played:
    """WeChat, and the account that calls it."""

    api: Api
    app: App

    def client(self, now: datetime = NOW) -> Client:
        """A client of the account at that moment."""
        return Client(self.app, now)


@pytest.fixture
def wechat() -> Iterator[Played]:
    """WeChat at an address of this machine."""
    api = Api({"wx0000000000000001": SECRET})
    client.forget_tokens()
    with make_server("127.0.0.1", 0, api, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield Played(api, App("wx0000000000000001", SECRET, address))
        server.shutdown()
        thread.join()
    client.forget_tokens()


@pytest.fixture
def all_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody logs, however fine."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "huiyin"):
        caplog.set_level(logging.DEBUG, name)
    return caplog
