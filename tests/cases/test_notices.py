"""Who is told what: each audience its own, and nobody another's."""

from huiyin.cases import notices, queries
from huiyin.cases.models import NoticeRow
from huiyin.people import actions as people
from huiyin.rules.steps.dispatch import Dispatch
from huiyin.rules.vocabulary import Mode, Role
from tests.world import County


def told(county: County, who: str) -> list[str]:
    """What a member was told, newest first."""
    return [notice.template for notice in queries.notices_for(county.people[who])]


def test_a_dispatch_tells_the_petitioner_the_lead_and_those_who_assist(county: County) -> None:
    number = county.dispatched("st-chengguan")
    assert told(county, "李强") == ["{number} 已交办给本单位（主办）。"]
    assert told(county, "马丽") == ["{number} 请本单位协办。"]
    templates = [n.template for n in notices.to_petitioners(number)]
    assert templates == ["您的诉求 {number} 已交承办单位。", "您的诉求 {number} 已登记。"]


def test_nobody_is_told_what_is_for_another_role_unit_or_place(county: County) -> None:
    county.dispatched()
    for who in ("赵敏", "唐伟", "何静", "高远", "林涛", "邓洁"):
        assert told(county, who) == [], who


def test_the_desk_of_the_hub_hears_of_what_lies_below_it(county: County) -> None:
    """FX-5."""
    county.registered()
    assert told(county, "周宁") == told(county, "苏城") == ["新诉求 {number} 待处理。"]


def test_of_a_whistle_blower_s_case_only_the_discipline_office_hears(county: County) -> None:
    """JS-4."""
    county.whistle()
    assert told(county, "郑毅") == ["新诉求 {number} 待处理。"]
    for who in set(county.people) - {"郑毅"}:
        assert told(county, who) == [], who


def test_a_member_without_a_unit_gets_no_unit_s_notices(county: County) -> None:
    county.dispatched()
    county.people["新人"] = people.add_member(
        "新人", name="新人", place=county.place, roles=[Role.CLERK]
    )
    assert told(county, "新人") == []


def test_the_newest_notice_comes_first_and_no_more_than_asked(county: County) -> None:
    for _ in range(3):
        county.registered()
    (newest,) = queries.notices_for(county.people["周宁"], limit=1)
    assert newest.case.number.startswith("CO-20260302-00003-")


def test_a_deed_done_again_by_its_key_tells_nobody_twice(county: County) -> None:
    number = county.registered()
    deed = Dispatch(mode=Mode.DIRECT, lead="housing")
    for _ in range(2):
        county.does("周宁", number, deed, key="1")
    assert NoticeRow.objects.filter(unit="housing").count() == 1


def test_no_notice_holds_a_word_of_the_letter(county: County) -> None:
    county.struck_off()
    kept = repr(list(NoticeRow.objects.values_list("template", "params")))
    assert "路灯" not in kept
    assert "王芳" not in kept
