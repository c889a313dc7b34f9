"""Mediate: the parties were brought together (FX-5)."""

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.mediate import Mediate
from tests.rules.county import LI_QIANG, MA_LI, WU_YUE, ZHAO_MIN, ZHOU_NING, Story

AGREED = Mediate(mediation="agreed")


def test_that_it_took_place_is_on_record_and_nothing_of_who_took_part(handling: Story) -> None:
    (fact,) = handling.does(LI_QIANG, AGREED)
    assert fact.what == f.Mediated("housing", "agreed")


def test_the_centre_and_every_unit_with_a_part_may(together: Story) -> None:
    assert together.who_may(AGREED) == {LI_QIANG, ZHAO_MIN, MA_LI, WU_YUE, ZHOU_NING}


def test_in_the_centre_also_before_a_unit_has_it(registered: Story) -> None:
    registered.does(WU_YUE, Mediate(mediation="failed"))


def test_not_with_an_outcome_that_there_is_not(handling: Story) -> None:
    assert handling.refuses(LI_QIANG, Mediate(mediation="won")).field == "mediation"


def test_not_what_was_whistled(whistle: Story) -> None:
    assert whistle.who_may(AGREED) == set()


def test_not_once_it_is_over(struck_off: Story) -> None:
    no = struck_off.refuses(WU_YUE, AGREED)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="struck_off")
