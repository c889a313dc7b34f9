"""Wu Xiuying in WeChat: she writes to the account of Suining and taps what it answers."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client
from django.utils import timezone

from huiyin.intake.channels.wechat.accounts import Account
from huiyin.jobs.stand_ins import wechat_chat

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = {
    "app": "wx0000000000000001",
    "secret": "the-secret-of-the-account",
    "token": "the-token-of-the-account",
    "aes_key": KEY,
}
PROGRAM = {"app": "wx0000000000000009", "secret": "the-secret-of-the-program"}
_ids = count(1)


@dataclass
class InWechat:
    """A user of WeChat with the account open."""

    openid: str = "o-wu"
    place: str = "suining"
    account: Account = field(default_factory=lambda: Account.model_validate(ACCOUNT))
    browser: Client = field(default_factory=Client)

    def posts(self, query: Any, body: str) -> Any:
        """WeChat's request to us."""
        address = f"/channels/wechat/{self.place}?{urlencode(query)}"
        return Client().post(address, body, content_type="text/xml")

    def says(self, words: str, **more: str) -> str:
        """She writes; what is answered."""
        return self.sends(MsgType="text", Content=words, **more)

    def sends(self, **said: str) -> str:
        """Any message; an event has no number of its own."""
        told = {"FromUserName": self.openid, **said}
        if said["MsgType"] != "event":
            told.setdefault("MsgId", str(next(_ids)))
        sent = wechat_chat.post(self.account, told, timezone.now())
        answer = self.posts(sent.query, sent.body)
        assert answer.status_code == 200, answer.content.decode()
        return wechat_chat.read(self.account, answer.content.decode())

    def event(self, name: str, key: str = "", **more: str) -> str:
        """She taps a button, follows, leaves."""
        return self.sends(MsgType="event", Event=name, EventKey=key, **more)

    def taps(self, answer: str) -> Any:
        """She taps the link in an answer."""
        address = urlsplit(link_in(answer))
        return self.browser.get(address.path, follow=True)


def link_in(answer: str) -> str:
    """The link in an answer."""
    found: str = re.findall(r'<a href="([^"]+)">', answer)[0]
    return found
