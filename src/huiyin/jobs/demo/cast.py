"""Who plays in the demo: places, one login a role, and people in the units that cases go to.

Everything about a person follows from place, role and unit, so that a second run finds the same.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from huiyin.intake.identity import Person
from huiyin.people import actions as people
from huiyin.people.models import Member, Place
from huiyin.people.queries import actor_of
from huiyin.rules.access import UNIT_ROLES
from huiyin.rules.case import Actor
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Role

PASSWORD = "huiyin-demo"  # noqa: S105 - printed, for a demo on one's own machine
ROLES = tuple(role for role in Role if role not in (Role.PETITIONER, Role.SYSTEM))
_OFFICES = {
    Role.INSPECTOR: "inspection",
    Role.DISCIPLINE: "discipline",
    Role.CHIEF: "government",
    Role.GRID_WORKER: "street",
}
"""Kind of unit in which a role sits; the others sit in the centre."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A demo place and the law it plays under; `area` "" means the regime's own."""

    id: str
    law: Law
    phone: str
    unit: str
    hub: str = ""
    area: str = ""

    @property
    def ground(self) -> str:
        """The code of the area that the place is."""
        return self.area or self.law.regime.area


@dataclass(frozen=True, slots=True)
class Player:
    """A demo member: a role in a place, in a unit."""

    place: str
    role: Role
    unit: str
    username: str
    name: str
    phone: str

    def on_paper(self) -> Actor:
        """The player as the rules see them, before there is a member."""
        roles, places = frozenset({self.role}), frozenset({self.place})
        return Actor(f"player:{self.username}", roles, places, self.unit)


def stages() -> dict[str, str]:
    """Demo place -> its regime, hubs before those below them."""
    return {name: str(told["regime"]) for name, told in _cast()["places"].items()}


def hub_of(name: str) -> str:
    """The demo place above that one, or ""."""
    return str(_cast()["places"][name].get("hub", ""))


def stage(name: str, law: Law) -> Stage:
    """A demo place under that law."""
    told = {key: str(said) for key, said in _cast()["places"][name].items() if key != "regime"}
    return Stage(id=name, law=law, **told)


def player(stage: Stage, role: Role, unit: str = "") -> Player:
    """Who plays that role there; `unit` counts for the roles that stand inside a unit."""
    unit = (unit or stage.unit) if role in UNIT_ROLES else _office(stage, role)
    name = f"{stage.id}-{role}".replace("_", "-")
    if role in UNIT_ROLES and unit != stage.unit:
        name += f"-{unit.removeprefix(f'{stage.id}-')}"
    lot = Random(name)  # noqa: S311 - names by lot, not a secret
    phone = f"{stage.phone}-0000-{lot.randrange(1, 10_000):04d}"
    return Player(stage.id, role, unit, name, named_by(lot), phone)


def own_players(stage: Stage) -> list[Player]:
    """One a role."""
    return [player(stage, role) for role in ROLES]


def petitioner(stage: Stage, lot: Random, name: str = "") -> Person:
    """An invented person: a number that no exchange gives out, an identity of no area."""
    title = lot.choice(("先生", "女士", "师傅", "老师"))
    digits = (
        f"000000{lot.randrange(1950, 2005)}{lot.randrange(1, 13):02d}{lot.randrange(1, 29):02d}"
    )
    return Person(
        name=name or lot.choice(_cast()["surnames"]) + title,
        phone=f"{stage.phone}-00{lot.randrange(10**6):06d}",
        identity_no=_with_check(f"{digits}{lot.randrange(1000):03d}"),
    )


def _with_check(digits: str) -> str:
    """The eighteenth digit of an identity number (GB 11643)."""
    total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def _office(stage: Stage, role: Role) -> str:
    law = stage.law
    kind = _OFFICES.get(role, "centre")
    if kind == "street":
        grids = (a.code for a in law.areas.values() if a.level == "grid")
        here = (code for code in grids if stage.ground in law.ancestry(code))
        served = law.street(next(here, stage.ground))
        return served or _first_street(stage)
    units = [unit for unit in law.units.values() if unit.kind == kind]
    units.sort(key=lambda unit: unit.area != stage.ground)
    return units[0].code if units else ""


def _first_street(stage: Stage) -> str:
    law = stage.law
    streets = (unit for unit in law.units.values() if unit.grass_roots)
    return next((u.code for u in streets if stage.ground in law.ancestry(u.area)), "")


def named_by(lot: Random) -> str:
    """An invented name, by lot."""
    cast = _cast()
    return str(lot.choice(cast["surnames"]) + lot.choice(cast["given"]))


@cache
def _cast() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("cast.toml").read_text(encoding="utf-8"))


class Company:
    """The members behind the players; whoever is not there yet is engaged when first needed."""

    def __init__(self, places: dict[str, Place]) -> None:
        self.places = places
        self._actors: dict[str, Actor] = {}
        self._password = ""

    def actor(self, one: Player) -> Actor:
        """The player as the rules see them."""
        if one.username not in self._actors:
            self._actors[one.username] = actor_of(self.member(one))
        return self._actors[one.username]

    def member(self, one: Player) -> Member:
        """The member; a new one gets the demo's password, hashed once for all of them."""
        member = people.add_member(
            one.username,
            name=one.name,
            place=self.places[one.place],
            roles=(one.role,),
            unit=one.unit,
            phone=one.phone,
        )
        if not member.has_usable_password():
            self._password = self._password or make_password(PASSWORD)
            member.password = self._password
            member.save(update_fields=["password"])
        return member
