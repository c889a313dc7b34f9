"""What nobody means to send, over the wire, in every field of every form of the public.

The forms are read from the pages, so that a new field cannot be forgotten.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.utils import timezone

from huiyin.cases.models import CaseRow
from huiyin.intake.models import Petitioner
from huiyin.journal.models import FactRow
from huiyin.web import crowd
from tests import files
from tests.web.citizen_street import LAMPS, QIAN, WU
from tests.web.desk_world import DOABLE, World, build

pytestmark = pytest.mark.django_db(transaction=True)

BAD = {
    "spaces": " \u00a0\u3000\n",
    "huge": "长" * 350_000,
    "nul": "a\x00b",
    "control": "a\x07\x1b[31mb",
    "half a character": b"\xed\xa0\x80\xff",
    "backwards": "\u202e欺骗",
    "rare": "𠮷林路𬴂河边的𰻝面馆 á́́́ 👨‍👩‍👧",
    "code": "' OR 1=1; -- <script>alert(1)</script> {{7*7}} %s {0} \\x00",
    "number": "-0x1e400",
}
UNFIT = {"spaces", "huge", "nul", "control"}
"""What cannot stand as anybody's words."""
FIT = {**LAMPS, **WU, "reason": "不用办了。", "consent": "on"}
MOST = 8 * 1024 * 1024
"""Characters of an answer: a page, not what was sent given back many times."""


class Forms(HTMLParser):
    """The forms of a page that send something: where to, and their fields with what is in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """A form begins, or a field of it."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = said.get("method", "").lower() == "post"
            if self.inside:
                self.found.append((said.get("action", ""), {}))
        name = said.get("name", "")
        if self.inside and name and tag in ("input", "textarea", "select", "button"):
            self.found[-1][1].setdefault(name, said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        self.inside = self.inside and tag != "form"


class Wire:
    """A browser that says what it likes."""

    def __init__(self, home: str) -> None:
        self.line = httpx.Client(base_url=home, timeout=60)

    def forms(self, path: str) -> list[tuple[str, dict[str, str]]]:
        """The forms of a page, with where they lead."""
        page = self.line.get(path)
        assert page.status_code == 200, page.text[:500]
        parser = Forms()
        parser.feed(page.text)
        return [(action or path, fields) for action, fields in parser.found]

    def sends(self, path: str, fields: dict[str, Any]) -> httpx.Response:
        """As a form with files is sent, byte for byte."""
        edge, parts = b"--edge", []
        for name, value in fields.items():
            raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
            head = f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
            parts.append(edge + head + raw + b"\r\n")
        kind = {"Content-Type": "multipart/form-data; boundary=edge"}
        return self.line.post(path, content=b"".join(parts) + edge + b"--\r\n", headers=kind)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A place where everything is used."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    return made


@pytest.fixture
def wire(live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """Over the wire, however often; short messages go nowhere, for no worker runs."""
    sms = {"url": "http://127.0.0.1:1/", "key": "k", "secret": "s", "sign": "示范县"}
    settings.HUIYIN_CHANNELS = {"model": {"sms": sms}}
    monkeypatch.setattr(crowd.SENDING, "each", 10_000)
    monkeypatch.setattr(crowd.ASKING, "each", 10_000)
    wire = Wire(live_server.url)
    yield wire
    wire.line.close()


def kept() -> tuple[int, int, int]:
    """How much is in the record."""
    return CaseRow.objects.count(), FactRow.objects.count(), Petitioner.objects.count()


def is_well_said(answer: httpx.Response) -> None:
    """No crash and no flood; what is refused is refused in words."""
    assert answer.status_code < 500, answer.text[:2000]
    assert len(answer.text) < MOST
    assert "Traceback" not in answer.text
    if answer.status_code in (422, 409):
        assert re.search(r"field-error|error-summary|notice", answer.text)


def walk(wire: Wire, path: str, *, only: str = "") -> int:
    """Every field of every form on the page, with everything bad; how many answers came."""
    count = 0
    for action, fields in wire.forms(path):
        if only not in action:
            continue
        fit = {name: FIT.get(name) or value for name, value in fields.items()}
        for name in fields:
            for what, bad in BAD.items():
                before = kept()
                answer = wire.sends(action, {**fit, name: bad})
                is_well_said(answer)
                if name == "text" and what in UNFIT:
                    assert answer.status_code in (409, 422), (action, what)
                if answer.status_code >= 400:
                    assert kept() == before, (action, name, what)
                count += 1
    return count


@pytest.mark.parametrize("path", ["report", "whistle", "look-up", "look-up/phone"])
def test_the_forms_that_lie_open(path: str, world: World, wire: Wire) -> None:
    assert walk(wire, f"/model/{path}") >= len(BAD) * 2


def enter(wire: Wire, number: str, code: str) -> None:
    """Look a case up."""
    ((action, fields),) = [
        form for form in wire.forms("/model/look-up") if "number" in form[1] and "code" in form[1]
    ]
    sent = wire.sends(action, fields | {"number": number, "code": code})
    assert sent.status_code == 303


@pytest.mark.parametrize("walked", ["sent", "answered", "object_to_extension"])
def test_the_forms_of_a_case(walked: str, world: World, wire: Wire) -> None:
    """Each form on a case of its own, since the first that fits may end what the others ask."""
    to = DOABLE[walked][1] if walked in DOABLE else getattr(World, walked)

    def fresh() -> str:
        number: str = to(world)
        enter(wire, number, world.codes[number])
        return f"/model/cases/{number}"

    page = fresh()
    names = {one.removeprefix(page) for one, _ in wire.forms(page) if one.startswith(page)}
    assert len(names) > 2
    for name in sorted(names):
        page = fresh()
        assert walk(wire, page, only=page + name)


def test_the_form_of_those_who_join(world: World, wire: Wire) -> None:
    number = world.working(collective=True)
    enter(wire, number, world.codes[number])
    link = re.findall(r'data-copy="([^"]+)"', wire.line.get(f"/model/cases/{number}").text)[0]
    path = "/model/co-sign/" + link.rpartition("/")[2]
    ((action, fields),) = [form for form in wire.forms(path) if "consent" in form[1]]
    for name in fields:
        for bad in BAD.values():
            is_well_said(wire.sends(action, {**fields, **FIT, **QIAN, name: bad}))


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    "path",
    ["answers?q={}", "grids?q={}", "report?area={}&kind={}", "look-up?number={}", "cases/{}"],
)
def test_addresses_with_anything_in_them(path: str, bad: str, world: World, wire: Wire) -> None:
    raw = BAD[bad] if isinstance(BAD[bad], bytes) else BAD[bad].encode()
    said = "".join(f"%{byte:02x}" for byte in raw[:1000])
    is_well_said(wire.line.get("/model/" + path.format(said, said)))


def test_hints_are_asked_with_anything(world: World, wire: Wire) -> None:
    ((_, fields),) = [form for form in wire.forms("/model/report") if "text" in form[1]]
    token = fields["csrfmiddlewaretoken"]
    for bad in BAD.values():
        said = {"csrfmiddlewaretoken": token, "text": bad, "area": bad}
        assert wire.sends("/model/report/hints", said).status_code == 200


FILES: dict[str, tuple[bytes, str]] = {
    "a text called a photo": ("这不是照片。".encode() * 50, "不是能接收的"),
    "nothing": (b"", "是空的"),
    "half a photo": (files.photo((400, 300))[:900], "打不开"),
    "fifty megabytes": (b"\xff\xd8\xff" + bytes(50 * 1024 * 1024), "太大"),
}


@pytest.mark.parametrize("what", FILES)
def test_files_that_are_none(what: str, world: World, wire: Wire) -> None:
    """One clear sentence, and a good report gets through meanwhile."""
    data, told = FILES[what]
    ((action, fields),) = [form for form in wire.forms("/model/report") if "text" in form[1]]
    fit = {name: FIT.get(name) or value for name, value in fields.items() if name != "attachments"}
    before = kept()
    sent = wire.line.post(action, data=fit, files={"attachments": ("假.jpg", data, "image/jpeg")})
    assert sent.status_code in (413, 422), sent.text[:500]
    assert sent.text.count(told) == 2, sent.text  # above all, and at the field
    assert kept() == before
    assert wire.sends(action, fit).status_code == 303
    assert CaseRow.objects.count() == 1


def test_without_its_token_nothing_is_taken_and_the_page_says_what_to_do(
    world: World, wire: Wire
) -> None:
    ((action, fields),) = [form for form in wire.forms("/model/report") if "text" in form[1]]
    fit = {name: FIT.get(name) or value for name, value in fields.items()}
    no = wire.sends(action, fit | {"csrfmiddlewaretoken": "x" * 64})
    assert no.status_code == 403
    assert "<h1" in no.text
    assert CaseRow.objects.count() == 0
