"""The one door. Every page, call, import and strike of a clock goes through `act` or `register`.

One transaction for the case, its facts and texts, and what is to be told. Conflict is settled by
the version that was seen: the update of the row counts one row or none, and none means look again.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, OperationalError, transaction
from django.dispatch import Signal

from huiyin.cases import finding, numbers, rows, state
from huiyin.cases.models import CaseRow, DoneOnce, NoticeRow
from huiyin.cases.rows import Seen
from huiyin.cases.state import PartLine
from huiyin.journal import actions as journal
from huiyin.journal.actions import Link
from huiyin.people import queries as people
from huiyin.regimes import queries as regimes
from huiyin.rules import access, lifecycle
from huiyin.rules.case import SYSTEM, Actor, Case
from huiyin.rules.deeds import Deed
from huiyin.rules.facts import Fact
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, not_found, not_now
from huiyin.rules.steps.dispatch import Split
from huiyin.rules.steps.receive import Register
from huiyin.rules.words import N_

ATTEMPTS = 5
"""How often a deed looks again when somebody else changed the case in between."""

_DEADLOCK = "40P01"
"""PostgreSQL's word for two who wait for each other: two cases merged into one another at once."""

T = TypeVar("T")


class Refused(Exception):
    """The rules say no; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class _Conflict(Exception):
    """Somebody else changed the case after we looked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The case after the deed, and the facts the deed added (none when it had been done before)."""

    case: Case
    facts: tuple[Fact, ...]


def act(number: str, deed: Deed, *, actor: Actor, now: datetime, key: str = "") -> Outcome:
    """Do a deed to a case.

    `key`: the same deed of the same actor to the case, sent again with it, is done once; again, it
    gives how the case stands. Another deed is another deed, whatever the key.
    Raises Refused, with nothing written, where the rules say no or there is no such case.
    """
    return _settled(lambda: _act(number, deed, actor, now, _scoped(key, actor, number, deed)))


def register(deed: Register, *, actor: Actor, now: datetime, key: str = "") -> Outcome:
    """Begin a case in `deed.place`; its number is given here, whatever `deed.number` says.

    `key` is the caller's own to keep apart: people who have no record yet have no id to scope it.
    """
    return _settled(lambda: _register(deed, actor, now, state.fitting(key)))


erased = Signal()
"""Sent within `erase`, with `number` and `now`: rooms above erase what they keep of the case."""


def erase(number: str, *, now: datetime) -> int:
    """Empty all words of a case, its title on lists too (right to deletion). How many texts.

    The record stays whole: it keeps digests only. Files go with the words (see `erased`); persons
    are erased where they are kept.
    """
    with transaction.atomic():
        CaseRow.objects.filter(number=number).update(title="")
        count = journal.erase(number)
        finding.renew([number])
        erased.send(sender=None, number=number, now=now)
    return count


def notices_handed_on(notices: Iterable[int], *, now: datetime) -> None:
    """These have been given to the channels, inside the caller's transaction."""
    NoticeRow.objects.filter(pk__in=list(notices)).update(handed_on_at=now)


def _settled(attempt: Callable[[], T]) -> T:
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return attempt()
        except _Conflict:
            continue
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _DEADLOCK:
                raise
    raise Refused(not_now(N_("这件诉求正在被别人处理，请稍后再试。")))


def _scoped(key: str, actor: Actor, number: str, deed: Deed) -> str:
    if not key:
        return ""
    said = hashlib.sha256(repr((number, deed)).encode()).hexdigest()
    return state.fitting(f"{actor.id}/{said[:32]}/{key}")


def _act(number: str, deed: Deed, actor: Actor, now: datetime, key: str) -> Outcome:
    row = rows.look(number)
    if row is None:
        raise Refused(_no_such_case(number))
    case = state.read(row.state)
    if _done_before(key):
        return Outcome(case, ())
    law = regimes.law(case.regime, case.version)
    if isinstance(deed, Split):
        deed = replace(deed, number=_number(law, now))
    done = lifecycle.act(case, deed, actor, now, law)
    if isinstance(done, Refusal):
        raise Refused(done)
    for other in lifecycle.consequences(case, deed):
        if isinstance(other.deed, Register):
            _begin(other.deed, SYSTEM, now, law)
        else:
            _reaches(actor, other.number)
            _act(other.number, other.deed, SYSTEM, now, "")
    _save(row, case, done, law)
    _remember(key, number, row.version + len(done.facts), now)
    return Outcome(done.case, done.facts)


def _no_such_case(number: str) -> Refusal:
    return not_found(N_("没有受理编号为“{number}”的诉求。"), number=number)


def _reaches(actor: Actor, number: str) -> None:
    """A deed reaches no second case that its actor may not open: it is not even there."""
    row = rows.look(number)
    if row is not None and not access.may_see(actor, state.read(row.state)):
        raise Refused(_no_such_case(number))


def _save(seen: Seen, before: Case, done: lifecycle.Done, law: Law) -> None:
    written = journal.prepare(seen.number, done.facts, Link(seen.version, seen.head))
    end = {"version": written.link.seq, "head": written.link.head}
    if not rows.change(seen, end | state.columns(done.case, law)):
        raise _Conflict
    journal.append([written])
    parts: list[PartLine] = []
    if done.case.assignments != before.assignments:
        rows.forget_parts(seen.pk)
        parts = state.part_rows(done.case, seen)
    rows.add(parts=parts, notices=state.notice_rows(done.facts, done.case, seen, law))
    finding.keep_up(before, done, law, seen.pk)


def _register(deed: Register, actor: Actor, now: datetime, key: str) -> Outcome:
    earlier = _done_before(key)
    if earlier is not None:
        return Outcome(state.read(CaseRow.objects.get(number=earlier.case).state), ())
    law = regimes.current(_regime_of(deed.place))
    deed = replace(deed, number=_number(law, now))
    outcome = _begin(deed, actor, now, law)
    _remember(key, outcome.case.number, len(outcome.facts), now)
    return outcome


def _regime_of(place: str) -> str:
    found = people.regime_of(place)
    if found is None:
        raise Refused(not_found(N_("没有“{place}”这个地方。"), place=place))
    return found


def _number(law: Law, now: datetime) -> str:
    return numbers.allocate(law.regime.short, law.calendar.local(now).date())[0]


def _begin(deed: Register, actor: Actor, now: datetime, law: Law) -> Outcome:
    done = lifecycle.act(None, deed, actor, now, law)
    if isinstance(done, Refusal):
        raise Refused(done)
    written = journal.prepare(done.case.number, done.facts, journal.START)
    row = state.new_row(
        done.case, law, title=deed.title.strip(), seq=written.link.seq, head=written.link.head
    )
    rows.begin(row)
    journal.append([written])
    rows.add(
        parts=state.part_rows(done.case, row),
        notices=state.notice_rows(done.facts, done.case, row, law),
    )
    finding.begin([(done, law, row.pk)])
    return Outcome(done.case, done.facts)


def _done_before(key: str) -> DoneOnce | None:
    return DoneOnce.objects.filter(key=key).first() if key else None


def _remember(key: str, number: str, seq: int, now: datetime) -> None:
    if not key:
        return
    try:
        with transaction.atomic():
            DoneOnce.objects.create(key=key, case=number, seq=seq, at=now)
    except IntegrityError:  # the same key, at the same moment: whoever was first has done it
        raise _Conflict from None
