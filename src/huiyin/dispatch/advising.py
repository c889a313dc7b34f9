"""What to do with a matter, each piece of advice with its reasons; a person decides (PS-3)."""

import logging
from collections.abc import Container
from dataclasses import dataclass, replace

from huiyin.cases import past
from huiyin.dispatch import history, queries
from huiyin.dispatch.learning.model import Guess, Unreadable
from huiyin.rules.law import Law

log = logging.getLogger(__name__)

MEASURED = 20
"""Guesses of a class below which nothing is known of how good they are."""
LIKELY, EVEN = 0.1, 0.5
"""What is less likely than the first is not worth a line."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`value` for `about` ("class", "kind", "level", "lead", "assisting"), and why.

    `confidence`: how often such a guess is right (0 to 1), None where nothing was learned.
    `words`: of the letter, that speak for it. `by_catalogue`: the catalogue says so.
    `past`: of the last `of` cases of that class this unit led so many; (0, 0) for no such reason.
    """

    about: str
    value: str
    confidence: float | None = None
    words: tuple[str, ...] = ()
    by_catalogue: bool = False
    past: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter: its words, where it is, and the class if somebody has said it."""

    place: str
    title: str
    text: str
    area: str = ""
    class_code: str = ""


def advise(law: Law, asked: Asked) -> list[Advice]:
    """The class, the likeliest first, then kind and urgency, then who leads and who assists.

    Only what the law of the place knows is advised.
    """
    said = history.words(law, asked.title, asked.text, asked.area)
    learned = _learned(asked.place, said)
    classes = _classes(law, asked, learned.get("class", []))
    class_code = asked.class_code or likeliest(classes)
    return [
        *classes,
        *_known(law.kinds, "kind", learned.get("kind", [])[:1]),
        *_known(law.levels, "level", learned.get("level", [])[:1]),
        *_units(law, asked, class_code, learned.get("lead", [])),
    ]


def _learned(place: str, said: str) -> dict[str, list[Guess]]:
    """By what it is about. A model that cannot be read is as if there were none."""
    found = {}
    for about, one in queries.learned(place).items() if said.strip() else ():
        try:
            found[about] = queries.model(one).guesses(said)
        except Unreadable:
            log.warning("%s: what was learned about %s cannot be read", place, about)
    return found


def likeliest(advice: list[Advice]) -> str:
    """The class to begin with: what was learned where it is more likely than not, else the rule."""
    classes = [one for one in advice if one.about == "class"]
    sure = [one for one in classes if (one.confidence or 0) > EVEN]
    by_rule = [one for one in classes if one.by_catalogue]
    return next((one.value for one in [*sure, *by_rule, *classes]), "")


def trusted(law: Law, asked: Asked) -> str:
    """The class that the system may give by itself (JS-5); "" where a person must look.

    Only a guess above the model's bar, of a class of which such guesses were right as often as the
    law asks, on at least `MEASURED` cases that the model had not seen.
    """
    one = queries.learned(asked.place).get("class")
    said = history.words(law, asked.title, asked.text, asked.area)
    first = next(iter(_learned(asked.place, said).get("class", [])), None)
    if one is None or first is None or first.label not in law.classes:
        return ""
    guessed, right = one.figures["by_label"].get(first.label, (0, 0))
    if guessed < MEASURED or right < law.regime.dispatch.automatic_bar * guessed:
        return ""
    return first.label if first.confidence >= queries.model(one).bar else ""


def _classes(law: Law, asked: Asked, learned: list[Guess]) -> list[Advice]:
    rule = queries.suggest(law, asked.title, asked.text)
    found = [
        replace(one, by_catalogue=one.value == rule.class_code)
        for one in _known(law.classes, "class", learned)
    ]
    if rule.class_code and not any(one.by_catalogue for one in found):
        found.append(Advice("class", rule.class_code, None, rule.words, by_catalogue=True))
    return found


def _units(law: Law, asked: Asked, class_code: str, learned: list[Guess]) -> list[Advice]:
    """The catalogue's unit first: it is the law. Then where such cases went, if elsewhere."""
    lead, assisting = law.responsible(class_code, asked.area)
    led = past.leads_of(asked.place, class_code) if class_code else {}
    sure = {one.label: one.confidence for one in learned if one.confidence >= LIKELY}
    usual = max(led, key=lambda unit: led[unit], default="")
    likely = max(sure, key=lambda unit: sure[unit], default="")
    units = dict.fromkeys(unit for unit in (lead, usual, likely) if unit in law.units)
    total = sum(led.values())
    advice = [
        Advice(
            "lead",
            unit,
            sure.get(unit),
            by_catalogue=unit == lead,
            past=(led.get(unit, 0), total),
        )
        for unit in units
    ]
    return advice + [Advice("assisting", unit, by_catalogue=True) for unit in assisting]


def _known(table: Container[str], about: str, found: list[Guess]) -> list[Advice]:
    return [
        Advice(about, one.label, one.confidence, one.words)
        for one in found
        if one.label in table and one.confidence >= LIKELY
    ]
