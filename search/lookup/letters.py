"""The last step: pages where the letters stand within words (防法 in 消防法), in the order of their publications."""

from itertools import islice

from library.readers import Person
from search.backends.base import Candidate
from search.indexing.index import generation
from search.lookup.asking import BEST
from search.lookup.finding import MOST, Found
from search.lookup.ranking import Hit
from search.models import Generation, SearchRow, SearchRowQuerySet
from search.query import Query
from search.typed import left_out, pieces

LEAST = 2


def inside(
    person: Person, query: Query, *, among: SearchRowQuerySet | None = None, to: Generation | None = None
) -> Found:
    """The first line of a page is the title; a page that has the letters nowhere else says nothing of them."""
    wanted = pieces(query)
    if not any(len(piece) >= LEAST for piece in wanted):
        return Found()
    rows = (SearchRow.objects.all() if among is None else among).visible_to(person)
    rows = rows.filter(generation=to or generation())
    for piece in wanted:
        rows = rows.filter(text__contains=piece)
    for piece in left_out(query):
        rows = rows.exclude(text__contains=piece)
    # By publication first: in the order of rows alone, those of which a hidden file was read would come last.
    rows = rows.order_by("publication", "pk")
    values = rows.values_list("pk", "publication", "file", "number", "text")[:MOST]
    said = (
        Hit(row, publication, file, number)
        for row, publication, file, number, text in values.iterator(chunk_size=BEST)
        if not number or any(piece in text.partition("\n")[2] for piece in wanted)
    )
    found = list(islice(said, BEST))
    of_row = {hit.row: hit for hit in found}
    return Found(
        pages=found,
        publications=frozenset(hit.publication for hit in found),
        number_of_pages=len(found),
        is_more=len(found) == BEST,
        every=[Candidate(hit.row, hit.publication) for hit in found],
        rank=lambda some: [of_row[each.row] for each in some],
    )
