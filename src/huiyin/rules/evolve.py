"""What a fact makes of a case: one small pure function per kind that changes where it stands.

`evolve(case, fact)` is total over recorded facts: it never refuses, never reads a clock or the
law, and never looks at prose. Rebuilding a case is folding this over its facts.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import Any

from huiyin.rules import facts as f
from huiyin.rules.case import (
    Assignment,
    Case,
    Clock,
    Duty,
    ExtensionRequest,
    Order,
    Petitioner,
    PetitionerRole,
    Phase,
    Stand,
)
from huiyin.rules.vocabulary import Gate, Mode

Change = dict[str, Any]
_Handler = Callable[[Case, Any], Change]
_CHANGES: dict[type[f.What], _Handler] = {}


def _on(*kinds: type[f.What]) -> Callable[[_Handler], _Handler]:
    def keep(function: _Handler) -> _Handler:
        for kind in kinds:
            _CHANGES[kind] = function
        return function

    return keep


def evolve(case: Case | None, fact: f.Fact) -> Case:
    """The case after `fact`. `case` is None only for `registered`."""
    what = fact.what
    if isinstance(what, f.Registered):
        case = _registered(what, fact)
        change: Change = {}
    elif case is None:
        raise ValueError(f"{fact.kind} needs a case")
    else:
        handler = _CHANGES.get(type(what))
        change = handler(case, what) if handler else {}
        if isinstance(what, f.Answered):
            change["answered_at"] = fact.at
        elif isinstance(what, f.Urged) and what.by_petitioner:
            change["urged_at"] = fact.at
    after = case.but(facts=case.facts + 1, changed_at=fact.at, **change)
    return with_clocks(after, fact.clocks) if fact.clocks else after


def rebuild(facts: "list[f.Fact] | tuple[f.Fact, ...]") -> Case:
    """The case that these facts, oldest first, add up to."""
    case = reduce(evolve, facts, None)
    if case is None:
        raise ValueError("a case begins with a fact")
    return case


def with_clocks(case: Case, new: tuple[Clock, ...]) -> Case:
    """The case with these clocks in place of those of the same key."""
    fresh = {clock.key: clock for clock in new}
    kept = tuple(fresh.pop(clock.key, clock) for clock in case.clocks)
    return case.but(clocks=kept + tuple(fresh.values()))


def _registered(what: f.Registered, fact: f.Fact) -> Case:
    people = (Petitioner(what.petitioner),) if what.petitioner else ()
    return Case(
        number=what.number,
        place=what.place,
        regime=what.regime,
        version=what.version,
        channel=what.channel,
        kind=what.kind,
        level=what.level,
        class_code=what.class_code,
        area=what.area,
        registered_at=fact.at,
        registered_by=fact.actor,
        petitioners=people,
        collective=what.collective,
        confidential=what.confidential,
        whistle=what.whistle,
        claimable=what.claimable,
        first_asked=what.first_asked,
        split_from=what.split_from,
    )


_NO_EXTENSION: Change = {"extension": None, "extension_stand": ""}
"""What was asked, granted or objected to is past."""


def _ended(phase: Phase) -> Change:
    return {"phase": phase, **_NO_EXTENSION, "objecting": "", "shelved": False}


@_on(f.PointsListed)
def _points_listed(case: Case, what: f.PointsListed) -> Change:
    return {"points": what.count}


@_on(f.CoSigned)
def _co_signed(case: Case, what: f.CoSigned) -> Change:
    person = Petitioner(what.petitioner, PetitionerRole.CO_SIGNER)
    return {"petitioners": (*case.petitioners, person), "collective": True}


@_on(f.Withdrawn)
def _withdrawn(case: Case, what: f.Withdrawn) -> Change:
    return _ended(Phase.WITHDRAWN)


@_on(f.Declined)
def _declined(case: Case, what: f.Declined) -> Change:
    return _ended(Phase.DECLINED)


@_on(f.AnsweredDirectly)
def _answered_directly(case: Case, what: f.AnsweredDirectly) -> Change:
    return _ended(Phase.ANSWERED_DIRECTLY) | {"answers": case.answers + 1}


@_on(f.EmergencyTransferred, f.Referred)
def _referred(case: Case, what: f.What) -> Change:
    return _ended(Phase.REFERRED)


@_on(f.StruckOff)
def _struck_off(case: Case, what: f.StruckOff) -> Change:
    return _ended(Phase.STRUCK_OFF)


@_on(f.MergedInto)
def _merged(case: Case, what: f.MergedInto) -> Change:
    return _ended(Phase.MERGED) | {"merged_into": what.into}


@_on(f.Absorbed)
def _absorbed(case: Case, what: f.Absorbed) -> Change:
    known = {person.ref for person in case.petitioners}
    new = tuple(
        Petitioner(ref, PetitionerRole.ABSORBED)
        for ref in dict.fromkeys(what.petitioners)
        if ref not in known
    )
    return {
        "absorbed": (*case.absorbed, what.number),
        "petitioners": case.petitioners + new,
    }


@_on(f.Classified)
def _classified(case: Case, what: f.Classified) -> Change:
    return {
        "kind": what.kind,
        "level": what.level,
        "class_code": what.class_code,
        "area": what.area,
    }


def _parts(lead: str, assisting: tuple[str, ...], stand: Stand = Stand.OFFERED) -> Change:
    parts = (Assignment(lead, lead=True, stand=stand),)
    return {
        "assignments": parts + tuple(Assignment(unit, lead=False) for unit in assisting),
        "phase": Phase.DISPATCHED,
        "objecting": "",
        "contacted": False,
    }


@_on(f.Dispatched)
def _dispatched(case: Case, what: f.Dispatched) -> Change:
    return _parts(what.lead, what.assisting) | {
        "mode": what.mode,
        "transfers": case.transfers + 1,
    }


@_on(f.Reassigned)
def _reassigned(case: Case, what: f.Reassigned) -> Change:
    kept = {part.unit: part for part in case.assignments}
    change = _parts(what.lead, what.assisting)
    earlier = kept.get(what.lead)
    if earlier is not None and earlier.lead:  # only the assisting units change
        change |= {"phase": case.phase, "contacted": case.contacted}
    else:
        change |= {"transfers": case.transfers + 1, **_NO_EXTENSION}
    change["assignments"] = tuple(
        kept[part.unit] if part.unit in kept and kept[part.unit].lead == part.lead else part
        for part in change["assignments"]
    )
    return change


def _stands(case: Case, unit: str, **change: Any) -> tuple[Assignment, ...]:
    return tuple(
        replace(part, **change) if part.unit == unit else part for part in case.assignments
    )


@_on(f.Objected)
def _objected(case: Case, what: f.Objected) -> Change:
    return {
        "assignments": _stands(case, what.unit, stand=Stand.OBJECTED),
        "objecting": what.unit,
        "objections": (*case.objections, what.unit),
    }


@_on(f.DispatchUpheld)
def _upheld(case: Case, what: f.DispatchUpheld) -> Change:
    return {
        "assignments": _stands(case, what.unit, stand=Stand.UPHELD),
        "objecting": "",
        "unjustified_returns": case.unjustified_returns + (0 if what.by_silence else 1),
    }


@_on(f.Returned)
def _returned(case: Case, what: f.Returned) -> Change:
    unjustified = 0 if what.justified else 1
    return {
        "objecting": "",
        "assignments": tuple(part for part in case.assignments if part.unit != what.unit),
        "unjustified_returns": case.unjustified_returns + unjustified,
    }


@_on(f.Designated)
def _designated(case: Case, what: f.Designated) -> Change:
    change = _parts(what.lead, (), Stand.DESIGNATED)
    change["assignments"] += tuple(part for part in case.assisting if part.unit != what.lead)
    if what.fallback:
        change["mode"] = Mode.FALLBACK
    return change | {"transfers": case.transfers + 1, **_NO_EXTENSION}


@_on(f.Whistled)
def _whistled(case: Case, what: f.Whistled) -> Change:
    called = tuple(Assignment(unit, lead=False) for unit in what.units if not case.part(unit))
    duties = tuple(Duty(unit, what.by) for unit in what.units)
    return {"assignments": case.assignments + called, "duties": case.duties + duties}


@_on(f.Arrived)
def _arrived(case: Case, what: f.Arrived) -> Change:
    return {
        "duties": tuple(
            replace(one, arrived=True) if one.unit == what.unit else one for one in case.duties
        )
    }


@_on(f.DutyRated)
def _duty_rated(case: Case, what: f.DutyRated) -> Change:
    def judged(one: Duty) -> Duty:
        if (one.by, one.unit) == (what.by, what.unit):
            return replace(one, by_caller=what.stars)
        if (one.by, one.unit) == (what.unit, what.by):
            return replace(one, by_called=what.stars)
        return one

    return {"duties": tuple(judged(one) for one in case.duties)}


@_on(f.Claimed)
def _claimed(case: Case, what: f.Claimed) -> Change:
    part = Assignment(what.unit, lead=True, stand=Stand.ACCEPTED, officer=what.officer)
    return {
        "assignments": (part,),
        "mode": Mode.CLAIM,
        "phase": Phase.HANDLING,
        "transfers": case.transfers + 1,
    }


@_on(f.Escalated)
def _escalated(case: Case, what: f.Escalated) -> Change:
    return {"escalated_to": str(what.to)}


@_on(f.Accepted)
def _accepted(case: Case, what: f.Accepted) -> Change:
    part = case.part(what.unit)
    parts = _stands(
        case, what.unit, stand=Stand.ACCEPTED, officer=what.officer, standard=what.standard
    )
    moves = part is not None and part.lead
    return {"assignments": parts} | ({"phase": Phase.HANDLING} if moves else {})


@_on(f.Contacted)
def _contacted(case: Case, what: f.Contacted) -> Change:
    return {"contacted": True}


@_on(f.UnitAsked)
def _unit_asked(case: Case, what: f.UnitAsked) -> Change:
    return {"assignments": (*case.assignments, Assignment(what.unit, lead=False))}


@_on(f.ExtensionRequested)
def _extension_requested(case: Case, what: f.ExtensionRequested) -> Change:
    return {"extension": ExtensionRequest(what.unit, what.limit)}


@_on(f.ExtensionGranted)
def _extension_granted(case: Case, what: f.ExtensionGranted) -> Change:
    count = case.extensions + 1
    return {"extension": None, "extensions": count, "extension_stand": "granted"}


@_on(f.ExtensionRefused)
def _extension_refused(case: Case, what: f.ExtensionRefused) -> Change:
    return {"extension": None}


@_on(f.ExtensionObjected)
def _extension_objected(case: Case, what: f.ExtensionObjected) -> Change:
    return {"extension_stand": "objected"}


@_on(f.ExtensionUpheld)
def _extension_upheld(case: Case, what: f.ExtensionUpheld) -> Change:
    return {"extension_stand": "upheld"}


@_on(f.ExtensionRevoked)
def _extension_revoked(case: Case, what: f.ExtensionRevoked) -> Change:
    return {"extension_stand": ""}


@_on(f.Shelved, f.ShelvingProlonged)
def _shelved(case: Case, what: f.What) -> Change:
    return {"shelved": True, "shelvings": case.shelvings + 1, "extension": None}


@_on(f.Cleared)
def _cleared(case: Case, what: f.Cleared) -> Change:
    return {"shelved": False}


@_on(f.Drafted)
def _drafted(case: Case, what: f.Drafted) -> Change:
    return {"phase": what.to, **_NO_EXTENSION}


def _passes(case: Case, gate: Gate, to: Phase) -> Change:
    return {"phase": to, "passed": tuple(dict.fromkeys((*case.passed, gate)))}


@_on(f.SignedOff)
def _signed_off(case: Case, what: f.SignedOff) -> Change:
    return _passes(case, Gate.SIGN_OFF, what.to)


@_on(f.AuditPassed)
def _audit_passed(case: Case, what: f.AuditPassed) -> Change:
    return _passes(case, Gate.AUDIT, what.to)


@_on(f.SentBack, f.AuditFailed)
def _sent_back(case: Case, what: f.What) -> Change:
    return _again(case)


def _again(case: Case) -> Change:
    """Back on the unit's table: every gate stands again, every judgement is void."""
    return {
        "phase": Phase.HANDLING,
        "passed": (),
        "answer_out": False,
        "votes": (),
        "calls": 0,
        "rated": False,
        "satisfied": None,
        "unreached": False,
        "dissatisfied": False,
    }


@_on(f.PartDelivered)
def _delivered(case: Case, what: f.PartDelivered) -> Change:
    return {"assignments": _stands(case, what.unit, stand=Stand.DELIVERED)}


@_on(f.Answered)
def _answered(case: Case, what: f.Answered) -> Change:
    change: Change = {"phase": Phase.ANSWERED, "answers": case.answers + 1, "answer_out": True}
    if not what.call_back:
        change["passed"] = (*case.passed, Gate.FOLLOW_UP)
    return change


@_on(f.Struck)
def _struck(case: Case, what: f.Struck) -> Change:
    return {"escalated_to": what.escalates_to} if what.escalates_to else {}


@_on(f.Urged)
def _urged(case: Case, what: f.Urged) -> Change:
    return {"urges": case.urges + 1}


@_on(f.Ordered)
def _ordered(case: Case, what: f.Ordered) -> Change:
    return {"orders": (*case.orders, Order(what.order, what.colour))}


@_on(f.OrderAnswered)
def _order_answered(case: Case, what: f.OrderAnswered) -> Change:
    return {
        "orders": tuple(
            replace(order, answered=True) if order.id == what.order else order
            for order in case.orders
        )
    }


@_on(f.Inspected)
def _inspected(case: Case, what: f.Inspected) -> Change:
    return {"inspections": case.inspections + 1}


@_on(f.MeetingCalled)
def _meeting_called(case: Case, what: f.MeetingCalled) -> Change:
    return {"meeting_open": True}


@_on(f.MeetingDecided)
def _meeting_decided(case: Case, what: f.MeetingDecided) -> Change:
    return {"meeting_open": False}


@_on(f.FollowedUp)
def _followed_up(case: Case, what: f.FollowedUp) -> Change:
    change: Change = {"calls": case.calls + 1}
    if what.reached:
        change["satisfied"] = what.verdict != "dissatisfied"
    elif what.final:
        change["unreached"] = True
    return change


@_on(f.Rated)
def _rated(case: Case, what: f.Rated) -> Change:
    return {"rated": True, "satisfied": what.verdict != "dissatisfied"}


@_on(f.Voted)
def _voted(case: Case, what: f.Voted) -> Change:
    return {"votes": (*case.votes, (what.petitioner, what.satisfied))}


@_on(f.VoteCounted)
def _vote_counted(case: Case, what: f.VoteCounted) -> Change:
    return {"satisfied": what.passed}


@_on(f.GatePassed)
def _gate_passed(case: Case, what: f.GatePassed) -> Change:
    return _passes(case, what.gate, what.to)


@_on(f.LeftDissatisfied)
def _left_dissatisfied(case: Case, what: f.LeftDissatisfied) -> Change:
    return {"dissatisfied": True}


@_on(f.Redone)
def _redone(case: Case, what: f.Redone) -> Change:
    return _again(case) | {"redos": case.redos + 1}


@_on(f.ExclusionAppealed)
def _exclusion_appealed(case: Case, what: f.ExclusionAppealed) -> Change:
    return {"exclusion": "appealed"}


@_on(f.ExclusionDecided)
def _exclusion_decided(case: Case, what: f.ExclusionDecided) -> Change:
    return {"exclusion": "granted" if what.granted else "refused"}


@_on(f.PublicationConsented)
def _consented(case: Case, what: f.PublicationConsented) -> Change:
    return {"consent": what.consent}


@_on(f.Published)
def _published(case: Case, what: f.Published) -> Change:
    return {"published": True}


@_on(f.Unpublished)
def _unpublished(case: Case, what: f.Unpublished) -> Change:
    return {"published": False}


@_on(f.Archived)
def _archived(case: Case, what: f.Archived) -> Change:
    return {"archived": True}
