"""What follows a deed by itself is the system's on the record; its own facts are its doer's."""

from huiyin.rules import facts as f
from huiyin.rules.steps.dispatch import Object, RuleOnObjection
from huiyin.rules.steps.evaluate import Audit, Rate
from huiyin.rules.steps.publicise import ConsentPublication, Publish
from huiyin.rules.vocabulary import Role
from tests.rules.county import (
    GAO_YUAN,
    LI_QIANG,
    QIAN_HUI,
    WANG_FANG,
    ZHOU_NING,
    Story,
    amended,
)

SYSTEMS = ("system", Role.SYSTEM, "")


def whose(facts: tuple[f.Fact, ...] | list[f.Fact]) -> list[tuple[str, tuple[str, Role, str]]]:
    """Each kind of fact with who stands beside it."""
    return [(fact.kind, (fact.actor, fact.role, fact.unit)) for fact in facts]


def test_a_petitioner_dispatches_nothing() -> None:
    """JS-5: 王芳 writes, and the law hands it over by the catalogue."""
    story = Story(amended({"dispatch.automatic": True})).registered()
    assert whose(story.facts) == [
        ("registered", ("王芳", Role.PETITIONER, "")),
        ("dispatched", SYSTEMS),
    ]


def test_the_auditor_lets_it_pass_and_the_system_sends_the_answer(auditing: Story) -> None:
    assert whose(auditing.does(QIAN_HUI, Audit(passed=True))) == [
        ("audit_passed", ("钱慧", Role.AUDITOR, "centre")),
        ("answered", SYSTEMS),
    ]


def test_a_petitioner_judges_and_what_the_law_makes_of_it_is_the_systems() -> None:
    """JS-11: with the last gate the case is struck off, and that not by the petitioner."""
    law = amended(
        {"gates.order": ["sign_off", "audit", "rating"], "gates.strike_off_by": ["system"]}
    )
    story = Story(law).answered()
    assert whose(story.does(WANG_FANG, Rate(verdict="satisfied"))) == [
        ("rated", ("王芳", Role.PETITIONER, "")),
        ("gate_passed", SYSTEMS),
        ("struck_off", SYSTEMS),
    ]


def test_a_redo_that_nobody_asked_for_in_words_is_the_systems(answered: Story) -> None:
    """FX-15: not content, so the law sends it back; the judgement was hers."""
    (rated, redone) = answered.does(WANG_FANG, Rate(verdict="dissatisfied"))
    assert whose([rated, redone]) == [("rated", ("王芳", Role.PETITIONER, "")), ("redone", SYSTEMS)]
    assert redone.what == f.Redone(by_petitioner=True, reason="")


def test_a_ruling_of_two_facts_is_the_rulers_with_both(dispatched: Story) -> None:
    dispatched.does(LI_QIANG, Object(reason="不属我局"))
    ruling = RuleOnObjection(ruling="reassign", lead="human-resources", reason="实为工资问题")
    ruler = ("周宁", Role.DISPATCHER, "centre")
    assert whose(dispatched.does(ZHOU_NING, ruling)) == [("returned", ruler), ("reassigned", ruler)]


def test_who_takes_consent_back_takes_the_publication_down(struck_off: Story) -> None:
    struck_off.does(WANG_FANG, ConsentPublication(consent=True))
    struck_off.does(GAO_YUAN, Publish(question="路灯不亮", answer="已修好"))
    facts = struck_off.does(WANG_FANG, ConsentPublication(consent=False))
    assert {who for _, who in whose(facts)} == {("王芳", Role.PETITIONER, "")}
