"""Unpublish: take it back from everywhere."""

import pytest

from huiyin.rules import facts as f
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.publicise import ConsentPublication, Publish, Unpublish
from tests.rules.county import GAO_YUAN, HE_JING, WANG_FANG, Story

BACK = Unpublish(reason="照片里有车牌")
OUT = Publish(question="某路路灯不亮", answer="已修好")


@pytest.fixture
def published(struck_off: Story) -> Story:
    """Out for everybody to read."""
    struck_off.does(WANG_FANG, ConsentPublication(consent=True))
    struck_off.does(GAO_YUAN, OUT)
    return struck_off


def test_it_is_taken_back_and_can_go_out_again(published: Story) -> None:
    (fact,) = published.does(GAO_YUAN, BACK)
    assert fact.what == f.Unpublished("照片里有车牌")
    assert not published.case.published
    published.does(GAO_YUAN, OUT)


def test_the_publicist_and_the_chief_clerk_may(published: Story) -> None:
    assert published.who_may(BACK) == {GAO_YUAN, HE_JING}


def test_only_what_is_published(struck_off: Story) -> None:
    assert struck_off.refuses(GAO_YUAN, BACK) == not_now("这件诉求没有公开。")


def test_not_without_a_reason(published: Story) -> None:
    assert published.refuses(GAO_YUAN, Unpublish(reason="")).field == "reason"
