"""Consent to publication: the petitioner agrees, or takes agreement back (XN-10)."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.publicise import ConsentPublication, Publish
from tests.rules.county import GAO_YUAN, WANG_FANG, WU_YUE, Story, amended

YES, NO = ConsentPublication(consent=True), ConsentPublication(consent=False)


@pytest.mark.parametrize("where", ["answered", "struck_off"])
def test_she_says_yes_or_no(where: str, request: pytest.FixtureRequest) -> None:
    story: Story = request.getfixturevalue(where)
    (fact,) = story.does(WANG_FANG, YES)
    assert fact.what == f.PublicationConsented(True)
    assert story.case.consent is True
    story.does(WANG_FANG, NO)
    assert story.case.consent is False


def test_a_no_takes_down_what_is_published(struck_off: Story) -> None:
    struck_off.does(WANG_FANG, YES)
    struck_off.does(GAO_YUAN, Publish(question="路灯不亮", answer="已修"))
    facts = struck_off.does(WANG_FANG, NO)
    assert [fact.kind for fact in facts] == ["publication_consented", "unpublished"]
    assert not struck_off.case.published


def test_a_yes_takes_nothing_down_and_a_no_only_what_is_up(struck_off: Story) -> None:
    facts = struck_off.does(WANG_FANG, NO)
    assert [fact.kind for fact in facts] == ["publication_consented"]
    struck_off.does(WANG_FANG, YES)
    struck_off.does(GAO_YUAN, Publish(question="路灯不亮", answer="已修"))
    facts = struck_off.does(WANG_FANG, YES)
    assert [fact.kind for fact in facts] == ["publication_consented"]


def test_she_and_an_agent_for_her_may(answered: Story) -> None:
    assert answered.who_may(YES) == {WANG_FANG, WU_YUE}


def test_not_before_there_is_an_answer(handling: Story) -> None:
    no = handling.refuses(WANG_FANG, YES)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="handling")


def test_not_where_nothing_is_published() -> None:
    story = Story(amended({"publication.answers": "none"})).answered()
    assert story.refuses(WANG_FANG, YES) == forbidden("本地规则没有这一项操作。")
