"""Two at once, with real threads and a connection each, on both databases.

SQLite lets one transaction in after the other; PostgreSQL lets both look, and the version that was
seen decides. The tests marked `postgres` make both look before either writes.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from huiyin.cases import actions as cases
from huiyin.cases import numbers
from huiyin.cases.actions import Outcome, Refused
from huiyin.cases.models import CaseRow
from huiyin.intake import actions as intake
from huiyin.intake.actions import Matter, Receipt
from huiyin.intake.models import Petitioner
from huiyin.intake.queries import citizen_actor
from huiyin.journal import queries as journal
from huiyin.people import queries as people
from huiyin.rules import lifecycle
from huiyin.rules.case import Phase
from huiyin.rules.refusals import Why
from huiyin.rules.steps.dispatch import Claim, Dispatch, Merge
from huiyin.rules.steps.receive import Supplement, Withdraw
from tests.world import WANG_FANG, County, at, everything, is_whole, kinds, together

pytestmark = pytest.mark.django_db(transaction=True)

LAMP = Matter(channel="web", kind="complaint", title="路灯不亮", text="三天了。")
ALSO = Supplement(text="还有两盏也不亮。")


def refused(came: list[Any]) -> list[Why]:
    """What the refused ones were told; anything but an outcome or a refusal is a failure."""
    told = [one.refusal.why for one in came if isinstance(one, Refused)]
    done = [one for one in came if not isinstance(one, Exception)]
    assert len(told) + len(done) == len(came), came
    return told


@pytest.fixture
def both_look_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads decide before either writes; later attempts go their way."""
    gate, first, real = threading.Barrier(2, timeout=60), threading.local(), lifecycle.act
    first.done = True  # the test's own thread, which sets the stage, waits for nobody

    def decide(*args: Any) -> Any:
        done = real(*args)
        if not getattr(first, "done", False):
            first.done = True
            gate.wait()
        return done

    monkeypatch.setattr(lifecycle, "act", decide)


def claimants(county: County, number: str, *who: str) -> list[Callable[[], Outcome]]:
    """Each wants the case for their unit."""

    def claim(actor: Any) -> Callable[[], Outcome]:
        return lambda: cases.act(number, Claim(), actor=actor, now=county.now)

    return [claim(county.actor(one)) for one in who]


def one_has_it(county: County, number: str) -> None:
    """The case is claimed once, and the record of it is whole."""
    case = county.case(number)
    assert kinds(number) == ["registered", "claimed"]
    assert case.phase is Phase.HANDLING
    assert [part.unit for part in case.assignments] == [county.people[_winner(number)].unit]
    row = CaseRow.objects.get(number=number)
    assert row.version == case.facts == 2
    assert row.parts.count() == 1
    assert is_whole(number)


def _winner(number: str) -> str:
    claimed = journal.facts(number)[-1]
    return people.by_ids([claimed.actor])[claimed.actor].name


@pytest.mark.parametrize("round_", range(3))
def test_two_clerks_claim_one_case_and_one_of_them_has_it(county: County, round_: int) -> None:
    """FX-8: departments claim; the other is told that it is not there to be claimed any more."""
    number = county.registered()
    came = together(*claimants(county, number, "李强", "马丽"))
    assert refused(came) == [Why.NOT_NOW]
    one_has_it(county, number)


@pytest.mark.postgres
def test_two_who_both_looked_before_either_claimed(county: County, both_look_first: None) -> None:
    number = county.registered()
    came = together(*claimants(county, number, "李强", "马丽"))
    assert refused(came) == [Why.NOT_NOW]
    one_has_it(county, number)


def test_many_words_at_once_are_all_kept_in_one_chain(county: County) -> None:
    number = county.registered()
    says = county.actor("吴越")
    came = together(
        *[lambda: cases.act(number, ALSO, actor=says, now=county.now) for _ in range(4)]
    )
    assert refused(came) == []
    assert kinds(number) == ["registered", *["supplemented"] * 4]
    assert is_whole(number)


@pytest.mark.postgres
def test_a_stale_version_is_looked_at_again_and_the_deed_is_done(
    county: County, both_look_first: None
) -> None:
    number = county.registered()
    says, sends = county.actor("吴越"), county.actor("周宁")
    came = together(
        lambda: cases.act(number, ALSO, actor=says, now=county.now),
        lambda: cases.act(number, Dispatch(lead="housing"), actor=sends, now=county.now),
    )
    assert refused(came) == []
    assert sorted(kinds(number)) == ["dispatched", "registered", "supplemented"]
    assert is_whole(number)


def in_between(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Somebody else changes the row after we looked, so many times."""
    left, real = [times], lifecycle.act

    def decide(*args: Any) -> Any:
        done = real(*args)
        if left[0]:
            left[0] -= 1
            row = CaseRow.objects.get(number=args[0].number)
            CaseRow.objects.filter(pk=row.pk).update(version=row.version + 1)
        return done

    monkeypatch.setattr(lifecycle, "act", decide)


def test_a_deed_looks_again_until_it_has_seen_the_case_as_it_stands(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = county.registered()
    in_between(monkeypatch, cases.ATTEMPTS - 1)
    assert county.does("吴越", number, ALSO).facts
    assert kinds(number) == ["registered", "supplemented"]
    assert is_whole(number)


def test_a_case_that_never_stands_still_is_refused_for_now_and_nothing_is_written(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = county.registered()
    before = everything()
    in_between(monkeypatch, cases.ATTEMPTS)
    assert county.refuses("吴越", number, ALSO).why is Why.NOT_NOW
    assert everything() == before


def test_the_same_key_at_once_does_the_deed_once(county: County) -> None:
    number = county.registered()
    says = county.actor("吴越")
    came = together(
        *[lambda: cases.act(number, ALSO, actor=says, now=county.now, key="1") for _ in range(2)]
    )
    assert sorted(len(outcome.facts) for outcome in came) == [0, 1]
    assert kinds(number) == ["registered", "supplemented"]


@pytest.mark.postgres
def test_the_same_key_of_two_who_both_looked_first_does_the_deed_once(
    county: County, both_look_first: None
) -> None:
    number = county.registered()
    says = county.actor("吴越")
    came = together(
        *[lambda: cases.act(number, ALSO, actor=says, now=county.now, key="1") for _ in range(2)]
    )
    assert sorted(len(outcome.facts) for outcome in came) == [0, 1]
    assert kinds(number) == ["registered", "supplemented"]


def test_the_same_letter_sent_twice_at_once_is_one_case(county: County) -> None:
    came = together(*[lambda: county.report(key="form-1") for _ in range(2)])
    assert refused(came) == []
    assert came[0].number == came[1].number
    assert came[0].code == came[1].code
    assert (CaseRow.objects.count(), Petitioner.objects.count()) == (1, 1)


@pytest.mark.postgres
def test_the_same_letter_once_before_and_once_after_midnight_is_one_case(
    county: County, both_look_first: None
) -> None:
    """The day's counter lets letters in one by one; two days have two counters, and both look."""

    def write(on: str) -> Receipt:
        return intake.report(county.place, LAMP, WANG_FANG, now=at(on), key="form-1")

    came = together(lambda: write("2026-03-02 23:59"), lambda: write("2026-03-03 00:00"))
    assert refused(came) == []
    assert came[0].number == came[1].number
    assert (CaseRow.objects.count(), Petitioner.objects.count()) == (1, 1)


def test_registrations_at_once_never_share_a_number(county: County) -> None:
    came = together(*[county.report for _ in range(6)])
    assert refused(came) == []
    got = sorted(receipt.number for receipt in came)
    assert [number[12:17] for number in got] == [f"{n:05d}" for n in range(1, 7)]
    assert all(numbers.normalise(number) == number for number in got)


def test_withdrawn_and_handed_over_at_once_is_one_of_both_and_never_half(county: County) -> None:
    number = county.registered()
    wang_fang, sends = citizen_actor(county.case(number)), county.actor("周宁")
    came = together(
        lambda: cases.act(number, Withdraw(), actor=wang_fang, now=county.now),
        lambda: cases.act(number, Dispatch(lead="housing"), actor=sends, now=county.now),
    )
    told = refused(came)
    ways = {("registered", "withdrawn"): 1, ("registered", "dispatched", "withdrawn"): 0}
    assert ways[tuple(kinds(number))] == len(told)
    assert is_whole(number)


def test_two_merged_into_a_third_at_once_are_both_there(county: County) -> None:
    """PS-4: one event, many letters."""
    event, one, other = county.registered(), county.registered(), county.registered()
    sends = county.actor("周宁")
    came = together(
        lambda: cases.act(one, Merge(into=event), actor=sends, now=county.now),
        lambda: cases.act(other, Merge(into=event), actor=sends, now=county.now),
    )
    assert refused(came) == []
    assert set(county.case(event).absorbed) == {one, other}
    assert all(is_whole(number) for number in (event, one, other))


@pytest.mark.postgres
def test_two_merged_into_one_another_at_once_leave_one_open(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each waits for the other's row; the database ends one of them, who then looks again."""
    gate, first, real = threading.Barrier(2, timeout=60), threading.local(), cases._save

    def save(*args: Any) -> None:
        real(*args)
        if not getattr(first, "done", False):
            first.done = True
            gate.wait()

    monkeypatch.setattr(cases, "_save", save)
    one, other = county.registered(), county.registered()
    sends = county.actor("周宁")
    came = together(
        lambda: cases.act(one, Merge(into=other), actor=sends, now=county.now),
        lambda: cases.act(other, Merge(into=one), actor=sends, now=county.now),
    )
    assert refused(came) == [Why.NOT_NOW]
    assert sorted(county.case(n).phase for n in (one, other)) == [Phase.MERGED, Phase.REGISTERED]
    assert is_whole(one)
    assert is_whole(other)
