"""What is counted of words, to weigh them: pages, so that a title over one page does not count thrice.

Each level of visibility is counted by itself: what a reader may not see has no part in the weights of what they search.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import groupby

from search.models import SearchRow

type Levelled = tuple[SearchRow, int]
"""A row, and the level at which its words count."""


class Counts:
    """`words`: in how many pages each stands. What only stands beside the pages counts once, and has no length."""

    def __init__(self) -> None:
        self.words = Counter[str]()
        self.rows = self.length = self.title_length = 0

    @property
    def extent(self) -> tuple[int, int, int]:
        return self.rows, self.length, self.title_length

    def page(self, row: SearchRow, words: Iterable[str], times: int) -> None:
        for word in words:
            self.words[word] += times
        self.rows += times
        self.length += times * row.length
        self.title_length += times * len(row.title_words.split())


class Tally:
    """`of_level`: level → counts, of rows that were added or taken away."""

    def __init__(self) -> None:
        self.of_level: defaultdict[int, Counts] = defaultdict(Counts)

    def add(self, rows: Iterable[Levelled], times: int = 1) -> None:
        """Whole publications, one after the other."""
        for _, some in groupby(rows, key=lambda each: each[0].publication_id):
            parts: defaultdict[int, _Part] = defaultdict(_Part)
            for row, level in some:
                parts[level].take(row, self.of_level[level], times)
            for level, part in parts.items():
                part.end(self.of_level[level], times)


class _Part:
    """What a publication has at one level: where that is no page, the first of its other rows counts as one."""

    def __init__(self) -> None:
        self.of_pages, self.beside = set[str](), set[str]()
        self.said: SearchRow | None = None
        self.has_pages = False

    def take(self, row: SearchRow, counts: Counts, times: int) -> None:
        words = _words(row)
        if row.number:
            self.has_pages = True
            self.of_pages |= words
            counts.page(row, words, times)
        else:
            self.said = self.said or row
            self.beside |= words

    def end(self, counts: Counts, times: int) -> None:
        if self.said is not None and not self.has_pages:
            self.of_pages |= (words := _words(self.said))
            counts.page(self.said, words, times)
        for word in self.beside - self.of_pages:
            counts.words[word] += times


def _words(row: SearchRow) -> set[str]:
    return {*row.title_words.split(), *row.body_words.split()}
