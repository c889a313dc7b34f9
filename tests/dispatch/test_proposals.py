"""From a proposal to a new version of the law: proposed, heard, decided, published (PS-3)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from huiyin.cases.actions import Refused
from huiyin.dispatch import actions, catalogue
from huiyin.dispatch.actions import Said, Verdict
from huiyin.dispatch.catalogue import State, Whole
from huiyin.dispatch.models import Proposal
from huiyin.jobs.management.commands import worker
from huiyin.people import actions as people
from huiyin.people.models import Place
from huiyin.regimes import actions as regimes
from huiyin.regimes import files, queries
from huiyin.regimes.files import RegimeErrors
from huiyin.rules.catalogue import Change, Line
from huiyin.rules.refusals import Refusal, Why
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
SOON = TODAY + timedelta(days=5)
BRIDGES = Line("0205", "02", "桥梁", "Bridges", "housing", "", "", "桥;危桥", "《公路法》")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def lamps(world: World, **changes: str) -> Change:
    """Another line for street lamps: the streets lead, the bureau assists."""
    before = catalogue.in_force(world.law)["0201"]
    said = changes or {"lead": "@street", "assisting": "housing"}
    return Change(before, replace(before, **said))


def propose(world: World, *changes: Change, who: str = "li", **said: str) -> int:
    told = {"reason": "路灯已移交街道。", "ground": "《城市道路管理条例》第六条"} | said
    said_ = Said(changes or (lamps(world),), **told)
    return actions.propose(said_, place="model", law=world.law, actor=world.actor(who), now=NOW)


def as_(world: World, who: str) -> dict[str, Any]:
    return {"law": world.law, "actor": world.actor(who), "now": NOW}


def ask(world: World, pk: int, *units: str, until: date = SOON) -> None:
    named = units or ("housing", "st-chengguan", "st-qingshan")
    actions.ask(pk, named, until, **as_(world, "chen"))


def speak(world: World, pk: int, who: str, *, agrees: bool = True, **said: str) -> None:
    told = {"reason": "", "ground": ""} | said
    actions.speak(pk, agrees=agrees, **told, **as_(world, who))


def decide(world: World, pk: int, *, on: date | None = TODAY, who: str = "chen", **v: Any) -> None:
    verdict = Verdict(**({"adopts": True, "on": on, "reason": "照办。"} | v))
    actions.decide(pk, verdict, **as_(world, who))


def heard(world: World, *changes: Change) -> int:
    """Proposed, and everybody concerned has agreed."""
    pk = propose(world, *changes)
    ask(world, pk, until=TODAY)
    Proposal.objects.filter(pk=pk).update(until=TODAY - timedelta(days=1))
    return pk


def whole(world: World, pk: int) -> Whole:
    return catalogue.whole(pk, world.law)


def refusal(call: Any, *args: Any, **kwargs: Any) -> Refusal:
    with pytest.raises(Refused) as no:
        call(*args, **kwargs)
    return no.value.refusal


def test_a_change_goes_from_proposal_through_comments_to_the_law(world: World) -> None:
    old = world.sent()
    pk = propose(world)
    ask(world, pk)
    speak(world, pk, "li")
    speak(world, pk, "sun", agrees=False, reason="没有人手。", ground="三定方案")
    no = refusal(decide, world, pk)
    assert (no.why, "还有 1 个单位没有表态" in str(no)) == (Why.NOT_NOW, True)
    Proposal.objects.filter(pk=pk).update(until=TODAY - timedelta(days=1))
    decide(world, pk)
    found = whole(world, pk)
    assert (found.state, found.version) == (State.IN_FORCE, 2)
    assert [step.kind for step in found.steps] == [
        "proposed", "asked", "agreed", "objected", "adopted", "in_force",
    ]  # fmt: skip
    assert world.law.responsible("0201", "990101001000-c01") == ("st-chengguan", ("housing",))
    new = world.new()
    assert [world.case(number).version for number in (old, new)] == [1, 2]


def test_what_is_adopted_for_a_later_day_applies_on_that_day(world: World) -> None:
    pk = heard(world, lamps(world, keywords="路灯"))
    decide(world, pk, on=SOON)
    assert list(actions.put_in_force(NOW)) == []
    assert world.law.version == 1
    eve = NOW.replace(hour=23, minute=59) + timedelta(days=4)
    assert list(actions.put_in_force(eve)) == []
    assert list(actions.put_in_force(eve + timedelta(minutes=1))) == [pk]
    assert list(actions.put_in_force(eve + timedelta(minutes=2))) == []
    assert world.law.classes["0201"].keywords == ("路灯",)
    newest, first = catalogue.versions(world.law)
    assert (newest.valid.effective_on, newest.proposal, newest.lines) == (SOON, pk, 1)
    assert first.valid.until == newest.valid.published_at
    assert [one.columns for one in catalogue.between(world.law, 1, 2)] == [("keywords",)]


def test_nobody_gets_a_duty_unheard(world: World) -> None:
    pk = propose(world)
    ask(world, pk, "housing", until=TODAY)
    speak(world, pk, "li")
    no = refusal(decide, world, pk)
    assert str(no) == ("城关街道办事处、青山镇人民政府的职责会变，还没有征求过意见，请先征求意见。")
    assert whole(world, pk).state is State.OPEN


def test_words_alone_need_no_round_and_no_legal_ground(world: World) -> None:
    pk = propose(world, lamps(world, keywords="路灯;不亮"), ground="")
    decide(world, pk)
    assert whole(world, pk).state is State.IN_FORCE


def test_who_is_responsible_is_changed_on_legal_ground_only(world: World) -> None:
    no = refusal(propose, world, ground=" ")
    assert (no.field, str(no)) == ("ground", "改变由谁负责，要写明法律依据。")
    assert refusal(propose, world, reason="").field == "reason"


def test_two_proposals_for_one_line_are_one_too_many(world: World) -> None:
    pk = propose(world)
    no = refusal(propose, world, lamps(world, keywords="灯"))
    assert str(no) == f"“道路与路灯”已有一份没有了结的修改建议（第 {pk} 号），请在那一份里提意见。"
    actions.withdraw(pk, **as_(world, "li"))
    propose(world, lamps(world, keywords="灯"))
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (replace(BRIDGES, lead="ministry"), "lead"),
        (replace(BRIDGES, parent="77"), "parent"),
        (replace(BRIDGES, code="0201"), ""),
    ],
    ids=["a unit that is not there", "an unknown class above", "a code that is taken"],
)
def test_a_line_that_cannot_be_is_refused_in_one_sentence(
    world: World, line: Line, field: str
) -> None:
    assert refusal(propose, world, Change(None, line)).field == field
    assert not Proposal.objects.exists()


def test_a_class_that_is_not_there_is_not_changed(world: World) -> None:
    ghost = replace(BRIDGES, code="9999")
    no = refusal(propose, world, Change(ghost, replace(ghost, name="影子")))
    assert no.why is Why.NOT_NOW


def test_a_class_that_the_law_names_elsewhere_does_not_go(world: World) -> None:
    """Questions are asked in matters of 0201."""
    before = catalogue.in_force(world.law)["0201"]
    no = refusal(propose, world, Change(before, None))
    assert "整套规则就不成立了" in str(no)
    assert "0201" in str(no)


def test_days_in_the_past_are_refused(world: World) -> None:
    pk = propose(world, lamps(world, keywords="灯"))
    yesterday = TODAY - timedelta(days=1)
    assert refusal(ask, world, pk, until=yesterday).field == "until"
    no = refusal(decide, world, pk, on=yesterday)
    assert (no.field, str(no)) == ("on", "施行日期不能早于今天。")
    assert refusal(decide, world, pk, on=None).field == "on"


def test_a_unit_that_went_meanwhile_keeps_the_proposal_and_says_so(
    world: World, tmp_path: Path
) -> None:
    """The bureau is closed after the decision: nothing is published, nothing is lost."""
    pk = heard(world, Change(None, replace(BRIDGES, lead="human-resources")))
    Proposal.objects.filter(pk=pk).update(until=None)
    ask(world, pk, "human-resources", until=TODAY)
    Proposal.objects.filter(pk=pk).update(until=TODAY - timedelta(days=1))
    decide(world, pk, on=SOON)
    without(tmp_path, "human-resources")
    regimes.publish(tmp_path, now=NOW)
    later = NOW + timedelta(days=6)
    assert list(actions.put_in_force(later)) == []
    assert list(actions.put_in_force(later)) == []
    found = whole(world, pk)
    assert found.state is State.ADOPTED
    assert "human-resources" in found.trouble
    assert catalogue.count_waiting(world.actor("chen"), world.law, today=TODAY) == 1
    actions.reopen(pk, **as_(world, "chen"))
    assert whole(world, pk).state is State.OPEN
    assert "现在没有“human-resources”这个单位。" in str(refusal(decide, world, pk))


def without(folder: Path, unit: str) -> None:
    """The folder of the regime, with that unit gone from every table."""
    for name in (*files.TABLES, files.MAIN):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        if name == files.MAIN:
            text = text.replace(
                f'[[windows]]\ncentre = "centre"\nnumber = "A02"\nunit = "{unit}"', ""
            )
        kept = [line for line in text.splitlines() if not line.startswith(f"{unit},")]
        path.write_text("\n".join(kept).replace(unit, "housing") + "\n", encoding="utf-8")


def test_the_operators_folder_does_not_undo_what_was_decided(world: World, tmp_path: Path) -> None:
    """A second truth there is not: the folder goes on from what the desk decided."""
    decide(world, heard(world))
    assert regimes.publish(tmp_path, now=NOW).version == 2
    texts = files.texts(tmp_path)
    assert regimes.as_published(texts, "everything") == queries.files_of("everything")
    main = tmp_path / files.MAIN
    main.write_text(
        main.read_text(encoding="utf-8").replace("样样有", "样样都有"), encoding="utf-8"
    )
    assert regimes.publish(tmp_path, now=NOW).version == 3
    assert world.law.regime.name == "样样都有"
    assert world.law.classes["0201"].lead == "@street"
    table = tmp_path / files.CATALOGUE
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",垃圾;卫生;", ",垃圾;"), encoding="utf-8")
    assert regimes.publish(tmp_path, now=NOW).version == 4
    assert world.law.classes["0201"].lead == "@street"
    assert "卫生" not in world.law.classes["0101"].keywords
    table.write_text(text.replace("道路;路灯;井盖", "灯"), encoding="utf-8")
    with pytest.raises(RegimeErrors) as found:
        regimes.publish(tmp_path, now=NOW)
    (error,) = found.value.errors
    assert (error.file, error.path) == (files.CATALOGUE, "0201")


def test_lines_can_be_left_out_and_whoever_is_overruled_learns_why(world: World) -> None:
    pk = heard(world, lamps(world), Change(None, BRIDGES))
    no = refusal(decide, world, pk, left_out=frozenset({"0205"}), reason="")
    assert no.field == "reason"
    no = refusal(decide, world, pk, left_out=frozenset({"0205", "0201"}))
    assert no.field == "left_out"
    decide(world, pk, left_out=frozenset({"0205"}), reason="桥由交通局管。")
    assert "0205" not in world.law.classes
    assert world.law.classes["0201"].lead == "@street"
    propose(world, Change(None, BRIDGES))


def test_a_rejection_says_why_and_frees_the_line(world: World) -> None:
    pk = heard(world)
    assert refusal(decide, world, pk, adopts=False, reason=" ").field == "reason"
    decide(world, pk, adopts=False, reason="没有依据。")
    assert whole(world, pk).state is State.REJECTED
    assert world.law.version == 1
    assert propose(world) > pk


def test_an_objection_names_its_reason_and_legal_ground_and_the_last_word_counts(
    world: World,
) -> None:
    pk = propose(world)
    ask(world, pk)
    assert refusal(speak, world, pk, "li", agrees=False).field == "reason"
    assert refusal(speak, world, pk, "li", agrees=False, reason="不行。").field == "ground"
    speak(world, pk, "li", agrees=False, reason="不行。", ground="三定方案")
    speak(world, pk, "wang", agrees=True)
    asked = whole(world, pk).asked("housing")
    assert asked is not None
    assert (asked.agrees, asked.by) == (True, world.actor("wang").id)


def test_a_second_round_asks_anew(world: World) -> None:
    pk = propose(world)
    ask(world, pk, "housing")
    speak(world, pk, "li", agrees=False, reason="不行。", ground="三定方案")
    ask(world, pk, "housing")
    found = whole(world, pk)
    assert (found.round, found.silent(), len(found.opinions)) == (2, 1, 2)


@pytest.mark.parametrize(
    ("who", "does"),
    [
        ("gao", lambda w, pk: propose(w, lamps(w, keywords="灯"), who="gao")),
        ("jiang", lambda w, pk: propose(w, lamps(w, keywords="灯"), who="jiang")),
        ("li", lambda w, pk: actions.ask(pk, ("housing",), SOON, **as_(w, "li"))),
        ("li", lambda w, pk: decide(w, pk, who="li")),
        ("zhou", lambda w, pk: speak(w, pk, "zhou")),
        ("gao", lambda w, pk: speak(w, pk, "gao")),
        ("sun", lambda w, pk: actions.withdraw(pk, **as_(w, "sun"))),
    ],
    ids=["grid worker", "publicist", "clerk asks", "clerk decides", "not asked", "grid speaks",
         "another's"],
)  # fmt: skip
def test_who_may_not_is_told_so(world: World, who: str, does: Any) -> None:
    pk = propose(world)
    ask(world, pk, "housing")
    assert refusal(does, world, pk).why is Why.FORBIDDEN


def test_the_chief_clerk_may_decide_too(world: World) -> None:
    decide(world, propose(world, lamps(world, keywords="灯")), who="fang")
    assert world.law.version == 2


def test_a_law_of_several_places_is_changed_by_whoever_sees_them_all(world: World) -> None:
    people.add_place("other", name="邻县", name_en="Next", area="990101000000", regime="everything")
    pk = propose(world, lamps(world, keywords="灯"))
    no = refusal(decide, world, pk)
    assert (no.why, "邻县" in str(no)) == (Why.FORBIDDEN, True)
    hub = people.add_place(
        "hub", name="示范市", name_en="City", area="990101000000", regime="everything"
    )

    Place.objects.filter(pk__in=["other", "model"]).update(hub=hub)
    member = people.add_member(
        "su", name="苏城", place=hub, unit="centre", roles=world.people["chen"].roles,
        phone="", password="a very long password",
    )  # fmt: skip
    world.people["su"] = member
    decide(world, pk, who="su")
    assert world.law.version == 2


def test_what_is_decided_once_is_not_decided_again(world: World) -> None:
    pk = propose(world, lamps(world, keywords="灯"))
    decide(world, pk)
    for act in (
        lambda: decide(world, pk),
        lambda: ask(world, pk),
        lambda: actions.withdraw(pk, **as_(world, "li")),
        lambda: actions.reopen(pk, **as_(world, "chen")),
    ):
        assert refusal(act).why is Why.NOT_NOW
    assert world.law.version == 2


def test_what_waits_for_whom_is_counted_in_one_query(
    world: World, django_assert_num_queries: Any
) -> None:
    pk = propose(world)
    ask(world, pk)
    counts = {
        who: catalogue.count_waiting(world.actor(who), world.law, today=TODAY)
        for who in ("li", "sun", "chen", "gao", "zhou")
    }
    assert counts == {"li": 1, "sun": 1, "chen": 0, "gao": 0, "zhou": 0}
    law, chen = world.law, world.actor("chen")
    with django_assert_num_queries(1):
        assert catalogue.count_waiting(chen, law, today=SOON + timedelta(days=1)) == 1


def test_another_laws_proposal_is_not_there(world: World) -> None:
    pk = propose(world)
    Proposal.objects.filter(pk=pk).update(regime="elsewhere")
    assert refusal(whole, world, pk).why is Why.NOT_FOUND


def test_the_worker_publishes_on_the_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own one
    pk = propose(world, lamps(world, keywords="灯"))
    decide(world, pk, on=SOON)
    for day in (SOON - timedelta(days=1), SOON):
        at = NOW + (day - TODAY)
        with time_machine.travel(at, tick=False):
            call_command("worker", once=True)
        assert (whole(world, pk).state is State.IN_FORCE) == (day == SOON)
