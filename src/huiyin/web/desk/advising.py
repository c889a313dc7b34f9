"""The suggestion on a case that waits to be handed over: what, how sure, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from huiyin.dispatch.advising import Advice, advise
from huiyin.journal.queries import Entry
from huiyin.rules.case import Case
from huiyin.rules.facts import Registered
from huiyin.rules.law import Law
from huiyin.web.asking import named
from huiyin.web.classing import asked

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
