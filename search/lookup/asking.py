"""Groups of words with their weights, as an engine is asked for them."""

from search.backends.base import Groups, Wanted
from search.lookup.statistics import Statistics
from search.query import Query

BEST = 300
"""So many pages are put in order; of no more than these an engine need not say which are the best."""
POSTINGS = 30_000
"""So many pages of words, all counted, are looked up quickly."""


class Asking:
    """What is asked for one reader and one query, in whatever groups."""

    def __init__(self, statistics: Statistics, query: Query) -> None:
        self.statistics, self._without = statistics, query.without

    def __call__(self, groups: Groups, *, all_of: bool = True, strong: bool = False, newest: bool = False) -> Wanted:
        weights = {word: self.statistics.weight_to_choose(word) for group in groups for way in group for word in way}
        return Wanted(
            groups,
            weights,
            without=self._without,
            all_of=all_of,
            strong=strong,
            newest=newest,
            enough=BEST,
            usual_length=max(self.statistics.usual_length, 1.0),  # where all that is seen is the own body's alone, 0
        )
