"""Two halls for a story: on paper, with the rules alone, or live, for the record."""

from datetime import datetime
from typing import Protocol

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.intake import actions as intake
from huiyin.intake import attachments
from huiyin.intake.actions import Matter, Receipt
from huiyin.intake.identity import Person
from huiyin.intake.queries import petitioner_actor
from huiyin.jobs.demo.cast import Company, Player
from huiyin.jobs.demo.pictures import picture
from huiyin.people.models import Place
from huiyin.rules import lifecycle
from huiyin.rules.case import SYSTEM, Actor, Case
from huiyin.rules.deeds import Deed
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal
from huiyin.rules.steps.receive import CoSign, Register


class Hall(Protocol):
    """Where deeds are done. Each raises Refused where the rules say no."""

    @property
    def case(self) -> Case:
        """The case as it stands."""

    def actor(self, player: Player | None) -> Actor:
        """A member; the system for None."""

    def begin(self, matter: Matter, person: Person, by: Player | None, at: datetime) -> None:
        """The matter is registered, by a member or (None) by the petitioner."""

    def co_sign(self, person: Person, at: datetime) -> None:
        """One more petitioner."""

    def act(self, deed: Deed, actor: Actor, at: datetime) -> None:
        """A deed is done to the case."""


class Paper:
    """Nothing is written: to find out how a story would stand."""

    def __init__(self, place: str, law: Law) -> None:
        self.place, self.law = place, law
        self._case: Case | None = None

    @property
    def case(self) -> Case:
        """The case as it stands."""
        if self._case is None:
            raise LookupError("not registered yet")
        return self._case

    def actor(self, player: Player | None) -> Actor:
        """A member who need not exist."""
        return player.on_paper() if player else SYSTEM

    def begin(self, matter: Matter, person: Person, by: Player | None, at: datetime) -> None:
        """The same deed that intake does."""
        fields = {name: getattr(matter, name) for name in Matter.__slots__}
        deed = Register(number="paper", place=self.place, petitioner="1", **fields)
        self._do(deed, by.on_paper() if by else petitioner_actor("1"), at)

    def co_sign(self, person: Person, at: datetime) -> None:
        """The next one."""
        ref = str(len(self.case.petitioners) + 1)
        self._do(CoSign(petitioner=ref), petitioner_actor(ref), at)

    def act(self, deed: Deed, actor: Actor, at: datetime) -> None:
        """Decided, not saved; what it does to other cases, and its pictures, are left out."""
        self._do(attachments.naming(deed, ()) if pictures_of(deed) else deed, actor, at)

    def _do(self, deed: Deed, actor: Actor, at: datetime) -> None:
        done = lifecycle.act(self._case, deed, actor, at, self.law)
        if isinstance(done, Refusal):
            raise Refused(done)
        self._case = done.case


class Live:
    """Through the doors, like everything else."""

    def __init__(self, place: Place, company: Company, key: str) -> None:
        self.place, self.company, self.key = place, company, key
        self.receipt: Receipt | None = None

    @property
    def case(self) -> Case:
        """The case as it stands; a merge may have changed it in between."""
        found = cases.find(self.receipt.number) if self.receipt else None
        if found is None:
            raise LookupError("not registered yet")
        return found

    def actor(self, player: Player | None) -> Actor:
        """A member, engaged now if need be."""
        return self.company.actor(player) if player else SYSTEM

    def begin(self, matter: Matter, person: Person, by: Player | None, at: datetime) -> None:
        """Reported like any other matter; the key makes it once."""
        actor = self.company.actor(by) if by else None
        self.receipt = intake.report(self.place, matter, person, actor=actor, now=at, key=self.key)

    def co_sign(self, person: Person, at: datetime) -> None:
        """With name and number of their own."""
        intake.co_sign(self.case, person, now=at)

    def act(self, deed: Deed, actor: Actor, at: datetime) -> None:
        """Through the one door, with the pictures that the deed names."""
        if names := pictures_of(deed):
            drawn = [picture(name) for name in names]
            kept = attachments.take(
                self.place.pk, drawn, whistle=False, by=actor.id, now=at, key=self.key
            )
            deed = attachments.naming(deed, (one.ref for one in kept))
        attachments.act(self.case.number, deed, actor=actor, now=at)


def pictures_of(deed: Deed) -> tuple[str, ...]:
    """The names of the pictures that a story gives to a deed."""
    found: tuple[str, ...] = getattr(deed, attachments.FIELD, ())
    return found
