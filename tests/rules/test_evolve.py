"""What a fact makes of a case: total over recorded facts, blind to words, law and clocks."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from huiyin.rules import evolve as evolving
from huiyin.rules import facts as f
from huiyin.rules.case import ENDS, Case, Duty, Phase, Stand
from huiyin.rules.evolve import evolve, rebuild, with_clocks
from huiyin.rules.facts import KINDS, Fact, prose_fields
from huiyin.rules.steps.dispatch import Object, RuleOnObjection
from huiyin.rules.steps.evaluate import Audit, Rate
from huiyin.rules.steps.extend import DecideExtension, RequestExtension
from huiyin.rules.steps.handle import Accept, Clear, DeliverPart, Progress, Shelve
from huiyin.rules.vocabulary import Gate, Mode, Outcome, Role
from tests.rules.county import (
    LI_QIANG,
    MA_LI,
    MONDAY,
    QIAN_HUI,
    SUN_LEI,
    WANG_FANG,
    ZHOU_NING,
    Story,
    at,
)

TELLS_NOTHING_OF_WHERE_IT_STANDS = {
    "supplemented",
    "asked_back",
    "mediated",
    "progressed",
    "noted",
    "split_off",
    "measure_taken",
}
"""Kinds of fact that are only counted: the case stands as before."""


def fact(what: f.What) -> Fact:
    """It happened on Monday, by the system's hand."""
    return Fact(MONDAY, "system", Role.SYSTEM, "", what)


def some(kind: type[f.What]) -> f.What:
    """A fact of that kind, filled in with something."""
    given = {
        "str": "housing",
        "bool": True,
        "int": 1,
        "datetime": MONDAY,
        "Phase": Phase.HANDLING,
        "Gate": Gate.RATING,
        "Mode": Mode.DIRECT,
        "Role": Role.CHIEF,
        "Outcome": Outcome.CONTINUE,
        "Prose": "words",
        "tuple[str, ...]": ("centre",),
    }
    return kind(**{item.name: given[_name(item.type)] for item in fields(kind)})


def _name(annotation: object) -> str:
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    plain = str(annotation).replace("typing.", "")
    if "Annotated" in plain:
        return "Prose"
    return plain if "tuple" in plain else text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_makes_a_case_of_a_case(handling: Story, kind: str) -> None:
    """It never refuses: what was recorded has happened."""
    before = handling.case
    after = evolve(before, fact(some(KINDS[kind])))
    if kind != "registered":
        assert after.facts == before.facts + 1
    assert after.changed_at == MONDAY


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"registered"}))
def test_only_some_kinds_leave_the_case_where_it_stands(handling: Story, kind: str) -> None:
    """A kind that nobody thought of would be lost in silence; here it is found."""
    before = handling.case.but(
        phase=Phase.DISPATCHED,
        meeting_open=kind == "meeting_decided",
        shelved=kind == "cleared",
        published=kind == "unpublished",
        extension=object() if kind == "extension_refused" else None,
        extension_stand="objected" if kind == "extension_revoked" else "",
        duties=(Duty("housing", "housing"),),
    )
    what = some(KINDS[kind])
    if isinstance(what, f.OrderAnswered):
        before = evolve(before, fact(f.Ordered("housing", "red", "words")))
    after = evolve(before, fact(what))
    stands = after == before.but(facts=after.facts)
    assert stands == (kind in TELLS_NOTHING_OF_WHERE_IT_STANDS)


@pytest.mark.parametrize("kind", KINDS)
def test_no_words_get_into_a_case(handling: Story, kind: str) -> None:
    """DESIGN 5: texts stand beside the facts and can be erased; the case stays as it is."""
    kind_of = KINDS[kind]
    loud = dict.fromkeys(prose_fields(kind_of), "最机密的话")
    before = None if kind == "registered" else handling.case
    assert "最机密的话" not in repr(evolve(before, fact(replace(some(kind_of), **loud))))


@pytest.mark.parametrize("kind", KINDS)
def test_erased_words_change_nothing(handling: Story, kind: str) -> None:
    """The right to deletion and a record that rebuilds."""
    kind_of = KINDS[kind]
    what = some(kind_of)
    erased = replace(what, **dict.fromkeys(prose_fields(kind_of), ""))
    before = None if kind == "registered" else handling.case
    assert evolve(before, fact(what)) == evolve(before, fact(erased))


def test_a_case_begins_with_its_registration() -> None:
    with pytest.raises(ValueError, match="needs a case"):
        evolve(None, fact(f.Supplemented("words")))
    with pytest.raises(ValueError, match="begins with a fact"):
        rebuild([])


def test_rebuilding_gives_the_case_of_a_long_story(together: Story) -> None:
    """Disputed, upheld, delivered, extended, shelved, cleared, answered, not content, again."""
    together.does(MA_LI, DeliverPart(text="已清障"))
    together.does(LI_QIANG, Object(reason="不属我局"))
    together.does(ZHOU_NING, RuleOnObjection(ruling="uphold", reason="清单"), on="2026-03-02 11:00")
    together.does(LI_QIANG, Accept(contact="李强 13800000000"))
    together.does(LI_QIANG, RequestExtension(limit="2wd", reason="在途"))
    together.does(SUN_LEI, DecideExtension(granted=True), on="2026-03-03 10:00")
    together.does(SUN_LEI, Shelve(until=at("2026-04-02 10:00"), reason="资金", plan="四月"))
    together.does(LI_QIANG, Clear(reason="到位"), on="2026-03-20 10:00")
    together.runs_to("2026-04-30 10:00")

    assert rebuild(together.facts) == together.case
    assert rebuild(tuple(together.facts)) == together.case


def test_rebuilding_half_way_gives_the_case_half_way(handling: Story) -> None:
    seen = handling.case
    handling.does(LI_QIANG, Progress(text="已采购"))
    assert rebuild(handling.facts[: seen.facts]) == seen


def test_the_moment_of_the_answer_is_that_of_the_answer(auditing: Story) -> None:
    assert auditing.case.answered_at is None
    auditing.does(QIAN_HUI, Audit(passed=True), on="2026-03-04 10:00")
    auditing.does(WANG_FANG, Rate(verdict="satisfied"), on="2026-03-05 10:00")
    assert auditing.case.answered_at == at("2026-03-04 10:00")


def test_the_facts_are_counted(struck_off: Story) -> None:
    assert struck_off.case.facts == len(struck_off.facts)


@pytest.mark.parametrize(
    "what",
    [
        f.Withdrawn(""),
        f.Declined("litigation", ""),
        f.AnsweredDirectly(""),
        f.EmergencyTransferred(""),
        f.Referred(""),
        f.StruckOff("gates"),
        f.MergedInto("CO-9"),
    ],
)
def test_at_an_end_nothing_is_pending(dispatched: Story, what: f.What) -> None:
    before = dispatched.case.but(shelved=True, objecting="housing", extension=object())
    after = evolve(before, fact(what))
    assert after.phase in ENDS
    assert (after.shelved, after.objecting, after.extension) == (False, "", None)


def test_going_back_to_the_unit_voids_every_judgement(answered: Story) -> None:
    judged: Case = answered.case.but(
        rated=True,
        satisfied=False,
        votes=(("person:a", False),),
        calls=2,
        unreached=True,
        dissatisfied=True,
    )
    for what in (f.Redone(False, ""), f.SentBack(""), f.AuditFailed("")):
        after = evolve(judged, fact(what))
        assert (after.rated, after.satisfied, after.votes, after.calls) == (False, None, (), 0)
        assert (after.unreached, after.dissatisfied, after.passed) == (False, False, ())
        assert after.phase is Phase.HANDLING


def test_a_new_clock_takes_the_place_of_the_one_of_its_key(handling: Story) -> None:
    case = handling.case
    answer = case.clock("answer")
    assert answer is not None
    later = answer.but(red_at=answer.red_at + timedelta(days=1))
    other = answer.but(id="other")
    after = with_clocks(case, (later, other))
    assert after.clock("answer") == later
    assert after.clocks[-1] == other
    assert [clock.key for clock in after.clocks] == [*(c.key for c in case.clocks), "other"]


def test_no_kind_is_handled_that_is_not_a_fact() -> None:
    """Nor is one forgotten: what has no handler is listed above or is the registration."""
    handled = {f.kind_of(kind) for kind in evolving._CHANGES}
    assert set(KINDS) - handled == TELLS_NOTHING_OF_WHERE_IT_STANDS | {"registered"}


def test_the_judgement_of_one_round_is_not_the_next_rounds(answered: Story) -> None:
    answered.does(WANG_FANG, Rate(verdict="dissatisfied"))
    assert answered.case.lead is not None
    assert answered.case.lead.stand is Stand.ACCEPTED
    assert answered.case.rated is False
