"""What a person may choose from in a form: the lists of the law in words, in an order to find by.

A list is `[(value, label), ...]`; a long one comes in groups, `[(group, [(value, label), ...])]`,
as Django's choices do. Values are always those that the rules know (`rules.deeds.choices`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from huiyin.people import queries as people
from huiyin.rules.case import Case
from huiyin.rules.deeds import choices
from huiyin.rules.law import Law
from huiyin.web import points
from huiyin.web.asking import label, named, span

Option = tuple[str, str]
Options = list[Option] | list[tuple[str, list[Option]]]

UNIT_KINDS = {
    "government": gettext_lazy("政府"),
    "department": gettext_lazy("部门"),
    "street": gettext_lazy("街道、乡镇"),
    "enterprise": gettext_lazy("企业"),
    "centre": gettext_lazy("中心"),
    "inspection": gettext_lazy("督查"),
    "discipline": gettext_lazy("纪检监察"),
    "court": gettext_lazy("法院"),
}


def options(
    source: str, case: Case | None, law: Law, *, place: str = "", unit: str = ""
) -> Options | None:
    """The list that a `Pick` names, in the active language; None where a person writes freely.

    `officers` are the active members of `unit` in `place`.
    """
    if source == "officers":
        return (
            [(f"member:{m.pk}", m.name) for m in people.members(place, unit=unit)] if unit else []
        )
    known = choices(source, case, law)
    if known is None:
        return None
    if source == "points" and case is not None:
        said = dict(enumerate(points.texts(case.number), 1)) if known else {}
        return [(n, said.get(int(n)) or label(pair)) for n, pair in known.items()]
    if source in _GROUPED:
        return _GROUPED[source](law)
    if source == "standards":
        return [(code, _standard(code, label(pair), law)) for code, pair in known.items()]
    return [(str(value), label(pair)) for value, pair in known.items()]


def values(listed: Options) -> list[str]:
    """The values of a list, grouped or not."""
    return [value for value, _ in flat(listed)]


def flat(listed: Options) -> list[Option]:
    """The list without its groups."""
    found: list[Option] = []
    for first, second in listed:
        found += [(first, second)] if isinstance(second, str) else second
    return found


def _standard(code: str, name: str, law: Law) -> str:
    return gettext("{name}（{limit}）").format(name=name, limit=span(law.standards[code].limit))


def _units(law: Law) -> Options:
    groups: dict[str, list[Option]] = {}
    for unit in law.units.values():
        groups.setdefault(unit.kind, []).append((unit.code, named(unit)))
    return [(str(UNIT_KINDS.get(kind, kind)), units) for kind, units in groups.items()]


def _tree(rows: Mapping[str, Any]) -> Options:
    """Groups by the first level that divides; below it a row is called by its way down."""
    tops = [row for row in rows.values() if row.parent not in rows]
    root = tops[0].code if len(tops) == 1 else ""
    groups: dict[str, list[Option]] = {}
    for row in rows.values():
        way = _way_down(row, rows, root)
        words = gettext(" › ").join(named(step) for step in way[1:] or way)
        groups.setdefault(way[0].code, []).append((row.code, words))
    return [(named(rows[code]), listed) for code, listed in groups.items()]


def _way_down(row: Any, rows: Mapping[str, Any], root: str) -> list[Any]:
    """From the row's group down to the row itself."""
    way = [row]
    while way[0].parent in rows and way[0].parent != root and len(way) < len(rows):
        way.insert(0, rows[way[0].parent])
    return way


_GROUPED: dict[str, Callable[[Law], Options]] = {
    "units": _units,
    "classes": lambda law: _tree(law.classes),
    "areas": lambda law: _tree(law.areas),
}
