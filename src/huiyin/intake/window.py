"""Taking what somebody brings to the one window of a centre: in one sitting to its desk (FX-5)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.cases import actions as cases
from huiyin.cases import queries as case_queries
from huiyin.intake import actions as intake
from huiyin.intake.actions import Matter, Receipt
from huiyin.intake.identity import Person
from huiyin.people.models import Place
from huiyin.rules.case import Actor, Case, Phase
from huiyin.rules.deeds import Deed
from huiyin.rules.steps.dispatch import Dispatch, Reassign
from huiyin.rules.vocabulary import Mode


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought, by whom, and the unit to whose desk it goes; "" to leave that open."""

    matter: Matter
    person: Person
    unit: str = ""


def take(
    place: Place, brought: Brought, *, actor: Actor, now: datetime, key: str, why: str
) -> Receipt:
    """Register it and hand it to the unit of the desk: both or neither. Raises Refused.

    `why`: the reason on record where the catalogue had already given it to another unit.
    """
    with transaction.atomic():
        receipt = intake.report(
            place, brought.matter, brought.person, actor=actor, now=now, key=key
        )
        case = receipt.case
        if brought.unit and not (case.lead and case.lead.unit == brought.unit):
            deed = _to(brought.unit, case, why)
            case = cases.act(case.number, deed, actor=actor, now=now, key=key).case
    return Receipt(receipt.number, receipt.code, case)


def _to(unit: str, case: Case, why: str) -> Deed:
    if case.phase is not Phase.REGISTERED:
        return Reassign(lead=unit, reason=why)
    modes = case_queries.law_of(case).regime.dispatch.modes
    return Dispatch(lead=unit, mode=Mode.DIRECT if Mode.DIRECT in modes else modes[0])
