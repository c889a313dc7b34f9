"""Words are erased from the record and from the lists at once; the record stays whole."""

from huiyin.cases import actions, agreeing, queries
from huiyin.cases.models import CaseRow
from huiyin.journal import queries as journal
from tests.world import County


def test_what_was_said_is_gone_from_everywhere(county: County) -> None:
    number = county.dispatched()
    said = CaseRow.objects.get(number=number).title
    assert said
    assert actions.erase(number, now=county.now) > 0
    assert CaseRow.objects.get(number=number).title == ""
    assert said not in repr(queries.timeline(number))
    assert list(journal.faults(number)) == []
    assert agreeing.disagreement(number) == ""
