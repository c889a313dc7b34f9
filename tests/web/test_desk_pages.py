"""The staff pages: who sees what, what a page shows, and what it costs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils.translation import gettext

from huiyin.cases import queries
from huiyin.intake.models import Reading
from huiyin.people import actions as people
from huiyin.people.models import Member
from huiyin.rules import facts as f
from huiyin.rules.steps import handle
from huiyin.rules.vocabulary import Role
from huiyin.web.desk import lists
from huiyin.web.desk.telling import ROWS
from tests.web.desk_world import NOW, OBJECTION, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def text(client: Client, url: str, status: int = 200) -> str:
    """The page at that address."""
    response = client.get(url)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


# -- signing in


def test_nobody_sees_the_desk_without_signing_in(world: World) -> None:
    """Every page sends a stranger to the login, and back afterwards."""
    number = world.new()
    for path in ("", "cases", f"cases/{number}", "register", "notices", "unit"):
        response = Client().get(f"/desk/{path}")
        assert response.status_code == 302
        assert response["Location"] == f"/desk/login?next=/desk/{path}"


def test_li_signs_in_and_lands_where_they_wanted(world: World) -> None:
    """Name and password, then the page asked for."""
    sent = {"username": "li", "password": "a very long password"}
    response = Client().post("/desk/login?next=/desk/unit", sent)
    assert response["Location"] == "/desk/unit"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"username": "li", "password": "wrong"}, "用户名或密码不对，请核对后再试。"),
        ({"username": "nobody", "password": "wrong"}, "用户名或密码不对，请核对后再试。"),
        ({"username": "", "password": ""}, "请填写“用户名”。"),
    ],
    ids=["wrong password", "unknown name", "empty"],
)
def test_a_failed_login_says_one_thing(sent: dict[str, str], sentence: str, world: World) -> None:
    """422; a wrong name and a wrong password sound alike."""
    response = Client().post("/desk/login", sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_after_five_failures_a_name_rests_for_a_quarter_of_an_hour(world: World) -> None:
    """Even the right password is not taken; after a quarter of an hour it is."""
    client = Client()
    for _ in range(5):
        client.post("/desk/login", {"username": "li", "password": "wrong"})
    right = {"username": "li", "password": "a very long password"}
    response = client.post("/desk/login", right)
    assert response.status_code == 429
    assert "失败次数太多，请 15 分钟后再试" in response.content.decode()
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert client.post("/desk/login", right).status_code == 302


def test_signing_out_closes_the_desk(world: World) -> None:
    """By POST only."""
    client = world.client("li")
    assert client.post("/desk/logout")["Location"] == "/desk/login"
    assert client.get("/desk/").status_code == 302


def test_a_member_without_a_place_is_told_so(world: World) -> None:
    """The operator of the installation is no member of any place."""
    Member.objects.create_superuser("root", "a very long password", name="管理员")
    client = Client()
    client.login(username="root", password="a very long password")
    assert "您的账号还没有分到任何地方" in text(client, "/desk/", 403)


# -- lists


def test_the_inbox_holds_what_waits_for_me(world: World) -> None:
    """A new case waits for the dispatcher, one handed over for the unit, an answer for its head."""
    new, sent, drafted = world.new(title="新来的"), world.sent(title="交办的"), world.drafted()
    chen, li, wang = (text(world.client(who), "/desk/") for who in ("chen", "li", "wang"))
    assert new in chen
    assert sent not in chen
    assert sent in li
    assert drafted not in li
    assert drafted in wang
    assert sent not in wang


def test_a_row_says_everything_in_words(world: World) -> None:
    """Light with its time left, number, title, class, area, unit, phase, owner, day."""
    number = world.sent()
    page = text(world.client("chen"), "/desk/cases")
    row = page[page.index("<tr data-row>") : page.index("</tbody>")]
    for words in ("正常", "还剩", number, "和平路的路灯坏了三盏", "投诉 · 道路与路灯", "和平社区"):
        assert words in row
    for words in ("示范县住房和城乡建设局", "待受理", "经办人", "小时前"):
        assert words in row


def test_lights_turn_with_time(world: World) -> None:
    """Nothing paints them: the same row is read at once, a day and a week later."""
    world.sent()
    for later, light in ((0, "is-green"), (26, "is-yellow"), (24 * 7, "is-red")):
        with time_machine.travel(NOW + timedelta(hours=later), tick=False):
            assert f"light {light}" in text(world.client("chen"), "/desk/cases")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phase=registered", {"新来的"}),
        ("phase=dispatched", {"交办的"}),
        ("unit=housing", {"交办的", "在办的"}),
        ("light=green", {"新来的", "交办的", "在办的"}),
        ("light=red", set()),
        ("q=在办", {"在办的"}),
        ("q=%25", set()),
        ("phase=moon&light=loud&unit=nowhere", {"新来的", "交办的", "在办的"}),
    ],
)
def test_filters_live_in_the_address(query: str, found: set[str], world: World) -> None:
    """What is not on a list is not asked, and never an error."""
    world.new(title="新来的")
    world.sent(title="交办的")
    world.working(title="在办的")
    page = text(world.client("chen"), f"/desk/cases?{query}")
    assert {one for one in ("新来的", "交办的", "在办的") if f">{one}</a>" in page} == found


def test_a_number_is_found_as_people_say_it(world: World) -> None:
    """Without dashes and in small letters."""
    number = world.new()
    world.new(title="另一件")
    page = text(world.client("chen"), "/desk/cases?q=" + number.lower().replace("-", "+"))
    assert number in page
    assert "另一件" not in page


def test_a_long_list_comes_in_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The filter stays in the address of the next page; a page that is not there is the last."""
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    for _ in range(3):
        world.new()
    client = world.client("chen")
    first = text(client, "/desk/?phase=registered")
    assert "第 1–2 件，共 3 件" in first
    assert "?phase=registered&amp;page=2" in first
    assert "第 3–3 件，共 3 件" in text(client, "/desk/?phase=registered&page=99")


def test_an_empty_inbox_is_a_good_sign(world: World) -> None:
    """Three kinds of nothing, each in its own words."""
    client = world.client("he")
    assert "没有等您办的诉求" in text(client, "/desk/")
    assert "还没有诉求" in text(client, "/desk/cases")
    assert "没有符合条件的诉求" in text(client, "/desk/cases?phase=handling")


@pytest.mark.parametrize("path", ["/desk/", "/desk/cases"])
def test_a_list_costs_the_same_for_one_case_and_for_twenty(
    path: str, world: World, django_assert_num_queries: Any
) -> None:
    """Session, member, place, places below, law, count in the bar, tabs, count, rows."""
    client = world.client("chen")
    for _ in range(20):
        world.new()
        if world.now.minute % 2:
            world.sent()
    client.get(path)
    with django_assert_num_queries(9):
        client.get(path)


def test_a_case_page_costs_the_same_for_a_short_and_a_long_story(
    world: World, django_assert_max_num_queries: Any
) -> None:
    """The timeline, its people and their words are read in one go each."""
    number = world.working()
    client = world.client("li")
    client.get(f"/desk/cases/{number}")
    for _ in range(30):
        world.act("li", number, handle.Progress(text="还在等配件。"))
    with django_assert_max_num_queries(15):
        assert client.get(f"/desk/cases/{number}").content.decode().count("还在等配件。") == 30


# -- who sees which case


def test_a_unit_sees_its_own_cases_only(world: World) -> None:
    """Li works in housing; the street's clerk sees the case once the street has a part in it."""
    alone, together = world.sent(), world.sent(helped=True)
    sun = world.client("sun")
    assert text(sun, f"/desk/cases/{alone}", 404)
    assert "没有受理编号为" in text(sun, f"/desk/cases/{alone}", 404)
    assert text(sun, f"/desk/cases/{together}")
    assert alone not in text(sun, "/desk/cases")


def test_another_places_case_is_not_found_and_cannot_be_acted_on(world: World) -> None:
    """It does not even say that it exists."""
    place = people.add_place(
        "other", name="别处", name_en="Elsewhere", area="990101000000", regime="everything"
    )
    stranger = people.add_member("mo", name="莫生", place=place, roles=[Role.DISPATCHER])
    number = world.new()
    client = Client()
    client.force_login(stranger)
    assert text(client, f"/desk/cases/{number}", 404)
    assert client.post(f"/desk/cases/{number}/dispatch", {"lead": "housing"}).status_code == 404
    assert client.post(f"/desk/cases/{number}/petitioner", {"purpose": "看"}).status_code == 404
    assert number not in text(client, "/desk/cases")


def test_a_hub_sees_the_cases_of_the_places_below(world: World) -> None:
    """1+7 (FX-5): the city's dispatcher opens a district's case and registers for it."""
    hub = people.add_place(
        "hub", name="示范市", name_en="Model City", area="990101000000", regime="everything"
    )
    world.place.hub = hub
    world.place.save()
    shi = people.add_member("shi", name="史远", place=hub, roles=[Role.DISPATCHER])
    number = world.new()
    client = Client()
    client.force_login(shi)
    assert "示范县" in text(client, "/desk/cases")
    assert "和平路的路灯坏了三盏" in text(client, f"/desk/cases/{number}")
    page = text(client, "/desk/register?place=model")
    assert '/desk/register?place=model" aria-current="page"' in page


def test_whistle_blowing_is_for_discipline_alone(world: World) -> None:
    """JS-4: neither the dispatcher nor the chief clerk sees it."""
    number = world.new(channel="code", title="有人收钱办事")
    assert "举报人只凭代码" in text(world.client("feng"), f"/desk/cases/{number}")
    for who in ("chen", "zhou", "fang", "zheng"):
        client = world.client(who)
        assert text(client, f"/desk/cases/{number}", 404)
        assert number not in text(client, "/desk/cases")


def test_a_number_that_does_not_exist_is_told_in_a_sentence(world: World) -> None:
    """404, with the number in it, whatever it holds."""
    page = text(world.client("chen"), "/desk/cases/<script>", 404)
    assert "没有受理编号为“&lt;script&gt;”的诉求。" in page


# -- the case page


def test_the_timeline_tells_every_fact_in_words(world: World) -> None:
    """What, who with name and unit, when, and people's own words."""
    number = world.answered()
    page = text(world.client("li"), f"/desk/cases/{number}")
    for words in (
        "晚上接孩子放学，路上一片漆黑。请尽快修好。",
        "交办给示范县住房和城乡建设局",
        "示范县住房和城乡建设局受理",
        "承诺：市政设施维修",
        "三盏路灯已全部更换，线路已检修。",
        "王强（示范县住房和城乡建设局）",
        "审核通过",
        "11月24日（周二）11:",
    ):
        assert words in page


def test_every_kind_of_fact_has_its_row() -> None:
    """No fact can happen that the timeline cannot tell."""
    assert set(ROWS) == set(f.KINDS.values())


def test_deadlines_come_with_their_sum(world: World) -> None:
    """B1: from the start, day by day, to the moment it is due."""
    page = text(world.client("li"), f"/desk/cases/{world.sent()}")
    assert "答复时限" in page
    assert "12月3日（周四）17:30前" in page
    assert "起算，当日不计。" in page
    assert "是休息日，不计。" in page


def test_a_shelved_case_stands_still_on_the_page(world: World) -> None:
    """XN-4: the paused clock says so, and gives no date."""
    number = world.working()
    until = NOW + timedelta(days=10)
    world.act("zhao", number, handle.Shelve(until=until, reason="等修路。", plan="再装灯。"))
    page = text(world.client("li"), f"/desk/cases/{number}")
    assert "暂停计时" in page
    assert "挂账，2026年12月4日（周五）15:00前复核" in page


def test_the_petitioner_is_masked_until_a_purpose_is_stated(world: World) -> None:
    """B17: masked; without a purpose 422; with one in the clear, once, and written down."""
    number = world.sent()
    client = world.client("li")
    masked = text(client, f"/desk/cases/{number}")
    assert "吴**" in masked
    assert "138****5678" in masked
    assert "13812345678" not in masked
    without = client.post(f"/desk/cases/{number}/petitioner", {"purpose": " "})
    assert without.status_code == 422
    assert "请写明查看个人信息的用途。" in without.content.decode()
    clear = client.post(f"/desk/cases/{number}/petitioner", {"purpose": "约上门时间"})
    assert clear.status_code == 200
    assert "13812345678" in clear.content.decode()
    assert "no-store" in clear["Cache-Control"]
    look = Reading.objects.get()
    assert (look.member, look.purpose) == (world.actor("li").id, "约上门时间")
    assert "13812345678" not in text(client, f"/desk/cases/{number}")


def test_what_people_write_is_shown_as_text(world: World) -> None:
    """No letter can put a script into the desk."""
    number = world.new(title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    page = text(world.client("chen"), f"/desk/cases/{number}")
    assert "<script>alert(1)" not in page
    assert "&lt;img src=x" in page


def test_the_page_says_what_holds_a_case(world: World) -> None:
    """Marks: several petitioners, a return to be ruled on, who owns the next step."""
    number = world.sent(collective=True)
    world.act("li", number, OBJECTION)
    page = text(world.client("chen"), f"/desk/cases/{number}")
    assert "多人共同反映" in page
    assert "退单待裁定" in page
    assert "下一步：分拨员" in page


def test_a_locked_database_is_told_in_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, and what to do."""

    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    client = world.client("chen")
    monkeypatch.setattr(queries, "get", locked)
    assert "系统正忙" in text(client, "/desk/cases/EV-20261124-00001-1", 503)


# -- registering


def filled(**changes: str) -> dict[str, str]:
    """A report as the agent types it."""
    told = {
        "channel": "phone",
        "kind": "complaint",
        "level": "normal",
        "class_code": "0201",
        "area": "990101001000",
        "title": "井盖松动",
        "text": "公园门口的井盖一踩就响，怕老人摔跤。",
        "name": "吴秀英",
        "phone": "138 1234 5678",
        "key": "one",
    }
    return told | changes


def test_the_agent_registers_and_reads_out_number_and_code(world: World) -> None:
    """SN-3: the receipt shows both, once; the case waits for the dispatcher."""
    client = world.client("zhou")
    response = client.post("/desk/register", filled())
    assert response["Location"] == "/desk/register/receipt"
    page = text(client, "/desk/register/receipt")
    row = queries.listing(world.actor("chen"), now=NOW).get()
    assert row.title == "井盖松动"
    assert row.number in page
    assert f'href="/desk/cases/{row.number}"' in page


def test_registering_twice_with_one_key_makes_one_case(world: World) -> None:
    """A second click."""
    client = world.client("zhou")
    client.post("/desk/register", filled())
    client.post("/desk/register", filled())
    assert queries.listing(world.actor("chen"), now=NOW).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"phone": ""}, "请留下联系电话，以便答复您。"),
        ({"phone": "12"}, "电话号码不对"),
        ({"channel": "web"}, "请填写身份证号：本地实行实名登记。"),
        ({"channel": "web", "identity_no": "990101199001011234"}, "身份证号不对"),
        ({"channel": "import"}, "没有“import”这一项"),
        ({"title": ""}, "请填写“标题”。"),
        ({"text": "坏" * 100_000}, "有 100000 字，最多 20000 字"),
        ({"level": ""}, "请填写“紧急程度”。"),
    ],
    ids=["no phone", "bad phone", "no id", "bad id", "machine", "no title", "endless", "no level"],
)
def test_a_bad_report_is_asked_again_with_everything_kept(
    changes: dict[str, str], sentence: str, world: World
) -> None:
    """422, one sentence, what was typed, and no case."""
    response = world.client("zhou").post("/desk/register", filled(**changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "吴秀英" in page
    assert not queries.listing(world.actor("chen"), now=NOW).exists()


def test_a_grid_worker_registers_on_somebodys_behalf(world: World) -> None:
    """FX-2: 代诉; the mark stays with the case."""
    client = world.client("gao")
    client.post("/desk/register", filled(on_behalf="on"))
    number = queries.listing(world.actor("chen"), now=NOW).get().number
    assert "代他人反映" in text(world.client("chen"), f"/desk/cases/{number}")


def test_who_may_not_register_is_told_who_may(world: World) -> None:
    """The auditor has no such line in the navigation, and no such page."""
    client = world.client("he")
    assert 'href="/desk/register"' not in text(client, "/desk/")
    assert "请交给有权限的人" in text(client, "/desk/register", 403)


# -- notices, unit, languages


def test_notices_tell_what_concerns_me(world: World) -> None:
    """The unit is told that it has a new case; the petitioner's notices are not the desk's."""
    number = world.sent()
    page = text(world.client("li"), "/desk/notices")
    assert f"{number} 已交办给本单位（主办）。" in page
    assert "您的诉求" not in page
    assert "还没有通知" in text(world.client("lin"), "/desk/notices")


def test_my_unit_shows_people_and_what_is_open(world: World) -> None:
    """Counts lead to the list they count."""
    world.sent()
    world.working()
    page = text(world.client("li"), "/desk/unit")
    for words in ("示范县住房和城乡建设局", "王强", "赵岚", "单位主要负责人", "0516-55550142"):
        assert words in page
    assert '/desk/cases?unit=housing&amp;phase=handling"><span class="tally-count">1</span>' in page


def test_the_desk_speaks_english(world: World) -> None:
    """Labels of the place's data follow the language, too."""
    number = world.sent()
    client = world.client("li")
    client.post("/i18n/setlang/", {"language": "en", "next": "/desk/"})
    page = text(client, f"/desk/cases/{number}")
    assert '<html lang="en">' in page
    for words in ("Model County Housing and Construction Bureau", "complaint", "Roads and street"):
        assert words in page
    assert "Accept" in page


def test_chinese_is_the_source_of_every_sentence(world: World) -> None:
    """Without a catalogue the words are Chinese as written."""
    assert gettext("待我办理") == "待我办理"
