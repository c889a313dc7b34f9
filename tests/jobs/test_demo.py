"""The demo: something to see of everything, made once, and true to the record."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from huiyin.cases import queries as cases
from huiyin.cases.models import CaseRow
from huiyin.handling import phrases
from huiyin.handling.models import Article, Phrase
from huiyin.handling.queries import Asks, answering
from huiyin.intake import actions as intake
from huiyin.intake import calls
from huiyin.jobs.demo import cast, plays, showing, stories
from huiyin.jobs.demo.making import Making
from huiyin.jobs.management.commands.journal import faults
from huiyin.people import queries as people
from huiyin.people.models import Member, Place
from huiyin.regimes import files
from huiyin.regimes import queries as law_queries
from huiyin.rules.case import ENDS, Case, Phase
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Mode, Role

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 10, 40, tzinfo=SHANGHAI)
ASKED = ("我的社保卡丢了，要补办", "孩子刚出生，怎么上户口", "包工头拖欠工资三个月，不发工资")
ODD_HOURS = {
    "late on National Day": datetime(2026, 10, 1, 23, 5, tzinfo=SHANGHAI),
    "the first morning after Spring Festival": datetime(2026, 2, 24, 8, 15, tzinfo=SHANGHAI),
    "a Sunday before dawn": datetime(2026, 7, 19, 3, 30, tzinfo=SHANGHAI),
}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Making]:
    """The whole demo, made once for this file and taken back at the end."""
    law_queries.forget()
    with django_db_blocker.unblock(), transaction.atomic():
        making = Making(TUESDAY)
        list(making.work())
        yield making
        transaction.set_rollback(True)
    law_queries.forget()


@pytest.fixture(scope="module")
def laws() -> dict[str, Law]:
    """The six regimes as they ship, without a database."""
    calendar = files.calendar_of(files.calendar_text())
    return {one: files.parse(files.texts(files.folder(one)), calendar) for one in files.shipped()}


def _case(making: Making, story: str) -> Case:
    """How a story of the demo stands."""
    told = next(one for one in stories.every() if one.id == story)
    found = cases.find(making.receipt(told).number)
    assert found is not None
    return found


def test_every_phase_occurs(made: Making) -> None:
    phases = set(CaseRow.objects.values_list("phase", flat=True))
    assert phases == set(Phase)


def test_every_light_occurs_in_each_of_the_six(made: Making) -> None:
    for regime in files.shipped():
        rows = CaseRow.objects.filter(regime=regime, phase__in=set(Phase) - ENDS)
        shown = {cases.light(row.yellow_at, row.red_at, TUESDAY) for row in rows}
        assert {"green", "yellow", "red"} <= shown, regime


def test_each_of_the_six_has_25_to_40_cases(made: Making) -> None:
    counts = {one: CaseRow.objects.filter(regime=one).count() for one in files.shipped()}
    assert all(25 <= count <= 40 for count in counts.values()), counts


def test_nothing_is_left_for_the_strike_to_do(made: Making) -> None:
    assert list(cases.due(TUESDAY, 100)) == []


def test_the_record_is_whole(made: Making) -> None:
    assert [fault for number in cases.every_number() for fault in faults(number)] == []


def test_no_place_is_without_a_login_for_every_role(made: Making) -> None:
    assert len(made.places) == 13
    for place in made.places:
        roles = {role for one in Member.objects.filter(place_id=place) for role in one.roles}
        assert roles == {str(role) for role in cast.ROLES}, place


def test_one_password_opens_every_login(made: Making) -> None:
    assert len(set(Member.objects.values_list("password", flat=True))) == 1
    assert authenticate(username="suining-dispatcher", password=cast.PASSWORD) is not None


def test_every_unit_with_a_case_has_clerk_head_and_leader(made: Making) -> None:
    for row in CaseRow.objects.exclude(lead=""):
        there = Member.objects.filter(place=row.place_id, unit=row.lead)
        roles = {role for one in there for role in one.roles}
        assert {Role.CLERK, Role.HEAD, Role.LEADER} <= roles, row.lead


def test_fuxin_is_a_hub_with_seven_places_below_it(made: Making) -> None:  # FX-1, FX-5
    assert Place.objects.filter(hub_id="fuxin").count() == 7


def test_every_place_has_somebody_to_call_back(made: Making) -> None:  # B23
    assert {calls.count_to_call_back(place) for place in made.places.values()} == {2}


def test_a_second_making_adds_nothing(made: Making) -> None:
    kept = (CaseRow, Member, Place, Article, Phrase)
    before = [table.objects.count() for table in kept]
    later = Making(TUESDAY.replace(hour=16))
    done = list(later.work())
    assert len(done) == len(later)
    assert [table.objects.count() for table in kept] == before


def test_every_place_has_known_answers_for_the_public_and_for_the_desk(made: Making) -> None:
    told = {
        place: [answering(Asks(place, text), today=TUESDAY.date()) for text in ASKED]
        for place in made.places
    }
    assert len(told) == 13
    for place, found in told.items():
        assert all(found), place
        secret = Asks(place, "诉求人要求查询别人的诉求怎么答")
        assert not answering(secret, today=TUESDAY.date())
        assert answering(secret, today=TUESDAY.date(), public=False)


def test_every_place_has_templates_for_its_answers(made: Making) -> None:
    for place in made.places:
        assert {"已经办好", "已到现场"} <= phrases.names(place)


def test_what_is_missing_is_added(made: Making) -> None:
    with transaction.atomic():
        Member.objects.get(username="suining-publicist").delete()
        list(Making(TUESDAY).work())
        assert Member.objects.filter(username="suining-publicist").exists()
        transaction.set_rollback(True)


def test_the_printed_numbers_and_codes_open_their_cases(made: Making) -> None:
    told = "\n".join(showing.lines(made, "http://here"))
    for place, receipt in made.shown.items():
        assert f"{receipt.number}  {receipt.code}" in told
        found = intake.look_up(receipt.number, receipt.code, now=TUESDAY)
        assert found.case.place == place


def test_all_places_all_roles_and_the_password_are_told(made: Making) -> None:
    told = "\n".join(showing.lines(made, "http://here"))
    assert all(f"http://here/{place}/" in told for place in made.places)
    assert all(f"-{role}".replace("_", "-") in told for role in cast.ROLES)
    assert cast.PASSWORD in told


def test_many_complaints_about_lorries_became_one_event(made: Making) -> None:  # PS-4
    event = _case(made, "pingshan/lorry-park")
    assert len(event.absorbed) == 5
    assert event.lead is not None
    assert event.lead.unit == "traffic-police"


def test_the_collective_matter_at_exactly_a_third_is_struck_off(made: Making) -> None:  # JS-12
    assert _case(made, "jishou/collective-passed").phase is Phase.STRUCK_OFF
    assert _case(made, "jishou/collective-refused").redos == 1


def test_whistle_blowers_have_no_name_in_the_record(made: Making) -> None:  # JS-4
    assert _case(made, "jishou/code-waiting").whistle


def test_the_title_deeds_have_a_task_force(made: Making) -> None:  # XN-2
    case = _case(made, "xining/title-13-years")
    assert case.mode is Mode.TASK_FORCE
    assert len(case.assisting) == 4


def test_a_matter_is_shelved_with_a_plan(made: Making) -> None:  # XN-4
    assert _case(made, "xining/shelved-road").shelved


def test_the_pole_without_owner_was_done_by_the_fallback_unit(made: Making) -> None:  # FX-10
    case = _case(made, "fuxin/pole")
    assert (case.mode, case.phase) == (Mode.FALLBACK, Phase.STRUCK_OFF)


def test_businesses_have_a_port_of_their_own(made: Making) -> None:  # SN-4
    kinds = set(CaseRow.objects.filter(place_id="suining").values_list("kind", flat=True))
    assert {"business_enquiry", "business_matching", "business_complaint"} <= kinds


@pytest.mark.parametrize("moment", ODD_HOURS.values(), ids=ODD_HOURS)
def test_every_story_can_be_told_at_any_hour(moment: datetime, laws: dict[str, Law]) -> None:
    stages = {name: cast.stage(name, laws[regime]) for name, regime in cast.stages().items()}
    phases: set[Phase] = set()
    lights: set[str] = set()
    for event in Making(moment).events:
        stage = stages[event[0].place]
        began = plays.beginnings(event, stage, moment)
        for story, at in zip(event, began, strict=True):
            case = plays.rehearse(story, stage, at, moment)
            phases.add(case.phase)
            lights.add(plays.light_of(case, stage.law, moment))
    assert phases == set(Phase)
    assert {"green", "yellow", "red"} <= lights


def test_the_grids_of_fuxin_have_their_people(made: Making) -> None:
    """FX-3: the boards hang in the counties; the one who signs in looks after some."""
    assert people.have_grid_posts(["haizhou"])
    assert not people.have_grid_posts(["fuxin", "suining"])
    worker = Member.objects.get(username="haizhou-grid-worker")
    (first, *_) = people.grids_of(worker)
    assert first == "210902001000-c01-g01"


def test_a_grid_worker_of_the_demo_reports(made: Making, client: Client) -> None:
    """The invented number at work is one that intake takes."""
    client.force_login(Member.objects.get(username="haizhou-grid-worker"))
    found = {"area": "210902001000-c01-g01", "text": "井盖破了", "kind": "hazard", "key": "demo"}
    sent = client.post("/desk/grid", found, headers={"Accept": "application/json"})
    assert sent.status_code == 201, sent.content.decode()
