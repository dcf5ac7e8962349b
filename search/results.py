"""What the page, the API, the feed and the benchmark call: one function from what was typed to what is shown."""

from library.readers import Person
from search import finding, synonyms
from search.finding import Found
from search.models import Synonym
from search.query import Query, parse


def find(person: Person, typed: str, *, exact: bool = False) -> tuple[Query, Found]:
    """`exact`: only the words that were typed."""
    query = parse(typed)
    if not exact:
        query = synonyms.widened(query, synonyms.table(row.row for row in Synonym.objects.order_by("pk")))
    return query, finding.find(person, query)
