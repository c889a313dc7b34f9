"""Search: every word that a case holds finds it, for whoever may see it, and for nobody else."""

from typing import Any

import pytest
from django.db import connection

from huiyin.cases import actions, finding, queries
from huiyin.cases.bulk import Batch
from huiyin.cases.models import CaseRow, WordsRow
from huiyin.rules.case import Actor
from huiyin.rules.steps.dispatch import Classify, Dispatch, Reassign
from huiyin.rules.steps.handle import Accept, DeliverPart, DraftAnswer, Progress
from huiyin.rules.steps.receive import AnswerDirectly, Supplement
from tests.cases.test_bulk import LAMP
from tests.cases.test_listing import busy, everybody
from tests.world import County, at

__all__ = ["busy"]


def found(county: County, text: str, who: str = "周宁", **narrow: str) -> list[str]:
    """Numbers of the cases that a member finds, in order."""
    return search(county, county.actor(who), text, view="all", **narrow)


def search(county: County, actor: Actor, text: str, **narrow: str) -> list[str]:
    """The same of anybody."""
    rows = queries.listing(actor, now=county.now, **narrow)
    hits = queries.search(rows, text, actor, now=county.now)
    return [row.number for row in queries.of(hits)]


@pytest.mark.parametrize(
    "text",
    [
        "路灯",
        "路灯不亮",
        "坏了三天",
        "灯",
        "亮",
        "幸福路 路灯",
        "三天　不亮",
        "幸福路的路灯坏了，三天",
        "东门18号",
        "18号楼",
        "１８号",
        "wifi",
        "WIF",
        "和平社区",
        "heping",
        "CO-20260302",
        "co20260302",
        "20260302-00001",
    ],
)
def test_a_case_is_found_by_its_title_letter_address_area_and_number(
    county: County, text: str
) -> None:
    """In any order, one word or several, half-width or full-width, the end of a number left out."""
    letter = "幸福路的路灯坏了三天了，ＷｉＦｉ也断了。"
    one = county.registered(text=letter, address="东门18号楼", area="990101001000-c01")
    county.registered(title="占道", text="门前堆了货。", area="")
    other = CaseRow.objects.exclude(number=one).get()
    hits = found(county, text)
    assert one in hits
    assert (other.number in hits) is text.startswith(("CO", "co"))


@pytest.mark.parametrize(
    "text",
    [
        "路灯 水管",
        "灯路",
        "坏了四天",
        "亮幸",  # the end of the title and the beginning of the letter
        "8号楼",
        "水",
        "%",
        "_",
        "'",
        '"',
        '路灯" OR words : "占',
        "路灯'::tsquery | 'x",
        "路灯 NOT 占道 *",
        "\x00",
        "AND",
    ],
)
def test_what_does_not_stand_there_finds_nothing(county: County, text: str) -> None:
    """Nor do the words of the databases' own languages mean anything."""
    county.registered(address="东门18号楼")
    assert found(county, text) == []


def test_supplements_progress_parts_and_answers_are_found(county: County) -> None:
    number = county.dispatched("st-chengguan")
    county.registered()
    county.petitioner_does(number, Supplement(text="树枝挡住了光。"))
    county.does("李强", number, Accept(contact="李强 0516-55550142"))
    county.does("李强", number, Progress(text="配件已订购。"))
    county.does("马丽", number, DeliverPart(text="已修剪行道树。"))
    county.does("李强", number, DraftAnswer(text="已更换镇流器。"))
    for said in ("树枝", "配件", "行道树", "镇流器", "镇流器 树枝 路灯"):
        assert found(county, said) == [number], said
    assert found(county, "李强") == []  # whom to ask is no matter
    direct = county.registered(kind="enquiry")
    county.does("吴越", direct, AnswerDirectly(text="请拨打供电热线。"))
    assert found(county, "供电") == [direct]


def test_the_newest_come_first_and_filters_narrow_what_is_found(county: County) -> None:
    """By when a case began, not by when its row was written: ledgers come in late."""
    new = county.registered()
    batch = Batch(county.law)
    old = batch.begin(LAMP, now=at("2026-02-02 12:00")).number
    batch.write()
    sent = county.dispatched()
    assert found(county, "路灯")[-1] == old
    assert set(found(county, "路灯")) == {new, sent, old}
    assert found(county, "路灯", phase="dispatched") == [sent]
    assert found(county, "路灯", unit="housing") == [sent]
    assert found(county, old) == [old]
    assert found(county, old, phase="dispatched") == []


def test_the_inbox_can_be_searched_too(county: County) -> None:
    mine, gone = county.registered(), county.dispatched()
    assert search(county, county.actor("周宁"), "路灯") == [mine]
    assert gone in search(county, county.actor("周宁"), "路灯", view="all")


def test_search_is_within_exactly_what_one_may_see(busy: County) -> None:
    """The index's face of `may I`: the same cases as the list's, for everybody."""
    rows = {row.pk: queries.find(row.number) for row in CaseRow.objects.all()}
    for name, actor in everybody(busy).items():
        seen = set(queries.within(actor).values_list("pk", flat=True))
        scopes = set(finding.scopes(actor))
        inside = {pk for pk, case in rows.items() if case and scopes & set(finding.scope(case))}
        assert inside == seen, name


def test_a_whistle_blower_s_words_are_found_by_discipline_inspection_alone(county: County) -> None:
    """JS-4: who has to read them can look for them; nobody else can tell that they are there."""
    number = county.whistle()
    county.registered()
    for name, actor in everybody(county).items():
        texts = ("红包", number, number[:17])
        found = [one for text in texts for one in search(county, actor, text, view="all")]
        hits = [one for one in found if one == number]
        assert hits == ([number] * 3 if name in ("郑毅", "纪检经办") else []), name


def test_a_unit_finds_a_case_while_it_has_a_part_in_it(county: County) -> None:
    number = county.dispatched()
    assert (found(county, "路灯", "李强"), found(county, "路灯", "唐伟")) == ([number], [])
    county.does("周宁", number, Reassign(lead="human-resources", reason="另有管辖。"))
    assert (found(county, "路灯", "李强"), found(county, "路灯", "唐伟")) == ([], [number])


def test_the_area_is_found_by_its_new_name_alone(county: County) -> None:
    number = county.registered(area="990101001000-c01")
    change = Classify(kind="complaint", level="normal", class_code="0201", area="990101100000-v01")
    county.does("周宁", number, change)
    assert found(county, "和平社区") == []
    assert found(county, county.law.areas["990101100000-v01"].name) == [number]


def test_what_was_erased_is_found_no_more(county: County) -> None:
    number, other = county.answered(), county.registered()
    actions.erase(number, now=county.now)
    assert found(county, "路灯") == [other]
    assert found(county, "修好") == []
    assert found(county, number[:17]) == [number]
    assert finding.disagreeing([number, other]) == []
    kept = [row.words for row in WordsRow.objects.all() if "修好" in row.words]
    assert kept == []


def test_a_deed_that_fails_leaves_the_index_as_it_was(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = county.handling()

    def full(*args: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(finding, "keep_up", full)
    before = list(WordsRow.objects.values_list())
    with pytest.raises(OSError, match="No space"):
        county.does("李强", number, Progress(text="配件已订购。"))
    assert list(WordsRow.objects.values_list()) == before
    assert found(county, "配件") == []


def test_after_every_way_the_index_is_as_the_record_says(busy: County) -> None:
    numbers = set(queries.every_number())
    busy.struck_off()
    assert finding.disagreeing(numbers) == []


def test_what_does_not_agree_is_named_and_made_good(county: County) -> None:
    """Lost, changed, or written before there was an index."""
    lost, changed, good = county.registered(), county.registered(), county.registered()
    pks = dict(CaseRow.objects.values_list("number", "pk"))
    rows = {row.pk & finding.words.MASK: row for row in WordsRow.objects.all()}
    rows[pks[lost]].delete()
    WordsRow.objects.filter(pk=rows[pks[changed]].pk).update(words="占道 道")
    assert set(finding.disagreeing([lost, changed, good])) == {lost, changed}
    assert found(county, "占道") == [changed]
    assert finding.renew([lost, changed, good]) == 2
    assert finding.disagreeing([lost, changed, good]) == []
    assert found(county, "占道") == []
    assert set(found(county, "路灯")) == {lost, changed, good}
    assert finding.is_sound()


@pytest.mark.sqlite
def test_an_index_that_lost_step_with_its_table_is_found_out_and_made_anew(county: County) -> None:
    """Somebody took the triggers away for a while."""
    number = county.registered()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_words_index (cases_words_index) VALUES ('delete-all')")
    assert not finding.is_sound()
    assert found(county, "路灯") == []
    finding.renew_index()
    assert finding.is_sound()
    assert found(county, "路灯") == [number]


def test_a_very_long_story_is_found_by_its_beginning(county: County) -> None:
    """What PostgreSQL has no places for is left out, and nobody is kept from writing on."""
    number = county.handling()
    county.does("李强", number, Progress(text="甲乙" * 9000 + "丙丁戊"))
    assert found(county, "甲乙") == [number]
    assert found(county, "丙丁戊") == []
    assert finding.disagreeing([number]) == []


def test_snippets_say_where_the_words_stand(county: County) -> None:
    number = county.answered(text="请尽快。" * 20 + "幸福路的路灯坏了三天了。", address="路灯杆旁")
    shown = finding.snippets([number], "路灯")[number]
    marked = {
        one.where: "".join(f"[{text}]" if hit else text for text, hit in one.pieces)
        for one in shown
    }
    assert marked == {
        "title": "[路灯]不亮",
        "letter": "…快。请尽快。幸福路的[路灯]坏了三天了。",
        "address": "[路灯]杆旁",
        "answer": "[路灯]已修好。",
    }


def test_nobody_without_a_role_finds_anything(county: County) -> None:
    county.registered()
    nobody = Actor("x", frozenset(), places=frozenset({"county"}))
    assert finding.scopes(nobody) == []
    assert search(county, nobody, "路灯", view="all") == []


def test_a_case_handed_over_twice_is_in_the_index_once(county: County) -> None:
    number = county.registered()
    county.does("周宁", number, Dispatch(lead="housing"))
    assert WordsRow.objects.count() == CaseRow.objects.count() == 1


def test_words_of_any_year_are_found_and_the_newest_first(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of this month, of this year, of long ago, of a clock that runs ahead; rare words or not."""
    moments = [
        at("2026-01-06 12:00"),
        at("2026-02-25 12:00"),
        at("2026-03-01 12:00"),
        at("2027-03-01 12:00"),
    ]
    batch = Batch(county.law)
    numbers = [batch.begin(LAMP, now=moment).number for moment in moments]
    batch.write()
    for now in (at("2026-03-02 12:00"), at("2027-01-15 12:00"), at("2029-01-15 12:00")):
        county.now = now
        for few in (1, 8, 10_000):
            monkeypatch.setattr(finding.words, "FEW", few)
            assert set(found(county, "路灯")) == set(numbers)
    assert found(county, "路灯") == numbers[::-1]


def test_no_more_are_found_than_asked_for(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_FOUND", 2)
    numbers = []
    for day in (2, 3, 4, 5):
        county.now = at(f"2026-03-0{day} 12:00")
        numbers.append(county.registered())
    assert found(county, "路灯") == numbers[:0:-1]
