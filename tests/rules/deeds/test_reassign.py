"""Reassign: to another lead, or with other helpers; too many hops end in designation (B6)."""

from huiyin.rules import facts as f
from huiyin.rules.case import ExtensionRequest, Phase, Stand
from huiyin.rules.refusals import invalid, not_now
from huiyin.rules.steps.dispatch import Object, Reassign
from huiyin.rules.steps.extend import RequestExtension
from huiyin.rules.steps.handle import Accept, Contact, DeliverPart, Shelve
from tests.rules.county import CHEN_BO, HE_JING, LI_QIANG, MA_LI, SUN_LEI, ZHOU_NING, Story, at

TO_LABOUR = Reassign(lead="human-resources", reason="实为工资问题")


def test_another_unit_is_offered_the_case_and_nobody_has_accepted_it(handling: Story) -> None:
    handling.does(LI_QIANG, Contact(text="已通话"))
    (fact,) = handling.does(ZHOU_NING, TO_LABOUR)
    assert fact.what == f.Reassigned("human-resources", (), "实为工资问题")
    case = handling.case
    assert case.lead is not None
    assert (case.lead.unit, case.lead.stand) == ("human-resources", Stand.OFFERED)
    assert case.phase is Phase.DISPATCHED
    assert not case.contacted
    assert case.transfers == 2


def test_a_pending_request_of_the_old_lead_falls(handling: Story) -> None:
    handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="等材料"))
    handling.does(ZHOU_NING, TO_LABOUR)
    assert handling.case.extension is None


def test_other_helpers_leave_the_lead_at_work(handling: Story) -> None:
    """PS-4: who assists is settled while the lead goes on."""
    handling.does(LI_QIANG, Contact(text="已通话"))
    handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="等材料"))
    helpers = Reassign(lead="housing", assisting=("st-chengguan",), reason="请街道协办")
    handling.does(ZHOU_NING, helpers)
    case = handling.case
    assert case.phase is Phase.HANDLING
    assert case.contacted
    assert case.extension == ExtensionRequest("housing", "2wd")
    assert case.transfers == 1
    assert [part.stand for part in case.assignments] == [Stand.ACCEPTED, Stand.OFFERED]


def test_a_helper_who_becomes_the_lead_is_offered_the_case(unwritten: Story) -> None:
    story = unwritten.handling("centre")
    story.does(ZHOU_NING, Reassign(lead="centre", assisting=("housing",), reason="改由中心牵头"))
    assert [(part.unit, part.lead, part.stand) for part in story.case.assignments] == [
        ("centre", True, Stand.OFFERED),
        ("housing", False, Stand.OFFERED),
    ]
    assert (story.case.phase, story.case.transfers) == (Phase.DISPATCHED, 2)


def test_a_part_that_was_delivered_stays_delivered(together: Story) -> None:
    """B7."""
    together.does(MA_LI, DeliverPart(text="已清障"))
    together.does(
        ZHOU_NING, Reassign(lead="centre", assisting=("st-chengguan",), reason="改由中心牵头")
    )
    assert [(part.unit, part.stand) for part in together.case.assignments] == [
        ("centre", Stand.OFFERED),
        ("st-chengguan", Stand.DELIVERED),
    ]


def test_dispatchers_inspectors_and_the_chief_clerk_may(dispatched: Story) -> None:
    """JS-10: the inspection office deals matters out."""
    assert dispatched.who_may(TO_LABOUR) == {ZHOU_NING, CHEN_BO, HE_JING}


def test_the_third_hop_is_the_last(dispatched: Story) -> None:
    """B6: three transfers, then only designation is left."""
    dispatched.does(ZHOU_NING, TO_LABOUR)
    dispatched.does(ZHOU_NING, Reassign(lead="centre", reason="兜底"))
    no = dispatched.refuses(ZHOU_NING, Reassign(lead="housing", reason="再转"))
    assert no == not_now("已转派 {count} 次，只能由上级指定承办单位。", count=3)


def test_other_helpers_are_no_hop(dispatched: Story) -> None:
    dispatched.does(ZHOU_NING, TO_LABOUR)
    dispatched.does(ZHOU_NING, Reassign(lead="centre", reason="兜底"))
    helped = Reassign(lead="centre", assisting=("housing",), reason="请住建协办")
    dispatched.does(ZHOU_NING, helped)
    assert dispatched.case.transfers == 3


def test_something_must_change(handling: Story) -> None:
    no = handling.refuses(ZHOU_NING, Reassign(lead="housing", reason="没变"))
    assert no == invalid("lead", "单位没有变化，不需要改派。")


def test_the_street_is_protected_here_too(dispatched: Story) -> None:
    """XN-3."""
    no = dispatched.refuses(ZHOU_NING, Reassign(lead="st-chengguan", reason="下沉"))
    assert no.field == "lead"


def test_no_unit_is_named_twice(dispatched: Story) -> None:
    twice = Reassign(lead="centre", assisting=("centre",), reason="重复")
    assert dispatched.refuses(ZHOU_NING, twice) == invalid("assisting", "同一单位不能重复列入。")


def test_a_disputed_dispatch_waits_for_its_ruling(dispatched: Story) -> None:
    dispatched.does(LI_QIANG, Object(reason="不属我局"))
    no = dispatched.refuses(ZHOU_NING, TO_LABOUR)
    assert no == not_now("退单申请还没有裁定，请先裁定。")


def test_what_is_shelved_is_cleared_before_another_unit_gets_it(handling: Story) -> None:
    """The deferral was granted for the plan of this lead; its clock stands still."""
    handling.does(SUN_LEI, Shelve(until=at("2026-04-02 10:00"), reason="等资金", plan="四月修"))
    no = handling.refuses(ZHOU_NING, TO_LABOUR)
    assert no == not_now("挂账中，请先销账。")
    handling.does(ZHOU_NING, Reassign(lead="housing", assisting=("centre",), reason="请中心协办"))


def test_the_reason_must_be_given(dispatched: Story) -> None:
    assert dispatched.refuses(ZHOU_NING, Reassign(lead="centre", reason="")).field == "reason"


def test_not_before_dispatch_and_not_after_the_draft(registered: Story, signing: Story) -> None:
    for story in (registered, signing):
        no = story.refuses(ZHOU_NING, TO_LABOUR)
        assert no.message == "诉求现在是“{phase}”，不能做这一步。"


def test_the_new_lead_must_accept_anew(dispatched: Story) -> None:
    dispatched.does(LI_QIANG, Accept(contact="李强 13800000000"))
    dispatched.does(ZHOU_NING, TO_LABOUR)
    assert dispatched.case.part("housing") is None
