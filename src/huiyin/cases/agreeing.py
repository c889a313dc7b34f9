"""Does where a case stands agree with what happened?"""

from huiyin.cases import state
from huiyin.cases.models import CaseRow
from huiyin.cases.queries import law_of
from huiyin.journal import queries as journal
from huiyin.rules.case import Case
from huiyin.rules.evolve import rebuild


def disagreement(number: str) -> str:
    """The first field in which the row differs from what the facts add up to; "" for none.

    "row" where there is no row, "facts" where there are no facts, "state" where it cannot be read.
    """
    row = CaseRow.objects.filter(number=number).first()
    if row is None:
        return "row"
    facts = journal.facts(number)
    if not facts:
        return "facts"
    if (row.version, row.head) != journal.end(number):
        return "head"
    try:
        kept, built = state.read(row.state), rebuild(facts)
    except ValueError:
        return "state"
    for name in Case.__dataclass_fields__:
        if getattr(kept, name) != getattr(built, name):
            return str(name)
    return _differs(row, built)


def _differs(row: CaseRow, case: Case) -> str:
    """The first column, or "parts", in which the tables say something else of the case."""
    said = journal.words_of([case.number], "registered", "title")  # nothing once it was erased
    title = said.get(case.number, row.title)
    fresh = state.new_row(case, law_of(case), title=title, seq=row.version, head=row.head)
    for column in CaseRow._meta.concrete_fields:
        name = column.attname
        derived = name not in ("id", "state")
        if derived and getattr(row, name) != getattr(fresh, name):
            return column.name
    parts = {(part.unit, part.lead, str(part.stand)) for part in case.assignments}
    return "" if parts == set(row.parts.values_list("unit", "lead", "stand")) else "parts"
