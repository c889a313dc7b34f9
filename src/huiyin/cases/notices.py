"""What petitioners are to be told, for the channels."""

from huiyin.cases.models import NoticeRow
from huiyin.rules.notices import Audience


def to_hand_on(page: int) -> list[NoticeRow]:
    """What petitioners are to be told and no channel has been given yet, oldest first.

    Not by the last number seen: of two transactions the one that began first may end last.
    """
    waiting = NoticeRow.objects.filter(audience=Audience.PETITIONERS, handed_on_at__isnull=True)
    return list(waiting.select_related("case").order_by("id")[:page])


def to_petitioners(number: str) -> list[NoticeRow]:
    """What the petitioners of a case were told, newest first."""
    told = NoticeRow.objects.filter(case__number=number, audience=Audience.PETITIONERS)
    return list(told.order_by("-at", "-pk"))
