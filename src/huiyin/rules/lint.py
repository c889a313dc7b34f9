"""What is well-formed in a regime and yet names what is not there, or is there twice."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import product
from typing import Any

from huiyin.rules.facts import KINDS, What
from huiyin.rules.law import STREET, Area, ClassOf, Law, UnitOf
from huiyin.rules.vocabulary import ClockLaw, Gate, LimitRule
from huiyin.rules.words import N_

MAIN = "regime.toml"


@dataclass(frozen=True, slots=True)
class Fault:
    """One reference that leads nowhere: the file, the path in it (a row's code in a table), why."""

    file: str
    path: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


def lint(law: Law) -> tuple[Fault, ...]:
    """Every reference of the law that leads nowhere, or in a circle; every name given twice."""
    tables = (*_places(law), *_units(law), *_classes(law), *_standards(law))
    loose = (
        *_named_twice(law),
        *_windows(law),
        *_questions(law),
        *_clocks(law),
        *_nobody(law),
        *_grid(law),
    )
    return (*loose, *tables, *_circles(law))


def _grid(law: Law) -> Iterator[Fault]:
    """Grid workers are staff with one channel of their own (FX-4)."""
    grids = [at for at, channel in enumerate(law.regime.channels) if channel.grid]
    for at in grids:
        channel = law.regime.channels[at]
        if channel.open_to != "staff" or channel.whistle or channel.identity == "real_name":
            yield _no(
                MAIN,
                f"channels[{at}].grid",
                N_("网格渠道由工作人员登记，不要求实名，也不能是举报渠道。"),
            )
    for at in grids[1:]:
        yield _no(MAIN, f"channels[{at}].grid", N_("网格渠道只能有一个。"))
    if law.regime.dispatch.solve_by and not grids:
        yield _no(MAIN, "dispatch.solve_by", N_("没有网格渠道，就没有人能就地解决。"))
    if law.regime.dispatch.solve_by and law.regime.dispatch.automatic:
        yield _no(MAIN, "dispatch.solve_by", N_("登记后自动派单的地方，不能就地解决。"))


def _no(file: str, path: str, message: str, **params: Any) -> Fault:
    return Fault(file, path, message, params)


_LISTS = (
    "channels",
    "kinds",
    "questions",
    "levels",
    "clocks",
    "ladders",
    "triggers",
    "indicators",
    "bulletins",
)


def _named_twice(law: Law) -> Iterator[Fault]:
    """The second of one name would silently take the place of the first."""
    lists = {name: getattr(law.regime, name) for name in _LISTS}
    for at, ladder in enumerate(law.regime.ladders):
        lists[f"ladders[{at}].rungs"] = ladder.rungs
    for name, items in lists.items():
        seen: set[str] = set()
        for number, item in enumerate(items):
            if item.id in seen:
                yield _no(MAIN, f"{name}[{number}].id", N_("“{id}”重复了。"), id=item.id)
            seen.add(item.id)


def _windows(law: Law) -> Iterator[Fault]:
    """Desks of units that are not there; two at one desk, or one unit at two."""
    seen: set[tuple[str, str]] = set()
    for at, one in enumerate(law.regime.windows):
        for name, code in (("centre", one.centre), ("unit", one.unit)):
            if code not in law.units:
                path = f"windows[{at}].{name}"
                yield _no(MAIN, path, N_("units.csv 里没有“{code}”。"), code=code)
        for name, value in (("number", one.number), ("unit", one.unit)):
            if (one.centre, f"{name}:{value}") in seen:
                yield _no(MAIN, f"windows[{at}].{name}", N_("“{id}”重复了。"), id=value)
            seen.add((one.centre, f"{name}:{value}"))


def _questions(law: Law) -> Iterator[Fault]:
    """Questions of classes that are not there; after an answer that nobody was asked before."""
    before: set[str] = set()
    for at, one in enumerate(law.regime.questions):
        here = f"questions[{at}]"
        for code in one.classes:
            if not any(known.startswith(code) for known in law.classes):
                message = N_("catalogue.csv 里没有“{code}”开头的分类。")
                yield _no(MAIN, f"{here}.classes", message, code=code)
        if one.when and one.when not in before:
            message = N_("前面没有“{when}”这个问题和选项。")
            yield _no(MAIN, f"{here}.when", message, when=one.when)
        answers = [choice.id for choice in one.choices]
        for twice in sorted({answer for answer in answers if answers.count(answer) > 1}):
            yield _no(MAIN, f"{here}.choices", N_("“{id}”重复了。"), id=twice)
        before |= {f"{one.id}:{answer}" for answer in answers}


def _circles(law: Law) -> Iterator[Fault]:
    """What lies below itself: whoever looks for what is above would never come to an end."""
    tables: dict[str, Mapping[str, Area | UnitOf | ClassOf]] = {
        "areas.csv": law.areas,
        "units.csv": law.units,
        "catalogue.csv": law.classes,
    }
    for name, rows in tables.items():
        for code, row in rows.items():
            here, seen = row.parent, {code}
            while here in rows and here not in seen:
                seen.add(here)
                here = rows[here].parent
            if here == code:
                yield _no(name, code, N_("“{code}”的上级绕回了它自己。"), code=code)


def _clocks(law: Law) -> Iterator[Fault]:
    for number, clock in enumerate(law.regime.clocks):
        here = f"clocks[{number}]"
        for path, kind in _named_facts(clock):
            if kind not in KINDS:
                yield _no(MAIN, f"{here}.{path}", N_("没有“{kind}”这种事实。"), kind=kind)
        if clock.ladder is not None and clock.ladder not in law.ladders:
            yield _no(
                MAIN, f"{here}.ladder", N_("没有“{ladder}”这个督办阶梯。"), ladder=clock.ladder
            )
        yield from _limits(law, clock, here)
        yield from _classes_of_limits(law, clock, here)
        yield from _timeless(law, clock, here)


def _limits(law: Law, clock: ClockLaw, here: str) -> Iterator[Fault]:
    for index, rule in enumerate(clock.limits):
        named: list[tuple[str, str, Collection[str]]] = [
            ("kinds", one, law.kinds) for one in rule.kinds
        ]
        named += [("levels", one, law.levels) for one in rule.levels]
        named += [("channels", one, law.channels) for one in rule.channels]
        for name, one, known in named:
            if one not in known:
                yield _no(MAIN, f"{here}.limits[{index}].{name}", N_("没有“{one}”。"), one=one)


def _classes_of_limits(law: Law, clock: ClockLaw, here: str) -> Iterator[Fault]:
    for index, rule in enumerate(clock.limits):
        for code in rule.classes:
            if not any(known.startswith(code) for known in law.classes):
                path = f"{here}.limits[{index}].classes"
                yield _no(MAIN, path, N_("catalogue.csv 里没有“{code}”开头的分类。"), code=code)


def _timeless(law: Law, clock: ClockLaw, here: str) -> Iterator[Fault]:
    """A clock without a limit for somebody's case would be red as soon as it starts."""
    for index, rule in enumerate(clock.limits):
        if rule.limit is None and rule.by is None:
            yield _no(MAIN, f"{here}.limits[{index}]", N_("这一条没有写时限。"))
    names_moment = all("until" in _fields(KINDS[kind]) for kind in clock.starts if kind in KINDS)
    if clock.limit is not None or names_moment:
        return
    sure = [rule for rule in clock.limits if rule.limit and not rule.by and not rule.classes]
    for kind, level, channel in product(law.kinds, sorted(law.levels) or [""], law.channels):
        if not any(_is_for(rule, kind, level, channel) for rule in sure):
            yield _no(
                MAIN, f"{here}.limit", N_("“{kind}”类诉求没有时限，一开始就会超期。"), kind=kind
            )
            return


def _is_for(rule: LimitRule, kind: str, level: str, channel: str) -> bool:
    return (
        (not rule.kinds or kind in rule.kinds)
        and (not rule.levels or level in rule.levels)
        and (not rule.channels or channel in rule.channels)
    )


def _fields(what: type[What]) -> set[str]:
    return {item.name for item in fields(what)}


def _nobody(law: Law) -> Iterator[Fault]:
    """Steps that this place takes, and for which it names nobody; gates that stand twice."""
    gates = law.regime.gates
    of_gates = {
        Gate.SIGN_OFF: gates.sign_off.by,
        Gate.AUDIT: gates.audit.by,
        Gate.FOLLOW_UP: gates.follow_up.by,
    }
    named = {f"gates.{gate}.by": by for gate, by in of_gates.items() if gate in law.gates}
    named["gates.strike_off_by"] = gates.strike_off_by
    named["supervision.meeting_by"] = law.regime.supervision.meeting_by
    for path, roles in named.items():
        if not roles:
            yield _no(MAIN, path, N_("至少要写一个角色。"))
    for at, gate in enumerate(law.gates):
        if gate in law.gates[:at]:
            yield _no(MAIN, f"gates.order[{at}]", N_("“{id}”重复了。"), id=str(gate))


def _named_facts(clock: ClockLaw) -> Iterator[tuple[str, str]]:
    for name in ("starts", "stops"):
        yield from ((f"{name}[{at}]", kind) for at, kind in enumerate(getattr(clock, name)))
    for at, pause in enumerate(clock.pauses):
        yield from ((f"pauses[{at}].on", kind) for kind in pause.on)
        yield from ((f"pauses[{at}].until", kind) for kind in pause.until)


def _places(law: Law) -> Iterator[Fault]:
    if law.regime.area not in law.areas:
        yield _no(MAIN, "area", N_("areas.csv 里没有“{code}”。"), code=law.regime.area)
    if law.regime.dispatch.fallback not in law.units:
        code = law.regime.dispatch.fallback
        yield _no(MAIN, "dispatch.fallback", N_("units.csv 里没有“{code}”。"), code=code)
    for area in law.areas.values():
        if area.parent and area.parent not in law.areas:
            yield _no("areas.csv", area.code, N_("没有上级区域“{code}”。"), code=area.parent)


def _units(law: Law) -> Iterator[Fault]:
    for unit in law.units.values():
        if unit.parent and unit.parent not in law.units:
            yield _no("units.csv", unit.code, N_("没有上级单位“{code}”。"), code=unit.parent)
        if unit.area and unit.area not in law.areas:
            yield _no("units.csv", unit.code, N_("areas.csv 里没有“{code}”。"), code=unit.area)


def _classes(law: Law) -> Iterator[Fault]:
    has_streets = any(unit.grass_roots for unit in law.units.values())
    for row in law.classes.values():
        if row.parent and row.parent not in law.classes:
            yield _no("catalogue.csv", row.code, N_("没有上级分类“{code}”。"), code=row.parent)
        for unit in (row.lead, *row.assisting):
            if unit and unit != STREET and unit not in law.units:
                yield _no("catalogue.csv", row.code, N_("units.csv 里没有“{code}”。"), code=unit)
        if STREET in (row.lead, *row.assisting) and not has_streets:
            yield _no(
                "catalogue.csv", row.code, N_("units.csv 里没有街道或乡镇，“@street”无处可派。")
            )


def _standards(law: Law) -> Iterator[Fault]:
    for row in law.standards.values():
        if row.unit and row.unit not in law.units:
            yield _no("standards.csv", row.code, N_("units.csv 里没有“{code}”。"), code=row.unit)
    if law.regime.handling.standard == "list" and not law.standards:
        yield _no("standards.csv", "", N_("regime.toml 要求从清单选择标准，清单却是空的。"))
