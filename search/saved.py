"""The page of results as one whose conditions can be saved."""

from datetime import datetime

from django.http import QueryDict

from library import facet_counts, id_sets
from library.id_sets import IdSet
from library.kinds import offered_facets
from library.readers import Person
from library.saved_views import Parameters, SavedList
from search import asked, finding
from search.results import Results


def _parameters(query: QueryDict) -> Parameters:
    return asked.read(query, offered_facets()).parameters(**{"in": ""})


def newer(results: Results, since: datetime) -> IdSet:
    """Of what is found, what was published after `since`; pages with some of the words only are no news."""
    rows = results.rows.filter(publication__updated_at__gt=since)
    found = finding.having_all(results.person, results.query, among=rows)
    return facet_counts.meet(id_sets.of(found), results.chosen)


class _Finder:
    def __init__(self, person: Person) -> None:
        self._person, self._facets = person, offered_facets()

    def _results(self, query: QueryDict) -> Results:
        return Results(self._person, asked.read(query, self._facets), self._facets)

    def everything(self, query: QueryDict) -> IdSet:
        return self._results(query).found.publications

    def newer(self, query: QueryDict, since: datetime) -> IdSet:
        return newer(self._results(query), since)

    def in_words(self, query: QueryDict) -> str:
        results = self._results(query)
        return "、".join([f"「{results.asked.typed}」", *(text for text, _ in results.pills)])


LIST = SavedList("search:results", "検索", _parameters, _Finder)
