"""The page of results as one whose conditions can be saved."""

from collections.abc import Callable, Iterator
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.http import QueryDict

from library import facet_counts, id_sets
from library.id_sets import IdSet
from library.kinds import offered_facets
from library.readers import Person
from library.saved_views import Parameters, SavedList
from search.answers import asked
from search.answers.asked import PARTS, SORTS, Asked
from search.answers.results import Results
from search.lookup import finding
from search.lookup.time_limit import TookTooLong, time_limit


def _parameters(query: QueryDict) -> Parameters:
    return asked.read(query, offered_facets()).parameters()


def newer(results: Results, since: datetime) -> IdSet:
    """Of what is found, what was published after `since`; pages with some of the words only are no news."""
    rows = results.rows.filter(publication__updated_at__gt=since)
    if results.asked.is_for_letters:
        return facet_counts.meet(results.among(rows).publications, results.chosen)
    (found,) = finding.with_every_word(results.person, [(results.query, rows)], to=results.generation)
    return facet_counts.meet(id_sets.of(found), results.chosen)


class _Finder:
    """All that is looked for on one page takes no longer than one search may."""

    def __init__(self, person: Person) -> None:
        self._person, self._facets = person, offered_facets()
        self._until = monotonic() + settings.LIMITS.search_seconds

    def _results(self, query: QueryDict) -> Results:
        return Results(self._person, asked.read(query, self._facets), self._facets)

    def _in_time(self, find: Callable[[], IdSet]) -> IdSet | None:
        try:
            with time_limit(self._until - monotonic()):
                return find()
        except TookTooLong:
            return None

    def everything(self, query: QueryDict) -> IdSet | None:
        return self._in_time(lambda: self._results(query).found.publications)

    def newer(self, query: QueryDict, since: datetime) -> IdSet | None:
        return self._in_time(lambda: newer(self._results(query), since))

    def in_words(self, query: QueryDict) -> str:
        results = self._results(query)
        said = [f"「{results.asked.typed}」", *_ways(results.asked), *(text for text, _ in results.pills)]
        return "、".join(said)


def _ways(question: Asked) -> Iterator[str]:
    """How is looked for them, and in which order, where it is not as usual."""
    if question.part != next(iter(PARTS)):
        yield PARTS[question.part]
    if question.is_exact:
        yield "入力した言葉だけ"
    if question.conditions.sort != next(iter(SORTS)):
        yield SORTS[question.conditions.sort]


LIST = SavedList("search:results", "検索", _parameters, _Finder)
