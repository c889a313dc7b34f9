"""The responsibility catalogue at the desk: browsed, changed, counted, ruled on (PS-3, B5)."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.dispatch import catalogue
from huiyin.dispatch.models import Proposal
from huiyin.rules.steps.dispatch import RuleOnObjection
from tests.dispatch.test_sheets import GOOD, WRONG, line, xlsx
from tests.web.desk_world import NOW, OBJECTION, World, build

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
AT = "/desk/catalogue"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def page(client: Client, url: str, status: int = 200, **data: Any) -> str:
    """The words of a page, read or posted to."""
    response = client.post(url, data) if data else client.get(url)
    assert response.status_code == status, response.content.decode()
    return html.unescape(response.content.decode())


def post(client: Client, url: str, **data: Any) -> str:
    """Where a post that was taken leads."""
    response = client.post(url, data)
    assert response.status_code == 302, words(response.content.decode())
    return str(response["Location"])


def words(body: str) -> str:
    return re.sub(r"<[^>]+>", " ", html.unescape(body))


LAMPS = {
    "name": "道路与路灯",
    "name_en": "Roads and street lamps",
    "parent": "02",
    "lead": "@street",
    "assisting": ["housing"],
    "limit": "",
    "keywords": "路灯；井盖",
    "basis": "《城市道路管理条例》",
    "reason": "路灯已移交街道。",
    "ground": "县政府〔2026〕8 号",
}


def proposed(world: World, who: str = "li", **changes: Any) -> str:
    """The address of a proposal that was put forward on the page."""
    return post(world.client(who), f"{AT}/propose?code=0201", **(LAMPS | changes))


def test_the_catalogue_is_a_tree_with_units_keywords_and_legal_ground(world: World) -> None:
    said = page(world.client("sun"), AT)
    for one in (
        "住房与市政",
        "道路与路灯",
        "示范县住房和城乡建设局",
        "井盖",
        "《城市道路管理条例》",
    ):
        assert one in said
    assert "现行第 1 版，共 17 项" in said
    assert f'href="{AT}/lines/0201"' in said


@pytest.mark.parametrize(
    ("asked", "found"),
    [("井盖", "0201"), ("0301", "0301"), ("建设局 燃气", "0202"), ("noise", "0102")],
)
def test_it_is_searched_by_word_synonym_code_and_unit(world: World, asked: str, found: str) -> None:
    said = page(world.client("li"), f"{AT}?q={asked}")
    assert re.findall(r"catalogue/lines/(\w+)", said) == [found]
    assert "没有找到" in page(world.client("li"), f"{AT}?q=" + "电" * 300)


def test_a_class_tells_who_leads_it_and_what_was_changed(world: World) -> None:
    at = proposed(world)
    said = page(world.client("sun"), f"{AT}/lines/0201")
    assert "示范县住房和城乡建设局" in said
    assert "路灯已移交街道。" in said
    assert at in said
    assert "清单里没有“0999”。" in page(world.client("sun"), f"{AT}/lines/0999", 404)
    assert page(world.client("sun"), f"{AT}/lines/a/b", 404)


def test_from_proposal_to_publication_on_the_pages(world: World) -> None:
    at = proposed(world)
    said = words(page(world.client("chen"), at))
    assert "原来： 示范县住房和城乡建设局" in said
    assert "改成： 属地街道（乡镇）" in said
    chen, sun = world.client("chen"), world.client("sun")
    units = ["housing", "st-chengguan", "st-qingshan"]
    post(chen, f"{at}/ask", units=units, until="2026-11-24")
    assert "等您" in page(sun, f"{AT}/proposals")
    refused = page(sun, f"{at}/speak", 422, agrees="no", reason="", ground="")
    assert "请写明理由。" in refused
    post(sun, f"{at}/speak", agrees="no", reason="没有人手。", ground="三定方案")
    post(world.client("li"), f"{at}/speak", agrees="yes", reason="", ground="")
    assert "还有 1 个单位没有表态" in page(chen, at)
    early = page(chen, f"{at}/decide", 409, adopts="yes", on="2026-11-24", reason="照办。")
    assert "还有 1 个单位没有表态，2026-11-24 截止" in early
    assert "照办。" in early
    Proposal.objects.update(until=TODAY - timedelta(days=1))
    post(chen, f"{at}/decide", adopts="yes", on="2026-11-24", reason="照办。")
    assert "已施行" in page(chen, at)
    assert world.law.classes["0201"].lead == "@street"
    compared = words(page(chen, f"{AT}/versions"))
    assert "新增 0 项，修改 1 项，删除 0 项" in compared
    assert "第 2 版 现行" in " ".join(compared.split())


def test_a_later_day_waits_and_can_be_reopened(world: World) -> None:
    at = proposed(world, lead="housing", assisting=["@street"], ground="")
    post(world.client("fang"), f"{at}/decide", adopts="yes", on="2027-01-01", reason="")
    said = page(world.client("fang"), at)
    assert "已采纳，待施行" in said
    assert "2027-01-01" in said
    post(world.client("fang"), f"{at}/reopen")
    post(world.client("li"), f"{at}/withdraw")
    assert "已撤回" in page(world.client("li"), at)
    assert world.law.version == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lead": "ministry"}, "“主办单位”没有“ministry”这一项，请从列表中选择。"),
        ({"parent": "77"}, "“上级”没有“77”这一项，请从列表中选择。"),
        ({"limit": "快"}, "“快”不是时限"),
        ({"ground": ""}, "改变由谁负责，要写明法律依据。"),
        ({"reason": ""}, "请填写“为什么这样改”。"),
        ({"keywords": "灯" * 31}, "太长，最多 30 字"),
        ({"assisting": ["@street"]}, "同一单位不能重复列入。"),
        ({"removes": "on"}, "整套规则就不成立了"),
    ],
)
def test_a_bad_proposal_is_told_why_with_what_was_typed(
    world: World, changes: dict[str, Any], said: str
) -> None:
    client = world.client("li")
    response = client.post(f"{AT}/propose?code=0201", LAMPS | {"name": "大路灯"} | changes)
    assert response.status_code in (422, 409)
    told = html.unescape(response.content.decode())
    assert said in told
    assert "大路灯" in told
    assert not Proposal.objects.exists()


def test_two_proposals_for_one_line_and_an_unknown_class_are_told(world: World) -> None:
    proposed(world)
    again = page(world.client("sun"), f"{AT}/propose?code=0201", 409, **LAMPS)
    assert "“道路与路灯”已有一份没有了结的修改建议" in again
    assert "路灯已移交街道。" in again
    assert "清单里没有“0999”。" in page(world.client("li"), f"{AT}/propose?code=0999", 404)


def test_days_in_the_past_are_told_with_what_was_typed(world: World) -> None:
    at, chen = proposed(world), world.client("chen")
    told = page(chen, f"{at}/ask", 422, units=["housing"], until="2026-11-23")
    assert "征求意见的截止日期不能早于今天。" in told
    told = page(chen, f"{at}/ask", 422, units=["bureau"], until="2026-12-01")
    assert "没有“bureau”这一项" in told
    told = page(chen, f"{at}/decide", 422, adopts="yes", on="2026-11-01", reason="就这样。")
    assert "施行日期不能早于今天。" in told
    assert "就这样。" in told
    assert "日期要写成" in page(chen, f"{at}/decide", 422, adopts="yes", on="明天", reason="")


def test_a_new_line_is_proposed_below_another(world: World) -> None:
    said = page(world.client("li"), f"{AT}/propose?under=02")
    assert 'value="02" selected' in said
    new = LAMPS | {"code": "0205", "name": "桥梁", "lead": "housing", "assisting": []}
    at = post(world.client("li"), f"{AT}/propose", **new)
    assert "新增" in page(world.client("li"), at)
    taken = page(world.client("li"), f"{AT}/propose", 409, **(new | {"code": "0202"}))
    assert "这一项在这期间已经改过" in taken


def test_a_file_with_forty_faults_lists_forty_and_nothing_is_taken(world: World) -> None:
    again = [one for one in WRONG if "code" not in one[0]]
    cells = [*WRONG, *again[: 40 - len(WRONG)]]
    rows = [line(**{"code": f"02{n:02d}x", **wrong}) for n, (wrong, _, _) in enumerate(cells)]
    told = page(world.client("chen"), f"{AT}/bring", 422, **sheet(xlsx(*rows)))
    assert "有 40 处错误，什么都没有收下" in told
    assert told.count('class="catalogue-cell"') == 40
    assert "第 2 行 A 列" in told
    assert not Proposal.objects.exists()


def sheet(data: bytes, name: str = "清单.xlsx", **more: Any) -> dict[str, Any]:
    """What the form for files is filled in with."""
    file = SimpleUploadedFile(name, data)
    return {"file": file, "reason": "按三定方案核对。", "ground": "县编办〔2026〕3 号"} | more


def test_a_good_file_is_shown_as_a_difference_before_anybody_decides(world: World) -> None:
    chen = world.client("chen")
    at = post(chen, f"{AT}/bring", **sheet(xlsx(GOOD)))
    said = page(chen, at)
    for one in ("草稿", "新增", "桥梁", "清单.xlsx", "2 个工作日", "危桥"):
        assert one in said
    assert world.law.version == 1
    post(chen, f"{at}/put-forward")
    assert "征求意见和决定中" in page(chen, at)
    assert catalogue.held_by("everything", ["0205"])
    page(chen, f"{at}/put-forward", 409, x="1")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "这份表格读不了"),
        (b"", "文件里什么都没有。"),
        (b"x" * (6 * 2**20), "文件太大：最多 5 MB"),
        ("代码,名称\n0201,道路与路灯\n".encode(), "没有改动。"),
    ],
    ids=["no workbook", "empty", "large", "as it is"],
)
def test_a_file_that_cannot_be_taken_is_told_in_one_sentence(
    world: World, data: bytes, said: str
) -> None:
    assert said in page(world.client("chen"), f"{AT}/bring", 422, **sheet(data))


def test_a_long_difference_has_pages_and_leaves_nothing_out(world: World) -> None:
    chen = world.client("chen")
    rows = [line(code=f"02{n:03d}n", name=f"桥梁{n}") for n in range(150)]
    at = post(chen, f"{AT}/bring", **sheet(xlsx(*rows)))
    first, second = page(chen, at), page(chen, f"{at}?page=2")
    assert "第 1–100 件，共 150 件" in first
    assert first.count('catalogue-change"') == 100
    assert second.count('catalogue-change"') == 50
    assert "桥梁149" in second


def test_a_csv_is_told_its_faults_by_row_and_column_too(world: World) -> None:
    text = "代码,名称,主办\n0201,道路与路灯,住建委\n,桥,housing\n0202,供水供气,housing,多\n"
    told = words(page(world.client("chen"), f"{AT}/bring", 422, **sheet(text.encode(), "a.csv")))
    flat = " ".join(told.split())
    for said in (
        "第 2 行 C 列 主办单位 现在没有“住建委”",
        "第 3 行 A 列 代码",
        "第 4 行 D 列 这一格",
    ):
        assert said in flat


def test_the_download_can_be_brought_back(world: World) -> None:
    chen = world.client("chen")
    response = chen.get(f"{AT}/download")
    assert response["Content-Disposition"].endswith('"catalogue-everything-v1.csv"')
    assert response.content.startswith(b"\xef\xbb\xbfcode,parent,name")
    told = page(chen, f"{AT}/bring", 422, **sheet(response.content, "a.csv", complete="on"))
    assert "没有改动。" in told


def returned(world: World, ruling: str = "", lead: str = "") -> str:
    """Sent to the housing bureau, returned, perhaps ruled on."""
    number = world.after("sent", ("li", OBJECTION))
    if ruling:
        deed = RuleOnObjection(ruling=ruling, lead=lead, justified=True, reason="小区的灯归街道。")
        world.act("chen", number, deed)
    return number


def test_returns_are_counted_by_class_and_lead_to_the_cases_behind(world: World) -> None:
    world.sent(class_code="0202")
    moved = returned(world, "reassign", "st-chengguan")
    waits = returned(world)
    said = words(page(world.client("chen"), f"{AT}/returns"))
    flat = " ".join(said.split())
    assert flat.index("0201") < flat.index("0202")
    assert "2 件 · 退单 2 次 · 每百件 100 次" in flat
    assert "派过 2 件 · 退 2 次 ：仍由它办 0，改给别家 1，等裁定 1" in flat
    behind = page(world.client("chen"), f"{AT}/returns/0201?unit=housing")
    for number in (moved, waits):
        assert f'href="/desk/cases/{number}"' in behind
    other = page(world.client("sun"), f"{AT}/returns/0201")
    assert f'href="/desk/cases/{moved}"' in other
    assert waits in other
    assert f'href="/desk/cases/{waits}"' not in other
    assert "这段时间没有退单" in page(world.client("sun"), f"{AT}/returns/0202?days=x")


def test_a_ruling_is_found_and_made_a_line_of_the_catalogue(world: World) -> None:
    number = returned(world, "reassign", "st-chengguan")
    li = world.client("li")
    said = page(li, f"{AT}/rulings?q=小区&outcome=reassigned")
    assert "小区的灯归街道。" in said
    assert OBJECTION.basis in said
    (way,) = re.findall(rf'href="({AT}/propose\?code=0201&ruling={number}:\d+)"', said)
    form = page(li, way)
    assert '<option value="st-chengguan" selected>' in form
    assert OBJECTION.basis in form
    ruling = way.split("ruling=")[1]
    asked = LAMPS | {"lead": "st-chengguan", "assisting": [], "ruling": ruling, "ground": "县规"}
    at = post(li, f"{AT}/propose?code=0201", **asked)
    assert number in page(li, at)
    assert "没有这样的裁定" in page(li, f"{AT}/rulings?unit=centre")
    assert "没有这个裁定。" in page(li, f"{AT}/propose?code=0201&ruling={number}:1", 404)


def test_who_may_not_is_told_so(world: World) -> None:
    at = proposed(world)
    gao, jiang = world.client("gao"), world.client("jiang")
    assert "您不能做这一步" in page(gao, f"{AT}/propose?code=0202", 403)
    assert "您不能做这一步" in page(jiang, f"{AT}/rulings", 403)
    assert "您不能做这一步" in page(world.client("li"), f"{AT}/bring", 403)
    told = page(world.client("li"), f"{at}/decide", 403, adopts="no", on="", reason="不。")
    assert "您不能做这一步" in told
    assert page(world.client("li"), f"{at}/burn", 404, x="1")
    for number in ("999", "9" * 40):
        assert "没有这份修改建议。" in page(world.client("li"), f"{AT}/proposals/{number}", 404)
    assert Client().get(AT).status_code == 302


def test_a_line_that_changed_while_the_form_was_open_is_told(world: World) -> None:
    at = proposed(world, lead="housing", assisting=["@street"], keywords="灯", ground="")
    post(world.client("chen"), f"{at}/decide", adopts="yes", on="2026-11-24", reason="")
    late = page(world.client("sun"), f"{AT}/propose?code=0201", 409, **(LAMPS | {"seen": "1"}))
    assert "这一项在这期间已经改过" in late
    assert "路灯已移交街道。" in late


@pytest.mark.parametrize("asked", ["old=1&new=9", "old=x", "new=-1", "new=" + "9" * 400, "old=²"])
def test_a_version_that_is_not_there_is_told(world: World, asked: str) -> None:
    assert "没有这个版本。" in page(world.client("li"), f"{AT}/versions?{asked}", 404)


@pytest.mark.parametrize("path", ["", "/returns", "/rulings", "/proposals", "/versions"])
def test_a_page_costs_the_same_for_one_return_and_for_twenty(
    path: str, world: World, django_assert_num_queries: Any
) -> None:
    client = world.client("chen")
    returned(world, "reassign", "st-chengguan")
    proposed(world)
    client.get(f"{AT}{path}")
    with django_assert_num_queries(COSTS[path]):
        client.get(f"{AT}{path}")
    for _ in range(5):
        returned(world, "reassign", "st-chengguan")
    with django_assert_num_queries(COSTS[path]):
        client.get(f"{AT}{path}")


COSTS = {"": 11, "/returns": 14, "/rulings": 14, "/proposals": 12, "/versions": 14}


def test_it_speaks_english_throughout(world: World) -> None:
    at, client = proposed(world), world.client("chen")
    returned(world, "uphold")
    client.cookies["django_language"] = "en"
    for path in (AT, f"{AT}/lines/0201", f"{AT}/returns", f"{AT}/versions", f"{AT}/propose"):
        said = words(page(client, path))
        assert "Catalogue" in said or "catalogue" in said
    said = words(page(client, at))
    assert "street or township in charge" in said
