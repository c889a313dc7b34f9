"""Many letters, one cause: which are found, what they are called; a known topic at last."""

import csv
import json
import random
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from huiyin.reporting import topics as module
from huiyin.reporting.topics import FEWEST, Letter, TooMany, Topic, topics

END = datetime(2026, 11, 30, 9, tzinfo=UTC)
NAMES = ("翠锦北云兰望石白金枫", "湖绣斗杉亭江榴鹭桂林", "花名家小雅公新水国", "园城园镇苑寓村洲际")
WHAT = (
    "电梯",
    "夜市",
    "暖气",
    "污水",
    "充电桩",
    "快递车",
    "广告牌",
    "树枝",
    "栏杆",
    "水表",
    "门禁",
    "草坪",
)
HOW = (
    "困住了人",
    "吵到半夜",
    "一直不热",
    "往外溢出",
    "不够分配",
    "堵住大门",
    "快要掉了",
    "无人修剪",
)
SAID = (
    "我们这里已经很久了没有人来管希望领导能够重视一下谢谢多次反映"
    "都说在处理可是到现在还是老样子真的不知道该怎么办才好请帮忙"
)


def about(place: str, matter: str, days_ago: int, n: int, person: str = "") -> Letter:
    """What it is about, and what people say around it, which is long."""
    chance = random.Random(f"{place}{matter}{n}")
    around = "".join(chance.choices(SAID, k=150))
    at = END - timedelta(days=days_ago)
    title, text = f"{place}{matter}", f"{place}{around[:60]}{matter}{around[60:]}"
    return Letter(f"{place}-{matter}-{n}", title, text, at, person or f"p{n}")


def crowd() -> list[Letter]:
    """Letters of many places about many matters."""
    chance = random.Random(7)
    return [
        about(
            "".join(map(chance.choice, NAMES)), chance.choice(WHAT) + chance.choice(HOW), n % 90, n
        )
        for n in range(300)
    ]


PLACE, MATTER = "枫林国际", "地下车库进了水"


def hot(*days_ago: int, person: str = "") -> list[Letter]:
    return [about(PLACE, MATTER, day, 1000 + day, person) for day in days_ago]


def the_one(found: list[Topic], letters: list[Letter]) -> Topic:
    """The topic that these letters and no others are."""
    (topic,) = [one for one in found if set(one.letters) & {letter.id for letter in letters}]
    assert set(topic.letters) == {letter.id for letter in letters}
    return topic


def test_letters_of_one_place_and_matter_are_a_topic_and_either_alone_is_not() -> None:
    own = hot(2, 3, 5, 9, 40, 61)
    elsewhere = [about("白鹭洲畔", "车库积水", 4, 2000), about("南山别院", "地下通道进水", 6, 2001)]
    otherwise = [about(PLACE, "栏杆快要掉了", 5, 2002), about(PLACE, "夜市吵到半夜", 7, 2003)]
    found = the_one(topics([*crowd(), *own, *elsewhere, *otherwise]), own)
    assert (found.size, found.people) == (6, 6)
    assert (found.recent, found.before, found.growth) == (4, 1, 3)
    assert (found.first, found.last) == (END - timedelta(days=61), END - timedelta(days=2))
    assert PLACE in found.name
    assert "车库进了水" in found.name


def test_one_persons_many_letters_are_no_topic() -> None:
    own = hot(*range(9), person="p7")
    assert not [
        one for one in topics([*crowd(), *own]) if set(one.letters) & {letter.id for letter in own}
    ]


def test_people_who_cannot_be_told_apart_count_each() -> None:
    nameless = [Letter(one.id, one.title, one.text, one.at) for one in hot(*range(6))]
    assert the_one(topics([*crowd(), *nameless]), nameless).people == 6


def test_the_largest_comes_first() -> None:
    own = hot(*range(40))
    found = topics([*crowd(), *own])
    assert found[0] == the_one(found, own)
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)
    assert min(one.size for one in found) >= FEWEST


@pytest.mark.parametrize("few", [0, 1, FEWEST - 1])
def test_few_letters_have_no_topic(few: int) -> None:
    assert topics(hot(*range(few))) == []


def test_letters_without_words_in_common_have_none() -> None:
    signs = [Letter(str(n), chr(0x4E00 + 7 * n), "", END) for n in range(9)]
    assert topics(signs) == []


def test_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    with pytest.raises(TooMany):
        topics(crowd())


# -- the command


def written(path: Path, letters: list[Letter], head: str = "id,user,title,time,body") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(head + "\n")
        writer = csv.writer(file)
        for n, one in enumerate(letters):
            form = "%Y/%m/%d %H:%M:%S" if n % 2 else "%Y-%m-%d"
            writer.writerow([one.id, one.person, one.title, one.at.strftime(form), one.text])
    return path


def says(*words: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("topics", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_lists_them(tmp_path: Path) -> None:
    file = written(tmp_path / "letters.csv", [*crowd(), *hot(*range(40))])
    first, *_ = json.loads(says(file, "--json")[0])
    assert first["size"] == 40
    assert set(first["letter_ids"]) == {one.id for one in hot(*range(40))}
    out, _ = says(file, "--top", 1)
    assert PLACE in out
    assert len(out.splitlines()) == 1
    assert "没有找到热点" in says(written(tmp_path / "none.csv", hot(1, 2)))[0]


def test_rows_that_cannot_be_compared_are_counted(tmp_path: Path) -> None:
    file = written(tmp_path / "letters.csv", crowd())
    with file.open("a", encoding="utf-8") as more:
        more.write("x1,p,标题,昨天,正文\nx2,p,,2026-11-30,\n")
    assert says(file)[1].startswith("2 行")


@pytest.mark.parametrize(
    ("head", "sentence"), [("id,user,name,time,body", "没有“title”这一列"), (None, "没有台账文件")]
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, head: str | None, sentence: str
) -> None:
    file = tmp_path / "letters.csv"
    if head is not None:
        written(file, crowd(), head)
    with pytest.raises(CommandError, match=sentence):
        says(file)


# -- real letters

ALSO_ABOUT_IT = {"234327", "257091", "272447", "281902", "287331", "287458"}
"""Letters that are about the known topic, read one by one, and that fewer than two teams named."""


def test_a_known_topic_is_found_whole(shared_data: Path) -> None:
    with (shared_data / "hot_topic_example.csv").open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    out, _ = says(shared_data / "messages_hot_topics.csv", "--json")
    found = max((set(one["letter_ids"]) for one in json.loads(out)), key=lambda t: len(t & known))
    assert len(found & known) >= 0.95 * len(known)
    assert len(found & (known | ALSO_ABOUT_IT)) >= 0.95 * len(found)
