"""Suining 睢宁, 速来办: 1 + 7 working days, the head signs, more time signed for, red lights."""

from collections.abc import Callable

import pytest

from huiyin.rules.vocabulary import Role
from tests.journeys.conftest import Town

Towns = Callable[..., Town]


def handed_over(town: Town) -> tuple[str, str]:
    """A letter at the housing bureau, taken on by a named person."""
    town.at("2026-03-02 10:00")
    number, code = town.report(kind="complaint")
    town.at("2026-03-02 15:00")
    town.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="housing")
    town.at("2026-03-03 09:00")
    town.does(Role.CLERK, number, "accept", "housing", contact="李强 0516-0000001")
    return number, code


def test_the_first_page_shows_the_chief_clerk_and_two_entrances(town: Towns) -> None:
    """SN-1"""
    page = town("suining").desk(Role.AGENT).get("/suining/").content.decode()
    assert "首席办事员" in page
    assert "反映问题" in page
    assert "查" in page


def test_a_letter_is_answered_in_seven_days_with_the_heads_signature(town: Towns) -> None:
    """SN-3, SN-7, SN-8: handed over in one working day, a named person, seven working days."""
    here = town("suining")
    number, code = handed_over(here)
    assert here.due(number, "handover") == "2026-03-03 17:30"
    assert here.due(number, "answer") == "2026-03-12 17:30"
    assert "李强 0516-0000001" in here.page(number, code)
    here.at("2026-03-11 16:00")
    here.does(Role.CLERK, number, "draft_answer", "housing", text="路灯已修好。")
    assert "路灯已修好" not in here.page(number, code)
    status, page = here.refused(Role.CLERK, number, "sign_off", "housing")
    assert status == 403
    assert "主要负责人" in page
    here.does(Role.HEAD, number, "sign_off", "housing")
    assert "路灯已修好" in here.page(number, code)
    assert here.petitioner(number, code, "rate", verdict="satisfied", speed=5) == 303
    assert here.case(number).phase == "struck_off"
    assert here.kinds(number)[-3:] == ["rated", "gate_passed", "struck_off"]


def test_more_time_needs_the_signature_of_the_leader_in_charge(town: Towns) -> None:
    """SN-9: asked before the time is up, signed by the leader in charge, told to the petitioner."""
    here = town("suining")
    number, code = handed_over(here)
    here.at("2026-03-10 10:00")
    asked = {"limit": "5wd", "reason": "等待配件"}
    here.does(Role.CLERK, number, "request_extension", "housing", **asked)
    status, _ = here.refused(Role.CLERK, number, "decide_extension", "housing", granted="on")
    assert status == 403
    assert here.due(number, "answer") == "2026-03-12 17:30"
    here.does(Role.LEADER, number, "decide_extension", "housing", granted="on")
    assert here.due(number, "answer") == "2026-03-19 17:30"
    assert "3月19日" in here.page(number, code)
    status, page = here.refused(Role.CLERK, number, "request_extension", "housing", **asked)
    assert status == 409
    assert "最多延期 1 次" in page


def test_silence_without_an_extension_is_a_red_light_and_brings_the_inspection(
    town: Towns,
) -> None:
    """SN-10: the inspection team steps in at once; silence goes on up to the chief clerk."""
    here = town("suining")
    number, _ = handed_over(here)
    here.at("2026-03-12 17:00")
    here.strike()
    assert here.light(number, "answer") == "yellow"
    here.at("2026-03-12 17:31")
    here.strike()
    assert here.light(number, "answer") == "red"
    told = here.desk(Role.INSPECTOR, "inspection").get("/desk/notices").content.decode()
    assert number in told
    status, page = here.refused(
        Role.CLERK, number, "request_extension", "housing", limit="3wd", reason="来不及"
    )
    assert status == 409
    assert "已经超期" in page
    for day in range(13, 32):
        here.at(f"2026-03-{day} 18:00")
        here.strike()
    assert here.case(number).escalated_to == "chief"
    assert number in here.desk(Role.CHIEF, "government").get("/desk/").content.decode()
    before = len(here.kinds(number))
    here.strike()
    assert len(here.kinds(number)) == before


def test_a_returned_letter_is_ruled_on_and_counted(town: Towns) -> None:
    """SN-5"""
    here = town("suining")
    number, _ = here.report(kind="complaint")
    here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="housing")
    here.does(Role.CLERK, number, "object", "housing", reason="路灯不归我们管")
    here.does(Role.DISPATCHER, number, "rule_on_objection", ruling="uphold", reason="归住建局")
    assert here.case(number).unjustified_returns == 1
    status, page = here.refused(Role.CLERK, number, "object", "housing", reason="真的不归我们")
    assert status == 409
    assert "不能再退" in page


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.CHIEF])
def test_the_chief_clerk_is_called_in_where_one_unit_does_not_cooperate(
    town: Towns, role: Role
) -> None:
    """SN-6"""
    here = town("suining")
    number, _ = handed_over(here)
    unit = "centre" if role is Role.DISPATCHER else "government"
    here.does(role, number, "escalate", unit, reason="涉及多个单位，配合不力")
    assert number in here.desk(Role.CHIEF, "government").get("/desk/").content.decode()
