"""What a notice says on its way out: the place's own words for it, or the house's own sentence, in
the language in which they want to be told."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from huiyin.regimes import queries as regimes
from huiyin.regimes import texts
from huiyin.rules.case import Case


def words(template: str, params: dict[str, Any], number: str, language: str = "") -> str:
    """The sentence with its blanks filled; in the house's first language where none is given."""
    with translation.override(language or settings.LANGUAGE_CODE):
        return gettext(template).format(number=number, **params)


def notice(case: Case, template: str, params: dict[str, Any], kind: str, language: str = "") -> str:
    """The sentence of a notice by that kind of channel, as the law of the case words it.

    In another language than the place's own, it is the place's words in that language, or else the
    house's: never words that cannot be read.
    """
    own = regimes.own_texts(case.regime, case.version).get(template, {})
    suffix = f"_{language}" if language else ""
    said = own.get(kind + suffix) or own.get(texts.ANY + suffix)
    if said:
        return said.format(number=case.number, **params)
    return words(template, params, case.number, language)


def page(place: str, number: str) -> str:
    """Where to look the case up; "" while the operator has not said where the site is."""
    site = str(settings.HUIYIN_CHANNELS.get(place, {}).get("site", "")).rstrip("/")
    return f"{site}{reverse('citizen:look-up', args=[place])}?number={number}" if site else ""
