"""Several cases of one person, as a list to tap."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.cases import queries as cases
from huiyin.web.citizen.showing import WORDS


def cells(numbers: Iterable[str]) -> list[dict[str, Any]]:
    """The cases as `huiyin/parts/cell.html` takes them, the open ones first."""
    asked = list(numbers)
    titles = cases.titles(asked)
    found = [case for case in map(cases.find, asked) if case is not None]
    return [
        {
            "url": reverse("citizen:case", args=[case.place, case.number]),
            "title": titles[case.number] or case.number,
            "note": case.number,
            "badge": gettext(WORDS[case.phase]),
            "tone": "accent" if case.open else "",
        }
        for case in sorted(found, key=lambda case: not case.open)
    ]
