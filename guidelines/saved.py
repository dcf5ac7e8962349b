"""The list of documents as one whose conditions can be saved."""

from datetime import datetime

from django.http import QueryDict

from guidelines import vocabulary
from guidelines.facets import document_facets
from guidelines.filters import DocumentFilter
from library import conditions, id_sets
from library.id_sets import IdSet
from library.listing import SORTS, Listing, sizes
from library.models import Publication
from library.readers import Person
from library.saved_views import Parameters, SavedList


def _parameters(query: QueryDict) -> Parameters:
    found = conditions.read(query, document_facets(vocabulary.load()), list(SORTS), sizes())
    return [*found.parameters(), *([("sort", found.sort)] if found.sort != next(iter(SORTS)) else [])]


def newer(person: Person, listing: Listing, since: datetime) -> IdSet:
    """Of the list, what was published after `since`."""
    rows = Publication.objects.visible_to(person).filter(updated_at__gt=since)
    narrowed = DocumentFilter(listing.conditions.values(), queryset=rows).narrowed()
    return id_sets.of(narrowed.values_list("pk", flat=True))


class _Finder:
    def __init__(self, person: Person) -> None:
        self._person, self._facets = person, document_facets(vocabulary.load())

    def _listing(self, query: QueryDict) -> Listing:
        return Listing(self._person, query, self._facets, DocumentFilter)

    def everything(self, query: QueryDict) -> IdSet:
        return self._listing(query).found

    def newer(self, query: QueryDict, since: datetime) -> IdSet:
        return newer(self._person, self._listing(query), since)

    def in_words(self, query: QueryDict) -> str:
        listing = self._listing(query)
        sort = listing.conditions.sort
        order = [SORTS[sort][0]] if sort != next(iter(SORTS)) else []
        return "、".join([*(text for text, _ in listing.pills), *order])


LIST = SavedList("guidelines:list", "ガイドライン・資料", _parameters, _Finder)
