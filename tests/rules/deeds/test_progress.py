"""Progress: how far it is (JS-7, PS-7)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.handle import Progress
from tests.rules.county import LI_QIANG, MA_LI, ZHAO_MIN, Story


@pytest.mark.parametrize("public", [True, False])
def test_the_unit_says_how_far_it_is_to_her_or_to_the_record(handling: Story, public: bool) -> None:
    before = handling.case
    (fact,) = handling.does(LI_QIANG, Progress(text=" 已采购灯具 ", public=public))
    assert fact.what == f.Progressed("housing", public, "已采购灯具")
    assert handling.case == before.but(facts=before.facts + 1)


def test_every_unit_with_a_part_may(together: Story) -> None:
    assert together.who_may(Progress(text="已清障")) == {LI_QIANG, ZHAO_MIN, MA_LI}


def test_not_without_words(handling: Story) -> None:
    assert handling.refuses(LI_QIANG, Progress(text="\n")).field == "text"


def test_not_once_the_answer_is_written(signing: Story) -> None:
    no = signing.refuses(LI_QIANG, Progress(text="已完工"))
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="signing")
