"""Saved views: one's own, shared, renamed, removed; and who looks at a case now."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from huiyin.people import actions, queries
from huiyin.people.actions import View
from huiyin.people.models import Looking, Member, Place, SavedView
from huiyin.rules.refusals import Refusal
from huiyin.rules.vocabulary import Role

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LATE = View("超期的", listing="inbox", query="light=red")


@pytest.fixture
def place() -> Place:
    """Where everybody works."""
    return actions.add_place("here", name="此地", name_en="Here", area="1", regime="starter")


def member(place: Place, login: str, unit: str = "housing") -> Member:
    """A clerk."""
    return actions.add_member(login, name=login, place=place, unit=unit, roles=[Role.CLERK])


def names(one: Member, listing: str = "") -> list[str]:
    """What stands among the views of a member."""
    return [view.name for view in queries.views_for(one, listing)]


def saved(one: Member, view: View = LATE) -> SavedView:
    """A view that was taken."""
    row = actions.save_view(one, view)
    assert isinstance(row, SavedView)
    return row


def test_ones_own_is_ones_own(place: Place) -> None:
    li, sun = member(place, "li"), member(place, "sun")
    saved(li)
    assert names(li) == ["超期的"]
    assert names(li, "all") == []
    assert names(sun) == []


def test_a_shared_one_is_for_the_unit_or_for_the_place(place: Place) -> None:
    other = actions.add_place("there", name="彼地", name_en="There", area="2", regime="starter")
    li, wang, sun = member(place, "li"), member(place, "wang"), member(place, "sun", "street")
    far, nowhere = member(other, "far"), member(place, "nowhere", "")
    saved(li, View("局里的", SavedView.Shared.UNIT, "inbox", "light=red"))
    saved(li, View("大家的", SavedView.Shared.PLACE, "all", "phase=handling"))
    saved(wang)
    assert names(wang) == ["超期的", "大家的", "局里的"]
    assert names(sun) == names(nowhere) == ["大家的"]
    assert names(far) == []


def test_renamed_and_shared_by_its_owner_alone(place: Place) -> None:
    li, wang = member(place, "li"), member(place, "wang")
    row = saved(li)
    assert isinstance(actions.change_view(wang, row.pk, View("我的")), Refusal)
    assert isinstance(actions.remove_view(wang, row.pk), Refusal)
    actions.change_view(li, row.pk, View(" 红灯 ", SavedView.Shared.UNIT))
    row.refresh_from_db()
    assert (row.name, row.shared, row.unit, row.query) == ("红灯", "unit", "housing", "light=red")
    assert names(wang) == ["红灯"]
    actions.remove_view(li, row.pk)
    assert names(wang) == []


def test_what_somebody_left_behind_is_removed_by_those_who_see_it(place: Place) -> None:
    li, wang, sun = member(place, "li"), member(place, "wang"), member(place, "sun", "street")
    row = saved(li, View("局里的", SavedView.Shared.UNIT, "inbox", "light=red"))
    li.is_active = False
    li.save()
    assert isinstance(actions.remove_view(sun, row.pk), Refusal)
    assert isinstance(actions.remove_view(wang, row.pk), SavedView)


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (View("  "), "请给视图起个名字。"),
        (View("长" * 21), "视图的名字最多 20 个字。"),
        (View("a\x00b"), "视图的名字里有看不见的控制字符，请删去后再交。"),
        (View("上\u2028下"), "视图的名字里有看不见的控制字符，请删去后再交。"),
        (View("好", "world"), "请选择给谁用。"),
        (View("好", query="q=" + "x" * 500), "筛选的条件太长，不能保存成视图。"),
        (View("超期的", listing="inbox"), "已经有一个视图叫“超期的”，请换个名字。"),
    ],
)
def test_bad_names_get_one_sentence(view: View, told: str, place: Place) -> None:
    li = member(place, "li")
    saved(li)
    no = actions.save_view(li, view)
    assert str(no) == told
    assert names(li) == ["超期的"]


def test_who_has_no_unit_shares_with_none(place: Place) -> None:
    no = actions.save_view(member(place, "li", ""), View("好", SavedView.Shared.UNIT))
    assert str(no) == "您还没有分到单位，不能给单位用。"


def test_twenty_are_enough(place: Place) -> None:
    li = member(place, "li")
    for n in range(20):
        saved(li, View(f"第 {n}"))
    assert str(actions.save_view(li, LATE)) == "最多保存 20 个视图，请先删去不用的。"


def test_who_looks_is_known_for_a_minute(place: Place) -> None:
    li, wang = member(place, "li"), member(place, "wang")
    actions.look_at(li, "ST-1", now=NOON)
    actions.look_at(wang, "ST-2", now=NOON)
    assert queries.who_looks("ST-1", now=NOON + timedelta(seconds=59), but=wang) == [li]
    assert queries.who_looks("ST-1", now=NOON, but=li) == []
    assert queries.who_looks("ST-1", now=NOON + timedelta(minutes=1), but=wang) == []


def test_what_one_had_open_before_is_forgotten(place: Place) -> None:
    li = member(place, "li")
    actions.look_at(li, "ST-1", now=NOON)
    actions.look_at(li, "ST-2", now=NOON + timedelta(seconds=30))
    actions.look_at(li, "ST-2", now=NOON + timedelta(seconds=80))
    assert [row.case for row in Looking.objects.all()] == ["ST-2"]
