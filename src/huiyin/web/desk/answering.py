"""From the answer to one case to an article for everybody, and what may not go along (P109)."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from huiyin.cases import queries as cases
from huiyin.cases.actions import Refused
from huiyin.handling import queries as knowledge
from huiyin.handling.queries import Known
from huiyin.intake import queries as intake
from huiyin.intake.blotting import GAP
from huiyin.journal.queries import Entry
from huiyin.rules.access import may_write_articles
from huiyin.rules.case import Case
from huiyin.rules.refusals import Refusal, forbidden, not_now
from huiyin.rules.words import N_
from huiyin.web.desk import papers
from huiyin.web.desk.frame import Desk

_SECRET = N_("举报和要求保密的诉求，答复不能写进知识库。")
_NOT_YET = N_("答复还没有发出，不能写进知识库。")


@dataclass(frozen=True, slots=True)
class Way:
    """To the writing page, "" where nobody here may; and what was written from the case before."""

    url: str
    written: list[Known]


def way(case: Case, entries: list[Entry], desk: Desk) -> Way | None:
    """From an answered case to the knowledge base; None where there is none."""
    if _in_the_way(case, entries) is not None:
        return None
    written = knowledge.from_case(desk.actor, case.number)
    url = f"{reverse('desk:article-new')}?case={case.number}"
    made = Way(url if knowledge.may_write(desk.actor) else "", written)
    return made if made.url or written else None


def _in_the_way(case: Case, entries: list[Entry]) -> Refusal | None:
    if case.whistle or case.confidential:
        return forbidden(_SECRET)
    return not_now(_NOT_YET) if papers.answered(entries) is None else None


def begins(desk: Desk, number: str) -> dict[str, Any]:
    """What the article begins with: nobody's name, no number to call. Raises Refused."""
    case = cases.get(number, desk.actor)
    entries = cases.timeline(case.number)
    no = _in_the_way(case, entries)
    if no is not None:
        raise Refused(no)
    found = papers.answered(entries)
    said = getattr(found[0].fact.what, "text", "") if found else ""
    title, address = (
        getattr(entries[0].fact.what, "title", ""),
        getattr(entries[0].fact.what, "address", ""),
    )
    lead = case.lead.unit if case.lead else ""
    standard = case.lead.standard if case.lead else ""
    return {
        "case": case.number,
        "question": _bare(case, title, address),
        "answer": _bare(case, said, address),
        "class_code": case.class_code if case.class_code in desk.law.classes else "",
        "unit": lead if may_write_articles(desk.actor, lead) is None else desk.member.unit,
        "source": "".join(desk.law.grounds(case.class_code, standard)),
        "public": False,  # whoever has read it again says so
    }


def _bare(case: Case, text: str, address: str) -> str:
    hidden = intake.blotted(case, text)
    return hidden.replace(address, GAP) if address else hidden
