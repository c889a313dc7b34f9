"""What helps to write an answer on the case page: the place's own words, and the law."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.cases import queries as cases
from huiyin.handling import phrases
from huiyin.handling.phrases import DEEDS, Kept
from huiyin.rules import blanks
from huiyin.rules.vocabulary import Role
from huiyin.web.asking import listed, named
from huiyin.web.desk.deeds import Card, Scene
from huiyin.web.templatetags.huiyin import dated, moment

GAP = "＿＿＿"
"""Where nothing is known to fill in: whoever writes sees it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A phrase to take, filled for the case."""

    pk: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """What can be taken for a deed; names as in desk/phrase_pick.html."""

    url: str
    field: str
    groups: list[tuple[str, list[Offer]]]


def helped(cards: list[Card], scene: Scene, chosen: str) -> list[Card]:
    """The cards with what helps to write: phrases, and under the answer the law. `chosen`: the id
    of a phrase that was picked without a script; it stands in the form that is for it.
    """
    open_to = {card.code for card in cards if card.allowed and card.code in DEEDS}
    if not open_to:
        return cards
    found = phrases.offered(
        scene.case.place, scene.desk.actor.unit, open_to, scene.class_code, scene.law
    )
    values = _values(scene) if found else {}
    made = []
    for card in cards:
        of_deed = [one for one in found if one.said.deed == card.code]
        with_law = _with_law(card, scene) if card.code == "draft_answer" else card
        made.append(_with_phrases(with_law, of_deed, scene, values, chosen))
    return made


def _with_law(card: Card, scene: Scene) -> Card:
    """The words of the law that the class and the promise rest on, under what the deed is."""
    standard = scene.case.lead.standard if scene.case.lead else ""
    grounds = scene.law.grounds(scene.class_code, standard)
    if not grounds or not card.allowed:
        return card
    ground = gettext("依据：{grounds}。").format(grounds=listed(grounds))
    return replace(card, help=f"{card.help} {ground}".strip())


def _with_phrases(
    card: Card, found: list[Kept], scene: Scene, values: Mapping[str, str], chosen: str
) -> Card:
    if not found or card.form is None:
        return card
    field = DEEDS[card.code]
    offers = [
        (
            one.close,
            Offer(one.pk, one.said.name, blanks.fill(one.said.text, values, phrases.BLANKS)),
        )
        for one in found
    ]
    taken = next((offer for _, offer in offers if str(offer.pk) == chosen), None)
    if taken is not None and not card.form.is_bound:
        card.form.initial[field] = taken.text
        card = replace(card, open=True)
    groups = (
        (gettext("这一类的事"), [offer for close, offer in offers if close < 2]),
        (gettext("什么事都能用"), [offer for close, offer in offers if close == 2]),
        (gettext("别的类"), [offer for close, offer in offers if close > 2]),
    )
    made = Phrases(
        url=reverse("desk:case", args=[scene.case.number]),
        field=f"id_{card.code}_{field}",
        groups=[group for group in groups if group[1]],
    )
    return replace(card, phrases=made)


def _values(scene: Scene) -> dict[str, str]:
    case, desk, law = scene.case, scene.desk, scene.law
    unit = law.units.get(desk.member.unit)
    due = [
        view.clock.red_at
        for view in cases.clock_views(case, desk.now)
        if view.law.owner is not Role.PETITIONER and not view.clock.paused
    ]
    told = {
        "number": case.number,
        "title": getattr(scene.entries[0].fact.what, "title", ""),
        "unit": named(unit) if unit else "",
        "officer": f"{desk.member.name} {desk.member.phone}".strip(),
        "date": dated(desk.now),
        "promised": moment(due[0], desk.now) if due else "",
    }
    return {name: words or GAP for name, words in told.items()}
