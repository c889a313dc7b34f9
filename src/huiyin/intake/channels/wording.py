"""What a notice says on its way out: the house's own sentence, in the house's first language."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext


def words(template: str, params: dict[str, Any], number: str) -> str:
    """The sentence with its blanks filled."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext(template).format(number=number, **params)


def page(place: str, number: str) -> str:
    """Where to look the case up; "" while the operator has not said where the site is."""
    site = str(settings.HUIYIN_CHANNELS.get(place, {}).get("site", "")).rstrip("/")
    return f"{site}{reverse('citizen:look-up', args=[place])}?number={number}" if site else ""
