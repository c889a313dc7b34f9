"""Long lists in pages: nobody waits for a million rows to be counted, or leafs through them."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from huiyin.cases.queries import MOST_FOUND, Row, up_to


def counted(count: int) -> int | str:
    """A count by `up_to`, short enough for a tab: "1000+" for more."""
    return f"{MOST_FOUND}+" if count > MOST_FOUND else count


class Long(Paginator):  # type: ignore[type-arg]
    """Pages of cases, of so many as are counted; whoever looks for what lies behind narrows it.

    Of rows that are still to be asked for, or of ids that a search has found.
    """

    object_list: QuerySet[Row] | list[int]

    @cached_property
    def known(self) -> int:
        """How many there are, up to one more than are counted; may be set by who knows it."""
        found = self.object_list
        return len(found) if isinstance(found, list) else up_to(MOST_FOUND, found)

    @property
    def count(self) -> int:
        """How many one may leaf through."""
        return min(self.known, MOST_FOUND)

    @property
    def more(self) -> bool:
        """Are there more?"""
        return self.known > MOST_FOUND
