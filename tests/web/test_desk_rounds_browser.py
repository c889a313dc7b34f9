"""The grid worker's phone: the line is cut, the session runs out, somebody else picks it up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases import queries
from huiyin.intake import attachments
from huiyin.people import actions as people
from huiyin.people.actions import Post
from huiyin.people.models import GridPost
from huiyin.rules.case import Phase
from huiyin.rules.vocabulary import Role
from tests import files
from tests.web.browsing import follow, look, touch
from tests.web.desk_world import World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
GRID = "990101001000-c01-g01"
SMALL = {"width": 360, "height": 740}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Gao Yuan and a colleague, who look after Heping."""
    made = build(tmp_path)
    made.now = timezone.now() - timedelta(hours=1)
    made.people["tang"] = people.add_member(
        "tang",
        name="唐晓",
        place=made.place,
        unit="st-chengguan",
        roles=(Role.GRID_WORKER,),
        phone="0516-55550143",
        password="a very long password",
    )
    gao = made.people["gao"]
    people.set_grid_posts(made.place, [Post(GRID, GridPost.Kind.WORKER, member=gao)])
    return made


@pytest.fixture
def mobile(chromium: Any) -> Iterator[Any]:
    """A phone whose line may be cut: the browser then complains, and that is no fault."""
    context = chromium.new_context(
        locale="zh-CN", viewport=SMALL, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def sign_in(page: Any, base: str, who: str) -> None:
    """To the grid page, and once more, so that the phone has kept it."""
    page.goto(f"{base}/desk/login?next=/desk/grid")
    page.fill("[name=username]", who)
    page.fill("[name=password]", "a very long password")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{base}/desk/grid")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.open('huiyin-grid-1').then(c => c.match('/desk/grid'))")


def sign_out(page: Any) -> None:
    """The session runs out while the page is open."""
    page.context.clear_cookies(name="sessionid")


def write(page: Any, words: str) -> None:
    """One line, one tap, and off it goes."""
    page.fill("[name=text]", words)
    page.check("[name=kind][value=complaint]")
    page.click("text=报上去")
    page.wait_for_selector(f"[data-words]:has-text('{words}'), [data-is=sent]")


def sent(page: Any) -> None:
    """Wait until nothing waits."""
    page.wait_for_selector("[data-is=sent] [data-number]")
    page.wait_for_selector("[data-is=waiting]", state="detached")


def cases() -> list[str]:
    """Every case there is."""
    return list(queries.every_number())


def kept(page: Any) -> str:
    """Everything that the browser keeps of the queue."""
    found: str = page.evaluate(
        """() => new Promise(yes => {
          const open = indexedDB.open('huiyin-grid');
          open.onsuccess = () => {
            const all = open.result.transaction('entries').objectStore('entries').getAll();
            all.onsuccess = () => yes(JSON.stringify(all.result));
          };
        })"""
    )
    return found


def test_what_is_written_without_a_line_is_sent_once_after_a_reload(
    mobile: Any, live_server: Any, world: World
) -> None:
    sign_in(mobile, live_server.url, "gao")
    mobile.context.set_offline(True)
    write(mobile, "3 号楼前井盖破了")
    mobile.wait_for_selector("text=没有网络。写好的存在这台手机上")
    mobile.reload()
    mobile.wait_for_selector("[data-is=waiting] >> text=3 号楼前井盖破了")
    assert cases() == []
    mobile.context.set_offline(False)
    sent(mobile)
    (number,) = cases()
    assert mobile.locator("[data-number]").inner_text() == number
    mobile.reload()
    sent(mobile)
    assert cases() == [number]


def test_the_page_kept_for_later_is_whole(mobile: Any, live_server: Any, world: World) -> None:
    """Its style and its drawings come from the phone, too."""
    sign_in(mobile, live_server.url, "gao")
    mobile.context.set_offline(True)
    mobile.reload()
    touch(mobile)
    assert mobile.locator(".rounds-big").first.bounding_box()["height"] >= 56
    sheet = "document.querySelector('link[href*=\"/styles/\"]').href"
    assert mobile.evaluate(f"caches.match({sheet}).then(Boolean)")
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        mobile.goto(f"{live_server.url}/desk/grid/cases")


def test_an_answer_that_got_lost_does_not_make_a_second_case(
    mobile: Any, live_server: Any, world: World
) -> None:
    """The server has it, the phone does not know: the same key goes again."""
    sign_in(mobile, live_server.url, "gao")

    def lost(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    mobile.route("**/desk/grid", lost)
    write(mobile, "路灯不亮")
    mobile.wait_for_selector("[data-is=waiting]")
    mobile.wait_for_selector("[data-grid-state]:not(:empty)")
    assert len(cases()) == 1
    mobile.unroute("**/desk/grid")
    mobile.dblclick("text=现在发送")
    sent(mobile)
    assert len(cases()) == 1


def test_a_session_that_ran_out_loses_nothing(mobile: Any, live_server: Any, world: World) -> None:
    sign_in(mobile, live_server.url, "gao")
    sign_out(mobile)
    write(mobile, "楼道堆了杂物")
    mobile.wait_for_selector("text=登录已过期，请重新登录。等待发送：1 条，不会丢失。")
    follow(mobile, "[data-grid-login] a")
    mobile.wait_for_selector("text=这台手机上有 1 条网格巡查还没有发送")
    assert cases() == []
    sign_in(mobile, live_server.url, "gao")
    sent(mobile)
    assert len(cases()) == 1


def test_another_member_neither_sees_nor_sends_it(
    mobile: Any, live_server: Any, world: World
) -> None:
    sign_in(mobile, live_server.url, "gao")
    mobile.context.set_offline(True)
    write(mobile, "楼道堆了杂物")
    mobile.wait_for_selector("[data-is=waiting]")
    sign_out(mobile)
    mobile.context.set_offline(False)
    sign_in(mobile, live_server.url, "tang")
    mobile.wait_for_selector("text=还有别人写的 1 条没有发送")
    assert "楼道堆了杂物" not in mobile.content()
    assert not mobile.locator("[data-grid-send]").is_visible()
    assert cases() == []
    sign_out(mobile)
    sign_in(mobile, live_server.url, "gao")
    sent(mobile)
    assert len(cases()) == 1


def test_a_page_of_one_is_not_sent_by_the_session_of_another(
    mobile: Any, live_server: Any, world: World
) -> None:
    """Two tabs: Tang signs in beside Gao's open page."""
    sign_in(mobile, live_server.url, "gao")
    sign_out(mobile)
    other = mobile.context.new_page()
    sign_in(other, live_server.url, "tang")
    write(mobile, "树枝断了")
    mobile.wait_for_selector("text=现在登录的是另一个人")
    assert cases() == []


def test_what_was_refused_says_why_and_is_mended(
    mobile: Any, live_server: Any, world: World
) -> None:
    """On behalf of a person, with a number that is none; nothing of her stays once it was sent."""
    sign_in(mobile, live_server.url, "gao")
    mobile.fill("[name=text]", "楼上漏水")
    mobile.check("[name=kind][value=complaint]")
    mobile.check("[name=on_behalf]")
    mobile.fill("[name=name]", "吴秀英")
    mobile.fill("[name=phone]", "12")
    mobile.check("[name=consent]")
    mobile.click("text=报上去")
    mobile.wait_for_selector("[data-is=refused] >> text=电话号码不对")
    assert cases() == []
    mobile.click("[data-mend]")
    assert mobile.input_value("[name=name]") == "吴秀英"
    mobile.fill("[name=phone]", "13812345678")
    mobile.click("text=报上去")
    sent(mobile)
    assert len(cases()) == 1
    for word in ("吴秀英", "13812345678", "楼上漏水"):
        assert word not in kept(mobile)


def test_a_photo_taken_without_a_line_goes_with_the_report_once(
    mobile: Any, live_server: Any, world: World, tmp_path: Path
) -> None:
    """Snapped, written, reloaded, sent: one case with its photo, and none left in the phone."""
    shot = tmp_path / "井盖.jpg"
    shot.write_bytes(files.photo())
    sign_in(mobile, live_server.url, "gao")
    mobile.set_input_files("[name=attachments] >> nth=0", str(shot))
    mobile.context.set_offline(True)
    write(mobile, "井盖破了")
    mobile.wait_for_selector("[data-is=waiting]")
    mobile.reload()
    mobile.wait_for_selector("[data-is=waiting]")
    mobile.context.set_offline(False)
    sent(mobile)
    (number,) = cases()
    assert [one.kind for one in attachments.of_case(number).values()] == ["photo"]
    assert "井盖.jpg" not in kept(mobile)


def test_before_and_after_wait_together_and_are_told_apart(
    mobile: Any, live_server: Any, world: World, tmp_path: Path
) -> None:
    """Both photos wait with the words, and go each where it belongs."""
    before, after = tmp_path / "before.jpg", tmp_path / "after.jpg"
    before.write_bytes(files.photo())
    after.write_bytes(files.photo((48, 64)))
    sign_in(mobile, live_server.url, "gao")
    mobile.set_input_files("[name=attachments] >> nth=0", str(before))
    mobile.check("[name=solved]")
    mobile.fill("[name=answer]", "换好了")
    mobile.set_input_files("[name=after] >> nth=0", str(after))
    mobile.context.set_offline(True)
    write(mobile, "井盖破了")
    mobile.wait_for_selector("[data-is=waiting]")
    mobile.context.set_offline(False)
    sent(mobile)
    (number,) = cases()
    told = {entry.fact.kind: attachments.refs_of(entry.fact) for entry in queries.timeline(number)}
    assert len(told["registered"]) == len(told["answered_directly"]) == 1
    assert told["registered"] != told["answered_directly"]


def test_solved_on_the_spot_by_keyboard_alone(mobile: Any, live_server: Any, world: World) -> None:
    sign_in(mobile, live_server.url, "gao")
    assert not mobile.locator("[name=answer]").is_visible()
    mobile.focus("[name=text]")
    mobile.keyboard.type("井盖松动")
    mobile.focus("[name=kind]")
    mobile.keyboard.press("Space")
    mobile.focus("[name=solved]")
    mobile.keyboard.press("Space")
    mobile.keyboard.press("Tab")
    mobile.keyboard.type("已垫平。")
    touch(mobile)
    mobile.focus("text=报上去")
    mobile.keyboard.press("Enter")
    sent(mobile)
    (number,) = cases()
    assert world.case(number).phase is Phase.ANSWERED_DIRECTLY
    touch(mobile)


def test_without_a_script_every_question_is_there(
    chromium: Any, live_server: Any, world: World
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN", viewport=SMALL)
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/login?next=/desk/grid")
    page.fill("[name=username]", "gao")
    page.fill("[name=password]", "a very long password")
    follow(page, "main button[type=submit]")
    page.fill("[name=text]", "井盖松动")
    page.check("[name=kind][value=complaint]")
    follow(page, "text=报上去")
    assert page.locator("text=已登记，编号").is_visible()
    context.close()
    assert len(cases()) == 1


def test_the_list_to_claim_fits_the_hand(mobile: Any, live_server: Any, world: World) -> None:
    number = world.new(area=GRID)
    sign_in(mobile, live_server.url, "gao")
    follow(mobile, "text=认领和待我办理")
    touch(mobile)
    follow(mobile, "main button:has-text('认领')")
    assert mobile.url.endswith(number)
    look(mobile)
