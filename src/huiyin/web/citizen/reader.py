"""Whose eyes a case is told to, and what one step of the telling is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from huiyin.intake.attachments import Kept
from huiyin.rules import facts as f
from huiyin.rules.case import Case, Petitioner, PetitionerRole
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Role
from huiyin.web import asking

_PHONE = re.compile(r"[+(（]?\d[\d\s()（）-]{5,}\d")


@dataclass(frozen=True, slots=True)
class Person:
    """What a petitioner is shown of a member: name and number at work (SN-7)."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose eyes the case is told to, and what the telling needs besides the facts.

    `people`: those who may be named, by actor id. `files`: of the case, by reference.
    """

    case: Case
    law: Law
    ref: str
    people: Mapping[str, Person] = field(default_factory=dict)
    files: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def me(self) -> Petitioner | None:
        """The reader as a petitioner of the case."""
        return next((p for p in self.case.petitioners if p.ref == self.ref), None)

    @property
    def began(self) -> bool:
        """Is the reader the one who began the case?"""
        return self.me is not None and self.me.role is PetitionerRole.FIRST

    @property
    def signed(self) -> bool:
        """Did the reader sign these very words, rather than come with a merged case?"""
        return self.me is not None and self.me.role is not PetitionerRole.ABSORBED

    def own(self, fact: f.Fact, text: str) -> str:
        """`text` where it is the reader's own, or was taken down for them; else nothing."""
        if fact.role is Role.PETITIONER:
            return text if fact.actor == f"petitioner:{self.ref}" else ""
        return text if self.began else ""

    def unit(self, code: str) -> str:
        """The name of a unit."""
        found = self.law.units.get(code)
        return asking.named(found) if found else code

    def officer(self, accepted: f.Accepted) -> str:
        """Who minds the case, as told at acceptance; "" where the place does not show it (SN-7)."""
        if not self.law.regime.publication.handler_shown:
            return ""
        person = self.people.get(accepted.officer)
        if accepted.contact or person is None:
            return accepted.contact
        return f"{person.name} {person.phone}".strip()

    def officer_and_phone(self, accepted: f.Accepted) -> tuple[str, str]:
        """The same with the number apart, to be rung with one touch."""
        told = self.officer(accepted)
        found = _PHONE.search(told)
        if found is None:
            return told, ""
        rest = told[: found.start()] + told[found.end() :]
        return rest.strip(" ，,：:电话手机"), found.group().strip()


@dataclass(frozen=True, slots=True)
class Said:
    """One step of the timeline in words; names as in huiyin/parts/timeline.html."""

    title: str
    text: str = ""
    who: str = ""
    tone: str = ""
    quote: bool = False
