"""`huiyin journal index`: cases that were there before the index, or lost step, are found again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from huiyin.cases import queries
from huiyin.cases.models import WordsRow
from huiyin.jobs.management.commands import journal
from tests.world import County, county, county_files, fresh_law, is_whole

__all__ = ["county", "county_files", "fresh_law"]

GOOD = "检索索引：查了 {count} 件，与记录不符的 {found} 件。\n"


def index(*words: str) -> tuple[bool, str]:
    """Was all well, and what was said."""
    out = StringIO()
    try:
        call_command("journal", "index", *words, stdout=out, stderr=out)
    except CommandError as error:
        return False, out.getvalue() + str(error)
    return True, out.getvalue()


def lamps(county: County) -> int:
    """How many cases the dispatcher finds."""
    actor = county.actor("周宁")
    rows = queries.listing(actor, now=county.now)
    return len(queries.search(rows, "路灯", actor, now=county.now))


def test_an_index_that_agrees_is_left_alone(county: County) -> None:
    county.struck_off()
    county.whistle()
    assert index("--check") == (True, GOOD.format(count=2, found=0))
    assert index() == (True, GOOD.format(count=2, found=0))


def test_cases_from_before_the_index_are_indexed_page_by_page(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "PAGE", 2)
    numbers = [county.registered() for _ in range(5)]
    WordsRow.objects.all().delete()
    said = index("--check")[1]
    assert all(f"{number}：检索索引与记录不符。" in said for number in numbers)
    assert index("--check")[0] is False
    assert lamps(county) == 0
    assert index() == (True, GOOD.format(count=5, found=5))
    assert lamps(county) == 5
    assert all(is_whole(number) for number in numbers)


def test_one_case_can_be_asked_for(county: County) -> None:
    one, _ = county.registered(), county.registered()
    WordsRow.objects.all().delete()
    assert index("--case", one.lower()) == (True, GOOD.format(count=1, found=1))
    assert index("--check", "--case", "XX-1")[0] is False
    assert WordsRow.objects.count() == 1


@pytest.mark.sqlite
def test_an_index_out_of_step_with_its_table_is_made_anew(county: County) -> None:
    county.registered()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_words_index (cases_words_index) VALUES ('delete-all')")
    assert index("--check") == (False, GOOD.format(count=1, found=0) + RUN)
    assert index()[0]
    assert index("--check")[0]
    assert lamps(county) == 1


RUN = "请运行 huiyin journal index 重建。"
