"""What the law of each place says, number by number.

Each test names the lines of the source list (SN-8, JS-12 ...) it watches over.
"""

from fractions import Fraction

import pytest

from huiyin.rules.vocabulary import Gate, Mode, Outcome, Role
from tests.regimes_data.laws import clock, law_of, limit

# 睢宁


def test_suining_one_day_to_hand_over_seven_to_answer() -> None:
    """SN-3, SN-8: whatever the kind."""
    for kind in law_of("suining").kinds:
        assert limit("suining", "handover", kind=kind) == "1wd"
        assert limit("suining", "answer", kind=kind) == "7wd"


def test_suining_head_signs_leader_extends_officer_is_named() -> None:
    """SN-7, SN-8, SN-9."""
    regime = law_of("suining").regime
    assert regime.gates.order == (Gate.SIGN_OFF, Gate.RATING)
    assert regime.gates.sign_off.by == (Role.HEAD,)
    assert regime.gates.extension.by == (Role.LEADER,)
    assert clock("suining", "answer").extendable
    assert regime.handling.named_officer
    assert regime.publication.handler_shown


def test_suining_red_brings_the_inspection_team_at_once() -> None:
    """SN-10."""
    first = law_of("suining").ladders[clock("suining", "answer").ladder or ""].rungs[0]
    assert first.after is None
    assert {Role.INSPECTOR, Role.HEAD} <= set(first.tell)
    assert first.colour == "red"


def test_suining_rules_on_returns_and_the_chief_steps_in() -> None:
    """SN-4, SN-5, SN-6."""
    regime = law_of("suining").regime
    assert clock("suining", "ruling").then == "dispatch_stands"
    assert Role.CHIEF in regime.dispatch.objection.ruled_by
    assert Role.CHIEF in regime.supervision.meeting_by
    assert clock("suining", "part").ladder == "cooperation"
    assert [kind.id for kind in regime.kinds if kind.port == "business"]


# 阜新


def test_fuxin_one_one_seven() -> None:
    """FX-12: in days, not working days."""
    got = [limit("fuxin", name) for name in ("handover", "acceptance", "answer")]
    assert got == ["1d", "1d", "7d"]


def test_fuxin_whistle_claim_first_asked_and_fallback() -> None:
    """FX-8, FX-9, FX-10: those called come within the two hours of the leaning pole."""
    law = law_of("fuxin")
    dispatch = law.regime.dispatch
    assert Role.GRID_WORKER in dispatch.whistle_by
    assert Role.CLERK in dispatch.claim_by
    assert {Mode.CLAIM, Mode.FALLBACK} <= set(dispatch.modes)
    assert dispatch.first_asked
    assert law.units[dispatch.fallback].name == "阜新市住房和城乡建设局"
    duty = clock("fuxin", "reporting_for_duty")
    assert (duty.per, duty.starts, str(duty.limit)) == ("unit", ("whistled",), "2h")


def test_fuxin_supervises_the_full_course() -> None:
    """FX-11, FX-13, FX-14."""
    law = law_of("fuxin")
    rungs = [rung.id for rung in law.ladders["full_course"].rungs]
    assert rungs == ["urge", "order", "summon", "transfer", "chief"]
    assert len(law.regime.supervision.inspections) == 5
    assert law.regime.supervision.measures == ("remind", "summon", "refer")
    assert Role.CHIEF in law.regime.supervision.meeting_by


def test_fuxin_lets_three_things_not_go_and_audits_before_closing() -> None:
    """FX-15, FX-16."""
    regime = law_of("fuxin").regime
    assert {"refused", "overdue", "redo"} <= {one.measure for one in regime.triggers}
    assert regime.gates.order[-1] is Gate.AUDIT
    assert regime.gates.redo.on_dissatisfied


# 西宁


@pytest.mark.parametrize(
    ("level", "days"), [("urgent", "1d"), ("quick", "3d"), ("ordinary", "7d"), ("complex", "11d")]
)
def test_xining_four_levels(level: str, days: str) -> None:
    """XN-4: 1, 3, 7 and 11 days."""
    assert len(law_of("xining").levels) == 4
    assert limit("xining", "answer", level=level) == days


def test_xining_what_nobody_graded_is_ordinary() -> None:
    """XN-4: the house takes the last level of the list for a petitioner's own report."""
    assert law_of("xining").regime.levels[-1].id == "ordinary"


def test_xining_shelves_with_a_review_and_stands_still_meanwhile() -> None:
    """XN-4: extended and shelved matters are counted."""
    regime = law_of("xining").regime
    assert regime.gates.shelving is not None
    assert clock("xining", "shelving").limit is None
    assert any(rule.on == ("shelved",) for rule in clock("xining", "answer").pauses)
    (deferred,) = [one for one in regime.indicators if one.id == "deferred"]
    assert set(deferred.numerator) == {"extended", "shelved"}


def test_xining_dispatches_directly_in_parallel_and_to_teams_not_downwards() -> None:
    """XN-2, XN-3."""
    dispatch = law_of("xining").regime.dispatch
    assert {Mode.DIRECT, Mode.PARALLEL, Mode.TASK_FORCE} <= set(dispatch.modes)
    assert dispatch.grass_roots_protected


def test_xining_three_levels_of_supervision_and_the_ten_worst() -> None:
    """XN-5, XN-6."""
    law = law_of("xining")
    rungs = law.ladders["three_levels"].rungs
    lifted = [rung.escalates_to for rung in rungs]
    assert lifted == [Role.DISPATCHER, Role.INSPECTOR, Role.DISCIPLINE, Role.CHIEF]
    triggers = {one.measure: one for one in law.regime.triggers}
    assert triggers["unjustified_returns"].count == 2
    assert triggers["red_months"].count == 3
    for one in triggers.values():
        assert any("十差" in said for said in one.consequences)


def test_xining_three_rates_give_the_published_figures() -> None:
    """XN-7, XN-8: Chengzhong District, June 2024: 98.96 % and 94.69 % of 670 followed up."""
    counts = {"followed_up": 670, "responded": 670, "solved": 663, "satisfied": 614, "basic": 34}
    rates = {one.id: one for one in law_of("xining").regime.indicators}

    def rate(name: str) -> str:
        above, below = (
            sum(Fraction(str(weight)) * counts[count] for count, weight in side.items())
            for side in (rates[name].numerator, rates[name].denominator)
        )
        return f"{float(round(above / below * 100, 2)):.2f}"

    assert [rate(name) for name in ("response", "solution", "satisfaction")] == [
        "100.00",
        "98.96",
        "94.69",
    ]
    assert law_of("xining").gates[-1] is Gate.FOLLOW_UP


# 坪山


def test_pingshan_limits_by_kind_and_class() -> None:
    """PS-6: enquiry 1, suggestion 3 working days; complaints from 1 hour to 7 working days."""
    law = law_of("pingshan")
    assert limit("pingshan", "answer", kind="enquiry") == "1wd"
    assert limit("pingshan", "answer", kind="suggestion") == "3wd"
    by_class = {
        limit("pingshan", "answer", kind="complaint", class_code=code)
        for code, row in law.classes.items()
        if row.lead
    }
    assert {"1h", "7wd"} <= by_class
    assert limit("pingshan", "answer", kind="enquiry", class_code=next(iter(law.classes))) == "1wd"


def test_pingshan_says_within_two_hours_that_many_asked_the_same() -> None:
    """PS-2."""
    assert limit("pingshan", "handover", kind="suggestion") == "2h"
    assert law_of("pingshan").kinds["suggestion"].direct_answer


def test_pingshan_contests_with_legal_grounds_and_lets_others_assist() -> None:
    """PS-3, PS-4, PS-5, PS-9."""
    regime = law_of("pingshan").regime
    assert regime.dispatch.objection.needs_basis
    assert Mode.LEAD_ASSISTING in regime.dispatch.modes
    assert regime.gates.order == (Gate.RATING,)
    assert regime.gates.rating.dimensions == ("speed", "effect", "attitude")


# 吉首


def test_jishou_real_names_and_codes() -> None:
    """JS-1, JS-4."""
    channels = law_of("jishou").regime.channels
    assert {one.identity for one in channels if not one.whistle} == {"real_name"}
    assert [(one.identity, one.open_to) for one in channels if one.whistle] == [("code", "public")]


def test_jishou_has_a_door_for_every_kind() -> None:
    """JS-2, JS-12."""
    kinds = law_of("jishou").kinds
    assert {"application", "difficulty", "suggestion", "complaint", "question"} <= set(kinds)
    assert [one.id for one in kinds.values() if one.collective] == ["collective"]


def test_jishou_assigns_by_itself_and_promises_from_the_list() -> None:
    """JS-3, JS-5, JS-6, JS-7."""
    law = law_of("jishou")
    assert law.regime.dispatch.automatic
    assert law.regime.handling.standard == "list"
    assert law.regime.handling.contact_first
    assert clock("jishou", "answer").limits[0].by == "standard"
    assert "progressed" in clock("jishou", "progress").starts
    assert clock("jishou", "acceptance").owner is Role.CLERK


def test_jishou_three_colours_bring_the_inspection_office() -> None:
    """JS-8, JS-9, JS-10, JS-13."""
    law = law_of("jishou")
    colours = [rung.colour for rung in law.ladders["three_colours"].rungs]
    assert colours == ["blue", "yellow", "red", "red"]
    assert law.regime.supervision.order_colours == ("blue", "yellow", "red")
    for tell in (clock("jishou", "answer").tell_yellow, clock("jishou", "answer").tell_red):
        assert Role.INSPECTOR in tell
    assert law.regime.dispatch.objection.ruled_by == (Role.INSPECTOR,)
    assert {"performance", "conduct"} <= {one.id for one in law.regime.indicators}


def test_jishou_strikes_off_nothing_that_people_are_dissatisfied_with() -> None:
    """JS-11, JS-12: rated by one, voted on by many, and no meeting can strike off instead."""
    regime = law_of("jishou").regime
    assert regime.gates.order == (Gate.AUDIT, Gate.RATING, Gate.VOTE)
    assert regime.gates.vote.forbids_above == Fraction(1, 3)
    assert Outcome.CONCLUDE not in regime.supervision.meeting_outcomes
