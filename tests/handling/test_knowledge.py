"""The knowledge base: what answers a question, who writes it, and that no wording is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from huiyin.cases.actions import Refused
from huiyin.handling import actions, queries
from huiyin.handling.actions import Said
from huiyin.handling.queries import Asks, Known
from huiyin.rules.case import Actor
from huiyin.rules.refusals import Why
from huiyin.rules.vocabulary import Role

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
HERE = frozenset({"model"})
ZHOU = Actor("member:1", frozenset({Role.AGENT}), HERE, "centre")
LI = Actor("member:2", frozenset({Role.CLERK}), HERE, "housing")
GAO = Actor("member:3", frozenset({Role.GRID_WORKER}), HERE, "street")
FAR = Actor("member:4", frozenset({Role.AGENT}), frozenset({"elsewhere"}))
CARD = Said(
    question="社保卡丢了怎么补办",
    ways="医保卡丢了去哪里补\n\n  社会保障卡遗失  ",
    answer="先挂失，再到银行网点补办。",
    source="《社会保障卡管理办法》",
    until=TODAY + timedelta(days=365),
)


def write(said: Said = CARD, actor: Actor = ZHOU, place: str = "model") -> int:
    return actions.write(place, said, actor=actor, today=TODAY, now=NOW)


def change(pk: int, said: Said, *, seen: int, actor: Actor = ZHOU) -> None:
    actions.change(pk, said, seen=seen, actor=actor, today=TODAY, now=NOW)


def known(pk: int) -> Known:
    """As the desk reads it."""
    one = queries.of_desk(ZHOU, pk)
    assert one is not None
    return one


def found(text: str, **more: Any) -> list[str]:
    return [one.question for one in queries.answering(Asks("model", text), today=TODAY, **more)]


def test_a_question_is_found_in_what_people_write_however_they_ask() -> None:
    write()
    write(replace(CARD, question="居住证怎么办理", ways=""))
    assert found("您好，我的社保卡丢了，请问怎么补办？急！") == ["社保卡丢了怎么补办"]
    assert found("我医保卡丢了，去哪里补啊") == ["社保卡丢了怎么补办"]
    assert found("路灯不亮") == []


@pytest.mark.parametrize(
    "text", ["", "社", "   ", "？？？？？？", "𠮷𠮷𠮷𠮷", "\x00" * 10, "补" * 1_000_000]
)
def test_what_asks_nothing_finds_nothing(text: str) -> None:
    write()
    assert found(text) == []


def test_rare_characters_are_found_too() -> None:
    write(replace(CARD, question="𠮷野家食堂怎么报修"))
    assert found("𠮷野家食堂坏了怎么报修") == ["𠮷野家食堂怎么报修"]


def test_the_public_reads_what_is_meant_for_it_here_and_still_good() -> None:
    write(replace(CARD, public=False))
    write(replace(CARD, until=TODAY))
    write(place="elsewhere", actor=FAR)
    retired = write()
    actions.retire(retired, actor=ZHOU, now=NOW)
    assert len(found("社保卡丢了怎么补办")) == 1
    assert len(found("社保卡丢了怎么补办", public=False)) == 2
    tomorrow = TODAY + timedelta(days=1)
    assert queries.answering(Asks("model", "社保卡丢了怎么补办"), today=tomorrow) == []
    assert queries.read("model", retired, today=TODAY) is None
    assert not queries.listed("model", today=tomorrow)


def test_the_list_is_searched_by_words_in_question_ways_or_answer() -> None:
    write()
    for words in ("", "社保", "银行", "遗失", "社保 网点"):
        assert len(queries.listed("model", words, today=TODAY)) == 1, words
    assert not queries.listed("model", "社保 电梯", today=TODAY)
    assert not queries.listed("elsewhere", "社保", today=TODAY)


def test_every_wording_is_kept_with_who_and_when() -> None:
    pk = write()
    change(pk, replace(CARD, answer="到网点补办。"), seen=1)
    assert [(one.version, one.answer, one.by) for one in queries.wordings(pk)] == [
        (2, "到网点补办。", "member:1"),
        (1, "先挂失，再到银行网点补办。", "member:1"),
    ]


def test_of_two_who_change_it_the_second_is_told_and_nothing_is_lost() -> None:
    pk = write()
    change(pk, replace(CARD, answer="甲说"), seen=1)
    with pytest.raises(Refused) as no:
        change(pk, replace(CARD, answer="乙说"), seen=1)
    assert no.value.refusal.why is Why.NOT_NOW
    assert known(pk).answer == "甲说"
    assert len(queries.wordings(pk)) == 2


def test_what_is_retired_is_changed_no_more() -> None:
    pk = write()
    actions.retire(pk, actor=ZHOU, now=NOW)
    with pytest.raises(Refused):
        change(pk, CARD, seen=1)
    assert known(pk).retired


def test_a_unit_writes_what_is_its_own_the_desk_everything_a_grid_worker_nothing() -> None:
    own = write(replace(CARD, unit="housing"), LI)
    with pytest.raises(Refused):
        write(replace(CARD, unit="water"), LI)
    with pytest.raises(Refused):
        write(CARD, GAO)
    change(own, replace(CARD, unit="housing"), seen=1)
    with pytest.raises(Refused):
        change(write(), replace(CARD, unit="housing"), seen=1, actor=LI)
    assert not queries.may_change(LI, known(write()))


def test_of_another_place_it_is_as_if_there_were_none() -> None:
    pk = write()
    assert queries.of_desk(FAR, pk) is None
    with pytest.raises(Refused) as no:
        change(pk, CARD, seen=1, actor=FAR)
    assert no.value.refusal.why is Why.NOT_FOUND
    with pytest.raises(Refused):
        actions.retire(pk, actor=FAR, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": "  "}, "question"),
        ({"question": "问" * 201}, "question"),
        ({"answer": ""}, "answer"),
        ({"answer": "答" * 20_001}, "answer"),
        ({"answer": "坏\x00字"}, "answer"),
        ({"ways": "问" * 2001}, "ways"),
        ({"source": "据" * 301}, "source"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
    ],
)
def test_what_cannot_be_taken_names_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as no:
        write(replace(CARD, **wrong))
    assert no.value.refusal.field == field
    assert not queries.kept(ZHOU, today=TODAY)


def test_those_whose_time_is_over_wait_to_be_looked_at_and_come_first() -> None:
    write()
    write(replace(CARD, question="居住证怎么办理", until=TODAY))
    later = TODAY + timedelta(days=1)
    assert queries.count_due(ZHOU, today=TODAY) == 0
    assert queries.count_due(ZHOU, today=later) == 1
    assert [kept.due for kept in queries.kept(ZHOU, today=later)] == [True, False]
    assert len(queries.kept(ZHOU, due=True, today=later)) == 1


def test_how_often_it_helped_is_counted_by_day_and_nothing_else_is_kept() -> None:
    pk = write()
    for day in (TODAY, TODAY, date(2026, 11, 25), date(2024, 1, 1)):
        actions.helped(pk, day)
    for _ in range(2):
        actions.answered("model-1", pk, actor=ZHOU, day=TODAY)
    actions.answered("model-2", pk, actor=FAR, day=TODAY)
    assert queries.kept(ZHOU, today=date(2026, 11, 26))[0].helped == 4


def test_looking_for_an_answer_costs_two_queries(django_assert_num_queries: Any) -> None:
    for n in range(50):
        write(replace(CARD, question=f"第{n}路公交车末班车几点", ways=""))
    with django_assert_num_queries(2):
        assert found("请问第7路公交车末班车几点")[0] == "第7路公交车末班车几点"


def test_the_same_class_speaks_for_an_answer() -> None:
    write(replace(CARD, question="供暖温度不够怎么退费", ways="", class_code="heating"))
    text = "家里供暖温度低"
    assert found(text) == []
    assert len(queries.answering(Asks("model", text, "heating"), today=TODAY)) == 1
    assert queries.answering(Asks("model", "路灯不亮", "heating"), today=TODAY) == []


def test_a_whole_question_typed_into_the_search_is_answered() -> None:
    write()
    assert len(queries.listed("model", "社保卡丢了，怎么补办？", today=TODAY)) == 1


@pytest.mark.parametrize(
    "words", ["\x00", "社保\x00卡\x07", "%", "_", "\\", "' OR 1=1 --", "𠮷" * 100]
)
def test_whatever_is_searched_for_is_only_words(words: str) -> None:
    write(replace(CARD, answer="满五十打九折。"))
    assert len(queries.listed("model", words, today=TODAY)) == ("\x00" in words)
    assert len(queries.kept(ZHOU, words, today=TODAY)) == ("\x00" in words)


def test_a_long_list_has_pages_and_a_page_that_is_none_is_the_last_or_first() -> None:
    for n in range(queries.PAGE + 1):
        write(replace(CARD, question=f"第{n}问"))
    assert len(queries.listed("model", today=TODAY)) == queries.PAGE
    assert len(queries.listed("model", page="2", today=TODAY)) == 1
    assert len(queries.kept(ZHOU, page="9" * 400, today=TODAY)) == 1
    assert len(queries.kept(ZHOU, page="x", today=TODAY)) == queries.PAGE


def test_a_units_people_look_again_at_what_is_their_units() -> None:
    write(replace(CARD, unit="housing", until=TODAY), LI)
    write(replace(CARD, until=TODAY))
    later = TODAY + timedelta(days=1)
    assert [queries.count_due(who, today=later) for who in (ZHOU, LI, GAO)] == [2, 1, 0]
    assert [one.known.unit for one in queries.kept(LI, due=True, today=later)] == ["housing"]
