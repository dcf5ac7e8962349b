"""How many rows each value of a facet has, for one reader."""

from collections import defaultdict

from django.db.models import Count, Q, QuerySet, Sum

from library.facets import TOTAL
from library.models import FacetCount, FacetValue, Publication, PublicationState
from library.readers import Reader

type Counts = dict[str, dict[str, int]]  # facet → value → number


def kept(reader: Reader) -> Counts:
    """Over everything that the reader sees, from the counts that the verbs keep."""
    rows = FacetCount.objects.filter(visibility__gte=reader.level).values_list("facet", "value")
    found: Counts = defaultdict(dict)
    for facet, value, number in rows.annotate(n=Sum("count")):
        found[facet][value] = number
    if reader.body is not None and not reader.sees_desk:
        for facet, value, number in _kept_back(reader):
            found[facet][value] = found[facet].get(value, 0) + number
    return found


def _kept_back(reader: Reader) -> list[tuple[str, str, int]]:
    """The own body's items below the reader's level, which the kept counts leave out; they are few."""
    rows = FacetValue.objects.filter(
        publication__state=PublicationState.LIVE,
        publication__owner=reader.body,
        publication__is_proxy=False,
        publication__visibility__lt=reader.level,
    )
    return list(rows.values_list("facet", "value").annotate(n=Count("pk")))


def grouped(publications: QuerySet[Publication], which: Q) -> Counts:
    """Over `publications`, for the facet rows that `which` names: one query, whatever their number."""
    found: Counts = defaultdict(dict)
    rows = FacetValue.objects.filter(which, publication__in=publications.order_by().values("pk"))
    for facet, value, number in rows.values_list("facet", "value").annotate(n=Count("pk")):
        found[facet][value] = number
    return found


def total_of(counts: Counts) -> int:
    """The number of rows that were counted."""
    facet, value = TOTAL
    return counts.get(facet, {}).get(value, 0)
