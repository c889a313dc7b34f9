"""Every (phase, deed) pair of the lifecycle table, allowed and forbidden.

Each row below is a deed with the rule in English above it. The test walks the table itself: for
each phase a case is led there under the county's law, made ready so that nothing but the phase
can stand in the way, and somebody who may do the deed tries it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from huiyin.rules import lifecycle
from huiyin.rules.case import ENDS, OPEN, Actor, Case, Duty, ExtensionRequest, Order, Phase
from huiyin.rules.deeds import Deed, Step
from huiyin.rules.labels import PHASES
from huiyin.rules.lifecycle import TABLE, allowed, owner
from huiyin.rules.refusals import Refusal, Why, not_now
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
from huiyin.rules.vocabulary import Gate, Outcome, Role
from tests.rules.county import (
    CHEN_BO,
    FENG_XIA,
    GAO_YUAN,
    LI_QIANG,
    LIU_YANG,
    MA_LI,
    MONDAY,
    PLACE,
    QIAN_HUI,
    SUN_LEI,
    SYSTEM,
    WANG_FANG,
    WU_YUE,
    ZHAO_MIN,
    ZHOU_NING,
    Story,
    amended,
    at,
    law_of,
    registration,
)

ORDER = (
    Phase.REGISTERED,
    Phase.DISPATCHED,
    Phase.HANDLING,
    Phase.SIGNING,
    Phase.AUDITING,
    Phase.ANSWERED,
    Phase.STRUCK_OFF,
    Phase.DECLINED,
    Phase.ANSWERED_DIRECTLY,
    Phase.MERGED,
    Phase.WITHDRAWN,
    Phase.REFERRED,
)

# Columns: registered, dispatched, handling, signing, auditing, answered | struck off, declined,
# answered directly, merged, withdrawn, referred. `x`: can be done; `.`: refused, not now;
# `-`: no unit has the case yet, so nobody is there who may.
RULES = {
    # A matter is registered once; a case that is there is not registered again.
    "register":             ". . . . . . | . . . . . .",
    # More can be said as long as it is open.
    "supplement":           "x x x x x x | . . . . . .",
    # Others can join as long as it is open.
    "co_sign":              "x x x x x x | . . . . . .",
    # It can be taken back until the answer is out; from then on it is judged.
    "withdraw":             "x x x x x . | . . . . . .",
    # Declined, answered on the spot or handed over as an emergency is it before any unit has it.
    "decline":              "x . . . . . | . . . . . .",
    "answer_directly":      "x . . . . . | . . . . . .",
    "transfer_emergency":   "x . . . . . | . . . . . .",
    # What it is can be corrected until the answer is written.
    "classify":             "x x x . . . | . . . . . .",
    # It is dispatched once; later hands are reassigned.
    "dispatch":             "x . . . . . | . . . . . .",
    "reassign":             ". x x . . . | . . . . . .",
    # Joined and parted until the answer is written ...
    "merge":                "x x x . . . | . . . . . .",
    "split":                "x x x . . . | . . . . . .",
    # ... but into any case that is open.
    "absorb":               "x x x x x x | . . . . . .",
    # A dispatch is disputed before it is accepted, and ruled on then.
    "object":               "- x . . . . | . . . . . .",
    "rule_on_objection":    ". x . . . . | . . . . . .",
    # Departments are called while units are at it.
    "whistle":              "- x x . . . | . . . . . .",
    # Who was called comes while units are at it; both sides judge until the case is archived.
    "arrive":               "- x x . . . | . . . . . .",
    "rate_duty":            "- x x x x x | x . . . . .",
    # Claimed is what nobody has been given.
    "claim":                "x . . . . . | . . . . . .",
    # A fallback is named until somebody has accepted.
    "designate_fallback":   "x x . . . . | . . . . . .",
    # The chief clerk can be called as long as it is open.
    "escalate":             "x x x x x x | . . . . . .",
    # The lead accepts what was dispatched; an assisting unit also while the lead works.
    "accept":               "- x x . . . | . . . . . .",
    # Units speak with the petitioner and report while they have it.
    "contact":              "- x x . . . | . . . . . .",
    "progress":             "- x x . . . | . . . . . .",
    "deliver_part":         "- x x . . . | . . . . . .",
    # Mediated is what is not answered yet.
    "mediate":              "x x x x x . | . . . . . .",
    # What belongs to handling is done in handling.
    "ask_unit":             "- . x . . . | . . . . . .",
    # Colleagues may say something to each other at any time.
    "note":                 "x x x x x x | x x x x x x",
    "request_extension":    "- . x . . . | . . . . . .",
    "ask_back":             "x x x . . . | . . . . . .",
    "list_points":          "x x x . . . | . . . . . .",
    "decide_extension":     "- . x . . . | . . . . . .",
    "object_to_extension":  ". . x . . . | . . . . . .",
    "rule_on_extension":    ". . x . . . | . . . . . .",
    "shelve":               "- . x . . . | . . . . . .",
    "review_shelving":      "- . x . . . | . . . . . .",
    "clear":                "- . x . . . | . . . . . .",
    "draft_answer":         "- . x . . . | . . . . . .",
    # The head signs or sends back what awaits a signature.
    "sign_off":             "- . . x . . | . . . . . .",
    "send_back":            "- . . x . . | . . . . . .",
    # A clock that still runs may strike wherever the case stands.
    "strike":               "x x x x x x | x x x x x x",
    # Urged is what is not answered.
    "urge":                 "x x x x x . | . . . . . .",
    # Ordered is a unit that has it; answered is an order as long as the case is open.
    "order":                ". x x x . . | . . . . . .",
    "answer_order":         "- x x x x x | . . . . . .",
    # Inspected, met on and decided is whatever is open.
    "inspect":              "x x x x x x | . . . . . .",
    "call_meeting":         "x x x x x x | . . . . . .",
    "record_decision":      "x x x x x x | . . . . . .",
    # Held to account is a unit also afterwards.
    "take_measure":         "x x x x x x | x x x x x x",
    # The auditor audits what awaits it.
    "audit":                ". . . . x . | . . . . . .",
    # The answer is judged when it is out ...
    "record_follow_up":     ". . . . . x | . . . . . .",
    "vote":                 ". . . . . x | . . . . . .",
    "redo":                 ". . . . . x | . . . . . .",
    "strike_off":           ". . . . . x | . . . . . .",
    # ... and rated also after it was struck off, and when it was given on the spot.
    "rate":                 ". . . . . x | x . x . . .",
    # A unit may ask to be spared the evaluation of what it has answered.
    "appeal_exclusion":     "- . . . . x | x . . . . .",
    "decide_exclusion":     "x x x x x x | x x x x x x",
    # Consent is asked with the answer; published is what is done, archived what has ended.
    "consent_publication":  ". . . . . x | x . x . . .",
    "publish":              ". . . . . . | x . x . . .",
    "unpublish":            ". . . . . . | x . x . . .",
    "archive":              ". . . . . . | x x x x x x",
}  # fmt: skip


@dataclass(frozen=True)
class Try:
    """Somebody who may, the deed, and what makes a case ready for it but for its phase."""

    actor: Actor
    deed: Deed
    ready: Callable[[Case], Case] = lambda case: case


def _with(**changes: object) -> Callable[[Case], Case]:
    return lambda case: case.but(**changes)


def _alarmed(case: Case) -> Case:
    """A clock of the case is due."""
    clock = case.clocks[0]
    due = clock.but(stopped_at=None, pauses=(), next_at=case.changed_at, stage=0)
    return case.but(clocks=(due, *case.clocks[1:]))


TRIES = {
    "register": Try(WANG_FANG, registration()),
    "supplement": Try(WANG_FANG, receive.Supplement(text="还有一盏")),
    "co_sign": Try(LIU_YANG, receive.CoSign(petitioner=LIU_YANG.petitioner)),
    "withdraw": Try(WANG_FANG, receive.Withdraw()),
    "decline": Try(ZHOU_NING, receive.Decline(outlet="litigation", reason="已起诉")),
    "answer_directly": Try(
        WU_YUE, receive.AnswerDirectly(text="窗口周一开放"), _with(kind="enquiry")
    ),
    "transfer_emergency": Try(WU_YUE, receive.TransferEmergency(to="119")),
    "classify": Try(
        ZHOU_NING, dispatch.Classify(kind="complaint", level="urgent", class_code="0202")
    ),
    "ask_back": Try(ZHOU_NING, receive.AskBack(text="哪一栋楼")),
    "list_points": Try(ZHOU_NING, receive.ListPoints(points=("灯不亮", "杆子歪"))),
    "dispatch": Try(ZHOU_NING, dispatch.Dispatch(lead="housing")),
    "reassign": Try(ZHOU_NING, dispatch.Reassign(lead="centre", reason="改派")),
    "merge": Try(ZHOU_NING, dispatch.Merge(into="CO-9")),
    "absorb": Try(SYSTEM, dispatch.Absorb(number="CO-9", petitioners=())),
    "split": Try(ZHOU_NING, dispatch.Split(number="CO-2", title="井盖", text="松动")),
    "object": Try(LI_QIANG, dispatch.Object(reason="不属我局")),
    "rule_on_objection": Try(
        ZHOU_NING,
        dispatch.RuleOnObjection(ruling="uphold", reason="清单写明"),
        _with(objecting="housing"),
    ),
    "whistle": Try(LI_QIANG, dispatch.Whistle(units=("centre",), text="请到现场")),
    "arrive": Try(
        MA_LI, duty.Arrive(text="已到"), _with(duties=(Duty("st-chengguan", "housing"),))
    ),
    "rate_duty": Try(
        MA_LI,
        duty.RateDuty(unit="housing", stars=5),
        _with(duties=(Duty("st-chengguan", "housing", arrived=True),)),
    ),
    "claim": Try(LI_QIANG, dispatch.Claim()),
    "designate_fallback": Try(ZHOU_NING, dispatch.DesignateFallback(reason="无主")),
    "escalate": Try(ZHOU_NING, dispatch.Escalate(reason="推诿")),
    "accept": Try(MA_LI, handle.Accept(contact="马丽 13700000000")),
    "contact": Try(LI_QIANG, handle.Contact(text="已通话")),
    "mediate": Try(WU_YUE, mediate.Mediate(mediation="agreed")),
    "progress": Try(LI_QIANG, handle.Progress(text="已采购")),
    "note": Try(ZHOU_NING, note.Note(text="先问养护队")),
    "ask_unit": Try(LI_QIANG, handle.AskUnit(unit="centre", text="请协助")),
    "request_extension": Try(LI_QIANG, extend.RequestExtension(limit="2wd", reason="在途")),
    "decide_extension": Try(
        SUN_LEI,
        extend.DecideExtension(granted=True),
        _with(extension=ExtensionRequest("housing", "2wd")),
    ),
    "object_to_extension": Try(
        WANG_FANG,
        extend.ObjectToExtension(reason="等不了"),
        _with(extension_stand="granted"),
    ),
    "rule_on_extension": Try(
        CHEN_BO,
        extend.RuleOnExtension(stands=True, reason="确需定制"),
        _with(extension_stand="objected"),
    ),
    "shelve": Try(SUN_LEI, handle.Shelve(until=at("2026-04-02 10:00"), reason="资金", plan="四月")),
    "review_shelving": Try(
        SUN_LEI,
        handle.ReviewShelving(until=at("2026-04-20 10:00"), reason="仍缺"),
        _with(shelved=True),
    ),
    "clear": Try(LI_QIANG, handle.Clear(reason="到位"), _with(shelved=True)),
    "draft_answer": Try(
        LI_QIANG,
        handle.DraftAnswer(text="已修好"),
        lambda case: case.but(assignments=case.assignments[:1]),
    ),
    "sign_off": Try(ZHAO_MIN, handle.SignOff()),
    "send_back": Try(ZHAO_MIN, handle.SendBack(reason="不清楚")),
    "deliver_part": Try(MA_LI, handle.DeliverPart(text="已清障")),
    "strike": Try(SYSTEM, supervise.Strike(clock="handover"), _alarmed),
    "urge": Try(WANG_FANG, supervise.Urge(text="请快")),
    "order": Try(CHEN_BO, supervise.Order(colour="red", text="立即")),
    "answer_order": Try(
        LI_QIANG,
        supervise.AnswerOrder(order="CO-1-D1", text="已办"),
        _with(orders=(Order("CO-1-D1", "red"),)),
    ),
    "inspect": Try(CHEN_BO, supervise.Inspect(manner="on_site", findings="属实")),
    "call_meeting": Try(CHEN_BO, supervise.CallMeeting(agenda="研究")),
    "record_decision": Try(
        CHEN_BO,
        supervise.RecordDecision(outcome=Outcome.REFER, decision="起诉"),
        _with(meeting_open=True),
    ),
    "take_measure": Try(
        CHEN_BO, supervise.TakeMeasure(measure="remind", unit="housing", reason="慢")
    ),
    "audit": Try(QIAN_HUI, evaluate.Audit(passed=True)),
    "record_follow_up": Try(
        FENG_XIA,
        evaluate.RecordFollowUp(reached=True, solved=True, verdict="satisfied"),
        _with(passed=(Gate.SIGN_OFF, Gate.AUDIT)),
    ),
    "rate": Try(WANG_FANG, evaluate.Rate(verdict="satisfied"), _with(rated=False)),
    "vote": Try(WANG_FANG, evaluate.Vote(satisfied=True), _with(collective=True)),
    "redo": Try(WANG_FANG, evaluate.Redo(reason="没修")),
    "appeal_exclusion": Try(
        LI_QIANG, evaluate.AppealExclusion(ground="unreasonable", reason="过高")
    ),
    "decide_exclusion": Try(
        CHEN_BO, evaluate.DecideExclusion(granted=True, reason="属实"), _with(exclusion="appealed")
    ),
    "strike_off": Try(QIAN_HUI, evaluate.StrikeOff(), _with(passed=tuple(Gate))),
    "consent_publication": Try(WANG_FANG, publicise.ConsentPublication(consent=True)),
    "publish": Try(
        GAO_YUAN, publicise.Publish(question="路灯", answer="已修"), _with(consent=True)
    ),
    "unpublish": Try(GAO_YUAN, publicise.Unpublish(reason="车牌"), _with(published=True)),
    "archive": Try(ZHOU_NING, publicise.Archive()),
}

_LATER = {Phase.HANDLING, Phase.SIGNING, Phase.AUDITING, Phase.ANSWERED, Phase.STRUCK_OFF}


def _case_in(phase: Phase) -> Case:
    """A case that stands there, with the housing bureau leading and the street assisting."""
    law = law_of(PLACE)
    if phase is Phase.REGISTERED:
        return Story(law).registered().case
    story = Story(law).dispatched("st-chengguan")
    if phase in _LATER:
        story.does(LI_QIANG, handle.Accept(contact="李强 13800000000"))
    return story.case.but(phase=phase, answer_out=phase not in OPEN)


PAIRS = [
    pytest.param(phase, deed, mark, id=f"{deed}-{phase}")
    for deed, row in RULES.items()
    for phase, mark in zip(ORDER, row.replace("|", "").split(), strict=True)
]


@pytest.mark.parametrize(("phase", "deed", "mark"), PAIRS)
def test_each_deed_in_each_phase(phase: Phase, deed: str, mark: str) -> None:
    """The refusal shares the success's set-up: the same person, fields and state of the case."""
    attempt = TRIES[deed]
    case = attempt.ready(_case_in(phase))
    done = lifecycle.act(case, attempt.deed, attempt.actor, MONDAY, law_of(PLACE))
    if mark == "x":
        assert not isinstance(done, Refusal), str(done)
    elif mark == "-":
        assert isinstance(done, Refusal)
        assert done.why is Why.FORBIDDEN
    elif deed == "register":
        assert done == not_now("已经登记。")
    else:
        assert done == not_now("诉求现在是“{phase}”，不能做这一步。", phase=str(phase))


def test_every_pair_of_the_table_is_expected_here() -> None:
    assert set(ORDER) == set(Phase)
    assert set(RULES) == set(TABLE) == set(TRIES)


def test_the_rules_above_are_the_phases_of_the_table() -> None:
    """What `allowed` greys out and what the drawing shows come from the same column."""
    for deed, row in RULES.items():
        marks = dict(zip(ORDER, row.replace("|", "").split(), strict=True))
        phases = TABLE[deed].phases or frozenset()
        assert {phase for phase in ORDER if marks[phase] == "x"} == {
            phase for phase in phases if marks[phase] != "-"
        }, deed


def test_every_deed_has_a_file_of_tests() -> None:
    files = {path.stem for path in Path(__file__).parent.glob("deeds/test_*.py")}
    assert files == {f"test_{deed}" for deed in TABLE}


def test_the_steps_stand_in_the_order_of_the_field() -> None:
    """接派办督评宣."""
    steps = [row.step for row in TABLE.values()]
    assert steps == sorted(steps, key=list(Step).index)


def test_open_and_ended_are_told_apart_by_the_phase() -> None:
    assert set(ORDER[:6]) == OPEN
    assert set(ORDER[6:]) == ENDS
    assert set(PHASES) == set(Phase)


@pytest.mark.parametrize("phase", ORDER)
def test_allowed_names_every_deed_of_the_law_with_yes_or_the_reason(phase: Phase) -> None:
    case, law = _case_in(phase), law_of(PLACE)
    answers = allowed(case, LI_QIANG, MONDAY, law)
    assert [one.row.id for one in answers] == [deed for deed in TABLE if deed != "register"]
    assert all(one.yes or str(one.refusal) for one in answers)


def test_allowed_leaves_out_what_the_place_does_not_have() -> None:
    law = amended({"gates.order": ["rating"], "dispatch.whistle_by": []})
    story = Story(law).registered()
    known = {one.row.id for one in allowed(story.case, ZHOU_NING, story.now, law)}
    assert known.isdisjoint({"sign_off", "audit", "record_follow_up", "vote", "whistle"})


def test_time_does_not_run_backwards(dispatched: Story) -> None:
    last = dispatched.case.changed_at
    facts = dispatched.does(
        LI_QIANG, handle.Accept(contact="李强 13800000000"), on="2026-03-02 09:59"
    )
    assert [fact.at for fact in facts] == [last]


@pytest.mark.parametrize(
    ("phase", "who"),
    [
        (Phase.REGISTERED, Role.DISPATCHER),
        (Phase.DISPATCHED, Role.CLERK),
        (Phase.HANDLING, Role.CLERK),
        (Phase.SIGNING, Role.HEAD),
        (Phase.AUDITING, Role.AUDITOR),
        (Phase.ANSWERED, Role.CALLER),
        *[(phase, None) for phase in ORDER[6:]],
    ],
)
def test_somebody_owns_the_next_step_of_every_open_case(phase: Phase, who: Role | None) -> None:
    case = _case_in(phase).but(passed=(Gate.SIGN_OFF, Gate.AUDIT))
    assert owner(case, law_of(PLACE)) is who


@pytest.mark.parametrize(
    ("phase", "changes", "who"),
    [
        # What was whistled is discipline inspection's to open (JS-4).
        (Phase.REGISTERED, {"whistle": True}, Role.DISCIPLINE),
        # A disputed dispatch waits for whom the law lets rule.
        (Phase.DISPATCHED, {"objecting": "housing"}, Role.DISPATCHER),
        # A request for more time waits for the leader in charge (SN-9).
        (Phase.HANDLING, {"extension": ExtensionRequest("housing", "2wd")}, Role.LEADER),
        # After the call the petitioner rates, or votes.
        (Phase.ANSWERED, {"passed": (Gate.FOLLOW_UP,)}, Role.PETITIONER),
        # With every gate passed whoever strikes off does so.
        (Phase.ANSWERED, {"passed": tuple(Gate)}, Role.AUDITOR),
        # A dissatisfied petitioner and no way left: whoever may call a meeting.
        (Phase.ANSWERED, {"dissatisfied": True}, Role.INSPECTOR),
    ],
)
def test_the_owner_is_whoever_can_move_it(
    phase: Phase, changes: dict[str, object], who: Role
) -> None:
    assert owner(_case_in(phase).but(**changes), law_of(PLACE)) is who


def test_deciding_gives_the_facts_or_the_reason(dispatched: Story) -> None:
    """`decide` is `act` without the case after it."""
    ours = handle.Accept(contact="李强 13800000000")
    case, law = dispatched.case, dispatched.law
    facts = lifecycle.decide(case, ours, LI_QIANG, MONDAY, law)
    assert not isinstance(facts, Refusal)
    assert [fact.kind for fact in facts] == ["accepted"]
    no = lifecycle.decide(case, handle.Accept(), LI_QIANG, MONDAY, law)
    assert no == lifecycle.act(case, handle.Accept(), LI_QIANG, MONDAY, law)
    assert isinstance(no, Refusal)


def test_the_table_prints_a_line_a_deed() -> None:
    lines = list(lifecycle.lines())
    assert len(lines) == len(TABLE)
    (sign_off,) = [line for line in lines if " sign_off " in line]
    assert sign_off.split()[:3] == ["handle", "sign_off", "[signing]"]
    assert "gates.sign_off.by (place)" in sign_off
