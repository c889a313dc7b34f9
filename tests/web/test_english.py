"""The English catalogue says what the Chinese says, and pages in English are English throughout."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import polib
import pytest
import time_machine
from django.test import Client
from django.utils import translation

from huiyin.jobs.strikes import strike
from huiyin.rules.steps import extend, supervise
from huiyin.web.asking import span
from tests.web.citizen_street import look_up
from tests.web.desk_world import MEMBERS, NOW, World, build

HAN = re.compile(r"[\u3400-\u9fff]+")
FIELD = re.compile(r"\{\w*\}|%\(\w+\)\w")
QUOTED_ON_PURPOSE = {
    "请这样评价：评价 编号 满意（或者基本满意、不满意）。",
    "请评价：回“满意”“基本满意”或“不满意”。",
    (
        "有事请写明时间、地点、情况，10 个字以上，直接发来。"
        "回“进度”看办理情况，回“补充 编号 内容”补充，收到答复后回“满意”“基本满意”或“不满意”。"
    ),
}
"""Sentences whose English keeps Chinese words: those that a short message must say."""


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    """A request leaves its language behind; other tests read Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="module")
def catalogue(root: Path) -> polib.POFile:
    """The English catalogue."""
    return polib.pofile(str(root / "src/huiyin/locale/en/LC_MESSAGES/django.po"))


def pairs(catalogue: polib.POFile) -> Iterator[tuple[str, str]]:
    """Every Chinese sentence with its English; one in the plural stands with each of its forms.

    That none is without English, is for the house's own test to say.
    """
    for entry in catalogue.translated_entries():
        for english in entry.msgstr_plural.values() or [entry.msgstr]:
            yield entry.msgid, english


def test_a_sentence_is_filled_in_with_the_same_fields_in_both_languages(
    catalogue: polib.POFile,
) -> None:
    """A field lost says less, a field too many breaks the page; `{role}` may stand twice."""
    wrong = [
        (chinese, english)
        for chinese, english in pairs(catalogue)
        if set(FIELD.findall(chinese)) != set(FIELD.findall(english))
    ]
    assert wrong == []


def test_no_english_sentence_has_chinese_in_it(catalogue: polib.POFile) -> None:
    left = [
        english
        for chinese, english in pairs(catalogue)
        if HAN.search(english) and chinese not in QUOTED_ON_PURPOSE
    ]
    assert left == []


def test_a_sentence_stays_a_sentence(catalogue: polib.POFile) -> None:
    """What ends with a full stop in Chinese ends with one, or its like, in English."""
    open_ended = [
        english
        for chinese, english in pairs(catalogue)
        if chinese.endswith("。") and not english.endswith((".", "?", "!"))
    ]
    assert open_ended == []


def test_nothing_is_guessed_or_left_over(catalogue: polib.POFile) -> None:
    """No fuzzy entry, which gettext would not show, and none that no page says any more."""
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []
    assert not catalogue.metadata_is_fuzzy


@pytest.fixture
def world(tmp_path: Path, db: None) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


LETTER = ("和平路的路灯坏了三盏", "晚上接孩子放学，路上一片漆黑。请尽快修好。", "和平路 12 号门前")
ANSWER = "三盏路灯已全部更换，线路已检修。"
NOTES = ("已电话联系，约定明早到现场。", "等配件。", "两日内办结。", "请抓紧。")
NAMES = ("吴秀英", "吴**", *(name for name, _, _ in MEMBERS.values()))
SAID = (*LETTER, ANSWER, *NOTES, *NAMES)
"""What people wrote or are called: it is shown as it is, in any language."""


def chinese_on(page: str, *said: str) -> list[str]:
    """The Chinese left on a page, its link to the Chinese pages and what people `said` apart."""
    text = unescape(re.sub(r'<(\w+)[^>]*\blang="zh[^>]*>.*?</\1>', "", page, flags=re.DOTALL))
    for words in sorted(said, key=len, reverse=True):
        text = text.replace(words, "")
    return HAN.findall(text)


def english(client: Client, path: str, status: int = 200) -> str:
    """The page at an address, as an English reader's browser asks for it."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.9"
    response = client.get(path)
    body = response.content.decode()
    assert response.status_code == status, body
    assert '<html lang="en"' in body
    return body


def test_the_search_finds_planted_chinese() -> None:
    assert chinese_on("<p>Back to 首页</p>") == ["首页"]
    assert chinese_on('<input placeholder="编号">') == ["编号"]
    assert chinese_on('<button value="zh-hans" lang="zh-Hans">中文</button>') == []
    assert chinese_on("<h1>路灯坏了</h1>", "路灯坏了") == []


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/model/", 200, "Report a problem"),
        ("/model/report", 200, "What would you like to tell us?"),
        ("/model/whistle", 200, "Nobody asks who you are"),
        ("/model/look-up", 200, "Look up your case"),
        ("/desk/login", 200, "Staff sign-in"),
        ("/model/cases/EV-20261124-99999-9", 403, "Please enter the query code"),
        ("/nowhere/", 404, "There is no such place."),
        ("/model/nothing-here", 404, "This page was not found."),
    ],
)
def test_a_page_in_english_has_no_chinese_on_it(
    path: str, status: int, sentence: str, world: World
) -> None:
    page = english(Client(), path, status)
    assert sentence in page
    assert chinese_on(page) == []


def test_mistakes_on_a_form_are_told_in_english(world: World) -> None:
    """An empty report: each sentence at its field."""
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    page = client.post("/model/report", {}).content.decode()
    assert "Please say what happened, or record it." in page
    assert chinese_on(page) == []


def test_a_petitioner_follows_a_case_in_english(world: World) -> None:
    """The case page, from registration to the answer, with how each date was worked out."""
    number = world.answered()
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    page = look_up(client, "model", number, world.codes[number])
    assert "has answered you" in page
    assert chinese_on(page, *SAID) == []


@pytest.mark.parametrize("path", ["", "cases", "register", "notices", "unit"])
def test_a_desk_page_in_english_has_only_peoples_own_words_in_chinese(
    path: str, world: World
) -> None:
    world.working()
    page = english(world.client("li"), f"/desk/{path}")
    assert chinese_on(page, *SAID) == []


@pytest.mark.parametrize("who", ["li", "chen", "zheng", "wang"])
def test_a_case_at_the_desk_is_told_in_english(who: str, world: World) -> None:
    """Record, clocks and deeds, those possible and those not, with their reasons."""
    number = world.after(
        "working",
        ("li", extend.RequestExtension(limit="3wd", reason="等配件。")),
        ("zheng", supervise.Order(colour="yellow", text="两日内办结。")),
        ("zheng", supervise.Urge(text="请抓紧。")),
    )
    page = english(world.client(who), f"/desk/cases/{number}")
    assert "Extension requested" in page
    assert chinese_on(page, *SAID, "路灯") == []  # a word of the letter, named as a reason


def test_a_notice_of_a_clock_names_it_in_english(world: World) -> None:
    """What is due and which rung of the ladder was reached are the law's own names (SN-10)."""
    number = world.sent()
    for days in (30, 60):  # a rung is climbed some time after the one below
        assert list(strike(NOW + timedelta(days=days)))
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        page = english(world.client("zheng"), "/desk/notices")
    assert f"{number}: " in page
    assert "inspection office steps in" in page
    assert chinese_on(page, *SAID) == []


@pytest.mark.parametrize(
    ("limit", "words"),
    [("1wd", "1 working day"), ("7wd", "7 working days"), ("1h", "1 hour"), ("30m", "30 minutes")],
)
def test_one_day_is_not_called_days(limit: str, words: str) -> None:
    with translation.override("en"):
        assert span(limit) == words
