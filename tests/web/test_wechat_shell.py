"""The mini-program's shell: whole, without anybody's AppID, and its login does what it should."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve

FOLDER = "miniprogram"
FAKE = """
() => {
  const sent = [], shown = []
  let page
  const wx = {
    login: ({ success }) => success({ code: 'c1' }),
    request: (asked) => { sent.push(asked); (ANSWER) },
  }
  const require = () => ({ server: 'https://h.example', place: 'suining' })
  const Page = (made) => {
    page = { ...made, data: { ...made.data }, setData(more) { Object.assign(this.data, more) } }
  }
  SCRIPT
  page.withPhone({ detail: { code: 'p1' } })
  return { url: sent[0].url, method: sent[0].method, given: sent[0].data, shown: page.data }
}
"""


@pytest.fixture
def shell(root: Path) -> Path:
    """The folder."""
    return root / FOLDER


def test_every_page_it_names_is_there_and_every_json_is_json(shell: Path) -> None:
    for file in shell.rglob("*.json"):
        json.loads(file.read_text(encoding="utf-8"))
    app = json.loads((shell / "app.json").read_text(encoding="utf-8"))
    for page in app["pages"]:
        for kind in ("js", "json", "wxml", "wxss"):
            assert (shell / f"{page}.{kind}").is_file()


def test_nobody_s_app_id_is_in_it(shell: Path) -> None:
    said = [file.read_text(encoding="utf-8") for file in shell.rglob("*.*") if file.is_file()]
    assert not re.search(r"wx[0-9a-f]{16}|touristappid", "\n".join(said))


def _run(browse: Any, shell: Path, answer: str) -> Any:
    script = (shell / "pages/place/place.js").read_text(encoding="utf-8")
    return browse().evaluate(FAKE.replace("ANSWER", answer).replace("SCRIPT", script))


@pytest.mark.browser
def test_it_logs_in_and_shows_the_page_it_is_given(shell: Path, browse: Any) -> None:
    came = _run(browse, shell, "asked.success({ data: { url: 'https://h.example/x' } })")
    assert came["method"] == "POST"
    assert came["given"] == {"code": "c1", "phone_code": "p1"}
    path = came["url"].removeprefix("https://h.example")
    assert resolve(path).kwargs == {"place": "suining"}
    assert came["shown"]["url"] == "https://h.example/x"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("asked.success({ data: { sentence: '请再试。' } })", "请再试。"),
        ("asked.success({ data: '<html>' })", "没有连上，请检查网络后再试。"),
        ("asked.fail()", "没有连上，请检查网络后再试。"),
    ],
)
def test_what_went_wrong_is_said_in_one_sentence(
    answer: str, sentence: str, shell: Path, browse: Any
) -> None:
    shown = _run(browse, shell, answer)["shown"]
    assert shown == {"url": "", "busy": False, "sentence": sentence}
