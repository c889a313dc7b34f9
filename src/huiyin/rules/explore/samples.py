"""For every deed a few instances that take its different ways."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from huiyin.rules.case import Case
from huiyin.rules.deeds import Deed, choices
from huiyin.rules.explore.shapes import NOW, PETITIONERS, Crew, Lens, person
from huiyin.rules.labels import GROUNDS, MEDIATIONS, OUTLETS, VERDICTS
from huiyin.rules.law import Law
from huiyin.rules.steps import (
    dispatch,
    duty,
    evaluate,
    extend,
    handle,
    mediate,
    note,
    publicise,
    receive,
    supervise,
)
from huiyin.rules.vocabulary import Mode
from huiyin.rules.worktime import due

WORD = "缘由"
SEVERAL = frozenset({Mode.LEAD_ASSISTING, Mode.PARALLEL, Mode.TASK_FORCE})


@dataclass(frozen=True)
class Scene:
    """A case, the moment, and what is needed to think of things to do."""

    case: Case
    lens: Lens
    now: datetime = NOW

    @property
    def law(self) -> Law:
        """The law it stands under."""
        return self.lens.law

    @cached_property
    def crew(self) -> Crew:
        """The units that play; those of the case itself if it has some."""
        usual = self.lens.crew
        lead = self.case.lead.unit if self.case.lead else usual.lead
        others = [unit for unit in usual.units if unit and unit != lead]
        helper = self.helper or (others[0] if others else "")
        return Crew(lead, helper, next((unit for unit in others if unit != helper), ""))

    @property
    def helper(self) -> str:
        """The assisting unit, or "" """
        return self.case.assisting[0].unit if self.case.assisting else ""

    @property
    def points(self) -> tuple[str, ...]:
        """All points of the case, by number."""
        return tuple(choices("points", self.case, self.law) or ())

    def first_choice(self, source: str) -> str:
        """The first of a list that a deed picks from, or "" where the list is empty."""
        return next(iter(choices(source, self.case, self.law) or ()), "")


Samples = Iterator[Deed]


def _classify(scene: Scene) -> Samples:
    case, level = scene.case, scene.first_choice("levels")
    if scene.lens.known_class:
        yield dispatch.Classify(
            kind=case.kind, level=level, class_code=scene.lens.known_class, area=case.area
        )


def _dispatch(scene: Scene) -> Samples:
    modes = scene.law.regime.dispatch.modes
    alone = next((mode for mode in modes if mode not in SEVERAL), None)
    if alone is not None:
        yield dispatch.Dispatch(mode=alone, lead=scene.crew.lead)
    together = next((mode for mode in modes if mode in SEVERAL), None)
    if together is not None and scene.crew.assisting:
        yield dispatch.Dispatch(
            mode=together, lead=scene.crew.lead, assisting=(scene.crew.assisting,)
        )


def _reassign(scene: Scene) -> Samples:
    crew, helpers = scene.crew, tuple(filter(None, (scene.helper,)))
    if crew.other:
        yield dispatch.Reassign(lead=crew.other, assisting=helpers, reason=WORD)
    if helpers:
        yield dispatch.Reassign(lead=crew.lead, reason=WORD)
    elif crew.assisting:
        yield dispatch.Reassign(lead=crew.lead, assisting=(crew.assisting,), reason=WORD)


def _rule(scene: Scene) -> Samples:
    yield dispatch.RuleOnObjection(ruling="uphold", reason=WORD)
    if scene.crew.other:
        yield dispatch.RuleOnObjection(
            ruling="reassign", lead=scene.crew.other, justified=True, reason=WORD
        )
    yield dispatch.RuleOnObjection(ruling="designate", reason=WORD)


def _whistle(scene: Scene) -> Samples:
    if not scene.helper and scene.crew.assisting:
        yield dispatch.Whistle(units=(scene.crew.assisting,), text=WORD)


def _rate_duty(scene: Scene) -> Samples:
    for unit in choices("duties", scene.case, scene.law) or ():
        yield duty.RateDuty(unit=unit, stars=5)


def _ask(scene: Scene) -> Samples:
    if not scene.helper and scene.crew.assisting:
        yield handle.AskUnit(unit=scene.crew.assisting, text=WORD)


def _accept(scene: Scene) -> Samples:
    listed = scene.law.regime.handling.standard == "list"
    standard = scene.first_choice("standards") if listed else ""
    yield handle.Accept(contact=WORD, standard=standard)


def _extend(scene: Scene) -> Samples:
    yield extend.RequestExtension(limit=str(scene.law.regime.gates.extension.at_most), reason=WORD)


def _shelve(scene: Scene) -> Samples:
    for until in _review(scene):
        yield handle.Shelve(until=until, reason=WORD, plan=WORD)


def _prolong(scene: Scene) -> Samples:
    for until in _review(scene):
        yield handle.ReviewShelving(until=until, reason=WORD)


def _review(scene: Scene) -> Iterator[datetime]:
    """As late as the law allows."""
    rule = scene.law.regime.gates.shelving
    if rule is not None:
        yield due(scene.now, rule.at_most, scene.law.calendar)


def _order(scene: Scene) -> Samples:
    yield supervise.Order(colour=scene.first_choice("colours"), text=WORD)


def _answer_order(scene: Scene) -> Samples:
    yield supervise.AnswerOrder(order=scene.first_choice("orders"), text=WORD)


def _inspect(scene: Scene) -> Samples:
    yield supervise.Inspect(manner=scene.first_choice("manners"), findings=WORD)


def _measure(scene: Scene) -> Samples:
    measure = scene.first_choice("measures")
    yield supervise.TakeMeasure(measure=measure, unit=scene.crew.lead, reason=WORD)


def _decide(scene: Scene) -> Samples:
    for outcome in scene.law.regime.supervision.meeting_outcomes:
        yield supervise.RecordDecision(outcome=outcome, decision=WORD)


def _co_sign(scene: Scene) -> Samples:
    count = len(scene.case.petitioners)
    if count < PETITIONERS:
        yield receive.CoSign(petitioner=person(count))


def _strike(scene: Scene) -> Samples:
    for clock in scene.case.clocks:
        if clock.next_at is not None:
            yield supervise.Strike(clock=clock.key)


def _always(*deeds: Deed) -> Callable[[Scene], Samples]:
    return lambda scene: iter(deeds)


SAMPLES: dict[str, Callable[[Scene], Samples]] = {
    "supplement": _always(receive.Supplement(text=WORD)),
    "ask_back": _always(receive.AskBack(text=WORD)),
    "list_points": _always(receive.ListPoints(points=(WORD,))),
    "co_sign": _co_sign,
    "withdraw": _always(receive.Withdraw()),
    "decline": _always(receive.Decline(outlet=next(iter(OUTLETS)), reason=WORD)),
    "answer_directly": _always(receive.AnswerDirectly(text=WORD)),
    "transfer_emergency": _always(receive.TransferEmergency(to=WORD)),
    "classify": _classify,
    "dispatch": _dispatch,
    "reassign": _reassign,
    "merge": _always(dispatch.Merge(into="another")),
    "absorb": _always(dispatch.Absorb(number="another", petitioners=(person(99),))),
    "split": _always(dispatch.Split(number="new", title=WORD, text=WORD)),
    "object": _always(dispatch.Object(reason=WORD, basis=WORD)),
    "rule_on_objection": _rule,
    "whistle": _whistle,
    "arrive": _always(duty.Arrive(text=WORD)),
    "rate_duty": _rate_duty,
    "claim": _always(dispatch.Claim()),
    "designate_fallback": _always(dispatch.DesignateFallback(reason=WORD)),
    "escalate": _always(dispatch.Escalate(reason=WORD)),
    "accept": _accept,
    "contact": _always(handle.Contact(text=WORD)),
    "mediate": _always(mediate.Mediate(mediation=next(iter(MEDIATIONS)))),
    "note": _always(note.Note(text=WORD)),
    "progress": _always(handle.Progress(text=WORD)),
    "ask_unit": _ask,
    "request_extension": _extend,
    "decide_extension": _always(
        extend.DecideExtension(granted=True), extend.DecideExtension(reason=WORD)
    ),
    "object_to_extension": _always(extend.ObjectToExtension(reason=WORD)),
    "rule_on_extension": _always(
        extend.RuleOnExtension(stands=True, reason=WORD), extend.RuleOnExtension(reason=WORD)
    ),
    "shelve": _shelve,
    "review_shelving": _prolong,
    "clear": _always(handle.Clear(reason=WORD)),
    "draft_answer": lambda scene: iter(
        (handle.DraftAnswer(text=WORD, points=(WORD,) * scene.case.points),)
    ),
    "sign_off": lambda scene: iter((handle.SignOff(points=scene.points),)),
    "send_back": _always(handle.SendBack(reason=WORD)),
    "deliver_part": _always(handle.DeliverPart(text=WORD)),
    "strike": _strike,
    "urge": _always(supervise.Urge(text=WORD)),
    "order": _order,
    "answer_order": _answer_order,
    "inspect": _inspect,
    "call_meeting": _always(supervise.CallMeeting(agenda=WORD)),
    "record_decision": _decide,
    "take_measure": _measure,
    "audit": lambda scene: iter(
        (evaluate.Audit(passed=True, points=scene.points), evaluate.Audit(remark=WORD))
    ),
    "record_follow_up": _always(
        *(evaluate.RecordFollowUp(reached=True, verdict=verdict) for verdict in VERDICTS),
        evaluate.RecordFollowUp(),
    ),
    "rate": _always(*(evaluate.Rate(verdict=verdict) for verdict in VERDICTS)),
    "vote": _always(evaluate.Vote(satisfied=True), evaluate.Vote()),
    "redo": _always(evaluate.Redo(reason=WORD)),
    "appeal_exclusion": _always(evaluate.AppealExclusion(ground=next(iter(GROUNDS)), reason=WORD)),
    "decide_exclusion": _always(
        evaluate.DecideExclusion(granted=True, reason=WORD), evaluate.DecideExclusion(reason=WORD)
    ),
    "strike_off": _always(evaluate.StrikeOff()),
    "consent_publication": _always(
        publicise.ConsentPublication(consent=True), publicise.ConsentPublication()
    ),
    "publish": _always(publicise.Publish(question=WORD, answer=WORD)),
    "unpublish": _always(publicise.Unpublish(reason=WORD)),
    "archive": _always(publicise.Archive()),
}
