"""SMS as a way out: to whoever left a mobile number."""

from datetime import datetime

from huiyin.intake import queries
from huiyin.intake.channels.shape import Failed, Message
from huiyin.intake.channels.sms import accounts, client
from huiyin.intake.channels.sms.accounts import Plain
from huiyin.intake.identity import is_mobile

LONGEST = 200
"""Characters, three parts of a long message; the page says the rest."""


class Sms:
    """Through whichever gateway the place has."""

    id = "sms"

    def settles(self, place: str) -> bool:
        """Our own protocol does, by the key; Tencent's does not."""
        return isinstance(accounts.gateway(place), Plain)

    def reaches(self, place: str, petitioner: str) -> bool:
        """Is there a gateway, and a mobile number?"""
        return bool(_mobile(petitioner)) and accounts.gateway(place) is not None

    def send(self, message: Message, *, now: datetime) -> str:
        """The text with the number and the page. Raises Failed, Unsure."""
        gateway = accounts.gateway(message.place)
        phone = message.to or _mobile(message.petitioner)
        if gateway is None or not phone or (message.to and not isinstance(gateway, Plain)):
            raise Failed("unreachable", again=False)
        text = message.text if isinstance(gateway, Plain) else message.words
        return client.send(gateway, message.key, phone, message.number, text[:LONGEST], now=now)


def speaks_freely(place: str) -> bool:
    """Can a number be told anything, in words of our own? Tencent takes its own templates only."""
    return isinstance(accounts.gateway(place), Plain)


def _mobile(petitioner: str) -> str:
    """The number in the clear: on its way to the gateway, and nowhere else."""
    phone = queries.phone_of(petitioner)
    return phone if is_mobile(phone) else ""
