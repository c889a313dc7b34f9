"""The suggestion on a case that waits to be handed over: what, how sure, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from huiyin.cases import queries as cases
from huiyin.dispatch.advising import Advice, advise
from huiyin.dispatch.queries import Seems, before, similar
from huiyin.journal.queries import Entry
from huiyin.rules.case import Case
from huiyin.rules.facts import Registered
from huiyin.rules.law import Law
from huiyin.web.asking import named
from huiyin.web.classing import asked
from huiyin.web.desk.frame import Desk
from huiyin.web.desk.lists import rows

DECIDING = frozenset(
    {"classify", "dispatch", "reassign", "rule_on_objection", "designate_fallback", "merge"}
)
"""Whoever may do one of these now is who a suggestion is for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of advice in words. `share`: how sure, in hundredths; None where not measured."""

    about: str
    value: str
    share: int | None
    reasons: tuple[str, ...]


def lines(case: Case, law: Law, entries: list[Entry]) -> list[Line]:
    """By what they are about, the likeliest first; none for whistle-blowing, which nobody sorts."""
    begun = entries[0].fact.what
    if case.whistle or not isinstance(begun, Registered):
        return []
    return [_line(one, law) for one in advise(law, asked(case, begun.title, begun.text))]


@dataclass(frozen=True, slots=True)
class Alike:
    """Cases that seem the same: `now` still open, to merge into; `before`: it was answered once."""

    now: list[dict[str, Any]]
    before: list[dict[str, Any]]


def alike(case: Case, law: Law, desk: Desk, entries: list[Entry], class_code: str) -> Alike | None:
    """Of those that this desk may open; None where there are none (B13, B14)."""
    begun = entries[0].fact.what
    if case.whistle or not isinstance(begun, Registered):
        return None
    seems = Seems(case.place, f"{begun.title}\n{begun.text}", case.area, class_code)
    likest = [one.number for one in similar(law, seems, now=desk.now, most=6)]
    numbers = [*likest, *before(law, seems, now=desk.now)]
    found = cases.numbered([one for one in numbers if one != case.number], desk.actor)
    shown = rows(sorted(found, key=lambda row: numbers.index(row.number)), desk)
    mine = Alike(
        [row for row in shown if row["number"] in likest],
        [row for row in shown if row["number"] not in likest],
    )
    return mine if shown else None


def _line(one: Advice, law: Law) -> Line:
    names: Mapping[str, tuple[str, Mapping[str, Any]]] = {
        "class": (gettext("分类"), law.classes),
        "kind": (gettext("类型"), law.kinds),
        "level": (gettext("紧急程度"), {level.id: level for level in law.regime.levels}),
        "lead": (gettext("主办"), law.units),
        "assisting": (gettext("协办"), law.units),
    }
    about, table = names[one.about]
    value = named(table[one.value]) if one.value in table else one.value
    share = None if one.confidence is None else round(100 * one.confidence)
    return Line(about, value, share, tuple(_reasons(one)))


def _reasons(one: Advice) -> Iterator[str]:
    if one.by_catalogue:
        yield gettext("责任清单")
    if one.words:
        yield gettext("说到：{words}").format(words=gettext("、").join(one.words))
    led, of = one.past
    if led:
        yield gettext("这一类最近 {of} 件里办过 {led} 件").format(of=of, led=led)
