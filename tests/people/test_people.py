"""Who is who: members, what they see, and how they are found."""

import pytest

from huiyin.people import actions, queries
from huiyin.people.models import Member, Place
from huiyin.rules.vocabulary import Role
from tests.world import County


def test_a_member_is_seen_by_the_rules_with_roles_unit_and_place(county: County) -> None:
    actor = county.actor("李强")
    assert actor.id == f"member:{county.people['李强'].pk}"
    assert (actor.roles, actor.unit) == (frozenset({Role.CLERK}), "housing")
    assert actor.places == {"county"}
    assert actor.petitioner == ""


def test_a_hub_s_member_sees_the_places_below_it_and_none_beside(county: County) -> None:
    """FX-5: 1+7; not the other way round."""
    assert county.actor("苏城").places == {"city", "county"}
    assert county.actor("周宁").places == {"county"}
    assert county.actor("邓洁").places == {"neighbour"}


def test_a_member_of_no_place_sees_none(county: County) -> None:
    operator = Member.objects.create_superuser("operator", "x", name="操作员")
    assert queries.actor_of(operator).places == frozenset()
    assert queries.actor_of(operator).roles == frozenset()


def test_members_are_found_by_place_unit_and_role(county: County) -> None:
    housing = [member.name for member in queries.members("county", unit="housing")]
    assert sorted(housing) == ["孙磊", "李强", "赵敏"]
    assert [m.name for m in queries.members("county", role=Role.CHIEF)] == ["何静"]
    assert [m.name for m in queries.members("county", unit="housing", role=Role.HEAD)] == ["赵敏"]
    assert queries.members("county", unit="housing", role=Role.CHIEF) == []
    assert queries.members("nowhere") == []


def test_who_has_left_is_found_no_more_but_their_deeds_keep_their_name(county: County) -> None:
    li_qiang = county.people["李强"]
    li_qiang.is_active = False
    li_qiang.save()
    assert "李强" not in [member.name for member in queries.members("county")]
    actor = f"member:{li_qiang.pk}"
    assert queries.by_ids([actor])[actor].name == "李强"


def test_of_many_actors_those_are_found_that_are_members(county: County) -> None:
    known = f"member:{county.people['李强'].pk}"
    found = queries.by_ids([known, "system", "petitioner:7", "member:999999"])
    assert set(found) == {known}


def test_a_place_and_a_member_are_made_once(county: County) -> None:
    place = actions.add_place("county", name="别名", name_en="x", area="x", regime="x")
    assert (place.name, place.regime) == ("示范县", "county")
    again = actions.add_member("李强", name="别人", place=place, roles=[Role.CHIEF])
    assert (again.pk, again.name, again.roles) == (county.people["李强"].pk, "李强", [Role.CLERK])


def test_a_member_without_a_password_cannot_log_in(county: County) -> None:
    member = actions.add_member("新人", name="新人", place=county.place, roles=[Role.CLERK])
    assert not member.has_usable_password()
    assert member.roles == ["clerk"]


@pytest.mark.parametrize("slug", ["", "nowhere", "x" * 500])
def test_a_place_that_is_not_there_is_none(county: County, slug: str) -> None:
    assert queries.place(slug) is None


def test_all_places_come_with_their_hub(county: County) -> None:
    hubs = {place.pk: place.hub.pk if place.hub else "" for place in queries.places()}
    assert hubs == {"city": "", "county": "city", "neighbour": ""}
    assert Place.objects.count() == 3
