"""What another row of synonyms changes: how many publications are found for each of its words, now and then."""

from collections.abc import Sequence
from dataclasses import dataclass

from library.readers import Person
from search import synonyms
from search.models import SearchRow, Synonym
from search.query import parse
from search.results import answer
from search.synonyms import Table


@dataclass(frozen=True)
class Change:
    """`is_widened`: whether other words are looked for besides, then."""

    word: str
    now: int
    then: int
    is_widened: bool


def changes(person: Person, before: Synonym | None, after: Synonym | None) -> list[Change]:
    """Of all words of a row that is added (no `before`), changed or taken out (no `after`), as this person finds."""
    rows = [row for row in (before, after) if row is not None]
    words = dict.fromkeys(word for row in rows for word in (row.row[0], *row.row[1]))
    now, then = _table(), _table(without=before, with_also=after)
    return [
        Change(word, _number(person, word, now), _number(person, word, then), is_widened=_is_widened(word, then))
        for word in words
    ]


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


def _number(person: Person, word: str, known: Table) -> int:
    """Publications with all words, as the page of results counts them."""
    found = answer(person, synonyms.widened(parse(word), known), SearchRow.objects.all())
    return 0 if found.is_partial else found.publications.bit_count()


def _is_widened(word: str, known: Table) -> bool:
    query = parse(word)
    return synonyms.widened(query, known) != query
