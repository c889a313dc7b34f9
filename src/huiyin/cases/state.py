"""A case to its row and back."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pydantic import TypeAdapter

from huiyin.cases.models import CaseRow
from huiyin.rules import lifecycle
from huiyin.rules.case import Case, Clock
from huiyin.rules.facts import Fact
from huiyin.rules.law import Law
from huiyin.rules.notices import notices
from huiyin.rules.vocabulary import Role

_CASE: TypeAdapter[Case] = TypeAdapter(Case)
_LONGEST_KEY = 120
CONFIDENTIAL = '"confidential":true'
"""How a row's state says it, for a list to leave such cases out."""


def read(text: str) -> Case:
    """The case that was written."""
    return _CASE.validate_json(text)


def write(case: Case) -> str:
    """The whole case as text."""
    return _CASE.dump_json(case).decode()


def pressing(case: Case, law: Law) -> Clock | None:
    """The running clock of staff that turns red first: the one whose light a list shows."""
    running = [
        clock
        for clock in case.clocks
        if clock.running and law.owners(clock.id) is not Role.PETITIONER
    ]
    return min(running, key=lambda clock: clock.red_at, default=None)


def columns(case: Case, law: Law) -> dict[str, Any]:
    """What the row says of the case."""
    clock = pressing(case, law) if case.open else None
    return {
        "state": write(case),
        "phase": case.phase,
        "owner": lifecycle.owner(case, law) or "",
        "kind": case.kind,
        "level": case.level,
        "class_code": case.class_code,
        "area": case.area,
        "lead": case.lead.unit if case.lead else "",
        "escalated_to": case.escalated_to,
        "published": case.published,
        "changed_at": case.changed_at,
        "answered_at": case.answered_at,
        "yellow_at": clock.yellow_at if clock else None,
        "red_at": clock.red_at if clock else None,
        "next_alarm_at": case.next_alarm_at,
    }


def new_row(case: Case, law: Law, *, title: str, seq: int, head: str) -> CaseRow:
    """The row of a case that has none yet."""
    return CaseRow(
        number=case.number,
        place_id=case.place,
        regime=case.regime,
        law=case.version,
        version=seq,
        head=head,
        title=title,
        channel=case.channel,
        whistle=case.whistle,
        claimable=case.claimable,
        first_asked=case.first_asked,
        registered_at=case.registered_at,
        **columns(case, law),
    )


class Kept(Protocol):
    """A case's row, as far as the rows beside it must know it."""

    @property
    def pk(self) -> int:
        """Its id."""


@dataclass(frozen=True, slots=True)
class PartLine:
    """A row of `Part` on its way in; a model's instance costs more than the rule behind it."""

    case_id: int
    unit: str
    lead: bool
    stand: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A row of `NoticeRow` on its way in."""

    case_id: int
    place_id: str
    at: datetime
    audience: str
    role: str
    unit: str
    member: str
    template: str
    params: dict[str, Any]
    handed_on_at: datetime | None = None


def part_rows(case: Case, row: Kept) -> list[PartLine]:
    """A row for each unit's part."""
    return [PartLine(row.pk, part.unit, part.lead, part.stand) for part in case.assignments]


def notice_rows(facts: tuple[Fact, ...], case: Case, row: Kept, law: Law) -> list[NoticeLine]:
    """What is to be told of these facts."""
    return [
        NoticeLine(
            case_id=row.pk,
            place_id=case.place,
            at=fact.at,
            audience=notice.audience,
            role=notice.role,
            unit=notice.unit,
            member=notice.member,
            template=notice.template,
            params=dict(notice.params),
        )
        for fact in facts
        for notice in notices(fact, case, law)
    ]


def fitting(key: str) -> str:
    """An idempotency key as its table holds it: one too long is told by its digest, never cut."""
    if len(key) <= _LONGEST_KEY and key.isprintable():
        return key
    return f"sha256:{hashlib.sha256(key.encode(errors='surrogatepass')).hexdigest()}"
