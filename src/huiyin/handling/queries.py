"""Reading the knowledge base: what answers a question, what there is, what must be looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from huiyin.handling.models import Article
from huiyin.rules.access import may_write_articles
from huiyin.rules.case import Actor
from huiyin.rules.likeness import pairs, share

LIKE_ENOUGH = 0.5
SHORTEST = 4
"""Characters from which on it is worth looking."""
LONGEST = 2000
"""Characters that are looked at."""
PAGE = 50
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
    unit: str
    public: bool
    until: date
    version: int
    retired: bool


def _known(row: Article) -> Known:
    return Known(
        pk=row.pk,
        question=row.question,
        ways=tuple(row.ways.splitlines()),
        answer=row.answer,
        source=row.source,
        unit=row.unit,
        public=row.public,
        until=row.until,
        version=row.version,
        retired=row.retired_at is not None,
    )


def _standing(place: str, today: date, *, public: bool) -> QuerySet[Article]:
    """What may be told today: to the public only what is meant for it."""
    found = Article.objects.filter(place=place, retired_at=None, until__gte=today)
    return found.filter(public=True) if public else found


def answering(
    place: str, text: str, *, today: date, public: bool = True, most: int = 3
) -> list[Known]:
    """The articles whose question is in the text, in one of the ways it is asked; likest first."""
    said = pairs(text[:LONGEST])
    if len(text.strip()) < SHORTEST:
        return []
    asked = _standing(place, today, public=public).values_list("pk", "question", "ways")
    scores = {
        pk: max(share(pairs(way), said) for way in (question, *ways.splitlines()))
        for pk, question, ways in asked.iterator()
    }
    likest = sorted(scores, key=lambda pk: (-scores[pk], pk))[:most]
    rows = Article.objects.in_bulk([pk for pk in likest if scores[pk] >= LIKE_ENOUGH])
    return [_known(rows[pk]) for pk in likest if pk in rows]


def listed(place: str, words: str = "", *, today: date) -> list[Known]:
    """What the public may read, by words in question or answer; the first page of it."""
    found = _with_words(_standing(place, today, public=True), words)
    return [_known(row) for row in found.order_by("question")[:PAGE]]


def has_answers(place: str, *, today: date) -> bool:
    """Is there anything to read?"""
    return _standing(place, today, public=True).exists()


def _with_words(found: QuerySet[Article], words: str) -> QuerySet[Article]:
    for word in words.split()[:8]:
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


def kept(actor: Actor, words: str = "", *, due: bool = False, today: date) -> list[Kept]:
    """Articles of the actor's place, those whose time is over first; `due`: only they."""
    found = Article.objects.filter(place__in=actor.places, retired_at=None)
    if due:
        found = found.filter(until__lt=today)
    since = Q(helps__day__gt=today - COUNTED)
    counted = _with_words(found, words).annotate(
        readers=Sum("helps__readers", filter=since), answers=Sum("helps__answers", filter=since)
    )
    return [
        Kept(_known(row), row.until < today, (row.readers or 0) + (row.answers or 0))
        for row in counted.order_by("until", "question")[: 4 * PAGE]
    ]


def count_due(actor: Actor, *, today: date) -> int:
    """How many wait to be looked at again."""
    found = Article.objects.filter(place__in=actor.places, retired_at=None, until__lt=today)
    return found.count()


def of_desk(actor: Actor, pk: int) -> Known | None:
    """One of the actor's place, whatever its state."""
    row = Article.objects.filter(place__in=actor.places, pk=pk).first()
    return _known(row) if row else None


@dataclass(frozen=True, slots=True)
class Before:
    """How an article read at some time, and by whose hand."""

    version: int
    question: str
    answer: str
    by: str
    at: object


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
