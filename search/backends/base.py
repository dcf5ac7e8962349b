"""The interface of an engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import QuerySet

from search.models import SearchRow
from search.query import Way

type Groups = tuple[tuple[Way, ...], ...]
"""Of each group one way to say it."""


@dataclass(frozen=True)
class Wanted:
    """Of each group one way; or any of the groups, where `all_of` is off. `weights`: the weight of each word.

    `strong`: only rows that are about the words. `newest`: these first, and nothing is weighed. `enough`: of no more
    than so many rows all are wanted, in whatever order.
    """

    groups: Groups
    weights: dict[str, float]
    without: tuple[Way, ...] = ()
    all_of: bool = True
    strong: bool = False
    newest: bool = False
    enough: int = 0
    usual_length: float = 1.0

    @property
    def words(self) -> list[str]:
        return list(dict.fromkeys(word for group in self.groups for way in group for word in way))


@dataclass(frozen=True)
class Candidate:
    row: int
    publication: int


class Backend(Protocol):
    def write(self, rows: Sequence[SearchRow]) -> None:
        """After they were inserted, in the same transaction. Rows are never changed; deleted ones need nothing."""

    def candidates(self, wanted: Wanted, among: QuerySet[SearchRow], most: int) -> list[Candidate]:
        """The best by BM25 (or the newest) of the rows `among` that have what is wanted, best first.

        `among` holds what the reader may see, and is asked inside: nothing else is counted or ordered.
        """

    def number(self, wanted: Wanted, among: QuerySet[SearchRow], most: int) -> int:
        """How many of the rows `among` have what is wanted; not counted beyond `most`."""

    def standing(self, ways: Sequence[Way], among: QuerySet[SearchRow]) -> set[Way]:
        """Those whose words all stand in one of the rows `among`: one query, whatever their number."""

    def written(self, words: Sequence[str], among: QuerySet[SearchRow]) -> set[str]:
        """Those that are written so in one of some rows `among` that have them: words of the index are other forms."""
