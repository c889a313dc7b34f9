"""Which clocks a fact starts, pauses, moves and stops: a written rule for each hand-over (B3).

The clocks are those of `county.toml`; a test changes a line of it where it is about that line.
Monday 2 March 2026 at 10:00 is when stories begin.
"""

import pytest

from huiyin.rules import clocks
from huiyin.rules import facts as f
from huiyin.rules.case import Clock
from huiyin.rules.clocks import explain_clock, recompute
from huiyin.rules.steps.dispatch import (
    Claim,
    Classify,
    DesignateFallback,
    Dispatch,
    Merge,
    Object,
    Reassign,
    RuleOnObjection,
    Whistle,
)
from huiyin.rules.steps.evaluate import AppealExclusion, Audit, DecideExclusion, Rate, Redo
from huiyin.rules.steps.extend import DecideExtension, RequestExtension
from huiyin.rules.steps.handle import Accept, AskUnit, Clear, DeliverPart, SendBack, Shelve
from huiyin.rules.steps.receive import Withdraw
from huiyin.rules.steps.supervise import AnswerOrder, Order
from huiyin.rules.vocabulary import Mode
from tests.rules.county import (
    CHEN_BO,
    LI_QIANG,
    MA_LI,
    QIAN_HUI,
    SUN_LEI,
    WANG_FANG,
    WU_YUE,
    ZHAO_MIN,
    ZHOU_NING,
    Story,
    amended,
    at,
    registration,
)

OURS = Accept(contact="李强 13800000000")


def clock(story: Story, key: str) -> Clock:
    """The clock of that key, which must be there."""
    found = story.case.clock(key)
    assert found is not None, key
    return found


def red(story: Story, key: str) -> str:
    """When it turns red, written as `at` reads it."""
    return f"{clock(story, key).red_at:%Y-%m-%d %H:%M}"


class TestStartingAndStopping:
    """The rule names the facts; the case's phase has no say."""

    def test_one_working_day_to_hand_over(self, registered: Story) -> None:
        """SN-3, FX-12."""
        assert red(registered, "handover") == "2026-03-03 17:30"

    def test_what_comes_after_the_cut_off_hour_is_tomorrows(self) -> None:
        """At 17:00 it is Monday's, a minute later it is Tuesday's and due on Wednesday."""
        in_time = Story(amended({}), now=at("2026-03-02 17:00")).registered()
        late = Story(amended({}), now=at("2026-03-02 17:01")).registered()
        assert red(in_time, "handover") == "2026-03-03 17:30"
        assert red(late, "handover") == "2026-03-04 17:30"

    def test_without_a_cut_off_hour_the_day_is_the_day(self) -> None:
        story = Story(amended({"clocks.handover.cut_off": None}), now=at("2026-03-02 17:29"))
        assert red(story.registered(), "handover") == "2026-03-03 17:30"

    @pytest.mark.parametrize("deed", [Dispatch(lead="housing"), DesignateFallback(reason="无主")])
    def test_any_way_of_giving_it_to_somebody_stops_the_handover(
        self, registered: Story, deed: Dispatch | DesignateFallback
    ) -> None:
        registered.does(ZHOU_NING, deed, on="2026-03-02 11:00")
        handover = clock(registered, "handover")
        assert (handover.stopped_at, handover.next_at) == (at("2026-03-02 11:00"), None)

    def test_claiming_stops_the_handover_and_starts_the_answer_without_acceptance(
        self, registered: Story
    ) -> None:
        """FX-8."""
        registered.does(LI_QIANG, Claim())
        assert clock(registered, "handover").stopped_at == registered.now
        assert clock(registered, "answer").running
        assert registered.case.clock("acceptance") is None

    def test_an_end_stops_every_clock_that_runs(self, together: Story) -> None:
        together.does(WANG_FANG, Withdraw(), on="2026-03-02 15:00")
        stopped = {c.key: c.stopped_at for c in together.case.clocks}
        assert stopped["handover"] == at("2026-03-02 10:00")
        for key in ("acceptance", "answer", "part:st-chengguan"):
            assert stopped[key] == at("2026-03-02 15:00")

    def test_joined_to_another_case_it_is_at_an_end_too(self, handling: Story) -> None:
        """B3 for a merge: the clocks of the case that goes on count."""
        facts = handling.does(ZHOU_NING, Merge(into="CO-9"))
        assert [c.stopped_at for c in facts[0].clocks] == [handling.now]

    def test_a_clock_may_start_after_the_end(self, struck_off: Story) -> None:
        """The unit's appeal is decided in its own time, whatever has become of the case."""
        struck_off.does(
            LI_QIANG, AppealExclusion(ground="unreasonable", reason="过高"), on="2026-03-09 10:00"
        )
        assert red(struck_off, "exclusion") == "2026-03-12 17:30"
        struck_off.does(CHEN_BO, DecideExclusion(granted=True, reason="属实"))
        assert struck_off.case.next_alarm_at is None


class TestHandOvers:
    """B3: return, reassign, reclassify, send back, fail an audit, redo."""

    def test_a_returned_case_is_not_accepted_meanwhile(self, dispatched: Story) -> None:
        dispatched.does(LI_QIANG, Object(reason="不属我局"), on="2026-03-02 15:00")
        acceptance = clock(dispatched, "acceptance")
        assert acceptance.paused
        assert acceptance.next_at is None
        assert clock(dispatched, "ruling").red_at == at("2026-03-03 10:30")

    def test_the_petitioners_clock_runs_on_through_a_return(self, dispatched: Story) -> None:
        before = clock(dispatched, "answer")
        dispatched.does(LI_QIANG, Object(reason="不属我局"), on="2026-03-02 15:00")
        dispatched.does(
            ZHOU_NING,
            RuleOnObjection(ruling="reassign", lead="centre", justified=True, reason="确属他方"),
            on="2026-03-03 09:30",
        )
        assert clock(dispatched, "answer") == before

    def test_upheld_the_unit_has_left_what_it_had_left(self, dispatched: Story) -> None:
        """One working day from Monday; Monday's and Tuesday's closing lay in the dispute."""
        dispatched.does(LI_QIANG, Object(reason="不属我局"), on="2026-03-02 15:00")
        dispatched.does(
            ZHOU_NING, RuleOnObjection(ruling="uphold", reason="清单写明"), on="2026-03-04 10:00"
        )
        acceptance = clock(dispatched, "acceptance")
        assert acceptance.running
        assert acceptance.red_at == at("2026-03-04 17:30")

    def test_reassigned_the_new_lead_has_a_day_of_its_own(self, dispatched: Story) -> None:
        dispatched.does(ZHOU_NING, Reassign(lead="centre", reason="改派"), on="2026-03-03 16:00")
        acceptance = clock(dispatched, "acceptance")
        assert (acceptance.started_at, acceptance.stage) == (at("2026-03-03 16:00"), 0)
        assert acceptance.red_at == at("2026-03-04 17:30")

    def test_after_a_return_the_new_lead_has_a_day_of_its_own_too(self, dispatched: Story) -> None:
        dispatched.does(LI_QIANG, Object(reason="不属我局"), on="2026-03-02 15:00")
        dispatched.does(
            ZHOU_NING,
            RuleOnObjection(ruling="reassign", lead="centre", reason="确属他方"),
            on="2026-03-03 10:00",
        )
        acceptance = clock(dispatched, "acceptance")
        assert acceptance.pauses == ()
        assert acceptance.red_at == at("2026-03-04 17:30")
        assert clock(dispatched, "ruling").stopped_at == at("2026-03-03 10:00")

    def test_other_helpers_move_no_clock_of_the_case(self, dispatched: Story) -> None:
        before = {c.key: c for c in dispatched.case.clocks}
        dispatched.does(
            ZHOU_NING,
            Reassign(lead="housing", assisting=("st-chengguan",), reason="请街道协办"),
            on="2026-03-03 10:00",
        )
        for key, was in before.items():
            assert dispatched.case.clock(key) == was
        assert red(dispatched, "part:st-chengguan") == "2026-03-06 17:30"

    def test_a_law_may_give_the_new_lead_all_the_time_anew(self) -> None:
        starts = ["dispatched", "designated", "claimed", "redone", "reassigned"]
        story = Story(amended({"clocks.answer.starts": starts})).handling()
        story.does(ZHOU_NING, Reassign(lead="centre", reason="改派"), on="2026-03-09 10:00")
        assert red(story, "answer") == "2026-03-18 17:30"

    def test_sent_back_or_failed_the_unit_gets_no_more_time(self, signing: Story) -> None:
        before = clock(signing, "answer")
        signing.does(ZHAO_MIN, SendBack(reason="不清楚"), on="2026-03-04 10:00")
        assert clock(signing, "answer") == before

    def test_a_failed_audit_gives_no_more_time_either(self, auditing: Story) -> None:
        before = clock(auditing, "answer")
        auditing.does(QIAN_HUI, Audit(passed=False, remark="无照片"), on="2026-03-03 10:00")
        assert clock(auditing, "answer") == before
        assert clock(auditing, "auditing").stopped_at == at("2026-03-03 10:00")

    def test_the_answer_clock_stops_when_the_petitioner_has_the_answer(
        self, answered: Story
    ) -> None:
        assert clock(answered, "answer").stopped_at == answered.case.answered_at
        assert red(answered, "judgement") == "2026-03-09 23:59"

    def test_redone_it_begins_anew_and_strikes_anew(self, answered: Story) -> None:
        answered.does(WANG_FANG, Redo(reason="没修"), on="2026-03-04 10:00")
        answer = clock(answered, "answer")
        assert (answer.stage, answer.extras, answer.pauses) == (0, (), ())
        assert answer.red_at == at("2026-03-13 17:30")


class TestLimits:
    """The first rule that fits wins; a new class or promise gives the same start a new sum."""

    def test_by_level(self) -> None:
        """XN-4."""
        assert red(Story(amended({})).dispatched(level="urgent"), "answer") == "2026-03-04 17:30"
        assert red(Story(amended({})).dispatched(), "answer") == "2026-03-11 17:30"

    def test_by_class_of_the_catalogue(self) -> None:
        """PS-6: two hours round the clock for water and gas."""
        story = Story(amended({})).dispatched(class_code="0202")
        assert red(story, "answer") == "2026-03-02 12:00"

    def test_by_the_promised_standard(self) -> None:
        """JS-6: three working days for repairs, from the same start."""
        story = Story(amended({"handling.standard": "list"})).dispatched()
        assert red(story, "answer") == "2026-03-11 17:30"
        promise = Accept(contact="李强 13800000000", standard="repair")
        story.does(LI_QIANG, promise, on="2026-03-03 10:00")
        answer = clock(story, "answer")
        assert (answer.limit, answer.started_at) == ("3wd", at("2026-03-02 10:00"))
        assert answer.red_at == at("2026-03-05 17:30")

    def test_by_kind(self) -> None:
        """PS-6."""
        law = amended({"clocks.answer.limits": [{"kinds": ["enquiry"], "limit": "1wd"}]})
        assert red(Story(law).dispatched(kind="enquiry"), "answer") == "2026-03-03 17:30"
        assert red(Story(law).dispatched(), "answer") == "2026-03-11 17:30"

    def test_by_channel(self) -> None:
        law = amended({"clocks.answer.limits": [{"channels": ["web"], "limit": "3wd"}]})
        assert red(Story(law).dispatched(), "answer") == "2026-03-05 17:30"
        by_phone = Story(law)
        by_phone.does(WU_YUE, registration(channel="phone"))
        by_phone.does(ZHOU_NING, Dispatch(lead="housing"))
        assert red(by_phone, "answer") == "2026-03-11 17:30"

    def test_by_class_or_the_beginning_of_one(self) -> None:
        law = amended({"clocks.answer.limits": [{"classes": ["02"], "limit": "3wd"}]})
        assert red(Story(law).dispatched(class_code="0203"), "answer") == "2026-03-05 17:30"
        assert red(Story(law).dispatched(class_code="0301"), "answer") == "2026-03-11 17:30"

    def test_a_rule_that_names_nothing_is_passed_over(self) -> None:
        """Class 0201 has no limit of its own in the catalogue."""
        law = amended({"clocks.answer.limits": [{"by": "catalogue"}, {"limit": "2wd"}]})
        assert red(Story(law).dispatched(class_code="0201"), "answer") == "2026-03-04 17:30"

    def test_reclassified_running_clocks_take_the_limit_of_the_new_class(
        self, dispatched: Story
    ) -> None:
        """P68, B3: same start, new sum."""
        urgent = Classify(kind="complaint", level="urgent", class_code="0201")
        dispatched.does(ZHOU_NING, urgent, on="2026-03-03 10:00")
        answer = clock(dispatched, "answer")
        assert (answer.started_at, answer.limit) == (at("2026-03-02 10:00"), "2wd")
        assert answer.red_at == at("2026-03-04 17:30")

    def test_a_deadline_that_reclassifying_puts_into_the_past_strikes_at_once(
        self, dispatched: Story
    ) -> None:
        urgent = Classify(kind="complaint", level="urgent", class_code="0201")
        dispatched.does(ZHOU_NING, urgent, on="2026-03-06 10:00")
        answer = clock(dispatched, "answer")
        assert answer.is_red(dispatched.now)
        assert answer.next_at is not None
        assert answer.next_at < dispatched.now

    def test_a_deadline_that_reclassifying_moves_away_strikes_red_again_in_its_time(self) -> None:
        """Red under the wrong class is not red under the right one."""
        story = Story(amended({})).dispatched(level="urgent")
        story.runs_to("2026-03-05 09:00")
        assert clock(story, "answer").stage > clocks.RED
        normal = Classify(kind="complaint", level="normal", class_code="0201")
        story.does(ZHOU_NING, normal, on="2026-03-05 09:00")
        answer = clock(story, "answer")
        assert (answer.stage, answer.next_at) == (0, answer.yellow_at)
        struck = [one.stage for one in story.runs_to("2026-03-11 17:31") if one.clock == "answer"]
        assert struck == [1, 2, 3]

    def test_what_was_red_and_stays_red_climbs_on_from_where_it_was(self) -> None:
        """Three rungs of the ladder are behind it; a shorter limit is no new start."""
        story = Story(amended({})).dispatched()
        story.runs_to("2026-03-13 10:00")
        before = clock(story, "answer")
        urgent = Classify(kind="complaint", level="urgent", class_code="0201")
        story.does(ZHOU_NING, urgent)
        after = clock(story, "answer")
        assert after.red_at < before.red_at
        assert (after.stage, after.next_at) == (before.stage, before.next_at)

    def test_a_promise_moves_no_clock_that_has_stopped(self) -> None:
        changes = {"handling.standard": "list", "clocks.acceptance.limits": [{"by": "standard"}]}
        story = Story(amended(changes)).dispatched()
        story.does(LI_QIANG, Accept(contact="李强 13800000000", standard="repair"))
        assert clock(story, "acceptance").limit == "1wd"

    def test_before_a_promise_is_made_the_usual_limit_holds(self) -> None:
        law = amended({"clocks.handover.limits": [{"by": "standard"}]})
        assert clock(Story(law).registered(), "handover").limit == "1wd"

    def test_reclassified_without_another_limit_nothing_moves(self, dispatched: Story) -> None:
        before = dispatched.case.clocks
        same = Classify(kind="complaint", level="normal", class_code="0203")
        (fact,) = dispatched.does(ZHOU_NING, same, on="2026-03-06 10:00")
        assert fact.clocks == ()
        assert dispatched.case.clocks == before


class TestExtension:
    """More time is added to the deadline; it is not a new start (SN-9)."""

    GRANTED = DecideExtension(granted=True)

    def test_the_yellow_light_waits_for_the_extended_end(self, handling: Story) -> None:
        handling.does(LI_QIANG, RequestExtension(limit="5wd", reason="在途"))
        handling.does(SUN_LEI, self.GRANTED, on="2026-03-10 10:00")
        answer = clock(handling, "answer")
        assert answer.red_at == at("2026-03-18 17:30")
        assert at("2026-03-11 17:30") < answer.yellow_at < answer.red_at
        assert (answer.stage, answer.next_at) == (0, answer.yellow_at)

    def test_only_clocks_that_can_be_extended_are(self, together: Story) -> None:
        together.does(LI_QIANG, OURS)
        before = {c.key: c for c in together.case.clocks}
        together.does(LI_QIANG, RequestExtension(limit="5wd", reason="在途"))
        together.does(SUN_LEI, self.GRANTED)
        changed = {c.key for c in together.case.clocks if before[c.key] != c}
        assert changed == {"answer"}

    def test_the_sum_is_explained_limit_and_extension_apart(self, handling: Story) -> None:
        """B1."""
        handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="在途"))
        handling.does(SUN_LEI, self.GRANTED)
        sums = explain_clock(clock(handling, "answer"), handling.law)
        assert [str(part.due)[:16] for part in sums] == ["2026-03-11 17:30", "2026-03-13 17:30"]

    def test_granted_too_late_for_its_own_end_the_ladder_is_not_climbed_twice(
        self, handling: Story
    ) -> None:
        handling.does(LI_QIANG, RequestExtension(limit="1wd", reason="在途"), on="2026-03-11 10:00")
        climbed = [
            one.stage for one in handling.runs_to("2026-03-16 10:00") if one.clock == "answer"
        ]
        assert climbed == [1, 2, 3, 4]
        handling.does(SUN_LEI, self.GRANTED)
        assert clock(handling, "answer").red_at == at("2026-03-12 17:30")
        struck = handling.runs_to("2026-03-30 10:00")
        assert [one.stage for one in struck if one.clock == "answer"] == [5]

    def test_what_stands_for_one_reason_is_not_set_running_by_another(self) -> None:
        pauses = [
            {"on": ["shelved"], "until": ["cleared"]},
            {"on": ["unit_asked"], "until": ["part_delivered"]},
        ]
        story = Story(amended({"clocks.answer.pauses": pauses})).handling()
        story.does(LI_QIANG, AskUnit(unit="st-chengguan", text="请清障"))
        story.does(SUN_LEI, TestShelving.LATER)
        assert clock(story, "answer").paused
        story.does(LI_QIANG, Clear(reason="到位"))
        assert clock(story, "answer").paused
        story.does(MA_LI, DeliverPart(text="已清障"))
        assert clock(story, "answer").running

    def test_what_stands_still_does_not_stop_twice(self) -> None:
        pauses = [{"on": ["unit_asked"], "until": ["part_delivered"]}]
        story = Story(amended({"clocks.answer.pauses": pauses})).handling()
        story.does(LI_QIANG, AskUnit(unit="st-chengguan", text="请清障"))
        story.does(LI_QIANG, AskUnit(unit="centre", text="请告知"), on="2026-03-03 10:00")
        (pause,) = clock(story, "answer").pauses
        assert (pause.start, pause.end) == (at("2026-03-02 10:00"), None)

    def test_a_clock_that_stands_still_gets_its_more_time_when_it_runs_on(self) -> None:
        """A law may let it stand while another unit is asked."""
        pauses = [{"on": ["unit_asked"], "until": ["part_delivered"]}]
        story = Story(amended({"clocks.answer.pauses": pauses})).handling()
        story.does(LI_QIANG, RequestExtension(limit="2wd", reason="在途"))
        story.does(LI_QIANG, AskUnit(unit="st-chengguan", text="请清障"))
        story.does(SUN_LEI, self.GRANTED)
        assert clock(story, "answer").paused
        story.does(MA_LI, DeliverPart(text="已清障"), on="2026-03-02 16:00")
        assert red(story, "answer") == "2026-03-13 17:30"


class TestShelving:
    """On the shelf the answer clock stands; the day of review is a clock of its own (XN-4)."""

    LATER = Shelve(until=at("2026-04-02 10:00"), reason="等资金", plan="四月修")

    def test_standing_it_has_no_alarm_and_no_sum(self, handling: Story) -> None:
        handling.does(SUN_LEI, self.LATER, on="2026-03-04 10:00")
        answer = clock(handling, "answer")
        assert (answer.running, answer.paused, answer.next_at) == (False, True, None)
        assert explain_clock(answer, handling.law) == ()
        assert recompute(answer, handling.law) == answer

    def test_an_unreviewed_shelving_climbs_the_ladder(self, handling: Story) -> None:
        """Approved deferral is no way out: whoever approved it must look again."""
        handling.does(SUN_LEI, self.LATER)
        struck = [one for one in handling.runs_to("2026-04-10 10:00") if one.clock == "shelf"]
        assert [one.stage for one in struck] == [1, 2, 3, 4, 5]

    def test_what_ends_on_the_shelf_was_not_late(self, handling: Story) -> None:
        """Two of seven days were used; a month on the shelf is not held against the unit."""
        handling.does(SUN_LEI, self.LATER, on="2026-03-04 10:00")
        handling.does(WANG_FANG, Withdraw(), on="2026-04-01 10:00")
        answer = clock(handling, "answer")
        assert answer.red_at > at("2026-04-01 10:00")
        assert not answer.is_red(handling.now)
        assert recompute(answer, handling.law) == answer

    def test_a_rung_after_the_shelf_counts_from_taking_it_down(self, handling: Story) -> None:
        """Red on Wednesday 11 March and urged; shelved on Thursday, taken down a month later."""
        handling.runs_to("2026-03-12 10:00")
        assert clock(handling, "answer").stage == clocks.RED + 1
        handling.does(SUN_LEI, self.LATER)
        handling.does(LI_QIANG, Clear(reason="资金到了"), on="2026-04-01 10:00")
        answer = clock(handling, "answer")
        assert answer.is_red(handling.now)
        assert (answer.stage, answer.next_at) == (clocks.RED + 1, at("2026-04-02 17:30"))


class TestPerUnit:
    """Each assisting unit has a clock of its own (B7)."""

    def test_from_the_dispatch(self, together: Story) -> None:
        assert red(together, "part:st-chengguan") == "2026-03-05 17:30"

    def test_a_unit_that_is_called_later_has_its_time_from_then(self, together: Story) -> None:
        together.does(
            LI_QIANG, Whistle(units=("centre", "human-resources"), text="来"), on="2026-03-04 10:00"
        )
        assert red(together, "part:centre") == "2026-03-09 17:30"
        assert red(together, "part:human-resources") == "2026-03-09 17:30"
        assert red(together, "part:st-chengguan") == "2026-03-05 17:30"

    def test_only_the_units_called_are_hurried(self) -> None:
        """A law that times calls only leaves the other assisting units their own pace."""
        story = Story(amended({"clocks.part.starts": ["whistled"]})).dispatched("st-chengguan")
        story.does(LI_QIANG, Whistle(units=("centre",), text="来"))
        assert story.case.clock("part:st-chengguan") is None
        assert clock(story, "part:centre").running

    def test_an_assisting_units_acceptance_moves_no_clock_of_the_case(
        self, together: Story
    ) -> None:
        (fact,) = together.does(MA_LI, Accept())
        assert fact.clocks == ()
        assert clock(together, "acceptance").running

    def test_who_is_not_in_it_any_more_has_no_clock(self, together: Story) -> None:
        together.does(
            ZHOU_NING,
            Reassign(lead="housing", assisting=("centre",), reason="换人"),
            on="2026-03-03 10:00",
        )
        assert clock(together, "part:st-chengguan").stopped_at == at("2026-03-03 10:00")
        assert clock(together, "part:centre").running

    def test_nor_where_the_law_does_not_name_what_took_it_out(self) -> None:
        changes = {
            "clocks.acceptance.starts": ["dispatched"],
            "clocks.part.starts": ["dispatched"],
        }
        story = Story(amended(changes)).dispatched("st-chengguan")
        story.does(ZHOU_NING, Reassign(lead="centre", reason="改派"))
        assert clock(story, "part:st-chengguan").stopped_at == story.now

    def test_who_stays_in_it_keeps_its_time(self, together: Story) -> None:
        before = clock(together, "part:st-chengguan")
        together.does(
            ZHOU_NING,
            Reassign(lead="housing", assisting=("st-chengguan", "centre"), reason="加人"),
            on="2026-03-04 10:00",
        )
        assert clock(together, "part:st-chengguan") == before
        assert clock(together, "part:centre").started_at == at("2026-03-04 10:00")

    def test_who_becomes_the_lead_has_no_part_clock(self) -> None:
        story = Story(amended({})).dispatched("centre")
        story.does(ZHOU_NING, Reassign(lead="centre", reason="改派"))
        assert clock(story, "part:centre").stopped_at == story.now

    def test_a_delivered_part_is_not_timed_again_under_another_lead(self, together: Story) -> None:
        together.does(MA_LI, DeliverPart(text="已清障"), on="2026-03-03 10:00")
        together.does(
            ZHOU_NING, Reassign(lead="centre", assisting=("st-chengguan",), reason="改派")
        )
        assert clock(together, "part:st-chengguan").stopped_at == at("2026-03-03 10:00")

    def test_three_units_on_the_spot_have_three_clocks(self, registered: Story) -> None:
        """XN-2."""
        force = Dispatch(
            mode=Mode.TASK_FORCE, lead="housing", assisting=("st-chengguan", "human-resources")
        )
        (fact,) = registered.does(ZHOU_NING, force)
        parts = {c.key for c in fact.clocks if c.id == "part"}
        assert parts == {"part:st-chengguan", "part:human-resources"}


class TestPerOrder:
    """Each supervision order has a clock of its own (B8, B9)."""

    def test_an_unanswered_order_rises_and_an_answered_one_does_not(self, handling: Story) -> None:
        handling.does(CHEN_BO, Order(colour="yellow", text="说明进度"))
        handling.does(CHEN_BO, Order(colour="red", text="立即办理"))
        handling.does(LI_QIANG, AnswerOrder(order="CO-1-D1", text="已办"))
        struck = [one for one in handling.runs_to("2026-03-10 10:00") if "order:" in one.clock]
        assert {one.clock for one in struck} == {"order:CO-1-D2"}
        assert [one.stage for one in struck] == [1, 2, 3, 4, 5]

    def test_an_order_goes_with_the_case_to_another_lead(self, handling: Story) -> None:
        """It is about the matter; whoever has the matter answers it."""
        handling.does(CHEN_BO, Order(colour="yellow", text="说明进度"))
        handling.does(ZHOU_NING, Reassign(lead="centre", reason="改派"))
        assert clock(handling, "order:CO-1-D1").running


class TestLadder:
    """Each rung once, in order, counted from the strike of the one below (FX-13, XN-5)."""

    def test_rungs_come_in_order_each_once(self, dispatched: Story) -> None:
        """Red on Tuesday 3 March: slip at once, order a day later, chief clerk two days on."""
        struck = dispatched.runs_to("2026-12-31 10:00")
        own = [one for one in struck if one.clock == "acceptance"]
        assert [one.stage for one in own] == [1, 2, 3, 4, 5]
        when = {
            fact.what.stage: f"{fact.at:%m-%d %H:%M}"
            for fact in dispatched.facts
            if isinstance(fact.what, f.Struck) and fact.what.clock == "acceptance"
        }
        assert (when[2], when[3]) == ("03-03 17:30", "03-03 17:30")
        assert (when[4], when[5]) == ("03-04 17:30", "03-06 17:30")

    def test_a_worker_that_slept_takes_the_rungs_from_when_it_woke(self, dispatched: Story) -> None:
        """No rung is skipped, and the next counts from the strike that really was."""
        dispatched.now = at("2026-03-09 10:00")
        struck = dispatched.runs_to("2026-03-09 10:00")
        assert [one.stage for one in struck if one.clock == "acceptance"] == [1, 2, 3]
        assert clock(dispatched, "acceptance").next_at == at("2026-03-10 17:30")

    def test_what_was_done_in_time_climbs_nothing(self, dispatched: Story) -> None:
        dispatched.does(LI_QIANG, OURS)
        assert [one.clock for one in dispatched.runs_to("2026-03-05 10:00")] == []

    def test_a_clock_without_a_ladder_says_no_more_after_red(self, registered: Story) -> None:
        registered.runs_to("2026-06-30 10:00")
        handover = clock(registered, "handover")
        assert (handover.stage, handover.next_at) == (clocks.RED, None)
        assert handover.running

    def test_the_next_alarm_names_its_rung(self, dispatched: Story) -> None:
        dispatched.runs_to("2026-03-03 17:29")
        alarm = clocks.next_alarm(clock(dispatched, "acceptance"), dispatched.law)
        assert alarm is not None
        assert (alarm.stage, alarm.rung) == (clocks.RED, None)
        dispatched.runs_to("2026-03-03 17:31")
        alarm = clocks.next_alarm(clock(dispatched, "acceptance"), dispatched.law)
        assert alarm is not None
        assert alarm.rung is not None
        assert alarm.rung.id == "order"

    def test_what_has_stopped_has_no_next_alarm(self, handling: Story) -> None:
        assert clocks.next_alarm(clock(handling, "acceptance"), handling.law) is None


class TestRecomputing:
    """A deadline is a function of its stored inputs (B1)."""

    def test_every_clock_of_a_long_story_is_what_its_inputs_say(self, together: Story) -> None:
        together.does(LI_QIANG, OURS)
        together.does(LI_QIANG, RequestExtension(limit="2wd", reason="在途"))
        together.does(SUN_LEI, DecideExtension(granted=True), on="2026-03-04 10:00")
        together.does(SUN_LEI, TestShelving.LATER)
        together.does(LI_QIANG, Clear(reason="资金到了"), on="2026-03-20 10:00")
        for one in together.case.clocks:
            assert recompute(one, together.law) == one

    def test_an_altered_deadline_is_found(self, handling: Story) -> None:
        answer = clock(handling, "answer")
        altered = answer.but(red_at=at("2026-03-12 17:30"))
        assert recompute(altered, handling.law) == answer

    def test_a_deadline_in_a_year_without_a_notice_says_so(self) -> None:
        """B2: 2027 is provisional until its notice is out."""
        story = Story(amended({}), now=at("2026-12-30 10:00")).dispatched()
        assert clock(story, "answer").provisional
        assert not clock(Story(amended({})).dispatched(), "answer").provisional

    def test_the_law_of_a_clock_names_its_owner(self, handling: Story) -> None:
        assert handling.law.owners("answer") == "clerk"


class TestExplaining:
    """The sum behind the deadline (B1)."""

    def test_the_sum_leads_to_the_deadline(self) -> None:
        """Also after the cut-off hour."""
        story = Story(amended({}), now=at("2026-03-02 17:01")).registered()
        handover = clock(story, "handover")
        (told,) = explain_clock(handover, story.law)
        assert told.due == handover.red_at

    def test_a_day_that_somebody_named_needs_no_sum(self, handling: Story) -> None:
        handling.does(SUN_LEI, TestShelving.LATER)
        assert explain_clock(clock(handling, "shelf"), handling.law) == ()


class TestSilence:
    """What red leads to by itself."""

    def test_rated_after_all_the_silence_clock_says_nothing(self, answered: Story) -> None:
        answered.does(WANG_FANG, Rate(verdict="dissatisfied"), on="2026-03-09 10:00")
        struck = answered.runs_to("2026-03-10 10:00")
        assert [one.clock for one in struck if one.clock == "judgement"] == []
