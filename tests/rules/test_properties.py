"""Whatever anybody does, in whatever order, under any of the laws: what never breaks (B26).

The sequences are the random walks of `walking.py`: any deed, by anybody, with anything filled in,
while time passes and the clocks strike.
"""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules import clocks, deeds
from huiyin.rules import facts as f
from huiyin.rules.case import OPEN, Actor, Case, Clock, Phase, Stand
from huiyin.rules.deeds import Deed
from huiyin.rules.evolve import rebuild
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE, Done, allowed, owner
from huiyin.rules.notices import Audience, notices
from huiyin.rules.refusals import Refusal, Why
from huiyin.rules.vocabulary import Role
from tests.rules.county import PLACE, law_of
from tests.rules.walking import Walk

PLACES = ("suining", "fuxin", "xining", "pingshan", "jishou", "starter", PLACE)
Tried = Callable[[Walk, Case | None, Deed, Actor, Done | Refusal], None]
AFTER_THE_END = {"exclusion_appealed"}
"""Facts that may start a clock once the case has ended."""

ways = st.tuples(st.integers(0, 2**32 - 1), st.integers(10, 60))
"""A seed and a number of steps; shrinking finds the step at which it breaks."""


def walk(place: str, way: tuple[int, int], tried: Tried) -> Walk:
    """Walk it, and show the way where it breaks."""
    seed, steps = way
    walked = Walk(law_of(place), Random(seed), tried)
    try:
        walked.go(steps)
    except Exception as broken:
        broken.add_note("\n".join(walked.trail))
        raise
    return walked


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=50, derandomize=True, database=None)
@given(way=ways)
def test_no_sequence_of_deeds_breaks_anything(place: str, way: tuple[int, int]) -> None:
    """B1, B26: rebuilt equals stored; owner and clock for whatever is open; every sum comes out."""
    walk(place, way, check)


def check(walk: Walk, before: Case | None, deed: Deed, actor: Actor, done: Done | Refusal) -> None:
    """Done, everything holds that must; refused, nothing has changed and the reason can be said."""
    said = _said_beforehand(walk, before, deed, actor)
    if isinstance(done, Refusal):
        assert walk.case is before
        check_refusal(done, said)
        return
    assert said is None, f"{deed} was greyed out and could be done: {said}"
    check_record(walk, before, done)
    check_clocks(done.case, walk.law)
    check_parts(done.case, walk.law)
    check_standing(done.case, walk.law)
    for fact in done.facts:
        check_notices(fact, done.case, walk.law)


def _said_beforehand(walk: Walk, before: Case | None, deed: Deed, actor: Actor) -> Refusal | None:
    """What the list of deeds says of it before anything is filled in."""
    if before is None:
        return None
    name = deeds.name_of(type(deed))
    listed = allowed(before, actor, walk.now, walk.law)
    return next((one.refusal for one in listed if one.row.id == name), None)


def check_refusal(no: Refusal, said: Refusal | None) -> None:
    """A sentence; with the field that is wrong, if one is; the same that the greyed deed shows."""
    assert str(no)
    assert (no.why is Why.INVALID) == bool(no.field)
    assert said is None or no == said


def check_record(walk: Walk, before: Case | None, done: Done) -> None:
    """The case is the fold of its facts, and history only grows."""
    assert rebuild(walk.facts) == done.case
    assert done.case.facts == len(walk.facts)
    assert {fact.at for fact in done.facts} == {done.case.changed_at}
    assert done.case.changed_at == walk.now
    if before is not None and not before.open:
        assert done.case.phase is before.phase, "an end is an end"


def check_clocks(case: Case, law: Law) -> None:
    """Each deadline is what its inputs say, and nothing runs on by accident."""
    assert len({clock.key for clock in case.clocks}) == len(case.clocks)
    for clock in case.clocks:
        assert clocks.recompute(clock, law) == clock, "a deadline recomputes equal"
        assert clock.yellow_at <= clock.red_at
        assert clock.next_at is None or clock.running
        assert 0 <= clock.stage <= clocks.RED + len(clocks.rungs(clock, law))
        if clock.running and clock.stage < clocks.RED:
            assert clock.next_at is not None, "what runs will strike"
        if not case.open and clock.stopped_at is None:
            assert set(law.clocks[clock.id].starts) & AFTER_THE_END, f"{clock.key} runs on"


def check_parts(case: Case, law: Law) -> None:
    """One lead, each unit once, only units that exist, and no clock of anybody who has left."""
    known = {part.unit for part in case.assisting} | {order.id for order in case.orders}
    assert {clock.of for clock in case.clocks if clock.of and not clock.stopped_at} <= known
    units = [part.unit for part in case.assignments]
    assert len(set(units)) == len(units)
    assert set(units) <= set(law.units)
    assert sum(part.lead for part in case.assignments) == (1 if case.assignments else 0)
    disputed = [part.unit for part in case.assignments if part.stand is Stand.OBJECTED]
    if case.open:
        assert disputed == ([case.objecting] if case.objecting else [])
        assert (case.lead is None) == (case.phase is Phase.REGISTERED)


def check_standing(case: Case, law: Law) -> None:
    """Whatever is open has an owner and a clock; what is not has neither."""
    assert (owner(case, law) is not None) == case.open
    if case.objecting:
        assert case.phase is Phase.DISPATCHED
    if case.shelved or case.extension:
        assert case.phase is Phase.HANDLING
    if case.open:
        assert case.answer_out == (case.phase is Phase.ANSWERED) or case.phase is Phase.AUDITING
    if case.dissatisfied:
        assert case.phase is Phase.ANSWERED or not case.open
    if case.open:
        running = [clock for clock in case.clocks if _presses(clock, law)]
        assert running, f"nothing presses: {case.phase} {case.clocks}"


def _presses(clock: Clock, law: Law) -> bool:
    """Does it run? Of the petitioner's clocks count those that silence ends."""
    rule = law.clocks[clock.id]
    silent = rule.owner is not Role.PETITIONER or rule.then == "petitioner_silent"
    return clock.running and silent


def check_notices(fact: f.Fact, case: Case, law: Law) -> None:
    """Everything that is told can be said; of what was whistled nobody else hears (JS-4)."""
    for notice in notices(fact, case, law):
        assert notice.template.format(number=case.number, **notice.params)
        assert notice.audience is not Audience.UNIT or notice.unit in law.units
        if case.whistle:
            assert notice.audience is Audience.PETITIONERS or notice.role is Role.DISCIPLINE


def test_the_walks_get_about() -> None:
    """They are worth walking: under the county's law they do everything there is to do."""
    done: Counter[str] = Counter()
    refused: Counter[Why] = Counter()
    ends: Counter[Phase] = Counter()

    def count(
        walk: Walk, before: Case | None, deed: Deed, actor: Actor, came: Done | Refusal
    ) -> None:
        if isinstance(came, Refusal):
            refused[came.why] += 1
        else:
            done[deeds.name_of(type(deed))] += 1
            ends[came.case.phase] += came.case.phase not in OPEN

    for seed in range(250):
        walk(PLACE, (seed, 60), count)

    assert set(done) == set(TABLE)
    assert set(refused) == set(Why)
    assert len(ends) >= 6


def test_a_walk_begins_as_a_longer_one_does() -> None:
    """What a seed and a number of steps have shown can be looked at again."""
    short, long = (walk(PLACE, (7, steps), lambda *_: None) for steps in (30, 60))
    assert long.facts[: len(short.facts)] == short.facts
    assert all(one.at <= other.at for one, other in pairwise(long.facts))
