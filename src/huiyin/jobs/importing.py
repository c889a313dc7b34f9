"""Taking a ledger in: every letter at its real time through the door, in bulk.

A letter is registered, dispatched by the catalogue and taken on when it came; where a reply is
given it is answered at the time of the reply. In between, and after, the clocks strike when they
would have struck. A second run of the same ledger, or one after a break, goes on where it stopped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.cases.bulk import Batch, NewCase
from huiyin.cases.state import fitting, pressing
from huiyin.dispatch.queries import suggest
from huiyin.intake import actions as intake
from huiyin.intake.identity import Person
from huiyin.intake.ledgers import BadRow, Defaults, Letter
from huiyin.people.models import Place
from huiyin.rules.case import Case, Phase
from huiyin.rules.law import Law
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.evaluate import Audit
from huiyin.rules.steps.handle import Accept, Contact, DeliverPart, DraftAnswer, SignOff
from huiyin.rules.steps.receive import Register
from huiyin.rules.steps.supervise import Strike
from huiyin.rules.vocabulary import Mode

CHUNK = 400
"""Letters written in one transaction."""

IMPORTED = "台账导入"
"""What stands where an old ledger does not say."""


@dataclass
class Tally:
    """How an import went, under the law it came under; counts of letters.

    `lights`: of each letter when it was answered, or now where it is not.
    """

    received: int = 0
    before: int = 0
    in_time: int = 0
    overdue: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    lights: dict[str, int] = field(default_factory=lambda: dict.fromkeys(cases.LIGHTS, 0))
    bad: list[BadRow] = field(default_factory=list)


class Import:
    """One ledger on its way into one place."""

    def __init__(self, place: Place, law: Law, defaults: Defaults, now: datetime) -> None:
        self.place, self.law, self.now = place, law, now
        self.defaults = defaults
        self.channel = defaults.channel or _staff_channel(law)
        self.kind = defaults.kind or _handled_kind(law)
        self.main = next((clock.id for clock in law.regime.clocks if clock.extendable), "")
        self.tally = Tally()

    def run(self, rows: Iterable[Letter | BadRow]) -> Iterator[int]:
        """Take the rows in, yielding after each chunk how many rows it had."""
        waiting = iter(rows)
        while chunk := list(islice(waiting, CHUNK)):
            self._take([row for row in chunk if isinstance(row, Letter)])
            self.tally.bad.extend(row for row in chunk if isinstance(row, BadRow))
            yield len(chunk)

    def _take(self, letters: list[Letter]) -> None:
        keys = {one.row: fitting(f"import/{self.place.pk}/{one.key}") for one in letters}
        done = cases.done_before(keys.values())
        fresh = [letter for letter in letters if keys[letter.row] not in done]
        self.tally.before += len(letters) - len(fresh)
        began = [letter.registered_at for letter in fresh]
        with transaction.atomic():
            batch = Batch(self.law, began)
            people = [Person(letter.petitioner, letter.phone) for letter in fresh]
            refs = intake.keep_all(self.place, people, began)
            refused: list[str] = []
            for letter, ref in zip(fresh, refs, strict=True):
                try:
                    self._live(batch, letter, ref, keys[letter.row])
                except Refused as no:
                    self.tally.bad.append(BadRow(letter.row, str(no)))
                    refused.append(ref)
            intake.forget_all(refused)
            written = batch.write()
            intake.belong_all(written)
            for case in written:
                self._count(case)

    def _live(self, batch: Batch, letter: Letter, ref: str, key: str) -> None:
        """One letter's life, from registration to now."""
        new = batch.begin(self._registration(letter, ref), now=letter.registered_at, key=key)
        try:
            self._hand_over(new, letter)
            if letter.answered_at is not None:
                self._strike(new, letter.answered_at)
                self._answer(new, letter.answer, letter.answered_at)
            self._strike(new, self.now)
        except Refused:
            batch.drop(new)
            raise

    def _registration(self, letter: Letter, ref: str) -> Register:
        class_code = letter.class_code or suggest(self.law, letter.title, letter.text).class_code
        level = letter.level or self.defaults.level
        if not level and self.law.levels:
            level = self.law.regime.levels[-1].id
        return Register(
            number="",
            place=self.place.pk,
            petitioner=ref,
            channel=self.channel,
            kind=letter.kind or self.kind,
            level=level,
            class_code=class_code,
            area=letter.area or self.defaults.area,
            title=letter.title,
            text=letter.text,
            address=letter.address,
        )

    def _hand_over(self, new: NewCase, letter: Letter) -> None:
        at = letter.registered_at
        if new.known.phase is Phase.REGISTERED:  # the law did not assign it by itself
            lead, assisting = self.law.responsible(new.known.class_code, new.known.area)
            mode = Mode.LEAD_ASSISTING if assisting else Mode.DIRECT
            if not lead or mode not in self.law.regime.dispatch.modes:
                lead, assisting, mode = lead or self.law.regime.dispatch.fallback, (), Mode.DIRECT
            new.act(Dispatch(mode=mode, lead=lead, assisting=assisting, by_catalogue=True), now=at)
        if letter.answered_at is not None:
            self._accept(new, at)

    def _accept(self, new: NewCase, at: datetime) -> None:
        """Old ledgers do not say who took it on when: taken on as it came, by the lead."""
        lead = new.known.lead
        own = [s.code for s in self.law.standards.values() if lead and s.unit == lead.unit]
        promised = (own or [*self.law.standards, ""])[0]
        if self.law.regime.handling.standard == "none":
            promised = ""
        new.act(Accept(officer="", contact=IMPORTED, standard=promised), now=at)

    def _answer(self, new: NewCase, text: str, at: datetime) -> None:
        for part in new.known.waiting_for:
            new.act(DeliverPart(text=IMPORTED), now=at, unit=part.unit)
        if self.law.regime.handling.contact_first:
            new.act(Contact(text=IMPORTED), now=at)
        new.act(DraftAnswer(text=text), now=at)
        if new.known.phase is Phase.SIGNING:
            new.act(SignOff(), now=at)
        if new.known.phase is Phase.AUDITING:
            new.act(Audit(passed=True), now=at)

    def _strike(self, new: NewCase, until: datetime) -> None:
        """What the clocks would have said up to a moment, each at its own time."""
        while (at := new.known.next_alarm_at) is not None and at <= until:
            clock = next(one for one in new.known.clocks if one.next_at == at)
            new.act(Strike(clock=clock.key), now=max(at, new.known.changed_at or at))

    def _count(self, case: Case) -> None:
        tally = self.tally
        tally.received += 1
        clock = case.clock(self.main) or pressing(case, self.law)
        if clock is None:
            return
        light = cases.light(clock.yellow_at, clock.red_at, case.answered_at or self.now)
        tally.lights[light] += 1
        late = light == "red"
        if case.answered_at is not None:
            tally.overdue, tally.in_time = tally.overdue + late, tally.in_time + (not late)
        else:
            tally.open_overdue += late
            tally.open_in_time += not late


def _staff_channel(law: Law) -> str:
    own = [channel.id for channel in law.regime.channels if not channel.whistle]
    staff = [c.id for c in law.regime.channels if c.open_to != "public" and not c.whistle]
    return (staff or own)[0]


def _handled_kind(law: Law) -> str:
    single = [kind for kind in law.regime.kinds if not kind.collective]
    handled = [kind.id for kind in single if not kind.direct_answer and kind.port == "public"]
    return (handled or [single[0].id])[0]
