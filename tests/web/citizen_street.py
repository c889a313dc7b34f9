"""People of the public and the places they write to, for the tests of the citizen pages.

Wu Xiuying reports; Qian Dawei signs with her; Sun Li lives elsewhere and must see nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client

from huiyin.people import actions as people
from huiyin.people.models import Place
from huiyin.regimes import actions as regimes
from huiyin.regimes import files
from huiyin.regimes import queries as regime_queries
from tests.web.desk_world import NOW

WU = {"name": "吴秀英", "phone": "13812345678", "identity_no": "11010519491231002X"}
QIAN = {"name": "钱大伟", "phone": "139 0000 1111", "identity_no": "440308199901101512"}
LAMPS = {
    "kind": "complaint",
    "title": "和平路的路灯坏了三盏",
    "text": "晚上接孩子放学，路上一片漆黑。请尽快修好。",
    "area": "",
    "address": "和平路 12 号门前",
}
AREAS = {"suining": "320324000000", "fuxin": "210900000000", "jishou": "433101000000"}


def found(regime: str, slug: str = "", **changes: Any) -> Place:
    """A place under a regime that ships with the program."""
    regime_queries.forget()
    law = files.parse(files.texts(files.folder(regime)), regime_queries.calendar())
    regimes.publish(files.folder(regime), now=NOW)
    top = law.areas[changes.pop("area", law.regime.area)]
    told = {"name": top.name, "name_en": top.name_en, "area": top.code, "regime": regime}
    return people.add_place(slug or regime, **told, **changes)


def words(response: HttpResponse, status: int = 200) -> str:
    """The page as text, after a look at its status."""
    body = response.content.decode()
    assert response.status_code == status, body
    return body


def key_of(page: str) -> str:
    """The hidden key of the form on a page."""
    found: str = re.findall(r'name="key" value="(\w+)"', page)[0]
    return found


def report(
    client: Client, place: str, matter: Mapping[str, str], door: str = "report"
) -> tuple[str, str]:
    """Report as a browser does; number and query code from the receipt."""
    key = key_of(words(client.get(f"/{place}/{door}")))
    sent = client.post(f"/{place}/{door}", {**matter, "key": key})
    assert sent.status_code == 303, sent.content.decode()
    assert sent["Location"] == f"/{place}/receipt"
    return on_receipt(words(client.get(sent["Location"])))


def on_receipt(page: str) -> tuple[str, str]:
    """Number and code, as printed."""
    number, code = re.findall(r'class="receipt-id">([^<]+)<', page)
    return number, code


def look_up(client: Client, place: str, number: str, code: str) -> str:
    """The case page, entered with number and code."""
    sent = client.post(f"/{place}/look-up", {"number": number, "code": code})
    assert sent.status_code == 303, sent.content.decode()
    assert code not in sent["Location"]
    return words(client.get(sent["Location"]))
