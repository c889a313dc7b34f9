"""Orders and answers on paper: what they say, to whom, and in whose words (P108)."""

import io
import logging
import shutil
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
import time_machine
from django.conf import settings
from django.test import Client

from huiyin.cases import actions as cases
from huiyin.intake import actions as intake
from huiyin.intake import queries as intake_queries
from huiyin.intake.identity import Person
from huiyin.regimes import actions as regimes
from huiyin.regimes import queries as law
from huiyin.regimes.models import RegimeVersion
from huiyin.rules.steps import dispatch, evaluate, handle, receive
from huiyin.rules.vocabulary import Mode
from tests.web.desk_world import NOW, World, build

pytestmark = pytest.mark.django_db

TWO = ("路灯不亮", "灯杆歪了")
pango = pytest.mark.skipif(
    find_library("pangoft2-1.0") is None,
    reason="No Pango: Debian's libpangoft2-1.0-0 gives it.",
)
ENDS = ["docx", pytest.param("pdf", marks=pango)]


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def in_word(body: bytes) -> str:
    """All the words of a Word file, a line a paragraph."""
    sheet = docx.Document(io.BytesIO(body))
    rows = (cell.text for table in sheet.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in sheet.paragraphs), *rows])


def in_pdf(body: bytes) -> str:
    """The same of a PDF, where lines break as the sheet is wide: without any."""
    pages = pypdf.PdfReader(io.BytesIO(body)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


READ = {"docx": in_word, "pdf": in_pdf}


def printed(client: Client, number: str, paper: str, status: int = 200) -> str:
    """What `order.pdf` and the like say; of a refusal, the page."""
    answer = client.get(f"/desk/cases/{number}/print/{paper}")
    assert answer.status_code == status, answer.content[:400]
    read = READ[paper.partition(".")[2]] if status == 200 else bytes.decode
    return read(answer.content)


def answered(world: World) -> str:
    """Two points, each answered, and the answer is out."""
    number = world.working()
    world.act("chen", number, receive.ListPoints(points=TWO))
    said = handle.DraftAnswer(text="都修好了 <请查看> & 评价。", points=("换了灯泡。", "扶正了。"))
    world.act("li", number, said)
    world.act("wang", number, handle.SignOff(points=("1", "2")))
    world.act("he", number, evaluate.Audit(passed=True, points=("1", "2")))
    return number


@pytest.mark.parametrize("end", ENDS)
def test_an_order_tells_the_unit_all_it_needs(end: str, world: World) -> None:
    number = world.new()
    world.act("chen", number, receive.ListPoints(points=TWO))
    world.act("zhou", number, receive.Supplement(text="今晚又坏了一盏。"))
    sent = dispatch.Dispatch(
        mode=Mode.LEAD_ASSISTING, lead="housing", assisting=("st-chengguan",), note="请先抢修。"
    )
    world.act("chen", number, sent)
    page = printed(world.client("li"), number, f"order.{end}")
    for words in (
        number,
        "示范县",
        "诉求交办单",
        "和平路的路灯坏了三盏",
        "路上一片漆黑",
        "今晚又坏了一盏。",
        "灯杆歪了",
        "和平路12号门前" if end == "pdf" else "和平路 12 号门前",
        "道路与路灯",
        "城关街道",
        "请先抢修。",
        "陈芳",
        "《城市道路管理条例》",
        "是工作日，计",
        "吴**",
        "138****5678",
    ):
        assert words in page
    assert "吴秀英" not in page
    assert "13812345678" not in page


@pytest.mark.parametrize("end", ENDS)
def test_an_answer_is_a_letter_that_takes_up_every_point(end: str, world: World) -> None:
    page = printed(world.client("li"), answered(world), f"answer.{end}")
    for words in ("关于“和平路的路灯坏了三盏”的答复", "吴**：", "关于“灯杆歪了”：扶正了。"):
        assert words in page
    assert "<请查看>" in page
    assert "李明" in page
    assert "0516-55550142" in page
    assert "吴秀英" not in page


@pango
def test_the_name_is_written_out_for_a_stated_purpose_and_the_look_is_kept(
    world: World, caplog: Any
) -> None:
    """B17; and no log has it."""
    number, client = answered(world), world.client("li")
    where = f"/desk/cases/{number}/print/answer.pdf"
    assert client.post(where, {"purpose": " "}).status_code == 422
    assert intake_queries.readings(number) == []
    with caplog.at_level(logging.DEBUG):
        answer = client.post(where, {"purpose": "邮寄答复"})
    assert "吴秀英：" in in_pdf(answer.content)
    assert answer.headers["Cache-Control"].startswith("no-store")
    (look,) = intake_queries.readings(number)
    assert look.purpose == "邮寄答复"
    assert "吴秀英" not in caplog.text
    assert "13812345678" not in caplog.text
    assert (
        client.post(f"/desk/cases/{number}/print/order.pdf", {"purpose": "看"}).status_code == 404
    )


def test_what_is_not_there_yet_is_not_printed_and_nobody_is_looked_up(world: World) -> None:
    """Before dispatch no order; before the answer is out, none; and no reading is kept for it."""
    number, client = world.new(), world.client("chen")
    assert "还没有交给哪个单位" in printed(client, number, "order.pdf", 409)
    drafted = world.drafted()
    assert "答复还没有发出" in printed(client, drafted, "answer.docx", 409)
    where = f"/desk/cases/{drafted}/print/answer.pdf"
    assert client.post(where, {"purpose": "寄"}).status_code == 409
    assert intake_queries.readings(drafted) == []
    assert "/print/" not in client.get(f"/desk/cases/{number}").content.decode()


def test_only_those_who_see_the_case_print_it(world: World) -> None:
    number = answered(world)
    printed(world.client("sun"), number, "answer.pdf", 404)
    printed(world.client("li"), number, "letter.pdf", 404)
    printed(world.client("li"), number, "order.html", 404)


def test_a_whistle_blowers_answer_has_no_name_and_no_other_reader(world: World) -> None:
    """JS-4: discipline inspection alone."""
    matter = intake.Matter(
        channel="code", kind="enquiry", level="normal", title="收礼", text="某人收礼。"
    )
    number = intake.report(world.place, matter, Person(), now=world.tick()).number
    world.act("feng", number, receive.AnswerDirectly(text="已转办。"))
    page = printed(world.client("feng"), number, "answer.docx")
    assert "诉求人：" in page
    printed(world.client("chen"), number, "answer.pdf", 404)
    assert "没有交办单可打" in printed(world.client("feng"), number, "order.pdf", 409)


def test_the_order_of_a_confidential_matter_does_not_say_whose_it_is(world: World) -> None:
    number = world.sent(confidential=True)
    page = printed(world.client("li"), number, "order.docx")
    assert "吴**" not in page
    assert "138****5678" not in page


def test_words_that_were_erased_say_so(world: World) -> None:
    number = answered(world)
    cases.erase(number, now=world.tick())
    page = printed(world.client("li"), number, "answer.docx")
    assert page.count("（内容已依法删除）") > 3


@pytest.mark.parametrize("end", ENDS)
def test_a_letter_of_many_pages_is_there_to_its_last_word(end: str, world: World) -> None:
    """As long as one may be, with a sign that no XML holds."""
    letter = "\ufffe" + "灯坏了。" * 4990 + "完了就好。"
    page = printed(world.client("li"), world.sent(text=letter), f"order.{end}")
    assert "灯坏了。完了就好。" in page


def test_an_english_reader_gets_the_english_form(world: World) -> None:
    client = world.client("li")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Dispatch order" in printed(client, world.sent(), "order.docx")


def test_a_place_prints_its_own_template(world: World, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(tmp_path, own, ignore=shutil.ignore_patterns("own"))
    (own / "order.txt").write_text("# 平安督办\n= {主办单位}：\n办好 {编号}。", encoding="utf-8")
    number = world.sent()
    regimes.publish(own, now=NOW)
    page = printed(world.client("li"), number, "order.docx")
    assert page.splitlines()[0] == "平安督办"
    assert f"办好 {number}。" in page


def test_a_template_that_has_gone_out_of_date_says_which_field_and_prints_nothing(
    world: World,
) -> None:
    """Published laws are not checked again; what they name may have gone."""
    number = world.sent()
    row = RegimeVersion.objects.get(regime=world.place.regime)
    row.files = {**row.files, "order.txt": "# 头\n{旧栏目}"}
    row.save()
    law.forget()
    page = printed(world.client("li"), number, "order.pdf", 409)
    assert "“交办单”模板第 2 行要改：没有“旧栏目”这一项" in page


def test_without_pango_there_is_word(world: World, monkeypatch: Any) -> None:
    """One sentence instead of a traceback, and the other way out."""
    import builtins  # noqa: PLC0415

    real = builtins.__import__

    def lacking(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    number, client = world.sent(), world.client("li")
    monkeypatch.setattr(builtins, "__import__", lacking)
    assert "没有 Pango" in printed(client, number, "order.pdf", 409)
    assert "诉求交办单" in printed(client, number, "order.docx")


def test_the_case_page_offers_what_can_be_printed(world: World) -> None:
    number, client = answered(world), world.client("li")
    page = client.get(f"/desk/cases/{number}").content.decode()
    for paper in ("order.pdf", "order.docx", "answer.pdf", "answer.docx"):
        assert f"/desk/cases/{number}/print/{paper}" in page
