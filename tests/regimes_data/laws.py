"""The six shipped laws, and one matter to ask them about."""

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from huiyin.regimes import files
from huiyin.rules.case import Actor, Case
from huiyin.rules.clocks import limit_for
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import Done, act
from huiyin.rules.steps.receive import Register
from huiyin.rules.vocabulary import ClockLaw, Role
from huiyin.rules.worktime import Calendar

REGIMES = Path(__file__).resolve().parents[2] / "regimes"
PLACES = ("suining", "fuxin", "xining", "pingshan", "jishou", "starter")


@cache
def calendar() -> Calendar:
    return files.calendar_of((REGIMES / files.CALENDAR).read_text(encoding="utf-8"))


@cache
def law_of(place: str) -> Law:
    return files.parse(files.texts(REGIMES / place), calendar(), version=1)


def clock(place: str, name: str) -> ClockLaw:
    return law_of(place).clocks[name]


def case_of(place: str, *, kind: str = "", level: str = "", class_code: str = "") -> Case:
    """A matter that Mrs. Li, an agent, registers in the place."""
    law = law_of(place)
    deed = Register(
        number="N1",
        place=place,
        petitioner="p1",
        channel=law.regime.channels[0].id,
        kind=kind or law.regime.kinds[0].id,
        level=level or (law.regime.levels[-1].id if law.levels else ""),
        class_code=class_code,
        title="路灯不亮",
        text="村口的路灯坏了三天。",
    )
    li = Actor("li", frozenset({Role.AGENT}), frozenset({place}))
    done = act(None, deed, li, datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai")), law)
    assert isinstance(done, Done)
    return done.case


def limit(place: str, name: str, *, kind: str = "", level: str = "", class_code: str = "") -> str:
    case = case_of(place, kind=kind, level=level, class_code=class_code)
    return str(limit_for(clock(place, name), case, law_of(place)))
