"""The files of the six shipped laws: every name leads somewhere, every line has its source.

What each place's law says stands in `test_regimes_of_places`; what follows from it in a living
case is tested with the deeds and the journeys.
"""

import re
from datetime import date

import pytest

from huiyin.regimes import files
from huiyin.rules import labels
from huiyin.rules.facts import KINDS
from huiyin.rules.law import Law
from huiyin.rules.lint import lint
from huiyin.rules.vocabulary import Gate, Role
from huiyin.rules.worktime import Limit
from tests.regimes_data.laws import PLACES, REGIMES, law_of, limit

SOURCES = {
    "suining": ("SN", (3, *range(5, 11))),
    "fuxin": ("FX", range(8, 17)),
    "xining": ("XN", range(2, 9)),
    "pingshan": ("PS", range(2, 7)),
    "jishou": ("JS", range(1, 14)),
}
COUNTS = {
    *("registered", "dispatched", "accepted_on_time", "returned", "returned_unjustified"),
    *("answered", "answered_on_time", "overdue_open", "extended", "shelved", "struck_off"),
    *("followed_up", "responded", "solved", "rated", "satisfied", "basic"),
}
"""What indicators count; the room that evaluates computes these."""

TURNS = {
    *("registered", "dispatched", "reassigned", "designated", "dispatch_upheld", "objected"),
    *("redone", "answered", "left_dissatisfied", "extension_requested"),
}
"""Facts after which it is somebody's turn, in every place."""


@pytest.fixture(params=PLACES)
def law(request: pytest.FixtureRequest) -> Law:
    """Each of the six laws in turn."""
    return law_of(request.param)


def test_every_name_in_the_law_leads_somewhere(law: Law) -> None:
    assert lint(law) == ()


@pytest.mark.parametrize("place", SOURCES)
def test_each_rule_of_the_source_list_is_named_beside_what_expresses_it(place: str) -> None:
    """SN-3, SN-5 to SN-10, FX-8 to FX-16, XN-2 to XN-8, PS-2 to PS-6, JS-1 to JS-13."""
    text = (REGIMES / place / files.MAIN).read_text(encoding="utf-8")
    comments = " ".join(line.partition("#")[2] for line in text.splitlines())
    prefix, numbers = SOURCES[place]
    named = {int(number) for number in re.findall(rf"\b{prefix}-(\d+)\b", comments)}
    assert set(numbers) <= named, sorted(set(numbers) - named)
    foreign = set(re.findall(r"\b(SN|FX|XN|PS|JS)-\d", comments)) - {prefix}
    assert not foreign


def test_clocks_name_facts_that_exist(law: Law) -> None:
    for one in law.regime.clocks:
        named = {*one.starts, *one.stops}
        for pause in one.pauses:
            named |= {*pause.on, *pause.until}
        assert named <= set(KINDS), one.id


def test_ids_are_used_once_and_labels_are_in_both_languages(law: Law) -> None:
    regime = law.regime
    lists = (
        *(regime.channels, regime.kinds, regime.levels, regime.clocks, regime.ladders),
        *(regime.triggers, regime.indicators, regime.bulletins),
        *(ladder.rungs for ladder in regime.ladders),
    )
    for listed in lists:
        ids = [one.id for one in listed]
        assert len(set(ids)) == len(ids)
        for one in listed:
            assert re.search(r"[一-鿿]", one.label), one.id
            assert one.label_en.isascii(), one.id


def test_fixed_words_of_the_rules_are_used_as_they_are(law: Law) -> None:
    supervision = law.regime.supervision
    assert set(supervision.inspections) <= set(labels.MANNERS)
    assert set(supervision.measures) <= set(labels.MEASURES)
    for indicator in law.regime.indicators:
        assert set(indicator.numerator) | set(indicator.denominator) <= COUNTS, indicator.id
        assert set(indicator.excludes) <= set(labels.GROUNDS), indicator.id


def test_whenever_somebody_must_act_a_clock_begins(law: Law) -> None:
    clocks = [one for one in law.regime.clocks if one.per == "case"]
    begun = {kind for one in clocks for kind in one.starts}
    assert begun >= TURNS
    # the time to answer runs from acceptance, or has run since the dispatch already
    handed_over = {"dispatched", "reassigned", "designated"}
    assert "accepted" in begun or handed_over <= set(law.clocks["answer"].starts)
    gates = {Gate.SIGN_OFF: "sign_off", Gate.AUDIT: "audit", Gate.FOLLOW_UP: "follow_up"}
    assert {name for gate, name in gates.items() if gate in law.gates} <= set(law.clocks)
    if law.regime.gates.shelving:
        assert {"shelved", "shelving_prolonged"} <= begun
    if law.regime.dispatch.claim_by:
        assert "claimed" in begun


def test_nobody_can_sit_a_clock_out(law: Law) -> None:
    """Behind each clock stands a ladder that ends with the chief clerk, or a rule for silence."""
    for one in law.regime.clocks:
        if one.then is None:
            top = law.ladders[one.ladder or ""].rungs[-1]
            assert top.escalates_to is Role.CHIEF, one.id
            assert Role.CHIEF in top.tell, one.id
        else:
            assert one.ladder is None, one.id


def test_rungs_are_climbed_one_at_a_time(law: Law) -> None:
    for ladder in law.regime.ladders:
        assert all(rung.after for rung in ladder.rungs[1:]), ladder.id


def test_answer_is_the_first_clock_that_an_extension_moves(law: Law) -> None:
    """Imports count the promise to the petitioner by the first extendable clock."""
    assert next(one.id for one in law.regime.clocks if one.extendable) == "answer"
    assert "answered" in law.clocks["answer"].stops


def test_every_order_has_a_time_of_its_own(law: Law) -> None:
    assert law.clocks["order"].limit
    assert law.clocks["order"].per == "order"


def test_a_helper_is_never_given_longer_than_the_unit_that_answers(law: Law) -> None:
    place = law.regime.id
    if law.regime.handling.standard == "list":
        return  # there the time is chosen at acceptance
    scale = {"m": 1, "h": 60, "wh": 60, "d": 24 * 60, "wd": 24 * 60}
    for kind in law.kinds:
        for level in law.levels or ("",):
            part, answer = (
                Limit.parse(limit(place, name, kind=kind, level=level))
                for name in ("part", "answer")
            )
            lengths = [one.amount * scale[one.unit] for one in (part, answer)]
            assert lengths[0] <= lengths[1], (kind, level)


@pytest.mark.parametrize(
    ("place", "short", "area", "since"),
    [
        ("suining", "SN", "320324000000", date(2021, 4, 10)),
        ("fuxin", "FX", "210900000000", date(2023, 3, 1)),
        ("xining", "XN", "630100000000", date(2023, 10, 1)),
        ("pingshan", "PS", "440310000000", date(2017, 1, 1)),
        ("jishou", "JS", "433101000000", date(2013, 12, 9)),
        ("starter", "ST", "990101000000", date(2026, 1, 1)),
    ],
)
def test_place_is_itself(place: str, short: str, area: str, since: date) -> None:
    regime = law_of(place).regime
    assert (regime.id, regime.short, regime.area) == (place, short, area)
    assert regime.effective_on == since
    assert law_of(place).areas[area].parent == ""
