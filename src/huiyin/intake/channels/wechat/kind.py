"""WeChat as a way out: the account's own message template, to those who wrote to it."""

from datetime import datetime

from huiyin.intake.channels import shape
from huiyin.intake.channels.shape import Message, Unsure
from huiyin.intake.channels.wechat import accounts, sending
from huiyin.intake.channels.wechat.client import Failed


class Wechat:
    """By the account's own template."""

    id = "wechat"

    def settles(self, place: str) -> bool:
        """For ten minutes only, by `client_msg_id`: too short to rely on after a breakdown."""
        return False

    def reaches(self, place: str, petitioner: str) -> bool:
        """Did they write to this place's account, and do they still follow it?"""
        account = accounts.official(place)
        return account is not None and bool(sending.reaches(account, petitioner))

    def send(self, message: Message, *, now: datetime) -> str:
        """By template. Raises Failed, Unsure."""
        account = accounts.official(message.place)
        openid = sending.reaches(account, message.petitioner) if account else ""
        if account is None or not openid:
            raise shape.Failed("unreachable", again=False)
        told = sending.Told(message.number, message.words, message.at, message.url, message.key)
        try:
            return sending.tell(account, openid, told, now=now)
        except Failed as error:
            if error.unsure:
                raise Unsure from error
            raise shape.Failed(str(error.code or "network"), again=error.again) from error
