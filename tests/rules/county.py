"""A made-up county with its law and its people, and the story of one case in it.

Everything is a value: a story keeps the case, its facts and the moment, and does deeds to it
through the pure rules. Monday 2 March 2026, 10:00, is when stories begin; no holiday is near.
"""

import copy
import csv
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from huiyin.rules import facts as f
from huiyin.rules import lifecycle
from huiyin.rules.case import SYSTEM as THE_SYSTEM
from huiyin.rules.case import Actor, Case
from huiyin.rules.deeds import Deed
from huiyin.rules.law import Area, ClassOf, Law, Standard, UnitOf
from huiyin.rules.refusals import Refusal, Why
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.evaluate import Audit, Rate, RecordFollowUp, StrikeOff
from huiyin.rules.steps.handle import Accept, DraftAnswer, SignOff
from huiyin.rules.steps.receive import Register
from huiyin.rules.steps.supervise import Strike
from huiyin.rules.vocabulary import Mode, Regime, Role
from huiyin.rules.worktime import Calendar, Limit

HERE = Path(__file__).parent
REGIMES = HERE.parents[1] / "regimes"
SHANGHAI = ZoneInfo("Asia/Shanghai")
PLACE = "county"


def at(text: str) -> datetime:
    """A moment in China, written `2026-03-02 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MONDAY = at("2026-03-02 10:00")


# The law


def _rows(folder: Path, name: str) -> Iterable[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _class(row: dict[str, str]) -> ClassOf:
    several = {name: _several(row[name]) for name in ("assisting", "keywords")}
    limit = Limit.parse(row["limit"]) if row["limit"] else None
    return ClassOf(**{**row, **several, "limit": limit})  # type: ignore[arg-type]


def _standard(row: dict[str, str]) -> Standard:
    return Standard(**{**row, "limit": Limit.parse(row["limit"])})  # type: ignore[arg-type]


@cache
def national() -> Calendar:
    """The Mainland's days off and make-up days."""
    return Calendar.from_data(_toml(REGIMES / "calendars" / "cn.toml"))


@cache
def _tables(folder: Path) -> dict[str, Any]:
    return {
        "areas": {row["code"]: Area(**row) for row in _rows(folder, "areas.csv")},
        "units": {row["code"]: UnitOf(**row) for row in _rows(folder, "units.csv")},
        "classes": {row["code"]: _class(row) for row in _rows(folder, "catalogue.csv")},
        "standards": {row["code"]: _standard(row) for row in _rows(folder, "standards.csv")},
    }


@cache
def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _law(data: dict[str, Any], folder: Path) -> Law:
    regime = Regime.model_validate(data)
    office = regime.office
    calendar = national().with_place(
        hours=office.hours, half_days=office.half_days, stops=office.stops
    )
    return Law(regime=regime, version=1, calendar=calendar, **_tables(folder))


@cache
def law_of(place: str) -> Law:
    """The law of a place that ships, or of this county."""
    if place == PLACE:
        return amended({})
    return _law(_toml(REGIMES / place / "regime.toml"), REGIMES / place)


def amended(changes: dict[str, Any]) -> Law:
    """The county's law with some lines changed: `{"clocks.answer.limit": "2wd"}`."""
    data = copy.deepcopy(_toml(HERE / "county.toml"))
    for path, value in changes.items():
        *way, last = path.split(".")
        here: Any = data
        for name in way:
            here = _step(here, name)
        here[last] = value
    return _law(data, REGIMES / "starter")


def _step(here: Any, name: str) -> Any:
    if isinstance(here, list):
        return next(item for item in here if item["id"] == name)
    return here.setdefault(name, {})


# The people


def _member(name: str, unit: str, *roles: Role, place: str = PLACE) -> Actor:
    return Actor(id=name, roles=frozenset(roles), places=frozenset({place}), unit=unit)


def _citizen(name: str) -> Actor:
    return Actor(id=name, roles=frozenset({Role.PETITIONER}), petitioner=f"person:{name}")


SYSTEM = THE_SYSTEM
WANG_FANG = _citizen("王芳")  # the petitioner
LIU_YANG = _citizen("刘洋")  # her neighbour, who has not signed anything
WU_YUE = _member("吴越", "centre", Role.AGENT)
ZHOU_NING = _member("周宁", "centre", Role.DISPATCHER)
LI_QIANG = _member("李强", "housing", Role.CLERK)
ZHAO_MIN = _member("赵敏", "housing", Role.HEAD)
SUN_LEI = _member("孙磊", "housing", Role.LEADER)
MA_LI = _member("马丽", "st-chengguan", Role.CLERK)
TANG_WEI = _member("唐伟", "human-resources", Role.CLERK)
XU_QIN = _member("许勤", "st-chengguan", Role.GRID_WORKER)
QIAN_HUI = _member("钱慧", "centre", Role.AUDITOR)
FENG_XIA = _member("冯霞", "centre", Role.CALLER)
CHEN_BO = _member("陈波", "inspection", Role.INSPECTOR)
ZHENG_YI = _member("郑毅", "discipline", Role.DISCIPLINE)
HE_JING = _member("何静", "government", Role.CHIEF)
GAO_YUAN = _member("高远", "centre", Role.PUBLICIST)
_STAFF = frozenset(Role) - {Role.PETITIONER, Role.SYSTEM}
LIN_TAO = _member("林涛", "housing", *_STAFF, place="elsewhere")  # every role, in another place

PEOPLE = (
    WANG_FANG,
    LIU_YANG,
    WU_YUE,
    ZHOU_NING,
    LI_QIANG,
    ZHAO_MIN,
    SUN_LEI,
    MA_LI,
    TANG_WEI,
    XU_QIN,
    QIAN_HUI,
    FENG_XIA,
    CHEN_BO,
    ZHENG_YI,
    HE_JING,
    GAO_YUAN,
    SYSTEM,
)
"""Everybody of the county, and the system; not 林涛, who is of another place."""


# The story


def registration(**fields: Any) -> Register:
    """What 王芳 fills in; any field may be another one."""
    usual: dict[str, Any] = {
        "number": "CO-1",
        "place": PLACE,
        "petitioner": WANG_FANG.petitioner,
        "channel": "web",
        "kind": "complaint",
        "level": "normal",
        "class_code": "0201",
        "area": "990101001000",
        "title": "路灯不亮",
        "text": "幸福路的路灯坏了三天了。",
    }
    return Register(**{**usual, **fields})


@dataclass
class Story:
    """One case under one law: what has happened to it, and what time it is."""

    law: Law
    now: datetime = MONDAY
    known: Case | None = None
    facts: list[f.Fact] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """Where it stands."""
        assert self.known is not None
        return self.known

    def does(self, actor: Actor, deed: Deed, *, on: str = "") -> tuple[f.Fact, ...]:
        """The deed is done, at `on` if given; what happened comes back."""
        self.now = at(on) if on else self.now
        done = lifecycle.act(self.known, deed, actor, self.now, self.law)
        assert not isinstance(done, Refusal), f"{actor.id} {deed}: {done}"
        self.known = done.case
        self.facts += done.facts
        return done.facts

    def refuses(self, actor: Actor, deed: Deed, *, on: str = "") -> Refusal:
        """The deed is not done; why."""
        done = lifecycle.act(self.known, deed, actor, at(on) if on else self.now, self.law)
        assert isinstance(done, Refusal), f"{actor.id} could {deed}"
        return done

    def who_may(self, deed: Deed) -> set[Actor]:
        """Everybody to whom the answer is not `you may not`; never somebody of another place."""
        answers = {
            person: lifecycle.act(self.known, deed, person, self.now, self.law)
            for person in (*PEOPLE, LIN_TAO)
        }
        may = {who for who, no in answers.items() if not _forbids(no)}
        assert LIN_TAO not in may or self.known is None
        return may - {LIN_TAO}

    def runs_to(self, moment: str) -> list[f.Struck]:
        """Time passes; the system strikes every alarm at its own time. What struck comes back."""
        until, struck = at(moment), []
        while (alarm := self.case.next_alarm_at) is not None and alarm <= until:
            clock = next(one for one in self.case.clocks if one.next_at == alarm)
            self.now = max(alarm, self.now)
            facts = self.does(SYSTEM, Strike(clock=clock.key))
            struck += [fact.what for fact in facts if isinstance(fact.what, f.Struck)]
        self.now = until
        return struck

    # the ordinary way, step by step

    def registered(self, **fields: Any) -> Self:
        """王芳 writes on the web."""
        self.does(WANG_FANG, registration(**fields))
        return self

    def dispatched(self, *assisting: str, **fields: Any) -> Self:
        """周宁 hands it to the housing bureau, with others to assist."""
        self.registered(**fields)
        mode = Mode.LEAD_ASSISTING if assisting else Mode.DIRECT
        self.does(ZHOU_NING, Dispatch(mode=mode, lead="housing", assisting=assisting))
        return self

    def handling(self, *assisting: str, **fields: Any) -> Self:
        """李强 of the housing bureau takes it on."""
        self.dispatched(*assisting, **fields)
        self.does(LI_QIANG, Accept(officer=LI_QIANG.id, contact="李强 13800000000"))
        return self

    def signing(self, **fields: Any) -> Self:
        """李强 drafts the answer."""
        self.handling(**fields)
        self.does(LI_QIANG, DraftAnswer(text="路灯已修好。"))
        return self

    def auditing(self, **fields: Any) -> Self:
        """赵敏 signs it."""
        self.signing(**fields)
        self.does(ZHAO_MIN, SignOff())
        return self

    def answered(self, **fields: Any) -> Self:
        """钱慧 lets it pass, and 王芳 has her answer."""
        self.auditing(**fields)
        self.does(QIAN_HUI, Audit(passed=True))
        return self

    def judged(self, **fields: Any) -> Self:
        """冯霞 calls, 王芳 rates: every gate is passed."""
        self.answered(**fields)
        self.does(FENG_XIA, RecordFollowUp(reached=True, solved=True, verdict="satisfied"))
        self.does(WANG_FANG, Rate(verdict="satisfied", speed=5, effect=5, attitude=5))
        return self

    def struck_off(self, **fields: Any) -> Self:
        """钱慧 strikes it off."""
        self.judged(**fields)
        self.does(QIAN_HUI, StrikeOff())
        return self


def _forbids(answer: object) -> bool:
    return isinstance(answer, Refusal) and answer.why is Why.FORBIDDEN
