"""A small place with people in it, and the walk of a case to wherever a deed can be done.

The place lives under `everything.toml`, which uses every deed of the vocabulary, with the tables of
the starter regime. Moments are taken from a standing clock (see `NOW`), one minute a step.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from huiyin.cases import actions as cases
from huiyin.cases import queries
from huiyin.intake import actions as intake
from huiyin.intake.identity import Person
from huiyin.people import actions as people
from huiyin.people.models import Member, Place
from huiyin.people.queries import actor_of
from huiyin.regimes import actions as regimes
from huiyin.regimes import files, maps
from huiyin.regimes import queries as regime_queries
from huiyin.rules.case import Actor, Case
from huiyin.rules.deeds import Deed
from huiyin.rules.law import Law
from huiyin.rules.steps import dispatch, duty, evaluate, extend, handle, publicise, supervise
from huiyin.rules.vocabulary import Mode, Role

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

MEMBERS: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "zhou": ("周宁", "centre", (Role.AGENT,)),
    "chen": ("陈芳", "centre", (Role.DISPATCHER,)),
    "li": ("李明", "housing", (Role.CLERK,)),
    "wang": ("王强", "housing", (Role.HEAD,)),
    "zhao": ("赵岚", "housing", (Role.LEADER,)),
    "sun": ("孙悦", "st-chengguan", (Role.CLERK,)),
    "gao": ("高远", "st-chengguan", (Role.GRID_WORKER,)),
    "he": ("何静", "centre", (Role.AUDITOR,)),
    "lin": ("林小雨", "centre", (Role.CALLER,)),
    "zheng": ("郑毅", "inspection", (Role.INSPECTOR,)),
    "feng": ("冯正", "discipline", (Role.DISCIPLINE,)),
    "fang": ("方书记", "government", (Role.CHIEF,)),
    "jiang": ("江月", "centre", (Role.PUBLICIST,)),
}


@dataclass
class World:
    """The place, its people, and the moments at which they act."""

    place: Place
    people: dict[str, Member]
    now: datetime = NOW - timedelta(hours=4)
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def law(self) -> Law:
        """The law in force."""
        return regime_queries.current(self.place.regime)

    def actor(self, who: str) -> Actor:
        """A member as the rules see them."""
        return actor_of(self.people[who])

    def client(self, who: str) -> Client:
        """A browser in which that member is signed in."""
        client = Client()
        client.force_login(self.people[who])
        return client

    def tick(self) -> datetime:
        """The next minute."""
        self.now += timedelta(minutes=1)
        return self.now

    def act(self, who: str, number: str, deed: Deed) -> Case:
        """A member does a deed, through the door."""
        return cases.act(number, deed, actor=self.actor(who), now=self.tick()).case

    def petitioner_acts(self, number: str, deed: Deed) -> Case:
        """The first petitioner does a deed."""
        from huiyin.intake.queries import citizen_actor  # noqa: PLC0415

        actor = citizen_actor(self.case(number))
        return cases.act(number, deed, actor=actor, now=self.tick()).case

    def case(self, number: str) -> Case:
        """How a case stands."""
        found = queries.find(number)
        assert found is not None
        return found

    # -- the walk: each station goes through the one before

    def new(self, **changes: Any) -> str:
        """Registered by the agent for a caller."""
        told = {
            "channel": "phone",
            "kind": "complaint",
            "level": "normal",
            "class_code": "0201",
            "area": "990101001000-c01",
            "title": "和平路的路灯坏了三盏",
            "text": "晚上接孩子放学，路上一片漆黑。请尽快修好。",
            "address": "和平路 12 号门前",
        }
        matter = intake.Matter(**(told | changes))
        person = Person("吴秀英", "13812345678")
        receipt = intake.report(
            self.place, matter, person, actor=self.actor("zhou"), now=self.tick()
        )
        self.codes[receipt.number] = receipt.code
        return receipt.number

    def sent(self, *, helped: bool = False, **changes: Any) -> str:
        """Handed to the housing bureau, with the street's help where asked."""
        number = self.new(**changes)
        mode = Mode.LEAD_ASSISTING if helped else Mode.DIRECT
        helpers = ("st-chengguan",) if helped else ()
        self.act("chen", number, dispatch.Dispatch(mode=mode, lead="housing", assisting=helpers))
        return number

    def working(self, *, helped: bool = False, **changes: Any) -> str:
        """Accepted, with a promise, and the petitioner was spoken with."""
        number = self.sent(helped=helped, **changes)
        promise = handle.Accept(contact="李明 0516-55550142", standard="repair")
        self.act("li", number, promise)
        self.act("li", number, handle.Contact(text="已电话联系，约定明早到现场。"))
        return number

    def drafted(self, **changes: Any) -> str:
        """The answer waits for the head's signature."""
        number = self.working(**changes)
        self.act("li", number, handle.DraftAnswer(text="三盏路灯已全部更换，线路已检修。"))
        return number

    def signed(self, **changes: Any) -> str:
        """The answer waits for the audit."""
        number = self.drafted(**changes)
        self.act("wang", number, handle.SignOff())
        return number

    def answered(self, **changes: Any) -> str:
        """The answer is out; the caller rings next."""
        number = self.signed(**changes)
        self.act("he", number, evaluate.Audit(passed=True))
        return number

    def judged(self, **changes: Any) -> str:
        """Called back and rated: nothing stands before striking off."""
        number = self.answered(**changes)
        call = evaluate.RecordFollowUp(reached=True, solved=True, verdict="satisfied")
        self.act("lin", number, call)
        self.petitioner_acts(number, evaluate.Rate(verdict="satisfied", speed=5))
        return number

    def struck(self, **changes: Any) -> str:
        """Struck off."""
        number = self.judged(**changes)
        self.act("zheng", number, evaluate.StrikeOff())
        return number

    def after(self, station: str, *deeds: tuple[str, Deed]) -> str:
        """At a station, and then what these members did."""
        number: str = getattr(self, station)()
        for who, deed in deeds:
            self.act(who, number, deed)
        return number


def build(folder: Path) -> World:
    """Publish the law, found the place, engage the people."""
    for table in (*files.TABLES, maps.NAME):
        shutil.copy(files.folder("starter") / table, folder)
    shutil.copy(HERE / "everything.toml", folder / files.MAIN)
    regime_queries.forget()
    regimes.publish(folder, now=NOW - timedelta(days=300))
    place = people.add_place(
        "model", name="示范县", name_en="Model County", area="990101000000", regime="everything"
    )
    members = {
        login: people.add_member(
            login,
            name=name,
            place=place,
            unit=unit,
            roles=roles,
            phone="0516-55550142",
            password="a very long password",
        )
        for login, (name, unit, roles) in MEMBERS.items()
    }
    return World(place, members)


def text(client: Client, url: str, status: int = 200) -> str:
    """The page at that address."""
    response = client.get(url)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def _whistled(world: World, *deeds: tuple[str, Deed]) -> str:
    """The street has it and whistles for housing; then what these members did."""
    sent = dispatch.Dispatch(mode=Mode.DIRECT, lead="st-chengguan")
    whistle = dispatch.Whistle(units=("housing",), text="请到现场。")
    return world.after("new", ("chen", sent), ("gao", whistle), *deeds)


Walk = Callable[[World], str]
OBJECTION = dispatch.Object(reason="不是本局管的路。", basis="《城市道路管理条例》第三条")
REQUEST = extend.RequestExtension(limit="3wd", reason="等配件。")
GRANTED = (("li", REQUEST), ("zhao", extend.DecideExtension(granted=True)))
CONTEST = extend.ObjectToExtension(reason="等不了三天。")
SHELVED = handle.Shelve(until=NOW + timedelta(days=10), reason="要等修路。", plan="修好路再装灯。")
UNHAPPY = evaluate.RecordFollowUp(reached=True, verdict="dissatisfied")


def _unhappy(world: World) -> str:
    """Redone once, answered again, and still not content."""
    number = world.after("answered", ("lin", UNHAPPY))
    world.act("li", number, handle.DraftAnswer(text="又修了一遍。"))
    world.act("wang", number, handle.SignOff())
    world.act("he", number, evaluate.Audit(passed=True))
    world.act("lin", number, UNHAPPY)
    return number


def _other(world: World) -> str:
    return world.new(title="和平路口黑灯瞎火")


DOABLE: dict[str, tuple[str, Walk, Callable[[World], dict[str, Any]]]] = {
    "supplement": ("zhou", World.sent, lambda w: {"text": "又坏了一盏。"}),
    "co_sign": ("zhou", World.sent, lambda w: {"name": "钱大伟", "phone": "13900001111"}),
    "withdraw": ("zhou", World.new, lambda w: {"reason": "自己修好了。"}),
    "decline": ("chen", World.new, lambda w: {"outlet": "litigation", "reason": "请向法院起诉。"}),
    "answer_directly": (
        "zhou",
        lambda w: w.new(kind="enquiry"),
        lambda w: {"text": "可到服务中心三号窗口办理。"},
    ),
    "transfer_emergency": ("zhou", World.new, lambda w: {"to": "消防 119，已接警。"}),
    "ask_back": ("chen", World.new, lambda w: {"text": "在哪一栋楼？"}),
    "list_points": ("chen", World.new, lambda w: {"points": "灯不亮\n\n灯杆歪了"}),
    "classify": (
        "chen",
        World.new,
        lambda w: {"kind": "complaint", "level": "urgent", "class_code": "0202", "area": ""},
    ),
    "dispatch": (
        "chen",
        World.new,
        lambda w: {"mode": "lead_assisting", "lead": "housing", "assisting": ["st-chengguan"]},
    ),
    "reassign": (
        "chen",
        World.sent,
        lambda w: {"lead": "st-chengguan", "assisting": [], "reason": "街道的路。"},
    ),
    "merge": ("chen", World.new, lambda w: {"into": _other(w).lower().replace("-", " ")}),
    "split": ("chen", World.sent, lambda w: {"title": "井盖松动", "text": "同一条路井盖松动。"}),
    "object": ("li", World.sent, lambda w: {"reason": "不是本局的路。", "basis": "条例第三条"}),
    "rule_on_objection": (
        "chen",
        lambda w: w.after("sent", ("li", OBJECTION)),
        lambda w: {
            "ruling": "reassign",
            "lead": "st-chengguan",
            "justified": "on",
            "reason": "有理。",
        },
    ),
    "whistle": ("gao", World.sent, lambda w: {"units": ["human-resources"], "text": "请到现场。"}),
    "arrive": ("li", _whistled, lambda w: {"text": "已到现场。"}),
    "rate_duty": (
        "gao",
        lambda w: _whistled(w, ("li", duty.Arrive(text="已到现场。"))),
        lambda w: {"unit": "housing", "stars": "4"},
    ),
    "claim": ("li", World.new, lambda w: {}),
    "designate_fallback": (
        "chen",
        World.new,
        lambda w: {"lead": "st-chengguan", "reason": "兜底。"},
    ),
    "escalate": ("zheng", World.sent, lambda w: {"reason": "多部门推诿。"}),
    "accept": ("li", World.sent, lambda w: {"contact": "李明 139", "standard": "repair"}),
    "contact": ("li", World.sent, lambda w: {"text": "已联系。"}),
    "mediate": (
        "li",
        World.working,
        lambda w: {
            "mediation": "agreed",
            "mediators": [w.actor("li").id],
            "held_on": "2026-11-24",
            "parties": "甲某\n乙某",
            "dispute": "楼上漏水。",
            "terms": "三日内修好。",
        },
    ),
    "note": ("li", World.working, lambda w: {"text": "先问养护队。@陈芳"}),
    "progress": ("li", World.working, lambda w: {"text": "配件已到。", "public": "on"}),
    "ask_unit": ("li", World.working, lambda w: {"unit": "human-resources", "text": "请派电工。"}),
    "request_extension": (
        "li",
        World.working,
        lambda w: {"limit_amount": "3", "limit_unit": "wd", "reason": "等配件。"},
    ),
    "decide_extension": (
        "zhao",
        lambda w: w.after("working", ("li", REQUEST)),
        lambda w: {"granted": "on"},
    ),
    "object_to_extension": (
        "zhou",
        lambda w: w.after("working", *GRANTED),
        lambda w: {"reason": "等不了三天。"},
    ),
    "rule_on_extension": (
        "zheng",
        lambda w: w.after("working", *GRANTED, ("zhou", CONTEST)),
        lambda w: {"stands": "on", "reason": "灯具确需定制。"},
    ),
    "shelve": (
        "zhao",
        World.working,
        lambda w: {"until": "2026-12-20T09:00", "reason": "等修路。", "plan": "路好装灯。"},
    ),
    "review_shelving": (
        "zhao",
        lambda w: w.after("working", ("zhao", SHELVED)),
        lambda w: {"until": "2026-12-30T09:00", "reason": "路还没好。"},
    ),
    "clear": (
        "li",
        lambda w: w.after("working", ("zhao", SHELVED)),
        lambda w: {"reason": "路修好了。"},
    ),
    "draft_answer": ("li", World.working, lambda w: {"text": "已全部更换。"}),
    "sign_off": ("wang", World.drafted, lambda w: {}),
    "send_back": ("wang", World.drafted, lambda w: {"reason": "写清楚哪三盏。"}),
    "deliver_part": ("sun", lambda w: w.working(helped=True), lambda w: {"text": "现场已清理。"}),
    "urge": ("zheng", World.sent, lambda w: {"text": "请抓紧。"}),
    "order": ("zheng", World.working, lambda w: {"colour": "yellow", "text": "两日内办结。"}),
    "answer_order": (
        "li",
        lambda w: w.after("working", ("zheng", supervise.Order(colour="red", text="办。"))),
        lambda w: {"order": f"{_last(w)}-D1", "text": "已办。"},
    ),
    "inspect": ("feng", World.working, lambda w: {"manner": "on_site", "findings": "属实。"}),
    "call_meeting": ("zheng", World.working, lambda w: {"agenda": "三部门协调。"}),
    "record_decision": (
        "fang",
        lambda w: w.after("working", ("zheng", supervise.CallMeeting(agenda="协调。"))),
        lambda w: {"outcome": "continue", "decision": "由住建局牵头。"},
    ),
    "take_measure": (
        "zheng",
        World.working,
        lambda w: {"measure": "remind", "unit": "housing", "reason": "推诿。"},
    ),
    "audit": ("he", World.signed, lambda w: {"passed": "on"}),
    "record_follow_up": (
        "lin",
        World.answered,
        lambda w: {"reached": "on", "solved": "on", "verdict": "satisfied"},
    ),
    "rate": ("zhou", World.answered, lambda w: {"verdict": "basic", "speed": "4"}),
    "redo": ("zheng", World.answered, lambda w: {"reason": "灯又灭了。"}),
    "appeal_exclusion": (
        "li",
        World.answered,
        lambda w: {"ground": "same_fact", "reason": "同一事实。"},
    ),
    "decide_exclusion": (
        "zheng",
        lambda w: w.after(
            "answered", ("li", evaluate.AppealExclusion(ground="same_fact", reason="同一事实。"))
        ),
        lambda w: {"granted": "on", "reason": "属实。"},
    ),
    "strike_off": ("zheng", World.judged, lambda w: {}),
    "consent_publication": ("zhou", World.answered, lambda w: {"consent": "on"}),
    "publish": (
        "jiang",
        lambda w: w.after("struck", ("zhou", publicise.ConsentPublication(consent=True))),
        lambda w: {"question": "路灯坏了。", "answer": "已修好。"},
    ),
    "unpublish": (
        "jiang",
        lambda w: w.after(
            "struck",
            ("zhou", publicise.ConsentPublication(consent=True)),
            ("jiang", publicise.Publish(question="问。", answer="答。")),
        ),
        lambda w: {"reason": "诉求人要求。"},
    ),
    "archive": ("chen", World.struck, lambda w: {"volume": "2026-17"}),
}
"""Deed -> who does it at the desk, where the case stands then, and what is filled in."""


def _last(world: World) -> str:
    return list(world.codes)[-1]
