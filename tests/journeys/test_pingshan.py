"""Pingshan 坪山: many complaints, one event; the lead goes to whoever is most effective."""

from collections.abc import Callable

from huiyin.rules.vocabulary import Role
from tests.journeys.conftest import Town

Towns = Callable[..., Town]
COMPLAINTS = 55


def test_fifty_five_complaints_are_one_event_led_by_the_traffic_police(town: Towns) -> None:
    """PS-4, PS-7, PS-9: street and ecology assist; every petitioner follows and hears."""
    here = town("pingshan")
    here.at("2026-03-02 09:00")
    law_street = "st-longtian"
    receipts = [
        here.report(
            kind="complaint",
            title=f"停车场噪音（{n}）",
            text="露天停车场的货柜车半夜发动，吵得睡不着。",
        )
        for n in range(COMPLAINTS)
    ]
    master, code = receipts[0]
    here.does(
        Role.DISPATCHER,
        master,
        "dispatch",
        mode="lead_assisting",
        lead="traffic-police",
        assisting=[law_street, "ecology"],
    )
    for number, _ in receipts[1:]:
        here.does(Role.DISPATCHER, number, "merge", into=master)
    whole = here.case(master)
    assert len(whole.absorbed) == COMPLAINTS - 1
    assert len(whole.petitioners) == COMPLAINTS
    assert whole.lead is not None
    assert whole.lead.unit == "traffic-police"

    last, last_code = receipts[-1]
    assert here.case(last).phase == "merged"
    assert master in here.page(last, last_code)

    here.at("2026-03-02 10:00")
    accept = {"contact": "周强 0755-0000001"}
    here.does(Role.CLERK, master, "accept", "traffic-police", **accept)
    status, page = here.refused(
        Role.CLERK, master, "draft_answer", "traffic-police", text="已联合处置。"
    )
    assert status == 409
    assert "协办单位" in page
    for unit in (law_street, "ecology"):
        here.does(Role.CLERK, master, "deliver_part", unit, text="已派人到场。")
    here.does(Role.CLERK, master, "draft_answer", "traffic-police", text="货柜车已清走。")
    assert "货柜车已清走" in here.page(master, code)
    assert here.petitioner(master, code, "rate", verdict="satisfied", speed=5) == 303
    assert here.case(master).phase == "struck_off"


def test_each_kind_has_its_own_limit(town: Towns) -> None:
    """PS-6: enquiry one working day, suggestion three, complaint by its class."""
    here = town("pingshan")
    here.at("2026-03-02 09:00")
    due = {}
    for kind in ("enquiry", "suggestion", "complaint"):
        number, _ = here.report(kind=kind)
        here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="housing")
        due[kind] = here.due(number, "answer")
    assert due["enquiry"].startswith("2026-03-03")
    assert due["suggestion"].startswith("2026-03-05")
    assert due["complaint"].startswith("2026-03-11")


def test_a_return_needs_its_legal_ground(town: Towns) -> None:
    """PS-3, PS-5"""
    here = town("pingshan")
    number, _ = here.report(kind="complaint")
    here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="housing")
    status, page = here.refused(Role.CLERK, number, "object", "housing", reason="不归我们")
    assert status == 422
    assert "法律依据" in page
    here.does(Role.CLERK, number, "object", "housing", reason="不归我们", basis="《交通法》")
    here.does(
        Role.DISPATCHER,
        number,
        "rule_on_objection",
        ruling="reassign",
        lead="traffic-police",
        justified="on",
        reason="由交警大队办理",
    )
    case = here.case(number)
    assert case.lead is not None
    assert case.lead.unit == "traffic-police"
    assert case.unjustified_returns == 0


def test_a_ruling_becomes_a_line_of_the_next_version(town: Towns) -> None:
    """PS-3, B5: contested on legal grounds, ruled, heard, decided; new cases go there at once."""
    here = town("pingshan")
    here.at("2026-03-02 09:00")
    street = next(area.code for area in here.law.areas.values() if here.law.street(area.code))
    said = {"title": "路面全是泥浆", "text": "泥头车带泥上路，路面泥浆没人管。"}
    sort = {"kind": "complaint", "class_code": "010102", "area": street}
    number, _ = here.report(kind="complaint", **said)
    here.does(Role.DISPATCHER, number, "classify", **sort)
    here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="urban-management")
    ground = {"reason": "工地未封闭，应由住建监管。", "basis": "《建设工程安全生产管理条例》"}
    here.does(Role.CLERK, number, "object", "urban-management", **ground)
    ruled = {"ruling": "reassign", "lead": "housing", "justified": "on", "reason": "源头在工地。"}
    here.does(Role.DISPATCHER, number, "rule_on_objection", **ruled)

    desk = here.desk(Role.DISPATCHER)
    assert "源头在工地。" in desk.get("/desk/catalogue/rulings?q=泥浆").content.decode()
    line = desk.get(
        f"/desk/catalogue/propose?code=010102&ruling={number}:{_objected(here, number)}"
    )
    begins = line.context["form"].initial
    assert begins["lead"] == "housing"
    asked = {**begins, "assisting": ["urban-management", "traffic-police"]}
    put = desk.post("/desk/catalogue/propose?code=010102", asked)
    assert put.status_code == 302, put.content.decode()
    at = put.headers["Location"]
    units = ["urban-management", "housing"]
    desk.post(f"{at}/ask", {"units": units, "until": "2026-03-09"})
    for unit in units:
        here.desk(Role.CLERK, unit).post(f"{at}/speak", {"agrees": "yes"})
    done = desk.post(f"{at}/decide", {"adopts": "yes", "on": "2026-03-02"})
    assert done.status_code == 302, done.content.decode()
    assert here.law.version == 2
    assert here.law.responsible("010102", street)[0] == "housing"
    assert here.case(number).version == 1
    later, _ = here.report(kind="complaint", **said)
    assert here.case(later).version == 2
    tree = desk.get("/desk/catalogue").content.decode()
    assert tree.count("/desk/catalogue/lines/") > 400


def _objected(here: Town, number: str) -> int:
    return here.kinds(number).index("objected") + 1
