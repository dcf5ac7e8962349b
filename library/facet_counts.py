"""How many rows each value of a facet has for one reader, counted over sets of ids."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from library import id_sets
from library.facets import LEVEL, OWN
from library.id_sets import IdSet
from library.models import FacetSet, Visibility
from library.readers import Reader

type Sets = Mapping[str, Mapping[str, IdSet]]  # facet → value → publications


def load(facets: Iterable[str], reader: Reader) -> Sets:
    """The sets of these facets and those that say what the reader sees. One query."""
    found: defaultdict[str, defaultdict[str, IdSet]] = defaultdict(lambda: defaultdict(int))
    wanted = Q(facet__in=[*facets, LEVEL]) | Q(facet=OWN, value=str(reader.body))
    rows = FacetSet.objects.filter(wanted).values_list("facet", "value", "piece", "members")
    for facet, value, piece, members in rows:
        found[facet][value] |= id_sets.unpacked(bytes(members), piece)
    return found


def seen(sets: Sets, reader: Reader) -> IdSet:
    """What this reader sees: `models.publication.seen_by` once more, over sets."""
    levels = [sets[LEVEL].get(str(level.value), 0) for level in Visibility if level >= reader.level]
    own = 0 if reader.body is None or reader.sees_desk else sets[OWN].get(str(reader.body), 0)
    return reduce(or_, levels, own)


def union(sets: Mapping[str, IdSet], values: Iterable[str]) -> IdSet:
    """Values within a facet are alternatives."""
    return reduce(or_, (sets.get(value, 0) for value in values), 0)


def meet(base: IdSet, conditions: Mapping[str, IdSet], *, without: str = "") -> IdSet:
    """Conditions narrow each other."""
    return reduce(and_, (found for name, found in conditions.items() if name != without), base)


def numbers(sets: Mapping[str, IdSet], base: IdSet) -> dict[str, int]:
    """Value → how many of `base` have it."""
    return {value: (members & base).bit_count() for value, members in sets.items()}
