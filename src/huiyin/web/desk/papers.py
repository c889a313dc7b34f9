"""What an order (交办单) and an answer (答复) of a case tell on paper; see `rules.printed`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from huiyin.cases.actions import Refused
from huiyin.intake.identity import Person
from huiyin.journal.queries import Entry
from huiyin.people.models import Member, Place
from huiyin.rules import facts as f
from huiyin.rules.case import Case
from huiyin.rules.law import Law
from huiyin.rules.printed import Value
from huiyin.rules.refusals import not_now
from huiyin.rules.words import N_
from huiyin.web import points
from huiyin.web.asking import in_english, label, listed, named, span
from huiyin.web.desk import wording
from huiyin.web.templatetags.huiyin import dated, moment_before

NAMES = {"order": N_("交办单"), "answer": N_("答复")}
"""The forms, by what they are called."""

_HANDED_OVER = (f.Dispatched, f.Reassigned, f.Designated, f.Claimed)
_NO_ORDER = N_("这件诉求还没有交给哪个单位，没有交办单可打。")
_NO_ANSWER = N_("答复还没有发出，没有答复可打。")


@dataclass(frozen=True, slots=True)
class Scene:
    """A case and what has happened to it; `person`: its first petitioner, as far as to be told."""

    case: Case
    law: Law
    place: Place
    entries: list[Entry]
    members: Mapping[str, Member]
    person: Person
    clocks: list[dict[str, Any]]
    names: Mapping[str, str]
    """What the case page calls kind, level, class, area and channel."""
    now: datetime

    @property
    def begun(self) -> f.What:
        """How it was registered."""
        return self.entries[0].fact.what


def ready(case: Case, entries: list[Entry]) -> list[dict[str, str]]:
    """The forms that can be printed now."""
    can = {"order": _handed_over(case, entries), "answer": answered(entries)}
    return [{"form": form, "name": gettext(NAMES[form])} for form, entry in can.items() if entry]


def _handed_over(case: Case, entries: list[Entry]) -> Entry | None:
    """How the unit that leads now came by it."""
    if case.lead is None:
        return None
    return next((e for e in reversed(entries) if isinstance(e.fact.what, _HANDED_OVER)), None)


def answered(entries: list[Entry]) -> tuple[Entry, Entry] | None:
    """The answer that went out last, and the fact by which it did."""
    drafted, out = None, None
    for entry in entries:
        match entry.fact.what:
            case f.Drafted():
                drafted = entry
            case f.Answered() if drafted:
                out = drafted, entry
            case f.AnsweredDirectly():
                out = entry, entry
    return out


def order(scene: Scene) -> dict[str, Value]:
    """What the order to the leading unit tells. Raises Refused where there is none."""
    case, begun = scene.case, scene.begun
    entry = _handed_over(case, scene.entries)
    if entry is None or case.lead is None:
        raise Refused(not_now(_NO_ORDER))
    letter = (_text(scene.entries[0], "text"), getattr(begun, "particulars", ""))
    return {
        **_both(scene),
        **scene.names,
        "letter": "\n".join(filter(None, letter)),
        "supplement": _supplements(scene.entries),
        "point": [f"{one.number}. {_or_erased(one.text)}" for one in points.of(scene.entries)],
        "address": getattr(begun, "address", ""),
        "petitioner": "" if case.confidential else scene.person.name,
        "petitioner_phone": "" if case.confidential else scene.person.phone,
        "lead": _unit(case.lead.unit, scene.law),
        "assisting": listed(_unit(part.unit, scene.law) for part in case.assisting),
        "dispatcher": wording.who(entry.fact, scene.law, scene.members),
        "dispatched_on": dated(entry.fact.at),
        "note": getattr(entry.fact.what, "note", "") or getattr(entry.fact.what, "reason", ""),
        "deadline": [_of_clock(one, moment_before(one["due_at"])) for one in scene.clocks],
        "reckoning": [
            _of_clock(one, (" " if in_english() else "").join(one["steps"]))
            for one in scene.clocks
            if one["steps"]
        ],
    }


def _of_clock(clock: dict[str, Any], told: str) -> str:
    return gettext("{clock}：{told}").format(clock=clock["label"], told=told)


def answer(scene: Scene) -> dict[str, Value]:
    """What the answer to the petitioner tells. Raises Refused where none has gone out."""
    found = answered(scene.entries)
    if found is None:
        raise Refused(not_now(_NO_ANSWER))
    said, out = found
    each = points.of(scene.entries, drafts=False)
    accepted = _accepted(scene.entries)
    promised = scene.law.standards.get(accepted.standard) if accepted else None
    return {
        **_both(scene),
        "petitioner": scene.person.name or gettext("诉求人"),
        "answer": _text(said, "text"),
        "point": [_or_erased(one.text) for one in each],
        "said": [_or_erased(one.answer) for one in each],
        "unit": _unit(getattr(said.fact.what, "unit", "") or said.fact.unit, scene.law),
        "officer": _officer(accepted, scene) if accepted else "",
        "standard": gettext("{name}（{limit}）").format(
            name=named(promised), limit=span(promised.limit)
        )
        if promised
        else "",
        "answered_on": dated(out.fact.at),
    }


def _both(scene: Scene) -> dict[str, Value]:
    case, regime = scene.case, scene.law.regime
    standard = case.lead.standard if case.lead else ""
    return {
        "place": named(scene.place),
        "system": label((regime.name, regime.name_en)),
        "number": case.number,
        "title": _text(scene.entries[0], "title") or case.number,
        "basis": listed(scene.law.grounds(case.class_code, standard)),
        "registered_on": dated(scene.entries[0].fact.at),
        "printed_on": dated(scene.now),
    }


def _accepted(entries: list[Entry]) -> f.Accepted | None:
    """How the matter was taken on last, by whoever made a promise for it."""
    every = [e.fact.what for e in entries if isinstance(e.fact.what, f.Accepted)]
    return next((what for what in reversed(every) if what.contact), every[-1] if every else None)


def _officer(accepted: f.Accepted, scene: Scene) -> str:
    """Name and number, where the place tells them to petitioners (SN-7)."""
    if not scene.law.regime.publication.handler_shown:
        return ""
    member = scene.members.get(accepted.officer)
    return accepted.contact or (f"{member.name} {member.phone}".strip() if member else "")


def _supplements(entries: list[Entry]) -> list[str]:
    return [_text(one, "text") for one in entries if isinstance(one.fact.what, f.Supplemented)]


def _text(entry: Entry, name: str) -> str:
    return _or_erased(str(getattr(entry.fact.what, name, "")), name in entry.erased)


def _or_erased(text: str, erased: bool | None = None) -> str:
    """Words that the law had erased say so; `erased` None: they are never empty otherwise."""
    gone = not text if erased is None else erased
    return gettext("（内容已依法删除）") if gone else text


def _unit(code: str, law: Law) -> str:
    return named(law.units[code]) if code in law.units else code
