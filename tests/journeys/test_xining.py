"""Xining 西宁: parallel dispatch, four levels, a call back before the case is closed."""

from collections.abc import Callable

from huiyin.regimes import queries as laws
from huiyin.rules.vocabulary import Role
from tests.journeys.conftest import PHONE, Town

Towns = Callable[..., Town]
DEEDS = {"title": "十三年没有房产证", "text": "入住十三年，一直拿不到不动产证。"}


def registered(town: Town, level: str) -> str:
    """A call, registered by an agent at a level."""
    law = laws.current("xining")
    channel = next(c.id for c in law.regime.channels if c.open_to == "staff")
    form = {
        "channel": channel,
        "kind": "complaint",
        "level": level,
        "name": "郑先生",
        "phone": PHONE,
        **DEEDS,
    }
    answer = town.desk(Role.AGENT).post("/desk/register", form, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.context["receipt"]["number"])


def test_territory_and_trade_get_it_at_once_and_a_caller_closes_it(town: Towns) -> None:
    """XN-2, XN-7: parallel dispatch, each with a part; not struck off before somebody called."""
    here = town("xining")
    here.at("2026-03-02 09:00")
    number = registered(here, laws.current("xining").regime.levels[-1].id)
    here.does(
        Role.DISPATCHER,
        number,
        "dispatch",
        mode="parallel",
        lead="natural-resources",
        assisting=["housing", "title-registry"],
    )
    assert number in here.desk(Role.CLERK, "housing").get("/desk/").content.decode()
    here.does(Role.CLERK, number, "accept", "natural-resources", contact="马丽 0971-0000001")
    for unit in ("housing", "title-registry"):
        here.does(Role.CLERK, number, "deliver_part", unit, text="资料已补齐。")
    here.does(Role.CLERK, number, "contact", "natural-resources", text="约好了办证时间。")
    here.does(Role.CLERK, number, "draft_answer", "natural-resources", text="可以办证了。")
    here.does(Role.HEAD, number, "sign_off", "natural-resources")
    assert here.case(number).phase == "answered"
    here.does(Role.CALLER, number, "record_follow_up")
    assert here.case(number).phase == "answered"
    called = {"reached": "on", "solved": "on", "verdict": "satisfied"}
    here.does(Role.CALLER, number, "record_follow_up", **called)
    assert here.case(number).phase == "struck_off"


def test_four_levels_have_one_three_seven_and_eleven_days(town: Towns) -> None:
    """XN-4"""
    here = town("xining")
    here.at("2026-03-02 09:00")
    days = []
    for level in laws.current("xining").regime.levels:
        number = registered(here, level.id)
        here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="forestry")
        days.append(here.due(number, "answer")[:10])
    assert sorted(days) == ["2026-03-03", "2026-03-05", "2026-03-09", "2026-03-13"]


def test_a_departments_matter_is_not_pushed_down_to_a_street(town: Towns) -> None:
    """XN-3"""
    here = town("xining")
    law = laws.current("xining")
    number = registered(here, law.regime.levels[-1].id)
    class_code = next(code for code, row in law.classes.items() if row.lead == "forestry")
    classified = {"kind": "complaint", "level": here.case(number).level, "class_code": class_code}
    here.does(Role.DISPATCHER, number, "classify", **classified)
    street = next(unit.code for unit in law.units.values() if unit.kind == "street")
    status, page = here.refused(Role.DISPATCHER, number, "dispatch", mode="direct", lead=street)
    assert status == 422
    assert "部门事项不得交给" in page


def test_a_shelved_matter_stands_still_and_is_cleared(town: Towns) -> None:
    """XN-4: 挂账, with a day of review."""
    here = town("xining")
    here.at("2026-03-02 09:00")
    number = registered(here, laws.current("xining").regime.levels[-1].id)
    here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="forestry")
    here.does(Role.CLERK, number, "accept", "forestry", contact="马丽 0971-0000001")
    before = here.due(number, "answer")
    shelved_by = laws.current("xining").regime.gates.shelving
    assert shelved_by is not None
    who = shelved_by.by[0]
    shelve = {"until": "2026-04-01T09:00", "reason": "等雨季过去", "plan": "四月施工"}
    here.does(who, number, "shelve", "inspection", **shelve)
    here.at("2026-03-12 09:00")
    here.strike()
    assert "struck" not in here.kinds(number)
    here.does(Role.CLERK, number, "clear", "forestry", reason="可以施工了")
    assert here.due(number, "answer") > before


def test_more_time_is_asked_before_five_on_the_last_day(town: Towns) -> None:
    """XN-4: 17:00 on the day itself is the last moment."""
    here = town("xining")
    here.at("2026-03-02 09:00")
    number = registered(here, laws.current("xining").regime.levels[-1].id)
    here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="forestry")
    here.does(Role.CLERK, number, "accept", "forestry", contact="马丽 0971-0000001")
    asked = {"limit": "3d", "reason": "等审批"}
    here.at(f"{here.due(number, 'answer')[:10]} 17:01")
    status, page = here.refused(Role.CLERK, number, "request_extension", "forestry", **asked)
    assert status == 409
    assert "17:00 以后不再受理" in page
    here.at(f"{here.due(number, 'answer')[:10]} 17:00")
    here.does(Role.CLERK, number, "request_extension", "forestry", **asked)
