"""The same door for many cases at once: decided one by one, written together.

For importers: new cases only, each taken through its deeds in memory and saved with all its facts
in one transaction a batch. Nothing of history is told to anybody. The rules are the same.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from huiyin.cases import finding, numbers, rows, state
from huiyin.cases.actions import Refused
from huiyin.cases.models import DoneOnce
from huiyin.journal import actions as journal
from huiyin.rules import lifecycle
from huiyin.rules.case import SYSTEM, Case
from huiyin.rules.deeds import Deed
from huiyin.rules.facts import Fact
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal
from huiyin.rules.steps.receive import Register


class Batch:
    """Cases on their way in, under one law.

    batch = Batch(law, [then, ...])
    one = batch.begin(register, now=then, key="row 17")
    one.act(deed, now=later)
    batch.write()
    """

    def __init__(self, law: Law, moments: Iterable[datetime] = ()) -> None:
        """`moments`: when the cases to come began, so that each day is asked once for numbers.

        To be made inside the transaction in which the batch is written.
        """
        self.law = law
        self._new: list[NewCase] = []
        days = Counter(self._day(moment) for moment in moments)
        self._numbers = {on: iter(self._allocate(on, count)) for on, count in days.items()}

    def _day(self, moment: datetime) -> date:
        return self.law.calendar.local(moment).date()

    def _allocate(self, on: date, count: int) -> list[str]:
        return numbers.allocate(self.law.regime.short, on, count)

    def begin(self, deed: Register, *, now: datetime, key: str = "") -> "NewCase":
        """Register a case; raises Refused, and the batch goes on without it."""
        on = self._day(now)
        number = next(self._numbers.get(on, iter(())), "") or self._allocate(on, 1)[0]
        new = NewCase(self, key, deed.title.strip())
        new.act(replace(deed, number=number), now=now)
        self._new.append(new)
        return new

    def drop(self, new: "NewCase") -> None:
        """Leave a case out of the batch after all; its number is skipped."""
        self._new.remove(new)

    def write(self) -> list[Case]:
        """Save everything in one transaction, and begin anew."""
        with transaction.atomic():
            self._save()
        cases = [new.known for new in self._new]
        self._new = []
        return cases

    def _save(self) -> None:
        written = [journal.prepare(n.number, n.facts, journal.START) for n in self._new]
        new_rows = [
            state.new_row(
                new.known, self.law, title=new.title, seq=one.link.seq, head=one.link.head
            )
            for new, one in zip(self._new, written, strict=True)
        ]
        rows.begin_all(new_rows)
        journal.append(written)
        pairs = list(zip(self._new, new_rows, strict=True))
        rows.add(
            parts=[part for new, row in pairs for part in state.part_rows(new.known, row)],
            done=[
                DoneOnce(key=new.key, case=new.number, seq=len(new.facts), at=new.began_at)
                for new in self._new
                if new.key
            ],
        )
        finding.begin((new, self.law, row.pk) for new, row in pairs)


class NewCase:
    """A case of a batch, not written yet."""

    def __init__(self, batch: Batch, key: str, title: str) -> None:
        self._batch = batch
        self.key = key
        self.title = title
        self.case: Case | None = None
        self.facts: tuple[Fact, ...] = ()

    @property
    def known(self) -> Case:
        """The case as it stands."""
        if self.case is None:
            raise LookupError("not registered yet")
        return self.case

    @property
    def number(self) -> str:
        """Its number."""
        return self.known.number

    @property
    def began_at(self) -> datetime:
        """When it was registered."""
        return self.known.registered_at

    def act(self, deed: Deed, *, now: datetime, unit: str = "") -> Case:
        """Do a deed to it, as the system, for a unit where it is a unit's deed. Raises Refused."""
        actor = replace(SYSTEM, unit=unit) if unit else SYSTEM
        done = lifecycle.act(self.case, deed, actor, now, self._batch.law)
        if isinstance(done, Refusal):
            raise Refused(done)
        self.case = done.case
        self.facts += done.facts
        return done.case
