"""Reading the knowledge base: what answers a question, what there is, what must be looked at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum

from huiyin.handling.models import Answered, Article, Help
from huiyin.rules.access import may_write_articles
from huiyin.rules.case import Actor
from huiyin.rules.likeness import asked, pairs, share

LIKE_ENOUGH, SAME_CLASS = 0.6, 0.2
"""How much of a question must be in a text, and what the same class adds to it (0 to 1)."""
SHORTEST = 4
"""Characters from which on it is worth looking."""
LONGEST = 2000
"""Characters that are looked at."""
PAGE = 50
WORDS = 8
"""So many words are looked for at once."""
COUNTED = timedelta(days=365)
"""Over so long it is counted how often an article helped."""


@dataclass(frozen=True, slots=True)
class Known:
    """An article as it is read."""

    pk: int
    question: str
    ways: tuple[str, ...]
    answer: str
    source: str
    class_code: str
    unit: str
    public: bool
    until: date
    version: int
    retired: bool
    case: str


def _known(row: Article) -> Known:
    return Known(
        pk=row.pk,
        question=row.question,
        ways=tuple(row.ways.splitlines()),
        answer=row.answer,
        source=row.source,
        class_code=row.class_code,
        unit=row.unit,
        public=row.public,
        until=row.until,
        version=row.version,
        retired=row.retired_at is not None,
        case=row.case,
    )


def _standing(place: str, today: date, *, public: bool) -> QuerySet[Article]:
    """What may be told today: to the public only what is meant for it."""
    found = Article.objects.filter(place=place, retired_at=None, until__gte=today)
    return found.filter(public=True) if public else found


@dataclass(frozen=True, slots=True)
class Asks:
    """What somebody seems to ask, as far as it is known."""

    place: str
    text: str
    class_code: str = ""


def answering(asks: Asks, *, today: date, public: bool = True, most: int = 3) -> list[Known]:
    """The articles whose question is in the text, in one of the ways it is asked; likest first."""
    if len(asks.text.strip()) < SHORTEST:
        return []
    said = pairs(asks.text[:LONGEST])
    told = _standing(asks.place, today, public=public)
    scores = {}
    for pk, question, ways, code in told.values_list("pk", "question", "ways", "class_code"):
        score = max(share(asked(way), said) for way in (question, *ways.splitlines()))
        if score:
            scores[pk] = score + SAME_CLASS * bool(code and code == asks.class_code)
    likest = sorted(scores, key=lambda pk: (-scores[pk], pk))[:most]
    rows = Article.objects.in_bulk([pk for pk in likest if scores[pk] >= LIKE_ENOUGH])
    return [_known(rows[pk]) for pk in likest if pk in rows]


def listed(place: str, words: str = "", *, page: str = "", today: date) -> Page[Known]:
    """What the public may read, by words in question or answer; else what the words ask."""
    found = _with_words(_standing(place, today, public=True), words).order_by("question", "pk")
    part: Page[Any] = Paginator(found, PAGE).get_page(page or 1)
    if not part:
        return Paginator(answering(Asks(place, words), today=today), PAGE).get_page(1)
    part.object_list = [_known(row) for row in part]
    return part


def has_answers(place: str, *, today: date) -> bool:
    """Is there anything to read?"""
    return _standing(place, today, public=True).exists()


def _with_words(found: QuerySet[Article], words: str) -> QuerySet[Article]:
    plain = "".join(c if c.isprintable() else " " for c in words)
    for word in plain.split()[:WORDS]:
        found = found.filter(
            Q(question__icontains=word) | Q(ways__icontains=word) | Q(answer__icontains=word)
        )
    return found


def read(place: str, pk: int, *, today: date) -> Known | None:
    """One that the public may read."""
    row = _standing(place, today, public=True).filter(pk=pk).first()
    return _known(row) if row else None


@dataclass(frozen=True, slots=True)
class Kept:
    """An article on the desk's list. `due`: its time is over. `helped`: how often, in a year."""

    known: Known
    due: bool
    helped: int


def kept(
    actor: Actor, words: str = "", *, due: bool = False, page: str = "", today: date
) -> Page[Kept]:
    """Articles of the actor's place, those whose time is over first.

    `due`: only those that wait for the actor to look at them again.
    """
    if due:
        found = _due(actor, today)
    else:
        found = Article.objects.filter(place__in=actor.places, retired_at=None)
    ordered = _with_words(found, words).order_by("until", "question", "pk")
    part: Page[Any] = Paginator(ordered, PAGE).get_page(page or 1)
    rows = list(part)
    helped = _helped({row.pk for row in rows}, since=today - COUNTED)
    part.object_list = [Kept(_known(row), row.until < today, helped[row.pk]) for row in rows]
    return part


def _helped(articles: Iterable[int], since: date) -> Counter[int]:
    """How many readers and callers each has helped since."""
    of_late = {"article__in": articles, "day__gt": since}
    read = Help.objects.filter(**of_late).values_list("article").annotate(Sum("readers"))
    told = Answered.objects.filter(**of_late).values_list("article").annotate(Count("pk"))
    return Counter(dict(read)) + Counter(dict(told))


def _due(actor: Actor, today: date) -> QuerySet[Article]:
    """What the actor may change and is out of date: of a unit's people, what is their unit's."""
    found = Article.objects.filter(place__in=actor.places, retired_at=None, until__lt=today)
    if may_write_articles(actor, "") is None:
        return found
    return found.filter(unit=actor.unit) if may_write(actor) else found.none()


def count_due(actor: Actor, *, today: date) -> int:
    """How many wait for the actor to look at them again."""
    return _due(actor, today).count()


def questions(place: str) -> set[str]:
    """Every question that was ever written down there."""
    return set(Article.objects.filter(place=place).values_list("question", flat=True))


def of_desk(actor: Actor, pk: int) -> Known | None:
    """One of the actor's place, whatever its state."""
    row = Article.objects.filter(place__in=actor.places, pk=pk).first()
    return _known(row) if row else None


def from_case(actor: Actor, case: str) -> list[Known]:
    """Articles of the actor's place that were the answer to that case."""
    rows = Article.objects.filter(place__in=actor.places, case=case, retired_at=None)
    return [_known(row) for row in rows.order_by("pk")]


@dataclass(frozen=True, slots=True)
class Before:
    """How an article read at some time, and by whose hand."""

    version: int
    question: str
    answer: str
    by: str
    at: datetime


def wordings(pk: int) -> list[Before]:
    """Every wording it had, newest first."""
    row = Article.objects.get(pk=pk)
    return [
        Before(one.version, one.question, one.answer, one.by, one.at)
        for one in row.wordings.order_by("-version")
    ]


def may_write(actor: Actor) -> bool:
    """Does the actor write in it at all?"""
    return may_write_articles(actor, actor.unit) is None


def may_change(actor: Actor, known: Known) -> bool:
    """May the actor change this one?"""
    return may_write_articles(actor, known.unit) is None
