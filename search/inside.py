"""All pages of one publication that have what is sought, in the order of its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from library.models import File, Publication
from library.readers import Person
from search.highlight import sought
from search.page_hits import PageHit, Place, page_hits, places_of
from search.query import Query
from search.results import Results


@dataclass(frozen=True)
class PagesOfOne:
    """`publication` is None where there is none, or none that this reader sees: both are told alike."""

    publication: Publication | None
    files: dict[int, File]
    places: list[Place]
    is_more: bool
    query: Query

    def shown(self, places: Sequence[Place]) -> list[PageHit]:
        if self.publication is None:
            return []
        found = page_hits(places, self.files, sought(self.query))
        return [found[place].at(self.publication) for place in places if place in found]


def pages_of(results: Results) -> PagesOfOne:
    publication = _publication(results.person, results.asked.inside or 0)
    if publication is None:
        return PagesOfOne(None, {}, [], is_more=False, query=results.sought)
    files = File.objects.visible_to(results.person).taken().filter(edition=publication.live_edition_id).in_order()
    by_id = {file.pk: file for file in files.defer("outline", "gate_remarks")}
    order = {pk: place for place, pk in enumerate(by_id)}
    found = results.everything
    places = places_of(results.person, results.sought, found.hits).get(publication.pk, [])
    places = sorted((place for place in places if place.file in order), key=lambda p: (order[p.file], p.number))
    return PagesOfOne(publication, by_id, places, is_more=not found.is_whole, query=results.sought)


def _publication(person: Person, pk: int) -> Publication | None:
    return Publication.objects.visible_to(person).with_live_edition().filter(pk=pk).first()
