"""Returns counted by class and unit from the record, and rulings as precedents (B5, SN-5)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from huiyin.cases import actions as cases
from huiyin.cases import state
from huiyin.dispatch import disputes
from huiyin.dispatch.disputes import Count, Wanted
from huiyin.journal import queries as journal
from huiyin.journal.models import FactRow
from huiyin.rules.case import Actor
from huiyin.rules.steps.dispatch import Classify, Object, Reassign, RuleOnObjection
from huiyin.rules.vocabulary import Role
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db

SINCE = NOW - timedelta(days=30)
NOT_OURS = Object(reason="这盏灯在小区里，不归本局管。", basis="《物业管理条例》第五十一条")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def returned(world: World, ruling: str = "", lead: str = "", **ruled: Any) -> str:
    """Sent to the housing bureau, returned by it, and perhaps ruled on."""
    number = world.sent()
    world.act("li", number, NOT_OURS)
    if ruling:
        deed = RuleOnObjection(
            ruling=ruling, lead=lead, reason=ruled.get("reason", "依据属实。"), justified=True
        )
        world.act("chen", number, deed)
    return number


def counted(world: World) -> list[disputes.Returns]:
    return disputes.returns(world.law, world.actor("chen"), since=SINCE)


def precedents(world: World, **wanted: str) -> list[disputes.Precedent]:
    found = disputes.precedents(world.law, world.actor("chen"), Wanted(**wanted), since=SINCE)
    return list(found)


def test_what_went_where_and_how_often_it_came_back_is_counted(world: World) -> None:
    for _ in range(2):
        world.sent()
    returned(world)
    returned(world, "uphold")
    returned(world, "reassign", "st-chengguan")
    returned(world, "designate", "housing")
    moved = world.sent()
    world.act("chen", moved, Reassign(lead="st-chengguan", reason="街道的路。"))
    world.new()
    world.sent(class_code="0202")
    lamps, water = counted(world)
    assert (lamps.class_code, water.class_code) == ("0201", "0202")
    assert lamps.all == Count(went=7, returned=4, stayed=2, moved=1, waiting=1)
    assert lamps.units == {
        "housing": Count(went=7, returned=4, stayed=2, moved=1, waiting=1),
        "st-chengguan": Count(went=2),
    }
    assert water.units == {"housing": Count(went=1)}


def test_a_case_counts_for_the_class_that_it_has_now(world: World) -> None:
    number = returned(world, "uphold")
    other = Classify(kind="complaint", level="normal", class_code="0203", area="")
    world.act("chen", number, other)
    (estates,) = counted(world)
    assert (estates.class_code, estates.all.returned) == ("0203", 1)


def test_the_cases_behind_a_figure_are_listed(world: World) -> None:
    moved = returned(world, "reassign", "st-chengguan")
    waits = returned(world)
    world.sent()
    found = disputes.returned_cases(world.law, world.actor("chen"), "0201", "", since=SINCE)
    assert [(one.case, one.outcome) for one in found] == [(waits, "waiting"), (moved, "reassigned")]
    none = disputes.returned_cases(world.law, world.actor("chen"), "0201", "centre", since=SINCE)
    assert none == []


def test_what_is_older_or_of_another_place_is_not_counted(world: World) -> None:
    returned(world, "uphold")
    later = NOW + timedelta(days=1)
    assert disputes.returns(world.law, world.actor("chen"), since=later) == []
    far = Actor("member:9", frozenset({Role.DISPATCHER}), frozenset({"far"}))
    assert disputes.returns(world.law, far, since=SINCE) == []
    assert not disputes.precedents(world.law, far, Wanted(), since=SINCE)


def test_counting_costs_the_same_for_one_return_and_for_twenty(
    world: World, django_assert_num_queries: Any
) -> None:
    """Rows by class and lead, the small index of disputes, their cases, their first leads."""
    law, chen = world.law, world.actor("chen")
    for _ in range(20):
        returned(world, "reassign", "st-chengguan")
    with django_assert_num_queries(4):
        disputes.returns(law, chen, since=SINCE)
    with django_assert_num_queries(3):
        disputes.precedents(law, chen, Wanted(words="小区"), since=SINCE)


def test_rulings_are_found_by_words_class_unit_and_outcome(world: World) -> None:
    upheld = returned(world, "uphold", reason="市政道路上的灯，仍由本局管。")
    moved = returned(world, "reassign", "st-chengguan", reason="小区内的灯由街道督促物业。")
    returned(world)

    def found(**wanted: str) -> list[str]:
        return [one.dispute.case for one in precedents(world, **wanted)]

    assert found() == [moved, upheld]
    assert found(words="督促物业") == [moved]
    assert found(words="物业管理条例 路灯") == [moved, upheld]
    assert found(words="城关街道") == [moved]
    assert found(unit="st-chengguan") == [moved]
    assert found(outcome="upheld") == [upheld]
    assert found(class_code="02") == [moved, upheld]
    assert found(class_code="03") == []
    assert found(words="没有这样的词") == []


def test_a_precedent_has_both_sides_words(world: World) -> None:
    number = returned(world, "designate", "st-chengguan", reason="谁出面最有效，谁办。")
    (one,) = precedents(world)
    assert (one.said, one.basis, one.reason) == (
        NOT_OURS.reason,
        NOT_OURS.basis,
        "谁出面最有效，谁办。",
    )
    assert (one.dispute.outcome, one.dispute.lead) == ("designated", "st-chengguan")
    again = disputes.precedent(world.law, world.actor("chen"), number, one.dispute.seq)
    assert again == one
    assert disputes.precedent(world.law, world.actor("chen"), number, 1) is None
    assert disputes.precedent(world.law, world.actor("chen"), "EV-0", 1) is None


def test_what_was_erased_is_told_nowhere(world: World) -> None:
    number = returned(world, "uphold")
    cases.erase(number, now=NOW)
    (one,) = precedents(world)
    assert (one.said, one.basis, one.reason) == ("", "", "")
    assert precedents(world, words="小区") == []


def test_confidential_cases_are_no_precedents_and_count_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = returned(world, "uphold")
    assert state.CONFIDENTIAL in state.write(world.case(number).but(confidential=True))
    monkeypatch.setattr("huiyin.cases.state.CONFIDENTIAL", '"confidential":false')
    assert precedents(world) == []
    assert counted(world)[0].all.returned == 1


def test_disputes_are_found_by_their_own_index(world: World) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    returned(world, "uphold")
    asked: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql % tuple(f"'{one}'" for one in params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        marks = list(journal.disputed("EV-2026", "EV."))
    assert [mark.kind for mark in marks] == ["objected", "dispatch_upheld"]
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {asked[0]}")
        plan = str(cursor.fetchall())
    assert "journal_fact_disputed" in plan, plan
    assert FactRow.objects.count() > len(marks)
