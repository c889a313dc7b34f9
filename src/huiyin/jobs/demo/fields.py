"""From a step of a story to a deed: as the story says, else what suits, else words of the pool."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from huiyin.jobs.demo.cast import Player
from huiyin.jobs.demo.stories import Story, words
from huiyin.rules.case import Case
from huiyin.rules.deeds import Deed, Lines, Mark, Score, Tick, When, choices, marks
from huiyin.rules.law import Law
from huiyin.rules.lifecycle import TABLE
from huiyin.rules.vocabulary import Mode, Outcome
from huiyin.rules.worktime import Limit, due

Fields = dict[str, Any]
_YES = frozenset({"yes", "true", "1"})
_WRITTEN: dict[str, Callable[[str], Any]] = {
    "units": lambda text: tuple(text.split(",")),
    "assisting": lambda text: tuple(text.split(",")),
    "attachments": lambda text: tuple(text.split(",")),
    "points": lambda text: tuple(text.split("|")),
    "mode": Mode,
    "outcome": Outcome,
}
"""How fields that are no plain words are written in a course."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a story stands when a deed is about to be done, and who does it."""

    story: Story
    case: Case
    law: Law
    at: datetime
    lot: Random
    player: Player | None

    @property
    def officer(self) -> str:
        """Name and number left with the petitioner (SN-7)."""
        return f"{self.player.name} {self.player.phone}" if self.player else ""


def deed(name: str, scene: Scene, given: Mapping[str, str]) -> Deed:
    """The deed `name` of the lifecycle table, every field filled in."""
    kind = TABLE[name].deed
    asked = marks(kind)
    filled: Fields = {}
    for field, mark in asked.items():
        if field in given:
            filled[field] = _read(field, mark, given[field], scene)
        elif f"{name}.{field}" in words() and not isinstance(mark, Lines):
            filled[field] = _words(f"{name}.{field}", scene)
    suited = _SUITED.get(name)
    if suited is not None:
        filled = suited(scene) | filled
    return kind(**filled)


def _words(key: str, scene: Scene) -> str:
    said = scene.lot.choice(words()[key])
    if key == "draft_answer.text" and scene.story.answer:
        said = scene.story.answer
    return said.format(officer=scene.officer)


def _read(field: str, mark: Mark, text: str, scene: Scene) -> Any:
    if isinstance(mark, Tick):
        return text in _YES
    if isinstance(mark, Score):
        return int(text)
    if isinstance(mark, When):
        return due(scene.at, Limit.parse(text), scene.law.calendar)
    return _WRITTEN.get(field, str)(text)


def _classify(scene: Scene) -> Fields:
    story, case = scene.story, scene.case
    return {
        "kind": case.kind,
        "level": level(story, scene.law),
        "class_code": story.class_code,
        "area": story.area or case.area,
    }


def level(story: Story, law: Law) -> str:
    """The level the story asks for, else the last one; "" where the place does not grade."""
    levels = law.regime.levels
    return story.level or levels[-1].id if levels else ""


def _dispatch(scene: Scene) -> Fields:
    story = scene.story
    lead, _ = scene.law.responsible(scene.case.class_code, scene.case.area)
    several = Mode.LEAD_ASSISTING if story.assisting else Mode.DIRECT
    return {
        "mode": Mode(story.mode or several),
        "lead": story.lead or lead,
        "assisting": story.assisting,
    }


def _reassign(scene: Scene) -> Fields:
    return {"assisting": tuple(part.unit for part in scene.case.assisting)}


def _accept(scene: Scene) -> Fields:
    lead = scene.case.lead
    own = scene.player is not None and lead is not None and scene.player.unit == lead.unit
    if scene.law.regime.handling.standard == "none" or not own:
        return {}
    promised = choices("standards", scene.case, scene.law) or {}
    return {"standard": next(iter(promised), "")}


def _answer_order(scene: Scene) -> Fields:
    return {"order": next((one.id for one in scene.case.orders if not one.answered), "")}


def _take_measure(scene: Scene) -> Fields:
    lead = scene.case.lead
    return {"measure": scene.law.regime.supervision.measures[0], "unit": lead.unit if lead else ""}


def _rate(scene: Scene) -> Fields:
    asked = scene.law.regime.gates.rating.dimensions
    scores = {name: scene.lot.choice((4, 5, 5)) for name in asked}
    return {"verdict": "satisfied", "solved": _every_point(scene)} | scores


def _every_point(scene: Scene) -> tuple[str, ...]:
    return tuple(choices("points", scene.case, scene.law) or ())


def _draft_answer(scene: Scene) -> Fields:
    said = words()["draft_answer.points"]
    return {"points": tuple(said[n % len(said)] for n in range(scene.case.points))}


_SUITED: dict[str, Callable[[Scene], Fields]] = {
    "classify": _classify,
    "dispatch": _dispatch,
    "reassign": _reassign,
    "rule_on_objection": lambda scene: {"ruling": "uphold"},
    "accept": _accept,
    "decide_extension": lambda scene: {"granted": True},
    "order": lambda scene: {"colour": scene.law.regime.supervision.order_colours[0]},
    "answer_order": _answer_order,
    "inspect": lambda scene: {"manner": scene.law.regime.supervision.inspections[0]},
    "take_measure": _take_measure,
    "draft_answer": _draft_answer,
    "sign_off": lambda scene: {"points": _every_point(scene)},
    "audit": lambda scene: {"passed": True, "points": _every_point(scene)},
    "record_follow_up": lambda scene: {"reached": True, "solved": True, "verdict": "satisfied"},
    "rate": _rate,
    "vote": lambda scene: {"satisfied": True},
    "decline": lambda scene: {"outlet": "litigation"},
    "consent_publication": lambda scene: {"consent": True},
    "decide_exclusion": lambda scene: {"granted": True},
    "appeal_exclusion": lambda scene: {"ground": "same_fact"},
}
"""What suits a deed where the story does not say; a story's own words come first."""
