"""The door that an SMS gateway knocks at."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huiyin.intake import outbox
from huiyin.intake.channels.sms import accounts, incoming
from huiyin.intake.channels.sms.accounts import Plain
from huiyin.intake.channels.sms.incoming import Garbage, Hearing, Incoming
from huiyin.web.citizen.pages import place_and_law
from huiyin.web.sms import talking
from huiyin.web.sms.talking import Line


@never_cache
@csrf_exempt
@require_POST
def incoming_message(request: HttpRequest, place: str) -> JsonResponse:
    """A message from the gateway: 200 means that it was heard, and need not come again."""
    where = place_and_law(place)
    gateway, now = accounts.gateway(place), timezone.now()
    if not isinstance(gateway, Plain):
        return _no(404, gettext("这个地方不收短信。"))
    if len(request.body) > incoming.LONGEST_BODY:
        return _no(413, gettext("短信太长了。"))
    if not incoming.is_from(gateway, request.headers, request.body, now=now):
        return _no(403, gettext("签名不对或者已经过时，请核对密钥和本机时间。"))
    try:
        said = incoming.parse(request.body)
    except Garbage:
        return _no(400, gettext("这不是手机号发来的短信，请核对格式。"))
    line = Line(*where, gateway, said.phone, now)
    with transaction.atomic():  # what was heard is noted with what came of it, or not at all
        hearing = incoming.hear(place, said, request.headers["X-Huiyin-Nonce"], now=now)
        _answer(hearing, said, line)
    match hearing:
        case Hearing.REPLAY:
            return _no(403, gettext("这个请求已经收到过。"))
        case Hearing.FLOOD:
            return _no(429, gettext("这个号码发得太快，请十分钟后再转来。"))
    return JsonResponse({"heard": True})


def _answer(hearing: Hearing, said: Incoming, line: Line) -> None:
    """Do what the message asks, and put the answer into the outbox."""
    if hearing not in (Hearing.FIRST, Hearing.TOO_MANY):
        return
    language = talking.language(said.text, line) or settings.LANGUAGE_CODE
    with translation.override(language):  # of the people, not of the gateway
        words = (
            talking.answer(said.text, line)
            if hearing is Hearing.FIRST
            else gettext("您发得太快了，请过十分钟再发。")
        )
    if words:
        outbox.say(line.place.pk, said.phone, words, now=line.now)


def _no(status: int, sentence: str) -> JsonResponse:
    plain = {"ensure_ascii": False}
    return JsonResponse({"error": sentence}, status=status, json_dumps_params=plain)
