"""The four properties, each with a shortest way to every place where it does not hold."""

from collections import deque
from collections.abc import Iterator

from huiyin.rules.case import Case, Phase
from huiyin.rules.clocks import RED
from huiyin.rules.explore.beside import AFTER
from huiyin.rules.explore.moves import Breakdown, tries, used_rows
from huiyin.rules.explore.report import Counterexample, Property, Step
from huiyin.rules.explore.samples import Scene
from huiyin.rules.explore.search import Graph, Node, World, owner
from huiyin.rules.explore.silence import Silence, bearing, keep_silent
from huiyin.rules.law import Law
from huiyin.rules.steps import receive
from huiyin.rules.vocabulary import Gate, Role
from huiyin.rules.words import N_

Found = Iterator[Counterexample]

NOT_COUNTED_ON = frozenset({"withdraw", "merge"})
"""Ends that the house must not count on: the petitioner gives up, or there is another case."""


def prove(graph: Graph) -> Found:
    """Everything that does not hold; of each kind, the one that is nearest."""
    seen: set[tuple[object, ...]] = set()
    for check in (broken, no_end, undecided, no_owner, impossible, unheard):
        for found in sorted(check(graph), key=lambda found: (len(found.trace), found.spent)):
            kind = (found.property, found.message, *found.params.items())
            if kind not in seen:
                seen.add(kind)
                yield found


def broken(graph: Graph) -> Found:
    """Deeds over which the rules themselves broke down."""
    for at, breakdown in graph.broken:
        yield _breakdown(breakdown, graph.trace(at))


def _breakdown(breakdown: Breakdown, trace: tuple[Step, ...]) -> Counterexample:
    step = breakdown.step
    said = {"phase": str(step.phase), "deed": step.deed, "error": str(breakdown)}
    message = N_("“{phase}”时“{deed}”，规则出错：{error}")
    return Counterexample(Property.SOUND, message, said, (*trace, step))


# 1 every reachable state can reach an end


def no_end(graph: Graph) -> Found:
    """Nodes from which no end can be reached, or none once the limits are used up."""
    fresh, spent = (_ending(graph, world) for world in (World.BOTH, World.SPENT))
    for at, node in enumerate(graph.nodes):
        if at not in spent:
            yield Counterexample(
                Property.END,
                N_("从“{phase}”出发，没有任何办法能走到终点。"),
                {"phase": str(node.case.phase)},
                graph.trace(at),
                spent=at in fresh,
            )


def _ending(graph: Graph, worlds: World) -> set[int]:
    """Nodes from which an end can be reached by ways of these worlds."""
    back: dict[int, list[int]] = {}
    for at, node in enumerate(graph.nodes):
        for edge in node.edges:
            if worlds & edge.world and edge.deed not in NOT_COUNTED_ON:
                back.setdefault(edge.to, []).append(at)
    good = {at for at, node in enumerate(graph.nodes) if not node.case.open}
    waiting = deque(good)
    while waiting:
        new = set(back.get(waiting.popleft(), ())) - good
        good |= new
        waiting.extend(new)
    return good


def undecided(graph: Graph) -> Found:
    """Ends at which an appeal still waits, and nobody can decide it nor put the case away."""
    rows = [row for row in used_rows(graph.law) if row.id in ("decide_exclusion", "archive")]
    for made, steps, move in graph.aside:
        if move.row.id != "appeal_exclusion" or not move.done.case.open:
            continue
        before = (*graph.trace(made), *steps)
        for at, way in graph.ways_from(made).items():
            case = graph.nodes[at].case
            scene = Scene(case.but(exclusion="appealed"), graph.lens)
            if not case.open and not any(next(tries(row, scene), None) for row in rows):
                message = N_("剔除申请还没有复核就到了“{phase}”，再也无人能复核，也不能归档。")
                said = {"phase": str(case.phase)}
                yield Counterexample(Property.END, message, said, (*before, *way))


# 2 in every open state somebody owns the next step, and a clock runs


def no_owner(graph: Graph) -> Found:
    """Open nodes without an owner who can act, or without a clock."""
    for at, node in enumerate(graph.nodes):
        if not node.case.open:
            continue
        for world, scene in graph.scenes(at):
            for message, params in _orphaned(scene.case, node, world, graph):
                yield Counterexample(
                    Property.OWNER,
                    message,
                    {"phase": str(node.case.phase), **params},
                    graph.trace(at),
                    spent=world is World.SPENT,
                )


def _orphaned(
    case: Case, node: Node, world: World, graph: Graph
) -> Iterator[tuple[str, dict[str, str]]]:
    law = graph.law
    role = owner(case, law)
    if role is None:
        yield N_("“{phase}”时，规则没有写明下一步由谁负责。"), {}
        return
    if not any(clock.running for clock in case.clocks):
        yield N_("“{phase}”时没有时限在走，下一步由{role}负责。"), {"role": str(role)}
    elif role is Role.PETITIONER and not _silence_ends(case, law):
        yield N_("“{phase}”时等诉求人表态，却没有规定不表态怎么办。"), {}
    if role is not Role.PETITIONER and not _can_move(role, node, world, graph):
        yield N_("“{phase}”时下一步由{role}负责，但{role}什么也推动不了。"), {"role": str(role)}


def _silence_ends(case: Case, law: Law) -> bool:
    """Does a clock run whose red passes the petitioner's gates?"""
    return any(
        clock.running and clock.stage < RED and law.clocks[clock.id].then == "petitioner_silent"
        for clock in case.clocks
    )


def _can_move(role: Role, node: Node, world: World, graph: Graph) -> bool:
    return any(
        edge.role is role
        and world in edge.world
        and has_moved(node.case, graph.nodes[edge.to].case)
        for edge in node.edges
    )


def has_moved(before: Case, after: Case) -> bool:
    """Is the case further, and not only with one more unit to wait for?"""
    if len(after.waiting_for) < len(before.waiting_for):
        return True
    return _standing(before) != _standing(after)


def _standing(case: Case) -> tuple[object, ...]:
    return (
        case.phase,
        case.lead,
        case.objecting,
        case.contacted,
        case.extension is not None,
        case.shelved,
        case.passed,
        case.dissatisfied,
        case.meeting_open,
        len(case.votes),
    )


# 3 nothing in the law is there for nobody


def impossible(graph: Graph) -> Found:
    """Deeds nobody can do, phases nobody enters, gates nobody passes, clocks that never run."""
    law, seen = graph.law, graph.seen
    after(graph)
    done = {*seen.deeds, *(deed for deed, before in AFTER.items() if before in seen.deeds)}
    deeds = [row.id for row in used_rows(law) if row.id not in done]
    phases = [phase for phase in used_phases(law) if phase not in seen.phases]
    gates = [gate for gate in law.gates if gate not in seen.gates]
    clocks = [clock for clock in law.clocks if clock not in seen.clocks]
    yield from (_never(N_("“{deed}”谁都做不了。"), deed=deed) for deed in deeds)
    yield from (_never(N_("“{phase}”永远进不去。"), phase=str(phase)) for phase in phases)
    yield from (_never(N_("“{gate}”这一关永远过不了。"), gate=str(gate)) for gate in gates)
    yield from (_never(N_("时限“{clock}”永远不会开始。"), clock=clock) for clock in clocks)


def _never(message: str, **params: str) -> Counterexample:
    return Counterexample(Property.POSSIBLE, message, params)


def used_phases(law: Law) -> Iterator[Phase]:
    """The phases that a law uses: which, follows from its gates and kinds."""
    unused = set()
    if Gate.SIGN_OFF not in law.gates:
        unused.add(Phase.SIGNING)
    if Gate.AUDIT not in law.gates:
        unused.add(Phase.AUDITING)
    if not any(row.deed is receive.AnswerDirectly for row in used_rows(law)):
        unused.add(Phase.ANSWERED_DIRECTLY)
    return (phase for phase in Phase if phase not in unused)


def after(graph: Graph) -> None:
    """Try what has not been seen yet on closed cases: rating, publication, exclusion, archive."""
    rows = [row for row in used_rows(graph.law) if row.id not in graph.seen.deeds]
    waiting = deque(node.case for node in graph.nodes if not node.case.open)
    known = {_aftermath(case) for case in waiting}
    while waiting and any(row.id not in graph.seen.deeds for row in rows):
        scene = Scene(waiting.popleft(), graph.lens)
        for row in used_rows(graph.law):
            for move in tries(row, scene):
                graph.seen.note(move)
                if _aftermath(move.done.case) not in known:
                    known.add(_aftermath(move.done.case))
                    waiting.append(move.done.case)


def _aftermath(case: Case) -> tuple[object, ...]:
    """What matters of a closed case."""
    lead = case.lead is not None
    said = case.rated, case.consent, case.exclusion
    return case.phase, case.whistle, lead, said, case.published, case.archived


# 4 silence is heard above


def unheard(graph: Graph) -> Found:
    """Open states in which everybody may keep silent and nobody above hears of it."""
    known: dict[tuple[object, ...], Silence] = {}
    for case, trace, spent in _left_alone(graph):
        key = bearing(case)
        try:
            silence = known[key] = known.get(key) or keep_silent(case, graph.law)
        except Breakdown as breakdown:
            yield _breakdown(breakdown, trace)
            continue
        for message, params in _mute(case, silence):
            yield Counterexample(Property.LADDER, message, params, trace, spent)


def _left_alone(graph: Graph) -> Iterator[tuple[Case, tuple[Step, ...], bool]]:
    """Every open case, the way to it, and whether the limits are used up."""
    for at, node in enumerate(graph.nodes):
        if node.case.open:
            for world, scene in graph.scenes(at):
                yield scene.case, graph.trace(at), world is World.SPENT
    for at, way, move in graph.aside:
        if move.done.case.open:
            yield move.done.case, (*graph.trace(at), *way), False


def _mute(case: Case, silence: Silence) -> Iterator[tuple[str, dict[str, str]]]:
    here = {"phase": str(case.phase)}
    if silence.endless:
        yield N_("从“{phase}”起无人理会，时限的到点没有尽头。"), here
    elif silence.case.open and not silence.heard:
        yield N_("从“{phase}”起无人理会，不会逐级督办到任何上级。"), here
    for clock in silence.unheard:
        yield N_("时限“{clock}”的督办到了顶，没有上级接到通知。"), {"clock": clock}
