"""Fuxin 阜新, 阜政通: 1 + 1 + 7, a grid worker on behalf, the pole that nobody owned."""

from collections.abc import Callable

from django.test import Client

from huiyin.regimes import queries as laws
from huiyin.rules.vocabulary import Role
from tests.journeys.conftest import PHONE, Town

Towns = Callable[..., Town]
POLE = {"title": "电线杆严重倾斜", "text": "路边电线杆快倒了，危及行人和车辆，不知归谁管。"}


def on_behalf(town: Town) -> str:
    """A grid worker registers for an old man who has no phone of his own kind."""
    law = laws.current("fuxin")
    channel = next(c.id for c in law.regime.channels if c.open_to == "staff" and "grid" in c.id)
    form = {"channel": channel, "kind": "help", "on_behalf": "on", "name": "孙大爷"}
    form |= {"phone": PHONE, **POLE}
    answer = town.desk(Role.GRID_WORKER, "st-heping").post("/desk/register", form, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.context["receipt"]["number"])


def test_each_county_has_its_own_entrance(town: Towns) -> None:
    """FX-1: the hub shows those below; a member of the hub sees their cases (1+7)."""
    city = town("fuxin")
    below = town("fuxin", "xinqiu", hub=city.place)
    assert "/xinqiu/" in Client().get("/fuxin/").content.decode()
    number, _ = below.report(kind="help", **POLE)
    assert city.desk(Role.DISPATCHER).get(f"/desk/cases/{number}").status_code == 200
    sibling = town("fuxin", "haizhou", hub=city.place)
    assert sibling.desk(Role.DISPATCHER).get(f"/desk/cases/{number}").status_code == 404


def test_nobodys_pole_is_somebodys_and_stands_again(town: Towns) -> None:
    """FX-2, FX-9, FX-10, FX-12, FX-16: on behalf, 1+1+7, fallback that may not return, audit."""
    here = town("fuxin")
    here.at("2026-03-02 09:00")
    number = on_behalf(here)
    assert here.due(number, "handover")[:10] == "2026-03-03"
    reason = {"reason": "没有产权单位，平台兜底"}
    here.does(Role.DISPATCHER, number, "designate_fallback", **reason)
    unit = laws.current("fuxin").regime.dispatch.fallback
    status, page = here.refused(Role.CLERK, number, "object", unit, reason="不是我们的杆")
    assert status == 409
    assert "不得退单" in page
    assert here.due(number, "acceptance")[:10] == "2026-03-03"
    here.does(Role.CLERK, number, "accept", unit, contact="王岚 0418-0000001")
    assert here.due(number, "answer")[:10] == "2026-03-09"
    here.at("2026-03-02 11:00")
    here.does(Role.CLERK, number, "contact", unit, text="已告知正在抢修。")
    here.does(Role.CLERK, number, "draft_answer", unit, text="电线杆已扶正加固。")
    here.does(Role.AGENT, number, "rate", verdict="satisfied")
    assert here.case(number).phase == "auditing"
    here.does(Role.AUDITOR, number, "audit", passed="on")
    assert here.case(number).phase == "struck_off"


def test_the_grass_roots_whistle_and_departments_come(town: Towns) -> None:
    """FX-8"""
    here = town("fuxin")
    number = on_behalf(here)
    here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="housing")
    whistle = {"units": ["public-security"], "text": "请到现场。"}
    here.does(Role.GRID_WORKER, number, "whistle", "st-heping", **whistle)
    part = here.case(number).part("public-security")
    assert part is not None
    assert number in here.desk(Role.CLERK, "public-security").get("/desk/").content.decode()
    here.does(Role.CLERK, number, "arrive", "public-security", text="两名民警已到现场。")
    clock = here.case(number).clock("reporting_for_duty:public-security")
    assert clock is not None
    assert clock.stopped_at is not None
    stars = {"unit": "public-security", "stars": "5"}
    here.does(Role.GRID_WORKER, number, "rate_duty", "st-heping", **stars)
    stars = {"unit": "st-heping", "stars": "4"}
    here.does(Role.CLERK, number, "rate_duty", "public-security", **stars)
    (duty,) = here.case(number).duties
    assert (duty.by_caller, duty.by_called) == (5, 4)


def test_a_department_claims_what_nobody_was_given_yet(town: Towns) -> None:
    """FX-8"""
    here = town("fuxin")
    number = on_behalf(here)
    here.does(Role.CLERK, number, "claim", "urban-management")
    lead = here.case(number).lead
    assert lead is not None
    assert lead.unit == "urban-management"
    assert here.case(number).phase == "handling"


def test_an_audit_that_fails_sends_it_back(town: Towns) -> None:
    """FX-15, FX-16"""
    here = town("fuxin")
    number = on_behalf(here)
    here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="housing")
    here.does(Role.CLERK, number, "accept", "housing", contact="王岚 0418-0000001")
    here.does(Role.CLERK, number, "contact", "housing", text="说明情况。")
    here.does(Role.CLERK, number, "draft_answer", "housing", text="已办。")
    here.does(Role.AGENT, number, "rate", verdict="basic")
    status, page = here.refused(Role.AUDITOR, number, "audit")
    assert status == 422
    assert "理由" in page
    here.does(Role.AUDITOR, number, "audit", remark="没有现场照片说明，重新办理")
    assert here.case(number).phase == "handling"
    assert here.case(number).passed == ()


def test_a_whistle_hurries_only_those_it_calls(town: Towns) -> None:
    """FX-8: who was asked to help before keeps the time that was given."""
    here = town("fuxin")
    number = on_behalf(here)
    units = {"lead": "housing", "assisting": ["water"]}
    here.does(Role.DISPATCHER, number, "dispatch", mode="lead_assisting", **units)
    whistle = {"units": ["gas"], "text": "请到现场。"}
    here.does(Role.GRID_WORKER, number, "whistle", "st-heping", **whistle)
    assert here.case(number).clock("reporting_for_duty:gas") is not None
    assert here.case(number).clock("reporting_for_duty:water") is None
