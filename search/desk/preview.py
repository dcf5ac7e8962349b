"""What another row of synonyms changes: how many publications are found for each of its words, now and then."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched

from library.readers import Person
from search import synonyms
from search.indexing.index import generation
from search.lookup import finding
from search.lookup.time_limit import TookTooLong, time_limit
from search.models import SearchRow, Synonym
from search.query import Query, parse
from search.synonyms import Table


@dataclass(frozen=True)
class Change:
    """`is_widened`: whether other words are looked for besides, then. No numbers where it took too long."""

    word: str
    now: int | None
    then: int | None
    is_widened: bool


def changes(person: Person, before: Synonym | None, after: Synonym | None) -> list[Change]:
    """Of all words of a row that is added (no `before`), changed or taken out (no `after`), as this person finds."""
    rows = [row for row in (before, after) if row is not None]
    words = dict.fromkeys(word for row in rows for word in (row.row[0], *row.row[1]))
    tables = _table(), _table(without=before, with_also=after)
    asked = [synonyms.widened(parse(word), table) for table in tables for word in words]
    now, then = batched(_numbers(person, asked), len(words))
    is_widened = [query != parse(query.typed) for query in asked[len(words) :]]
    return list(map(Change, words, now, then, is_widened))


def _numbers(person: Person, asked: Sequence[Query]) -> Sequence[int | None]:
    try:
        with time_limit():
            rows = SearchRow.objects.all()
            return list(map(len, finding.with_every_word(person, [(each, rows) for each in asked], to=generation())))
    except TookTooLong:
        return [None] * len(asked)


def _table(*, without: Synonym | None = None, with_also: Synonym | None = None) -> Table:
    """In the order of the rows; a changed one keeps its place."""
    rows: list[tuple[str, Sequence[str], bool]] = []
    for row in Synonym.objects.order_by("pk"):
        if without is None or row.pk != without.pk:
            rows.append(row.row)
        elif with_also is not None:
            rows.append(with_also.row)
    if without is None and with_also is not None:
        rows.append(with_also.row)
    return synonyms.table(rows)
