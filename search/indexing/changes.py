"""What the counts of words become when rows come and go, written as differences, in the transaction of the rows."""

from collections.abc import Iterator, Sequence
from itertools import batched

from django.db import connection
from django.db.models import QuerySet

from search.indexing.levels import with_levels
from search.indexing.tally import Levelled, Tally
from search.models import Generation, SearchRow, Term

_AT_ONCE = 500
_WORDS = (
    "INSERT INTO search_term (generation_id, word, level, rows) VALUES {}"
    " ON CONFLICT (generation_id, word, level) DO UPDATE SET rows = search_term.rows + excluded.rows"
)
_EXTENTS = (
    "INSERT INTO search_extent (generation_id, level, rows, length, title_length) VALUES {}"
    " ON CONFLICT (generation_id, level) DO UPDATE SET rows = search_extent.rows + excluded.rows,"
    " length = search_extent.length + excluded.length,"
    " title_length = search_extent.title_length + excluded.title_length"
)


class Change:
    """What the counts of words become."""

    def __init__(self, to: Generation) -> None:
        self.to, self.tally = to, Tally()

    def lose(self, rows: QuerySet[SearchRow]) -> None:
        self.tally.add(counted(rows), -1)

    def gain(self, rows: QuerySet[SearchRow] | Sequence[Levelled]) -> None:
        self.tally.add(counted(rows) if isinstance(rows, QuerySet) else rows)

    def save(self) -> None:
        """Words in one order for all, so that two writers never wait for each other in a ring."""
        counts = sorted(self.tally.of_level.items())
        words = sorted((word, level, times) for level, of in counts for word, times in of.words.items() if times)
        extents = [(level, *of.extent) for level, of in counts if any(of.extent)]
        self._add(_WORDS, words)
        fewer = [word for word, _, times in words if times < 0]
        for some in batched(fewer, _AT_ONCE):
            Term.objects.filter(generation=self.to, word__in=some, rows__lte=0).delete()
        self._add(_EXTENTS, extents)

    def _add(self, sql: str, changed: Sequence[tuple[int | str, ...]]) -> None:
        with connection.cursor() as cursor:
            for some in batched(changed, _AT_ONCE):
                one = f"({', '.join(['%s'] * (1 + len(some[0])))})"
                statement = sql.format(", ".join([one] * len(some)))
                cursor.execute(statement, [value for each in some for value in (self.to.pk, *each)])


def counted(rows: QuerySet[SearchRow]) -> Iterator[Levelled]:
    """As a tally wants them."""
    wanted = with_levels(rows).only("publication", "number", "title_words", "body_words", "length")
    for row in wanted.order_by("publication", "pk").iterator(chunk_size=_AT_ONCE):
        yield row, row.level  # type: ignore[attr-defined]
