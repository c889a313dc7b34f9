"""The five places as they would be met over HTTP: members at the desk, people at the public pages.

Each story names its place; the clock is set by the story. All people are invented.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from huiyin.cases import agreeing
from huiyin.cases import queries as cases
from huiyin.journal import queries as journal
from huiyin.people import actions as people
from huiyin.people.models import Member, Place
from huiyin.regimes import actions as regimes
from huiyin.regimes import files
from huiyin.regimes import queries as laws
from huiyin.rules.case import Case
from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Role

SHANGHAI = ZoneInfo("Asia/Shanghai")
PHONE, IDENTITY = "13812345678", "000000199003071236"


@dataclass
class Town:
    """A place with whoever a story needs; every step is a request."""

    place: Place
    clock: Any
    members: dict[tuple[str, str], Member] = field(default_factory=dict)

    def at(self, text: str) -> None:
        """Set the clock, e.g. `2026-03-02 10:00`."""
        self.clock.move_to(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))

    @property
    def law(self) -> Law:
        """The law in force."""
        return laws.current(self.place.regime)

    def member(self, role: Role, unit: str = "centre") -> Member:
        """Somebody with that role in that unit."""
        key = (str(role), unit)
        if key not in self.members:
            self.members[key] = people.add_member(
                f"{self.place.pk}-{unit}-{role}",
                name="陈平",
                place=self.place,
                roles=[role],
                unit=unit,
                phone="0000-0000001",
            )
        return self.members[key]

    def desk(self, role: Role, unit: str = "centre") -> Client:
        """A browser in which that member is logged in."""
        client = Client()
        client.force_login(self.member(role, unit))
        return client

    def report(self, address: str = "report", **fields: Any) -> tuple[str, str]:
        """Somebody reports at the public page; number and query code as the receipt shows them."""
        said = {"title": "路灯不亮", "text": "门口的路灯坏了三天，晚上看不见路。"}
        who = {"name": "王芳", "phone": PHONE, "identity_no": IDENTITY}
        browser = Client()
        answer = browser.post(f"/{self.place.pk}/{address}", said | who | fields, follow=True)
        assert answer.status_code == 200, answer.content.decode()
        return answer.context["case"].number, answer.context["code"]

    def opens(self, number: str, code: str) -> Client:
        """The petitioner opens the case with number and code."""
        browser = Client()
        asked = {"number": number, "code": code}
        assert browser.post(f"/{self.place.pk}/look-up", asked).status_code == 303
        return browser

    def page(self, number: str, code: str) -> str:
        """What the petitioner reads."""
        return self.opens(number, code).get(f"/{self.place.pk}/cases/{number}").content.decode()

    def petitioner(self, number: str, code: str, deed: str, **fields: Any) -> int:
        """The petitioner does something; the status of the answer."""
        browser = self.opens(number, code)
        return browser.post(f"/{self.place.pk}/cases/{number}/{deed}", fields).status_code

    def does(
        self, role: Role, number: str, deed: str, unit: str = "centre", /, **fields: Any
    ) -> str:
        """A member does a deed at the desk, and it is done. The page shown after it."""
        answer = self.desk(role, unit).post(f"/desk/cases/{number}/{deed}", fields)
        assert answer.status_code == 302, _why(answer)
        return answer.headers["Location"]

    def refused(
        self, role: Role, number: str, deed: str, unit: str = "centre", **fields: Any
    ) -> tuple[int, str]:
        """A member tries a deed in vain: the status, and the page that says why."""
        answer = self.desk(role, unit).post(f"/desk/cases/{number}/{deed}", fields)
        assert answer.status_code >= 400
        return answer.status_code, answer.content.decode()

    def strike(self) -> None:
        """The worker looks."""
        call_command("clocks", "strike")

    def case(self, number: str) -> Case:
        """How the case stands."""
        found = cases.find(number)
        assert found is not None
        return found

    def kinds(self, number: str) -> list[str]:
        """What happened, as kinds of fact."""
        return [fact.kind for fact in journal.facts(number)]

    def due(self, number: str, clock: str) -> str:
        """When a clock turns red, in China."""
        found = self.case(number).clock(clock)
        assert found is not None
        return f"{found.red_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"

    def light(self, number: str, clock: str) -> str:
        """The light of a clock now."""
        found = self.case(number).clock(clock)
        assert found is not None
        return cases.light(found.yellow_at, found.red_at, timezone.now())


def _why(answer: Any) -> str:
    page = answer.context
    if page is None:
        return str(answer.status_code)
    trouble = page.get("trouble") or page.get("message") or answer.content.decode()
    return f"{answer.status_code} {trouble}"


@pytest.fixture
def town(db: None) -> Iterator[Callable[..., Town]]:
    """Make a place under one of the shipped regimes, with the clock at the story's beginning."""
    laws.forget()
    with time_machine.travel(datetime(2026, 3, 2, 2, 0, tzinfo=ZoneInfo("UTC")), tick=False) as now:

        def make(regime: str, slug: str = "", hub: Place | None = None) -> Town:
            regimes.publish(files.folder(regime), now=timezone.now())
            law = laws.current(regime)
            area = law.areas[law.regime.area]
            place = people.add_place(
                slug or regime,
                name=area.name,
                name_en=area.name_en,
                area=area.code,
                regime=regime,
                hub=hub,
            )
            return Town(place, now)

        yield make
    for number in cases.every_number():  # after every story the record is whole
        assert list(journal.faults(number)) == []
        assert agreeing.disagreement(number) == ""
    laws.forget()
