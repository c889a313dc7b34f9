"""How every skin speaks of a refusal: its status, and its sentence in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from huiyin.rules import labels
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, Why
from huiyin.rules.vocabulary import Role
from huiyin.rules.words import N_
from huiyin.rules.worktime import Limit, Unit

STATUS: dict[Why, int] = {
    Why.FORBIDDEN: 403,
    Why.NOT_FOUND: 404,
    Why.NOT_NOW: 409,
    Why.INVALID: 422,
}

_SPANS = {  # one, and several: languages differ
    Unit.MINUTES: (N_("1 分钟"), N_("{count} 分钟")),
    Unit.HOURS: (N_("1 小时"), N_("{count} 小时")),
    Unit.WORKING_HOURS: (N_("1 个工作小时"), N_("{count} 个工作小时")),
    Unit.DAYS: (N_("1 天"), N_("{count} 天")),
    Unit.WORKING_DAYS: (N_("1 个工作日"), N_("{count} 个工作日")),
}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return STATUS[refusal.why]


def sentence(refusal: Refusal, law: Law | None = None) -> str:
    """The reason in the reader's language; with `law`, its own names are translated too."""
    return told(refusal.message, refusal.params, law)


def told(template: str, params: Mapping[str, Any], law: Law | None = None) -> str:
    """A sentence of the rules with its blanks filled, in the reader's language."""
    words = {name: _word(name, value, law) for name, value in params.items()}
    return gettext(template).format(**words)


def label(pair: tuple[str, str]) -> str:
    """Chinese or English, as the reader has it."""
    return pair[1] if in_english() else pair[0]


def named(thing: Any) -> str:
    """The name of something of the law: `label` or `name`, in the reader's language."""
    if hasattr(thing, "label"):
        return label((thing.label, thing.label_en))
    return label((thing.name, thing.name_en))


def listed(names: Iterable[str]) -> str:
    """Several names in a row: 、 in Chinese, commas in English."""
    return (", " if in_english() else "、").join(names)


def span(limit: str | Limit) -> str:
    """`7wd` -> 7 个工作日. Raises ValueError for what is not a limit."""
    meant = Limit.parse(limit) if isinstance(limit, str) else limit
    one, many = _SPANS[meant.unit]
    return gettext(one if meant.amount == 1 else many).format(count=meant.amount)


def in_english() -> bool:
    """Does the reader read English?"""
    return (get_language() or "").startswith("en")


def _word(name: str, value: Any, law: Law | None) -> str:
    if name == "phase":
        return label(labels.PHASES[value])
    if name == "roles":
        people = [role for role in value if role != Role.SYSTEM]  # nobody can turn to the house
        return listed(label(labels.ROLES[role]) for role in people or value)
    if name == "blanks":
        return listed(label(pair) for pair in value)
    if name == "modes":
        return listed(gettext("“{name}”").format(name=label(labels.MODES[mode])) for mode in value)
    if name == "most" and isinstance(value, str):
        return span(value)
    if isinstance(value, str):
        return _in_law(value, law) or gettext(value) if value else ""
    return str(value)


def _in_law(text: str, law: Law | None) -> str:
    """The law's own name for `text`, where the reader does not read Chinese."""
    if law is None or not in_english():
        return ""
    regime = law.regime
    rungs = (rung for ladder in law.ladders.values() for rung in ladder.rungs)
    for thing in (*regime.kinds, *regime.levels, *regime.channels, *regime.clocks, *rungs):
        if thing.label == text:
            return thing.label_en
    of_unit = (unit.name_en for unit in law.units.values() if unit.name == text)
    of_class = (row.name_en for row in law.classes.values() if row.name == text)
    return next(of_unit, "") or next(of_class, "")
