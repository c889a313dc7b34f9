"""An internal note: seen by colleagues alone, and the case stands as before."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.access import may_see
from huiyin.rules.notices import Audience, notices
from huiyin.rules.refusals import invalid
from huiyin.rules.steps.note import Note
from huiyin.rules.vocabulary import Role
from tests.rules.county import (
    CHEN_BO,
    LI_QIANG,
    LIU_YANG,
    MA_LI,
    PEOPLE,
    SYSTEM,
    WANG_FANG,
    ZHAO_MIN,
    ZHENG_YI,
    ZHOU_NING,
    Story,
)

CAREFUL = Note(text="  上月也报过，先问养护队。 ", mentioned=(LI_QIANG.id,))


def test_the_words_and_whom_they_are_meant_for_are_kept(handling: Story) -> None:
    (fact,) = handling.does(ZHOU_NING, CAREFUL)
    assert fact.what == f.Noted("上月也报过，先问养护队。", (LI_QIANG.id,))
    assert f.prose_fields(f.Noted) == ("text",)


def test_clocks_and_everything_else_stay_as_they_were(handling: Story) -> None:
    before = handling.case
    (fact,) = handling.does(ZHOU_NING, CAREFUL)
    assert fact.clocks == ()
    assert handling.case == before.but(facts=before.facts + 1, changed_at=handling.now)


@pytest.mark.parametrize("stands", ["registered", "together", "whistle", "struck_off"])
def test_all_staff_who_may_see_the_case_and_nobody_else(
    stands: str, request: pytest.FixtureRequest
) -> None:
    """Neither a petitioner, nor the house, nor a unit that has no part."""
    story: Story = request.getfixturevalue(stands)
    story.known = story.case.but(claimable=False)
    staff = {who for who in PEOPLE if not who.roles & {Role.PETITIONER, Role.SYSTEM}}
    may = story.who_may(CAREFUL)
    assert may == {who for who in staff if may_see(who, story.case)}
    assert may.isdisjoint({WANG_FANG, LIU_YANG, SYSTEM})
    assert may


def test_a_unit_that_may_only_claim_the_case_has_nothing_to_note(registered: Story) -> None:
    claims = registered.case.but(claimable=True)
    assert may_see(MA_LI, claims)
    registered.known = claims
    assert MA_LI not in registered.who_may(CAREFUL)


def test_after_the_end_there_is_still_something_to_say(struck_off: Story) -> None:
    struck_off.does(CHEN_BO, CAREFUL)


def test_an_empty_note_is_refused(handling: Story) -> None:
    no = handling.refuses(ZHOU_NING, Note(text=" \n "))
    assert no == invalid("text", "请填写“{label}”。", label="备注")


def test_each_who_is_meant_is_told_and_nobody_else(handling: Story) -> None:
    note = Note(text="请看。", mentioned=(LI_QIANG.id, ZHAO_MIN.id))
    (fact,) = handling.does(ZHOU_NING, note)
    told = notices(fact, handling.case, handling.law)
    assert [(one.audience, one.member) for one in told] == [
        (Audience.MEMBER, LI_QIANG.id),
        (Audience.MEMBER, ZHAO_MIN.id),
    ]


def test_of_a_report_of_a_breach_the_office_may_tell_its_own(whistle: Story) -> None:
    (fact,) = whistle.does(ZHENG_YI, Note(text="请复核。", mentioned=(ZHENG_YI.id,)))
    told = notices(fact, whistle.case, whistle.law)
    assert [one.member for one in told] == [ZHENG_YI.id]
