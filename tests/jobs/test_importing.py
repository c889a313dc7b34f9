"""Taking a ledger in: every letter at its real time, resumable, under the law of the place."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from huiyin.cases import bulk, queries
from huiyin.cases.models import CaseRow, NoticeRow
from huiyin.intake import one_time
from huiyin.intake.models import Petitioner
from huiyin.intake.queries import unsealed
from huiyin.jobs import importing
from huiyin.journal import queries as journal
from huiyin.people.models import Place
from huiyin.regimes import queries as laws
from huiyin.rules.case import Phase
from tests.world import SHANGHAI, at, everything, is_whole

NOW = at("2026-03-02 10:00")
HEAD = "id,user,phone,title,body,time,kind,class,reply,replied"
MAP = """
[columns]
id = "id"
title = "title"
text = "body"
registered_at = "time"
petitioner = "user"
phone = "phone"
kind = "kind"
class_code = "class"
answer = "reply"
answered_at = "replied"
[reading]
moments = ["%Y-%m-%d %H:%M"]
"""
ROWS = [
    # a complaint has seven working days: answered in time, late, not at all
    "1,王芳,138 1234 5678,路灯不亮,幸福路的路灯坏了。,2026-01-05 10:00,,,修好了。,2026-01-09 10:00",
    "2,刘洋,,停水,自来水停了两天。,2026-01-05 10:00,suggestion,,已恢复。,2026-02-10 10:00",
    "3,陈晨,,噪音扰民,广场舞太吵。,2026-01-06 10:00,,,,",
    "4,赵六,,咨询社保,退休后医保怎么办？,2026-03-01 16:00,,,,",
    # rows that cannot be taken
    "5,钱七,,没有内容,,2026-01-06 10:00,,,,",
    "6,孙八,,来自将来,内容,2026-03-02 10:01,,,,",
    "7,周九,,答在问前,内容,2026-01-06 10:00,,,答复,2026-01-05 10:00",
    "8,吴十,,没有这种,内容,2026-01-06 10:00,riddle,,,",
    "9,郑一,,没有这类,内容,2026-01-06 10:00,,9999,,",
    f"10,冯二,,太长,{'长' * 20_001},2026-01-06 10:00,,,,",
]
GOOD = 4


@pytest.fixture
def ledger(tmp_path: Path, settings: Settings, fresh_law: None) -> Path:
    """A small ledger with its map beside it; the home is empty."""
    settings.HUIYIN_HOME = tmp_path / "home"
    path = tmp_path / "来信.csv"
    path.write_text("\n".join([HEAD, *ROWS]) + "\n", encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    return path


pytestmark = pytest.mark.django_db


def take_in(ledger: Path, *, regime: str = "starter", now: Any = NOW) -> str:
    """Run the command at that moment; what it prints."""
    out = StringIO()
    told = ["--regime", regime, "--map", str(ledger.parent / "map.toml")]
    with time_machine.travel(now, tick=False):
        call_command("import", "letters", str(ledger), *told, stdout=out)
    return out.getvalue()


def table(said: str) -> dict[str, int]:
    """The numbers of the table at the end."""
    names = ("received", "in time", "overdue", "open", "late", "before", "bad rows")
    lines = {name: line for name in names for line in said.splitlines() if f" {name} " in line}
    found = {name: int(line.split(name)[1].split("（")[0]) for name, line in lines.items()}
    lights = next(line for line in said.splitlines() if "绿" in line).split()
    return found | {colour: int(lights[lights.index(sign) + 1]) for colour, sign in LIGHTS.items()}


LIGHTS = {"green": "绿", "yellow": "黄", "red": "红"}


def case_of(title: str) -> Any:
    """The case of the letter with that title."""
    return queries.find(CaseRow.objects.get(title=title).number)


def test_a_ledger_ends_with_its_table_under_the_law_of_the_place(ledger: Path) -> None:
    assert table(take_in(ledger)) == {
        "received": GOOD,
        "in time": 1,
        "overdue": 1,
        "open": 1,
        "late": 1,
        "before": 0,
        "bad rows": 6,
        "green": 2,
        "yellow": 0,
        "red": 2,
    }


def test_each_letter_lives_at_its_own_times_through_the_door(ledger: Path) -> None:
    take_in(ledger)
    lamp = case_of("路灯不亮")
    assert lamp.number.startswith("ST-20260105-00001-")
    assert lamp.registered_at == at("2026-01-05 10:00")
    assert lamp.answered_at == at("2026-01-09 10:00")
    assert (lamp.class_code, lamp.phase) == ("0201", Phase.STRUCK_OFF)
    assert not lamp.clock("answer").is_red(NOW)
    late = case_of("停水")
    assert late.clock("answer").is_red(NOW)
    struck = [f.at.astimezone(SHANGHAI) for f in journal.facts(late.number) if f.kind == "struck"]
    assert [moment.strftime("%m-%d") for moment in struck] == [
        "01-13",  # yellow
        "01-14",  # red, and the slip at once
        "01-14",
        "01-16",  # the order, two working days after
        "01-21",  # the inspection office
        "01-28",  # the chief clerk
        "02-16",  # answered on the 10th: the petitioner is asked once more
        "02-18",  # and has said nothing when the 17th is over
    ]


def test_every_imported_case_is_whole_and_nobody_is_told_of_history(ledger: Path) -> None:
    take_in(ledger)
    assert all(is_whole(number) for number in queries.every_number())
    assert not NoticeRow.objects.exists()
    out = StringIO()
    call_command("journal", "verify", stdout=out)
    assert "记录完整" in out.getvalue()


def test_bad_rows_are_listed_with_number_and_reason_and_nothing_of_the_letter(
    ledger: Path, settings: Settings
) -> None:
    said = take_in(ledger)
    listed = settings.HUIYIN_HOME / "imports" / "来信-starter.bad.csv"
    assert str(listed) in said
    lines = listed.read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines] == ["row", "6", "7", "8", "9", "10", "11"]
    for words in ("没有内容", "在将来", "早于来信时间", "riddle", "9999", "20001 字"):
        assert words in "".join(lines)
    assert "冯二" not in "".join(lines)


def test_people_are_kept_apart_sealed_and_tidy_and_only_those_whose_letters_were_taken(
    ledger: Path,
) -> None:
    take_in(ledger)
    people = {unsealed(row).name: unsealed(row).phone for row in Petitioner.objects.all()}
    assert people == {"王芳": "13812345678", "刘洋": "", "陈晨": "", "赵六": ""}
    refs = {case.petitioners[0].ref for case in map(queries.find, queries.every_number()) if case}
    assert refs == {str(pk) for pk in Petitioner.objects.values_list("pk", flat=True)}


def test_whoever_left_a_number_finds_the_imported_letter_by_it(ledger: Path) -> None:
    take_in(ledger)
    (hers,) = Petitioner.objects.exclude(phone_index="")
    place = hers.place
    (mine,) = one_time.cases_of(place, hers.phone_index, now=NOW)
    assert queries.titles([mine.number]) == {mine.number: "路灯不亮"}
    assert not Petitioner.objects.filter(phone_index="").exclude(case="").exists()


def test_a_second_run_takes_nothing_in(ledger: Path) -> None:
    """Numbers of the bad rows are skipped again; nothing else is written."""
    take_in(ledger)
    before = everything()
    again = table(take_in(ledger))
    assert (again["received"], again["before"], again["bad rows"]) == (0, GOOD, 6)
    after = everything()
    assert {name for name in after if after[name] != before[name]} == {"cases_counter"}


def test_letters_that_were_added_since_are_taken_in(ledger: Path) -> None:
    take_in(ledger)
    with ledger.open("a", encoding="utf-8") as file:
        file.write("11,新人,,又来一封,内容,2026-02-01 10:00,,,,\n")
    again = table(take_in(ledger))
    assert (again["received"], again["before"]) == (1, GOOD)


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Letters go in two by two, and the disk is full after as many batches as stand here."""
    monkeypatch.setattr(importing, "CHUNK", 2)
    left, real = [0], bulk.journal.append

    def append(*args: Any) -> None:
        if not left[0]:
            raise OSError("No space left on device")
        left[0] -= 1
        real(*args)

    monkeypatch.setattr(bulk.journal, "append", append)
    return iter([left])


@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_import_that_broke_in_the_middle_goes_on_where_it_stopped(
    ledger: Path, breaks: Iterator[list[int]], after: int
) -> None:
    left = next(breaks)
    left[0] = after
    with pytest.raises(OSError, match="No space"):
        take_in(ledger)
    taken = CaseRow.objects.count()
    assert taken == Petitioner.objects.count() == min(2 * after, GOOD)
    left[0] = 99
    again = table(take_in(ledger))
    assert (again["before"], again["received"]) == (taken, GOOD - taken)
    assert CaseRow.objects.count() == Petitioner.objects.count() == GOOD
    assert all(is_whole(number) for number in queries.every_number())


def test_a_long_id_is_not_cut_into_another_letter_s(ledger: Path) -> None:
    rows = [f"{'x' * 200}{n},,,题{n},内容,2026-01-06 10:00,,,," for n in range(3)]
    ledger.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    assert table(take_in(ledger))["received"] == 3
    assert table(take_in(ledger))["before"] == 3


def test_the_same_ledger_goes_into_two_places(ledger: Path) -> None:
    regimes = ["starter", "suining"]
    for regime in regimes:
        assert table(take_in(ledger, regime=regime))["before"] == 0
    assert set(CaseRow.objects.values_list("place", flat=True)) == set(regimes)


def test_the_regime_and_its_place_are_set_up_by_the_way(ledger: Path) -> None:
    take_in(ledger)
    assert Place.objects.get().pk == "starter"
    assert laws.current("starter").version == 1


def test_a_regime_that_does_not_exist_is_told_with_those_that_do(ledger: Path) -> None:
    before = everything()
    with pytest.raises(CommandError, match=r"没有“atlantis”这套规则，可用的有：.*starter"):
        take_in(ledger, regime="atlantis")
    assert everything() == before


@pytest.mark.parametrize(
    ("table_", "words"),
    [
        ("channel = 'pigeon'", "pigeon"),
        ("kind = 'riddle'", "riddle"),
        ("level = 'yesterday'", "yesterday"),
        ("area = '000'", "000"),
    ],
)
def test_what_the_map_takes_for_granted_must_be_in_the_law(
    ledger: Path, table_: str, words: str
) -> None:
    (ledger.parent / "map.toml").write_text(f"{MAP}\n[defaults]\n{table_}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        take_in(ledger)
    assert not CaseRow.objects.exists()


def test_a_ledger_that_is_not_there_is_told_in_one_sentence(ledger: Path) -> None:
    with pytest.raises(CommandError, match="没有台账文件"):
        take_in(ledger.with_name("nothing.csv"))
    (ledger.parent / "map.toml").unlink()
    with pytest.raises(CommandError, match="没有列对照文件"):
        take_in(ledger)


def test_letters_are_written_by_the_batch_not_one_by_one(
    ledger: Path, django_assert_max_num_queries: Any
) -> None:
    """Forty letters of one day cost few questions more than four."""
    take_in(ledger)
    rows = [f"a{n},,,题{n},内容,2026-01-06 10:00,,,好,2026-01-07 10:00" for n in range(40)]
    ledger.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    with django_assert_max_num_queries(60) as asked:
        assert table(take_in(ledger))["received"] == 40
    assert isinstance(asked, CaptureQueriesContext)
