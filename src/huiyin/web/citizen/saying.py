"""The record in plain words: what a petitioner reads of each fact of their case.

Every kind of fact has a row or a teller here, or is named in `KEPT_INSIDE` with the reason; a test
holds the three against the list of kinds. Other people's words are never shown: a petitioner reads
their own, the answer, and what was written for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext

from huiyin.rules import clocks, labels
from huiyin.rules import facts as f
from huiyin.rules.vocabulary import ClockLaw, Gate, Role
from huiyin.rules.words import N_
from huiyin.web import asking
from huiyin.web.citizen.reader import Reader, Said


@dataclass(frozen=True, slots=True)
class Row:
    """`title`: a template that names fields of the fact. `says`: fields with words for the reader.

    `own`: those words are a petitioner's, shown to that petitioner alone. `more`: a line shown
    where the field it names is filled.
    """

    title: str
    says: tuple[str, ...] = ()
    own: bool = False
    more: str = ""
    tone: str = ""
    quote: bool = False


_TEXT, _REASON = ("text",), ("reason",)
_ASSISTING = N_("一起办理的还有：{assisting}。")

ROWS: dict[type[f.What], Row] = {
    # 接
    f.Supplemented: Row(N_("补充了情况"), _TEXT, own=True, quote=True),
    f.AskedBack: Row(N_("想问您，请在下面“补充情况”里回答"), _TEXT, tone="accent"),
    f.Withdrawn: Row(N_("诉求已撤回"), _REASON, own=True),
    f.Declined: Row(N_("不在这里受理，办理渠道：{outlet}"), _REASON, tone="accent"),
    f.AnsweredDirectly: Row(N_("已答复您"), tone="accent"),
    f.EmergencyTransferred: Row(N_("情况紧急，已立即移交处置"), ("to",), tone="accent"),
    # 派
    f.Dispatched: Row(N_("交给{lead}办理"), more=_ASSISTING),
    f.Reassigned: Row(N_("改由{lead}办理"), more=_ASSISTING),
    f.MergedInto: Row(N_("与 {into} 反映的是同一件事，合并办理"), tone="accent"),
    f.Absorbed: Row(N_("还有人反映同一件事，一起办理")),
    f.SplitOff: Row(N_("其中一部分另立为 {number} 办理")),
    f.Returned: Row(N_("正在重新确定由哪个单位办理")),
    f.Designated: Row(N_("指定{lead}办理")),
    f.Whistled: Row(N_("请{units}到现场")),
    f.Arrived: Row(N_("{unit}已到现场")),
    f.Claimed: Row(N_("{unit}主动认领了这件事")),
    f.Escalated: Row(N_("已报{to}出面调度")),
    # 办
    f.Contacted: Row(N_("{unit}与您联系")),
    f.Mediated: Row(N_("调解：{mediation}")),
    f.UnitAsked: Row(N_("请{unit}一起办理")),
    f.ExtensionGranted: Row(N_("情况复杂，时间延长 {limit}"), _REASON, tone="yellow"),
    f.ExtensionObjected: Row(N_("对延期提出异议"), _REASON, own=True, tone="yellow", quote=True),
    f.ExtensionUpheld: Row(N_("异议已裁定：维持延期"), _REASON, tone="accent"),
    f.ExtensionRevoked: Row(N_("异议已裁定：撤销延期，恢复原来的时限"), _REASON, tone="accent"),
    f.Shelved: Row(N_("暂时办不了，先挂账，到期再看"), ("reason", "plan"), tone="yellow"),
    f.ShelvingProlonged: Row(N_("复核后继续挂账"), _REASON, tone="yellow"),
    f.Cleared: Row(N_("恢复办理"), _REASON),
    f.SignedOff: Row(N_("单位负责人审签了答复")),
    f.PartDelivered: Row(N_("{unit}办完了自己的部分")),
    f.Answered: Row(N_("已答复您"), tone="accent"),
    # 督
    f.Urged: Row(N_("催办了一次"), _TEXT, own=True, quote=True),
    f.Inspected: Row(N_("{manner}")),
    f.MeetingCalled: Row(N_("将开会研究解决")),
    f.MeetingDecided: Row(N_("会议决定：{outcome}"), tone="accent"),
    # 评
    f.AuditPassed: Row(N_("办理结果通过审核")),
    f.AuditFailed: Row(N_("办理结果没有通过审核，退回重新办理")),
    f.Rated: Row(N_("评价：{verdict}"), _TEXT, own=True, quote=True),
    f.LeftDissatisfied: Row(N_("群众仍不满意，已报上级研究"), tone="red"),
    f.Redone: Row(N_("退回承办单位重新办理"), _REASON, own=True, tone="yellow", quote=True),
    f.Referred: Row(N_("已移送，请走法定渠道"), ("outlet",), tone="accent"),
    # 宣
    f.Published: Row(N_("隐去个人信息后已公开")),
    f.Unpublished: Row(N_("公开的内容已撤下")),
}

KEPT_INSIDE: dict[type[f.What], str] = {
    f.Classified: "How the desk files a matter is its own business; kind and area are shown.",
    f.Objected: "A unit's wish to return the case is not a decision.",
    f.DispatchUpheld: "Nothing changes for the petitioner.",
    f.ExtensionRequested: "Told once it is granted.",
    f.ExtensionRefused: "Nothing changes for the petitioner.",
    f.Drafted: "A draft is shown when it is the answer.",
    f.SentBack: "Between a unit and its head.",
    f.OrderAnswered: "Between a unit and those who watch it.",
    f.MeasureTaken: "Concerns people who work in a unit.",
    f.ExclusionAppealed: "Concerns the unit's evaluation.",
    f.ExclusionDecided: "Concerns the unit's evaluation.",
    f.Archived: "Housekeeping.",
    f.Noted: "Said among colleagues.",
    f.DutyRated: "Between those who called and those who came.",
}

_INSIDE = frozenset(f.kind_of(what) for what in KEPT_INSIDE)


def binds_the_house(rule: ClockLaw) -> bool:
    """Is this a limit that a petitioner is told of: of the whole case, and not of a step inside?"""
    inside = _INSIDE.issuperset(rule.starts)
    return rule.per == "case" and rule.owner is not Role.PETITIONER and not inside


Teller = Callable[[Any, Reader], Said | None]
TELLERS: dict[type[f.What], Teller] = {}


def say(fact: f.Fact, reader: Reader) -> Said | None:
    """The fact in words, or None where it is not told."""
    kind = type(fact.what)
    if kind in TELLERS:
        return TELLERS[kind](fact.what, reader)
    row = ROWS.get(kind)
    return _by_row(row, fact, reader) if row else None


def _by_row(row: Row, fact: f.Fact, reader: Reader) -> Said:
    words = _words(fact.what, reader)
    said = "\n".join(text for name in row.says if (text := getattr(fact.what, name)))
    if row.own:
        said = reader.own(fact, said)
    if row.more and not said:
        more = gettext(row.more).format_map(words)
        said = more if more != gettext(row.more).format_map(dict.fromkeys(words, "")) else ""
    title = gettext(row.title).format_map(words)
    return Said(title[:1].upper() + title[1:], said, tone=row.tone, quote=row.quote and bool(said))


def _words(what: f.What, reader: Reader) -> dict[str, str]:
    """Each short field of the fact in the reader's language."""
    return {
        item.name: _SAID.get(item.name, _as_it_is)(getattr(what, item.name), reader)
        for item in fields(what)
    }


def _as_it_is(value: Any, _: Reader) -> str:
    return str(value)


def _unit(value: str, reader: Reader) -> str:
    return reader.unit(value)


def _units(value: tuple[str, ...], reader: Reader) -> str:
    return asking.listed(reader.unit(code) for code in value)


def _in(table: Mapping[str, labels.Label]) -> Callable[[Any, Reader], str]:
    return lambda value, _: asking.label(table[value]) if value in table else str(value)


_SAID: dict[str, Callable[[Any, Reader], str]] = {
    "lead": _unit,
    "unit": _unit,
    "units": _units,
    "assisting": _units,
    "limit": lambda value, _: asking.span(value),
    "outlet": _in(labels.OUTLETS),
    "to": _in(labels.ROLES),
    "manner": _in(labels.MANNERS),
    "mediation": _in(labels.MEDIATIONS),
    "outcome": _in(labels.OUTCOMES),
    "verdict": _in(labels.VERDICTS),
}


# What needs more than a template


def _on(kind: type[f.What]) -> Callable[[Teller], Teller]:
    def keep(teller: Teller) -> Teller:
        TELLERS[kind] = teller
        return teller

    return keep


@_on(f.Registered)
def _registered(what: f.Registered, reader: Reader) -> Said:
    if not reader.signed:
        return Said(gettext("收到同样的诉求"))
    where = gettext("地点：{address}").format(address=what.address) if what.address else ""
    own = (where, what.particulars) if reader.began else ()
    text = "\n".join(filter(None, (what.text, *own)))
    return Said(gettext("收到您的诉求"), text, quote=bool(text))


@_on(f.PointsListed)
def _points_listed(what: f.PointsListed, reader: Reader) -> Said:
    """To those whose words these are in short."""
    title = gettext("您说的事分为 {count} 点，逐点答复").format(count=what.count)
    return Said(title, what.text if reader.signed else "")


@_on(f.CoSigned)
def _co_signed(what: f.CoSigned, reader: Reader) -> Said:
    mine = what.petitioner == reader.ref
    return Said(gettext("您联名反映这件事") if mine else gettext("又有一人联名反映"))


@_on(f.Accepted)
def _accepted(what: f.Accepted, reader: Reader) -> Said:
    title = gettext("{unit}受理").format(unit=reader.unit(what.unit))
    return Said(title, "\n".join(_promised(what, reader)), tone="accent")


def _promised(what: f.Accepted, reader: Reader) -> list[str]:
    """Who minds it, and by which published standard (SN-7, JS-6)."""
    told = []
    if who := reader.officer(what):
        told.append(gettext("经办人：{name}").format(name=who))
    standard = reader.law.standards.get(what.standard)
    if standard is not None:
        template = gettext("承诺按“{name}”办理：{limit}内，{fee}")
        free = standard.fee in ("", "不收费")
        fee = gettext("不收费") if free else standard.fee
        name, limit = asking.named(standard), asking.span(standard.limit)
        told.append(template.format(name=name, limit=limit, fee=fee))
    return told


@_on(f.Progressed)
def _progressed(what: f.Progressed, reader: Reader) -> Said | None:
    """Progress that was written for the petitioner; notes for the house stay there."""
    if not what.public:
        return None
    return Said(gettext("办理进展"), what.text, reader.unit(what.unit))


@_on(f.Struck)
def _struck(what: f.Struck, reader: Reader) -> Said | None:
    """What was promised and not kept, without mercy (JS-8)."""
    clock = reader.law.clocks[what.clock.partition(":")[0]]
    if not binds_the_house(clock):
        return None
    name = asking.named(clock)
    if what.stage == clocks.YELLOW:
        return Said(gettext("{clock}快到了，已提醒").format(clock=name), tone="yellow")
    if not what.rung:
        return Said(gettext("{clock}已过，亮红灯").format(clock=name), tone="red")
    rungs = reader.law.ladders[clock.ladder or ""].rungs
    rung = next(rung for rung in rungs if rung.id == what.rung)
    return Said(gettext("超期未办：{rung}").format(rung=asking.named(rung)), tone="red")


@_on(f.Ordered)
def _ordered(what: f.Ordered, _: Reader) -> Said:
    order = asking.label(labels.COLOURS[what.colour])
    tone = "" if what.colour == "blue" else what.colour
    return Said(gettext("向承办单位发出{order}").format(order=order), tone=tone)


@_on(f.FollowedUp)
def _followed_up(what: f.FollowedUp, _: Reader) -> Said:
    if not what.reached:
        return Said(gettext("回访电话没有打通"))
    verdict = asking.label(labels.VERDICTS[what.verdict])
    return Said(gettext("电话回访，结果：{verdict}").format(verdict=verdict))


@_on(f.Voted)
def _voted(what: f.Voted, reader: Reader) -> Said | None:
    """How somebody else voted is theirs to know."""
    if what.petitioner != reader.ref:
        return None
    return Said(gettext("您投了“满意”") if what.satisfied else gettext("您投了“不满意”"))


@_on(f.VoteCounted)
def _vote_counted(what: f.VoteCounted, _: Reader) -> Said:
    template = gettext("投票结果：满意 {yes} 票，不满意 {no} 票")
    passed = gettext("达到销号的要求。") if what.passed else gettext("没有达到销号的要求。")
    return Said(template.format(yes=what.satisfied, no=what.dissatisfied), passed, tone="accent")


@_on(f.GatePassed)
def _gate_passed(what: f.GatePassed, _: Reader) -> Said | None:
    if not what.by_silence or what.gate is not Gate.RATING:
        return None
    return Said(gettext("到期没有收到您的评价"))


@_on(f.StruckOff)
def _struck_off(what: f.StruckOff, _: Reader) -> Said:
    titles = {
        "gates": gettext("办结销号"),
        "silence": gettext("到期没有不同意见，办结销号"),
        "decision": gettext("按会议决定办结销号"),
    }
    return Said(titles[what.why], tone="green")


@_on(f.PublicationConsented)
def _consented(what: f.PublicationConsented, _: Reader) -> Said:
    return Said(gettext("同意隐去个人信息后公开") if what.consent else gettext("不同意公开"))
