"""What people do with a case, each by hand on a phone, with and without a script."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases.models import CaseRow
from huiyin.cases.queries import timeline
from huiyin.intake import actions as intake
from huiyin.people import actions as people
from huiyin.people.actions import Post
from huiyin.people.models import GridPost
from huiyin.rules.steps import evaluate, handle, receive
from huiyin.web.citizen.petition import DEEDS, SAID
from tests.web.browsing import follow, touch, write_report
from tests.web.citizen_street import LAMPS, WU
from tests.web.desk_world import DOABLE, World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
GRID = "990101001000-c01-g01"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A place with a board; the browser's clock is the machine's."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    head = Post(GRID, GridPost.Kind.WORKER, member=made.people["gao"], duties="走访巡查")
    people.set_grid_posts(made.place, [head])
    return made


def opened(page: Any, home: str, number: str, code: str) -> None:
    """Look a case up by number and code."""
    page.goto(f"{home}/model/look-up?number={number}")
    page.fill("[name=code]", code)
    follow(page, "text=查询进度")


@dataclass(frozen=True)
class Walk:
    """How a deed comes about, and what is filled in; `picks` are radio buttons and ticks."""

    to: Callable[[World], str]
    picks: tuple[str, ...] = ()
    says: str = "text"


def _pointed(world: World) -> str:
    """An answer to two points."""
    number = world.sent()
    world.act("chen", number, receive.ListPoints(points=("灯不亮", "杆子歪")))
    world.act("li", number, handle.Accept(contact="李明 0516-55550142", standard="repair"))
    world.act("li", number, handle.Contact(text="已联系。"))
    answer = handle.DraftAnswer(text="好了。", points=("换了灯泡。", "扶正了。"))
    world.act("li", number, answer)
    world.act("wang", number, handle.SignOff(points=("1", "2")))
    world.act("he", number, evaluate.Audit(passed=True, points=("1", "2")))
    return number


def _of_many(world: World) -> str:
    number = world.answered(collective=True)
    call = evaluate.RecordFollowUp(reached=True, solved=True, verdict="satisfied")
    world.act("lin", number, call)
    return number


STARS = ("[name=speed][value='5']", "[name=effect][value='4']", "[name=attitude][value='3']")
WALKS = {
    "rate": Walk(_pointed, ("[name=verdict][value=basic]", *STARS, "[name=solved][value='1']")),
    "vote": Walk(_of_many, ("[name=satisfied][value='0']",), ""),
    "redo": Walk(World.answered, (), "reason"),
    "supplement": Walk(World.sent),
    "urge": Walk(World.sent),
    "object_to_extension": Walk(DOABLE["object_to_extension"][1], (), "reason"),
    "consent_publication": Walk(World.answered, ("[name=consent][value='1']",), ""),
    "withdraw": Walk(World.new, (), "reason"),
}


def test_every_deed_of_a_petitioner_is_walked() -> None:
    assert WALKS.keys() == DEEDS.keys()


@SCRIPT
@pytest.mark.parametrize("name", WALKS)
def test_a_petitioner_does_it_by_hand(
    name: str, script: bool, world: World, live_server: Any, browse: Any
) -> None:
    """Opened, filled in, sent, thanked for; and it is in the record."""
    walk = WALKS[name]
    number = walk.to(world)
    page = browse(java_script_enabled=script, **PHONE)
    opened(page, live_server.url, number, world.codes[number])
    deed = page.locator(f"#deed-{name}")
    if deed.get_attribute("open") is None:
        deed.locator("summary").first.click()
    if script:
        touch(page)
    for pick in walk.picks:
        deed.locator(f"input{pick}").check(force=True)  # the stars are drawn over their buttons
    if walk.says:
        deed.locator(f"[name={walk.says}]").fill("请听我说：和平路 12 号。")
    follow(page, f"#deed-{name} .form-actions button")
    assert page.locator(".notice", has_text=SAID[name]).is_visible()
    kinds = [entry.fact.kind for entry in timeline(number)]
    told = {"rate": "rated", "vote": "voted", "redo": "redone", "urge": "urged"}
    told |= {"supplement": "supplemented", "withdraw": "withdrawn"}
    told |= {"object_to_extension": "extension_objected"}
    told |= {"consent_publication": "publication_consented"}
    assert told[name] in kinds
    if name == "rate":
        rated = next(one.fact.what for one in timeline(number) if one.fact.kind == "rated")
        assert (rated.verdict, rated.speed, rated.solved) == ("basic", 5, ("1",))  # type: ignore[attr-defined]


@SCRIPT
def test_a_whistle_is_blown_and_talked_about_under_its_code(
    script: bool, world: World, live_server: Any, browse: Any
) -> None:
    """JS-4: told, asked back by discipline inspection, answered; nobody else sees it."""
    page = browse(java_script_enabled=script, **PHONE)
    page.goto(f"{live_server.url}/model/")
    follow(page, "a[href$='/model/whistle']")
    page.fill("[name=text]", "镇里某干部收受工程队的礼品。")
    if script:
        touch(page)
        page.click("text=下一步 >> visible=true")
    assert page.locator("[name=phone], [name=name]").count() == 0
    follow(page, "text=提交举报")
    number, code = page.locator(".receipt-id").all_inner_texts()
    world.now = timezone.now()
    world.act("feng", number, receive.AskBack(text="是哪一年的事？"))
    opened(page, live_server.url, number, code)
    assert page.locator("text=是哪一年的事？").is_visible()
    page.click("#deed-supplement summary")
    page.fill("#deed-supplement textarea", "去年十月。")
    follow(page, "#deed-supplement .form-actions button")
    assert "去年十月。" in world.client("feng").get(f"/desk/cases/{number}").content.decode()
    assert world.client("chen").get(f"/desk/cases/{number}").status_code in (403, 404)


@SCRIPT
def test_a_board_is_scanned_and_a_report_sent_from_there(
    script: bool, world: World, live_server: Any, browse: Any
) -> None:
    """FX-3: the place need not be told again."""
    page = browse(java_script_enabled=script, **PHONE)
    page.goto(f"{live_server.url}/model/grids/{GRID}")
    follow(page, "text=报告这里的问题")
    write_report(page, LAMPS, WU)
    follow(page, "text=提交诉求")
    assert page.locator(".receipt-id").count() == 2
    assert CaseRow.objects.get().area == GRID


@SCRIPT
def test_going_back_and_sending_again_is_no_second_case(
    script: bool, world: World, live_server: Any, browse: Any
) -> None:
    """By the browser's own button; what the receipt showed is shown once."""
    page = browse(java_script_enabled=script, **PHONE)
    page.goto(f"{live_server.url}/model/report")
    write_report(page, LAMPS, WU)
    follow(page, "text=提交诉求")
    number = page.locator(".receipt-id").first.inner_text()
    page.go_back()
    page.wait_for_load_state()
    if script:
        page.evaluate("location.hash = 'step-1'")
    page.wait_for_selector("[name=text]:visible")
    write_report(page, LAMPS, WU)
    follow(page, "text=提交诉求")
    assert page.locator(".receipt-id").first.inner_text() == number
    assert CaseRow.objects.count() == 1
    page.goto(f"{live_server.url}/model/receipt")
    assert "look-up" in page.url


def test_what_was_written_outlives_a_closed_page_and_a_cut_line(
    world: World, live_server: Any, browse: Any
) -> None:
    """The page is closed with the line cut; a new one, later, goes on where it ended."""
    page = browse(**PHONE)
    page.goto(f"{live_server.url}/model/report")
    page.fill("[name=text]", LAMPS["text"])
    page.context.set_offline(True)
    page.wait_for_selector("[data-offline]:visible")
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{live_server.url}/model/report")
    assert page.input_value("[name=text]") == LAMPS["text"]
    write_report(page, LAMPS, WU)
    follow(page, "text=提交诉求")
    assert CaseRow.objects.count() == 1


@SCRIPT
def test_wu_reads_who_looked_at_her_data_and_what_for(
    script: bool, world: World, live_server: Any, browse: Any
) -> None:
    """B17."""
    number = world.sent()
    case = world.case(number)
    ref = case.petitioners[0].ref
    who = {"member": world.actor("li"), "purpose": "约时间上门查看", "now": timezone.now()}
    intake.read_petitioner(case, ref, **who)
    page = browse(java_script_enabled=script, **PHONE)
    opened(page, live_server.url, number, world.codes[number])
    assert not page.locator("text=约时间上门查看").is_visible()
    page.click("text=谁看过我的个人信息")
    assert page.locator("text=约时间上门查看").is_visible()
