"""Order: a supervision order with its own number, colour, deadline and answer (FX-13, JS-8, B8)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Order as OrderOf
from huiyin.rules.refusals import not_now
from huiyin.rules.steps.supervise import AnswerOrder, Order
from tests.rules.county import CHEN_BO, LI_QIANG, ZHENG_YI, Story, amended, at

YELLOW = Order(colour="yellow", text="两日内说明进度")
RED = Order(colour="red", text="立即办理")


def test_an_order_has_a_number_and_a_clock_of_its_own(handling: Story) -> None:
    (fact,) = handling.does(CHEN_BO, YELLOW)
    assert fact.what == f.Ordered("CO-1-D1", "yellow", "两日内说明进度")
    assert handling.case.orders == (OrderOf("CO-1-D1", "yellow"),)
    (clock,) = fact.clocks
    assert (clock.key, clock.red_at) == ("order:CO-1-D1", at("2026-03-04 17:30"))


def test_the_next_one_has_the_next_number_also_after_an_answer(handling: Story) -> None:
    handling.does(CHEN_BO, YELLOW)
    handling.does(LI_QIANG, AnswerOrder(order="CO-1-D1", text="明日完工"))
    handling.does(CHEN_BO, RED)
    assert [order.id for order in handling.case.orders] == ["CO-1-D1", "CO-1-D2"]


def test_whom_the_law_names_may(handling: Story) -> None:
    """XN-5: and three levels of it where the place has three."""
    assert handling.who_may(YELLOW) == {CHEN_BO}
    story = Story(amended({"supervision.order_by": ["inspector", "discipline"]})).handling()
    assert story.who_may(YELLOW) == {CHEN_BO, ZHENG_YI}


def test_only_in_a_colour_of_the_place() -> None:
    story = Story(amended({"supervision.order_colours": ["yellow"]})).handling()
    story.does(CHEN_BO, YELLOW)
    assert story.refuses(CHEN_BO, RED).field == "colour"


def test_there_must_be_a_unit_to_order(registered: Story, auditing: Story) -> None:
    for story in (registered, auditing):
        no = story.refuses(CHEN_BO, YELLOW)
        assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase=str(story.case.phase))
