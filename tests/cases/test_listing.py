"""Lists: the other face of `may I`; what waits for whom; lights at reading."""

from datetime import datetime, timedelta

import pytest

from huiyin.cases import queries, seeing
from huiyin.cases.actions import Refused
from huiyin.cases.models import CaseRow
from huiyin.people import actions as people
from huiyin.people.queries import actor_of
from huiyin.rules.case import Actor, Phase
from huiyin.rules.refusals import Why
from huiyin.rules.steps.dispatch import Claim, Escalate, Object
from huiyin.rules.steps.extend import RequestExtension
from huiyin.rules.steps.handle import DeliverPart, DraftAnswer, Shelve
from huiyin.rules.vocabulary import Role
from tests.world import SHANGHAI, County, at

BOTH = {
    "柜台": ("centre", (Role.DISPATCHER, Role.CLERK)),
    "纪检经办": ("housing", (Role.DISCIPLINE, Role.CLERK)),
    "无单位": ("", (Role.CLERK,)),
    "无角色": ("housing", ()),
}


@pytest.fixture
def busy(county: County) -> County:
    """A case at every point of its way, and one in the hands of each office."""
    county.registered()
    county.whistle()
    county.dispatched()
    county.dispatched("st-chengguan")
    county.handling("st-chengguan", "human-resources")
    county.answered()
    county.struck_off()
    county.does("马丽", county.registered(), Claim())
    signing = county.handling()
    county.does("李强", signing, DraftAnswer(text="已修好。"))
    disputed = county.dispatched()
    county.does("李强", disputed, Object(reason="不属本单位职责。", basis="三定方案"))
    late = county.handling()
    county.does("李强", late, RequestExtension(limit="2wd", reason="缺配件。"))
    county.does("周宁", county.registered(), Escalate(reason="多部门推诿。"))
    return county


def everybody(county: County) -> dict[str, Actor]:
    """Everybody of three places, and people with two roles or none."""
    for name, (unit, roles) in BOTH.items():
        county.people[name] = people.add_member(
            name, name=name, place=county.place, roles=roles, unit=unit
        )
    return {name: actor_of(member) for name, member in county.people.items()}


def opens(number: str, actor: Actor) -> bool:
    """Can the actor open the case?"""
    try:
        queries.get(number, actor)
    except Refused as refused:
        return refused.refusal.why is not Why.NOT_FOUND
    return True


@pytest.fixture(params=["units with few cases", "units with many"])
def few_or_many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two ways in which a unit's cases are asked for."""
    monkeypatch.setattr(seeing, "_large", set())
    monkeypatch.setattr(seeing, "MANY", 1 if request.param == "units with many" else 20_000)


@pytest.mark.usefixtures("few_or_many")
def test_a_list_shows_exactly_the_cases_that_open(busy: County) -> None:
    """For everybody and every case: one rule, two faces."""
    numbers = set(queries.every_number())
    for name, actor in everybody(busy).items():
        listed = set(queries.within(actor).values_list("number", flat=True))
        assert listed == {number for number in numbers if opens(number, actor)}, name


def test_each_list_is_as_long_as_the_office_is_high(busy: County) -> None:
    """A table to be read: who sees how many of the twelve. Two wait to be claimed (FX-8)."""
    seen = {name: queries.within(actor).count() for name, actor in everybody(busy).items()}
    assert seen == {
        **dict.fromkeys(["吴越", "周宁", "许勤", "钱慧", "冯霞", "陈波", "何静", "高远"], 11),
        "郑毅": 12,
        **dict.fromkeys(["李强", "赵敏", "孙磊"], 10),
        "马丽": 5,
        "唐伟": 3,
        "苏城": 11,
        "罗刚": 11,
        "林涛": 0,
        "邓洁": 0,
        "柜台": 11,
        "纪检经办": 12,
        "无单位": 2,
        "无角色": 0,
    }


def test_a_whistle_blower_s_case_is_the_discipline_office_s_alone(county: County) -> None:
    """JS-4: to everybody else, the hub included, it is not there."""
    number = county.whistle()
    those = {name for name, actor in everybody(county).items() if opens(number, actor)}
    assert those == {"郑毅", "纪检经办"}


def test_a_hub_sees_what_lies_below_it_and_a_neighbour_does_not(county: County) -> None:
    """FX-5: one city centre, the counties below it."""
    number = county.registered()
    assert opens(number, county.actor("苏城"))
    assert not opens(number, county.actor("邓洁"))


INBOX = {
    "吴越": [],
    "周宁": ["registered", "registered", "dispatched"],
    "李强": ["dispatched", "dispatched", "handling"],
    "赵敏": ["signing"],
    "孙磊": ["handling"],
    "马丽": ["handling", "dispatched", "handling"],
    "唐伟": ["handling"],
    "冯霞": ["answered"],
    "郑毅": ["registered"],
    "何静": ["registered"],
    "高远": [],
    "林涛": [],
    "柜台": ["registered", "registered", "dispatched"],
}


@pytest.mark.parametrize("who", INBOX)
def test_an_inbox_holds_what_waits_for_its_owner(busy: County, who: str) -> None:
    actor = everybody(busy)[who]
    rows = queries.listing(actor, now=busy.now)
    assert sorted(row.phase for row in rows) == sorted(INBOX[who])


def test_what_was_lifted_to_an_office_is_in_its_inbox(county: County) -> None:
    """SN-10: a rung may lift a case into any hands, not the chief clerk's alone."""
    number = county.dispatched()
    CaseRow.objects.filter(number=number).update(escalated_to="inspector")
    (row,) = queries.listing(county.actor("陈波"), now=county.now)
    assert row.number == number
    assert not queries.listing(county.actor("何静"), now=county.now)


def test_a_part_is_in_the_inbox_until_it_is_delivered(county: County) -> None:
    """B7."""
    number = county.handling("st-chengguan")
    ma_li = county.actor("马丽")
    assert [row.number for row in queries.listing(ma_li, now=county.now)] == [number]
    county.does("马丽", number, DeliverPart(text="已到现场。"))
    assert not queries.listing(ma_li, now=county.now)
    assert opens(number, ma_li)


def test_an_inbox_shows_the_most_pressing_first_and_all_shows_the_newest_first(
    county: County,
) -> None:
    calm = county.dispatched()
    county.now += timedelta(minutes=5)
    urgent = county.dispatched(level="urgent")
    county.now += timedelta(minutes=5)
    newest = county.dispatched()
    CaseRow.objects.filter(number=urgent).update(red_at=county.now)
    clerk = county.actor("李强")
    assert next(r.number for r in queries.listing(clerk, now=county.now)) == urgent
    everything = queries.listing(clerk, now=county.now, view="all")
    assert [row.number for row in everything] == [newest, urgent, calm]


@pytest.mark.usefixtures("few_or_many")
def test_a_list_is_narrowed_by_phase_unit_and_words(busy: County) -> None:
    actor = busy.actor("周宁")

    def found(text: str = "", **narrow: str) -> list[CaseRow]:
        rows = queries.listing(actor, now=busy.now, view="all", **narrow)
        return queries.of(queries.search(rows, text, actor, now=busy.now)) if text else list(rows)

    assert {row.phase for row in found(phase="answered")} == {"answered"}
    assert len(found(unit="human-resources")) == 1
    assert len(found(text="路灯")) == len(found())
    assert [row.number for row in found(text=found()[0].number)] == [found()[0].number]
    assert not found(text="没有这样的字")
    assert not found(text="%")


@pytest.mark.usefixtures("few_or_many")
def test_a_unit_narrows_its_list_by_another_s_part(busy: County) -> None:
    """Those in which both have one, whichever way round."""
    for who, unit in (("李强", "st-chengguan"), ("李强", "housing"), ("马丽", "housing")):
        actor = busy.actor(who)
        every = {row.number for row in queries.within(actor)}
        found = queries.listing(actor, now=busy.now, view="all", unit=unit)
        both = {number for number in every if busy.case(number).part(unit)}
        assert {row.number for row in found} == both
        assert both


@pytest.mark.parametrize(
    ("now", "light"),
    [
        ("2026-03-02 10:00", "green"),
        ("2026-03-03 14:53", "green"),
        ("2026-03-03 14:54", "yellow"),
        ("2026-03-03 17:30:00.999999", "yellow"),
        ("2026-03-03 17:30:01", "red"),
    ],
)
def test_a_light_is_computed_at_reading_and_the_list_agrees(
    county: County, now: str, light: str
) -> None:
    """JS-8: green, yellow, red. Registered on Monday: its working day ends with Tuesday."""
    number = county.registered()
    row = CaseRow.objects.get(number=number)
    assert queries.light(row.yellow_at, row.red_at, at(now)) == light
    lit = {
        colour
        for colour in queries.LIGHTS
        if queries.listing(county.actor("周宁"), now=at(now), light=colour)
    }
    assert lit == {light}


def test_at_every_moment_each_case_has_one_light_at_most_and_all_lists_agree(
    busy: County,
) -> None:
    actor = busy.actor("郑毅")
    rows = list(queries.listing(actor, now=busy.now, view="all"))
    for hours in range(0, 24 * 12, 7):
        now = busy.now + timedelta(hours=hours)
        expected = {r.number: queries.light(r.yellow_at, r.red_at, now) for r in rows}
        for colour in queries.LIGHTS:
            listed = queries.listing(actor, now=now, view="all", light=colour)
            wanted = {number for number, light in expected.items() if light == colour}
            assert {row.number for row in listed} == wanted


def test_a_clock_that_stands_still_shows_no_light_the_review_s_does(county: County) -> None:
    """XN-4: shelved with a day of review."""
    number = county.handling()
    until = at("2026-04-01 12:00")
    county.does("孙磊", number, Shelve(until=until, reason="等配件。", plan="到货即修。"))
    row = CaseRow.objects.get(number=number)
    assert row.red_at == until
    assert queries.light(row.yellow_at, row.red_at, at("2026-03-20 10:00")) == "green"
    stands = {view.clock.id: view.light for view in queries.clock_views(county.case(number), until)}
    assert stands == {"answer": "", "shelf": "yellow"}


def test_where_no_clock_of_staff_runs_there_is_no_light() -> None:
    assert queries.light(None, None, datetime(2026, 3, 2, tzinfo=SHANGHAI)) == ""


def test_the_clocks_of_a_case_come_with_their_light_and_their_sum(county: County) -> None:
    """B1: the most pressing first, each with the steps from start to deadline."""
    case = county.case(county.dispatched())
    first, second = queries.clock_views(case, at("2026-03-04 10:00"))
    assert (first.clock.id, first.light) == ("acceptance", "red")
    assert (second.clock.id, second.light) == ("answer", "green")
    for view in (first, second):
        assert view.explanations[-1].due == view.clock.red_at


def test_counts_say_how_many_stand_where(busy: County) -> None:
    """JS-14: counts by state on any day. JS-4: whistle-blowing is not to be read off them."""
    counted = queries.counts("county")
    assert sum(counted.values()) == 11
    assert counted[Phase.REGISTERED] == 2
    assert counted[Phase.STRUCK_OFF] == 1
    assert queries.counts("neighbour") == {}
