"""The doors that WeChat knocks at: the account's messages, and the mini-program's login."""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.intake.channels.wechat import accounts, handing, messages, signing, users
from huiyin.intake.channels.wechat.accounts import Account, MiniProgram
from huiyin.intake.channels.wechat.client import Client, Failed
from huiyin.intake.channels.wechat.crypto import CannotOpen
from huiyin.intake.channels.wechat.messages import Garbage, Message
from huiyin.web import crowd
from huiyin.web.citizen.pages import place_and_law
from huiyin.web.wechat import talking
from huiyin.web.wechat.talking import Chat

SUCCESS = "success"
"""What WeChat takes for: heard, nothing to say, do not send again."""

_CODE = re.compile(r"^[\w-]{1,128}$", re.ASCII)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def official(request: HttpRequest, place: str) -> HttpResponse:
    """WeChat's check of the address (GET) and its messages (POST)."""
    where = place_and_law(place)
    account, now = accounts.official(place), timezone.now()
    if account is None:
        return _no(404, gettext("这个地方没有接通微信公众号。"))
    asked = request.GET
    stamp, nonce = asked.get("timestamp", ""), asked.get("nonce", "")
    signed = signing.matches(asked.get("signature", ""), account.token, stamp, nonce)
    if not signed or not signing.is_fresh(stamp, now):
        return _no(403, gettext("签名不对或者已经过时，请核对 token 和本机时间。"))
    if request.method == "GET":
        return HttpResponse(asked.get("echostr", ""), content_type="text/plain; charset=utf-8")
    try:
        message = _opened(request, account)
    except Garbage:
        return _no(400, gettext("这不是微信的消息。"))
    if message is None:
        return _no(403, gettext("消息的签名或加密不对，请核对 EncodingAESKey 和 AppID。"))
    chat = Chat(*where, account, now, _links(request, place))
    with transaction.atomic():  # what was heard is noted with what came of it, or not at all
        words = talking.answer(message, chat)
    return _reply(message, words, account, now)


def _opened(request: HttpRequest, account: Account) -> Message | None:
    """The message; None when it was not sealed as the account asks. Raises Garbage."""
    try:
        xml = request.body.decode()
    except UnicodeDecodeError as error:
        raise Garbage from error
    envelope = account.envelope()
    if envelope is None:
        return messages.parse(xml)
    sealed, asked = messages.sealed_in(xml), request.GET
    stamp, nonce = asked.get("timestamp", ""), asked.get("nonce", "")
    if not signing.matches(asked.get("msg_signature", ""), account.token, stamp, nonce, sealed):
        return None
    try:
        return messages.parse(envelope.open(sealed))
    except CannotOpen:
        return None


def _reply(message: Message, words: str, account: Account, now: datetime) -> HttpResponse:
    if not words:
        return HttpResponse(SUCCESS, content_type="text/plain")
    stamp = int(now.timestamp())
    xml, envelope = messages.reply(message, words, stamp), account.envelope()
    if envelope is not None:
        sealed, nonce = envelope.seal(xml), secrets.token_hex(8)
        signature = signing.signature(account.token, str(stamp), nonce, sealed)
        xml = messages.enveloped(sealed, signature, str(stamp), nonce)
    return HttpResponse(xml, content_type="application/xml; charset=utf-8")


def _links(request: HttpRequest, place: str) -> Callable[[str, str], str]:
    def link(page: str, token: str) -> str:
        path = reverse("citizen:handed", args=[place, page, token])
        return request.build_absolute_uri(path)

    return link


def _no(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


@never_cache
@csrf_exempt
@require_POST
def login(request: HttpRequest, place: str) -> JsonResponse:
    """A mini-program's login code (and perhaps a phone code) -> the address its page opens once."""
    place_and_law(place)
    program, now = accounts.mini_program(place), timezone.now()
    if program is None:
        return _sentence(404, gettext("这个地方没有接通微信小程序。"))
    if crowd.SENDING.is_pressing(crowd.address(request), now):
        return _sentence(429, gettext("登录得太频繁，请过一分钟再试。"))
    given = _given(request)
    if given is None:
        return _sentence(400, gettext("请用 wx.login 给出的 code 登录。"))
    try:
        user = _who(program, given, now)
    except Failed as failed:
        if failed.again:
            return _sentence(503, gettext("微信暂时没有回应，请稍后再试。"))
        return _sentence(403, gettext("登录已经失效，请重新打开小程序。"))
    token = handing.log_in(user, place, now=now).token
    return JsonResponse({"url": _links(request, place)(talking.MINE, token)})


def _given(request: HttpRequest) -> Mapping[str, str] | None:
    """`code`, and `phone_code` where the user gave their number; None for anything else."""
    try:
        said: Any = json.loads(request.body)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    given = {name: said.get(name, "") for name in ("code", "phone_code")}
    good = all(isinstance(value, str) for value in given.values()) and _CODE.match(given["code"])
    return given if good else None


def _who(program: MiniProgram, given: Mapping[str, str], now: datetime) -> users.User:
    with Client(program.calling(), now) as calling:
        user = users.met(program.app, calling.openid_of(given["code"]), now=now)
        if given["phone_code"]:
            user = users.vouch(user, calling.phone_of(given["phone_code"]))
    return user


def _sentence(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)
