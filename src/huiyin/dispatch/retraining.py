"""Learning anew from a place's own cases."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from huiyin.dispatch import history, queries
from huiyin.dispatch.history import Past
from huiyin.dispatch.learning.model import Model
from huiyin.dispatch.learning.training import Figures, Labelled, TooFew, learn, measure
from huiyin.dispatch.models import Learned

HELD = 0.2
"""The share of cases, the newest, on which a first model is measured."""
FEWEST = 50
"""Cases to measure on; with fewer nothing can be said, and nothing changes."""


@dataclass(frozen=True, slots=True)
class Retrained:
    """What came of it. `kept`: "new", "old", or "none" where there is too little to learn from.

    `before`: how the old model does on the same cases; None for the first.
    """

    about: str
    kept: str
    cases: int
    figures: Figures | None = None
    before: Figures | None = None


def retrain(place: str, about: str, past: Sequence[Past], *, now: datetime) -> Retrained:
    """Learn what the place's people decide, and use it where it is better than what was learned.

    `past`: what they decided (`history.past`), from the oldest. Both models are measured on cases
    that neither has seen: those since the old one was made.
    """
    found = [one for one in past if one.labelled(about).label]
    old = queries.learned(place).get(about)
    seen, unseen = _parted(found, old)
    if len(unseen) < FEWEST:
        return Retrained(about, "old" if old else "none", len(found))
    try:
        figures, by_label = _measured(learn(_labelled(seen, about)), _labelled(unseen, about))
        whole = learn(_labelled(found, about))
    except TooFew:
        return Retrained(about, "old" if old else "none", len(found))
    before = _measured(queries.model(old), _labelled(unseen, about))[0] if old else None
    if before is not None and before.macro_f1 > figures.macro_f1:
        return Retrained(about, "old", len(found), figures, before)
    Learned.objects.create(
        place=place,
        about=about,
        made_at=now,
        until=history.newest(found),
        learned_from=len(found),
        figures=asdict(figures) | {"by_label": by_label},
        model=whole.packed(),
    )
    return Retrained(about, "new", len(found), figures, before)


def _parted(found: list[Past], old: Learned | None) -> tuple[list[Past], list[Past]]:
    """To learn from, and to measure on: nobody's memory reaches into the second."""
    if old is None:
        held = len(found) - int(len(found) * HELD)
        return found[:held], found[held:]
    seen = [one for one in found if one.case.registered_at <= old.until]
    return seen, found[len(seen) :]


def _labelled(found: Sequence[Past], about: str) -> list[Labelled]:
    return [one.labelled(about) for one in found]


def _measured(model: Model, letters: list[Labelled]) -> tuple[Figures, dict[str, Any]]:
    """How good it is, and for each label how often it was guessed above the bar, and rightly."""
    counts: dict[str, list[int]] = {}
    for one in letters:
        best = model.guesses(one.text, most=1)[0]
        if best.confidence >= model.bar:
            count = counts.setdefault(best.label, [0, 0])
            count[0] += 1
            count[1] += best.label == one.label
    return measure(model, letters), counts
