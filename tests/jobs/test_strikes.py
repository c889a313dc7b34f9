"""Strikes: yellow, red, every rung, each once; whatever happens to the worker in between."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from huiyin.cases import actions, queries
from huiyin.cases.models import CaseRow, NoticeRow
from huiyin.jobs import strikes
from huiyin.jobs.management.commands import worker
from huiyin.jobs.strikes import Alarm
from huiyin.journal import queries as journal
from huiyin.rules.case import Phase
from huiyin.rules.facts import Struck
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.dispatch import Object
from tests.world import County, at, everything, is_whole, kinds

YELLOW, RED = 1, 2


def struck(number: str, clock: str) -> list[tuple[int, str]]:
    """The stages of a clock that struck, with the rung."""
    whats = [fact.what for fact in journal.facts(number)]
    return [(w.stage, w.rung) for w in whats if isinstance(w, Struck) and w.clock == clock]


def run(now: str) -> list[Alarm]:
    """The worker looks at the clocks."""
    return list(strikes.strike(at(now)))


def hours(first: str, count: int) -> Iterator[str]:
    """Every hour from that moment on."""
    for hour in range(count):
        yield (at(first) + timedelta(hours=hour)).strftime("%Y-%m-%d %H:%M")


# The housing bureau was given a case on Monday at 10:00 and says nothing. Its acceptance turns
# yellow on Tuesday at 14:54 and red with the end of Tuesday; then come the slip at once, the order
# a working day and the chief clerk two working days after the rung below.


def test_nothing_strikes_before_its_time(county: County) -> None:
    county.dispatched()
    before = everything()
    assert run("2026-03-03 14:53") == []
    assert everything() == before


def test_yellow_strikes_once_and_the_case_stays_where_it_is(county: County) -> None:
    """JS-8."""
    number = county.dispatched()
    assert run("2026-03-03 14:54") == [Alarm(number, "acceptance", YELLOW)]
    before = everything()
    assert (
        run("2026-03-03 14:54") == run("2026-03-03 17:30:00"[:16].replace("17:30", "17:29")) == []
    )
    assert everything() == before
    assert county.case(number).phase is Phase.DISPATCHED
    assert is_whole(number)


@pytest.mark.parametrize(("on", "red"), [("17:30:00.999999", False), ("17:30:01", True)])
def test_one_moment_is_red_for_lists_for_rules_and_for_strikes(
    county: County, on: str, red: bool
) -> None:
    number, now = county.dispatched(), at(f"2026-03-03 {on}")
    run("2026-03-03 17:29")
    row, clock = CaseRow.objects.get(number=number), county.case(number).clock("acceptance")
    assert clock is not None
    assert clock.is_red(now) == red
    assert (queries.light(row.yellow_at, row.red_at, now) == "red") == red
    assert queries.listing(county.actor("周宁"), now=now, view="all", light="red").exists() == red
    assert (RED in {alarm.stage for alarm in strikes.strike(now)}) == red


def test_a_silent_unit_climbs_the_whole_ladder_each_rung_once(county: County) -> None:
    """SN-10: red light, inspection, and in the end the chief clerk."""
    number = county.dispatched()
    for now in hours("2026-03-02 00:00", 24 * 14):
        run(now)
    steps = [(1, ""), (2, ""), (3, "slip"), (4, "order"), (5, "chief")]
    assert struck(number, "acceptance") == steps
    assert county.case(number).escalated_to == "chief"
    assert CaseRow.objects.get(number=number).escalated_to == "chief"
    assert is_whole(number)


def test_a_worker_that_was_away_for_a_fortnight_makes_up_for_it_in_order(county: County) -> None:
    number = county.dispatched()
    came = run("2026-03-16 10:00")
    assert [alarm.stage for alarm in came if alarm.clock == "acceptance"] == [1, 2, 3]
    assert [fact.at for fact in journal.facts(number)][-1] == at("2026-03-16 10:00")
    assert run("2026-03-16 10:00") == []
    run("2026-03-17 17:30")
    assert struck(number, "acceptance")[-1] == (4, "order")
    assert is_whole(number)


def test_each_strike_tells_those_whom_the_law_names(county: County) -> None:
    number = county.dispatched()
    NoticeRow.objects.all().delete()
    for now in hours("2026-03-02 00:00", 24 * 8):
        run(now)
    told = NoticeRow.objects.filter(params__clock="受理").values_list("role", "params__rung")
    assert sorted((role, rung or "") for role, rung in told) == [
        ("chief", "报首席办事员"),
        ("clerk", "催办单"),
        ("head", ""),
        ("head", "督办单"),
        ("inspector", "督办单"),
    ]
    assert queries.notices_for(county.people["何静"])[0].case.number == number


def test_what_is_done_in_time_never_strikes(county: County) -> None:
    county.struck_off()
    assert run("2030-01-01 00:00") == []


def test_a_clock_that_was_set_back_does_nothing(county: County) -> None:
    county.dispatched()
    run("2026-03-03 14:54")
    before = everything()
    assert run("2026-03-01 00:00") == []
    assert run("1999-01-01 00:00") == []
    assert everything() == before


def test_the_silence_of_whoever_rules_lets_the_dispatch_stand(county: County) -> None:
    """B5: nobody rules on the return in time."""
    number = county.dispatched()
    county.does("李强", number, Object(reason="不属本单位职责。", basis="三定方案"))
    run("2026-03-04 10:00")
    assert "dispatch_upheld" in kinds(number)
    assert county.case(number).objecting == ""
    assert is_whole(number)


def test_the_petitioner_s_silence_passes_the_gate(county: County) -> None:
    """JS-11: who says nothing in time lets it pass."""
    number = county.answered()
    run("2026-03-10 10:00")
    passed = [f.what for f in journal.facts(number) if f.kind == "gate_passed"]
    assert [what.by_silence for what in passed] == [True]  # type: ignore[attr-defined]
    assert is_whole(number)


def test_only_what_fell_due_is_asked_for(
    county: County, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """However many cases wait: one question to the index of alarms."""
    for _ in range(12):
        county.dispatched()
    with django_assert_num_queries(1) as asked:
        assert run("2026-03-02 10:00") == []
    (question,) = asked.captured_queries
    assert "next_alarm_at" in question["sql"]


def test_many_that_fell_due_are_taken_a_page_at_a_time(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strikes, "PAGE", 2)
    numbers = {county.dispatched() for _ in range(5)}
    came = run("2026-03-03 14:54")
    assert {alarm.number for alarm in came} == numbers
    assert len(came) == 5


def test_the_earliest_alarm_strikes_first(county: County) -> None:
    late = county.dispatched()
    county.now = at("2026-02-27 10:00")
    early = county.dispatched()
    order = [alarm.number for alarm in run("2026-03-03 14:54")]
    assert order.index(early) < order.index(late)


class Killed(BaseException):
    """What a kill looks like from inside: nobody catches it."""


@pytest.fixture
def mortal(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The worker dies while it writes, after as many strikes as stand here."""
    left, real = [0], actions._save

    def save(*args: Any) -> None:
        real(*args)
        if not left[0]:
            raise Killed
        left[0] -= 1

    monkeypatch.setattr(actions, "_save", save)
    return left


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", range(4))
def test_a_worker_killed_in_the_middle_is_simply_started_again(
    county: County, mortal: list[int], after: int
) -> None:
    mortal[0] = 10**6
    numbers = [county.dispatched() for _ in range(2)]
    mortal[0] = after
    with pytest.raises(Killed):
        run("2026-03-16 10:00")
    assert sum(len(struck(number, "acceptance")) for number in numbers) <= after
    mortal[0] = 10**6
    run("2026-03-16 10:00")
    for number in numbers:
        assert struck(number, "acceptance") == [(1, ""), (2, ""), (3, "slip")]
        assert is_whole(number)


def test_one_case_that_cannot_be_struck_does_not_keep_the_others_waiting(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, fine = county.dispatched(), county.dispatched()
    real = actions.act

    def act(number: str, *args: Any, **kwargs: Any) -> Any:
        if number == stuck:
            raise actions.Refused(not_now("现在不行。"))
        return real(number, *args, **kwargs)

    monkeypatch.setattr(actions, "act", act)
    assert {alarm.number for alarm in run("2026-03-03 14:54")} == {fine}


def said(*words: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_the_command_says_how_much_struck_and_a_second_time_nothing(county: County) -> None:
    county.dispatched()
    now = ["clocks", "strike", "--now", "2026-03-04T09:00"]
    assert said(*now) == "黄灯 1，红灯 1，督办 1（截至 2026-03-04 09:00）\n"
    assert said(*now) == "黄灯 0，红灯 0，督办 0（截至 2026-03-04 09:00）\n"


def test_the_command_takes_the_present_for_now_where_none_is_given(county: County) -> None:
    county.dispatched()
    with time_machine.travel(at("2026-03-03 15:00"), tick=False):
        assert said("clocks", "strike") == "黄灯 1，红灯 0，督办 0（截至 2026-03-03 15:00）\n"


def test_a_moment_with_a_zone_is_that_moment(county: County) -> None:
    county.dispatched()
    assert said("clocks", "strike", "--now", "2026-03-03T06:53:00Z").startswith("黄灯 0")
    assert said("clocks", "strike", "--now", "2026-03-03T06:54:00Z").startswith("黄灯 1")


@pytest.mark.parametrize(
    ("present", "lines"),
    [("2026-03-04 08:59", 1), ("2026-03-04 09:00", 0), ("2026-03-05 09:00", 0)],
)
def test_a_moment_that_has_not_come_strikes_with_a_warning(
    county: County, present: str, lines: int
) -> None:
    """A law is tried out so; what is done before that moment will bear its date."""
    number = county.dispatched()
    errors = StringIO()
    with time_machine.travel(at(present), tick=False):
        call_command(
            "clocks", "strike", "--now", "2026-03-04T09:00", stdout=StringIO(), stderr=errors
        )
    warned = errors.getvalue().splitlines()
    assert len(warned) == lines
    assert all("2026-03-04 09:00 还没有到" in one and "in the future" in one for one in warned)
    assert "struck" in kinds(number)


@pytest.mark.parametrize("now", ["morgen", "", "2026-13-01", "2026-03-03T25:00"])
def test_what_is_no_moment_is_told_how_to_write_one(county: County, now: str) -> None:
    with pytest.raises(CommandError, match="不是时间"):
        said("clocks", "strike", f"--now={now or ' '}")


def test_the_worker_looks_once_when_asked_to(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own is young
    number = county.dispatched()
    with time_machine.travel(at("2026-03-03 15:00"), tick=False):
        said("worker", "--once")
        said("worker", "--once")
    assert struck(number, "acceptance") == [(1, "")]


def test_the_worker_waits_for_a_database_that_is_away_and_says_so(
    county: County, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: Any) -> Iterator[str]:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(queries, "due", away)
    said("worker", "--once")
    assert "database is locked" in caplog.text
