"""What of live editions is not looked through yet, or was read anew since: the worker catches up with it."""

from collections.abc import Collection

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from library.models import Edition, FileGate
from library.models.choices import PublicationState
from search.models import Generation, Indexed

_AT_ONCE = 50


def behind(to: Generation) -> QuerySet[Edition]:
    """Live editions whose rows are not those of what is read now, newest first."""
    live = Edition.objects.filter(publication__state=PublicationState.LIVE, publication__live_edition=F("pk"))
    as_now = Indexed.objects.filter(
        generation=to, edition=OuterRef("pk"), pages_read=OuterRef("pages_now"), readers=OuterRef("readers_now")
    )
    return _as_read(live).exclude(Exists(as_now)).order_by("-pk")


def left(to: Generation, *, queued: Collection[int] = ()) -> list[int]:
    """Publications that are behind, a few at a time."""
    found = behind(to).exclude(publication__in=queued)
    return list(found.values_list("publication_id", flat=True)[:_AT_ONCE])


def mark(to: Generation, edition: Edition) -> None:
    """As it is read in this transaction."""
    now = edition.files.taken().aggregate(pages_read=Sum("pages_read"), readers=Sum("reader_version"))
    values = {name: number or 0 for name, number in now.items()}
    Indexed.objects.update_or_create(generation=to, edition=edition, defaults=values)


def _as_read(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    taken = Q(files__gate=FileGate.TAKEN)
    return editions.annotate(
        pages_now=Coalesce(Sum("files__pages_read", filter=taken), 0, output_field=IntegerField()),
        readers_now=Coalesce(Sum("files__reader_version", filter=taken), 0, output_field=IntegerField()),
    )
