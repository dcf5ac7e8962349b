"""What is counted of words, as one reader may know it: of what is as open as the reader's level, no more."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Value

from library.readers import Person, reader_of
from search.models import Extent, Generation, Term


@dataclass(frozen=True)
class Statistics:
    """`rows_of`: word → in how many of the pages it stands. Own pages that few others may see are not among them."""

    rows: int
    usual_length: float
    usual_title: float
    rows_of: Mapping[str, int]

    def weight_to_choose(self, word: str) -> float:
        """What engines choose pages by: the fewer have the word, the more; nothing where most have it."""
        return max(math.log(self._odds(word)), 1e-6)

    def weight_to_order(self, word: str) -> float:
        """What chosen pages are put in order by: a word of most rows still tells a little."""
        return math.log(1 + self._odds(word))

    def _odds(self, word: str) -> float:
        have = min(self.rows_of.get(word, 0), self.rows)
        return (self.rows - have + 0.5) / (have + 0.5)


def statistics(person: Person, to: Generation, words: Iterable[str]) -> Statistics:
    """Of words that stand in something this reader sees. One query: the sums have no word."""
    wanted, level = set(words), reader_of(person).level
    terms = Term.objects.filter(generation=to, word__in=wanted, level__gte=level)
    extents = Extent.objects.filter(generation=to, level__gte=level).annotate(none=Value(""))
    found = terms.annotate(length=Value(0), titles=Value(0)).values_list("word", "rows", "length", "titles")
    rows = length = titles = 0
    rows_of: Counter[str] = Counter()
    for word, number, some, of_titles in found.union(
        extents.values_list("none", "rows", "length", "title_length"), all=True
    ):
        if word:
            rows_of[word] += number
        else:
            rows, length, titles = rows + number, length + some, titles + of_titles
    pages = max(rows, 1)
    # What only the own body may see is not counted, and stands in one page at least.
    return Statistics(rows, length / pages, titles / pages, {word: rows_of.get(word, 1) for word in wanted})
