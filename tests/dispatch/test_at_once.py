"""Two who change the catalogue at the same moment: one of them is told, nothing is doubled."""

from pathlib import Path

import pytest

from huiyin.cases.actions import Refused
from huiyin.dispatch import actions
from huiyin.dispatch.models import Proposal, ProposedLine
from huiyin.regimes.models import RegimeVersion
from huiyin.rules.catalogue import Change
from tests.dispatch.test_proposals import BRIDGES, TODAY, as_, decide, lamps, propose
from tests.web.desk_world import NOW, World, build
from tests.world import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The place where everything is used."""
    return build(tmp_path)


def test_two_proposals_for_one_line_at_once_are_one(world: World) -> None:
    change = lamps(world, keywords="灯")
    said = actions.Said((change,), "群众这样说。")
    told = {"place": "model", "law": world.law, "now": NOW}
    li, sun = world.actor("li"), world.actor("sun")
    came = together(
        lambda: actions.propose(said, actor=li, **told),
        lambda: actions.propose(said, actor=sun, **told),
    )
    (no,) = [one for one in came if isinstance(one, Refused)]
    assert "已有一份没有了结的修改建议" in str(no)
    assert Proposal.objects.count() == 1
    assert ProposedLine.objects.filter(live=True).count() == 1


def test_two_deciders_at_once_publish_once(world: World) -> None:
    pk = propose(world, lamps(world, keywords="灯"))
    came = together(lambda: decide(world, pk), lambda: decide(world, pk, who="fang"))
    assert [type(one) for one in came if one is not None] == [Refused]
    assert RegimeVersion.objects.count() == 2


def test_two_decisions_at_once_are_two_versions_or_one_tries_again(world: World) -> None:
    first = propose(world, lamps(world, keywords="灯"))
    second = propose(world, Change(None, BRIDGES))
    actions.ask(second, ["housing"], TODAY, **as_(world, "chen"))
    actions.speak(second, agrees=True, reason="", ground="", **as_(world, "li"))
    came = together(lambda: decide(world, first), lambda: decide(world, second, who="fang"))
    for pk, error in zip((first, second), came, strict=True):
        if error is not None:
            assert isinstance(error, Refused), error
            assert "请再试一次" in str(error)
            decide(world, pk)
    assert world.law.classes["0201"].keywords == ("灯",)
    assert "0205" in world.law.classes
    assert RegimeVersion.objects.count() == 3
