"""What a short message asks for, and what is answered.

    幸福路的路灯坏了三天了          a new matter
    进度                            my latest cases
    SN-20261124-00012-7             this case of mine (with its query code: anybody's)
    补充 [number] words             added to the case; the number alone in front does it, too
    满意 / 评价 [number] 不满意     the judgement, where one is waited for

or in English: status, add [number] words, satisfied / rate [number] not satisfied.

The number of the sender is who they are: whoever may act as a petitioner on the page may here.
A case that is not the sender's is told about as if there were none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from huiyin.cases import actions as door
from huiyin.cases import numbers
from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import one_time, sealing
from huiyin.intake.actions import Matter
from huiyin.intake.channels.sms.accounts import Plain
from huiyin.intake.identity import Person
from huiyin.intake.queries import citizen_actor, petitioner_actor, told_in_by_phone
from huiyin.people.models import Place
from huiyin.rules import labels
from huiyin.rules.case import Case
from huiyin.rules.deeds import Deed
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import allowed
from huiyin.rules.steps.evaluate import Rate
from huiyin.rules.steps.receive import Supplement
from huiyin.web import asking
from huiyin.web.citizen import emergency, showing
from huiyin.web.citizen.forms import title_of
from huiyin.web.classing import classed
from huiyin.web.languages import written_in
from huiyin.web.templatetags.huiyin import moment

SHORTEST = 10
"""Characters: what is as short as a greeting is no matter to register."""
SHOWN = 3
LEAVES = frozenset({"td", "t", "n", "退订"})
"""What people answer to advertising: nothing to say to that."""

_NUMERAL = r"[A-Za-z]{2}[-\s]?\d{8}[-\s]?\d{5,7}[-\s]?\d(?!\d)"
_AFTER = rf"(?=[\s:：,，]|{_NUMERAL}|$)[\s:：,，]*"
_HEAD = re.compile(r"(?:(补充|查进度|进度|查询|进展|状态)" + _AFTER + r"|(评价)[\s:：,，]*)")
_NUMBER = re.compile(rf"({_NUMERAL})[\s:：,，]*")
_CODE = re.compile(r"[A-Za-z0-9]{4}[-\s]?[A-Za-z0-9]{4}")
_VERDICT = re.compile(r"(不满意|基本满意|满意)(?:[\s,.;!，。；！]+(.*))?", re.DOTALL)
_PLAIN = {ord(c) + 0xFEE0: c for c in map(chr, range(0x21, 0x7F)) if c.isalnum() or c == "-"}
"""Full-width letters and digits, which keyboards of old phones write."""
_NO_WORDS = re.compile(rf"{_NUMERAL}[\s:：,，]*(?:{_CODE.pattern}\s*$)?")
"""A number, and a query code behind it: letters of no language."""
_HEADS = {"status": "进度", "progress": "进度", "add": "补充", "rate": "评价"}
_ENGLISH_HEAD = re.compile(rf"({'|'.join(_HEADS)})\b[\s:,]*", re.IGNORECASE)
_JUDGED = {
    "satisfied": "满意",
    "basically satisfied": "基本满意",
    "dissatisfied": "不满意",
    "not satisfied": "不满意",
}
_ENGLISH_VERDICT = re.compile(
    rf"^((?:评价\s*)?(?:{_NUMERAL})?\s*)({'|'.join(sorted(_JUDGED, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_VERDICTS = {label: verdict for verdict, (label, _) in labels.VERDICTS.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """The place that was written to, and who wrote."""

    place: Place
    law: Law
    gateway: Plain
    phone: str
    now: datetime

    def mine(self) -> dict[str, tuple[Case, str]]:
        """The sender's cases, newest first, each with the petitioner that they are in it."""
        index = sealing.index(self.phone)
        found = one_time.cases_of(self.place.pk, index, now=self.now)
        pairs = {one.number: (cases.find(one.number), one.petitioner) for one in found}
        return {number: (case, ref) for number, (case, ref) in pairs.items() if case}


@dataclass(frozen=True, slots=True)
class Asked:
    """A message taken apart: the word in front, a number (or what was to be one), and the rest."""

    head: str
    number: str
    rest: str
    wrong: bool = False


def language(text: str, line: Line) -> str:
    """In which they are answered: that in which they write, or else that of before; "" Chinese."""
    written = written_in(_NO_WORDS.sub("", text))
    if written is not None:
        return written
    known = told_in_by_phone(line.place.pk, line.phone)
    return "en" if known == "en" else ""


def _in_chinese(text: str) -> str:
    """English words that ask for something, as the Chinese ones that they stand for."""
    if written_in(text) == "":
        return text
    head, words = _ENGLISH_HEAD.match(text), text
    if head:
        words = _HEADS[head[1].lower()] + " " + text[head.end() :]
    return _ENGLISH_VERDICT.sub(lambda m: m[1] + _JUDGED[m[2].lower()], words)


def answer(text: str, line: Line) -> str:
    """Do what was asked; what to say, "" for nothing."""
    text = _in_chinese(text.strip())
    return "" if text.lower() in LEAVES else _done(text, _apart(text), line)


def _done(text: str, asked: Asked, line: Line) -> str:
    verdict = _VERDICT.fullmatch(asked.rest)
    if asked.wrong:
        return gettext("受理编号写得不对，请照回执核对，例如 SN-20261124-00012-7。")
    if verdict and asked.head in ("", "评价"):
        return _rate(asked, verdict, line)
    if asked.head == "评价" and asked.number:
        return gettext("请这样评价：评价 编号 满意（或者基本满意、不满意）。")
    if asked.number and _CODE.fullmatch(asked.rest.translate(_PLAIN)) and asked.head != "补充":
        return _by_code(asked, line)
    if not asked.rest and (asked.number or asked.head not in ("", "补充", "评价")):
        return _progress(asked, line)
    if asked.rest and (asked.head == "补充" or asked.number):
        return _supplement(asked, line)
    return _new(text, line) if len(text) >= SHORTEST else _help()


def _apart(text: str) -> Asked:
    plain = text.translate(_PLAIN)
    head = _HEAD.match(plain)
    number = _NUMBER.match(plain, head.end() if head else 0)
    known = numbers.normalise(number[1]) if number else ""
    last = number or head
    word = (head[1] or head[2]) if head else ""
    return Asked(word, known, text[last.end() if last else 0 :].strip(), bool(number and not known))


def _help() -> str:
    return gettext(
        "有事请写明时间、地点、情况，10 个字以上，直接发来。"
        "回“进度”看办理情况，回“补充 编号 内容”补充，收到答复后回“满意”“基本满意”或“不满意”。"
    )


# -- asking


def _progress(asked: Asked, line: Line) -> str:
    mine = line.mine()
    if asked.number:
        found = mine.get(asked.number)
        return _told(*found, line) if found else _not_yours(asked.number)
    if not mine:
        return gettext("这个手机号最近没有反映过问题。有事请直接发来。")
    if len(mine) == 1:
        return _told(*next(iter(mine.values())), line)
    newest = sorted(mine.values(), key=lambda one: not one[0].open)[:SHOWN]
    lines = [f"{case.number} {gettext(showing.WORDS[case.phase])}" for case, _ in newest]
    return "\n".join([*lines, gettext("发编号看一件的详情。")])


def _by_code(asked: Asked, line: Line) -> str:
    """Anybody who has the query code; guessing is braked as on the page."""
    try:
        found = intake.look_up(asked.number, asked.rest, now=line.now)
    except Refused as no:
        return asking.sentence(no.refusal, line.law)
    return _standing(found.case, found.petitioner, line)


def _told(case: Case, ref: str, line: Line) -> str:
    """Where it stands, with the query code: the number shows whose it is."""
    first = ref == citizen_actor(case).petitioner
    code = numbers.code_of(case.number, "" if first else ref)
    return _standing(case, ref, line) + gettext("查询码 {code}。").format(code=code)


def _standing(case: Case, ref: str, line: Line) -> str:
    shown = showing.show(case, ref, line.now).standing
    said = gettext("{number}：{headline}。")
    told = said.format(number=case.number, headline=shown["headline"])
    if shown.get("due_at"):
        due = moment(shown["due_at"], line.now)
        told += gettext("{promise}，期限 {due}。").format(promise=shown["promise"], due=due)
    if _may_rate(case, ref, line):
        told += gettext("请评价：回“满意”“基本满意”或“不满意”。")
    return told


def _not_yours(number: str) -> str:
    told = gettext("没有您用这个手机号反映的 {number}，请核对编号，或者在编号后面写上查询码。")
    return told.format(number=number)


# -- doing


def _supplement(asked: Asked, line: Line) -> str:
    opened = [pair for pair in line.mine().values() if pair[0].open]
    chosen = _chosen(asked, line, opened)
    if isinstance(chosen, str):
        return chosen
    return _do(chosen, Supplement(text=asked.rest), line, gettext("{number}：补充已经收到。"))


def _rate(asked: Asked, verdict: re.Match[str], line: Line) -> str:
    answered = [pair for pair in line.mine().values() if _may_rate(*pair, line)]
    if not (asked.number or asked.head or answered):
        return _help()
    chosen = _chosen(asked, line, answered)
    if isinstance(chosen, str):
        return chosen
    deed = Rate(verdict=_VERDICTS[verdict[1]], text=(verdict[2] or "").strip())
    return _do(chosen, deed, line, gettext("{number}：评价已经记下，谢谢您。"))


def _may_rate(case: Case, ref: str, line: Line) -> bool:
    can = allowed(case, petitioner_actor(ref), line.now, cases.law_of(case))
    return any(one.yes and one.row.id == "rate" for one in can)


def _chosen(
    asked: Asked, line: Line, candidates: Iterable[tuple[Case, str]]
) -> tuple[Case, str] | str:
    """The case that is meant: the one named, or the only one there is; else what to say."""
    if asked.number:
        return line.mine().get(asked.number) or _not_yours(asked.number)
    listed = list(candidates)
    if len(listed) == 1:
        return listed[0]
    if not listed:
        return gettext("这个手机号现在没有可以这样做的诉求。有新的事请直接发来。")
    known = asking.listed(case.number for case, _ in listed[:SHOWN])
    return gettext("请写明是哪一件：{numbers}。").format(numbers=known)


def _do(chosen: tuple[Case, str], deed: Deed, line: Line, done: str) -> str:
    case, ref = chosen
    try:
        door.act(case.number, deed, actor=petitioner_actor(ref), now=line.now)
    except Refused as no:
        return asking.sentence(no.refusal, cases.law_of(case))
    return done.format(number=case.number)


def _new(text: str, line: Line) -> str:
    """Register it. That it was, is told by the notice of it, as it is for every channel."""
    channel = line.law.channels.get(line.gateway.channel)
    if channel is None or channel.whistle or channel.identity == "real_name":
        return _elsewhere(line)
    matter = Matter(channel.id, line.law.kind_of(text, line.gateway.kind), title_of(text), text)
    try:
        taken = classed(line.place, matter, line.law)
        person = Person(phone=line.phone, told_in=language(text, line))
        intake.report(line.place, taken, person, now=line.now)
    except Refused as no:
        return asking.sentence(no.refusal, line.law)
    call = emergency.number_for(text)
    return emergency.sentence_for(call) if call else ""


def _elsewhere(line: Line) -> str:
    told = gettext("这里不能用短信反映，请到网页反映，或者打 {phone}。")
    return told.format(phone=line.law.regime.phone or "12345")
