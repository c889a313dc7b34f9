"""A no carries its reason: the four ways a deed can be refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """What kind of no it is; skins map it to a status in one place."""

    FORBIDDEN = "forbidden"  # you may not
    NOT_NOW = "not_now"  # the case does not stand so
    NOT_FOUND = "not_found"  # there is no such thing
    INVALID = "invalid"  # what was filled in cannot be taken


@dataclass(frozen=True, slots=True)
class Refusal:
    """One translatable sentence (Chinese template) that says what would help.

    `field` names the deed's field at fault, for `INVALID`.
    """

    why: Why
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    field: str = ""

    def __str__(self) -> str:
        plain = {
            name: "、".join(map(str, value)) if isinstance(value, tuple) else value
            for name, value in self.params.items()
        }
        return self.message.format(**plain)


def forbidden(message: str, /, **params: Any) -> Refusal:
    """You may not."""
    return Refusal(Why.FORBIDDEN, message, params)


def not_now(message: str, /, **params: Any) -> Refusal:
    """Not in this state."""
    return Refusal(Why.NOT_NOW, message, params)


def not_found(message: str, /, **params: Any) -> Refusal:
    """No such thing."""
    return Refusal(Why.NOT_FOUND, message, params)


def invalid(name: str, message: str, /, **params: Any) -> Refusal:
    """Field `name` cannot be taken as it is."""
    return Refusal(Why.INVALID, message, params, name)
