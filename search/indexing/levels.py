"""For whom words are counted: as their publication is seen, or for fewer where their file is kept closer."""

from collections.abc import Iterable

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from library.models.choices import PublicationState, Visibility
from search.models import Generation, Indexed, SearchRow, SearchRowQuerySet

_OPEN, _CLOSED = (Value(int(each), output_field=IntegerField()) for each in (Visibility.PUBLIC, Visibility.SECRETARIAT))


def level_of(publication: int, of_file: int | None) -> int:
    """From the visibility of the publication and of the file, where that has one of its own."""
    return publication if of_file is None else min(publication, of_file)


def with_levels(rows: QuerySet[SearchRow] | SearchRowQuerySet) -> QuerySet[SearchRow]:
    """Each with the `level` at which its words are counted."""
    counted_at = Indexed.objects.filter(generation=OuterRef("generation"), edition=OuterRef("edition"))
    own = Coalesce("file__visibility", _OPEN, output_field=IntegerField())
    of_publication = Coalesce(Subquery(counted_at.values("level")), _CLOSED, output_field=IntegerField())
    return rows.annotate(level=Least(of_publication, own))


def elsewhere(builds: Iterable[Generation]) -> QuerySet[Indexed]:
    """Live editions that count at another level than they are seen at."""
    live = Indexed.objects.filter(
        generation__in=[each.pk for each in builds],
        edition__publication__state=PublicationState.LIVE,
        edition__publication__live_edition=F("edition"),
    )
    return live.exclude(level=F("edition__publication__visibility"))
