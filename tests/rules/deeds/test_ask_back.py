"""Ask the petitioner back: what is not clear yet; of whistle-blowers under their code (JS-4)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import Why
from huiyin.rules.steps.receive import AskBack, Supplement
from tests.rules.county import (
    LI_QIANG,
    WANG_FANG,
    WU_YUE,
    ZHAO_MIN,
    ZHOU_NING,
    Story,
)

WHERE = AskBack(text="请问是哪一栋楼？")


def test_what_is_asked_is_recorded_and_moves_no_clock(registered: Story) -> None:
    (fact,) = registered.does(WU_YUE, WHERE)
    assert (fact.what, fact.clocks) == (f.AskedBack("请问是哪一栋楼？"), ())
    registered.does(WANG_FANG, Supplement(text="三号楼。"))


def test_the_desk_and_the_unit_that_has_it_ask(handling: Story) -> None:
    assert handling.who_may(WHERE) == {WU_YUE, ZHOU_NING, LI_QIANG, ZHAO_MIN}


def test_of_a_whistle_blower_only_discipline_inspection_asks(whistle: Story) -> None:
    assert {str(role) for actor in whistle.who_may(WHERE) for role in actor.roles} == {"discipline"}


def test_not_once_there_is_an_answer(answered: Story) -> None:
    assert answered.refuses(WU_YUE, WHERE).why is Why.NOT_NOW


@pytest.mark.parametrize("text", ["", "  ", "问" * 2001, "\x00"])
def test_with_words_that_can_be_read(registered: Story, text: str) -> None:
    assert registered.refuses(WU_YUE, AskBack(text=text)).field == "text"
