"""Everybody who might do something to a case, and what comes of it when they try."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from huiyin.rules import access
from huiyin.rules.access import Scope
from huiyin.rules.case import SYSTEM, Actor, Case, Phase
from huiyin.rules.deeds import Deed, Row, name_of
from huiyin.rules.explore.report import Step
from huiyin.rules.explore.samples import SAMPLES, WORD, Scene
from huiyin.rules.explore.shapes import NOW, PLACE, Lens, person, run_out
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE, Done, act
from huiyin.rules.refusals import Refusal, Why
from huiyin.rules.steps import receive, supervise
from huiyin.rules.vocabulary import Role

COUNTED = frozenset(
    {
        "reassign",
        "object",
        "rule_on_objection",
        "request_extension",
        "shelve",
        "review_shelving",
        "draft_answer",
        "sign_off",
        "audit",
        "record_follow_up",
        "rate",
        "vote",
        "redo",
        "strike",
    }
)
"""Deeds that go another way when a limit is used up, or when no call is drawn."""

_HOUSE = frozenset({"strike", "absorb"})
"""The only deeds the system is trusted with here: its others are imports of what people did."""


class Breakdown(Exception):
    """The rules themselves broke down over a deed."""

    def __init__(self, step: Step, error: Exception) -> None:
        super().__init__(f"{type(error).__name__}: {error}")
        self.step = step


def attempt(case: Case, deed: Deed, actor: Actor, law: Law, now: datetime = NOW) -> Done | Refusal:
    """What comes of a deed. Raises Breakdown where the rules have no answer at all."""
    try:
        return act(case, deed, actor, now, law)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        step = Step(min(actor.roles), name_of(type(deed)), case.phase)
        raise Breakdown(step, error) from error


@dataclass(frozen=True, slots=True)
class Move:
    """Something done: by whom, and what came of it."""

    row: Row
    deed: Deed
    actor: Actor
    role: Role
    done: Done


_REGISTRARS = {"public": Role.PETITIONER, "staff": Role.AGENT, "machine": Role.SYSTEM}


def register(lens: Lens) -> Iterator[Move]:
    """The beginnings of a case that differ: by channel, kind, class known or not, and person."""
    law = lens.law
    level = law.regime.levels[0].id if law.regime.levels else ""
    kinds = {(kind.collective, kind.direct_answer): kind.id for kind in law.regime.kinds}
    channels = {(one.whistle, one.open_to, lens.solved(one.id)): one for one in law.regime.channels}
    for channel in channels.values():
        role = _REGISTRARS[channel.open_to]
        people = ("",) if channel.whistle else (person(0), "")
        known = dict.fromkeys(("", lens.known_class))
        for kind, class_code, petitioner in product(kinds.values(), known, people):
            deed = receive.Register(
                number=lens.drawn[0],
                place=PLACE,
                petitioner=petitioner,
                channel=channel.id,
                kind=kind,
                level=level,
                class_code=class_code,
                area=law.regime.area,
                title=WORD,
                text=WORD,
            )
            actor = _member(role, petitioner=petitioner)
            done = act(None, deed, actor, NOW, law)
            if isinstance(done, Done):
                yield Move(TABLE["register"], deed, actor, role, done)


def tries(row: Row, scene: Scene, first: Role | None = None) -> Iterator[Move]:
    """What comes of every sample of a deed, by the first who may; `first` tries before others."""
    if row.phases is None or scene.case.phase not in row.phases:
        return
    groups = _groups(row, scene, first)
    if not groups:
        return
    for deed in SAMPLES[row.id](scene):
        for group in groups:
            move = _by_one_of(group, row, deed, scene)
            if move is not None:
                yield move


def _by_one_of(group: list[tuple[Role, Actor]], row: Row, deed: Deed, scene: Scene) -> Move | None:
    """The first of them who may; who else may not stand in another's way."""
    case = _struck(scene.case, deed)
    for role, actor in group:
        done = attempt(case, deed, actor, scene.law, scene.now)
        if isinstance(done, Done):
            return Move(row, deed, actor, role, done)
        if not _is_about_the_actor(done):
            return None
    return None


def _is_about_the_actor(refusal: Refusal) -> bool:
    return refusal.why is Why.FORBIDDEN


def _struck(case: Case, deed: Deed) -> Case:
    """A strike comes when its time has run out: the case at that moment."""
    if not isinstance(deed, supervise.Strike):
        return case
    clocks = (run_out(clock) if clock.key == deed.clock else clock for clock in case.clocks)
    return case.but(clocks=tuple(clocks))


def _groups(row: Row, scene: Scene, first: Role | None) -> list[list[tuple[Role, Actor]]]:
    """Those who might do the deed: the many who stand for the case, and the assisting unit."""
    groups: dict[bool, list[tuple[Role, Actor]]] = {False: [], True: []}
    for role, scope in access.who_may(row.id, scene.law):
        if role is Role.SYSTEM and row.id not in _HOUSE:
            continue
        for helps, actor in _actors(role, scope, scene):
            groups[helps].append((role, actor))
    for group in groups.values():
        group.sort(key=lambda one: one[0] is not first)
    return [group for group in groups.values() if group]


def _actors(role: Role, scope: Scope, scene: Scene) -> Iterator[tuple[bool, Actor]]:
    """(does the actor's unit only assist?, the actor)"""
    if role is Role.SYSTEM:
        yield False, SYSTEM
        return
    if role is Role.PETITIONER:
        yield False, _member(role, petitioner=_petitioner(scope, scene.case))
        return
    if scope in (Scope.ASSISTING, Scope.PART) and scene.helper:
        yield True, _member(role, scene.helper)
    if scope is not Scope.ASSISTING:
        yield False, _member(role, scene.crew.lead)


def _petitioner(scope: Scope, case: Case) -> str:
    """Who of the petitioners: a new one, the first, or one who has not voted yet."""
    if scope is Scope.ANY:
        return person(len(case.petitioners))
    if scope is Scope.FIRST:
        return person(0)
    voters = {ref for ref, _ in case.votes}
    return next((one.ref for one in case.petitioners if one.ref not in voters), person(0))


def _member(role: Role, unit: str = "", petitioner: str = "") -> Actor:
    return Actor(f"the-{role}", frozenset({role}), frozenset({PLACE}), unit, petitioner)


def used_rows(law: Law) -> Iterator[Row]:
    """Rows that this law uses and that are done to a case."""
    return (row for row in TABLE.values() if row.phases is not None and row.used(law))


def is_beside(row: Row, scene: Scene) -> bool:
    """Does the deed leave the shape of the case alone?"""
    if row.id == "classify" and scene.case.phase is Phase.REGISTERED:
        return False  # the system may assign what it can classify
    return row.id in scene.lens.beside
