"""The grid worker's page (FX-4, FX-8): snap and report, solve on the spot, speak for others."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from huiyin.cases import queries
from huiyin.intake import actions as intake
from huiyin.intake import attachments
from huiyin.intake.queries import citizen_actor, masked
from huiyin.people import actions as people
from huiyin.people.actions import Post
from huiyin.people.models import GridPost
from huiyin.rules.case import Phase
from tests import files
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db
GRID = "990101001000-c01-g01"
JSON = {"Accept": "application/json"}


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """Gao Yuan looks after the first grid of Heping."""
    with time_machine.travel(NOW, tick=False):
        made = build(tmp_path)
        gao = made.people["gao"]
        people.set_grid_posts(made.place, [Post(GRID, GridPost.Kind.WORKER, member=gao)])
        yield made


def found(**changes: str) -> dict[str, str]:
    """A broken manhole cover, as Gao Yuan types it."""
    told = {"area": GRID, "text": "3 号楼前井盖破了", "kind": "complaint", "key": "k1"}
    return {**told, **changes}


def send(client: Client, **changes: str) -> Any:
    """As the script sends it."""
    return client.post("/desk/grid", found(**changes), headers=JSON)


def only_case(world: World) -> Any:
    """The one case that there is."""
    (number,) = queries.every_number()
    return world.case(number)


def test_snap_and_report_goes_through_the_grid_channel(world: World) -> None:
    """The law names the channel; who found it is called back at work."""
    response = send(world.client("gao"))
    assert response.status_code == 201
    case = only_case(world)
    assert response.json() == {"number": case.number}
    assert (case.channel, case.kind, case.area) == ("round", "complaint", GRID)
    assert case.phase is Phase.REGISTERED


def test_sent_twice_is_one_case(world: World) -> None:
    client = world.client("gao")
    numbers = {send(client).json()["number"] for _ in range(3)}
    assert numbers == {only_case(world).number}


def test_solved_on_the_spot_is_registered_and_answered_once(world: World) -> None:
    client = world.client("gao")
    for _ in range(2):
        assert send(client, solved="on", answer="已换上新井盖。").status_code == 201
    assert only_case(world).phase is Phase.ANSWERED_DIRECTLY


def test_the_photos_before_and_after_are_told_apart(world: World) -> None:
    """FX-4: those of the report stand at the report, those of the remedy at the answer."""
    client = world.client("gao")
    photos = {
        "attachments": SimpleUploadedFile("before.jpg", files.photo()),
        "after": SimpleUploadedFile("after.jpg", files.photo((48, 64))),
    }
    told = found(solved="on", answer="已换上新井盖。") | photos
    assert client.post("/desk/grid", told, headers=JSON).status_code == 201
    case = only_case(world)
    before, after = (
        attachments.refs_of(entry.fact)
        for entry in queries.timeline(case.number)
        if entry.fact.kind in ("registered", "answered_directly")
    )
    assert (len(before), len(after)) == (1, 1)
    assert before != after
    assert set(attachments.of_case(case.number)) == {*before, *after}
    page = text(world.client("chen"), f"/desk/cases/{case.number}")
    pair = page[page.index("处理前后") :].split("</figure>")
    for side, caption in zip(pair, ("处理前", "处理后"), strict=False):
        assert f"<figcaption>{caption}</figcaption>" in side
        assert side.count("<img") == 1


def test_a_photo_of_the_remedy_that_is_none_registers_nothing(world: World) -> None:
    told = found(solved="on", answer="好了。")
    told["after"] = SimpleUploadedFile("after.jpg", b"not a photo")  # type: ignore[assignment]
    no = world.client("gao").post("/desk/grid", told, headers=JSON)
    assert no.status_code == 422
    assert "after.jpg" in no.json()["refused"]
    assert list(queries.every_number()) == []


def test_a_refused_answer_registers_nothing(world: World) -> None:
    no = send(world.client("gao"), solved="on", answer="坏\x07字符")
    assert no.status_code == 422
    assert no.json()["refused"]
    assert list(queries.every_number()) == []


def test_on_behalf_the_person_is_kept_with_consent(world: World) -> None:
    told = {"on_behalf": "on", "name": "吴秀英", "phone": "13812345678", "consent": "on"}
    assert send(world.client("gao"), **told).status_code == 201
    case = only_case(world)
    assert case.petitioners[0].ref
    assert masked(citizen_actor(case).petitioner).name == "吴**"


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"text": ""}, "请用一句话写明情况。"),
        ({"kind": "nothing"}, "请选一类。"),
        ({"area": "990101100000-v01"}, "请选择地点。"),
        ({"solved": "on"}, "请写明怎么解决的。"),
        (
            {"on_behalf": "on", "name": "吴秀英", "phone": "13812345678"},
            "请先征得本人同意，再勾选。",
        ),
        (
            {"on_behalf": "on", "name": "吴", "phone": "12", "consent": "on"},
            "电话号码不对，请填 11 位手机号或带区号的座机号。",
        ),
    ],
)
def test_what_is_missing_is_told_in_one_sentence(
    world: World, missing: dict[str, str], sentence: str
) -> None:
    no = send(world.client("gao"), **missing)
    assert (no.status_code, no.json()) == (422, {"refused": sentence})
    assert sentence in text_of(world.client("gao").post("/desk/grid", found(**missing)), 422)
    assert list(queries.every_number()) == []


def text_of(response: Any, status: int) -> str:
    """The page, after a look at its status."""
    assert response.status_code == status
    body: str = response.content.decode()
    return body


def test_a_full_disk_is_said_and_can_be_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OperationalError

    client = world.client("gao")
    with monkeypatch.context() as patch:
        patch.setattr(intake, "report", full)
        assert send(client).status_code == 503
    assert send(client).status_code == 201


def test_without_a_script_the_number_is_shown(world: World) -> None:
    client = world.client("gao")
    response = client.post("/desk/grid", found())
    assert only_case(world).number in text(client, response["Location"])


def test_what_arrives_late_says_when_it_was_written(world: World) -> None:
    at = NOW - timedelta(hours=2)
    send(world.client("gao"), written_at=at.isoformat())
    (first, *_) = queries.timeline(only_case(world).number)
    assert "（2026-11-24 13:00 写于现场，联网后发送。）" in first.fact.what.text


@pytest.mark.parametrize(
    "at", ["", "x", "2026-13-40T99:00", "2026-11-24T13:00", "2126-01-01T00:00Z"]
)
def test_a_clock_that_cannot_be_is_passed_over(world: World, at: str) -> None:
    send(world.client("gao"), written_at=at)
    (first, *_) = queries.timeline(only_case(world).number)
    assert first.fact.what.text == "3 号楼前井盖破了"


def test_the_page_is_for_grid_workers(world: World) -> None:
    for path in ("grid", "grid/cases", "grid/token"):
        assert "网格员" in text(world.client("li"), f"/desk/{path}", 403)
    assert send(world.client("li")).status_code == 403
    assert 'href="/desk/grid"' not in text(world.client("li"), "/desk/")
    assert 'href="/desk/grid"' in text(world.client("gao"), "/desk/")


def test_signed_out_one_is_sent_to_sign_in(world: World) -> None:
    for path in ("grid", "grid/token"):
        assert Client().get(f"/desk/{path}")["Location"].startswith("/desk/login")


def test_the_kept_page_has_nothing_of_any_case(world: World) -> None:
    world.new(title="和平路黑灯瞎火")
    assert "和平路黑灯瞎火" not in text(world.client("gao"), "/desk/grid")
    assert "和平路黑灯瞎火" in text(world.client("gao"), "/desk/grid/cases")


def test_the_service_worker_reaches_the_grid_page_only(world: World) -> None:
    served = Client().get("/desk/grid/worker.js")
    assert served["Service-Worker-Allowed"] == "/desk/grid"
    assert served["Content-Type"].startswith("text/javascript")


def test_what_lies_in_my_grid_is_claimed(world: World) -> None:
    """FX-8: my grids first."""
    near = world.new(title="近处", area=GRID)
    far = world.new(title="远处", area="990101100000-v01")
    page = text(world.client("gao"), "/desk/grid/cases")
    assert page.index(near) < page.index(far)
    client = world.client("gao")
    assert client.post(f"/desk/grid/claim/{near}")["Location"] == f"/desk/cases/{near}"
    lead = world.case(near).lead
    assert lead is not None
    assert lead.unit == "st-chengguan"
    assert client.post(f"/desk/grid/claim/{near}").status_code in (403, 409)
    assert client.post("/desk/grid/claim/X-1").status_code == 404


@pytest.mark.parametrize("phone", ["", "内线 12"])
def test_who_has_no_number_at_work_is_told_whom_to_ask(world: World, phone: str) -> None:
    world.people["gao"].phone = phone
    world.people["gao"].save()
    assert "请联系管理员补上" in send(world.client("gao")).json()["refused"]


def test_a_grid_worker_without_a_grid_has_those_of_the_unit(world: World) -> None:
    people.remove_grid_post(world.place, GRID, GridPost.Kind.WORKER)
    page = text(world.client("gao"), "/desk/grid")
    assert "您还没有分到网格" in page
    assert f'value="{GRID}"' in page
    assert 'value="990101100000-v01"' not in page
