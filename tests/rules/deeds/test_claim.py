"""Claim: a unit takes a case that nobody has been given yet (FX-8)."""

from dataclasses import replace

from huiyin.rules import facts as f
from huiyin.rules.case import Phase, Stand
from huiyin.rules.refusals import forbidden, not_now
from huiyin.rules.steps.dispatch import Claim
from huiyin.rules.vocabulary import Mode
from tests.rules.county import (
    LI_QIANG,
    MA_LI,
    TANG_WEI,
    XU_QIN,
    ZHAO_MIN,
    Story,
    amended,
)


def test_a_department_claims_the_problem_and_is_at_work_on_it(registered: Story) -> None:
    (fact,) = registered.does(LI_QIANG, Claim())
    assert fact.what == f.Claimed("housing", "李强")
    case = registered.case
    assert (case.phase, case.mode) == (Phase.HANDLING, Mode.CLAIM)
    assert case.lead is not None
    assert (case.lead.unit, case.lead.stand, case.lead.officer) == (
        "housing",
        Stand.ACCEPTED,
        "李强",
    )


def test_a_colleague_can_be_named(registered: Story) -> None:
    (fact,) = registered.does(LI_QIANG, Claim(officer="member:7"))
    assert fact.what == f.Claimed("housing", "member:7")


def test_the_clerk_of_any_unit_may_where_the_law_says_clerks(registered: Story) -> None:
    assert registered.who_may(Claim()) == {LI_QIANG, MA_LI, TANG_WEI, XU_QIN}
    assert ZHAO_MIN not in registered.who_may(Claim())


def test_what_was_whistled_is_nobodys_to_claim(whistle: Story) -> None:
    """JS-4."""
    assert whistle.who_may(Claim()) == set()


def test_only_a_member_of_a_unit_claims_for_it(registered: Story) -> None:
    nowhere = replace(XU_QIN, unit="")
    no = registered.refuses(nowhere, Claim())
    assert no == not_now("您不属于任何承办单位，不能认领。")


def test_not_where_nobody_claims() -> None:
    story = Story(amended({"dispatch.claim_by": []})).registered()
    assert story.refuses(LI_QIANG, Claim()) == forbidden("本地规则没有这一项操作。")


def test_not_what_was_given_to_somebody(dispatched: Story) -> None:
    no = dispatched.refuses(XU_QIN, Claim())
    assert no == not_now("诉求现在是“{phase}”，不能做这一步。", phase="dispatched")
