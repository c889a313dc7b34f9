"""Transfer an emergency: at once, to those who act on it."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.receive import TransferEmergency
from tests.rules.county import WU_YUE, ZHOU_NING, Story

FIRE = TransferEmergency(to="119 指挥中心，已电话告知")


def test_it_leaves_at_once_and_every_clock_stops(registered: Story) -> None:
    (fact,) = registered.does(WU_YUE, FIRE)
    assert fact.what == f.EmergencyTransferred("119 指挥中心，已电话告知")
    assert registered.case.phase is Phase.REFERRED
    assert registered.case.next_alarm_at is None


def test_the_desk_may(registered: Story) -> None:
    assert registered.who_may(FIRE) == {WU_YUE, ZHOU_NING}


def test_not_without_saying_to_whom(registered: Story) -> None:
    assert registered.refuses(WU_YUE, TransferEmergency(to="")).field == "to"


def test_not_once_a_unit_has_it(dispatched: Story) -> None:
    no = dispatched.refuses(WU_YUE, FIRE)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="dispatched")
