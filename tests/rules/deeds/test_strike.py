"""Strike: a clock's alarm is due: yellow, red, or the next rung of its ladder (SN-10, JS-8)."""

from huiyin.rules import facts as f
from huiyin.rules.case import Phase, Stand
from huiyin.rules.refusals import not_found, not_now
from huiyin.rules.steps.dispatch import Object
from huiyin.rules.steps.evaluate import Rate, RecordFollowUp, Vote
from huiyin.rules.steps.receive import CoSign
from huiyin.rules.steps.supervise import Strike
from huiyin.rules.vocabulary import Gate
from tests.rules.county import FENG_XIA, LI_QIANG, LIU_YANG, SYSTEM, WANG_FANG, Story, amended, at

HANDOVER = Strike(clock="handover")


def test_at_its_yellow_moment_the_clock_strikes_once(registered: Story) -> None:
    """Due on Tuesday 17:30 after 13 office hours; 10.4 of them have run on Tuesday at 14:54."""
    clock = registered.case.clock("handover")
    assert clock is not None
    assert clock.next_at == clock.yellow_at == at("2026-03-03 14:54")
    (fact,) = registered.does(SYSTEM, HANDOVER, on="2026-03-03 14:54")
    assert fact.what == f.Struck("handover", 1, "", "", "")
    no = registered.refuses(SYSTEM, HANDOVER)
    assert no == not_now("还没有到时间。")


def test_a_moment_too_early_it_does_not(registered: Story) -> None:
    no = registered.refuses(SYSTEM, HANDOVER, on="2026-03-03 14:53")
    assert no == not_now("还没有到时间。")


def test_the_second_of_the_deadline_is_still_in_time(registered: Story) -> None:
    """Due on Tuesday at 17:30: red strikes when 17:30:00 has passed, not in it."""
    registered.runs_to("2026-03-03 17:30:00.999999")
    no = registered.refuses(SYSTEM, HANDOVER)
    assert no == not_now("还没有到时间。")
    (red,) = registered.runs_to("2026-03-03 17:30:01")
    assert red == f.Struck("handover", 2, "", "", "")


def test_red_and_then_the_rungs_one_after_another_and_no_more(dispatched: Story) -> None:
    """SN-10, FX-13: the slip at once, the order a day later, the chief clerk two days later."""
    struck = [one for one in dispatched.runs_to("2026-04-30 12:00") if one.clock == "acceptance"]
    assert [(one.stage, one.rung, one.colour, one.escalates_to) for one in struck] == [
        (1, "", "", ""),
        (2, "", "", ""),
        (3, "slip", "", ""),
        (4, "order", "yellow", ""),
        (5, "chief", "red", "chief"),
    ]
    assert dispatched.case.escalated_to == "chief"
    no = dispatched.refuses(SYSTEM, Strike(clock="acceptance"))
    assert no == not_now("还没有到时间。")


def test_a_disputed_dispatch_stands_when_nobody_rules(dispatched: Story) -> None:
    """B5: four working hours for the ruling; silence is not held against the unit."""
    dispatched.does(LI_QIANG, Object(reason="不属我局"))
    dispatched.runs_to("2026-03-02 16:00")
    assert dispatched.facts[-1].what == f.DispatchUpheld("housing", True, "")
    case = dispatched.case
    assert case.lead is not None
    assert (case.lead.stand, case.objecting, case.unjustified_returns) == (Stand.UPHELD, "", 0)


def test_only_the_clock_of_the_ruling_settles_the_dispute(unwritten: Story) -> None:
    """Two hours for water: the answer is overdue before the ruling is, and decides nothing."""
    story = unwritten.dispatched(class_code="0202")
    story.does(LI_QIANG, Object(reason="不属我局"))
    assert "answer" in {one.clock for one in story.runs_to("2026-03-02 12:30") if one.stage == 2}
    assert story.case.objecting == "housing"


def test_a_dispatch_that_nobody_disputed_stands_anyway() -> None:
    story = Story(amended({"clocks.acceptance.then": "dispatch_stands"})).dispatched()
    story.runs_to("2026-03-03 18:00")
    assert {fact.kind for fact in story.facts} == {"registered", "dispatched", "struck"}


def test_silence_passes_no_gate_before_there_is_an_answer() -> None:
    story = Story(amended({"clocks.acceptance.then": "petitioner_silent"})).dispatched()
    story.runs_to("2026-03-03 18:00")
    assert story.case.passed == ()


def test_who_has_said_no_is_not_silent() -> None:
    """JS-11: the no stands, though the clock runs out."""
    law = amended({"gates.redo.times": 0, "clocks.judgement.stops": ["redone"]})
    story = Story(law).answered()
    story.does(WANG_FANG, Rate(verdict="dissatisfied"))
    story.runs_to("2026-03-10 00:00")
    assert Gate.RATING not in story.case.passed


def test_a_silent_petitioner_lets_the_rating_pass(answered: Story) -> None:
    answered.does(FENG_XIA, RecordFollowUp(reached=True, solved=True, verdict="basic"))
    answered.runs_to("2026-03-10 00:00")
    assert answered.facts[-1].what == f.GatePassed(Gate.RATING, Phase.ANSWERED, True)


def test_a_silent_petitioner_does_not_answer_for_the_caller(answered: Story) -> None:
    """The follow-up is the caller's gate; silence passes the petitioner's own only."""
    answered.runs_to("2026-03-10 00:00")
    assert Gate.RATING in answered.case.passed
    assert Gate.FOLLOW_UP not in answered.case.passed
    assert answered.case.phase is Phase.ANSWERED


def test_of_a_collective_matter_the_votes_cast_are_counted(answered: Story) -> None:
    """JS-12: two of three keep silent; the one voice is dissatisfied."""
    for name in ("person:甲", "person:乙"):
        answered.does(LIU_YANG, CoSign(petitioner=name))
    answered.does(WANG_FANG, Vote(satisfied=False))
    answered.runs_to("2026-03-10 00:00")
    counted = [fact.what for fact in answered.facts if isinstance(fact.what, f.VoteCounted)]
    assert counted == [f.VoteCounted(satisfied=0, dissatisfied=1, passed=False)]
    assert answered.case.phase is Phase.HANDLING


def test_of_a_collective_matter_nobody_voted_on_silence_passes(answered: Story) -> None:
    answered.does(LIU_YANG, CoSign(petitioner=LIU_YANG.petitioner))
    answered.runs_to("2026-03-10 00:00")
    assert answered.case.passed[-1] is Gate.VOTE


def test_the_system_alone_may(registered: Story) -> None:
    assert registered.who_may(HANDOVER) == {SYSTEM}


def test_there_must_be_such_a_clock(registered: Story) -> None:
    no = registered.refuses(SYSTEM, Strike(clock="cuckoo"))
    assert no == not_found("没有“{clock}”这个时限。", clock="cuckoo")


def test_what_is_over_strikes_no_more(struck_off: Story) -> None:
    no = struck_off.refuses(SYSTEM, Strike(clock="answer"), on="2027-01-04 10:00")
    assert no == not_now("还没有到时间。")
