"""Who is told what: read off a fact and the law; a notice names an audience and nobody."""

import string
from dataclasses import replace

import pytest

from huiyin.rules import facts as f
from huiyin.rules.case import Duty, Phase
from huiyin.rules.facts import KINDS, Fact
from huiyin.rules.notices import Audience, Notice, notices
from huiyin.rules.steps.dispatch import (
    Claim,
    DesignateFallback,
    Dispatch,
    Escalate,
    Merge,
    Object,
    Reassign,
    RuleOnObjection,
    Whistle,
)
from huiyin.rules.steps.evaluate import AppealExclusion, Audit, DecideExclusion, Rate
from huiyin.rules.steps.extend import (
    DecideExtension,
    ObjectToExtension,
    RequestExtension,
    RuleOnExtension,
)
from huiyin.rules.steps.handle import (
    Accept,
    AskUnit,
    Clear,
    DeliverPart,
    DraftAnswer,
    Progress,
    ReviewShelving,
    SendBack,
    Shelve,
    SignOff,
)
from huiyin.rules.steps.receive import (
    AnswerDirectly,
    Decline,
    Supplement,
    TransferEmergency,
    Withdraw,
)
from huiyin.rules.steps.supervise import (
    AnswerOrder,
    CallMeeting,
    Order,
    RecordDecision,
    TakeMeasure,
    Urge,
)
from huiyin.rules.vocabulary import Mode, Outcome, Role
from tests.rules.county import (
    CHEN_BO,
    LI_QIANG,
    MA_LI,
    MONDAY,
    QIAN_HUI,
    SUN_LEI,
    WANG_FANG,
    WU_YUE,
    XU_QIN,
    ZHAO_MIN,
    ZHENG_YI,
    ZHOU_NING,
    Story,
    amended,
    at,
)
from tests.rules.test_evolve import some

SILENT = {
    "duty_rated",
    # What only the record needs to know, or what another fact of the same deed tells.
    "co_signed",
    "points_listed",
    "classified",
    "absorbed",
    "split_off",
    "contacted",
    "mediated",
    "inspected",
    "audit_passed",
    "followed_up",
    "rated",
    "voted",
    "vote_counted",
    "publication_consented",
    "published",
    "unpublished",
    "archived",
}


def told(story: Story, facts: tuple[Fact, ...]) -> set[str]:
    """To whom the facts speak: `petitioners`, `housing/clerk`, `inspector`."""
    said = [one for fact in facts for one in notices(fact, story.case, story.law)]
    return {_name(one) for one in said}


def _name(notice: Notice) -> str:
    if notice.audience is Audience.PETITIONERS:
        return "petitioners"
    if notice.audience is Audience.UNIT:
        return f"{notice.unit}/{notice.role}"
    return str(notice.role)


def struck(story: Story, until: str, clock: str) -> list[set[str]]:
    """To whom each strike of that clock speaks, until then."""
    seen = len(story.facts)
    story.runs_to(until)
    return [
        told(story, (fact,))
        for fact in story.facts[seen:]
        if isinstance(fact.what, f.Struck) and fact.what.clock == clock
    ]


class TestTheWayOfACase:
    """Whoever has the next step hears of it; the petitioner hears where it stands."""

    def test_registered(self, registered: Story) -> None:
        assert told(registered, tuple(registered.facts)) == {"petitioners", "dispatcher"}

    def test_supplemented_the_unit_hears_it(self, registered: Story, handling: Story) -> None:
        more = Supplement(text="还有一盏")
        assert told(handling, handling.does(WANG_FANG, more)) == {"housing/clerk"}
        assert told(registered, registered.does(WANG_FANG, more)) == set()

    def test_declined_she_hears_of_the_way_that_is_open(self, registered: Story) -> None:
        no = Decline(outlet="litigation", reason="已起诉")
        assert told(registered, registered.does(ZHOU_NING, no)) == {"petitioners"}

    def test_answered_on_the_spot_and_handed_over_at_once(self, registered: Story) -> None:
        """PS-2."""
        enquiry = Story(registered.law).registered(kind="enquiry")
        answer = AnswerDirectly(text="周一开放")
        assert told(enquiry, enquiry.does(WU_YUE, answer)) == {"petitioners"}
        fire = TransferEmergency(to="119")
        assert told(registered, registered.does(WU_YUE, fire)) == {"petitioners"}

    def test_dispatched_every_unit_hears_its_part(self, registered: Story) -> None:
        parallel = Dispatch(mode=Mode.PARALLEL, lead="housing", assisting=("st-chengguan",))
        assert told(registered, registered.does(ZHOU_NING, parallel)) == {
            "petitioners",
            "housing/clerk",
            "st-chengguan/clerk",
        }

    def test_reassigned(self, handling: Story) -> None:
        other = Reassign(lead="centre", assisting=("housing",), reason="改派")
        assert told(handling, handling.does(ZHOU_NING, other)) == {
            "petitioners",
            "centre/clerk",
            "housing/clerk",
        }

    def test_disputed_upheld_returned(self, dispatched: Story) -> None:
        """B5: the petitioner does not hear the units' quarrel."""
        objection = Object(reason="不属我局")
        assert told(dispatched, dispatched.does(LI_QIANG, objection)) == {"dispatcher", "inspector"}
        upheld = RuleOnObjection(ruling="uphold", reason="清单")
        assert told(dispatched, dispatched.does(ZHOU_NING, upheld)) == {"housing/clerk"}
        dispatched.does(LI_QIANG, objection)
        returned = RuleOnObjection(ruling="designate", lead="centre", reason="指定")
        assert told(dispatched, dispatched.does(ZHOU_NING, returned)) == {
            "housing/clerk",
            "centre/clerk",
            "petitioners",
        }

    def test_designated_as_fallback(self, registered: Story) -> None:
        """FX-10."""
        pole = DesignateFallback(reason="无主")
        assert told(registered, registered.does(ZHOU_NING, pole)) == {"petitioners", "centre/clerk"}

    def test_claimed_she_hears_who_has_it(self, registered: Story) -> None:
        """FX-8, SN-7."""
        assert told(registered, registered.does(LI_QIANG, Claim())) == {"petitioners"}

    def test_withdrawn_whoever_worked_on_it_hears_it(self, together: Story) -> None:
        assert told(together, together.does(WANG_FANG, Withdraw())) == {
            "housing/clerk",
            "st-chengguan/clerk",
        }

    def test_whistled_up(self, handling: Story) -> None:
        """FX-8."""
        come = Whistle(units=("centre", "human-resources"), text="来")
        assert told(handling, handling.does(XU_QIN, come)) == {
            "centre/clerk",
            "human-resources/clerk",
        }

    def test_escalated_the_chief_clerk_hears_it(self, handling: Story) -> None:
        """SN-6."""
        hard = Escalate(reason="推诿")
        assert told(handling, handling.does(ZHOU_NING, hard)) == {"chief"}

    def test_accepted_by_the_lead_she_hears_a_name(self, together: Story) -> None:
        """SN-7; an assisting unit's acceptance is not hers to hear."""
        assert told(together, together.does(MA_LI, Accept())) == set()
        ours = Accept(contact="李强 13800000000")
        assert told(together, together.does(LI_QIANG, ours)) == {"petitioners"}

    def test_progress_is_told_where_it_is_meant_for_her(self, handling: Story) -> None:
        """JS-7."""
        shown = Progress(text="已采购", public=True)
        assert told(handling, handling.does(LI_QIANG, shown)) == {"petitioners"}
        kept = Progress(text="内部", public=False)
        assert told(handling, handling.does(LI_QIANG, kept)) == set()

    def test_another_unit_is_asked_and_delivers(self, handling: Story) -> None:
        asked = AskUnit(unit="st-chengguan", text="清障")
        assert told(handling, handling.does(LI_QIANG, asked)) == {"st-chengguan/clerk"}
        done = DeliverPart(text="已清")
        assert told(handling, handling.does(MA_LI, done)) == {"housing/clerk"}

    def test_more_time_is_asked_signed_and_refused(self, handling: Story) -> None:
        """SN-9, B4: the petitioner is told the new date."""
        ask = RequestExtension(limit="2wd", reason="在途")
        assert told(handling, handling.does(LI_QIANG, ask)) == {"housing/leader"}
        no = DecideExtension(granted=False, reason="不足")
        assert told(handling, handling.does(SUN_LEI, no)) == {"housing/clerk"}
        handling.does(LI_QIANG, ask)
        yes = DecideExtension(granted=True)
        assert told(handling, handling.does(SUN_LEI, yes)) == {"petitioners", "housing/clerk"}

    def test_an_objection_is_heard_by_who_rules_and_the_ruling_by_both_sides(
        self, handling: Story
    ) -> None:
        handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="在途"))
        handling.does(SUN_LEI, DecideExtension(granted=True))
        no = ObjectToExtension(reason="等不了")
        assert told(handling, handling.does(WANG_FANG, no)) == {"inspector", "housing/clerk"}
        back = RuleOnExtension(reason="有库存")
        assert told(handling, handling.does(CHEN_BO, back)) == {"petitioners", "housing/clerk"}

    def test_an_extension_that_stands_is_told_too(self, handling: Story) -> None:
        handling.does(LI_QIANG, RequestExtension(limit="2wd", reason="在途"))
        handling.does(SUN_LEI, DecideExtension(granted=True))
        handling.does(WANG_FANG, ObjectToExtension(reason="等不了"))
        stands = RuleOnExtension(stands=True, reason="确需定制")
        assert told(handling, handling.does(CHEN_BO, stands)) == {"petitioners", "housing/clerk"}

    def test_who_grants_outside_the_unit_is_asked_as_a_role(self) -> None:
        story = Story(amended({"gates.extension.by": ["inspector"]})).handling()
        ask = RequestExtension(limit="2wd", reason="在途")
        assert told(story, story.does(LI_QIANG, ask)) == {"inspector"}

    def test_shelved_and_cleared_she_hears_it(self, handling: Story) -> None:
        later = Shelve(until=at("2026-04-02 10:00"), reason="资金", plan="四月")
        assert told(handling, handling.does(SUN_LEI, later)) == {"petitioners"}
        again = ReviewShelving(until=at("2026-04-20 10:00"), reason="仍缺")
        assert told(handling, handling.does(SUN_LEI, again)) == {"petitioners"}
        assert told(handling, handling.does(LI_QIANG, Clear(reason="到位"))) == {"petitioners"}

    def test_drafted_the_head_hears_it_and_sent_back_the_clerk(self, handling: Story) -> None:
        """SN-8."""
        draft = DraftAnswer(text="已修")
        assert told(handling, handling.does(LI_QIANG, draft)) == {"housing/head"}
        back = SendBack(reason="不清楚")
        assert told(handling, handling.does(ZHAO_MIN, back)) == {"housing/clerk"}

    def test_drafted_without_sign_off_the_auditor_hears_it(self) -> None:
        """FX-16."""
        story = Story(amended({"gates.order": ["audit", "rating"]})).handling()
        assert told(story, story.does(LI_QIANG, DraftAnswer(text="已修"))) == {"auditor"}

    def test_signed_the_auditor_hears_it(self, signing: Story) -> None:
        """FX-16."""
        assert told(signing, signing.does(ZHAO_MIN, SignOff())) == {"auditor"}

    def test_rated_the_auditor_hears_it_where_the_audit_comes_last(self) -> None:
        """FX-16, JS-14."""
        story = Story(amended({"gates.order": ["sign_off", "rating", "audit"]})).signing()
        story.does(ZHAO_MIN, SignOff())
        good = Rate(verdict="satisfied")
        assert told(story, story.does(WANG_FANG, good)) == {"auditor"}

    def test_failed_the_clerk_hears_it_and_passed_she_does(self, auditing: Story) -> None:
        other = Story(auditing.law).auditing()
        failed = Audit(passed=False, remark="无照片")
        assert told(other, other.does(QIAN_HUI, failed)) == {"housing/clerk"}
        passed = Audit(passed=True)
        assert told(auditing, auditing.does(QIAN_HUI, passed)) == {"petitioners", "caller"}

    def test_nobody_calls_back_what_was_not_drawn(self) -> None:
        """XN-7."""
        story = Story(amended({"gates.follow_up.share": "0"})).auditing()
        assert told(story, story.does(QIAN_HUI, Audit(passed=True))) == {"petitioners"}

    def test_not_content_the_unit_does_it_again(self, answered: Story) -> None:
        bad = Rate(verdict="dissatisfied")
        assert told(answered, answered.does(WANG_FANG, bad)) == {"housing/clerk", "petitioners"}

    def test_still_not_content_somebody_above_decides(self) -> None:
        story = Story(amended({"gates.redo.times": 0})).answered()
        bad = Rate(verdict="dissatisfied")
        assert told(story, story.does(WANG_FANG, bad)) == {"inspector", "chief"}

    def test_merged_and_struck_off_she_hears_it(self, registered: Story, struck_off: Story) -> None:
        merged = registered.does(ZHOU_NING, Merge(into="CO-9"))
        assert told(registered, merged) == {"petitioners"}
        assert told(struck_off, (struck_off.facts[-1],)) == {"petitioners"}


class TestSupervision:
    """督: whoever is behind hears it, and whoever watches."""

    def test_urged_the_unit_hears_it_or_the_desk(self, registered: Story, handling: Story) -> None:
        hurry = Urge(text="请快")
        assert told(handling, handling.does(WANG_FANG, hurry)) == {"housing/clerk"}
        assert told(registered, registered.does(WANG_FANG, hurry)) == {"dispatcher"}

    def test_an_order_is_the_heads_matter_too(self, handling: Story) -> None:
        """FX-13."""
        order = Order(colour="red", text="立即")
        assert told(handling, handling.does(CHEN_BO, order)) == {"housing/clerk", "housing/head"}
        answer = AnswerOrder(order="CO-1-D1", text="已办")
        assert told(handling, handling.does(LI_QIANG, answer)) == {"inspector"}

    def test_a_decision_is_the_units_to_carry_out(self, handling: Story) -> None:
        """PS-8, JS-9."""
        meeting = CallMeeting(agenda="研究")
        assert told(handling, handling.does(CHEN_BO, meeting)) == {"housing/head"}
        go_on = RecordDecision(outcome=Outcome.CONTINUE, decision="住建局牵头")
        assert told(handling, handling.does(CHEN_BO, go_on)) == {"housing/clerk"}

    def test_referred_she_hears_where_to(self, handling: Story) -> None:
        handling.does(CHEN_BO, CallMeeting(agenda="研究"))
        refer = RecordDecision(outcome=Outcome.REFER, decision="起诉")
        assert told(handling, handling.does(CHEN_BO, refer)) == {"housing/clerk", "petitioners"}

    def test_who_decides_on_an_exclusion_hears_of_it_and_the_unit_of_the_decision(
        self, answered: Story
    ) -> None:
        appeal = AppealExclusion(ground="unreasonable", reason="过高")
        assert told(answered, answered.does(LI_QIANG, appeal)) == {"inspector"}
        granted = DecideExclusion(granted=True, reason="属实")
        assert told(answered, answered.does(CHEN_BO, granted)) == {"housing/clerk"}

    def test_a_measure_is_the_heads_to_hear(self, handling: Story) -> None:
        """FX-14, XN-6: also the head of a unit that has no part in the case."""
        talk = TakeMeasure(measure="summon", unit="centre", reason="推诿")
        assert told(handling, handling.does(CHEN_BO, talk)) == {"centre/head"}

    def test_yellow_red_and_every_rung_tell_whom_the_law_names(self, handling: Story) -> None:
        """SN-10, JS-8."""
        assert struck(handling, "2026-03-31 10:00", "answer") == [
            {"housing/clerk"},
            {"housing/head", "inspector"},
            {"housing/clerk"},
            {"housing/head", "inspector"},
            {"chief"},
        ]

    def test_a_late_part_is_told_to_the_head_of_the_unit_that_is_late(
        self, together: Story
    ) -> None:
        """B7."""
        red = struck(together, "2026-03-05 17:31", "part:st-chengguan")[-1]
        assert red == {"st-chengguan/head"}

    def test_before_any_unit_has_it_no_unit_hears_it(self) -> None:
        law = amended({"clocks.handover.tell_red": ["clerk", "head", "inspector"]})
        story = Story(law).registered()
        assert struck(story, "2026-03-03 17:31", "handover") == [{"dispatcher"}, {"inspector"}]

    def test_the_petitioner_is_reminded_where_the_law_says_so(self) -> None:
        law = amended({"clocks.judgement.tell_yellow": ["petitioner"]})
        story = Story(law).answered()
        assert struck(story, "2026-03-09 12:00", "judgement") == [{"petitioners"}]

    def test_a_strike_names_its_clock_and_its_rung(self, dispatched: Story) -> None:
        dispatched.runs_to("2026-03-04 17:30")
        (notice, _) = notices(dispatched.facts[-1], dispatched.case, dispatched.law)
        text = notice.template.format(number="CO-1", **notice.params)
        assert text == "CO-1 的“受理”超期未办，督办单。"


class TestWhistleBlowing:
    """JS-4: only the office that reads it hears of it."""

    def test_its_registration_is_discipline_inspections_to_hear(self, whistle: Story) -> None:
        """JS-4."""
        assert told(whistle, tuple(whistle.facts)) == {"petitioners", "discipline"}

    def test_overdue_it_is_told_to_nobody_else(self, whistle: Story) -> None:
        """JS-4: though the law tells the dispatcher and the inspection office of others."""
        assert struck(whistle, "2026-03-10 10:00", "handover") == [set(), {"discipline"}]

    def test_nobody_else_hears_of_its_end(self, whistle: Story) -> None:
        """JS-4."""
        end = Decline(outlet="discipline", reason="已移交")
        assert told(whistle, whistle.does(ZHENG_YI, end)) == {"petitioners"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_is_told_or_kept_silent_on_purpose(kind: str) -> None:
    """Another kind that tells nobody must be written down as silent."""
    story = Story(amended({})).dispatched("st-chengguan")
    what = some(KINDS[kind])
    if isinstance(what, f.Struck):
        what = f.Struck("acceptance", 2, "", "", "")
    if isinstance(what, f.Drafted | f.SignedOff | f.GatePassed):
        what = replace(what, to=Phase.AUDITING)
    case = story.case.but(duties=(Duty("housing", "st-chengguan"),))
    said = notices(Fact(MONDAY, "system", Role.SYSTEM, "", what), case, story.law)
    assert (not said) == (kind in SILENT)
    for notice in said:
        slots = {name for _, name, _, _ in string.Formatter().parse(notice.template) if name}
        assert slots <= {"number", *notice.params}
        assert "number" in slots
        assert notice.template.endswith("。")
        assert "words" not in repr(notice)
