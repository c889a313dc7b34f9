"""The one window: registered, at its desk, and a slip in the hand, in one sitting (FX-5)."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases import queries
from huiyin.intake import attachments
from huiyin.rules.case import Phase
from tests import files
from tests.web.browsing import look
from tests.web.desk_world import NOW, World, build, text
from tests.web.test_desk_browser import sign_in
from tests.web.test_desk_register import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def test_what_is_brought_goes_to_its_desk_in_one_sitting(world: World) -> None:
    """The bureau has it; the slip says which desk; a second click makes no second case."""
    client = world.client("chen")
    for _ in range(2):
        answer = client.post("/desk/window", filled(desk="housing"))
        assert answer["Location"] == "/desk/window/slip"
    row = queries.listing(world.actor("chen"), now=NOW, view="all").get()
    case = world.case(row.number)
    assert case.phase is Phase.DISPATCHED
    assert case.lead is not None
    assert case.lead.unit == "housing"
    slip = text(client, "/desk/window/slip")
    for words in ("A01", "示范县住房和城乡建设局", row.number, "<svg"):
        assert words in slip


def test_a_scan_of_the_letter_goes_with_it(world: World) -> None:
    """What was chosen is never dropped: kept with the case, or as a draft beside the sentence."""
    client = world.client("chen")
    scan = {"attachments": SimpleUploadedFile("来信.jpg", files.photo())}
    short = client.post("/desk/window", {**filled(title=""), **scan})
    assert short.status_code == 422
    assert "file-kept" in short.content.decode()
    scan = {"attachments": SimpleUploadedFile("来信.jpg", files.photo())}
    client.post("/desk/window", {**filled(), **scan})
    row = queries.listing(world.actor("chen"), now=NOW, view="all").get()
    assert [one.kind for one in attachments.of_case(row.number).values()] == ["photo"]


def test_without_a_desk_it_waits_for_the_dispatcher(world: World) -> None:
    """The slip says so."""
    client = world.client("chen")
    client.post("/desk/window", filled(desk=""))
    row = queries.listing(world.actor("chen"), now=NOW).get()
    assert world.case(row.number).phase is Phase.REGISTERED
    assert "由分拨员交办" in text(client, "/desk/window/slip")


def test_only_who_may_hand_over_is_asked_for_a_desk(world: World) -> None:
    """An agent registers; what they send for a desk all the same is not heard."""
    client = world.client("zhou")
    assert "分到哪个窗口" in text(world.client("chen"), "/desk/window")
    assert "分到哪个窗口" not in text(client, "/desk/window")
    client.post("/desk/window", filled(desk="housing"))
    row = queries.listing(world.actor("chen"), now=NOW).get()
    assert world.case(row.number).phase is Phase.REGISTERED


def test_the_channels_are_those_of_staff_alone(world: World) -> None:
    """Whistle-blowing has no window, nor has the web."""
    for channel in ("web", "code"):
        answer = world.client("chen").post("/desk/window", filled(channel=channel))
        assert answer.status_code == 422
    assert not queries.listing(world.actor("chen"), now=NOW, view="all").exists()


def test_a_unit_without_a_desk_is_on_no_list(world: World) -> None:
    """And nothing is half-written."""
    answer = world.client("chen").post("/desk/window", filled(desk="government"))
    assert answer.status_code == 422
    assert not queries.listing(world.actor("chen"), now=NOW, view="all").exists()


def test_without_a_slip_one_comes_to_the_window(world: World) -> None:
    """Nothing was taken in this sitting."""
    assert world.client("chen").get("/desk/window/slip")["Location"] == "/desk/window"


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_it_looks_right_wide_and_on_a_phone(
    page: Any, phone: Any, live_server: Any, tmp_path: Path
) -> None:
    """Filled in, sent, and the slip there, by hand."""
    build(tmp_path)
    for one in (page, phone):
        sign_in(one, live_server.url, "chen")
        one.goto(f"{live_server.url}/desk/window")
        look(one)
        one.fill("[name=phone]", "13900001111")
        one.fill("[name=title]", "低保怎么办理")
        one.fill("[name=text]", "母亲七十岁，想申请低保。")
        one.select_option("[name=desk]", "human-resources")
        one.select_option("[name=channel]", "phone")
        for name in ("kind", "level"):
            one.locator(f"[name={name}]").last.check()
        with one.expect_navigation():
            one.click("text=受理并打印回执")
        assert one.locator(".slip-desk").inner_text().endswith("A02")
        look(one)
