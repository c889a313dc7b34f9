"""Who looks after the grids of the demo: invented people on the boards of places with grids."""

from random import Random

from huiyin.jobs.demo import cast
from huiyin.jobs.demo.cast import Company, Stage
from huiyin.people import actions as people
from huiyin.people import queries
from huiyin.people.actions import Post
from huiyin.people.models import GridPost, Place
from huiyin.rules.law import Area
from huiyin.rules.vocabulary import Role

WORKER, HEAD = GridPost.Kind.WORKER, GridPost.Kind.BUILDING_HEAD
DUTIES = {WORKER: "走访巡查、随手拍、帮办代办、政策宣传", HEAD: "邻里调解、通知到户、反映意见"}


def furnish(stage: Stage, place: Place, company: Company) -> None:
    """Boards where the law has a channel for grid workers; those that hang already stay.

    The boards of a hub are those of the places below it.
    """
    above = any(cast.hub_of(name) == stage.id for name in cast.stages())
    if stage.law.grid_channel is None or above or queries.have_grid_posts([stage.id]):
        return
    law = stage.law
    here = [
        area
        for area in law.areas.values()
        if area.level == "grid" and stage.ground in law.ancestry(area.code)
    ]
    player = cast.player(stage, Role.GRID_WORKER)
    member = company.member(player)
    posts = []
    for area in here:
        if not _inside_another(area, stage):
            mine = law.street(area.code) == player.unit
            posts.append(
                _post(area, WORKER, stage)
                if not mine
                else Post(area.code, WORKER, member=member, duties=DUTIES[WORKER])
            )
        if not any(one.parent == area.code for one in here):
            posts.append(_post(area, HEAD, stage))
    people.set_grid_posts(place, posts)


def _inside_another(area: Area, stage: Stage) -> bool:
    """A building in a quarter, not a grid of its own."""
    return stage.law.areas[area.parent].level == "grid"


def _post(area: Area, kind: GridPost.Kind, stage: Stage) -> Post:
    lot = Random(f"{area.code}/{kind}")  # noqa: S311 - names by lot, not a secret
    phone = f"{stage.phone}-0000-{lot.randrange(1, 10_000):04d}"
    return Post(area.code, kind, name=cast.named_by(lot), phone=phone, duties=DUTIES[kind])
