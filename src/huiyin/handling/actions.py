"""Writing the knowledge base: every wording is kept, and nobody overwrites another unseen."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiyin.cases.actions import Refused
from huiyin.handling.models import Answered, Article, Help, Wording
from huiyin.rules.access import may_write_articles
from huiyin.rules.case import Actor
from huiyin.rules.deeds import LONGEST, has_control_characters
from huiyin.rules.refusals import Refusal, invalid, not_found, not_now
from huiyin.rules.words import N_

LENGTHS = {"question": 200, "ways": 2000, "answer": LONGEST, "source": 300}
"""Most characters of each."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an article says; see `models.Article`."""

    question: str
    answer: str
    until: date
    ways: str = ""
    source: str = ""
    class_code: str = ""
    unit: str = ""
    public: bool = True


def write(
    place: str, said: Said, *, actor: Actor, today: date, now: datetime, case: str = ""
) -> int:
    """A new article; its id. `case`: the number of the case whose answer it was. Raises Refused."""
    said = _checked(said, actor, today)
    with transaction.atomic():
        row = Article.objects.create(place=place, case=case, **_fields(said))
        _keep(row, actor, now)
    return row.pk


def change(pk: int, said: Said, *, seen: int, actor: Actor, today: date, now: datetime) -> None:
    """Another wording, where nobody changed it since version `seen` was read. Raises Refused."""
    row = _own(pk, actor)
    said = _checked(said, actor, today)
    with transaction.atomic():
        as_seen = Article.objects.filter(pk=pk, version=seen, retired_at=None)
        if not as_seen.update(version=F("version") + 1, **_fields(said)):
            raise Refused(not_now(N_("这条答复刚被别人改过，请看过新的内容再改。")))
        row.refresh_from_db()
        _keep(row, actor, now)


def retire(pk: int, *, actor: Actor, now: datetime) -> None:
    """Told to nobody any more; what it said is kept. Raises Refused."""
    row = _own(pk, actor)
    Article.objects.filter(pk=row.pk, retired_at=None).update(retired_at=now, retired_by=actor.id)


def _own(pk: int, actor: Actor) -> Article:
    row = Article.objects.filter(pk=pk, place__in=actor.places).first()
    if row is None:
        raise Refused(not_found(N_("没有这条答复。")))
    no = may_write_articles(actor, row.unit)
    if no is not None:
        raise Refused(no)
    return row


def _checked(said: Said, actor: Actor, today: date) -> Said:
    """Tidy. Raises Refused."""
    no = may_write_articles(actor, said.unit)
    if no is not None:
        raise Refused(no)
    ways = "\n".join(filter(None, (line.strip() for line in said.ways.splitlines())))
    tidy = Said(
        question=" ".join(said.question.split()),
        answer=said.answer.strip(),
        until=said.until,
        ways=ways,
        source=" ".join(said.source.split()),
        class_code=said.class_code,
        unit=said.unit,
        public=said.public,
    )
    wrong = next((one for name in LENGTHS if (one := _fault(name, getattr(tidy, name)))), None)
    if wrong is None and tidy.until < today:
        wrong = invalid("until", N_("有效期不能早于今天。"))
    if wrong is not None:
        raise Refused(wrong)
    return tidy


def _fault(name: str, text: str) -> Refusal | None:
    if not text and name in ("question", "answer"):
        return invalid(name, N_("请写明问题和答复。"))
    if len(text) > LENGTHS[name]:
        return invalid(
            name, N_("最多 {most} 字，现有 {count} 字。"), most=LENGTHS[name], count=len(text)
        )
    if has_control_characters(text):
        return invalid(name, N_("内容里有看不见的控制字符，请删去后再交。"))
    return None


def _fields(said: Said) -> dict[str, object]:
    return {name: getattr(said, name) for name in Said.__slots__}


def _keep(row: Article, actor: Actor, now: datetime) -> None:
    Wording.objects.create(
        article=row,
        version=row.version,
        question=row.question,
        ways=row.ways,
        answer=row.answer,
        source=row.source,
        by=actor.id,
        at=now,
    )


def helped(pk: int, day: date) -> None:
    """Somebody read it and needs no more."""
    with transaction.atomic():
        row, _ = Help.objects.get_or_create(article_id=pk, day=day)
        Help.objects.filter(pk=row.pk).update(readers=F("readers") + 1)


def answered(case: str, pk: int, *, actor: Actor, day: date) -> None:
    """The case was answered with it at once (P111); said twice, it counts once."""
    row = Article.objects.filter(pk=pk, place__in=actor.places).first()
    if row is not None:
        said = {"article": row, "version": row.version, "day": day}
        Answered.objects.get_or_create(case=case, defaults=said)
