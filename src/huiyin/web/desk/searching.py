"""What the search box of a list means, and showing where the words were found."""

from typing import Any

from django.utils.translation import gettext

from huiyin.cases import finding, numbers
from huiyin.intake import calls, identity
from huiyin.web.desk.frame import Desk

MARKED = ("title", "number", "area")
SNIPPETS = 2
"""Places shown below a title, at most."""


def known(text: str, desk: Desk) -> list[str]:
    """Numbers of the cases of a whole telephone number; none where the text is something else."""
    return calls.cases_of(text, desk.actor) if identity.number_in(text) else []


def marked(rows: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The rows with what was looked for marked, and where else it stands."""
    places = {
        "letter": gettext("来信"),
        "address": gettext("地点"),
        "supplement": gettext("补充"),
        "answer": gettext("答复"),
        "progress": gettext("进展"),
    }
    text = numbers.normalise(text) or text
    found = finding.snippets([row["number"] for row in rows], text)
    return [
        row
        | {
            "marks": {name: finding.marked(row[name], text) for name in MARKED},
            "found": [
                {"where": places[one.where], "pieces": one.pieces}
                for one in found[row["number"]]
                if one.where in places
            ][:SNIPPETS],
        }
        for row in rows
    ]
