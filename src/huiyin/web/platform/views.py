"""The door for platforms above and desks beside: matters in, how they stand out (XN-1, P12)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huiyin.cases import actions as door
from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake.actions import Matter
from huiyin.intake.channels.platform import accounts, incoming
from huiyin.intake.channels.platform.accounts import Platform
from huiyin.intake.channels.platform.incoming import Deed, Garbage, NewMatter, Taken
from huiyin.intake.identity import Person
from huiyin.intake.queries import petitioner_actor
from huiyin.people.models import Place
from huiyin.rules import deeds
from huiyin.rules.case import Case
from huiyin.rules.law import Law
from huiyin.rules.refusals import not_found
from huiyin.rules.steps.evaluate import Rate
from huiyin.rules.steps.receive import Supplement, Withdraw
from huiyin.rules.steps.supervise import Urge
from huiyin.rules.words import N_
from huiyin.web import crowd
from huiyin.web.asking import sentence, status_of
from huiyin.web.citizen import showing
from huiyin.web.citizen.forms import title_of
from huiyin.web.citizen.pages import place_and_law
from huiyin.web.classing import classed

log = logging.getLogger(__name__)

DEEDS: dict[str, Callable[[Deed], deeds.Deed]] = {
    "supplement": lambda said: Supplement(text=said.text),
    "urge": lambda said: Urge(text=said.text),
    "withdraw": lambda said: Withdraw(reason=said.text),
    "rate": lambda said: Rate(verdict=said.verdict, text=said.text),
}


@dataclass(frozen=True, slots=True)
class Line:
    """The place, and the platform that speaks to it."""

    place: Place
    law: Law
    platform: Platform
    now: datetime


Answer = tuple[int, dict[str, Any]]


def _signed(view: Callable[..., Answer]) -> Callable[..., JsonResponse]:
    """Only for a platform that signed this very request, which has not come before."""

    @never_cache
    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, place: str, **more: str) -> JsonResponse:
        where, now = place_and_law(place), timezone.now()
        platform = _speaking(request, *where, now)
        if isinstance(platform, JsonResponse):
            return platform
        if crowd.PLATFORMS.is_pressing(f"{place}/{platform.key}", now):
            no = _no(429, gettext("交来得太快了，请过一分钟再交。"))
            no.headers["Retry-After"] = str(crowd.MINUTE)
            return no
        try:
            with transaction.atomic():
                if not incoming.first_heard(place, request.headers["X-Huiyin-Nonce"], now=now):
                    return _no(403, gettext("这个请求已经收到过。"))
                status, said = view(request, Line(*where, platform, now), **more)
        except Garbage as error:
            return _no(400, gettext("看不懂这些内容，请核对：{fields}。").format(fields=error))
        except Refused as no:
            return _no(status_of(no.refusal), sentence(no.refusal, where[1]), no.refusal.field)
        return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})

    return answered


def _speaking(
    request: HttpRequest, place: Place, law: Law, now: datetime
) -> Platform | JsonResponse:
    """Who signed this very request, or why it is not heard."""
    try:
        platform = accounts.by_key(place.pk, request.headers.get("X-Huiyin-Key", ""))
    except ImproperlyConfigured:
        return _no(503, gettext("这个地方的平台账号没有配好，请联系管理员。"))
    if _is_too_long(request):
        return _no(413, gettext("内容太长，请缩短后再交。"))
    proven = platform is not None and incoming.is_from(
        platform, request.headers, request.path, request.body, now=now
    )
    if platform is None or not proven:
        return _no(403, gettext("签名不对或者已经过时，请核对密钥和本机时间。"))
    if not _is_for_machines(platform, law):
        return _no(503, gettext("这个地方的平台账号没有配好，请联系管理员。"))
    return platform


def _is_too_long(request: HttpRequest) -> bool:
    """By what it says of itself, before it is read."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return not told.isdecimal() or int(told) > incoming.LONGEST_BODY


def _is_for_machines(platform: Platform, law: Law) -> bool:
    """Else somebody's slip would let a machine pass for people; one unknown the rules refuse."""
    channel = law.channels.get(platform.channel)
    if channel is None or channel.open_to == "machine":
        return True
    log.error("channels.toml: the channel %s of a platform is not for machines", channel.id)
    return False


def _no(status: int, words: str, field: str = "") -> JsonResponse:
    said = {"error": words} | ({"field": field} if field else {})
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


@require_http_methods(["POST"])
@_signed
def new(request: HttpRequest, line: Line) -> Answer:
    """A matter: 201 where it is new, 200 with the same receipt where it came before."""
    said = incoming.parse(NewMatter, request.body)
    person = Person(**said.person.model_dump())
    receipt, fresh = incoming.take(
        line.place, line.platform, said.number, _matter(said, line), person, now=line.now
    )
    told = {"code": receipt.code} | _standing(receipt.case, said.number, line)
    return (201 if fresh else 200), told


def _matter(said: NewMatter, line: Line) -> Matter:
    kind = said.kind or line.law.kind_of(said.text, line.platform.kind)
    matter = Matter(
        channel=line.platform.channel,
        kind=kind,
        title=said.title.strip() or title_of(said.text),
        text=said.text,
        class_code=said.class_code,
        area=said.area,
        address=said.address,
        position=said.position,
    )
    return matter if said.class_code else classed(line.place, matter, line.law)


@require_http_methods(["GET", "POST"])
@_signed
def known(request: HttpRequest, line: Line, theirs: str) -> Answer:
    """How a matter of theirs stands, or something done to it as its petitioner may."""
    taken = incoming.taken(line.place.pk, line.platform, theirs)
    if taken is None:
        raise Refused(not_found(N_("没有收到过这个编号的诉求，请先交来。")))
    if request.method == "POST":
        _do(request, line, taken)
    return 200, _standing(cases.find(taken.number), theirs, line)


def _do(request: HttpRequest, line: Line, taken: Taken) -> None:
    said = incoming.parse(Deed, request.body)
    actor = petitioner_actor(taken.petitioner)
    key = f"platform/{line.platform.channel}/{said.id}"
    door.act(taken.number, DEEDS[said.do](said), actor=actor, now=line.now, key=key)


def _standing(case: Case | None, theirs: str, line: Line) -> dict[str, Any]:
    """What a petitioner would read, in short."""
    if case is None:
        return {"number": theirs}
    ref = case.petitioners[0].ref if case.petitioners else ""
    shown = showing.show(case, ref, line.now)
    return {
        "number": theirs,
        "case": case.number,
        "phase": str(case.phase),
        "words": shown.standing["headline"],
        "promised": [
            {"name": clock["label"], "at": clock["due_at"].isoformat()}
            for clock in shown.clocks
            if clock["due_at"]
        ],
        "answer": shown.answer,
    }
