"""Permissions as one table: who may do which deed to which cases, and who sees them.

Who may do each deed is told in the deed's own file; here is what holds for all of them.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.rules import access, lifecycle
from huiyin.rules.access import PERMISSIONS, Reach, Scope, may, may_see, reach, role_for, who_may
from huiyin.rules.case import (
    SYSTEM,
    Actor,
    Assignment,
    Case,
    Petitioner,
    PetitionerRole,
    Phase,
)
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.refusals import Why
from huiyin.rules.steps.dispatch import Dispatch, Escalate
from huiyin.rules.steps.handle import Accept, SignOff
from huiyin.rules.steps.receive import CoSign, Supplement
from huiyin.rules.vocabulary import Role
from tests.rules.county import (
    CHEN_BO,
    HE_JING,
    LI_QIANG,
    LIN_TAO,
    LIU_YANG,
    MA_LI,
    MONDAY,
    PEOPLE,
    PLACE,
    SUN_LEI,
    TANG_WEI,
    WANG_FANG,
    XU_QIN,
    ZHAO_MIN,
    ZHENG_YI,
    ZHOU_NING,
    Story,
    amended,
    law_of,
    registration,
)

NOT_OF_A_CASE = {"register", "co_sign", "absorb"}
"""Deeds whose doer need not see the case: it is not there yet, or not the doer's yet."""


# The table


def test_every_deed_is_in_the_table_and_nothing_else_is() -> None:
    assert set(PERMISSIONS) == set(TABLE)


def test_what_is_not_written_is_denied() -> None:
    """Nobody is let in because nobody thought of it."""
    law, case = law_of(PLACE), Story(law_of(PLACE)).registered().case
    assert role_for(SYSTEM, "abolish", case, law) is None
    no = may(SYSTEM, "abolish", case, law)
    assert no is not None
    assert no.why is Why.FORBIDDEN


@pytest.mark.parametrize("deed", PERMISSIONS)
def test_somebody_may_do_every_deed_under_a_law_that_uses_them_all(deed: str) -> None:
    assert who_may(deed, law_of(PLACE))


@pytest.mark.parametrize("deed", PERMISSIONS)
def test_the_no_names_who_could(deed: str) -> None:
    """A no carries its reason."""
    law = law_of(PLACE)
    nobody = Actor("nobody", frozenset())
    no = may(nobody, deed, None, law)
    assert no is not None
    assert no.params["roles"] == tuple(dict.fromkeys(role for role, _ in who_may(deed, law)))


def test_the_no_names_only_those_who_could_in_this_case() -> None:
    """Nobody was asked first, nothing was whistled: nobody is sent to those who then could."""
    law, case = law_of(PLACE), Story(law_of(PLACE)).registered().case
    for deed, in_vain in (("urge", "clerk"), ("archive", "discipline")):
        no = may(Actor("nobody", frozenset()), deed, case, law)
        assert no is not None
        assert no.params["roles"]
        assert in_vain not in no.params["roles"]


@pytest.mark.parametrize(
    ("deed", "line", "names"),
    [
        # The place decides who signs, grants, rules, whistles, audits, strikes off ...
        ("sign_off", "gates.sign_off.by", ["leader"]),
        ("send_back", "gates.sign_off.by", ["leader"]),
        ("decide_extension", "gates.extension.by", ["inspector"]),
        ("shelve", "gates.shelving.by", ["inspector"]),
        ("review_shelving", "gates.shelving.by", ["inspector"]),
        ("audit", "gates.audit.by", ["inspector"]),
        ("record_follow_up", "gates.follow_up.by", ["agent"]),
        ("redo", "gates.redo.by", ["auditor"]),
        ("strike_off", "gates.strike_off_by", ["inspector"]),
        ("rule_on_objection", "dispatch.objection.ruled_by", ["chief"]),
        ("whistle", "dispatch.whistle_by", ["dispatcher"]),
        ("claim", "dispatch.claim_by", ["head"]),
        ("order", "supervision.order_by", ["discipline"]),
        ("call_meeting", "supervision.meeting_by", ["leader"]),
        ("record_decision", "supervision.meeting_by", ["leader"]),
        ("take_measure", "supervision.measures_by", ["chief"]),
        ("publish", "publication.by", ["inspector"]),
    ],
)
def test_the_law_of_the_place_says_who(deed: str, line: str, names: list[str]) -> None:
    written = {role for role, _ in who_may(deed, law_of(PLACE))}
    changed = {role for role, _ in who_may(deed, amended({line: names}))}
    always = {grant.role for grant in PERMISSIONS[deed] if grant.role}
    assert changed - always == set(names)
    assert changed != written


def test_the_table_prints_who_in_words() -> None:
    printed = dict(access.table())
    assert printed["vote"] == "petitioner (own)"
    assert printed["order"] == "supervision.order_by (place)"
    assert set(printed) == set(TABLE)


# Which cases


def test_a_hub_sees_the_places_below_it_and_they_do_not_see_each_other(handling: Story) -> None:
    """FX-5, 1+7."""
    in_hub = replace(CHEN_BO, places=frozenset({"city", PLACE, "elsewhere"}))
    in_other = replace(CHEN_BO, places=frozenset({"elsewhere"}))
    assert may_see(in_hub, handling.case)
    assert not may_see(in_other, handling.case)


def test_somebody_of_another_place_sees_and_does_nothing(handling: Story) -> None:
    """林涛 holds every role there is, in another place, in a unit of the same code."""
    case, law = handling.case, handling.law
    assert not may_see(LIN_TAO, case)
    assert {deed for deed in TABLE if role_for(LIN_TAO, deed, case, law)} == {"register"}


def test_nobody_does_anything_to_a_case_that_is_not_there() -> None:
    law = law_of(PLACE)
    on_nothing = {deed for deed in TABLE if role_for(SYSTEM, deed, None, law)}
    assert on_nothing == {"register"}
    assert role_for(ZHOU_NING, "dispatch", None, law) is None


def test_the_street_of_another_place_assists_nowhere_here(together: Story) -> None:
    elsewhere = replace(MA_LI, places=frozenset({"elsewhere"}))
    assert role_for(MA_LI, "deliver_part", together.case, together.law) is Role.CLERK
    assert role_for(elsewhere, "deliver_part", together.case, together.law) is None


def test_who_is_everything_in_one_unit_still_sees_only_its_cases() -> None:
    everything = replace(TANG_WEI, roles=frozenset({Role.CLERK, Role.HEAD, Role.LEADER}))
    assert reach(everything).unit == "human-resources"


def test_a_unit_sees_what_it_has_a_part_in(together: Story) -> None:
    seen = {
        person
        for person in (LI_QIANG, ZHAO_MIN, SUN_LEI, MA_LI, TANG_WEI)
        if may_see(person, together.case)
    }
    assert seen == {LI_QIANG, ZHAO_MIN, SUN_LEI, MA_LI}


def test_a_unit_that_was_asked_first_sees_it_to_the_end(unwritten: Story) -> None:
    """FX-9."""
    unwritten.does(TANG_WEI, registration())
    unwritten.does(ZHOU_NING, Dispatch(lead="housing"))
    assert may_see(TANG_WEI, unwritten.case)


def test_a_member_without_a_unit_is_asked_first_of_nothing(registered: Story) -> None:
    """Where nobody was asked first, nobody without a unit is that nobody."""
    story = Story(amended({"dispatch.claim_by": []})).registered()
    assert story.case.first_asked == ""
    assert not may_see(replace(TANG_WEI, unit=""), story.case)


def test_every_unit_sees_what_waits_to_be_claimed_and_only_while_it_waits(
    registered: Story,
) -> None:
    """FX-8."""
    assert may_see(TANG_WEI, registered.case)
    registered.does(ZHOU_NING, Dispatch(lead="housing"))
    assert not may_see(TANG_WEI, registered.case)


def test_no_unit_sees_or_claims_what_is_confidential(unwritten: Story) -> None:
    case = unwritten.registered(confidential=True).case
    assert not may_see(TANG_WEI, case)
    assert role_for(TANG_WEI, "claim", case, unwritten.law) is None
    assert role_for(XU_QIN, "claim", case, unwritten.law) is None


def test_nobody_sees_a_strangers_matter(handling: Story) -> None:
    assert may_see(WANG_FANG, handling.case)
    assert not may_see(LIU_YANG, handling.case)
    handling.does(LIU_YANG, CoSign(petitioner=LIU_YANG.petitioner))
    assert may_see(LIU_YANG, handling.case)


def test_a_petitioner_without_a_record_owns_nothing(whistle: Story) -> None:
    """No reference is not the reference of nobody's matter."""
    nobody = replace(WANG_FANG, petitioner="")
    assert not may_see(nobody, whistle.case)
    assert role_for(nobody, "withdraw", whistle.case, whistle.law) is None


def test_a_role_that_sits_in_a_unit_decides_for_its_own_unit_only(signing: Story) -> None:
    """Heads sign what their unit leads, though the law only says `head`."""
    of_labour = replace(ZHAO_MIN, unit="human-resources")
    assert role_for(ZHAO_MIN, "sign_off", signing.case, signing.law) is Role.HEAD
    assert role_for(of_labour, "sign_off", signing.case, signing.law) is None


def test_the_role_in_which_somebody_acts_stands_on_the_fact(handling: Story) -> None:
    """Whoever holds several acts in the one that may."""
    both = replace(LI_QIANG, roles=frozenset({Role.CLERK, Role.INSPECTOR}))
    (fact,) = handling.does(both, Escalate(reason="推诿"))
    assert fact.role is Role.INSPECTOR


# What was whistled


def test_only_discipline_inspection_reads_what_was_whistled(whistle: Story) -> None:
    """JS-4."""
    assert [person.id for person in PEOPLE if may_see(person, whistle.case)] == [ZHENG_YI.id]


def test_only_discipline_inspection_can_do_anything_to_it(whistle: Story) -> None:
    """JS-4: not even the dispatcher, the inspection office or the chief clerk."""
    case, law = whistle.case, whistle.law
    can = {
        person.id: {deed for deed in TABLE if role_for(person, deed, case, law)} - NOT_OF_A_CASE
        for person in PEOPLE
        if person is not SYSTEM
    }
    assert {who for who, deeds in can.items() if deeds} == {ZHENG_YI.id}
    assert {"decline", "answer_directly", "inspect", "take_measure"} <= can[ZHENG_YI.id]


@pytest.mark.parametrize("also", [Role.PETITIONER, Role.DISCIPLINE])
def test_who_may_read_it_does_not_act_on_it_in_another_role(whistle: Story, also: Role) -> None:
    """A dispatcher who also petitions, or sits in discipline inspection, does not dispatch it."""
    both = replace(ZHOU_NING, roles=frozenset({Role.DISPATCHER, also}))
    assert role_for(both, "dispatch", whistle.case, whistle.law) is None


def test_who_reported_under_a_code_follows_it() -> None:
    """JS-4: the code is a reference of its own."""
    story = Story(law_of(PLACE)).registered(channel="code", petitioner="code:7")
    reporter = Actor("code:7", frozenset({Role.PETITIONER}), petitioner="code:7")
    assert may_see(reporter, story.case)
    story.does(reporter, Supplement(text="另有一事"))


# The two faces agree

UNITS = ("housing", "st-chengguan", "human-resources", "centre", "")
STAFF = sorted(set(Role) - {Role.PETITIONER, Role.SYSTEM})

staff = st.builds(
    Actor,
    id=st.just("somebody"),
    roles=st.frozensets(st.sampled_from(STAFF), min_size=0, max_size=3),
    places=st.frozensets(st.sampled_from([PLACE, "elsewhere"])),
    unit=st.sampled_from(UNITS),
)
people = st.lists(
    st.builds(
        Petitioner, st.sampled_from(["person:a", "person:b"]), st.sampled_from(PetitionerRole)
    ),
    max_size=2,
).map(tuple)
parts = st.lists(st.builds(Assignment, st.sampled_from(UNITS[:4]), st.booleans()), max_size=3).map(
    tuple
)
cases = st.builds(
    Case,
    number=st.just("CO-1"),
    place=st.sampled_from([PLACE, "elsewhere"]),
    regime=st.just(PLACE),
    version=st.just(1),
    channel=st.just("web"),
    kind=st.just("complaint"),
    registered_at=st.just(MONDAY),
    phase=st.sampled_from(Phase),
    petitioners=people,
    first_asked=st.sampled_from(UNITS),
    whistle=st.booleans(),
    claimable=st.booleans(),
    assignments=parts,
)


def listed(within: Reach, case: Case) -> bool:
    """What a list filtered by `reach` shows, said once more as the filter of the list says it."""
    if not within.ordinary or case.place not in within.places:
        return False
    if case.whistle and not within.whistle:
        return False
    if within.unit is None:
        return True
    asked_first = bool(within.unit) and case.first_asked == within.unit
    waits = case.claimable and case.phase is Phase.REGISTERED
    return case.part(within.unit) is not None or asked_first or waits


@settings(max_examples=500, derandomize=True, database=None)
@given(actor=staff, case=cases)
def test_a_list_shows_what_can_be_opened_and_nothing_else(actor: Actor, case: Case) -> None:
    """The list's face and the object's face of one table."""
    assert listed(reach(actor), case) == may_see(actor, case)


@settings(max_examples=300, derandomize=True, database=None)
@given(actor=staff, case=cases, data=st.data())
def test_who_may_do_something_to_a_case_may_see_it(
    actor: Actor, case: Case, data: st.DataObject
) -> None:
    deed = data.draw(st.sampled_from(sorted(set(TABLE) - NOT_OF_A_CASE)))
    if role_for(actor, deed, case, law_of(PLACE)) is not None:
        assert may_see(actor, case)


@settings(max_examples=300, derandomize=True, database=None)
@given(
    who=st.sampled_from(["person:a", "person:b", ""]),
    case=cases,
    deed=st.sampled_from(sorted(TABLE)),
)
def test_who_petitions_does_something_to_own_matters_only(who: str, case: Case, deed: str) -> None:
    citizen = Actor(who, frozenset({Role.PETITIONER}), petitioner=who)
    if deed not in NOT_OF_A_CASE and role_for(citizen, deed, case, law_of(PLACE)):
        assert case.is_petitioner(who)


@settings(max_examples=200, derandomize=True, database=None)
@given(actor=staff, case=cases)
def test_may_answers_as_allowed_does(actor: Actor, case: Case) -> None:
    """One entry answers the form, the list of deeds and the door."""
    law = law_of(PLACE)
    for one in lifecycle.allowed(case, actor, MONDAY, law):
        no = may(actor, one.row.id, case, law)
        forbidden = one.refusal is not None and one.refusal.why is Why.FORBIDDEN
        assert forbidden == (no is not None)


def test_the_scopes_are_all_in_use() -> None:
    """Every one but `any`, which needs no case, reaches cases in its own way."""
    used = {grant.scope for grants in PERMISSIONS.values() for grant in grants}
    assert used == set(Scope)


def test_the_chief_clerk_does_not_work_for_the_units(dispatched: Story) -> None:
    """Whoever watches does not handle (督 is not 办)."""
    for deed in (Accept(contact="何静"), SignOff()):
        assert dispatched.refuses(HE_JING, deed).why is Why.FORBIDDEN
