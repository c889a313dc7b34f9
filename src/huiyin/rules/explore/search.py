"""The graph of a law: every shape that a case can take, and every way from one to another.

Nearest first, so that the way by which a shape was found is a shortest one.
"""

import heapq
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntFlag

from huiyin.rules import facts as f
from huiyin.rules import lifecycle
from huiyin.rules.case import Case, Phase
from huiyin.rules.deeds import Row
from huiyin.rules.explore.moves import (
    COUNTED,
    Breakdown,
    Move,
    is_beside,
    register,
    tries,
    used_rows,
)
from huiyin.rules.explore.report import Step
from huiyin.rules.explore.samples import Scene
from huiyin.rules.explore.shapes import Lens, Shape
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Gate, Role
from huiyin.rules.words import N_

Progress = Callable[[int, int], None]
TELL_EVERY = 50


MAKES_POSSIBLE = {
    "order": "answer_order",
    "decide_extension": "object_to_extension",
    "object_to_extension": "rule_on_extension",
}
"""Deeds after which something can go on beside that no shape of a case shows."""


class World(IntFlag):
    """With which counters a way is open."""

    FRESH = 1
    SPENT = 2
    BOTH = 3


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another."""

    to: int
    deed: str
    role: Role
    world: World
    phase: Phase  # after it
    way: tuple[Step, ...] = field(compare=False)  # its steps: one, or all of a meeting


@dataclass(slots=True)
class Node:
    """A shape, a case that stands for it, and the way by which it was found."""

    case: Case
    parent: int
    way: tuple[Step, ...]
    far: int  # steps from the beginning
    done: bool = False
    edges: list[Edge] = field(default_factory=list)


@dataclass(slots=True)
class Seen:
    """What was seen to happen somewhere."""

    deeds: set[str] = field(default_factory=lambda: {"register"})
    beside: set[tuple[str, Phase]] = field(default_factory=set)
    phases: set[Phase] = field(default_factory=set)
    gates: set[Gate] = field(default_factory=set)
    clocks: set[str] = field(default_factory=set)

    def note(self, move: Move) -> None:
        """Keep what this move shows."""
        self.deeds.add(move.row.id)
        self.phases.add(move.done.case.phase)
        self.gates.update(move.done.case.passed)
        for fact in move.done.facts:
            self.clocks.update(clock.id for clock in fact.clocks)
            if isinstance(fact.what, f.Drafted | f.SignedOff | f.AuditPassed | f.GatePassed):
                self.phases.add(fact.what.to)


@dataclass(slots=True)
class Graph:
    """All of it."""

    lens: Lens
    nodes: list[Node] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    aside: list[tuple[int, tuple[Step, ...], Move]] = field(default_factory=list)
    broken: list[tuple[int, Breakdown]] = field(default_factory=list)
    places: dict[Shape, int] = field(default_factory=dict)
    _waiting: list[tuple[int, int]] = field(default_factory=list)  # a heap: how far, which node

    @property
    def law(self) -> Law:
        """The law explored."""
        return self.lens.law

    @property
    def transitions(self) -> int:
        """How many ways there are."""
        return sum(len(node.edges) for node in self.nodes)

    def trace(self, at: int) -> tuple[Step, ...]:
        """A shortest way from the beginning to a node."""
        steps: list[Step] = []
        while at >= 0:
            node = self.nodes[at]
            steps[:0] = node.way
            at = node.parent
        return tuple(steps)

    def ways_from(self, start: int) -> dict[int, tuple[Step, ...]]:
        """A way to every node that can be reached from this one, a shortest in deeds."""
        found: dict[int, tuple[Step, ...]] = {start: ()}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for edge in self.nodes[here].edges:
                if edge.to not in found:
                    found[edge.to] = (*found[here], *edge.way)
                    waiting.append(edge.to)
        return found

    def explore(self, progress: Progress | None) -> None:
        """Find everything."""
        for move in register(self.lens):
            self._arrive(-1, (_step(move),), move)
        done = 0
        while self._waiting:
            _, at = heapq.heappop(self._waiting)
            if self.nodes[at].done:
                continue
            self.nodes[at].done = True
            self._expand(at)
            done += 1
            if progress is not None and (done % TELL_EVERY == 0 or not self._waiting):
                progress(done, len(self.nodes) - done)

    def _arrive(self, parent: int, way: tuple[Step, ...], move: Move) -> int:
        """The node where a move leads, made if it is new, and nearer now if this way is shorter."""
        self.seen.note(move)
        far = len(way) + (self.nodes[parent].far if parent >= 0 else 0)
        shape = self.lens.shape(move.done.case)
        at = self.places.get(shape)
        if at is None:
            at = self.places[shape] = len(self.nodes)
            self.nodes.append(Node(self.lens.fresh(move.done.case), parent, way, far))
            heapq.heappush(self._waiting, (far, at))
        elif far < self.nodes[at].far:  # only a meeting's two steps came first
            node = self.nodes[at]
            node.parent, node.way, node.far = parent, way, far
            heapq.heappush(self._waiting, (far, at))
        return at

    def _expand(self, at: int) -> None:
        case = self.nodes[at].case
        for row in used_rows(self.law):
            if case.open and case.phase in (row.phases or ()):
                try:
                    self._try(at, row)
                except Breakdown as broken:
                    self.broken.append((at, broken))

    def _try(self, at: int, row: Row) -> None:
        scene = Scene(self.nodes[at].case, self.lens)
        beside = is_beside(row, scene)
        if row.id == "call_meeting" and beside:
            self._meet(at, row)
        elif row.id == "co_sign":
            self._join(at, row)
        elif beside:
            self._beside(at, row)
        elif row.id != "record_decision" or scene.case.meeting_open:
            self._go(at, row)

    def _go(self, at: int, row: Row) -> None:
        """Ways by one deed, fresh and spent; a way open in both is one."""
        ways: dict[Edge, World] = {}
        for world, scene in self.scenes(at, counted=row.id in COUNTED):
            first = owner(scene.case, self.law)
            for move in tries(row, scene, first):
                edge = self._edge(at, move, world, (_step(move, world),))
                ways[edge] = ways.get(edge, World(0)) | world
        self.nodes[at].edges.extend(_with_worlds(ways))

    def _meet(self, at: int, row: Row) -> None:
        """A meeting is called and decides: two steps, for nothing else changes between them."""
        deciding = lifecycle.TABLE["record_decision"]
        ways: dict[Edge, World] = {}
        for world, scene in self.scenes(at, counted=False):
            first = owner(scene.case, self.law)
            for call in tries(row, scene, first):
                self._set_aside(at, (_step(call),), call)
                after = Scene(call.done.case, self.lens)
                for move in tries(deciding, after, call.role):
                    edge = self._edge(at, move, world, (_step(call, world), _step(move)))
                    ways[edge] = ways.get(edge, World(0)) | world
        self.nodes[at].edges.extend(_with_worlds(ways))

    def _join(self, at: int, row: Row) -> None:
        """Others join until there are as many as are looked at: what two can do, three can."""
        scene = Scene(self.nodes[at].case, self.lens)
        way: tuple[Step, ...] = ()
        last: Move | None = None
        while (move := next(tries(row, scene), None)) is not None:
            self.seen.note(move)
            last, way = move, (*way, _step(move))
            scene = Scene(move.done.case, self.lens)
        if last is not None:
            edge = self._edge(at, last, World.BOTH, way)
            self.nodes[at].edges.extend(_with_worlds({edge: World.BOTH}))

    def _edge(self, at: int, move: Move, world: World, way: tuple[Step, ...]) -> Edge:
        to = self._arrive(at, way, move)
        if move.row.id in MAKES_POSSIBLE:
            self._go_on_beside(at, way, move)
        return Edge(to, move.row.id, move.role, World(0), move.done.case.phase, way)

    def _beside(self, at: int, row: Row) -> None:
        """Deeds that change nothing here: once in each phase is enough."""
        key = (row.id, self.nodes[at].case.phase)
        if key in self.seen.beside:
            return
        for move in tries(row, Scene(self.nodes[at].case, self.lens)):
            self._set_aside(at, (_step(move),), move)

    def _set_aside(self, at: int, way: tuple[Step, ...], move: Move) -> None:
        """Keep one case of each phase in which this goes on beside."""
        self.seen.note(move)
        key = (move.row.id, move.done.case.phase)
        if key not in self.seen.beside:
            self.seen.beside.add(key)
            self.aside.append((at, way, move))
        self._go_on_beside(at, way, move)

    def _go_on_beside(self, at: int, way: tuple[Step, ...], move: Move) -> None:
        """Once in each phase, what only this deed makes possible."""
        row = lifecycle.TABLE[MAKES_POSSIBLE.get(move.row.id, move.row.id)]
        after = Scene(move.done.case, self.lens)
        known = (row.id, move.done.case.phase) in self.seen.beside
        if not known and row.used(self.law) and is_beside(row, after):
            for further in tries(row, after):
                self._set_aside(at, (*way, _step(further)), further)

    def scenes(self, at: int, *, counted: bool = True) -> Iterator[tuple[World, Scene]]:
        """The node's case with fresh and, where they count, with spent counters."""
        case = self.nodes[at].case
        if not counted:
            yield World.BOTH, Scene(case, self.lens)
            return
        yield World.FRESH, Scene(case, self.lens)
        yield World.SPENT, Scene(self.lens.spent(case), self.lens)


def _with_worlds(ways: dict[Edge, World]) -> Iterator[Edge]:
    for edge, world in ways.items():
        yield replace(edge, world=world)


def _step(move: Move, world: World = World.BOTH) -> Step:
    clock = getattr(move.deed, "clock", "").partition(":")[0]
    note = N_("（次数用尽后）") if world is World.SPENT else ""
    return Step(move.role, move.row.id, move.done.case.phase, clock, note)


def owner(case: Case, law: Law) -> Role | None:
    """Who owns the next step; None too where the law names nobody at all."""
    try:
        return lifecycle.owner(case, law)
    except IndexError:
        return None
