"""An SMS gateway played on this machine, and a county that has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from huiyin.jobs.stand_ins.sms import Gateway
from tests.intake.wechat.conftest import running
from tests.world import County, county, county_files, fresh_law, off_guard

__all__ = ["county", "county_files", "fresh_law", "off_guard"]

SECRET = "the-secret-of-the-gateway"


@dataclass
class Sms:
    """The gateway, and the address it listens at."""

    gateway: Gateway
    address: str

    @property
    def texts(self) -> list[str]:
        """What was sent."""
        return [one["text"] for one in self.gateway.sent.values()]


@pytest.fixture
def sms(county: County, settings: Any) -> Iterator[Sms]:
    """The county's gateway, in the county's time."""
    gateway = Gateway("county", "county", SECRET, clock=lambda: county.now)
    with running(gateway) as address:
        table = {"url": f"{address}/send", "key": "county", "secret": SECRET, "sign": "示范县"}
        settings.HUIYIN_CHANNELS = {"county": {"site": "https://ask.example.org", "sms": table}}
        yield Sms(gateway, address)
