"""What a petitioner sees of a case: where it is, who has it, when they will hear, what came out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, pgettext_lazy

from huiyin.cases import queries as cases
from huiyin.cases.queries import ClockView
from huiyin.intake import attachments
from huiyin.journal.queries import Entry
from huiyin.people import queries as people
from huiyin.rules import facts as f
from huiyin.rules import labels
from huiyin.rules.access import UNIT_ROLES
from huiyin.rules.case import Case, Phase
from huiyin.rules.clocks import limit_for
from huiyin.rules.law import Law
from huiyin.rules.steps import gates
from huiyin.rules.vocabulary import Gate, Role
from huiyin.rules.words import N_
from huiyin.web import asking, points
from huiyin.web.attaching import FileShown, Pair, pair
from huiyin.web.citizen import giving
from huiyin.web.citizen.reader import Person, Reader
from huiyin.web.citizen.saying import binds_the_house, say
from huiyin.web.points import Point

Shown = dict[str, Any]

HEADLINES = {
    Phase.REGISTERED: N_("已收到，正在确定由哪个单位办理"),
    Phase.DISPATCHED: N_("已交给{unit}，等待受理"),
    Phase.HANDLING: N_("{unit}正在办理"),
    Phase.SIGNING: N_("{unit}已办完，答复正在审签"),
    Phase.AUDITING: N_("{unit}已办完，结果正在审核"),
    Phase.ANSWERED: N_("{unit}已经答复您"),
    Phase.STRUCK_OFF: N_("已经办结"),
    Phase.DECLINED: N_("不在这里受理，请看告知您的渠道"),
    Phase.ANSWERED_DIRECTLY: N_("已经答复您"),
    Phase.MERGED: N_("和另一件同样的诉求合并办理"),
    Phase.WITHDRAWN: N_("已经撤回"),
    Phase.REFERRED: N_("已经移送，请走法定渠道"),
}
"""Where it is, in one sentence."""

WORDS = {
    Phase.REGISTERED: N_("已收到"),
    Phase.DISPATCHED: N_("待受理"),
    Phase.HANDLING: N_("办理中"),
    Phase.SIGNING: N_("办理中"),
    Phase.AUDITING: N_("办理中"),
    Phase.ANSWERED: N_("已答复"),
    Phase.STRUCK_OFF: N_("已办结"),
    Phase.DECLINED: N_("不受理"),
    Phase.ANSWERED_DIRECTLY: N_("已答复"),
    Phase.MERGED: N_("合并办理"),
    Phase.WITHDRAWN: N_("已撤回"),
    Phase.REFERRED: N_("已移送"),
}
"""The phase in a word that nobody needs to have explained."""

STATIONS = (
    pgettext_lazy("station", "收到"),
    pgettext_lazy("station", "交办"),
    pgettext_lazy("station", "受理"),
    pgettext_lazy("station", "办理"),
    pgettext_lazy("station", "答复"),
    pgettext_lazy("station", "办结"),
)
AT = {
    Phase.REGISTERED: 1,
    Phase.DISPATCHED: 2,
    Phase.HANDLING: 3,
    Phase.SIGNING: 3,
    Phase.AUDITING: 3,
    Phase.ANSWERED: 5,
    Phase.STRUCK_OFF: 6,
}
"""The station that is being worked at; absent where the way ended early."""


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case as its page shows it; names as in the parts of the design system."""

    number: str
    title: str
    about: list[tuple[str, str]]
    standing: Shown
    answer: str
    answered_at: datetime | None
    answer_files: list[FileShown]
    pair: Pair | None
    points: list[Point]
    clocks: list[Shown]
    later: list[Shown]
    steps: list[Shown]


def show(case: Case, ref: str, now: datetime) -> CaseShown:
    """The case to the petitioner `ref`."""
    law = cases.law_of(case)
    entries = cases.timeline(case.number)
    reader = Reader(case, law, ref, _people(entries), attachments.of_case(case.number))
    views = [view for view in cases.clock_views(case, now) if binds_the_house(view.law)]
    answered = _answer(entries) if case.answer_out or not case.open else None
    files_out = giving.of_answer(answered.fact, reader) if answered else []
    together = pair(giving.of_step(entries[0].fact, reader), files_out)
    return CaseShown(
        number=case.number,
        title=_title(entries, reader),
        about=about(case, law),
        standing=_standing(reader, entries, views),
        answer=_answer_text(answered, reader) if answered else "",
        answered_at=answered.fact.at if answered else None,
        answer_files=[one for one in files_out if not together or one not in together.after],
        pair=together,
        points=points.of(entries, drafts=False) if reader.signed else [],
        clocks=[clock(view, reader) for view in views],
        later=_later(case, law) if case.open and not case.answer_out else [],
        steps=list(reversed(_steps(entries, reader))),
    )


def files(told: CaseShown) -> set[int]:
    """The ids of all files that the page shows."""
    out = told.pair.after if told.pair else []
    every = [*told.answer_files, *out, *(one for step in told.steps for one in step["files"])]
    return {one.id for one in every}


def _people(entries: Iterable[Entry]) -> Mapping[str, Person]:
    officers = {getattr(entry.fact.what, "officer", "") for entry in entries} - {""}
    found = people.by_ids(officers)
    return {key: Person(member.name, member.phone) for key, member in found.items()}


def _title(entries: Iterable[Entry], reader: Reader) -> str:
    """The title, to those who signed it; who came with a merged case has words of their own."""
    began = next((e.fact.what for e in entries if isinstance(e.fact.what, f.Registered)), None)
    return began.title if began and reader.signed else ""


def about(case: Case, law: Law) -> list[tuple[str, str]]:
    kind, area = law.kinds.get(case.kind), law.areas.get(case.area)
    level = next((one for one in law.regime.levels if one.id == case.level), None)
    told = [
        (gettext("类型"), asking.named(kind) if kind else ""),
        (gettext("紧急程度"), asking.named(level) if level else ""),
        (gettext("所在区域"), asking.named(area) if area else ""),
    ]
    return [(name, value) for name, value in told if value]


def _steps(entries: Iterable[Entry], reader: Reader) -> list[Shown]:
    """What happened, oldest first, as far as it is told."""
    told: list[Shown] = []
    for entry in entries:
        said = say(entry.fact, reader)
        if said is None:
            continue
        gone = gettext("（内容已依法删除）") if entry.erased and reader.signed else ""
        told.append(
            {
                "at": entry.fact.at,
                "title": said.title,
                "text": said.text or gone,
                "who": said.who,
                "tone": said.tone,
                "quote": said.quote and bool(said.text),
                "files": giving.of_step(entry.fact, reader),
            }
        )
    return told


def _answer(entries: list[Entry]) -> Entry | None:
    """The last answer that went out: the draft before the last `answered`, or a direct one."""
    drafted, out = None, None
    for entry in entries:
        match entry.fact.what:
            case f.Drafted():
                drafted = entry
            case f.Answered():
                out = drafted
            case f.AnsweredDirectly() | f.Declined() | f.Referred() | f.EmergencyTransferred():
                out = entry
    return out


def _answer_text(entry: Entry, reader: Reader) -> str:
    """The answer's own words; of a refusal or a transfer, where to turn and why."""
    what = entry.fact.what
    if isinstance(what, f.Drafted | f.AnsweredDirectly):
        return what.text
    said = say(entry.fact, reader)
    return "\n".join(part for part in (said.title, said.text) if part) if said else ""


def _standing(reader: Reader, entries: list[Entry], views: list[ClockView]) -> Shown:
    case, law = reader.case, reader.law
    shown: Shown = {
        "headline": _headline(reader),
        "phase": gettext(WORDS[case.phase]),
        "phase_tone": "accent" if case.open else "",
        "stations": _stations(case),
        **_who(reader, entries),
    }
    main = max(views, key=lambda view: (_answers(view), view.clock.red_at), default=None)
    if main is not None:
        promise = gettext("最迟答复您") if _answers(main) else asking.named(main.law)
        due = None if main.clock.paused else main.clock.red_at
        shown |= {"light": _light(main), "due_at": due, "promise": promise}
    yours = _yours(case, law)
    return shown | {"yours": yours, "yours_next": _what_is_asked(reader)}


def _answers(view: ClockView) -> bool:
    """Is this the promise of an answer?"""
    return "answered" in view.law.stops


def _headline(reader: Reader) -> str:
    case = reader.case
    lead = reader.unit(case.lead.unit) if case.lead else gettext("承办单位")
    if case.dissatisfied and case.phase is Phase.ANSWERED:
        return gettext("您还不满意，已报上级研究")
    if case.shelved:
        return gettext("暂时办不了，先挂账，到期再看")
    if case.redos and case.phase is Phase.HANDLING:
        return gettext("{unit}正在重新办理").format(unit=lead)
    if case.whistle and case.phase is Phase.REGISTERED:
        return gettext("已收到，由纪检监察机关处理")
    return gettext(HEADLINES[case.phase]).format(unit=lead)


def _stations(case: Case) -> list[Shown]:
    at = AT.get(case.phase)
    if at is None:
        return [
            {"label": STATIONS[0], "state": "done"},
            {"label": gettext(WORDS[case.phase]), "state": "done"},
        ]
    states = ["done"] * at + ["current"] + [""] * len(STATIONS)
    return [
        {"label": label, "state": state} for label, state in zip(STATIONS, states, strict=False)
    ]


def _who(reader: Reader, entries: list[Entry]) -> Shown:
    """The unit that has it, and a person with a number where the place shows them (SN-7)."""
    lead = reader.case.lead
    if lead is None:
        return {}
    accepted = [e.fact.what for e in entries if isinstance(e.fact.what, f.Accepted)]
    mine = next((a for a in reversed(accepted) if a.unit == lead.unit), None)
    officer, phone = reader.officer_and_phone(mine) if mine else ("", "")
    return {"unit": reader.unit(lead.unit), "officer": officer, "phone": phone}


def _yours(case: Case, law: Law) -> datetime | None:
    """Until when the petitioner's own judgement is waited for."""
    waits = [
        clock.red_at
        for clock in case.clocks
        if clock.running and law.clocks[clock.id].owner is Role.PETITIONER
    ]
    return min(waits, default=None)


def _what_is_asked(reader: Reader) -> str:
    """What the petitioner is waited for, in a sentence; "" for nothing."""
    case = reader.case
    voted = any(ref == reader.ref for ref, _ in case.votes)
    if case.phase is not Phase.ANSWERED or case.dissatisfied:
        return ""
    asked = {
        Gate.RATING: gettext("请评价办理结果"),
        Gate.VOTE: gettext("您已投票，等大家投完")
        if voted
        else gettext("请投一票，满意还是不满意"),
        Gate.FOLLOW_UP: gettext("回访人员可能打电话问您结果"),
    }
    gate = gates.current(case, reader.law)
    return asked.get(gate, "") if gate else ""


def _light(view: ClockView) -> str:
    return "paused" if view.clock.paused else view.light


def clock(view: ClockView, reader: Reader) -> Shown:
    """A time limit for huiyin/parts/clock.html."""
    sums = [
        line for one in view.explanations for line in one.sentences(gettext, _names(reader.law))
    ]
    return {
        "label": asking.named(view.law),
        "light": _light(view),
        "due_at": None if view.clock.paused else view.clock.red_at,
        "owner": _owner(view.law.owner, reader),
        "steps": sums,
        "provisional": view.clock.provisional,
    }


def _owner(role: Role, reader: Reader) -> str:
    """Who must act, by the name a petitioner knows: the unit's rather than a role's inside it."""
    lead = reader.case.lead
    if role in UNIT_ROLES and lead is not None:
        return reader.unit(lead.unit)
    return asking.label(labels.ROLES[role])


PAUSES = {
    "shelved": N_("挂账"),
    "objected": N_("申请退单"),
    "extension_requested": N_("申请延期"),
    "unit_asked": N_("请其他单位协助"),
    "meeting_called": N_("开会研究"),
}


def _names(law: Law) -> Any:
    """Names that stand in a sum: of holidays, and of what a clock waited for."""

    def name(text: str) -> str:
        if text in PAUSES:
            return gettext(PAUSES[text])
        return law.calendar.labels_en.get(text, text) if asking.in_english() else text

    return name


def promises(case: Case, now: datetime) -> list[Shown]:
    """What is promised from here on, for a receipt: dates that run, then limits yet to begin."""
    law = cases.law_of(case)
    views = [view for view in cases.clock_views(case, now) if binds_the_house(view.law)]
    running = [{"title": asking.named(view.law), "at": view.clock.red_at} for view in views]
    return running + _later(case, law)


LATER = {
    "registered": N_("登记后 {limit}内"),
    "dispatched": N_("交办后 {limit}内"),
    "accepted": N_("受理后 {limit}内"),
}
"""Facts that every case goes through: limits that start with them are worth telling beforehand."""


def _later(case: Case, law: Law) -> list[Shown]:
    """Limits that have not begun, and when they do."""
    begun = {clock.id for clock in case.clocks}
    later = []
    for rule in law.regime.clocks:
        begins = next((fact for fact in LATER if fact in rule.starts), "")
        limit = limit_for(rule, case, law)
        if begins and limit and rule.id not in begun and binds_the_house(rule):
            text = gettext(LATER[begins]).format(limit=asking.span(limit))
            later.append({"title": asking.named(rule), "text": text})
    return later


@dataclass(frozen=True, slots=True)
class Letter:
    """What others are asked to sign."""

    title: str
    text: str


def letter(case: Case) -> Letter:
    """The matter in the words of who began it; the address and the person are left out."""
    for entry in cases.timeline(case.number):
        if isinstance(entry.fact.what, f.Registered):
            return Letter(entry.fact.what.title, entry.fact.what.text)
    return Letter("", "")
