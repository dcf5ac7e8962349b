"""Pages with some of the words, the others of which are said of their publication.

入力 on a page of what 栃木県 owns, or of what has a theme or a fact of that name.
"""

from collections import defaultdict
from collections.abc import Collection

from search.backends import backend
from search.backends.base import Candidate, Groups
from search.lookup.asking import BEST, POSTINGS, Asking
from search.models import SearchRowQuerySet
from search.query import Way

_MOST_APART, _MOST_SAID = 4, 1_000


def said_beside(asking: Asking, groups: Groups, rows: SearchRowQuerySet, *, there: Collection[int]) -> list[Candidate]:
    """Among rows that the reader may see; none that is `there` already. Of many words too much would be asked."""
    if not 2 <= len(groups) <= _MOST_APART:
        return []
    known, found = set(there), []
    for others, publications in _left_to_pages(asking, groups, rows.filter(number=0, file=None)).items():
        among = rows.filter(publication__in=publications)
        more = [each for each in backend().candidates(asking(others), among, BEST) if each.row not in known]
        known.update(each.row for each in more)
        found += more
    return found


def _left_to_pages(asking: Asking, groups: Groups, about: SearchRowQuerySet) -> dict[Groups, list[int]]:
    """Words that are not said of a publication → the publications of which all others are."""
    said: defaultdict[int, set[tuple[Way, ...]]] = defaultdict(set)
    counts = asking.statistics.rows_of
    for group in groups:
        if sum(counts.get(word, 0) for way in group for word in way) <= POSTINGS:
            for each in backend().candidates(asking((group,), newest=True), about, _MOST_SAID):
                said[each.publication].add(group)
    left: defaultdict[Groups, list[int]] = defaultdict(list)
    for publication, of_it in said.items():
        if others := tuple(group for group in groups if group not in of_it):
            left[others].append(publication)
    return left
