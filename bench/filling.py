"""A place full of invented cases, made through the bulk door: the ground `desk.py` measures on.

The same size gives the same cases. They spread over three years up to now, the oldest first; what
came in the last ten days is still open, at every stage of its way. Another run goes on.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from huiyin.cases.bulk import Batch, NewCase
from huiyin.cases.models import CaseRow
from huiyin.intake import actions as intake
from huiyin.intake.identity import Person
from huiyin.jobs.setting_up import place_of
from huiyin.people import actions as people
from huiyin.people.models import Member, Place
from huiyin.regimes import queries as regimes
from huiyin.rules.case import Phase
from huiyin.rules.law import Law
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.handle import Accept, DraftAnswer, SignOff
from huiyin.rules.steps.receive import Register
from huiyin.rules.steps.supervise import Strike
from huiyin.rules.vocabulary import Mode, Role

YEARS, OPEN_DAYS, CHUNK = 3, 10, 500
FIRST = "平安康宁和顺德信文华长兴永泰金福玉景春明光新东西南北中朝阳江河湖山云松竹梅"
SECOND = "平安康宁和顺德信文华长兴永泰金福玉景春明光新化成民乐达昌盛隆源丰茂林泉州城"
KINDS_OF_WAY = ("路", "街", "巷", "小区", "花园", "新村")
TROUBLES = (
    "坏了好几天没有人修，晚上出门很不方便",
    "反映过两次都说在排期，到现在还没有动静",
    "影响一栋楼二十多户的生活，老人和孩子意见很大",
    "从上个月开始就这样，越来越严重",
    "打电话让我们再等等，可是已经等了半个月",
    "夜里十一点以后最厉害，没法休息",
    "希望有关部门到现场看一看，给一个说法",
    "不知道该找谁，请帮忙转给管这件事的单位",
)
ASKS = ("请尽快处理。", "请核实后答复。", "希望能解决。", "请告诉我们什么时候能办好。")
ANSWERS = (
    "经现场核实，您反映的问题属实，已安排人员处理完毕，今后将加强巡查。",
    "已与您电话联系并说明政策，相关材料可到政务服务中心二楼窗口办理。",
    "已责成有关单位限期整改，三个工作日内完成，届时请您监督。",
    "该处已列入今年的改造计划，预计下个季度开工，施工前会张贴公告。",
)
STAFF = {"bench-dispatcher": (Role.DISPATCHER, "centre"), "bench-clerk": (Role.CLERK, "housing")}


class Filling:
    """The place, its people, and the way to so many cases."""

    def __init__(self, cases: int, now: datetime) -> None:
        self.cases, self.now = cases, now
        self.place: Place = place_of("starter")
        self.law: Law = regimes.current("starter")
        self.began = now - timedelta(days=365 * YEARS)
        self.classes = [row for row in self.law.classes.values() if row.keywords]
        self.areas = [code for code, area in self.law.areas.items() if area.level != "county"]

    def staff(self) -> dict[str, Member]:
        """A dispatcher and a clerk, made where they are not there yet."""
        return {
            login: people.add_member(login, name=login, place=self.place, roles=[role], unit=unit)
            for login, (role, unit) in STAFF.items()
        }

    def work(self) -> Iterator[int]:
        """Make the cases that are missing, yielding how many there are after each chunk."""
        made = CaseRow.objects.count()
        while made < self.cases:
            chunk = range(made, min(made + CHUNK, self.cases))
            self._write(chunk)
            made = chunk.stop
            yield made

    def _write(self, chunk: range) -> None:
        moments = [self._moment(nth) for nth in chunk]
        lots = [Random(nth) for nth in chunk]
        with transaction.atomic():
            callers = [Person(_name(lot), _phone(lot)) for lot in lots]
            refs = intake.keep_all(self.place, callers, moments)
            batch = Batch(self.law, moments)
            for lot, ref, at in zip(lots, refs, moments, strict=True):
                self._live(batch, lot, ref, at)
            intake.belong_all(batch.write())

    def _moment(self, nth: int) -> datetime:
        return self.began + (self.now - self.began) * nth / self.cases

    def _live(self, batch: Batch, lot: Random, ref: str, at: datetime) -> None:
        """A case's life up to now, or up to some stage of it when it is young."""
        new = batch.begin(self.matter(lot, ref), now=at)
        young = at > self.now - timedelta(days=OPEN_DAYS)
        steps = lot.randrange(4) if young else 9
        for nth, deed in enumerate(self._way(new, lot)[:steps], 1):
            later = min(at + timedelta(minutes=20 * nth), self.now)
            new.act(deed, now=later)
        if not young:
            self._strike(new)

    def _way(self, new: NewCase, lot: Random) -> list[Dispatch | Accept | DraftAnswer | SignOff]:
        lead, _ = self.law.responsible(new.known.class_code, new.known.area)
        sent: list[Dispatch | Accept | DraftAnswer | SignOff] = []
        if new.known.phase is Phase.REGISTERED:
            sent = [Dispatch(mode=Mode.DIRECT, lead=lead)]
        return [*sent, Accept(contact="0516-55550142"), DraftAnswer(text=_answer(lot)), SignOff()]

    def _strike(self, new: NewCase) -> None:
        while (at := new.known.next_alarm_at) is not None and at <= self.now:
            clock = next(one for one in new.known.clocks if one.next_at == at)
            new.act(Strike(clock=clock.key), now=max(at, new.known.changed_at or at))

    def matter(self, lot: Random, ref: str) -> Register:
        """What somebody tells."""
        row = lot.choice(self.classes)
        what, where = lot.choice(row.keywords), _where(lot)
        return Register(
            number="",
            place=self.place.pk,
            petitioner=ref,
            channel="hotline",
            kind=lot.choice(("complaint", "help", "suggestion")),
            class_code=row.code,
            area=lot.choice(self.areas),
            title=f"{where}的{what}问题",
            text=f"{where}{lot.randint(1, 300)}号附近的{what}{lot.choice(TROUBLES)}，"
            f"{lot.choice(TROUBLES)}。{lot.choice(ASKS)}",
            address=f"{where}{lot.randint(1, 300)}号",
        )


def _where(lot: Random) -> str:
    return lot.choice(FIRST) + lot.choice(SECOND) + lot.choice(KINDS_OF_WAY)


def _answer(lot: Random) -> str:
    return lot.choice(ANSWERS) + f"经办编号{lot.randint(1, 99999)}。"


def _name(lot: Random) -> str:
    return lot.choice("王李张刘陈杨赵黄周吴") + lot.choice(FIRST) + lot.choice(SECOND)


def _phone(lot: Random) -> str:
    return f"139{lot.randint(0, 199_999):08d}"
