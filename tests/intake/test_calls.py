"""Calls as the switchboard tells them: in any order, twice, and whom to call back."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from huiyin.intake import calls, drafts
from huiyin.intake.calls import Event
from huiyin.intake.models import Call, CallDraft, Reading
from huiyin.jobs import tidy
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db

RINGS = Event("c-1", "ringing", "138 1234 5678", "", NOW)
ANSWERED = replace(RINGS, event="answered", agent="zhou", at=NOW + timedelta(seconds=9))
ENDED = replace(RINGS, event="ended", at=NOW + timedelta(seconds=90))
MISSED = replace(RINGS, event="missed", at=NOW + timedelta(seconds=30))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used."""
    return build(tmp_path)


def test_events_in_any_order_and_twice_say_the_same(world: World) -> None:
    """The network does not keep the order."""
    for order in permutations((RINGS, ANSWERED, ENDED)):
        Call.objects.all().delete()
        for event in (*order, order[0]):
            calls.hear(world.place, event)
        call = Call.objects.get()
        assert (call.state, call.agent, call.rang_at) == ("ended", "zhou", NOW)
        assert calls.to_call_back(world.place) == []


def test_the_number_is_sealed(world: World) -> None:
    """Nothing of it can be read in the table."""
    calls.hear(world.place, RINGS)
    call = Call.objects.get()
    assert b"13812345678" not in bytes(call.number)
    assert "13812345678" not in call.number_index
    assert calls.number_of(call) == "13812345678"


def test_it_rings_for_its_agent_or_for_everybody_and_not_for_ever(world: World) -> None:
    """What rings for Zhou is not Chen's."""
    calls.hear(world.place, RINGS)
    calls.hear(world.place, replace(RINGS, call_id="c-2", agent="zhou"))
    assert len(calls.on_the_line(world.place, "zhou", now=NOW)) == 2
    assert len(calls.on_the_line(world.place, "chen", now=NOW)) == 1
    assert calls.on_the_line(world.place, "zhou", now=NOW + timedelta(minutes=4)) == []


def test_missed_calls_of_one_number_are_one_line_the_oldest_first(world: World) -> None:
    """国办函〔2025〕66号: who was missed is called back."""
    later = replace(MISSED, call_id="c-3", at=NOW + timedelta(hours=1))
    other = replace(MISSED, call_id="c-2", number="0516-5555014", at=NOW + timedelta(minutes=5))
    withheld = replace(MISSED, call_id="c-4", number="")
    for event in (later, other, MISSED, withheld):
        calls.hear(world.place, event)
    first, second = calls.to_call_back(world.place)
    assert (first.number, first.times) == ("13812345678", 2)
    assert second.number == "0516-5555014"
    assert calls.count_to_call_back(world.place) == 2


def test_nobody_answers_twice_and_then_somebody_does(world: World) -> None:
    """Tries are counted; reached is the end."""
    calls.hear(world.place, MISSED)
    pk = str(Call.objects.get().pk)
    who = world.actor("zhou")
    for result in ("take", "missed", "missed"):
        calls.call_back(world.place, pk, result, actor=who, now=NOW)
    (one,) = calls.to_call_back(world.place)
    assert (one.tries, one.taken_by) == (2, who.id)
    calls.call_back(world.place, pk, "reached", actor=who, now=NOW)
    assert calls.to_call_back(world.place) == []


def test_who_rings_again_and_is_answered_needs_no_calling_back(world: World) -> None:
    """In whatever order that is told; but who is missed after that does."""
    answered = replace(ANSWERED, call_id="c-2", at=NOW + timedelta(minutes=2))
    for events in permutations((MISSED, answered)):
        Call.objects.all().delete()
        for event in events:
            calls.hear(world.place, event)
        assert calls.to_call_back(world.place) == []
    calls.hear(world.place, replace(MISSED, call_id="c-3", at=NOW + timedelta(hours=1)))
    assert len(calls.to_call_back(world.place)) == 1


def test_the_caller_is_known_by_the_number_and_every_look_is_kept(world: World) -> None:
    """B17: for the purpose 来电."""
    number = world.new()
    found = calls.read_caller("138-1234-5678", member=world.actor("zhou"), now=NOW)
    assert found.name == "吴秀英"
    reading = Reading.objects.get()
    assert (reading.case, reading.purpose) == (number, "来电")
    assert calls.cases_of("13812345678", world.actor("zhou")) == [number]
    assert calls.read_caller("13900001111", member=world.actor("zhou"), now=NOW).name == ""


def test_another_units_clerk_learns_nothing(world: World) -> None:
    """The case is not of that unit."""
    world.sent()
    assert calls.read_caller("13812345678", member=world.actor("sun"), now=NOW).name == ""
    assert Reading.objects.count() == 0


def test_a_draft_comes_back_and_a_late_save_undoes_nothing(world: World) -> None:
    """Two saves overtook one another on the way."""
    who = world.actor("zhou")
    drafts.save(who, "model", "k", {"title": "路灯坏了"}, revision=2, now=NOW)
    assert drafts.save(who, "model", "k", {"title": "路灯"}, revision=1, now=NOW) == 2
    kept = drafts.latest(who, now=NOW)
    assert kept is not None
    assert kept.said == {"title": "路灯坏了"}
    assert "路灯".encode() not in bytes(CallDraft.objects.get().said)
    assert drafts.latest(world.actor("chen"), now=NOW) is None


def test_a_draft_that_was_registered_is_not_kept_again(world: World) -> None:
    """A save that arrives after the registration."""
    who = world.actor("zhou")
    drafts.save(who, "model", "k", {"title": "路灯"}, revision=1, now=NOW)
    drafts.done(who, "k", now=NOW)
    drafts.save(who, "model", "k", {"title": "路灯坏"}, revision=2, now=NOW)
    assert drafts.latest(who, now=NOW) is None
    assert bytes(CallDraft.objects.get().said) == b""


def test_a_draft_goes_after_a_day(world: World) -> None:
    """It is not offered any more, and the worker sweeps it away."""
    who = world.actor("zhou")
    drafts.save(who, "model", "k", {"title": "路灯"}, revision=1, now=NOW)
    later = NOW + timedelta(days=1, seconds=1)
    assert drafts.latest(who, now=later) is None
    drafts.save(who, "model", "k2", {"title": "井盖"}, revision=1, now=later)
    tidy.drafts(later)
    assert CallDraft.objects.get().key == "k2"
