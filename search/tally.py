"""What is counted of words, to weigh them: pages, so that a title over one page does not count thrice."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from search.models import SearchRow


class Tally:
    """`words`: in how many pages each stands. What only stands beside the pages counts once, and has no length."""

    def __init__(self) -> None:
        self.words = Counter[str]()
        self.rows = self.length = self.title_length = 0

    def add(self, rows: Iterable[SearchRow], times: int = 1) -> None:
        """Whole publications, one after the other, their rows in the order in which they were written."""
        for _, some in groupby(rows, key=lambda row: row.publication_id):
            self._add(some, times)

    def _add(self, rows: Iterable[SearchRow], times: int) -> None:
        of_pages, beside = set[str](), set[str]()
        said: SearchRow | None = None
        has_pages = False
        for row in rows:
            if row.number:
                has_pages = True
                of_pages |= self._row(row, times)
            else:
                said = said or row
                beside |= _words(row)
        if said is not None and not has_pages:
            of_pages |= self._row(said, times)
        for word in beside - of_pages:
            self.words[word] += times

    def _row(self, row: SearchRow, times: int) -> set[str]:
        words = _words(row)
        for word in words:
            self.words[word] += times
        self.rows += times
        self.length += times * row.length
        self.title_length += times * len(row.title_words.split())
        return words


def _words(row: SearchRow) -> set[str]:
    return {*row.title_words.split(), *row.body_words.split()}
