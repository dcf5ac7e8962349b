"""For whom the words of a row are counted: as its publication is seen, or by fewer where its file is kept closer."""

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Coalesce, Least

from library.models import Publication
from library.models.choices import Visibility
from search.models import SearchRow, SearchRowQuerySet

_OPEN = Value(int(Visibility.PUBLIC), output_field=IntegerField())


def level_of(publication: Publication, of_file: int | None) -> int:
    """`of_file`: the visibility of the file, where it has one of its own."""
    return publication.visibility if of_file is None else min(publication.visibility, of_file)


def elsewhere(rows: SearchRowQuerySet) -> SearchRowQuerySet:
    """Those that are counted at another level than they belong to."""
    own = Coalesce("file__visibility", _OPEN, output_field=IntegerField())
    return rows.alias(belongs=Least("publication__visibility", own)).exclude(level=F("belongs"))


def settle(rows: SearchRowQuerySet, publication: Publication) -> None:
    """Of this publication; who calls counts its rows anew."""
    for of_file in rows.order_by().values_list("file__visibility", flat=True).distinct():
        some = rows.filter(file__visibility=of_file) if of_file is not None else rows.filter(file__visibility=None)
        SearchRow.objects.filter(pk__in=some.values("pk")).update(level=level_of(publication, of_file))
