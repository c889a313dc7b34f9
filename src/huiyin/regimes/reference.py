"""The reference page of the vocabulary, written from the types themselves."""

import types
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from huiyin.rules import access, labels
from huiyin.rules.deeds import marks
from huiyin.rules.facts import KINDS
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.vocabulary import Regime
from huiyin.rules.worktime import Limit


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([*_head(), *_models(), *_roles(), *_deeds(), *_facts()]) + "\n"


def _head() -> Iterator[str]:
    yield "# Reference: the vocabulary of a regime"
    yield ""
    yield "Written by `huiyin regime reference` from the types in `src/huiyin/rules/`; do not edit."
    yield ""
    yield (
        "Limits: `30m` minutes and `2h` hours round the clock, `4wh` working hours, `1wd` working "
        "days, `7d` calendar days. Shares: `4/5` or `0.8`."
    )
    yield ""


def _models() -> Iterator[str]:
    yield "## regime.toml"
    yield ""
    for model in _reached(Regime, []):
        yield f"### {model.__name__}"
        yield ""
        yield " ".join((model.__doc__ or "").split())
        yield ""
        yield "| field | type | default | meaning |"
        yield "|---|---|---|---|"
        for name, info in model.model_fields.items():
            said = (f"`{name}`", _type(info.annotation), _default(info), info.description or "")
            yield f"| {' | '.join(said)} |"
        yield ""


def _reached(model: type[BaseModel], seen: list[type[BaseModel]]) -> list[type[BaseModel]]:
    """The model and every model its fields lead to, in the order a reader meets them."""
    if model not in seen:
        seen.append(model)
        for info in model.model_fields.values():
            for one in _parts(info.annotation):
                if isinstance(one, type) and issubclass(one, BaseModel):
                    _reached(one, seen)
    return seen


def _parts(kind: Any) -> Iterator[Any]:
    yield kind
    for part in get_args(kind):
        yield from _parts(part)


_PLAIN = {
    str: "text",
    int: "number",
    bool: "true or false",
    float: "number",
    Fraction: "share",
    Limit: "limit",
    type(None): "nothing",
}


def _type(kind: Any) -> str:
    origin = get_origin(kind)
    arguments = [part for part in get_args(kind) if part not in (Ellipsis, type(None))]
    if origin is Annotated:
        return _type(arguments[0])
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in arguments)
    if origin is tuple:
        return "list of " + " and ".join(_type(one) for one in arguments)
    if origin is dict:
        return "table of numbers by name"
    if origin in (Union, types.UnionType):
        return " or ".join(_type(one) for one in arguments)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return f"{kind.__name__.lower()}: " + ", ".join(f"`{one}`" for one in kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    return _PLAIN.get(kind, getattr(kind, "__name__", str(kind)))


def _default(info: FieldInfo) -> str:
    value = info.default
    if value is PydanticUndefined:
        return "**required**"
    if isinstance(value, BaseModel):
        return "as its own defaults"
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, tuple):
        return ", ".join(f"`{_said(one)}`" for one in value)
    return f"`{_said(value)}`"


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return "–".join(str(one)[:5] for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _roles() -> Iterator[str]:
    yield "## Roles"
    yield ""
    yield "| id | 中文 | English |"
    yield "|---|---|---|"
    yield from (f"| `{role}` | {zh} | {en} |" for role, (zh, en) in labels.ROLES.items())
    yield ""


def _deeds() -> Iterator[str]:
    who = dict(access.table())
    yield "## Deeds"
    yield ""
    yield "| deed | 中文 | step | phases | fields | who (scope) |"
    yield "|---|---|---|---|---|---|"
    for row in TABLE.values():
        phases = "begins a case" if row.phases is None else ", ".join(_in_order(row.phases))
        fields = ", ".join(f"`{name}`" for name, mark in marks(row.deed).items() if mark.label)
        yield f"| `{row.id}` | {row.label} | {row.step} | {phases} | {fields} | {who[row.id]} |"
    yield ""


def _in_order(phases: frozenset[Any]) -> list[str]:
    if len(phases) == len(labels.PHASES):
        return ["any"]
    return [str(phase) for phase in labels.PHASES if phase in phases]


def _facts() -> Iterator[str]:
    yield "## Facts"
    yield ""
    yield "Clocks name these in `starts`, `stops` and `pauses`."
    yield ""
    yield ", ".join(f"`{kind}`" for kind in sorted(KINDS))
