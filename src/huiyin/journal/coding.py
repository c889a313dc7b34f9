"""Facts to text and back. The text is what is hashed, so its form never changes once written."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, TypeAdapter

from huiyin.rules.case import Clock
from huiyin.rules.facts import KINDS, Fact, What, prose_fields
from huiyin.rules.vocabulary import Role

W = TypeVar("W")
_CLOCKS = TypeAdapter(tuple[Clock, ...])


@cache
def _whats(kind: str) -> TypeAdapter[What]:
    return TypeAdapter(KINDS[kind])


@dataclass(frozen=True, slots=True)
class Words:
    """People's words set apart from a fact."""

    field: str
    salt: str
    body: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A fact as it is written: the text, and the words that go beside it."""

    data: str
    words: tuple[Words, ...]


def digest(salt: str, body: str) -> str:
    """What a fact keeps of people's words."""
    return "sha256:" + hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def encode(fact: Fact) -> Coded:
    """The fact's text, its words replaced by salted digests."""
    what = fact.what
    words = tuple(
        Words(name, secrets.token_hex(16), body)
        for name in prose_fields(type(what))
        if (body := getattr(what, name))
    )
    if words:
        what = replace(what, **{w.field: digest(w.salt, w.body) for w in words})
    clocks = _CLOCKS.dump_json(fact.clocks).decode() if fact.clocks else "[]"
    text = _whats(fact.kind).dump_json(what).decode()
    return Coded(f'{{"what":{text},"clocks":{clocks}}}', words)


class Written(BaseModel, Generic[W]):
    """The shape of `data`."""

    what: W
    clocks: tuple[Clock, ...]


@cache
def _both(kind: str) -> type[Written[Any]]:
    return Written[KINDS[kind]]  # type: ignore[valid-type]


class Recorded(Protocol):
    """What the record keeps of a fact, as a row or about to become one."""

    case: str
    seq: int
    at: datetime
    actor: str
    role: str
    unit: str
    kind: str
    data: str


def decode(row: Recorded, words: Mapping[str, str | None] | None = None) -> Fact:
    """The fact that was written; with `words`, people's words are put back (erased ones are "")."""
    read = _both(row.kind).model_validate_json(row.data)
    what = read.what
    if words:
        what = replace(what, **{name: body or "" for name, body in words.items()})
    return Fact(row.at, row.actor, Role(row.role), row.unit, what, read.clocks)


def chain(prev: str, row: Recorded) -> str:
    """The hash of a fact over everything it says and the hash of the one before."""
    moment = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = (row.case, str(row.seq), moment, row.actor, row.role, row.unit, row.kind, row.data)
    return hashlib.sha256("\n".join((prev, *said)).encode()).hexdigest()
