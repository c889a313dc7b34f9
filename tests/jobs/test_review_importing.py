"""Ledgers from elsewhere: no letter is passed over in silence, no row spoils the others."""

import csv
from pathlib import Path

from huiyin.intake import ledgers
from huiyin.jobs.importing import Import, Tally
from tests.world import County

HEAD = ("id", "title", "text", "at", "reply", "replied")
MAP = ledgers.LedgerMap(
    columns=ledgers.Columns(
        id="id",
        title="title",
        text="text",
        registered_at="at",
        answer="reply",
        answered_at="replied",
    ),
    reading=ledgers.ReadingOf(moments=("%Y-%m-%d %H:%M",)),
)
LAMP = ("1", "路灯不亮", "幸福路的路灯坏了三天了。", "2026-02-02 10:00", "", "")


def taken(county: County, folder: Path, *rows: tuple[str, ...]) -> Tally:
    """The ledger with these rows, taken into the county."""
    ledger = folder / "ledger.csv"
    with ledger.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    read = ledgers.letters(ledgers.rows(ledger), MAP, county.now)
    going = Import(county.place, county.law, MAP.defaults, county.now)
    list(going.run(read))
    return going.tally


def test_another_ledger_that_counts_from_one_again_is_another_ledger(
    county: County, tmp_path: Path
) -> None:
    """Two offices number their letters 1, 2, 3: what the second received is no repetition."""
    other = ("1", "井盖松动", "公园门口的井盖松了。", "2026-02-02 10:00", "", "")
    assert taken(county, tmp_path, LAMP).received == 1
    again = taken(county, tmp_path, LAMP, other)
    assert (again.before, again.received, again.bad) == (1, 1, [])


def test_a_reply_that_came_since_does_not_make_a_letter_another_one(
    county: County, tmp_path: Path
) -> None:
    taken(county, tmp_path, LAMP)
    replied = (*LAMP[:4], "路灯已经修好。", "2026-02-03 10:00")
    assert taken(county, tmp_path, replied).before == 1


def test_a_row_from_the_year_one_or_of_endless_length_spoils_only_itself(
    county: County, tmp_path: Path
) -> None:
    """A day that no calendar of ours knows, and a field longer than the reader of CSV takes."""
    early = ("2", "很早", "很早的信。", "0001-01-01 00:00", "", "")
    endless = ("3", "很长", "长" * 300_000, "2026-02-02 10:00", "", "")
    tally = taken(county, tmp_path, early, endless, LAMP)
    assert tally.received == 1
    assert {one.row for one in tally.bad} == {2, 3}
