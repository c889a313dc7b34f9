"""What gets into the logs: nothing of the addresses that we call."""

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.conf import settings


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the house writes to stderr, with the logging that is in force when it runs."""
    kept, levels = logging.root.handlers[:], {}
    for name in ("", "httpx", "httpcore"):
        levels[name] = logging.getLogger(name).level
    written = io.StringIO()
    how: dict[str, Any] = settings.LOGGING
    handler = how["handlers"]["stderr"] | {"stream": written}
    logging.config.dictConfig(how | {"handlers": {"stderr": handler}})
    yield written
    logging.root.handlers[:] = kept
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_no_address_of_a_gateway_gets_into_the_logs(lines: io.StringIO) -> None:
    gateway = httpx.MockTransport(lambda _: httpx.Response(200))
    with httpx.Client(transport=gateway) as calling:
        calling.get("https://sms.example.org/send?to=13812345678&token=secret-word")
    logging.getLogger("huiyin.intake").info("a line of our own")
    assert "a line of our own" in lines.getvalue()
    assert "13812345678" not in lines.getvalue()
    assert "secret-word" not in lines.getvalue()
