"""The right to deletion: words go for good, and the chain stays whole."""

from huiyin.cases import actions as cases
from huiyin.cases import queries
from huiyin.journal import actions as journal
from huiyin.journal import queries as record
from huiyin.journal.models import FactRow, TextRow
from huiyin.rules.evolve import rebuild
from huiyin.rules.steps.dispatch import Dispatch
from tests.world import WANG_FANG, County, everything, is_whole

LAMP = "路灯不亮"


def test_the_timeline_has_people_s_words_where_they_were_said(county: County) -> None:
    number = county.answered()
    said = [entry.fact.what for entry in queries.timeline(number)]
    assert (said[0].title, said[0].text) == (LAMP, "幸福路的路灯坏了三天了。")  # type: ignore[attr-defined]
    assert said[2].contact == "李强 0516-55550142"  # type: ignore[attr-defined]
    assert said[3].text == "路灯已修好。"  # type: ignore[attr-defined]


def test_erased_words_are_gone_named_as_erased_and_the_chain_is_whole(county: County) -> None:
    number = county.answered()
    words = TextRow.objects.filter(case=number).count()
    assert cases.erase(number, now=county.now) == words
    assert not TextRow.objects.filter(case=number).exclude(body=None).exists()
    first = queries.timeline(number)[0]
    assert (first.fact.what.title, set(first.erased)) == ("", {"title", "text"})  # type: ignore[attr-defined]
    assert is_whole(number)
    assert cases.erase(number, now=county.now) == 0


def test_what_was_erased_cannot_be_guessed_from_what_remains(county: County) -> None:
    """A phone number has few forms: with its salt kept, the digest would tell which it was."""
    number = county.handling()
    salts = set(TextRow.objects.filter(case=number).values_list("salt", flat=True))
    journal.erase(number)
    kept = repr(everything())
    assert salts
    assert not [salt for salt in salts if salt in kept]


def test_the_words_of_other_cases_stay(county: County) -> None:
    number, other = county.registered(), county.registered()
    journal.erase(number)
    assert queries.timeline(other)[0].fact.what.title == LAMP  # type: ignore[attr-defined]


def test_an_erased_case_is_still_rebuilt_and_goes_on(county: County) -> None:
    number = county.registered()
    journal.erase(number)
    assert rebuild(record.facts(number)) == county.case(number)
    assert county.does("周宁", number, Dispatch(lead="housing")).case.phase == "dispatched"
    assert is_whole(number)


def test_no_fact_state_or_notice_holds_a_person_s_data_or_words(county: County) -> None:
    """After a whole journey of 王芳, whose name, phone and identity number the house knows."""
    county.struck_off()
    county.answered()
    kept = everything()
    words = [WANG_FANG.name, WANG_FANG.phone, WANG_FANG.identity_no, "0516-55550142", "幸福路"]
    for table in set(kept) - {"journal_text"}:
        for secret in words:
            assert secret not in repr(kept[table]), (table, secret)
    for row in FactRow.objects.all():
        assert LAMP not in row.data
