"""JS-4 from end to end: reported under a code, asked back and answered, and nothing of who it was.

The server really runs; whatever it wrote, in its logs, its database and its files, is searched.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.sqlite

ADDRESS = "203.0.113.77"  # of no machine: RFC 5737
BROWSER = "WhistleBrowser/7.7 (Old Phone)"
PASSWORD = "kd83-JJd2-xx"
HUIYIN = [sys.executable, "-m", "huiyin.config.cli"]
SETTING_UP = f"""
import django; django.setup()
from huiyin.jobs.setting_up import law_in_force
from huiyin.people import actions as people
from huiyin.rules.vocabulary import Role
law = law_in_force("jishou")
place = people.add_place("jishou", name="吉首市", name_en="Jishou", area=law.regime.area,
                         regime="jishou")
for name, role, unit in (("ji", Role.DISCIPLINE, "discipline"), ("chen", Role.DISPATCHER, "centre"),
                         ("fang", Role.CHIEF, ""), ("zheng", Role.INSPECTOR, "inspection"),
                         ("zhou", Role.AGENT, "centre")):
    people.add_member(name, name=name, place=place, roles=[role], unit=unit, password="{PASSWORD}")
"""


@dataclass
class House:
    """A running server, and the folder of everything it writes."""

    url: str
    home: Path

    @contextmanager
    def somebody(self, **headers: str) -> Iterator[httpx.Client]:
        """A browser of its own."""
        with httpx.Client(base_url=self.url, headers=headers, timeout=30) as client:
            yield client

    def written(self) -> Iterator[tuple[Path, bytes]]:
        """Everything there is afterwards."""
        return ((path, path.read_bytes()) for path in self.home.rglob("*") if path.is_file())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Jishou, with those who might be curious."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if k != "HUIYIN_DATABASE_URL"}
    env = kept | {
        "HUIYIN_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    for words in ([*HUIYIN, "migrate"], [sys.executable, "-c", SETTING_UP]):
        subprocess.run(words, env=env, check=True, capture_output=True)
    log = tmp_path / "server.log"
    with log.open("wb") as said:
        words = [*HUIYIN, "serve", "--port", str(port)]
        with subprocess.Popen(words, env=env, stdout=said, stderr=said) as program:
            try:
                while b"http://" not in log.read_bytes():
                    assert program.poll() is None, log.read_text()
                yield House(f"http://127.0.0.1:{port}", tmp_path)
            finally:
                program.send_signal(signal.SIGTERM)
                program.wait()


def hidden(page: str) -> dict[str, str]:
    """What the page's forms hide, of the last of each name."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def posts(client: httpx.Client, path: str, **said: str) -> httpx.Response:
    """A form of that page, filled in and sent."""
    page = client.get(path).text
    token = hidden(page).get("csrfmiddlewaretoken", client.cookies.get("csrftoken", ""))
    key = hidden(page).get("key", "")
    return client.post(path, data={"csrfmiddlewaretoken": token, "key": key, **said})


def does(client: httpx.Client, page: str, deed: str, **said: str) -> httpx.Response:
    """A deed from the page of a case."""
    token = hidden(client.get(page).text)["csrfmiddlewaretoken"]
    return client.post(f"{page}/{deed}", data={"csrfmiddlewaretoken": token, **said})


def signed_in(client: httpx.Client, name: str) -> None:
    done = posts(client, "/desk/login", username=name, password=PASSWORD)
    assert done.status_code == 302


def opens(client: httpx.Client, number: str, code: str) -> str:
    """The page of the case, by number and code."""
    done = posts(client, "/jishou/look-up", number=number, code=code)
    assert done.status_code == 303, done.text
    return client.get(done.headers["Location"]).text


def test_reported_asked_back_and_answered_under_a_code_and_nothing_of_who_it_was(
    house: House,
) -> None:
    strange = {"X-Forwarded-For": ADDRESS, "Forwarded": f"for={ADDRESS}", "User-Agent": BROWSER}
    with house.somebody(**strange) as source:
        sent = posts(source, "/jishou/whistle", text="某单位办事收好处。", title="吃拿卡要")
        assert sent.status_code == 303, sent.text
        receipt = source.get(sent.headers["Location"]).text
        number, code = re.findall(r'class="receipt-id">([^<]+)<', receipt)
        cookies = [value for name, value in source.cookies.items() if "session" in name]

    case = f"/desk/cases/{number}"
    for curious in ("chen", "fang", "zheng", "zhou"):
        with house.somebody() as client:
            signed_in(client, curious)
            assert client.get(case).status_code == 404
            for page in ("/desk/", "/desk/cases", f"/desk/cases?q={number}", "/desk/notices"):
                assert "吃拿卡要" not in client.get(page).text
                assert f"cases/{number}" not in client.get(page).text

    with house.somebody() as office, house.somebody(**strange) as source:
        signed_in(office, "ji")
        assert "某单位办事收好处" in office.get(case).text
        asked = does(office, case, "ask_back", text="请说明时间和地点。")
        assert asked.status_code == 302, asked.text
        assert "请说明时间和地点" in opens(source, number, code)
        told = does(source, f"/jishou/cases/{number}", "supplement", text="上周三，二楼窗口。")
        assert told.status_code == 303, told.text
        assert "上周三，二楼窗口" in office.get(case).text
        assert does(office, case, "answer_directly", text="已立案核查。").status_code == 302
        assert "已立案核查" in source.get(f"/jishou/cases/{number}").text

    for path, content in house.written():
        traces = [ADDRESS, BROWSER]
        if not path.name.startswith("huiyin.sqlite3"):  # a session ends by itself; no log knows it
            traces += cookies
        for trace in traces:
            assert trace.encode() not in content, (path, trace)
