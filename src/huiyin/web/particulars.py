"""The particulars that are worth asking in a matter of its class (P34, P35).

They stand between nobody and sending: what is left open is left open. An answer is kept with the
question as it was read, so that the record speaks for itself when the law asks differently.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from huiyin.rules.law import Law
from huiyin.rules.vocabulary import Question
from huiyin.web.asking import label, named

PREFIX = "q-"
"""How the names of their inputs begin."""


def asked(law: Law, class_code: str) -> list[dict[str, Any]]:
    """The questions of a class, as `citizen/parts/particulars.html` takes them."""
    return [
        {
            "name": PREFIX + one.id,
            "label": named(one),
            "when": one.when,
            "choices": [
                {"id": each.id, "label": named(each), "told": label((each.told, each.told_en))}
                for each in one.choices
            ],
        }
        for one in law.questions(class_code)
    ]


def first(law: Law, class_code: str) -> list[str]:
    """What is asked of everybody whose matter is of that class, in words."""
    return [named(one) for one in law.questions(class_code) if not one.when]


def answered(law: Law, data: Mapping[str, Any]) -> str:
    """A line for each question that was answered, in the order of the law."""
    given: dict[str, str] = {}
    for one in law.regime.questions:
        words = " ".join(str(data.get(PREFIX + one.id, "")).split())
        if words and _is_open(one, given) and (not one.choices or _chosen(one, words)):
            given[one.id] = words
    return "\n".join(
        gettext("{question}：{answer}").format(
            question=named(one), answer=_chosen(one, given[one.id]) or given[one.id]
        )
        for one in law.regime.questions
        if one.id in given
    )


def _is_open(one: Question, given: Mapping[str, str]) -> bool:
    before, _, choice = one.when.partition(":")
    return not one.when or given.get(before) == choice


def _chosen(one: Question, words: str) -> str:
    """The name of the choice, or "" where it is none."""
    return next((named(each) for each in one.choices if each.id == words), "")
