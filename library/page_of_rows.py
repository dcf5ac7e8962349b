"""Pages of a list whose length is known, none deeper than the portal turns to."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class RowPaginator(Paginator):  # type: ignore[type-arg]
    """Asks nothing about a number that is known, and ends at the deepest page: a deep OFFSET walks every row."""

    def __init__(self, rows: QuerySet[Any], size: int, total: int, deepest: int | None = None) -> None:
        super().__init__(rows, size)
        pages, deepest = max(1, -(-total // size)), deepest or settings.LIMITS.deepest_page
        self.__dict__ |= {"count": total, "num_pages": min(pages, deepest)}
        self.is_cut = pages > deepest

    def _get_page(self, *args: Any, **kwargs: Any) -> "RowPage":
        return RowPage(*args, **kwargs)


class RowPage(Page):  # type: ignore[type-arg]
    def end_index(self) -> int:
        """Also right on the last page that is shown when rows follow that are not."""
        return min(self.number * self.paginator.per_page, self.paginator.count)
