"""One deed for many cases: nothing is written before the end, and each case has its own answer."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from huiyin.cases import queries
from huiyin.rules.case import Phase
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.steps import receive
from huiyin.web.desk import bulk
from huiyin.web.desk.deeds import MANY
from tests.web.desk_world import NOW, World, build, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path) -> Any:
    """The place where everything is used, at a standing hour."""
    with time_machine.travel(NOW, tick=False):
        yield build(tmp_path)


def send(client: Client, step: str, deed: str, numbers: Iterable[str], **said: str) -> Any:
    """One of the three pages."""
    path = {"choose": "", "preview": "/preview", "do": "/done"}[step]
    return client.post(f"/desk/bulk{path}", {"deed": deed, "case": list(numbers), **said})


def row_of(page: str, number: str) -> str:
    """What a page says of one case."""
    rows = page[page.index("<tbody>") : page.index("</tbody>")].split("<tr")
    return next(row for row in rows if number in row)


def phases(world: World, numbers: Iterable[str]) -> list[Phase]:
    """Where they stand."""
    return [world.case(number).phase for number in numbers]


SENT = {"mode": "direct", "lead": "housing"}


def test_a_list_offers_what_ones_roles_may_ever_do_for_many(world: World) -> None:
    """A dispatcher dispatches, a clerk accepts, a head signs; a caller has nothing of the kind."""
    world.drafted()
    offers = {who: text(world.client(who), "/desk/") for who in ("wang",)}
    assert '<option value="sign_off">' in offers["wang"]
    assert '<option value="dispatch">' not in offers["wang"]
    world.new()
    assert '<option value="dispatch">' in text(world.client("chen"), "/desk/")
    assert "data-ticks" not in text(world.client("lin"), "/desk/cases")
    assert set(MANY) <= set(TABLE)


def test_first_which_of_them_stand_so_that_it_can_be_done(world: World) -> None:
    """The fields of the deed, a tick for each that can, the reason for each that cannot."""
    new, sent = world.new(), world.sent()
    answer = send(world.client("chen"), "choose", "dispatch", [new, sent])
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="lead"' in page
    assert f'value="{new}" checked' in row_of(page, new)
    assert "诉求现在是“待受理”，不能做这一步。" in row_of(page, sent)
    assert "checkbox" not in row_of(page, sent)


def test_then_case_by_case_what_will_happen_and_nothing_is_written(world: World) -> None:
    """In words: to whom, and where it then stands."""
    numbers = [world.new(), world.new()]
    before = [world.case(number) for number in numbers]
    answer = send(world.client("chen"), "preview", "dispatch", numbers, **SENT)
    page = answer.content.decode()
    for number in numbers:
        assert "交办给示范县住房和城乡建设局 → 待受理" in row_of(page, number)
    assert "将办 2 件，还没有办" in page
    assert [world.case(number) for number in numbers] == before


def test_then_it_is_done_and_a_refused_one_stops_no_other(world: World) -> None:
    """A result for each; the one that somebody else has dispatched meanwhile says so."""
    first, second = world.new(), world.new(title="井盖松动")
    gone = world.sent(title="早已交办")
    answer = send(
        world.client("chen"), "do", "dispatch", [first, gone, "EV-0", second], key="k", **SENT
    )
    page = answer.content.decode()
    assert "办成 2 件，没办成 2 件" in page
    assert phases(world, [first, second, gone]) == [Phase.DISPATCHED] * 3
    assert "诉求现在是“待受理”，不能做这一步。" in page
    assert "没有受理编号为“EV-0”的诉求。" in page
    assert len(queries.timeline(gone)) == 2


def test_a_second_tap_does_it_once(world: World) -> None:
    """Sent again with its key, nothing more happens; that it was done is said."""
    numbers = [world.new(), world.sent()]
    client = world.client("zheng")
    answers = [send(client, "do", "urge", numbers, key="k", text="请抓紧。") for _ in range(2)]
    first, again = (answer.content.decode() for answer in answers)
    assert [world.case(number).urges for number in numbers] == [1, 1]
    assert "办成 2 件，没办成 0 件" in first
    assert "办成 2 件，没办成 0 件" in again
    assert again.count("已经办过，没有再办一次。") == 2


def test_the_key_stands_in_the_preview(world: World) -> None:
    """With the fields, hidden; the way back keeps them."""
    number = world.new()
    client = world.client("chen")
    page = send(client, "preview", "dispatch", [number], **SENT).content.decode()
    assert 'name="key" value="' in page
    assert '<input type="hidden" name="lead" value="housing">' in page
    back = send(client, "choose", "dispatch", [number], again="1", **SENT).content.decode()
    assert '<option value="housing" selected>' in back


def test_without_a_lead_each_goes_where_the_catalogue_says(world: World) -> None:
    """And one for which it says nothing is refused alone."""
    known, unknown = world.new(), world.new(class_code="")
    page = send(world.client("chen"), "preview", "dispatch", [known, unknown]).content.decode()
    law = world.law
    lead, _ = law.responsible("0201", world.case(known).area)
    assert f"交办给{law.units[lead].name}" in row_of(page, known)
    assert "请填写“主办单位”。" in row_of(page, unknown)


def test_classifying_leaves_what_was_not_chosen(world: World) -> None:
    """Each keeps its own kind, level and area."""
    numbers = [world.new(), world.new(kind="enquiry", level="urgent", class_code="0101")]
    send(world.client("chen"), "do", "classify", numbers, key="k", class_code="0202")
    found = [world.case(number) for number in numbers]
    assert [(case.kind, case.level, case.class_code) for case in found] == [
        ("complaint", "normal", "0202"),
        ("enquiry", "urgent", "0202"),
    ]


def test_many_are_merged_into_the_first(world: World) -> None:
    """The first is proposed, and is not merged into itself."""
    first, second, third = world.new(), world.new(), world.new()
    client = world.client("chen")
    page = send(client, "choose", "merge", [third, second, first]).content.decode()
    assert f'name="into" value="{first}"' in page
    page = send(client, "do", "merge", [third, second, first], key="k", into=first).content.decode()
    assert "办成 2 件，没办成 1 件" in page
    assert phases(world, [first, second, third]) == [
        Phase.REGISTERED,
        Phase.MERGED,
        Phase.MERGED,
    ]
    assert set(world.case(first).absorbed) == {second, third}


def test_the_preview_of_a_merge_knows_that_the_other_is_not_there(world: World) -> None:
    """Not there, or not for these eyes, or at its end."""
    number, ended = world.new(), world.new()
    world.act("zhou", ended, receive.Withdraw(reason="自己修好了。"))
    client = world.client("chen")
    for into, told in (("EV-7", "没有受理编号为“EV-7”的诉求。"), (ended, "不能做这一步")):
        page = send(client, "preview", "merge", [number], into=into).content.decode()
        assert told in row_of(page, number)


def test_a_head_signs_many_with_the_answers_before_her(world: World) -> None:
    """No field is asked, so the answers stand there at once; a reason sends one back instead."""
    good, bad, other = world.drafted(), world.drafted(title="写得不清楚"), world.working()
    client = world.client("wang")
    page = send(client, "choose", "sign_off", [good, bad, other]).content.decode()
    assert "三盏路灯已全部更换" in row_of(page, good)
    assert f'name="back-{bad}"' in page
    assert "不能做这一步" in row_of(page, other)
    said = {f"back-{bad}": "写清楚哪三盏。"}
    page = send(client, "do", "sign_off", [good, bad], key="k", **said).content.decode()
    assert "办成 2 件，没办成 0 件" in page
    assert phases(world, [good, bad]) == [Phase.AUDITING, Phase.HANDLING]
    assert "退回修改" in page
    assert "写清楚哪三盏。" in text(world.client("li"), f"/desk/cases/{bad}")


def test_an_answer_to_points_is_not_signed_unseen(world: World) -> None:
    """B12: whoever lets it pass has ticked each, on its own page."""
    number = world.working()
    world.act("li", number, receive.ListPoints(points=("灯不亮",)))
    client = world.client("li")
    said = {"text": "已修好。", "points_1": "已换灯泡"}
    assert client.post(f"/desk/cases/{number}/draft_answer", said).status_code == 302
    page = send(world.client("wang"), "choose", "sign_off", [number]).content.decode()
    assert "第 1 点没有勾选" in row_of(page, number)
    assert "将办 0 件" in page


def test_what_was_typed_comes_back_with_what_was_not_done(world: World) -> None:
    """A reason that cannot be taken is refused for that case alone, and can be mended."""
    good, bad = world.drafted(), world.drafted()
    said = {f"back-{bad}": "\x07不清楚"}
    page = send(world.client("wang"), "do", "sign_off", [good, bad], key="k", **said)
    assert "办成 1 件，没办成 1 件" in page.content.decode()
    assert phases(world, [good, bad]) == [Phase.AUDITING, Phase.SIGNING]
    assert f'name="back-{bad}"' in page.content.decode()


@pytest.mark.parametrize(
    ("deed", "numbers", "status", "told"),
    [
        ("dispatch", [], 422, "还没有勾选诉求，请回到列表勾选。"),
        ("dispatch", [f"EV-{n}" for n in range(201)], 422, "一次最多办 200 件，请分几次。"),
        ("withdraw", ["EV-1"], 404, ""),
        ("", ["EV-1"], 404, ""),
        ("dispatch", ["\x00"], 200, "没有受理编号为"),
    ],
)
def test_what_cannot_be_asked_gets_one_sentence(
    deed: str, numbers: list[str], status: int, told: str, world: World
) -> None:
    """On every page of the three."""
    client = world.client("chen")
    for step in ("choose", "preview", "do"):
        answer = send(client, step, deed, numbers, **SENT)
        assert answer.status_code == status
        assert told in answer.content.decode()


@pytest.mark.parametrize("step", ["preview", "do"])
def test_fields_at_fault_are_named_and_nothing_is_done(step: str, world: World) -> None:
    """With the page to mend them on."""
    number = world.new()
    said = {"mode": "direct", "lead": "moon"}
    answer = send(world.client("chen"), step, "dispatch", [number], **said)
    assert answer.status_code == 422
    assert "没有“moon”这一项" in answer.content.decode()
    assert phases(world, [number]) == [Phase.REGISTERED]


def test_who_may_not_is_told_for_each(world: World) -> None:
    """A clerk cannot strike off, however the form was come by; others' cases are not there."""
    mine, others = world.working(helped=True), world.working()
    page = send(world.client("sun"), "do", "strike_off", [mine, others], key="k").content.decode()
    assert "您不能做这一步" in page
    assert f"没有受理编号为“{others}”的诉求。" in page


def test_a_bulk_page_that_is_only_opened_leads_to_the_inbox(world: World) -> None:
    """After signing in again the ticks are gone."""
    assert world.client("chen").get("/desk/bulk")["Location"] == "/desk/"


@pytest.mark.parametrize("deed", MANY)
def test_every_deed_for_many_has_a_page(deed: str, world: World) -> None:
    """Whoever it is, and however the case stands: a form or a reason, never an error."""
    number = world.new()
    for who in ("chen", "li", "wang", "zheng"):
        answer = send(world.client(who), "choose", deed, [number])
        assert answer.status_code == 200


@pytest.mark.parametrize("deed", ["dispatch", "sign_off"])
def test_a_preview_costs_the_same_for_one_and_for_many(
    deed: str, world: World, django_assert_num_queries: Any
) -> None:
    """Session, member, place, law, places below, the cases; names, drafts; three for the bar."""
    makes = {"dispatch": world.new, "sign_off": world.drafted}[deed]
    numbers = [makes() for _ in range(10)]
    client = world.client("wang" if deed == "sign_off" else "chen")
    step = {"dispatch": "preview", "sign_off": "choose"}[deed]
    send(client, step, deed, numbers, **SENT)
    counts = {"dispatch": 11, "sign_off": 13}
    for some in (numbers[:1], numbers):
        with django_assert_num_queries(counts[deed]):
            send(client, step, deed, some, **SENT)


def test_the_most_is_what_the_sentence_says() -> None:
    """Four pages of a list."""
    assert bulk.MOST == 200
