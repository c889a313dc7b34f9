"""A case whole, in three bands: who and what, what has happened, what can be done now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from huiyin.cases import queries as cases
from huiyin.intake import attachments
from huiyin.intake import queries as intake
from huiyin.intake.identity import Person
from huiyin.journal.queries import Entry
from huiyin.people import queries as people
from huiyin.people.models import Member
from huiyin.rules import facts as f
from huiyin.rules import labels
from huiyin.rules.case import Case
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import owner
from huiyin.web import attaching, fates, points
from huiyin.web.asking import in_english, label, named
from huiyin.web.attaching import FileShown
from huiyin.web.desk import advising, answering, deeds, drafting, papers, presence, wording
from huiyin.web.desk.frame import Desk, page
from huiyin.web.desk.lists import rows, tone_of
from huiyin.web.forms import DeedForm


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with the deed that was just tried: why, the status, and what was typed."""

    sentence: str = ""
    status: int = 200
    form: DeedForm | None = None


FINE = Trouble()
ALSO = 20
"""Of one number, as many cases are looked at: the newest."""


def show(
    request: HttpRequest,
    desk: Desk,
    case: Case,
    *,
    trouble: Trouble = FINE,
    person: Person | None = None,
) -> HttpResponse:
    """The page of a case. `person`: the petitioner in the clear, for this one showing."""
    tried = trouble.form
    law = cases.law_of(case)
    entries = cases.timeline(case.number)
    members = people.by_ids(actors(case, entries))
    into = request.GET.get("into", "")
    scene = deeds.Scene.of(case, law, desk, entries)
    cards = [_chosen(card, into) for card in deeds.cards(scene, tried)]
    every = drafting.helped(cards, scene, request.GET.get("phrase", ""))
    begun = entries[0].fact.what
    files = _files(case)
    now_deeds = [c for c in every if (c.allowed or c.held_up) and c.code != "note"]
    clocks = [clock_shown(view, law) for view in cases.clock_views(case, desk.now)]
    context = {
        "case": case,
        "title": getattr(begun, "title", "") or case.number,
        "letter": getattr(begun, "text", ""),
        "particulars": getattr(begun, "particulars", ""),
        "phase": label(labels.PHASES[case.phase]),
        "phase_tone": tone_of(case.phase),
        "flags": list(_flags(case, begun)),
        "facts": list(_facts(case, begun, law)),
        "parts": [_part(part, law, members) for part in case.assignments],
        "links": list(_links(case)),
        "petitioner": _petitioner(case, person),
        "also": rows(cases.numbered(intake.also_by(case)[:ALSO], desk.actor), desk),
        "purpose": "purpose" in request.POST and not person,
        "points": points.of(entries),
        "letter_files": files(entries[0].fact),
        "pair": attaching.pair(files(entries[0].fact), _answer_files(entries, files)),
        "steps": wording.timeline(entries, law, members, files),
        "told": list(fates.steps(case.number, law)),
        "clocks": clocks,
        "pressing": next((one for one in clocks if one["due_at"]), None),
        "note": next((card for card in every if card.code == "note"), None),
        "now_deeds": now_deeds,
        **_advice(scene, now_deeds),
        "not_now": [c for c in every if not (c.allowed or c.held_up) and c.code != "note"],
        "problem": trouble.sentence,
        "problem_at": tried.row.id if tried else "",
        "others": presence.others(case, desk),
        "followed": people.follows(desk.member, case.number),
        "owner": _owner(case, law),
        "papers": papers.ready(case, entries),
        "article": answering.way(case, entries, desk),
    }
    return page(request, desk, "case", context, status=trouble.status)


def _advice(scene: deeds.Scene, now_deeds: list[deeds.Card]) -> dict[str, Any]:
    """For whoever can decide now where the case goes."""
    possible = {card.code for card in now_deeds if card.allowed}
    if possible.isdisjoint(advising.DECIDING):
        return {}
    case, law, entries = scene.case, scene.law, scene.entries
    return {
        "advice": advising.lines(case, law, entries),
        "alike": advising.alike(case, law, scene.desk, entries, scene.class_code),
        "merges": "merge" in possible,
    }


def _chosen(card: deeds.Card, into: str) -> deeds.Card:
    """The form to merge, opened with the case that was chosen among those alike."""
    if card.code != "merge" or not into or card.form is None:
        return card
    card.form.initial["into"] = into[:24]
    return replace(card, open=True)


def _answer_files(
    entries: list[Entry], files: Callable[[f.Fact], list[FileShown]]
) -> list[FileShown]:
    """Of the newest answer, drafted or given at once."""
    answers = (e.fact for e in reversed(entries) if isinstance(e.fact.what, _ANSWERS))
    newest = next(answers, None)
    return files(newest) if newest else []


_ANSWERS = (f.Drafted, f.AnsweredDirectly)


def _files(case: Case) -> Callable[[f.Fact], list[FileShown]]:
    kept = attachments.of_case(case.number)
    return lambda fact: attaching.shown(attachments.refs_of(fact), kept, "desk:file", [case.number])


def actors(case: Case, entries: list[Entry]) -> set[str]:
    """Whose names the page will say."""
    officers = {part.officer for part in case.assignments if part.officer}
    earlier = {getattr(entry.fact.what, "officer", "") for entry in entries}
    meant = {one for entry in entries for one in getattr(entry.fact.what, "mentioned", ())}
    return {entry.fact.actor for entry in entries} | officers | earlier | meant


def _owner(case: Case, law: Law) -> str:
    role = owner(case, law)
    return label(labels.ROLES[role]) if role else ""


def _flags(case: Case, begun: f.What) -> Any:
    flags = (
        (case.collective, gettext("多人共同反映"), ""),
        (getattr(begun, "on_behalf", False), gettext("代他人反映"), ""),
        (case.whistle, gettext("举报"), "red"),
        (case.confidential, gettext("保密"), "yellow"),
        (case.shelved, gettext("挂账"), "yellow"),
        (bool(case.objecting), gettext("退单待裁定"), "yellow"),
        (case.extension is not None, gettext("延期待审批"), "yellow"),
        (case.extension_stand == "objected", gettext("延期异议待裁定"), "yellow"),
        (case.meeting_open, gettext("会议待决定"), "yellow"),
        (case.published, gettext("已公开"), "green"),
        (case.archived, gettext("已归档"), ""),
    )
    for holds, text, tone in flags:
        if holds:
            yield {"text": text, "tone": tone}
    if case.escalated_to:
        words = label(labels.ROLES[case.escalated_to])
        yield {"text": gettext("已提级：{role}").format(role=words), "tone": "yellow"}
    if case.redos:
        yield {"text": gettext("重办 {count} 次").format(count=case.redos), "tone": "yellow"}


def _facts(case: Case, begun: f.What, law: Law) -> Any:
    """What the matter is: (label, words), only what is known."""
    told = names(case, law)
    pairs = (
        (gettext("渠道"), told["channel"]),
        (gettext("类型"), told["kind"]),
        (gettext("紧急程度"), told["level"]),
        (gettext("分类"), _linked(case, told["class"])),
        (gettext("区域"), told["area"]),
        (gettext("地点"), getattr(begun, "address", "")),
        (gettext("地图位置"), getattr(begun, "position", "")),
        (gettext("首问单位"), _name(law.units, case.first_asked)),
    )
    return ((words, value) for words, value in pairs if value)


def names(case: Case, law: Law) -> dict[str, str]:
    """What the law calls channel, kind, level, class and area of a case; "" where there is none."""
    return {
        "channel": _name(law.channels, case.channel),
        "kind": _name(law.kinds, case.kind),
        "level": next((named(one) for one in law.regime.levels if one.id == case.level), ""),
        "class": _class(case, law),
        "area": _area(case, law),
    }


def _name(table: Mapping[str, Any], key: str) -> str:
    found = table.get(key)
    return named(found) if found else ""


def _linked(case: Case, words: str) -> str:
    """The class, leading to its line of the catalogue in force."""
    if not words:
        return ""
    url = reverse("desk:catalogue-line", args=[case.class_code])
    return format_html('<a href="{}">{}</a>', url, words)


def _class(case: Case, law: Law) -> str:
    """The class with those above it."""
    way: list[str] = []
    row = law.classes.get(case.class_code)
    while row is not None and len(way) < len(law.classes):
        way.insert(0, named(row))
        row = law.classes.get(row.parent)
    return gettext(" › ").join(way)


def _area(case: Case, law: Law) -> str:
    """The area with those above it, the place itself left out."""
    way = [code for code in law.ancestry(case.area) if code != law.regime.area]
    return gettext(" › ").join(named(law.areas[code]) for code in reversed(way))


def _part(part: Any, law: Law, members: Mapping[str, Member]) -> dict[str, str]:
    officer = members.get(part.officer)
    return {
        "unit": _name(law.units, part.unit) or part.unit,
        "role": gettext("主办") if part.lead else gettext("协办"),
        "stand": label(labels.STANDS[part.stand]),
        "officer": f"{officer.name} {officer.phone}".strip() if officer else "",
    }


def _links(case: Case) -> Any:
    for words, number in (
        (gettext("已并入"), case.merged_into),
        (gettext("拆自"), case.split_from),
        *((gettext("并入本件"), number) for number in case.absorbed),
    ):
        if number:
            yield {"label": words, "number": number, "url": reverse("desk:case", args=[number])}


def _petitioner(case: Case, person: Person | None) -> dict[str, Any]:
    """The first petitioner, masked or in the clear, how many others, and who looked before."""
    ref = intake.citizen_actor(case).petitioner
    known = person or intake.masked(ref)
    return {
        "person": known,
        "known": any((known.name, known.phone, known.identity_no, known.email)),
        "clear": person is not None,
        "others": max(len(case.petitioners) - 1, 0),
        "url": reverse("desk:petitioner", args=[case.number]),
        "readings": len(intake.readings(case.number)),
    }


def clock_shown(view: cases.ClockView, law: Law) -> dict[str, Any]:
    """A time limit as huiyin/parts/clock.html shows it."""
    clock, rule = view.clock, view.law
    role = label(labels.ROLES[rule.owner])
    unit = _name(law.units, clock.of)
    sums = [
        line
        for explanation in view.explanations
        for line in explanation.sentences(gettext, lambda text: _reason(text, law))
    ]
    words = named(rule)
    return {
        "label": gettext("{clock}（{of}）").format(clock=words, of=unit or clock.of)
        if clock.of
        else words,
        "light": "paused" if clock.paused else view.light,
        "due_at": None if clock.paused else clock.red_at,
        "owner": unit or role,
        "steps": sums,
        "provisional": clock.provisional,
    }


def _reason(text: str, law: Law) -> str:
    """Why a day does not count: a pause is called as the fact that began it, a holiday by name."""
    kind = f.KINDS.get(text)
    if kind is not None:
        return wording.short(kind)
    if in_english():
        return law.calendar.labels_en.get(text, gettext(text))
    return text
