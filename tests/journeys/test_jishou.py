"""Jishou 吉首, 挂号督办: real names, promises from a list, and the people decide."""

from collections.abc import Callable
from dataclasses import replace

from django.test import Client
from django.utils import timezone

from huiyin.dispatch.learning.training import learn
from huiyin.dispatch.models import Learned
from huiyin.regimes import queries as laws
from huiyin.rules.law import Standard
from huiyin.rules.vocabulary import Role
from huiyin.web.citizen.forms import whistle_entrance
from tests.dispatch.test_learning import letters
from tests.journeys.conftest import IDENTITY, PHONE, Town

Towns = Callable[..., Town]
WATER = {"title": "饮水困难", "text": "蓄水池太小，水管坏了，全村吃水困难。"}


def kind_of(town: Town, *, collective: bool = False) -> str:
    """A kind of matter of this place."""
    law = laws.current("jishou")
    found = [k.id for k in law.regime.kinds if k.collective == collective and k.port == "public"]
    return next(k for k in found if not law.kinds[k].direct_answer)


def answered(town: Town, number: str) -> None:
    """Dispatched, promised, worked on, audited: the answer is out."""
    if town.case(number).phase == "registered":
        town.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="water")
    lead = town.case(number).lead
    assert lead is not None
    unit = lead.unit
    if town.case(number).phase == "dispatched":
        standard = next(code for code, row in _standards().items() if row.unit in (unit, ""))
        accept = {"contact": "向阳 0743-0000001", "standard": standard}
        town.does(Role.CLERK, number, "accept", unit, **accept)
    town.does(Role.CLERK, number, "contact", unit, text="电话说明了安排。")
    for part in town.case(number).waiting_for:
        town.does(Role.CLERK, number, "deliver_part", part.unit, text="已配合。")
    town.does(Role.CLERK, number, "draft_answer", unit, text="水管和配件已送到村里。")
    town.does(Role.INSPECTOR, number, "audit", "inspection", passed="on")


def _standards() -> dict[str, Standard]:
    return laws.current("jishou").standards


def test_an_opinion_is_registered_under_a_real_name_only(town: Towns) -> None:
    """JS-1"""
    here = town("jishou")
    form = {"kind": kind_of(here), **WATER, "name": "罗军", "phone": PHONE}
    answer = Client().post("/jishou/report", form | {"identity_no": "000000199003071237"})
    assert answer.status_code == 422
    assert "身份证" in answer.content.decode()
    number, _ = here.report(kind=kind_of(here), **WATER)
    assert here.case(number).petitioners


def test_the_promise_comes_from_the_published_list(town: Towns) -> None:
    """JS-6: no discretion; what is not on the list is refused."""
    here = town("jishou")
    number, _ = here.report(kind=kind_of(here), **WATER)
    if here.case(number).phase == "registered":
        here.does(Role.DISPATCHER, number, "dispatch", mode="direct", lead="water")
    lead = here.case(number).lead
    assert lead is not None
    accept = {"contact": "向阳 0743-0000001", "standard": "自己定的"}
    status, _ = here.refused(Role.CLERK, number, "accept", lead.unit, **accept)
    assert status == 422


def test_a_matter_is_struck_off_when_the_petitioner_is_satisfied(town: Towns) -> None:
    """JS-7, JS-11"""
    here = town("jishou")
    number, code = here.report(kind=kind_of(here), **WATER)
    answered(here, number)
    assert "水管和配件已送到村里" in here.page(number, code)
    assert here.case(number).phase == "answered"
    assert here.petitioner(number, code, "rate", verdict="satisfied") == 303
    assert here.case(number).phase == "struck_off"


def test_more_than_a_third_dissatisfied_forbids_striking_off(town: Towns) -> None:
    """JS-12: three sign, one is dissatisfied: exactly a third does not forbid; two do."""
    here = town("jishou")
    number, code = here.report(kind=kind_of(here), **WATER, collective="on")
    browser = here.opens(number, code)
    page = browser.get(f"/jishou/cases/{number}")
    invitation = page.context["co_sign"]
    codes = [code]
    for name, phone in (("石磊", "13900000001"), ("田英", "13900000002")):
        form = {"name": name, "phone": phone, "identity_no": IDENTITY, "consent": "on"}
        signed = Client().post(invitation, form, follow=True)
        assert signed.status_code == 200, signed.content.decode()
        codes.append(signed.context["code"])
    assert len(here.case(number).petitioners) == 3

    def vote(*satisfied: str) -> None:
        for one, said in zip(codes, satisfied, strict=True):
            assert here.petitioner(number, one, "vote", satisfied=said) == 303

    answered(here, number)
    vote("1", "0", "0")
    assert "vote_counted" in here.kinds(number)
    assert here.case(number).phase == "handling"
    assert "struck_off" not in here.kinds(number)
    answered(here, number)
    vote("1", "1", "0")
    assert here.case(number).phase == "struck_off"


def test_a_breach_of_discipline_is_reported_under_a_code(town: Towns) -> None:
    """JS-4: no identity; only discipline inspection reads it."""
    here = town("jishou")
    door = whistle_entrance(laws.current("jishou"))
    assert door is not None
    kind = door.kinds[0].id
    number, code = here.report("whistle", kind=kind, title="吃拿卡要", text="某单位办事收好处。")
    assert here.desk(Role.DISPATCHER).get(f"/desk/cases/{number}").status_code == 404
    assert here.desk(Role.CHIEF, "government").get(f"/desk/cases/{number}").status_code == 404
    office = here.desk(Role.DISCIPLINE, "discipline")
    assert "吃拿卡要" in office.get(f"/desk/cases/{number}").content.decode()
    here.does(Role.DISCIPLINE, number, "answer_directly", "discipline", text="已立案核查。")
    assert "已立案核查" in here.page(number, code)


def test_the_system_assigns_what_it_was_measured_to_know(town: Towns) -> None:
    """JS-5: the words say what it is, the catalogue whose it is, nobody in between.

    What was not measured, or not right often enough, waits for a person, who names the class.
    """
    here, law = town("jishou"), laws.current("jishou")
    said = {"kind": kind_of(here), "title": "自来水停水", "text": "小区停水两天了，水压很低。"}
    waits, _ = here.report(**said)
    assert here.case(waits).phase == "registered"
    codes = {"供水": "0211", "路灯": "0202", "噪音": "0604"}
    model = learn([replace(one, label=codes[one.label]) for one in letters(40, seed=1)])
    learned = Learned.objects.create(
        place="jishou",
        about="class",
        made_at=timezone.now(),
        until=timezone.now(),
        learned_from=120,
        figures={"by_label": {"0211": [30, 30]}},
        model=model.packed(),
    )
    number, _ = here.report(**said)
    case = here.case(number)
    assert (case.phase, case.class_code) == ("dispatched", "0211")
    assert case.lead is not None
    assert case.lead.unit == law.responsible("0211", case.area)[0]
    for measured in ([30, 20], [5, 5]):
        Learned.objects.filter(pk=learned.pk).update(figures={"by_label": {"0211": measured}})
        waits, _ = here.report(**said)
        assert here.case(waits).phase == "registered"
