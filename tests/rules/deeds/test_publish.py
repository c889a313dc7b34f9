"""Publish a redacted question and answer (FX-17, JS-15)."""

from huiyin.rules import facts as f
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.publicise import ConsentPublication, Publish
from tests.rules.county import GAO_YUAN, WANG_FANG, Story, amended

OUT = Publish(question="某路路灯不亮", answer="已修好")


def test_with_consent_the_redacted_words_go_out(struck_off: Story) -> None:
    struck_off.does(WANG_FANG, ConsentPublication(consent=True))
    (fact,) = struck_off.does(GAO_YUAN, OUT)
    assert fact.what == f.Published("某路路灯不亮", "已修好")
    assert struck_off.case.published


def test_not_without_consent(struck_off: Story) -> None:
    assert struck_off.refuses(GAO_YUAN, OUT) == not_now("诉求人还没有同意公开。")


def test_where_the_place_publishes_all_silence_is_enough_and_a_no_is_a_no() -> None:
    """JS-15."""
    story = Story(amended({"publication.answers": "all"})).struck_off()
    story.does(WANG_FANG, ConsentPublication(consent=False))
    assert story.refuses(GAO_YUAN, OUT) == not_now("诉求人不同意公开。")

    silent = Story(story.law).struck_off()
    silent.does(GAO_YUAN, OUT)


def test_never_what_is_confidential(unwritten: Story) -> None:
    story = unwritten.struck_off(confidential=True)
    story.does(WANG_FANG, ConsentPublication(consent=True))
    assert story.refuses(GAO_YUAN, OUT) == not_now("保密件不公开。")


def test_not_twice(struck_off: Story) -> None:
    struck_off.does(WANG_FANG, ConsentPublication(consent=True))
    struck_off.does(GAO_YUAN, OUT)
    assert struck_off.refuses(GAO_YUAN, OUT) == not_now("已经公开。")


def test_whom_the_law_names_may(struck_off: Story) -> None:
    assert struck_off.who_may(OUT) == {GAO_YUAN}


def test_not_where_nothing_is_published() -> None:
    story = Story(amended({"publication.answers": "none"})).struck_off()
    assert story.refuses(GAO_YUAN, OUT) == forbidden("本地规则没有这一项操作。")


def test_not_before_it_is_done(answered: Story) -> None:
    no = answered.refuses(GAO_YUAN, OUT)
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="answered")
