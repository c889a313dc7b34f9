"""A regime that is proved (B26): whole laws pass, and every planted fault is found."""

from dataclasses import replace

import pytest

from huiyin.rules.case import Phase
from huiyin.rules.deeds import Row
from huiyin.rules.explore import Counterexample, Property, Step, explore
from huiyin.rules.explore.beside import BESIDE
from huiyin.rules.explore.samples import SAMPLES
from huiyin.rules.facts import KINDS
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.vocabulary import Outcome, Role
from tests.rules.county import REGIMES, law_of
from tests.rules.explore_laws import found, only, small, steps, whole

SHIPPED = sorted(path.parent.name for path in REGIMES.glob("*/regime.toml"))


@pytest.mark.parametrize("regime", SHIPPED)
def test_the_laws_that_ship_leave_nobody_without_an_answer(regime: str) -> None:
    report = explore(law_of(regime))
    assert report.ok, "\n".join(map(str, report.counterexamples))


def test_a_law_with_every_deed_in_use_can_be_whole() -> None:
    report = explore(whole())
    assert [str(one) for one in report.counterexamples] == []
    assert report.ok
    assert report.states > 500
    assert report.transitions > report.states


def test_the_same_law_is_explored_alike_twice() -> None:
    assert explore(small({})) == explore(small({}))


def test_somebody_waiting_is_told_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    report = explore(law_of("starter"), progress=lambda *said: told.append(said))
    seen = [seen for seen, _ in told]
    assert seen == sorted(seen)
    assert told[-1] == (report.states, 0)


# 1 every reachable state can reach an end


def test_after_the_last_redo_a_meeting_must_be_able_to_decide() -> None:
    examples = found(Property.END, {"supervision.meeting_outcomes": []})
    assert [one.params for one in examples] == [{"phase": "answered"}]
    assert examples[0].spent
    assert steps(examples[0])[-1][0] in ("petitioner", "agent", "caller")
    assert steps(examples[0])[-1][2] == "answered"


def test_an_audit_that_nobody_does_is_a_dead_end_without_meetings() -> None:
    examples = found(
        Property.END,
        {"gates.audit.by": [], "supervision.meeting_outcomes": [Outcome.CONTINUE]},
    )
    assert {"phase": "auditing"} in [one.params for one in examples]
    way = next(one for one in examples if one.params["phase"] == "auditing")
    assert steps(way) == [
        ("petitioner", "register", "registered"),
        ("clerk", "claim", "handling"),
        ("clerk", "draft_answer", "signing"),
        ("head", "sign_off", "auditing"),
    ]


def test_that_the_petitioner_may_give_up_is_no_way_out() -> None:
    """Signing is never done, and only withdrawing would end it."""
    examples = found(
        Property.END,
        {"gates.sign_off.by": [], "supervision.meeting_outcomes": [Outcome.CONTINUE]},
    )
    assert {"phase": "signing"} in [one.params for one in examples]


def test_an_appeal_must_be_decidable_wherever_the_case_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once it was so while the case was being judged only: referred, it was never put away."""
    closing = frozenset({Phase.ANSWERED, Phase.STRUCK_OFF})
    row = replace(TABLE["decide_exclusion"], phases=closing)
    monkeypatch.setitem(TABLE, "decide_exclusion", row)
    examples = only(explore(small({})), Property.END)
    assert {one.params["phase"] for one in examples} == {"referred", "withdrawn", "merged"}
    assert [deed for _, deed, _ in steps(examples[0])][-3:] == [
        "appeal_exclusion",
        "call_meeting",
        "record_decision",
    ]


# 2 in every open state somebody owns the next step, and a clock runs


def test_without_its_clock_a_new_case_waits_for_ever() -> None:
    examples = found(Property.OWNER, {}, without="handover")
    assert [(one.params, len(one.trace)) for one in examples] == [
        ({"phase": "registered", "role": "dispatcher"}, 1),
        ({"phase": "registered", "role": "discipline"}, 1),
    ]


def test_a_clock_that_stops_too_early_is_found_where_it_is_missed() -> None:
    """A ruling stops the clock of acceptance, and nothing starts it again."""
    examples = found(
        Property.OWNER,
        {
            "clocks.acceptance.pauses": [{"on": ["objected"], "until": ["urged"]}],
            "clocks.answer.starts": ["accepted", "claimed", "redone"],
            "clocks.part.starts": ["unit_asked", "whistled"],
        },
    )
    assert [one.params for one in examples] == [{"phase": "dispatched", "role": "clerk"}]
    assert steps(examples[0]) == [
        ("petitioner", "register", "registered"),
        ("dispatcher", "dispatch", "dispatched"),
        ("clerk", "object", "dispatched"),
        ("dispatcher", "rule_on_objection", "dispatched"),
    ]


def test_waiting_for_the_petitioner_needs_a_rule_for_silence() -> None:
    """JS-11: no answer to the answer must not keep a case open for ever."""
    examples = found(Property.OWNER, {"clocks.judgement.then": None})
    assert [one.params for one in examples] == [{"phase": "answered"}]
    assert "不表态" in str(examples[0])


def test_a_sign_off_by_nobody_has_no_owner() -> None:
    examples = found(Property.OWNER, {"gates.sign_off.by": []})
    assert [one.params for one in examples] == [{"phase": "signing"}]


def test_an_owner_must_be_able_to_do_something() -> None:
    """Standards must be chosen from a list, and the list is empty (JS-6)."""
    law = replace(small({"handling.standard": "list", "dispatch.objection.limit": 0}), standards={})
    examples = only(explore(law), Property.OWNER)
    assert [one.params for one in examples] == [{"phase": "dispatched", "role": "clerk"}]


def test_an_owner_who_could_only_object_is_stuck_once_that_is_used_up() -> None:
    modes = {"dispatch.modes": ["direct", "lead_assisting"]}
    law = replace(small({"handling.standard": "list", **modes}), standards={})
    examples = only(explore(law), Property.OWNER)
    assert [one.params for one in examples] == [{"phase": "dispatched", "role": "clerk"}]
    assert [deed for _, deed, _ in steps(examples[0])] == ["register", "dispatch"]
    assert examples[0].spent


# 3 nothing in the law is there for nobody


def test_an_extension_of_no_clock_can_never_be_asked_for() -> None:
    """SN-9."""
    examples = found(Property.POSSIBLE, {"clocks.answer.extendable": False})
    deeds = [one.params for one in examples]
    assert deeds == [
        {"deed": "request_extension"},
        {"deed": "decide_extension"},
        {"deed": "object_to_extension"},
        {"deed": "rule_on_extension"},
    ]
    assert str(examples[0]) == "规则里有用不上的内容：“申请延期”谁都做不了。"


def test_a_shelving_that_ends_at_once_is_never_prolonged() -> None:
    examples = found(Property.POSSIBLE, {"gates.shelving.times": 1})
    assert [one.params for one in examples] == [{"deed": "review_shelving"}]


def test_publishing_by_nobody_is_found_though_it_comes_after_the_end() -> None:
    examples = found(Property.POSSIBLE, {"publication.by": []})
    assert {"deed": "publish"} in [one.params for one in examples]


def test_gates_behind_one_that_nobody_opens_are_never_reached() -> None:
    examples = found(
        Property.POSSIBLE,
        {"gates.sign_off.by": [], "supervision.meeting_outcomes": [Outcome.CONTINUE]},
    )
    said = [one.params for one in examples]
    for unreached in ({"phase": "auditing"}, {"phase": "answered"}, {"phase": "struck_off"}):
        assert unreached in said
    for unpassed in ({"gate": "sign_off"}, {"gate": "audit"}, {"gate": "rating"}):
        assert unpassed in said
    assert {"clock": "judgement"} in said


def test_a_clock_that_waits_for_what_never_happens_is_found() -> None:
    examples = found(Property.POSSIBLE, {"clocks.shelf.starts": ["struck_off"]})
    assert {"clock": "shelf"} in [one.params for one in examples]


# 4 silence is heard above


def test_without_a_ladder_nobody_hears_of_a_case_that_is_never_dispatched() -> None:
    examples = found(Property.LADDER, {"clocks.handover.ladder": None})
    assert [(one.params, steps(one)) for one in examples] == [
        ({"phase": "registered"}, [("petitioner", "register", "registered")])
    ]


def test_a_ladder_that_tells_only_the_silent_does_not_count() -> None:
    """SN-10: the inspection team steps in."""
    rung = {"id": "slip", "label": "催办单", "label_en": "slip", "tell": ["clerk"]}
    examples = found(Property.LADDER, {"ladders.watch.rungs": [rung]})
    said = [one.params for one in examples]
    assert {"phase": "dispatched"} in said
    assert {"clock": "answer"} in said


def test_the_top_of_every_ladder_must_be_heard_not_only_the_foot() -> None:
    """XN-5: watched to the end."""
    examples = found(
        Property.LADDER,
        {
            "ladders.watch.rungs": [
                {"id": "a", "label": "甲", "label_en": "a", "tell": ["inspector", "discipline"]},
                {"id": "b", "label": "乙", "label_en": "b", "after": "1wd", "tell": ["clerk"]},
            ]
        },
    )
    clocks = {one.params.get("clock") for one in examples}
    assert {"acceptance", "answer", "order", "shelf"} <= clocks
    assert {"phase": "dispatched"} not in [one.params for one in examples]


def test_whistle_blowing_is_heard_by_the_discipline_office_or_by_nobody() -> None:
    """JS-4: a ladder that tells the inspection office tells nobody of such a case."""
    rungs = [
        {"id": "a", "label": "甲", "label_en": "a", "tell": ["inspector"], "escalates_to": "chief"}
    ]
    examples = found(Property.LADDER, {"ladders.watch.rungs": rungs})
    silent = [one for one in examples if one.params == {"phase": "registered"}]
    assert [steps(one) for one in silent] == [[("petitioner", "register", "registered")]]


def test_silence_after_a_vote_that_failed_is_heard_too() -> None:
    """JS-12: the votes cast are counted, and a meeting that nobody calls is told of."""
    examples = found(Property.LADDER, {"clocks.meeting.ladder": None, "clocks.call.ladder": None})
    assert {"phase": "answered"} in [one.params for one in examples]


# and the rules must have an answer to everything


def test_where_the_rules_break_down_the_way_there_is_shown() -> None:
    examples = found(Property.SOUND, {"clocks.handover.ladder": "nowhere"})
    assert [(one.params["phase"], one.params["deed"]) for one in examples] == [
        ("registered", "strike")
    ]
    assert "nowhere" in str(examples[0])


def test_an_extension_reaches_a_clock_that_stands_still() -> None:
    """Once the rules broke down: a second extendable clock was paused when it was granted."""
    examples = found(
        Property.SOUND,
        {
            "clocks.part.extendable": True,
            "clocks.part.pauses": [{"on": ["accepted"], "until": ["urged"]}],
        },
    )
    assert examples == []


def test_nobody_joins_when_the_petitioners_have_judged() -> None:
    """Once a late co-signer opened the vote again when its clock was already used up (JS-12)."""
    assert found(Property.OWNER, {"gates.order": ["sign_off", "rating", "follow_up", "vote"]}) == []


# the words


def test_a_counterexample_tells_its_way_step_by_step() -> None:
    example = Counterexample(
        Property.OWNER,
        "“{phase}”时没有时限在走，下一步由{role}负责。",
        {"phase": "dispatched", "role": "clerk"},
        tuple(found(Property.OWNER, {}, without="handover")[0].trace),
        spent=True,
    )
    assert str(example).splitlines() == [
        "没有人负责下一步：“待受理”时没有时限在走，下一步由经办人负责。",
        "  1. 诉求人 登记 → 待交办",
        "  此后重办、延期、挂账、转派、回访的次数都用尽时。",
    ]


def test_a_step_of_the_clock_names_it() -> None:
    step = Step(Role.SYSTEM, "strike", Phase.ANSWERED, "judgement")
    assert str(step) == "系统 到点（judgement） → 待评价"


def test_a_way_that_needs_the_limits_used_up_says_so() -> None:
    (example,) = found(Property.END, {"supervision.meeting_outcomes": []})
    assert str(example).splitlines()[-2:] == [
        "  6. （次数用尽后）诉求人 评价 → 待评价",
        "  此后重办、延期、挂账、转派、回访的次数都用尽时。",
    ]


@pytest.mark.parametrize("row", TABLE.values(), ids=lambda row: row.id)
def test_every_deed_of_the_vocabulary_is_tried(row: Row) -> None:
    assert row.phases is None or row.id in SAMPLES


def test_what_goes_on_beside_makes_facts_that_exist() -> None:
    assert set(BESIDE) <= set(TABLE)
    assert {fact for made in BESIDE.values() for fact in made} <= set(KINDS)
