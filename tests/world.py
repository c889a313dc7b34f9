"""A county in the database, with its law and its people, for the tests of the rooms.

The law is `tests/rules/county.toml` (every deed of the vocabulary is in use) with the tables of the
starter regime. The county lies under a city hub that sees it; a neighbour, with a clerk for every
role, must see nothing. 王芳 petitions. Monday 2 March 2026, 10:00, is when stories begin.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection, connections

from huiyin.cases import actions as cases
from huiyin.cases import agreeing, finding, queries
from huiyin.cases.actions import Outcome, Refused
from huiyin.intake import actions as intake
from huiyin.intake.actions import Matter, Receipt
from huiyin.intake.identity import Person
from huiyin.intake.queries import citizen_actor
from huiyin.journal import guard
from huiyin.journal import queries as journal
from huiyin.people import actions as people
from huiyin.people.models import Member, Place
from huiyin.people.queries import actor_of
from huiyin.regimes import actions as regimes
from huiyin.regimes import files
from huiyin.regimes import queries as law_queries
from huiyin.rules.case import Actor, Case
from huiyin.rules.deeds import Deed
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.evaluate import Audit, Rate, RecordFollowUp, StrikeOff
from huiyin.rules.steps.handle import Accept, DraftAnswer, SignOff
from huiyin.rules.vocabulary import Mode, Role

SHANGHAI = ZoneInfo("Asia/Shanghai")
COUNTY_LAW = Path(__file__).parent / "rules" / "county.toml"


def at(text: str) -> datetime:
    """A moment in China, written `2026-03-02 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MONDAY = at("2026-03-02 10:00")

WANG_FANG = Person("王芳", "13812345678", "000000199003071236")
LIU_YANG = Person("刘洋", "13987654321", "00000019851224003X")

COUNTY = {
    "吴越": ("centre", Role.AGENT),
    "周宁": ("centre", Role.DISPATCHER),
    "李强": ("housing", Role.CLERK),
    "赵敏": ("housing", Role.HEAD),
    "孙磊": ("housing", Role.LEADER),
    "马丽": ("st-chengguan", Role.CLERK),
    "唐伟": ("human-resources", Role.CLERK),
    "许勤": ("st-chengguan", Role.GRID_WORKER),
    "钱慧": ("centre", Role.AUDITOR),
    "冯霞": ("centre", Role.CALLER),
    "陈波": ("inspection", Role.INSPECTOR),
    "郑毅": ("discipline", Role.DISCIPLINE),
    "何静": ("government", Role.CHIEF),
    "高远": ("centre", Role.PUBLICIST),
}
CITY = {"苏城": ("centre", Role.DISPATCHER), "罗刚": ("inspection", Role.INSPECTOR)}
NEIGHBOUR = {"林涛": ("housing", Role.CLERK), "邓洁": ("centre", Role.DISPATCHER)}


@dataclass
class County:
    """The place, its people, and what time it is there."""

    place: Place
    neighbour: Place
    people: dict[str, Member]
    now: datetime = MONDAY
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def law(self) -> Law:
        """The law that new cases come under."""
        return law_queries.current(self.place.regime)

    def actor(self, who: str) -> Actor:
        """A member as the rules see them."""
        return actor_of(self.people[who])

    def case(self, number: str) -> Case:
        """How a case stands."""
        found = queries.find(number)
        assert found is not None
        return found

    def does(self, who: str, number: str, deed: Deed, *, on: str = "", key: str = "") -> Outcome:
        """A member does a deed through the door, at `on` if given."""
        self.now = at(on) if on else self.now
        return cases.act(number, deed, actor=self.actor(who), now=self.now, key=key)

    def refuses(self, who: str, number: str, deed: Deed) -> Refusal:
        """The door refuses the deed; why."""
        with pytest.raises(Refused) as refused:
            cases.act(number, deed, actor=self.actor(who), now=self.now)
        return refused.value.refusal

    def petitioner_does(self, number: str, deed: Deed) -> Outcome:
        """王芳 does a deed to her case."""
        return cases.act(number, deed, actor=citizen_actor(self.case(number)), now=self.now)

    # the ordinary way, step by step; each gives the case's number

    def report(self, person: Person = WANG_FANG, *, key: str = "", **changes: Any) -> Receipt:
        """王芳 writes on the web; any part of the matter may be another one."""
        told = {
            "channel": "web",
            "kind": "complaint",
            "level": "normal",
            "class_code": "0201",
            "area": "990101001000",
            "title": "路灯不亮",
            "text": "幸福路的路灯坏了三天了。",
        }
        matter = Matter(**(told | changes))
        receipt = intake.report(self.place, matter, person, now=self.now, key=key)
        self.codes[receipt.number] = receipt.code
        return receipt

    def registered(self, **changes: Any) -> str:
        """王芳 writes on the web."""
        return self.report(**changes).number

    def whistle(self) -> str:
        """Somebody reports a breach of discipline under a code (JS-4)."""
        return self.report(Person(), channel="code", title="有人收红包").number

    def dispatched(self, *assisting: str, **changes: Any) -> str:
        """周宁 hands it to the housing bureau."""
        number = self.registered(**changes)
        mode = Mode.LEAD_ASSISTING if assisting else Mode.DIRECT
        self.does("周宁", number, Dispatch(mode=mode, lead="housing", assisting=assisting))
        return number

    def handling(self, *assisting: str, **changes: Any) -> str:
        """李强 of the housing bureau takes it on."""
        number = self.dispatched(*assisting, **changes)
        self.does("李强", number, Accept(contact="李强 0516-55550142"))
        return number

    def answered(self, **changes: Any) -> str:
        """Drafted by 李强, signed by 赵敏, passed by 钱慧: 王芳 has her answer."""
        number = self.handling(**changes)
        self.does("李强", number, DraftAnswer(text="路灯已修好。"))
        self.does("赵敏", number, SignOff())
        self.does("钱慧", number, Audit(passed=True))
        return number

    def struck_off(self, **changes: Any) -> str:
        """冯霞 calls, 王芳 rates, 钱慧 strikes it off."""
        number = self.answered(**changes)
        self.does("冯霞", number, RecordFollowUp(reached=True, solved=True, verdict="satisfied"))
        self.petitioner_does(number, Rate(verdict="satisfied", speed=5, effect=5, attitude=5))
        self.does("钱慧", number, StrikeOff())
        return number


@pytest.fixture(scope="session")
def county_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the county's law; a test that changes them takes a copy."""
    folder = tmp_path_factory.mktemp("law") / "county"
    folder.mkdir()
    for table in files.TABLES:
        shutil.copy(files.folder("starter") / table, folder)
    shutil.copy(COUNTY_LAW, folder / files.MAIN)
    return folder


@pytest.fixture
def fresh_law() -> Iterator[None]:
    """No law of an earlier test is remembered, and none of this one."""
    law_queries.forget()
    yield
    law_queries.forget()


@pytest.fixture
def county(db: None, fresh_law: None, county_files: Path) -> County:
    """The county with its law published and its people at their desks."""
    regimes.publish(county_files, now=at("2026-01-05 09:00"))
    city = _place("city", "示范市")
    place = _place("county", "示范县", hub=city)
    neighbour = _place("neighbour", "邻县")
    engaged = Member.objects.bulk_create(
        Member(username=name, name=name, place=where, unit=unit, roles=[role], password="!")
        for where, who in ((place, COUNTY), (city, CITY), (neighbour, NEIGHBOUR))
        for name, (unit, role) in who.items()
    )
    return County(place, neighbour, {member.name: member for member in engaged})


def _place(slug: str, name: str, hub: Place | None = None) -> Place:
    area = "990101000000"
    return people.add_place(slug, name=name, name_en=slug, area=area, regime="county", hub=hub)


# Questions to the database


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to see that nothing was written."""
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def is_whole(number: str) -> bool:
    """Is the chain of the case unbroken, does it stand where its facts say, and is it found so?"""
    assert list(journal.faults(number)) == []
    assert agreeing.disagreement(number) == ""
    assert finding.disagreeing([number]) == []
    return True


def kinds(number: str) -> list[str]:
    """The kinds of the facts of a case, oldest first."""
    return [fact.kind for fact in journal.facts(number)]


@pytest.fixture
def off_guard() -> Callable[[str, list[Any]], None]:
    """Do what an intruder with the keys of the database would: step past the journal's guard."""

    def run(sql: str, values: list[Any]) -> None:
        with connection.cursor() as cursor:
            for statement in guard.removing(connection.vendor):
                cursor.execute(statement)
            cursor.execute(sql, values)
            for statement in guard.installing(connection.vendor):
                cursor.execute(statement)

    return run


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Each deed in a thread with a connection of its own, all let go at once; what came of each."""
    gate = threading.Barrier(len(deeds), timeout=60)
    came: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            gate.wait()
            came[place] = deed()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            came[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
