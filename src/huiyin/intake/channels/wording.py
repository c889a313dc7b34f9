"""What a notice says on its way out: the place's own words for it, or the house's own sentence in
the house's first language."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from huiyin.regimes import queries as regimes
from huiyin.regimes import texts
from huiyin.rules.case import Case


def words(template: str, params: dict[str, Any], number: str) -> str:
    """The sentence with its blanks filled."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext(template).format(number=number, **params)


def notice(case: Case, template: str, params: dict[str, Any], kind: str) -> str:
    """The sentence of a notice by that kind of channel, as the law of the case words it."""
    own = regimes.own_texts(case.regime, case.version).get(template, {})
    said = own.get(kind) or own.get(texts.ANY)
    if said:
        return said.format(number=case.number, **params)
    return words(template, params, case.number)


def page(place: str, number: str) -> str:
    """Where to look the case up; "" while the operator has not said where the site is."""
    site = str(settings.HUIYIN_CHANNELS.get(place, {}).get("site", "")).rstrip("/")
    return f"{site}{reverse('citizen:look-up', args=[place])}?number={number}" if site else ""
