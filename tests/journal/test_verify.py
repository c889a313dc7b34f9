"""`huiyin journal verify`: clean after a journey; one altered byte is found, and where."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from huiyin.cases import agreeing
from huiyin.cases.models import CaseRow, Part
from huiyin.journal import coding
from huiyin.journal import queries as journal
from huiyin.journal.models import FactRow, TextRow
from huiyin.rules.evolve import rebuild
from tests.world import County, is_whole

Intruder = Callable[[str, list[Any]], None]


def verify(number: str = "") -> tuple[bool, str]:
    """Is the record whole, and what was said about it."""
    out = StringIO()
    asked = ["--case", number] if number else []
    try:
        call_command("journal", "verify", *asked, stdout=out, stderr=out)
    except CommandError as error:
        return False, out.getvalue() + str(error)
    return True, out.getvalue()


def test_a_journey_leaves_a_whole_record(county: County) -> None:
    county.struck_off()
    county.answered()
    county.handling("st-chengguan")
    county.whistle()
    assert verify() == (True, "核验了 4 件，记录完整，与现状一致。\n")


def test_an_empty_house_is_whole(county: County) -> None:
    assert verify() == (True, "核验了 0 件，记录完整，与现状一致。\n")


def test_every_case_is_rebuilt_from_its_facts_to_what_stands_in_its_row(county: County) -> None:
    for number in (county.struck_off(), county.handling("st-chengguan"), county.whistle()):
        assert rebuild(journal.facts(number)) == county.case(number)
        assert is_whole(number)


def test_one_case_is_verified_by_its_number_however_it_is_typed(county: County) -> None:
    number = county.answered()
    county.answered()
    assert verify(number.lower().replace("-", " ")) == (
        True,
        "核验了 1 件，记录完整，与现状一致。\n",
    )


@pytest.mark.parametrize("number", ["", "nothing", "CO-20260302-00099-0"])
def test_a_case_that_is_not_there_is_said_so(county: County, number: str) -> None:
    with pytest.raises(CommandError, match="没有受理编号"):
        call_command("journal", "verify", "--case", number)


SET = 'UPDATE journal_fact SET {} WHERE "case" = %s AND seq = 3'
BYTES = {
    "data": 'data = REPLACE(data, \'"unit":"housing"\', \'"unit":"housinG"\')',
    "hash": "hash = REPLACE(hash, SUBSTR(hash, 1, 1), 'x')",
    "prev": "prev = REPLACE(prev, SUBSTR(prev, 1, 1), 'x')",
    "actor": "actor = 'member:999'",
    "role": "role = 'head'",
    "unit": "unit = 'housinG'",
    "kind": "kind = 'contacted'",
}


@pytest.mark.parametrize("column", BYTES)
def test_one_altered_byte_of_a_fact_is_found_where_it_is(
    county: County, off_guard: Intruder, column: str
) -> None:
    number, other = county.answered(), county.answered()
    off_guard(SET.format(BYTES[column]), [number])
    whole, said = verify()
    assert not whole
    assert f"{number} 第 3 条" in said
    assert other not in said
    assert "核验了 2 件" in said


def test_a_moment_changed_by_a_second_is_found(county: County, off_guard: Intruder) -> None:
    number = county.answered()
    later = FactRow.objects.get(case=number, seq=2).at.replace(second=1)
    moment = connection.ops.adapt_datetimefield_value(later)
    off_guard('UPDATE journal_fact SET at = %s WHERE "case" = %s AND seq = 2', [moment, number])
    assert f"{number} 第 2 条：内容与校验值不符。" in verify()[1]


def test_one_altered_byte_of_people_s_words_is_found(county: County, off_guard: Intruder) -> None:
    number = county.answered()
    off_guard(
        "UPDATE journal_text SET body = REPLACE(body, '已', '未') WHERE \"case\" = %s", [number]
    )
    whole, said = verify()
    assert not whole
    assert f"{number} 第 4 条：原文与摘要不符。" in said


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_deleted_fact_is_missed(county: County, off_guard: Intruder, seq: int) -> None:
    number = county.answered()
    off_guard('DELETE FROM journal_fact WHERE "case" = %s AND seq = %s', [number, seq])
    whole, said = verify()
    assert not whole
    assert f"{number} 第 {seq} 条：缺少这一条。" in said


def test_facts_cut_off_at_the_end_are_missed(county: County, off_guard: Intruder) -> None:
    """The chain is whole as far as it goes; where the case stands tells that it went on."""
    number = county.dispatched()
    off_guard('DELETE FROM journal_fact WHERE "case" = %s AND seq = 2', [number])
    whole, said = verify()
    assert not whole
    assert number in said


def test_the_whole_record_of_a_case_cut_out_is_missed(county: County, off_guard: Intruder) -> None:
    number = county.dispatched()
    off_guard('DELETE FROM journal_fact WHERE "case" = %s', [number])
    off_guard('DELETE FROM journal_text WHERE "case" = %s', [number])
    whole, said = verify()
    assert not whole
    assert number in said


def test_facts_that_changed_places_are_found(county: County, off_guard: Intruder) -> None:
    number = county.answered()
    for seq, new in ((3, 99), (4, 3), (99, 4)):
        sql = 'UPDATE journal_fact SET seq = %s WHERE "case" = %s AND seq = %s'
        off_guard(sql, [new, number, seq])
    assert f"{number} 第 3 条：与上一条接不上。" in verify()[1]


def test_deleted_words_are_missed_though_erased_ones_are_not(
    county: County, off_guard: Intruder
) -> None:
    number = county.answered()
    off_guard('DELETE FROM journal_text WHERE "case" = %s AND seq = 4', [number])
    assert f"{number} 第 4 条：缺少原文。" in verify()[1]


@pytest.mark.parametrize(("seq", "field"), [(2, "note"), (2, "title"), (77, "text")])
def test_words_put_into_somebody_s_mouth_are_found(county: County, seq: int, field: str) -> None:
    """A text beside a fact that has none: the guard lets new rows in, so this must find them."""
    number = county.dispatched()
    TextRow.objects.create(case=number, seq=seq, field=field, salt="", body="没有人说过的话")
    whole, said = verify()
    assert not whole
    assert f"{number} 第 {seq} 条" in said


def test_a_record_rewritten_with_all_its_hashes_is_found(
    county: County, off_guard: Intruder
) -> None:
    """Whoever computes the chain anew must still meet the end that the case remembers."""
    number = county.answered()
    text = TextRow.objects.get(case=number, seq=4)
    lie = "路灯本来就没有坏。"
    off_guard("UPDATE journal_text SET body = %s WHERE id = %s", [lie, text.pk])
    prev = ""
    for row in FactRow.objects.filter(case=number).order_by("seq"):
        if row.seq == 4:
            said = json.loads(row.data)
            said["what"]["text"] = coding.digest(text.salt, lie)
            row.data = json.dumps(said, ensure_ascii=False)
        row.prev, row.hash = prev, coding.chain(prev, row)
        prev = row.hash
        off_guard(
            "UPDATE journal_fact SET data = %s, prev = %s, hash = %s WHERE id = %s",
            [row.data, row.prev, row.hash, row.pk],
        )
    assert list(journal.faults(number)) == []
    whole, said_so = verify()
    assert not whole
    assert f"{number}：现状的“head”与记录推算的不一致。" in said_so


ROW = {
    "phase": {"phase": "answered"},
    "owner": {"owner": "chief"},
    "lead": {"lead": "st-chengguan"},
    "red_at": {"red_at": None},
    "next_alarm_at": {"next_alarm_at": None},
    "place": {"place": "neighbour"},
    "whistle": {"whistle": True},
    "first_asked": {"first_asked": "housing"},
    "law": {"law": 2},
    "title": {"title": "别的事"},
    "head": {"head": "0" * 64},
    "version": {"version": 9},
}


@pytest.mark.parametrize("column", ROW)
def test_a_case_that_stands_elsewhere_than_its_record_says_is_found(
    county: County, column: str
) -> None:
    number = county.handling()
    CaseRow.objects.filter(number=number).update(**ROW[column])
    whole, said = verify()
    assert not whole
    assert number in said
    assert (column if column != "version" else "head") in said


@pytest.mark.parametrize("change", [("handling", "answered"), ("{", "["), ('"CO-', '"XX-')])
def test_a_changed_state_is_found_and_one_that_cannot_be_read_is_told(
    county: County, change: tuple[str, str]
) -> None:
    number = county.handling()
    row = CaseRow.objects.get(number=number)
    CaseRow.objects.filter(pk=row.pk).update(state=row.state.replace(*change, 1))
    whole, said = verify()
    assert not whole
    assert number in said


def test_a_row_that_was_deleted_is_missed(county: County) -> None:
    number, other = county.registered(), county.registered()
    CaseRow.objects.get(number=number).delete()
    whole, said = verify()
    assert not whole
    assert f"{number}：现状的“row”" in said
    assert other not in said


def test_the_parts_of_units_agree_with_the_record(county: County) -> None:
    """Lists of units are read from their own table; it is verified like the rest."""
    number = county.handling("st-chengguan")
    Part.objects.filter(case__number=number, lead=False).update(unit="human-resources")
    assert agreeing.disagreement(number) == "parts"


BROKEN = [
    'UPDATE journal_fact SET at = %s WHERE "case" = %s AND seq = 2',
    'UPDATE journal_fact SET data = CAST(%s AS TEXT) WHERE "case" = %s AND seq = 2',
    "UPDATE cases_case SET red_at = %s WHERE number = %s",
]


@pytest.mark.sqlite
@pytest.mark.parametrize("sql", BROKEN)
@pytest.mark.parametrize("value", ["2026-13-45 99:99:99", b"\xff\xfe"], ids=["no day", "no text"])
def test_what_cannot_even_be_read_is_told_with_its_case_and_the_others_are_verified(
    county: County, off_guard: Intruder, sql: str, value: Any
) -> None:
    """Only the embedded database lets a column hold what it was not made for."""
    number, other = county.handling(), county.handling()
    off_guard(sql, [value, number])
    CaseRow.objects.filter(number=other).update(version=9)
    whole, said = verify()
    assert not whole
    assert number in said
    assert other in said
    assert number in verify(number)[1]


def test_one_case_whose_row_is_gone_is_verified_by_its_number(county: County) -> None:
    """It is still in the record: nobody may be told that there is no such case."""
    number = county.registered()
    CaseRow.objects.get(number=number).delete()
    whole, said = verify(number)
    assert not whole
    assert "“row”" in said
