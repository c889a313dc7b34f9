"""Long lists in pages: nobody waits for a million rows to be counted, or leafs through them."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from huiyin.cases.queries import Row, up_to

COUNTED = 1000
"""So many are counted; more are "1000+"."""
MOST_PAGES = 100
"""So far one may leaf; whoever looks for what lies behind narrows the list."""


def counted(rows: QuerySet[Row]) -> int | str:
    """How many there are, short enough for a tab."""
    count = up_to(COUNTED, rows)
    return f"{COUNTED}+" if count > COUNTED else count


class Long(Paginator):  # type: ignore[type-arg]
    """Pages of cases. Beyond `COUNTED` nobody knows how many there are."""

    object_list: QuerySet[Row]
    most = COUNTED

    @cached_property
    def count(self) -> int:
        """How many there are; `COUNTED` + 1 for more."""
        return up_to(COUNTED, self.object_list)

    @property
    def more(self) -> bool:
        """Are there more than were counted?"""
        return self.count > COUNTED

    @cached_property
    def num_pages(self) -> int:
        """How many pages one may ask for."""
        return MOST_PAGES if self.more else super().num_pages

    def page(self, number: Any) -> "Part":
        """The page of that number, which knows by one row more whether another follows."""
        valid = self.validate_number(number)
        start = (valid - 1) * self.per_page
        read = list(self.object_list[start : start + self.per_page + 1])
        return Part(read, valid, self)


class Part(Page):  # type: ignore[type-arg]
    """A page of a long list."""

    def __init__(self, read: list[Row], number: int, paginator: Long) -> None:
        super().__init__(read[: paginator.per_page], number, paginator)
        self._follows = len(read) > paginator.per_page and number < paginator.num_pages

    def has_next(self) -> bool:
        """Does another page follow?"""
        return self._follows

    def end_index(self) -> int:
        """The place of the last row in the list."""
        return self.start_index() + len(self.object_list) - 1
