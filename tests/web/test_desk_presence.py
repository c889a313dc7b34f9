"""Who else has a case open, and who was first: the second learns it and loses nothing."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from huiyin.cases import queries
from huiyin.rules.case import Phase
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.steps.handle import Progress
from huiyin.rules.steps.note import Note
from huiyin.web.desk import deeds
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db
SENT = {"mode": "direct", "lead": "st-chengguan", "assisting": [], "note": "请先到现场看。"}


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def looks(world: World, who: str, number: str, seen: int | str = "") -> str:
    """What the light request of the open page brings back."""
    answer = world.client(who).post(f"/desk/cases/{number}/looking", {"seen": seen})
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_else_has_it_open_is_said_by_name(world: World) -> None:
    """To others, not to oneself; on the page itself and when it asks again."""
    number = world.sent()
    assert "也开着" not in looks(world, "li", number)
    assert "李明也开着这件诉求" in looks(world, "wang", number)
    assert "王强也开着这件诉求" in looks(world, "li", number)
    assert "李明、王强也开着这件诉求" in text(world.client("chen"), f"/desk/cases/{number}")


def test_after_a_minute_nobody_has_it_open(world: World) -> None:
    """Unless the page asked again."""
    number = world.sent()
    looks(world, "li", number)
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        assert "也开着" not in looks(world, "wang", number)


def test_who_may_not_see_the_case_is_not_told_who_does(world: World) -> None:
    """Not found, like the case itself; and only by POST."""
    number = world.sent()
    assert world.client("sun").post(f"/desk/cases/{number}/looking").status_code == 404
    assert world.client("li").get(f"/desk/cases/{number}/looking").status_code == 405


def test_what_others_did_since_is_told_with_a_way_to_the_new_record(world: World) -> None:
    """Who, when and what; one's own deeds and the system's are no news."""
    number = world.working()
    seen = world.case(number).facts
    world.act("li", number, Progress(text="配件已到。"))
    assert "又办了" not in looks(world, "li", number, seen)
    world.act("wang", number, Progress(text="局长看过。"))
    told = looks(world, "li", number, seen)
    at = f"{world.now:%H:%M}"
    assert f"王强（示范县住房和城乡建设局） 11月24日（周二）{at} 办理进展" in told
    assert "局长看过" not in told
    assert f'href="/desk/cases/{number}"' in told


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000, "٣"])
def test_what_is_no_count_of_facts_is_no_news(seen: str, world: World) -> None:
    """Nothing breaks over it."""
    assert "又办了" not in looks(world, "li", world.sent(), seen)


def dispatches(world: World, number: str, seen: int) -> Any:
    """周宁's page was opened when the case had so many facts."""
    client = world.client("fang")
    return client.post(f"/desk/cases/{number}/dispatch", {**SENT, "seen": seen, "key": "k"})


def test_of_two_dispatchers_the_second_learns_who_was_first(world: World) -> None:
    """One sentence with name, hour and deed, and why it cannot be done now; the words are there."""
    number = world.new()
    seen = world.case(number).facts
    world.act("chen", number, Dispatch(lead="housing"))
    answer = dispatches(world, number, seen)
    page = answer.content.decode()
    at = f"{world.now:%H:%M}"
    assert answer.status_code == 409
    assert f"陈芳（示范县群众诉求服务中心） 11月24日（周二）{at} 交办给" in page
    assert "诉求现在是“待受理”，不能做这一步。" in page
    assert "请先到现场看。" in page
    assert world.case(number).lead is not None
    assert world.case(number).lead.unit == "housing"  # type: ignore[union-attr]


def test_and_also_where_the_first_came_in_between(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the second's page was looked at, before the second's deed was written."""
    number = world.new()
    seen = world.case(number).facts
    real = deeds.do

    def slow(*args: Any) -> Any:
        world.act("chen", number, Dispatch(lead="housing"))
        return real(*args)

    monkeypatch.setattr(deeds, "do", slow)
    answer = dispatches(world, number, seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "陈芳（示范县群众诉求服务中心）" in page
    assert "请先到现场看。" in page
    dispatched = [e for e in queries.timeline(number) if e.fact.kind == "dispatched"]
    assert len(dispatched) == 1


def test_a_note_is_never_too_late(world: World) -> None:
    """Whatever others did meanwhile, it is said; and their note holds a deed up once."""
    number = world.new()
    seen = world.case(number).facts
    world.act("chen", number, Note(text="先别派，刚问过城管。"))
    client = world.client("fang")
    note = client.post(f"/desk/cases/{number}/note", {"text": "知道了。", "seen": seen})
    assert note.status_code == 302
    answer = dispatches(world, number, seen)
    assert answer.status_code == 409
    assert "先别派，刚问过城管。" in answer.content.decode()
    assert world.case(number).phase is Phase.REGISTERED
