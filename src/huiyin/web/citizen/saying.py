"""The record in plain words: what a petitioner reads of each fact of their case.

Every kind of fact is either told by a function here or named in `KEPT_INSIDE` with the reason; a
test holds the two against the list of kinds. Other people's words are never shown: a petitioner
reads their own words, the answer, and what was written for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from huiyin.rules import facts as f
from huiyin.rules import labels
from huiyin.rules.case import Case, Petitioner, PetitionerRole
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Gate, Role
from huiyin.web import asking


@dataclass(frozen=True, slots=True)
class Person:
    """What a petitioner is shown of a member: name and number at work (SN-7)."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose eyes the case is told to, and what the telling needs besides the facts."""

    case: Case
    law: Law
    ref: str
    people: Mapping[str, Person] = field(default_factory=dict)

    @property
    def me(self) -> Petitioner | None:
        """The reader as a petitioner of the case."""
        return next((p for p in self.case.petitioners if p.ref == self.ref), None)

    def unit(self, code: str) -> str:
        """The name of a unit."""
        found = self.law.units.get(code)
        return asking.named(found) if found else code

    def units(self, codes: tuple[str, ...]) -> str:
        """Names of units in a row."""
        return asking.listed(self.unit(code) for code in codes)

    def person(self, actor: str) -> Person | None:
        """The handler, where the place shows its handlers."""
        if not self.law.regime.publication.handler_shown:
            return None
        return self.people.get(actor)


@dataclass(frozen=True, slots=True)
class Said:
    """One step of the timeline in words; names as in huiyin/parts/timeline.html."""

    title: str
    text: str = ""
    who: str = ""
    tone: str = ""
    quote: bool = False


Teller = Callable[[Any, f.Fact, Reader], Said | None]
TELLERS: dict[type[f.What], Teller] = {}

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
}


def say(fact: f.Fact, reader: Reader) -> Said | None:
    """The fact in words, or None where it is not told."""
    teller = TELLERS.get(type(fact.what))
    return teller(fact.what, fact, reader) if teller else None


def _on(kind: type[f.What]) -> Callable[[Teller], Teller]:
    def keep(teller: Teller) -> Teller:
        TELLERS[kind] = teller
        return teller

    return keep


def _mine(fact: f.Fact, reader: Reader) -> bool:
    """Are the words of this fact the reader's to see: their own, or taken down for them?"""
    if fact.role is Role.PETITIONER:
        return fact.actor.endswith(f":{reader.ref}")
    return _began(reader)


def _began(reader: Reader) -> bool:
    return reader.me is not None and reader.me.role is PetitionerRole.FIRST


def _own(fact: f.Fact, reader: Reader, text: str) -> str:
    return text if _mine(fact, reader) else ""


# 接


@_on(f.Registered)
def _registered(what: f.Registered, fact: f.Fact, reader: Reader) -> Said:
    signed = reader.me is not None and reader.me.role is not PetitionerRole.ABSORBED
    text = what.text if signed else ""
    return Said(gettext("收到您的诉求"), text, quote=bool(text))


@_on(f.Supplemented)
def _supplemented(what: f.Supplemented, fact: f.Fact, reader: Reader) -> Said:
    text = _own(fact, reader, what.text)
    return Said(gettext("补充了情况"), text, quote=bool(text))


@_on(f.CoSigned)
def _co_signed(what: f.CoSigned, fact: f.Fact, reader: Reader) -> Said:
    mine = what.petitioner == reader.ref
    return Said(gettext("您联名反映这件事") if mine else gettext("又有一人联名反映"))


@_on(f.Withdrawn)
def _withdrawn(what: f.Withdrawn, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("诉求已撤回"), _own(fact, reader, what.reason))


@_on(f.Declined)
def _declined(what: f.Declined, fact: f.Fact, reader: Reader) -> Said:
    outlet = asking.label(labels.OUTLETS[what.outlet])
    told = gettext("不在这里受理，办理渠道：{outlet}").format(outlet=outlet)
    return Said(told, what.reason, tone="accent")


@_on(f.AnsweredDirectly)
def _answered_directly(what: f.AnsweredDirectly, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("已答复您"), what.text, tone="accent", quote=True)


@_on(f.EmergencyTransferred)
def _transferred(what: f.EmergencyTransferred, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("情况紧急，已立即移交处置"), what.to, tone="accent")


# 派


@_on(f.Dispatched)
def _dispatched(what: f.Dispatched, fact: f.Fact, reader: Reader) -> Said:
    return _handed(gettext("交给{unit}办理"), what.lead, what.assisting, reader)


@_on(f.Reassigned)
def _reassigned(what: f.Reassigned, fact: f.Fact, reader: Reader) -> Said:
    return _handed(gettext("改由{unit}办理"), what.lead, what.assisting, reader)


def _handed(title: str, lead: str, assisting: tuple[str, ...], reader: Reader) -> Said:
    helping = gettext("一起办理的还有：{units}。").format(units=reader.units(assisting))
    return Said(title.format(unit=reader.unit(lead)), helping if assisting else "")


@_on(f.MergedInto)
def _merged(what: f.MergedInto, fact: f.Fact, reader: Reader) -> Said:
    told = gettext("与 {number} 反映的是同一件事，合并办理").format(number=what.into)
    return Said(told, tone="accent")


@_on(f.Absorbed)
def _absorbed(what: f.Absorbed, fact: f.Fact, reader: Reader) -> Said:
    if reader.me is not None and reader.me.role is PetitionerRole.ABSORBED:
        return Said(gettext("另一件同样的诉求并进来，一起办理"))
    return Said(gettext("还有人反映同一件事，一起办理"))


@_on(f.SplitOff)
def _split_off(what: f.SplitOff, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("其中一部分另立为 {number} 办理").format(number=what.number))


@_on(f.Returned)
def _returned(what: f.Returned, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("正在重新确定由哪个单位办理"))


@_on(f.Designated)
def _designated(what: f.Designated, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("指定{unit}办理").format(unit=reader.unit(what.lead)))


@_on(f.Whistled)
def _whistled(what: f.Whistled, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("请{units}到现场").format(units=reader.units(what.units)))


@_on(f.Claimed)
def _claimed(what: f.Claimed, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("{unit}主动认领了这件事").format(unit=reader.unit(what.unit)))


@_on(f.Escalated)
def _escalated(what: f.Escalated, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("已报{role}出面调度").format(role=asking.label(labels.ROLES[what.to])))


# 办


@_on(f.Accepted)
def _accepted(what: f.Accepted, fact: f.Fact, reader: Reader) -> Said:
    title = gettext("{unit}受理").format(unit=reader.unit(what.unit))
    return Said(title, " ".join(_promised(what, reader)), tone="accent")


def _promised(what: f.Accepted, reader: Reader) -> list[str]:
    """Who minds it, and by which published standard (SN-7, JS-6)."""
    told = []
    person = reader.person(what.officer)
    if person is not None:
        told.append(gettext("经办人{name}。").format(name=person.name))
    if what.contact and reader.law.regime.publication.handler_shown:
        told.append(gettext("联系方式：{contact}。").format(contact=what.contact))
    standard = reader.law.standards.get(what.standard)
    if standard is not None:
        promise = gettext("承诺标准：{name}，{limit}，收费：{fee}。")
        told.append(
            promise.format(
                name=asking.named(standard),
                limit=asking.span(standard.limit),
                fee=standard.fee or gettext("不收费"),
            )
        )
    return told


@_on(f.Contacted)
def _contacted(what: f.Contacted, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("{unit}与您联系").format(unit=reader.unit(what.unit)))


@_on(f.Progressed)
def _progressed(what: f.Progressed, fact: f.Fact, reader: Reader) -> Said | None:
    if not what.public:
        return None
    return Said(gettext("办理进展"), what.text, reader.unit(what.unit))


@_on(f.UnitAsked)
def _unit_asked(what: f.UnitAsked, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("请{unit}一起办理").format(unit=reader.unit(what.unit)))


@_on(f.ExtensionGranted)
def _extended(what: f.ExtensionGranted, fact: f.Fact, reader: Reader) -> Said:
    title = gettext("情况复杂，时间延长 {limit}").format(limit=asking.span(what.limit))
    return Said(title, what.reason, tone="yellow")


@_on(f.Shelved)
def _shelved(what: f.Shelved, fact: f.Fact, reader: Reader) -> Said:
    text = "\n".join(part for part in (what.reason, what.plan) if part)
    return Said(gettext("暂时办不了，先挂账，到期再看"), text, tone="yellow")


@_on(f.ShelvingProlonged)
def _prolonged(what: f.ShelvingProlonged, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("复核后继续挂账"), what.reason, tone="yellow")


@_on(f.Cleared)
def _cleared(what: f.Cleared, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("恢复办理"), what.reason)


@_on(f.SignedOff)
def _signed_off(what: f.SignedOff, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("单位负责人审签了答复"))


@_on(f.PartDelivered)
def _part_delivered(what: f.PartDelivered, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("{unit}办完了自己的部分").format(unit=reader.unit(what.unit)))


@_on(f.Answered)
def _answered(what: f.Answered, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("答复您"), tone="accent")


# 督


@_on(f.Struck)
def _struck(what: f.Struck, fact: f.Fact, reader: Reader) -> Said | None:
    clock = reader.law.clocks[what.clock.partition(":")[0]]
    if clock.per != "case" or clock.owner is Role.PETITIONER:
        return None
    name = asking.named(clock)
    if what.stage == 1:
        return Said(gettext("{clock}快到了，已提醒").format(clock=name), tone="yellow")
    if not what.rung:
        return Said(gettext("{clock}已过，亮红灯").format(clock=name), tone="red")
    rungs = reader.law.ladders[clock.ladder or ""].rungs
    rung = next(rung for rung in rungs if rung.id == what.rung)
    return Said(asking.named(rung), tone="red")


@_on(f.Urged)
def _urged(what: f.Urged, fact: f.Fact, reader: Reader) -> Said:
    text = _own(fact, reader, what.text) if fact.role is Role.PETITIONER else ""
    return Said(gettext("催办了一次"), text, quote=bool(text))


@_on(f.Ordered)
def _ordered(what: f.Ordered, fact: f.Fact, reader: Reader) -> Said:
    order = asking.label(labels.COLOURS[what.colour])
    tone = "" if what.colour == "blue" else what.colour
    return Said(gettext("向承办单位发出{order}").format(order=order), tone=tone)


@_on(f.Inspected)
def _inspected(what: f.Inspected, fact: f.Fact, reader: Reader) -> Said:
    return Said(asking.label(labels.MANNERS[what.manner]))


@_on(f.MeetingCalled)
def _meeting_called(what: f.MeetingCalled, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("将开会研究解决"))


@_on(f.MeetingDecided)
def _meeting_decided(what: f.MeetingDecided, fact: f.Fact, reader: Reader) -> Said:
    outcome = asking.label(labels.OUTCOMES[what.outcome])
    return Said(gettext("会议决定：{outcome}").format(outcome=outcome), tone="accent")


# 评


@_on(f.AuditPassed)
def _audit_passed(what: f.AuditPassed, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("办理结果通过审核"))


@_on(f.AuditFailed)
def _audit_failed(what: f.AuditFailed, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("办理结果没有通过审核，退回重新办理"))


@_on(f.FollowedUp)
def _followed_up(what: f.FollowedUp, fact: f.Fact, reader: Reader) -> Said:
    if not what.reached:
        return Said(gettext("回访电话没有打通"))
    verdict = asking.label(labels.VERDICTS[what.verdict])
    return Said(gettext("电话回访，结果：{verdict}").format(verdict=verdict))


@_on(f.Rated)
def _rated(what: f.Rated, fact: f.Fact, reader: Reader) -> Said:
    verdict = asking.label(labels.VERDICTS[what.verdict])
    text = _own(fact, reader, what.text)
    return Said(gettext("评价：{verdict}").format(verdict=verdict), text, quote=bool(text))


@_on(f.Voted)
def _voted(what: f.Voted, fact: f.Fact, reader: Reader) -> Said | None:
    if what.petitioner != reader.ref:
        return None
    return Said(gettext("您投了“满意”") if what.satisfied else gettext("您投了“不满意”"))


@_on(f.VoteCounted)
def _vote_counted(what: f.VoteCounted, fact: f.Fact, reader: Reader) -> Said:
    template = gettext("投票结果：满意 {yes} 票，不满意 {no} 票")
    passed = gettext("达到销号的要求。") if what.passed else gettext("没有达到销号的要求。")
    return Said(template.format(yes=what.satisfied, no=what.dissatisfied), passed, tone="accent")


@_on(f.GatePassed)
def _gate_passed(what: f.GatePassed, fact: f.Fact, reader: Reader) -> Said | None:
    if not what.by_silence or what.gate is Gate.VOTE:
        return None
    return Said(gettext("到期没有收到您的评价"))


@_on(f.LeftDissatisfied)
def _left_dissatisfied(what: f.LeftDissatisfied, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("群众仍不满意，已报上级研究"), tone="red")


@_on(f.Redone)
def _redone(what: f.Redone, fact: f.Fact, reader: Reader) -> Said:
    text = _own(fact, reader, what.reason) if what.by_petitioner else ""
    return Said(gettext("退回承办单位重新办理"), text, tone="yellow", quote=bool(text))


_STRUCK_OFF: dict[str, Callable[[], str]] = {
    "gates": lambda: gettext("办结销号"),
    "silence": lambda: gettext("到期没有不同意见，办结销号"),
    "decision": lambda: gettext("按会议决定办结销号"),
}


@_on(f.StruckOff)
def _struck_off(what: f.StruckOff, fact: f.Fact, reader: Reader) -> Said:
    return Said(_STRUCK_OFF[what.why](), tone="green")


@_on(f.Referred)
def _referred(what: f.Referred, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("已移送，请走法定渠道"), what.outlet, tone="accent")


# 宣


@_on(f.PublicationConsented)
def _consented(what: f.PublicationConsented, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("同意隐去个人信息后公开") if what.consent else gettext("不同意公开"))


@_on(f.Published)
def _published(what: f.Published, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("隐去个人信息后已公开"))


@_on(f.Unpublished)
def _unpublished(what: f.Unpublished, fact: f.Fact, reader: Reader) -> Said:
    return Said(gettext("公开的内容已撤下"))
