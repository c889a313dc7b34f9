"""What people ask for by short message, and what they are answered."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from huiyin.cases import numbers
from huiyin.cases import queries as cases
from huiyin.cases.models import CaseRow
from huiyin.intake import queries as petitioners
from huiyin.intake.models import Petitioner
from huiyin.jobs.stand_ins.sms import Gateway
from tests.intake.wechat.conftest import running
from tests.web.citizen_street import LAMPS, found, look_up, report
from tests.web.desk_world import NOW, build
from tests.web.sms_street import LAMPS_OUT, QIAN, SECRET, WU, Phones, only, phones, suining, table

__all__ = ["phones", "suining"]
pytestmark = pytest.mark.django_db


# -- a new matter


def test_what_wu_writes_is_a_case_and_she_is_told_its_number(phones: Phones) -> None:
    told = phones.says(LAMPS_OUT)
    row = only()
    assert (row.title, row.channel, row.kind) == ("和平路的路灯坏了三盏", "sms", "help")
    assert told == f"您的诉求 {row.number} 已登记。"
    assert Petitioner.objects.get().case == row.number


def test_without_a_kind_of_its_own_it_is_of_the_law_s_first(phones: Phones, settings: Any) -> None:
    del settings.HUIYIN_CHANNELS["suining"]["sms"]["kind"]
    phones.says(LAMPS_OUT)
    assert only().kind == "complaint"


def test_an_emergency_is_met_with_the_number_to_call(phones: Phones) -> None:
    told = phones.says("三号楼楼道里电动车起火，烟很大")
    assert "着火、爆炸、有人被困，请马上打 119。" in told
    assert only().channel == "sms"


@pytest.mark.parametrize("text", ["你好", "谢谢", "", "？", "补充", "评价", "满意", "帮助"])
def test_a_greeting_is_no_matter_and_gets_a_hint(text: str, phones: Phones) -> None:
    assert phones.says(text).startswith("有事请写明时间、地点、情况")
    assert not CaseRow.objects.exists()


@pytest.mark.parametrize("text", ["TD", "退订", "N"])
def test_what_people_answer_to_advertising_gets_no_answer(text: str, phones: Phones) -> None:
    assert phones.says(text) == ""


def test_rare_characters_and_long_words_are_taken_whole(phones: Phones) -> None:
    text = "𠮷祥里😀" + "路" * 1900
    phones.says(text)
    assert cases.timeline(only().number)[0].fact.what.text == text  # type: ignore[union-attr]


def test_where_the_law_asks_a_real_name_the_page_is_named(settings: Any) -> None:
    """JS-1: nothing is registered without it."""
    gateway = Gateway("jishou", "jishou", SECRET, clock=timezone.now)
    with running(gateway) as address, time_machine.travel(NOW, tick=False):
        more = table(address, key="jishou", channel="web")
        settings.HUIYIN_CHANNELS = {"jishou": {"sms": more}}
        found("jishou")
        phones = Phones(gateway, "jishou")
        assert "请到网页反映" in phones.says(LAMPS_OUT)
        more["channel"] = "code"
        assert "请到网页反映" in phones.says(LAMPS_OUT)
    assert not CaseRow.objects.exists()


# -- progress


def test_progress_tells_where_it_stands_and_the_query_code(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    number = only().number
    for text in (" 查询 ", number, f"进度 {number}", number.lower().replace("-", ""), "进度"):
        assert phones.says(text).startswith(f"{number}：已收到，正在确定由哪个单位办理。")
    told = phones.says("进度")
    code = told.split("查询码 ")[1][:9]
    assert LAMPS_OUT in look_up(Client(), "suining", number, code)


def test_full_width_letters_and_digits_are_understood(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    number = only().number
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    assert phones.says(f"进度：{wide}").startswith(number)


def test_several_cases_are_listed_whatever_way_they_came(phones: Phones) -> None:
    on_page, _ = report(Client(), "suining", {**LAMPS, "phone": WU})
    phones.works()
    phones.says("垃圾三天没有人收了，味道很大。")
    told = phones.says("进度")
    assert f"{on_page} 已收到" in told
    assert told.count("SN-") == 2
    assert "发编号看一件的详情。" in told


def test_who_has_brought_nothing_is_told_so(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    assert "没有反映过问题" in phones.says("进度", phone=QIAN)


def test_anothers_case_is_as_if_there_were_none_but_with_its_code(phones: Phones) -> None:
    number, code = report(Client(), "suining", {**LAMPS, "phone": WU})
    phones.works()
    told = phones.says(number, phone=QIAN)
    assert told.startswith(f"没有您用这个手机号反映的 {number}")
    missing = numbers.compose("SN", NOW.date(), 99)
    assert phones.says(missing, phone=QIAN) == told.replace(number, missing)
    told = phones.says(f"{number} {code.lower()}", phone=QIAN)
    assert told.startswith(f"{number}：已收到")
    assert "查询码" not in told
    assert "编号或查询码不对" in phones.says(f"{number} AAAA-AAAA", phone=QIAN)


def test_a_slip_in_the_number_is_told_and_makes_no_case(phones: Phones) -> None:
    right = numbers.compose("SN", NOW.date(), 1)
    slip = f"{right[:-1]}{(int(right[-1]) + 1) % 10}"
    told = phones.says(f"{slip} 路灯还是没有修好，请再来看看")
    assert told.startswith("受理编号写得不对，请照回执核对")
    assert not CaseRow.objects.exists()


# -- more words


def supplements(number: str) -> list[str]:
    """What was added to a case."""
    facts = [entry.fact for entry in cases.timeline(number)]
    return [fact.what.text for fact in facts if fact.kind == "supplemented"]  # type: ignore[union-attr]


def test_more_words_go_to_the_only_open_case_or_the_one_named(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    number = only().number
    assert phones.says("补充 就在学校门口。") == f"{number}：补充已经收到。"
    assert phones.says(f"补充{number} 有三盏。") == f"{number}：补充已经收到。"
    assert phones.says(f"{number}，现在是四盏了。") == f"{number}：补充已经收到。"
    assert supplements(number) == ["就在学校门口。", "有三盏。", "现在是四盏了。"]
    assert CaseRow.objects.count() == 1


def test_with_two_open_cases_the_number_is_asked(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    phones.says("垃圾三天没有人收了，味道很大。")
    told = phones.says("补充 就在学校门口。")
    assert told.startswith("请写明是哪一件：SN-")
    assert told.count("SN-") == 2


def test_who_has_no_case_cannot_add_to_one(phones: Phones) -> None:
    phones.says(LAMPS_OUT)
    assert "没有可以这样做的诉求" in phones.says("补充 就在学校门口。", phone=QIAN)
    assert phones.says(f"补充 {only().number} 假的。", phone=QIAN).startswith("没有您用这个手机号")
    assert supplements(only().number) == []


def test_messages_that_arrive_out_of_order_are_each_taken(phones: Phones) -> None:
    """More words overtake the matter: the sender is told, and the matter is none the worse."""
    assert "没有可以这样做的诉求" in phones.says("补充 就在学校门口。")
    assert "已登记" in phones.says(LAMPS_OUT)
    assert "补充已经收到" in phones.says("补充 就在学校门口。")


# -- the judgement


@pytest.fixture
def answered(tmp_path: Any, settings: Any) -> Any:
    """The place where everything is used, with Wu's case answered, and a gateway."""
    gateway = Gateway("model", "model", SECRET, clock=timezone.now)
    with running(gateway) as address, time_machine.travel(NOW, tick=False):
        settings.HUIYIN_CHANNELS = {"model": {"sms": table(address, key="model")}}
        world = build(tmp_path)
        number = world.answered()
        phones = Phones(gateway, "model")
        phones.works()
        yield world, phones, number


def judged(number: str) -> list[tuple[str, str]]:
    """Verdict and words of the judgements of a case."""
    facts = [entry.fact for entry in cases.timeline(number)]
    whats: list[Any] = [fact.what for fact in facts if fact.kind == "rated"]
    return [(what.verdict, what.text) for what in whats]


@pytest.mark.parametrize(
    ("text", "verdict", "more"),
    [
        ("满意", "satisfied", ""),
        ("评价 基本满意", "basic", ""),
        ("评价不满意", "dissatisfied", ""),
        ("不满意，第三盏还是不亮", "dissatisfied", "第三盏还是不亮"),
        ("评价 {number} 满意。谢谢！", "satisfied", "谢谢！"),
        ("{number} 满意", "satisfied", ""),
    ],
)
def test_the_answer_is_judged_by_a_word(text: str, verdict: str, more: str, answered: Any) -> None:
    _, phones, number = answered
    told = phones.says(text.format(number=number))
    assert f"{number}：评价已经记下，谢谢您。" in told
    assert judged(number) == [(verdict, more)]


def test_progress_of_an_answered_case_says_how_to_judge(answered: Any) -> None:
    _, phones, number = answered
    assert "请评价：回“满意”“基本满意”或“不满意”。" in phones.says(number)


def test_it_is_judged_once_and_the_second_try_is_told_why_not(answered: Any) -> None:
    _, phones, number = answered
    phones.says("满意")
    assert phones.says(f"评价 {number} 不满意") != ""
    assert judged(number) == [("satisfied", "")]


def test_a_judgement_that_is_none_is_told_how(answered: Any) -> None:
    _, phones, number = answered
    assert phones.says(f"评价 {number} 很好").startswith("请这样评价：评价 编号 满意")
    assert judged(number) == []


def test_nobody_judges_for_another(answered: Any) -> None:
    _, phones, number = answered
    assert phones.says(f"评价 {number} 不满意", phone=QIAN).startswith("没有您用这个手机号")
    assert phones.says("不满意", phone=QIAN).startswith("有事请写明")
    assert judged(number) == []


# -- in English


ENGLISH = "Three street lamps on Heping Road are out since Monday."


def has_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]{4}", text) is not None


def test_who_writes_in_english_is_answered_and_told_in_english(phones: Phones) -> None:
    told = phones.says(ENGLISH)
    assert only().number in told
    assert not has_chinese(told)
    assert "Query code" in phones.says("status")
    assert "Query code" in phones.says("Progress")
    assert "added" in phones.says("add one more lamp is out")
    (person,) = Petitioner.objects.all()
    assert petitioners.told_in(str(person.pk)) == "en"


def test_a_number_alone_is_answered_as_they_wrote_before(phones: Phones) -> None:
    phones.says(ENGLISH)
    assert not has_chinese(phones.says(only().number))
    assert has_chinese(phones.says("进度"))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("satisfied", "satisfied"),
        ("Basically satisfied", "basic"),
        ("NOT SATISFIED", "dissatisfied"),
        ("rate {number} dissatisfied", "dissatisfied"),
    ],
)
def test_an_answer_is_judged_in_english(text: str, verdict: str, answered: Any) -> None:
    _, phones, number = answered
    answer, *_ = phones.says(text.format(number=number)).splitlines()
    assert answer == f"{number}: your rating has been noted, thank you."
    assert judged(number) == [(verdict, "")]


def test_a_word_that_only_begins_like_a_command_is_a_matter(phones: Phones) -> None:
    phones.says("Statuses of my two applications were lost by the office.")
    assert only().title.startswith("Statuses of my two")
