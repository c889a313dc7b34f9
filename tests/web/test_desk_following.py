"""Following a case: what others do to it stands among one's notices."""

from pathlib import Path
from typing import Any

import pytest
import time_machine

from huiyin.people import actions
from huiyin.rules import facts as f
from huiyin.rules.steps.dispatch import Reassign
from huiyin.rules.steps.handle import Progress
from huiyin.web.desk.telling import ROWS
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour; its people act after it."""
    with time_machine.travel(NOW, tick=False):
        made = build(tmp_path)
        yield made


def follows(world: World, who: str, number: str, word: str = "follow") -> Any:
    """What the desk answers."""
    return world.client(who).post(f"/desk/cases/{number}/{word}")


def test_what_others_do_from_now_on_is_told(world: World) -> None:
    """Who and what, without the words; nothing of before, of one's own, or to others."""
    number = world.working()
    assert follows(world, "zheng", number).status_code == 302
    world.now = NOW
    world.act("li", number, Progress(text="配件已到。"))
    page = text(world.client("zheng"), "/desk/notices")
    assert "李明（示范县住房和城乡建设局）：办理进展" in page
    assert "配件已到" not in page
    assert "受理" not in page[page.index("<main") :]
    assert "办理进展" not in text(world.client("fang"), "/desk/notices")
    follows(world, "li", number)
    assert "办理进展" not in text(world.client("li"), "/desk/notices")


def test_the_case_says_whether_one_follows_it(world: World) -> None:
    """And the same button ends it."""
    number = world.working()
    client = world.client("zheng")
    assert ">关注<" in text(client, f"/desk/cases/{number}")
    follows(world, "zheng", number)
    assert ">取消关注<" in text(client, f"/desk/cases/{number}")
    follows(world, "zheng", number, "unfollow")
    assert ">关注<" in text(client, f"/desk/cases/{number}")
    world.now = NOW
    world.act("li", number, Progress(text="配件已到。"))
    assert "办理进展" not in text(client, "/desk/notices")


def test_who_may_not_see_the_case_any_more_hears_no_more_of_it(world: World) -> None:
    """It went to another unit; not found to follow either, and still to be left."""
    number = world.sent(area="")
    follows(world, "wang", number)
    world.now = NOW
    world.act("chen", number, Reassign(lead="st-chengguan", reason="街道的路。"))
    assert "改派给" not in text(world.client("wang"), "/desk/notices")
    assert follows(world, "wang", number).status_code == 404
    for gone in (number, "%00"):
        assert follows(world, "wang", gone, "unfollow")["Location"] == "/desk/notices"


def test_there_is_an_end_to_what_one_can_follow(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence; what is followed already may be followed again."""
    monkeypatch.setattr(actions, "MOST_FOLLOWED", 1)
    first, second = world.sent(), world.sent()
    assert follows(world, "zheng", first).status_code == 302
    assert follows(world, "zheng", first).status_code == 302
    answer = follows(world, "zheng", second)
    assert answer.status_code == 409
    assert "最多关注 1 件，请先取消不用再看的。" in answer.content.decode()


def test_notices_cost_the_same_for_one_and_for_many(
    world: World, django_assert_num_queries: Any
) -> None:
    """Followed, their rows, their facts, people; besides the frame and what one is told."""
    numbers = [world.sent() for _ in range(8)]
    for number in numbers:
        follows(world, "zheng", number)
    world.now = NOW
    client = world.client("zheng")
    for some in (numbers[:1], numbers):
        for number in some:
            world.act("li", number, Progress(text="看过。"))
        client.get("/desk/notices")
        with django_assert_num_queries(13):
            client.get("/desk/notices")


@pytest.mark.parametrize("kind", f.KINDS)
def test_what_a_fact_is_called_says_nothing_that_people_said(kind: str) -> None:
    """Headlines stand where words may not be."""
    what = f.KINDS[kind]
    title = ROWS[what].title
    assert not [name for name in f.prose_fields(what) if f"{{{name}}}" in title]
