"""Laws to explore: the county's, made whole, and the same with one thing broken."""

from dataclasses import replace
from functools import cache
from typing import Any

from huiyin.rules.explore import Counterexample, Property, Report, explore
from huiyin.rules.law import Law
from tests.rules.county import amended

WATCH: list[dict[str, Any]] = [
    {"id": "slip", "label": "催办单", "label_en": "urging slip", "tell": ["clerk"]},
    {
        "id": "order",
        "label": "督办单",
        "label_en": "supervision order",
        "after": "1wd",
        "tell": ["head", "inspector", "discipline"],
    },
    {
        "id": "chief",
        "label": "报首席办事员",
        "label_en": "to the chief clerk",
        "after": "2wd",
        "tell": ["chief", "discipline"],
        "escalates_to": "chief",
    },
]
"""A ladder of which the discipline office hears too, for nobody else hears of whistle-blowing."""

WHOLE: dict[str, Any] = {
    "ladders.watch.rungs": WATCH,
    "clocks.handover.ladder": "watch",
    "clocks.call.ladder": "watch",
}
"""What the county's law lacks: somebody above hears of every silence."""

SMALL: dict[str, Any] = {
    "channels": [
        {
            "id": "web",
            "label": "网站",
            "label_en": "website",
            "identity": "real_name",
            "open_to": "public",
        },
        {
            "id": "code",
            "label": "举报代码",
            "label_en": "whistle code",
            "identity": "code",
            "open_to": "public",
            "whistle": True,
        },
    ],
    "kinds": [{"id": "complaint", "label": "投诉", "label_en": "complaint"}],
    "gates.order": ["sign_off", "audit", "rating"],
    "clocks.meeting.starts": ["left_dissatisfied"],
}
"""Fewer ways in and fewer gates, so that a fault is found in a fraction of a second."""


def law_with(changes: dict[str, Any], *, without: str = "") -> Law:
    """The whole law with some lines changed, and without one of its clocks."""
    law = amended({**WHOLE, **changes})
    clocks = tuple(clock for clock in law.regime.clocks if clock.id != without)
    return replace(law, regime=law.regime.model_copy(update={"clocks": clocks}))


def small(changes: dict[str, Any], *, without: str = "") -> Law:
    """The same, of a smaller law."""
    return law_with({**SMALL, **changes}, without=without)


@cache
def whole() -> Law:
    """A law in which everything holds and every deed is in use."""
    return law_with({})


_REPORTS: dict[str, Report] = {}


def found(against: Property, changes: dict[str, Any], *, without: str = "") -> list[Counterexample]:
    """What is found against one property in the small law with something broken."""
    key = repr((changes, without))
    if key not in _REPORTS:
        _REPORTS[key] = explore(small(changes, without=without))
    return only(_REPORTS[key], against)


def only(report: Report, against: Property) -> list[Counterexample]:
    """What a report says against one property."""
    return [one for one in report.counterexamples if one.property is against]


def steps(example: Counterexample) -> list[tuple[str, str, str]]:
    """The way of a counter-example: who, what, and where the case is then."""
    return [(str(step.role), step.deed, str(step.phase)) for step in example.trace]
