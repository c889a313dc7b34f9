"""The points of a case as pages show them: asked, answered, and solved or not (B12)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext

from huiyin.cases import queries as cases
from huiyin.journal.queries import Entry
from huiyin.rules import facts as f
from huiyin.rules.case import Case
from huiyin.rules.deeds import Mark


@dataclass(frozen=True, slots=True)
class Point:
    """`answer`: "" before there is one. `solved`: as the petitioner ticked, None where none was.

    `again`: it comes back because the petitioner did not find it solved.
    """

    number: int
    text: str
    answer: str = ""
    solved: bool | None = None
    again: bool = False


def of(entries: Iterable[Entry], *, drafts: bool = True) -> list[Point]:
    """The points as they stand; of what was drafted, with `drafts` false only what went out."""
    listed: list[Point] = []
    drafted: list[str] = []
    for entry in entries:
        match entry.fact.what:
            case f.PointsListed(count=count, text=text):
                lines = [*text.splitlines(), *[""] * count][:count]  # erased words leave the points
                listed = [Point(n, line) for n, line in enumerate(lines, 1)]
            case f.Drafted(points=said):
                drafted = said.splitlines()
                listed = _answered(listed, drafted) if drafts else listed
            case f.Answered():
                listed = [replace(one, again=False) for one in _answered(listed, drafted)]
            case f.Rated(solved=solved) if solved:  # by SMS nobody is asked for each
                listed = [replace(one, solved=str(one.number) in solved) for one in listed]
            case f.Redone() | f.AuditFailed() | f.SentBack():
                listed = [
                    replace(one, solved=None, again=one.again or one.solved is False)
                    for one in listed
                ]
    return listed


def _answered(points: list[Point], said: list[str]) -> list[Point]:
    return [replace(one, answer="".join(said[one.number - 1 : one.number])) for one in points]


def texts(number: str) -> list[str]:
    """What the points of a case say, in their order; erased ones are ""."""
    return [one.text for one in of(cases.timeline(number))]


# In forms


class LinesField(forms.CharField):
    """Several short texts, a line each; blank lines are none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 5}), **kwargs)
        self.validators = []  # the rules refuse control characters in their own words

    def clean(self, value: Any) -> tuple[str, ...]:
        """The lines."""
        lines = super().clean(value).splitlines()
        return tuple(line.strip() for line in lines if line.strip())


class EachPoint(forms.MultiWidget):
    """A box for each point of a case, below what the point says and what was said to it before."""

    template_name = "huiyin/parts/_each_point.html"

    def __init__(self, points: list[Point]) -> None:
        # by the blank in the placeholder the style sheet knows which box is still empty
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            str(one.number): forms.Textarea(
                {"rows": 2, "aria-label": one.text or str(one.number), "placeholder": " "}
            )
            for one in points
        }
        super().__init__(boxes)
        self.points = points

    def decompress(self, value: Any) -> list[str]:
        """What was said to each."""
        return list(value or ())

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Each box with its point."""
        context = super().get_context(name, value, attrs)
        boxes = context["widget"]["subwidgets"]
        return {**context, "each": list(zip(self.points, boxes, strict=True))}


class EachPointField(forms.Field):
    """What is said to each point; the rules name the one that was passed over."""

    def __init__(self, points: list[Point], **kwargs: Any) -> None:
        super().__init__(widget=EachPoint(points), **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        """The texts, in the order of the points."""
        return tuple(said or "" for said in value or ())  # None: that box was not sent


def asked(mark: Mark, case: Case | None) -> forms.Field | None:
    """A box for each point of the case; nothing where it has none."""
    if case is None or not case.points:
        return None
    return EachPointField(of(cases.timeline(case.number)), label=gettext(mark.label))
