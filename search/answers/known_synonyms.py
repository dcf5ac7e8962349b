"""The secretariat's table of synonyms: asked for once a search, worked out once until it changes."""

from collections.abc import Mapping
from functools import lru_cache

from search import synonyms
from search.models import Synonym
from search.query import Way
from search.synonyms import Table, way_of

type Rows = tuple[tuple[str, tuple[str, ...], bool], ...]
"""(word, other words, whether both ways) of each row."""


def rows() -> Rows:
    every = (row.row for row in Synonym.objects.order_by("pk"))
    return tuple((word, tuple(others), is_both_ways) for word, others, is_both_ways in every)


@lru_cache(maxsize=4)
def table(known: Rows) -> Table:
    return synonyms.table(known)


@lru_cache(maxsize=4)
def names(known: Rows) -> Mapping[Way, str]:
    """How the words of each way are written."""
    return {way_of(each): each for word, others, _ in known for each in (word, *others)}
