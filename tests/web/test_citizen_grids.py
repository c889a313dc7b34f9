"""Grid boards (FX-3): who looks after my quarter, on screen and on the wall."""

import re
from typing import Any

import pytest
import segno
from django.test import Client

from huiyin.people import actions as people
from huiyin.people.actions import Post
from huiyin.people.models import GridPost, Place
from huiyin.rules.vocabulary import Role
from tests.people.test_grid_posts import picture
from tests.web.browsing import follow, look, touch
from tests.web.citizen_street import found, words

pytestmark = pytest.mark.django_db
COMMUNITY = "210902001000-c01"
GRID = f"{COMMUNITY}-g01"
BUILDING = f"{GRID}-b01"


def furnish() -> Place:
    """Haizhou below Fuxin, with a grid worker and the head of one of his buildings."""
    hub = found("fuxin")
    place = people.add_place(
        "haizhou",
        name="海州区",
        name_en="Haizhou District",
        area="210902000000",
        regime="fuxin",
        hub=hub,
    )
    worker = people.add_member(
        "gao",
        name="高远",
        place=place,
        roles=[Role.GRID_WORKER],
        unit="haizhou-heping",
        phone="0418-5555014",
        password="a very long password",
    )
    people.set_grid_posts(
        place,
        [
            Post(
                GRID,
                GridPost.Kind.WORKER,
                member=worker,
                duties="走访巡查、随手拍、帮办代办",
                photo=picture(),
            ),
            Post(
                BUILDING,
                GridPost.Kind.BUILDING_HEAD,
                name="钱阿姨",
                phone="0418-5555018",
                duties="邻里调解",
            ),
        ],
    )
    return place


@pytest.fixture
def haizhou() -> Place:
    """The district with its boards."""
    return furnish()


def test_the_board_shows_who_how_to_call_and_the_way_to_report_here(
    haizhou: Place, client: Client
) -> None:
    page = words(client.get(f"/haizhou/grids/{GRID}"))
    assert "高远" in page
    assert "走访巡查" in page
    assert 'href="tel:0418-5555014"' in page
    assert 'href="tel:12388"' in page
    assert f'href="/haizhou/report?area={GRID}"' in page
    assert f"/haizhou/grids/{GRID}/photo/worker" in page
    assert "钱阿姨" in page


def test_a_building_shows_its_head_and_the_grid_worker_above(
    haizhou: Place, client: Client
) -> None:
    page = words(client.get(f"/haizhou/grids/{BUILDING}"))
    assert "高远" in page
    assert "钱阿姨" in page
    assert f'href="/haizhou/report?area={BUILDING}"' in page


@pytest.mark.parametrize(
    ("text", "there"), [("春光", True), ("高远", True), ("Chunguang", True), ("站西", False)]
)
def test_boards_are_found_by_place_and_by_name(
    haizhou: Place, client: Client, text: str, there: bool
) -> None:
    page = words(client.get("/haizhou/grids", {"q": text}))
    assert (f'href="/haizhou/grids/{GRID}"' in page) is there
    assert ("没有找到" in page) is not there


def test_a_hub_sends_on_to_the_places_below_it(haizhou: Place, client: Client) -> None:
    assert 'href="/haizhou/grids"' in words(client.get("/fuxin/grids"))
    assert 'href="/fuxin/grids"' in words(client.get("/fuxin/"))


def test_no_entrance_where_there_is_no_board(client: Client) -> None:
    found("fuxin")
    assert "/fuxin/grids" not in words(client.get("/fuxin/"))
    assert "还没有公示网格员" in words(client.get("/fuxin/grids"))


@pytest.mark.parametrize("area", ["nowhere", "210903001000-c01-g01", f"{COMMUNITY}-g02"])
def test_no_board_of_another_district_nor_of_nobody(
    haizhou: Place, client: Client, area: str
) -> None:
    for page in ("", "/notice", "/notices", "/photo/worker"):
        assert client.get(f"/haizhou/grids/{area}{page}").status_code == 404


def test_the_photo_is_public_where_there_is_one(haizhou: Place, client: Client) -> None:
    there = client.get(f"/haizhou/grids/{GRID}/photo/worker")
    assert there["Content-Type"] == "image/jpeg"
    assert b"".join(there.streaming_content).startswith(b"\xff\xd8")
    assert client.get(f"/haizhou/grids/{BUILDING}/photo/building_head").status_code == 404


def test_a_sheet_has_a_notice_for_each_grid_of_the_community(
    haizhou: Place, client: Client
) -> None:
    page = words(client.get(f"/haizhou/grids/{COMMUNITY}/notices"))
    assert page.count('class="wall"') == 2


def test_scanning_the_notice_starts_a_report_with_the_place(haizhou: Place, client: Client) -> None:
    """The drawing is that of this address and no other."""
    page = words(client.get(f"/haizhou/grids/{BUILDING}/notice"))
    code = segno.make(f"http://testserver/haizhou/report?area={BUILDING}", error="q", micro=False)
    (drawn,) = re.findall(r' d="([^"]+)"', code.svg_inline(scale=4, border=2))
    assert f'd="{drawn}"' in page


def test_out_in_the_country_a_hamlet_has_its_head(haizhou: Place, client: Client) -> None:
    """FX-3: urban in four levels, rural in three."""
    hamlet = "210921103000-v01-g01"
    country = people.add_place(
        "county", name="县", name_en="County", area="210921000000", regime="fuxin"
    )
    head = Post(hamlet, GridPost.Kind.BUILDING_HEAD, name="包大叔")
    people.set_grid_posts(country, [head])
    page = words(client.get(f"/county/grids/{hamlet}"))
    assert "屯（组）长" in page
    assert "楼长" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_boards_fit_a_phone_and_are_read_aloud(phone: Any, live_server: Any) -> None:
    furnish()
    phone.set_viewport_size({"width": 360, "height": 740})
    phone.goto(f"{live_server.url}/haizhou/")
    follow(phone, "text=您身边的网格员")
    touch(phone)
    phone.fill("[name=q]", "高远")
    follow(phone, "text=查找")
    follow(phone, ".cell")
    touch(phone)
    follow(phone, "text=打印公示牌")
    look(phone)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_notice_is_one_page_of_paper(page: Any, live_server: Any) -> None:
    furnish()
    page.goto(f"{live_server.url}/haizhou/grids/{BUILDING}/notice")
    assert _pages(page) == 1
    page.goto(f"{live_server.url}/haizhou/grids/{COMMUNITY}/notices")
    assert _pages(page) == 2


def _pages(page: Any) -> int:
    made: bytes = page.pdf(format="A4", prefer_css_page_size=True)
    return made.count(b"/Type /Page\n")
