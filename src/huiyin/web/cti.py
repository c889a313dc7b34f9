"""What a place's switchboard tells of telephone calls, signed (B23)."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huiyin.intake import calls, signing
from huiyin.intake.calls import Event
from huiyin.people import queries as people
from huiyin.rules.deeds import has_control_characters
from huiyin.rules.refusals import Refusal, invalid
from huiyin.rules.words import N_
from huiyin.web.asking import sentence

LONGEST = {"call": 80, "event": 10, "caller": 30, "agent": 80, "at": 40}


@csrf_exempt
@require_POST
def event(request: HttpRequest, place: str) -> HttpResponse:
    """Note what happened to a call: 204; a wrong signature 403, what cannot be read 400."""
    now, body = timezone.now(), request.body
    at, nonce, given = (request.headers.get(f"X-Huiyin-{name}", "") for name in _STAMP)
    secret = settings.HUIYIN_CTI.get(place, "")
    if not signing.is_signed(secret, at, nonce, body, given, now=now):
        return _no(403, gettext("签名不对或者已经过时，请核对密钥和本机时间。"))
    found = people.place(place)
    told = _read(body)
    if isinstance(told, Refusal):
        return _no(400, sentence(told))
    if found is None:
        return _no(404, gettext("没有这个地方。"))
    calls.hear(found, told)
    return HttpResponse(status=204)


_STAMP = ("Time", "Nonce", "Signature")


def _no(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _read(body: bytes) -> Event | Refusal:
    wrong = invalid("", N_("请发送 JSON：call、event、caller、agent、at。"))
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return wrong
    if not isinstance(told, dict) or not _is_well_formed(told):
        return wrong
    at = _moment(told["at"])
    if told["event"] not in calls.EVENTS or at is None:
        return wrong
    return Event(told["call"], told["event"], told.get("caller", ""), told.get("agent", ""), at)


def _is_well_formed(told: dict[str, Any]) -> bool:
    texts = {name: told.get(name, "") for name in LONGEST}
    fits = all(
        isinstance(text, str) and len(text) <= LONGEST[name] and not has_control_characters(text)
        for name, text in texts.items()
    )
    return fits and all(texts[name] for name in ("call", "event", "at"))


def _moment(text: str) -> datetime | None:
    """With its time zone; anything else is no moment."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


urlpatterns = [path("cti/<slug:place>", event, name="cti")]
