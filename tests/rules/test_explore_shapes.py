"""What the explorer leaves out of its states changes nothing.

Real cases, with real moments, names, counters and everything that goes on beside, are led about at
random; wherever they come, the explored graph must have been there, and must know every way on.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules.case import SYSTEM, Case
from huiyin.rules.clocks import RED
from huiyin.rules.deeds import Row
from huiyin.rules.explore import Step
from huiyin.rules.explore.moves import COUNTED, is_beside, register, tries, used_rows
from huiyin.rules.explore.samples import Scene
from huiyin.rules.explore.search import Graph
from huiyin.rules.explore.shapes import NOW, Lens, Shape
from huiyin.rules.explore.silence import bearing, keep_silent
from huiyin.rules.lifecycle import TABLE, Done, act
from huiyin.rules.steps.supervise import Strike
from tests.rules.county import law_of
from tests.rules.explore_laws import small

LAWS = ("small", "xining")


@cache
def graph_of(name: str) -> Graph:
    graph = Graph(Lens(small({}) if name == "small" else law_of(name)))
    graph.explore(None)
    return graph


@dataclass(frozen=True)
class Way:
    """One thing that can be done to a real case."""

    deed: str
    beside: bool
    case: Case


def ways(scene: Scene) -> list[Way]:
    """Everything that can be done now, and the clock that strikes next."""
    found = []
    for row in used_rows(scene.law):
        if row.id != "strike":
            beside = is_beside(row, scene)
            found += [Way(row.id, beside, move.done.case) for move in tries(row, scene)]
    return [joined(way, scene) for way in found] + strikes(scene)


def joined(way: Way, scene: Scene) -> Way:
    """The explorer lets three stand for all who join, so three join here too."""
    if way.deed != "co_sign":
        return way
    row, here = TABLE["co_sign"], Scene(way.case, scene.lens, scene.now)
    more = next(tries(row, here), None)
    return way if more is None else joined(Way("co_sign", False, more.done.case), scene)


def is_drawn(way: Way, case: Case) -> bool:
    """Merging a second time, or into a case that has nobody, is left out: three stand for all."""
    return way.deed != "absorb" or (len(case.petitioners) == 1 and not case.collective)


def strikes(scene: Scene) -> list[Way]:
    """The next alarm at its own time, and on to red: stages between are no shapes of their own."""
    case, law = scene.case, scene.law
    waiting = [clock for clock in case.clocks if clock.next_at is not None]
    first = min(waiting, key=lambda clock: (clock.next_at, clock.key), default=None)
    if first is None or first.next_at is None:
        return []
    now = max(first.next_at, scene.now)
    done = act(case, Strike(clock=first.key), SYSTEM, now, law)
    assert isinstance(done, Done)
    turns_red = first.stage + 1 == RED and first.id in scene.lens.own_clocks
    return [Way("strike", not turns_red, done.case)]


@pytest.mark.parametrize("name", LAWS)
@settings(max_examples=30)
@given(st.lists(st.integers(0, 10**6), min_size=10, max_size=80))
def test_a_real_case_never_leaves_the_graph(name: str, picks: list[int]) -> None:
    graph = graph_of(name)
    beginnings = [move.done.case for move in register(graph.lens)]
    case = beginnings[picks[0] % len(beginnings)]
    for pick in picks[1:]:
        now = max(case.changed_at or NOW, NOW) + timedelta(minutes=1 + pick % 90)
        options = [way for way in ways(Scene(case, graph.lens, now)) if is_drawn(way, case)]
        for way in options:
            assert is_known(way, case, graph), way
        going_on = [way.case for way in options if way.case.open]
        if not going_on:
            break
        case = going_on[pick % len(going_on)]


def is_known(way: Way, case: Case, graph: Graph) -> bool:
    """Has the graph this way from the shape of this case?

    A new deadline may lie ahead or behind; the graph has both states, and one of the two ways.
    """
    here, there = graph.lens.shape(case), graph.lens.shape(way.case)
    if there not in graph.places:
        return False
    node = graph.nodes[graph.places[here]]
    ways = {
        without_red(graph.lens.shape(graph.nodes[edge.to].case))
        for edge in node.edges
        if edge.deed == way.deed
    }
    return without_red(there) in (ways if not way.beside else {without_red(here)})


def without_red(shape: Shape) -> Shape:
    """The shape but for which clocks are red."""
    return tuple(
        frozenset(mark[:-1] for mark in part) if isinstance(part, frozenset) else part
        for part in shape
    )


@pytest.mark.parametrize("name", LAWS)
def test_deeds_that_count_nothing_go_the_same_way_when_limits_are_used_up(name: str) -> None:
    graph = graph_of(name)
    lens = graph.lens
    for node in graph.nodes[::7]:
        if not node.case.open:
            continue
        fresh, spent = Scene(node.case, lens), Scene(lens.spent(node.case), lens)
        for row in used_rows(graph.law):
            if row.id not in COUNTED and not is_beside(row, fresh):
                one, other = (shapes(row, scene) for scene in (fresh, spent))
                assert one == other, row.id


def shapes(row: Row, scene: Scene) -> list[Shape]:
    """Where a deed leads."""
    return [scene.lens.shape(move.done.case) for move in tries(row, scene)]


@pytest.mark.parametrize("name", LAWS)
def test_the_canonical_case_of_a_shape_has_that_shape(name: str) -> None:
    graph = graph_of(name)
    lens = graph.lens
    for shape, at in graph.places.items():
        case = graph.nodes[at].case
        assert lens.shape(case) == shape
        assert lens.shape(lens.fresh(case)) == shape
        assert lens.shape(lens.spent(case)) == shape or not case.open


@pytest.mark.parametrize("name", LAWS)
def test_cases_with_the_same_bearing_on_silence_end_alike(name: str) -> None:
    graph = graph_of(name)
    known: dict[object, tuple[object, ...]] = {}
    for node in graph.nodes[::3]:
        if node.case.open:
            silence = keep_silent(node.case, graph.law)
            end = (silence.case.phase, silence.heard, silence.unheard, silence.endless)
            assert known.setdefault(bearing(node.case), end) == end


@pytest.mark.parametrize("name", LAWS)
def test_every_way_shown_can_be_gone_step_by_step(name: str) -> None:
    """The steps to a state lead there, wherever no limit must be used up on the way."""
    graph = graph_of(name)
    for at in range(0, len(graph.nodes), 5):
        trace = graph.trace(at)
        if any(step.note for step in trace):
            continue
        ends = {graph.lens.shape(case) for case in followed(trace, graph.lens)}
        assert any(graph.places.get(end) == at for end in ends), [str(step) for step in trace]


def followed(trace: tuple[Step, ...], lens: Lens) -> list[Case]:
    """The real cases to which these steps may lead."""
    cases = [move.done.case for move in register(lens) if move.role is trace[0].role]
    for step in trace[1:]:
        scenes = [Scene(case, lens) for case in cases]
        row = TABLE[step.deed]
        moves = [move for scene in scenes for move in tries(row, scene, step.role)]
        cases = [
            move.done.case
            for move in moves
            if move.done.case.phase is step.phase and move.role is step.role
        ]
    return cases
