"""Words that are written again and again, offered where a deed wants words (P105).

They have blanks, such as {编号}, that are filled for the case at hand. Nothing is overwritten: who
changes one writes another, and the old one is retired.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Q

from huiyin.cases.actions import Refused
from huiyin.handling.models import Phrase
from huiyin.rules import blanks
from huiyin.rules.access import may_write_articles
from huiyin.rules.blanks import Known
from huiyin.rules.case import Actor
from huiyin.rules.deeds import LONGEST, has_control_characters
from huiyin.rules.law import Law
from huiyin.rules.refusals import Refusal, invalid, not_found
from huiyin.rules.words import N_

BLANKS: Known = {
    "number": "编号",
    "title": "标题",
    "unit": "单位",
    "officer": "经办人",
    "date": "日期",
    "promised": "期限",
}
"""What may be filled in."""
DEEDS = {
    "draft_answer": "text",
    "answer_directly": "text",
    "decline": "reason",
    "progress": "text",
    "ask_back": "text",
}
"""Deeds whose words a petitioner reads, and the field that has them."""
LENGTHS = {"name": 60, "text": LONGEST}
PAGE, MOST = 50, 200
_NONE = N_("没有这条模板，或已停用。")


@dataclass(frozen=True, slots=True)
class Said:
    """What a phrase says; see `models.Phrase`."""

    name: str
    text: str
    deed: str
    class_code: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A phrase as it is read. `close`: 0 of the very class asked for, 1 of one above it, 2 of any
    matter, 3 of another class.
    """

    pk: int
    said: Said
    close: int = 2


def write(
    place: str, said: Said, *, actor: Actor, now: datetime, instead: int | None = None
) -> int:
    """A new phrase, perhaps in another's stead; its id. Raises Refused."""
    said = _checked(said, actor)
    with transaction.atomic():
        if instead is not None:
            retire(instead, actor=actor, now=now)
        return Phrase.objects.create(place=place, by=actor.id, at=now, **asdict(said)).pk


def retire(pk: int, *, actor: Actor, now: datetime) -> None:
    """Offered no more. Raises Refused, also where somebody else has retired it already."""
    no = may_write_articles(actor, get(actor, pk).said.unit)
    if no is not None:
        raise Refused(no)
    standing = Phrase.objects.filter(pk=pk, retired_at=None)
    if not standing.update(retired_at=now, retired_by=actor.id):
        raise Refused(not_found(_NONE))


def get(actor: Actor, pk: int) -> Kept:
    """One that stands in the actor's place. Raises Refused."""
    row = Phrase.objects.filter(pk=pk, place__in=actor.places, retired_at=None).first()
    if row is None:
        raise Refused(not_found(_NONE))
    return Kept(row.pk, _said(row))


def kept(actor: Actor, *, page: str = "") -> Page[Kept]:
    """All that stand in the actor's place: by deed, then by name."""
    rows = Phrase.objects.filter(place__in=actor.places, retired_at=None)
    ordered = rows.order_by("deed", "class_code", "name", "pk")
    part: Page[Any] = Paginator(ordered, PAGE).get_page(page or 1)
    part.object_list = [Kept(row.pk, _said(row)) for row in part]
    return part


def names(place: str) -> set[str]:
    """Every name that a phrase of the place ever had."""
    return set(Phrase.objects.filter(place=place).values_list("name", flat=True))


def offered(place: str, unit: str, deeds: set[str], class_code: str, law: Law) -> list[Kept]:
    """What a unit may take for these deeds; what is close to the class first, then its own."""
    rows = Phrase.objects.filter(
        Q(unit="") | Q(unit=unit), place=place, retired_at=None, deed__in=deeds
    )
    above = _above(class_code, law)
    found = [Kept(row.pk, _said(row), _close(row.class_code, above)) for row in rows[:MOST]]
    return sorted(found, key=lambda one: (one.close, not one.said.unit, one.said.name, one.pk))


def _above(class_code: str, law: Law) -> list[str]:
    """The class, and those above it."""
    way: list[str] = []
    row = law.classes.get(class_code)
    while row is not None and row.code not in way:
        way.append(row.code)
        row = law.classes.get(row.parent)
    return way


def _close(class_code: str, above: list[str]) -> int:
    if not class_code:
        return 2
    return min(above.index(class_code), 1) if class_code in above else 3


def _said(row: Phrase) -> Said:
    return Said(row.name, row.text, row.deed, row.class_code, row.unit)


def _checked(said: Said, actor: Actor) -> Said:
    """Tidy. Raises Refused."""
    no = may_write_articles(actor, said.unit)
    if no is not None:
        raise Refused(no)
    text = said.text.replace("\r\n", "\n").strip()
    tidy = Said(" ".join(said.name.split()), text, said.deed, said.class_code, said.unit)
    wrong = _fault("name", tidy.name) or _fault("text", tidy.text)
    wrong = wrong or blanks.fault("text", tidy.text, BLANKS)
    if wrong is None and tidy.deed not in DEEDS:
        wrong = invalid("deed", N_("请从列表中选择用在哪一步。"))
    if wrong is not None:
        raise Refused(wrong)
    return tidy


def _fault(name: str, text: str) -> Refusal | None:
    if not text:
        return invalid(name, N_("请写明模板的名称和内容。"))
    if len(text) > LENGTHS[name]:
        return invalid(
            name, N_("最多 {most} 字，现有 {count} 字。"), most=LENGTHS[name], count=len(text)
        )
    if has_control_characters(text):
        return invalid(name, N_("内容里有看不见的控制字符，请删去后再交。"))
    return None
