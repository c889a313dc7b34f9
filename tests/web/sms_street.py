"""Wu Xiuying and Qian Dawei with their phones, and the SMS gateway between them and Suining."""

from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from huiyin.cases.models import CaseRow
from huiyin.intake import outbox
from huiyin.intake.signing import signed
from huiyin.jobs.stand_ins.sms import Gateway, typed
from tests.intake.wechat.conftest import running
from tests.web.citizen_street import found, words
from tests.web.desk_world import NOW

WU, QIAN = "13812345678", "13900001111"
LAMPS_OUT = "和平路的路灯坏了三盏。晚上一片漆黑，请尽快修好。"
SECRET = "the-secret-of-the-gateway"


@dataclass
class Phones:
    """The phones of a place, and the gateway between them and us."""

    gateway: Gateway
    place: str = "suining"

    def posts(self, body: bytes, **headers: str) -> Any:
        """The gateway's request; `headers` in the place of the right ones."""
        right = signed(self.place, SECRET, body, now=timezone.now())
        told = {f"HTTP_{name.upper().replace('-', '_')}": text for name, text in right.items()}
        told |= {f"HTTP_X_HUIYIN_{name}": text for name, text in headers.items()}
        address = f"/channels/sms/{self.place}"
        return Client().post(address, body, content_type="application/json", **told)

    def says(self, text: str, phone: str = WU) -> str:
        """Somebody writes; what they are answered, "" for nothing, after a look of the worker."""
        before = len(self.gateway.sent)
        answer = self.posts(typed(phone, text))
        assert words(answer) == '{"heard": true}'
        self.works()
        new = [one for one in list(self.gateway.sent.values())[before:] if one["to"] == phone]
        return "\n".join(one["text"] for one in new)

    def works(self) -> None:
        """The worker looks."""
        outbox.hand_on(timezone.now())
        while outbox.send_next(timezone.now()):
            pass


def table(address: str, **more: str) -> dict[str, Any]:
    """What the operator wrote down."""
    return {"url": f"{address}/send", "secret": SECRET, "sign": "便民", **more}


@pytest.fixture
def suining(settings: Any) -> Any:
    """Suining with a gateway, at a standing hour."""
    gateway = Gateway("suining", "suining", SECRET, clock=timezone.now)
    with running(gateway) as address, time_machine.travel(NOW, tick=False) as traveller:
        settings.HUIYIN_CHANNELS = {"suining": {"sms": table(address, key="suining", kind="help")}}
        found("suining")
        yield Phones(gateway), traveller


@pytest.fixture
def phones(suining: Any) -> Phones:
    """The phones of Suining."""
    return suining[0]  # type: ignore[no-any-return]


def only() -> CaseRow:
    """The one case there is."""
    return CaseRow.objects.get()


__all__ = ["LAMPS_OUT", "QIAN", "SECRET", "WU", "Phones", "only", "phones", "suining", "table"]
