"""What an official account answers to what a user says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from huiyin.cases import numbers
from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import by_wechat
from huiyin.intake.actions import Matter
from huiyin.intake.channels.wechat import handing, sending, users
from huiyin.intake.channels.wechat.accounts import Account
from huiyin.intake.channels.wechat.handing import Draft
from huiyin.intake.channels.wechat.messages import Message
from huiyin.intake.channels.wechat.users import Hearing, User
from huiyin.intake.identity import Person
from huiyin.intake.queries import told_in
from huiyin.people.models import Place
from huiyin.rules.deeds import MOST_FILES
from huiyin.rules.law import Law
from huiyin.web import asking
from huiyin.web.citizen import emergency
from huiyin.web.citizen.forms import title_of
from huiyin.web.citizen.showing import WORDS
from huiyin.web.classing import classed
from huiyin.web.languages import written_in

MINE, REPORT = "mine", "report"
PROGRESS = frozenset({"进度", "查询", "查进度", "我的诉求", "进展", "status"})
"""What users write when they mean the button of the menu."""

SHORTEST = 10
"""Characters: a message as short as a greeting is no matter to register at once."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Chat:
    """The account a user speaks with, and how a link to its pages is made."""

    place: Place
    law: Law
    account: Account
    now: datetime
    link: Callable[[str, str], str]
    """The page (`report` or `mine`) and the token -> its address."""

    def to(self, page: str, draft: Draft, words: str) -> str:
        """A link that WeChat shows as words."""
        return f'<a href="{self.link(page, draft.token)}">{words}</a>'


def answer(message: Message, chat: Chat) -> str:
    """What to say; "" for nothing. The same message heard again gets its answer again."""
    user = users.met(chat.account.app, message.sender, now=chat.now)
    with translation.override(_language(message.text, user) or settings.LANGUAGE_CODE):
        return _answered(message, chat, user)


def _language(text: str, user: User) -> str:
    """In which they are answered: that in which they write, or else that of before; "" Chinese."""
    written = written_in(text)
    if written is not None:
        return written
    ref = next(iter(users.cases_of(user).values()), "")
    return "en" if told_in(ref) == "en" else ""


def _answered(message: Message, chat: Chat, user: User) -> str:
    hearing = users.hear(user, message.once, now=chat.now)
    if hearing is Hearing.FLOOD:
        return gettext("您发得太快了，请过十分钟再发。")
    if message.kind == "event":
        return _event(message, chat, user)
    if message.kind in {"text", "voice"} and message.text.lower() in PROGRESS:
        return _progress(chat, user)
    again = hearing is Hearing.AGAIN
    if not (message.text or message.latitude is not None):
        files = message.media and message.kind in by_wechat.KINDS
        return _filed(message, chat, user, again) if files else _unheard(message, chat, user)
    if again:
        return _again(message, chat, user)
    said = _said(message, chat, user)
    if message.media and message.kind in by_wechat.KINDS:  # the sound of what was understood
        by_wechat.note(user, chat.place.pk, message, now=chat.now)
    return said


def _filed(message: Message, chat: Chat, user: User, again: bool) -> str:
    """A photo, or a voice note that was not understood: the worker fetches it."""
    draft = handing.current(user, chat.place.pk, now=chat.now)
    noted = by_wechat.Noted(draft)
    if not again:
        noted = by_wechat.note(user, chat.place.pk, message, now=chat.now)
    what = gettext(by_wechat.KINDS[message.kind])
    here = chat.to(REPORT, draft, gettext("点这里提交"))
    if noted.full:
        told = gettext("一次最多 {count} 个照片和语音，这一个没有记下。请{here}。")
        return told.format(count=MOST_FILES, here=here)
    if noted.number:
        told = gettext("{what}已收到，会补充到 {number}。")
        return told.format(what=what, number=noted.number)
    if message.kind == "voice":
        told = gettext("语音已收到，但没有听清说的是什么。请再发文字，然后{here}。")
        return told.format(here=here)
    if draft.words:
        told = gettext("{what}已收到，还没有提交。请{here}；也可以接着发。")
        return told.format(what=what, here=here)
    return gettext("{what}已收到。请再写明是什么事，然后{here}。").format(what=what, here=here)


def _event(message: Message, chat: Chat, user: User) -> str:
    at = datetime.fromtimestamp(message.at, UTC)
    match message.event, message.key:
        case "subscribe", _:
            users.follows(user, True, at=at)
            return _welcome(chat, user)
        case "unsubscribe", _:
            users.follows(user, False, at=at)
        case "click", "mine":
            return _progress(chat, user)
        case "templatesendjobfinish", _:
            if message.status != "success":
                sending.undelivered(chat.place.pk, message.id, message.status)
        case "click" | "scan", _:
            return _welcome(chat, user)
    return ""


def _welcome(chat: Chat, user: User) -> str:
    draft = handing.current(user, chat.place.pk, now=chat.now)
    here = chat.to(REPORT, draft, gettext("在这里填写"))
    greeting = gettext(
        "这里是{place}{system}。有事直接发文字给我们，也可以{here}。回复“进度”看办理情况。"
    )
    system = asking.named(chat.law.regime)
    return greeting.format(place=asking.named(chat.place), system=system, here=here)


def _progress(chat: Chat, user: User) -> str:
    brought = users.cases_of(user)
    if not brought:
        return gettext("您还没有通过微信反映过问题。把事情发给我们就可以。")
    found = [case for case in map(cases.find, list(brought)[:50]) if case is not None]
    found.sort(key=lambda case: not case.open)
    lines = [f"{case.number}　{gettext(WORDS[case.phase])}" for case in found[:SHOWN]]
    draft = handing.current(user, chat.place.pk, now=chat.now)
    return "\n".join([*lines, chat.to(MINE, draft, gettext("查看全部和详情"))])


def _unheard(message: Message, chat: Chat, user: User) -> str:
    draft = handing.current(user, chat.place.pk, now=chat.now)
    here = chat.to(REPORT, draft, gettext("在这里填写"))
    if message.kind == "voice":
        return gettext("这段语音没有听清，请发文字，或者{here}。").format(here=here)
    return gettext("请用文字写明是什么事，或者{here}。").format(here=here)


def _said(message: Message, chat: Chat, user: User) -> str:
    draft = handing.keep(user, chat.place.pk, message, now=chat.now)
    if message.kind != "location" and _is_direct(chat, user, draft):
        return _alarm(draft.words) + _registered(message, chat, draft)
    return _alarm(message.text) + _go_on(message, chat, draft)


def _again(message: Message, chat: Chat, user: User) -> str:
    """Sent once more because our answer was late or lost."""
    draft = handing.current(user, chat.place.pk, now=chat.now)
    newest = next(iter(users.cases_of(user)), "")
    if newest and not draft.words and _may_be_direct(chat, user):
        return _receipt(newest)
    return _go_on(message, chat, draft)


def _go_on(message: Message, chat: Chat, draft: Draft) -> str:
    here = chat.to(REPORT, draft, gettext("点这里提交"))
    if draft.full:
        return gettext("写得太长了，这一段没有记下。请{here}。").format(here=here)
    if message.kind == "location":
        return gettext("位置记下了。请再写明是什么事，然后{here}。").format(here=here)
    told = gettext("记下了，还没有提交。请{here}，文字已经填好；也可以接着发文字或位置。")
    return told.format(here=here)


def _alarm(words: str) -> str:
    call = emergency.number_for(words)
    return emergency.sentence_for(call) + "\n" if call else ""


def _may_be_direct(chat: Chat, user: User) -> bool:
    channel = chat.law.channels.get(chat.account.channel)
    asks_no_more = channel is not None and channel.identity == "contact" and not channel.whistle
    return bool(asks_no_more and chat.account.direct in chat.law.kinds and user.phone)


def _is_direct(chat: Chat, user: User, draft: Draft) -> bool:
    return _may_be_direct(chat, user) and len(draft.words) >= SHORTEST and not draft.full


def _registered(message: Message, chat: Chat, draft: Draft) -> str:
    matter = Matter(
        channel=chat.account.channel,
        kind=chat.account.direct,
        title=title_of(draft.words),
        text=draft.words,
        address=draft.spot.label if draft.spot else "",
        position=draft.spot.position if draft.spot else "",
        attachments=tuple(one.ref for one in by_wechat.files(draft)),
    )
    person = Person(phone=draft.user.phone, told_in=_language(draft.words, draft.user))
    key = f"wechat-{draft.user.pk}-{message.once}"[:100]
    try:
        taken = intake.report(
            chat.place, classed(chat.place, matter, chat.law), person, now=chat.now, key=key
        )
    except Refused as no:
        here = chat.to(REPORT, draft, gettext("在这里填写"))
        return f"{asking.sentence(no.refusal, chat.law)}{here}"
    ref = taken.case.petitioners[0].ref
    users.brought(draft.user, taken.number, ref, "", now=chat.now)
    by_wechat.shown(draft)
    handing.taken(draft, now=chat.now)
    by_wechat.follow(draft, taken.number, ref, now=chat.now)
    return _receipt(taken.number)


def _receipt(number: str) -> str:
    told = gettext(
        "已登记，受理编号 {number}，查询码 {code}。办理有进展会告诉您，回复“进度”随时查看。"
    )
    return told.format(number=number, code=numbers.code_of(number))
