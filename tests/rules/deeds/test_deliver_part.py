"""Deliver a part: an assisting unit's part is done (B7)."""

from dataclasses import replace

from huiyin.rules import facts as f
from huiyin.rules.case import Stand
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.handle import DeliverPart
from tests.rules.county import LI_QIANG, MA_LI, SYSTEM, Story

CLEARED = DeliverPart(text="已清障")


def test_the_part_is_done_and_its_clock_stops(together: Story) -> None:
    (fact,) = together.does(MA_LI, CLEARED)
    assert fact.what == f.PartDelivered("st-chengguan", "已清障")
    assert together.case.assisting[0].stand is Stand.DELIVERED
    assert together.case.waiting_for == ()
    (clock,) = fact.clocks
    assert (clock.key, clock.stopped_at) == ("part:st-chengguan", together.now)


def test_assisting_units_alone_may_and_the_system_for_them(together: Story) -> None:
    assert together.who_may(CLEARED) == {MA_LI, SYSTEM}
    assert LI_QIANG not in together.who_may(CLEARED)
    together.does(replace(SYSTEM, unit="st-chengguan"), CLEARED)


def test_delivered_once_is_delivered(together: Story) -> None:
    together.does(MA_LI, CLEARED)
    assert together.refuses(MA_LI, CLEARED) == not_now("本单位已经交过协办结果。")


def test_the_lead_answers_and_delivers_no_part(together: Story) -> None:
    no = together.refuses(replace(SYSTEM, unit="housing"), CLEARED)
    assert no == not_now("本单位不是这件诉求的协办单位。")


def test_not_once_the_answer_is_written(signing: Story) -> None:
    no = signing.refuses(SYSTEM, CLEARED)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="signing")
