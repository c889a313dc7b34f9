"""Telling a petitioner in WeChat: one notice, by the account's own message template."""

import re
from dataclasses import dataclass
from datetime import datetime

from huiyin.intake.channels.wechat import users
from huiyin.intake.channels.wechat.accounts import Account, Notice
from huiyin.intake.channels.wechat.client import Client, Failed
from huiyin.intake.models import Delivery

LONGEST = 20
"""Characters that WeChat takes in a blank for words; it refuses the message for one more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: of which case, in words, of when (in local time), with which page behind it.

    `key` is the same for the same notice: within ten minutes WeChat sends it once only.
    """

    number: str
    words: str
    at: datetime
    url: str
    key: str


def reaches(account: Account, ref: str) -> str:
    """How WeChat names the petitioner `ref` to this account; "" where it cannot write to them."""
    return users.openid_of(ref, account.app) if account.notice else ""


def tell(account: Account, openid: str, told: Told, *, now: datetime) -> str:
    """Send it; WeChat's id of the message. Raises client.Failed.

    When the line breaks off, WeChat is asked once more where it knows the message by its key.
    """
    notice = account.notice
    if notice is None:
        raise LookupError(account.app)
    try:
        return _send(account, notice, openid, told, now)
    except Failed as failed:
        if not failed.unsure or notice.kind == "subscribe":
            raise
        return _send(account, notice, openid, told, now)


def undelivered(place: str, message: str, status: str) -> None:
    """WeChat says that a message, by its id, did not reach the user after all, and why."""
    sent = Delivery.objects.filter(kind="wechat", place=place, gateway_id=message, state="sent")
    sent.update(state="failed", reason=status[:80])


def _send(account: Account, notice: Notice, openid: str, told: Told, now: datetime) -> str:
    blanks = {
        notice.number: told.number,
        notice.words: _fitted(told.words, told.number),
        notice.at: f"{told.at:%Y-%m-%d %H:%M}",
    }
    data = {name: value for name, value in blanks.items() if name}
    with Client(account.calling(), now) as calling:
        if notice.kind == "subscribe":
            return calling.send_subscribed(openid, notice.template, data, page=told.url)
        more = {"url": told.url, "client_msg_id": told.key}
        return calling.send_template(openid, notice.template, data, **more)


def _fitted(words: str, number: str) -> str:
    """The sentence without the number, which has a blank of its own, as far as there is room."""
    apart = re.sub(rf"(?<=[A-Za-z,]) {re.escape(number)}(?= [A-Za-z])", "", words)
    plain = re.sub(rf"\s*{re.escape(number)}\s*", "", apart).strip(" ,").rstrip("。.")
    return plain if len(plain) <= LONGEST else _cut(plain)


def _cut(words: str) -> str:
    """As much as there is room for; of English whole words."""
    if not words.isascii():
        return words[: LONGEST - 1] + "…"
    told = _BEGINS.sub("", words)
    told = told[:1].upper() + told[1:]
    first = told.partition(". ")[0]
    if len(first) <= LONGEST:
        return first
    room = told[:LONGEST]
    return (room.rpartition(" ")[0] or room[:-1]).rstrip(" ,.:;") + "…"


_BEGINS = re.compile(r"^Your case (?:has been |is |has )?")
