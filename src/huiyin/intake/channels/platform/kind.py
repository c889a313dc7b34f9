"""A platform as a way out: it is told what happens to what it handed us, and tells its people."""

import json
from datetime import datetime
from urllib.parse import unquote, urlsplit

import httpx

from huiyin.intake.channels.platform import accounts, incoming
from huiyin.intake.channels.platform.accounts import Platform
from huiyin.intake.channels.shape import Failed, Message
from huiyin.intake.signing import signed

TIMEOUT = httpx.Timeout(10.0, connect=5.0)


class ToPlatform:
    """Signed, as what it sends us is."""

    id = "platform"

    def settles(self, place: str) -> bool:
        """By the key: that is the protocol."""
        return True

    def reaches(self, place: str, petitioner: str) -> bool:
        """Did a platform bring this person, and does it want to hear?"""
        found = _of(petitioner)
        return found is not None and bool(found[0].push)

    def send(self, message: Message, *, now: datetime) -> str:
        """One notice; the platform's own id of it. Raises Failed."""
        found = _of(message.petitioner)
        if found is None or not found[0].push:
            raise Failed("unreachable", again=False)
        platform, theirs = found
        said = {
            "id": message.key,
            "number": theirs,
            "case": message.number,
            "words": message.words,
            "url": message.url,
            "at": message.at.isoformat(),
        }
        return _post(platform, said, now)


def _of(petitioner: str) -> tuple[Platform, str] | None:
    came = incoming.came_by_platform(petitioner) if petitioner else None
    platform = accounts.by_channel(came[0], came[1]) if came else None
    return (platform, came[2]) if came and platform else None


def _post(platform: Platform, said: dict[str, str], now: datetime) -> str:
    body = json.dumps(said, ensure_ascii=False).encode()
    path = unquote(urlsplit(platform.push).path) or "/"
    proof = signed(platform.key, platform.secret, f"{path}\n".encode() + body, now=now)
    try:
        answer = httpx.post(platform.push, content=body, headers=proof, timeout=TIMEOUT)
    except httpx.HTTPError as error:
        raise Failed("network", again=True) from error  # the same key is taken once only
    if answer.status_code in (429, *range(500, 600)):
        raise Failed(f"http {answer.status_code}", again=True)
    if answer.status_code not in range(200, 300):
        raise Failed(f"http {answer.status_code}", again=False)
    try:
        return str(answer.json().get("id", ""))[:80]
    except (ValueError, AttributeError):
        return ""
