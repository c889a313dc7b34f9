"""What became of earlier cases of a place, to learn from and to compare with; nothing of JS-4."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from huiyin.cases.models import CaseRow
from huiyin.rules.case import OPEN, Phase


def lately_open(place: str, *, since: datetime, most: int = 300) -> list[CaseRow]:
    """Open cases of a place registered since then, newest first, whistle-blowing left out."""
    rows = CaseRow.objects.filter(
        place=place, registered_at__gte=since, whistle=False, phase__in=[str(p) for p in OPEN]
    )
    return list(rows.order_by("-registered_at").defer("state")[:most])


def lately_answered(places: Iterable[str], *, since: datetime, most: int) -> list[CaseRow]:
    """Cases answered since then, the latest first, whistle-blowing left out (JS-4)."""
    rows = CaseRow.objects.filter(place__in=list(places), answered_at__gte=since, whistle=False)
    return list(rows.order_by("-answered_at").defer("state")[:most])


def lately_done(place: str, class_code: str, *, since: datetime, most: int = 300) -> list[CaseRow]:
    """Cases of a class registered since then that were answered, newest first; nothing of JS-4."""
    rows = CaseRow.objects.filter(
        place=place,
        class_code=class_code,
        registered_at__gte=since,
        whistle=False,
        phase__in=[Phase.ANSWERED, Phase.STRUCK_OFF, Phase.ANSWERED_DIRECTLY],
    )
    return list(rows.order_by("-registered_at").defer("state")[:most])


@dataclass(frozen=True, slots=True)
class Decided:
    """A case about which people decided something, as the row has it."""

    number: str
    registered_at: datetime
    title: str
    class_code: str
    kind: str
    level: str
    lead: str
    area: str


def decided(place: str, most: int) -> list[Decided]:
    """Cases of a place that somebody has dealt with, the newest first; nothing of JS-4.

    What still waits for a person, was withdrawn or declined, shows nobody's judgement.
    """
    undecided = (Phase.REGISTERED, Phase.WITHDRAWN, Phase.DECLINED)
    rows = CaseRow.objects.filter(place=place, whistle=False).exclude(phase__in=undecided)
    names = [field.name for field in fields(Decided)]
    return [Decided(*row) for row in rows.order_by("-registered_at").values_list(*names)[:most]]


def leads_of(place: str, class_code: str, most: int = 100) -> dict[str, int]:
    """Unit -> how many of the last cases of that class it led, whistle-blowing left out."""
    rows = CaseRow.objects.filter(place=place, class_code=class_code, whistle=False)
    last = rows.exclude(lead="").order_by("-registered_at").values_list("lead", flat=True)[:most]
    return dict(Counter(last))
