"""How much material a reader sees of each prefecture and theme: counted over what they may see, nothing else."""

from django.http import QueryDict

from library.facet_options import Facet
from library.listing import Listing
from library.readers import Person

_NO_CONDITIONS = QueryDict()


def numbers_by(person: Person, facet: str) -> dict[str, int]:
    """Value → number of visible live publications."""
    listing = Listing(person, _NO_CONDITIONS, [Facet(facet, facet, {})])
    return listing.counts.get(facet, {})
