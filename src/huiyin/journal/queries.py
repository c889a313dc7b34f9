"""Reading the record, and proving that it is whole."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import connection

from huiyin.journal import coding
from huiyin.journal.models import FactRow, TextRow
from huiyin.rules.facts import KINDS, Fact, prose_fields
from huiyin.rules.words import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as recorded, with people's words put back; erased words are "" and named."""

    seq: int
    fact: Fact
    erased: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the record that is not as it was written: where, and what."""

    case: str
    seq: int
    message: str


def facts(case: str) -> list[Fact]:
    """The facts of a case, oldest first, words left as digests: enough to rebuild it."""
    return [coding.decode(row) for row in FactRow.objects.filter(case=case).order_by("seq")]


def entries(case: str) -> list[Entry]:
    """The facts of a case, oldest first, with the words of people."""
    words: dict[int, dict[str, str | None]] = {}
    for text in TextRow.objects.filter(case=case):
        words.setdefault(text.seq, {})[text.field] = text.body
    return [
        Entry(
            row.seq,
            coding.decode(row, words.get(row.seq)),
            tuple(name for name, body in words.get(row.seq, {}).items() if body is None),
        )
        for row in FactRow.objects.filter(case=case).order_by("seq")
    ]


def words_of(cases: list[str], kind: str, field: str) -> dict[str, str]:
    """case -> the latest words of that kind, for a page of cases (two queries)."""
    found: dict[str, str] = {}
    places = FactRow.objects.filter(case__in=cases, kind=kind).values_list("case", "seq")
    latest = dict(sorted(places))
    for text in TextRow.objects.filter(case__in=cases, field=field):
        if latest.get(text.case) == text.seq and text.body is not None:
            found[text.case] = text.body
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """Words of people that have not been erased: in which kind of fact, and in which field."""

    kind: str
    field: str
    body: str


def said(cases: Collection[str]) -> dict[str, list[Said]]:
    """case -> what people said in it, in order (one query; the door asks it for most deeds)."""
    found: dict[str, list[Said]] = {case: [] for case in cases}
    if not found:
        return found
    marks = ", ".join(["%s"] * len(found))
    with connection.cursor() as cursor:
        cursor.execute(f'{_SAID} ({marks}) ORDER BY t."case", t.seq, t.id', list(found))
        for case, *words in cursor.fetchall():
            found[case].append(Said(*words))
    return found


_SAID = (
    'SELECT t."case", f.kind, t.field, t.body FROM journal_text t JOIN journal_fact f '
    'ON f."case" = t."case" AND f.seq = t.seq WHERE t.body IS NOT NULL AND t."case" IN'
)


def end(case: str) -> tuple[int, str]:
    """Where the chain of a case ends: its last seq and hash; (0, "") for none."""
    last = FactRow.objects.filter(case=case).order_by("-seq").values_list("seq", "hash").first()
    return last or (0, "")


def cases(after: str = "") -> Iterator[str]:
    """Numbers of all cases in the record, in order."""
    numbers = FactRow.objects.filter(seq=1, case__gt=after).order_by("case")
    yield from numbers.values_list("case", flat=True).iterator(chunk_size=2000)


def faults(case: str) -> Iterator[Fault]:
    """Recompute the chain of a case; yield whatever is not as it was written."""
    texts: dict[int, dict[str, TextRow]] = {}
    for text in TextRow.objects.filter(case=case):
        texts.setdefault(text.seq, {})[text.field] = text
    prev = ""
    expected = 0
    for row in FactRow.objects.filter(case=case).order_by("seq"):
        expected += 1
        if row.seq != expected:
            yield Fault(case, expected, N_("缺少这一条。"))
            expected = row.seq
        if row.prev != prev:
            yield Fault(case, row.seq, N_("与上一条接不上。"))
        own = texts.pop(row.seq, {})
        if row.hash != coding.chain(row.prev, row):
            yield Fault(case, row.seq, N_("内容与校验值不符。"))
        else:
            yield from _text_faults(row, own)
        prev = row.hash
    for seq in sorted(texts):
        yield Fault(case, seq, N_("有原文而没有这一条。"))


def _text_faults(row: FactRow, texts: dict[str, TextRow]) -> Iterator[Fault]:
    what = coding.decode(row).what
    kept = {name: getattr(what, name) for name in prose_fields(KINDS[row.kind])}
    for name, digest in kept.items():
        text = texts.get(name)
        if digest and text is None:
            yield Fault(row.case, row.seq, N_("缺少原文。"))
        elif text and text.body is not None and coding.digest(text.salt, text.body) != digest:
            yield Fault(row.case, row.seq, N_("原文与摘要不符。"))
    if texts.keys() - kept.keys():
        yield Fault(row.case, row.seq, N_("多出一段原文。"))
