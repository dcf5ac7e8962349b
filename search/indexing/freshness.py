"""What of live editions is not looked through yet, or was read anew since: the worker catches up with it."""

from collections.abc import Collection, Iterable, Sequence
from itertools import batched

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from library.models import Edition, File
from library.models.choices import PublicationState
from search.indexing import levels
from search.models import Generation, Indexed

_AT_ONCE, _WRITTEN_AT_ONCE = 50, 1_000
# Field of Indexed → field of File whose sum it was.
_SUMS = {"pages_read": "pages_read", "readers": "reader_version", "recognised": "pages_recognised"}


def behind(to: Generation) -> QuerySet[Edition]:
    """Live editions whose rows are not those of what is read now, newest first."""
    live = Edition.objects.filter(publication__state=PublicationState.LIVE, publication__live_edition=F("pk"))
    known = Indexed.objects.filter(generation=to, edition=OuterRef("pk"))
    for name, field in _SUMS.items():
        files = File.objects.taken().filter(edition=OuterRef("pk")).order_by().values("edition")
        now = Subquery(files.annotate(sum=Sum(field)).values("sum"))
        live = live.alias(
            **{
                f"{name}_now": Coalesce(now, Value(0), output_field=IntegerField()),
                f"{name}_known": Coalesce(Subquery(known.values(name)), Value(-1), output_field=IntegerField()),
            }
        )
    as_known = {f"{name}_known": F(f"{name}_now") for name in _SUMS}
    return live.exclude(**as_known).order_by("-pk")


def unfinished(to: Generation, editions: Collection[int]) -> set[int]:
    """Of these, those with files that are still to be read, or whose text is not looked through."""
    unread = File.objects.unread().filter(edition__in=editions).values_list("edition", flat=True)
    return {*unread, *behind(to).filter(pk__in=editions).values_list("pk", flat=True)}


def left(to: Generation, *, queued: Collection[int] = ()) -> list[int]:
    """Publications that are behind, a few at a time."""
    found = behind(to).exclude(publication__in=queued)
    return list(found.values_list("publication_id", flat=True)[:_AT_ONCE])


def miscounted(builds: Sequence[Generation]) -> list[int]:
    """Publications that count at another level than they are seen at, a few at a time: those of before an upgrade."""
    return list(levels.elsewhere(builds).values_list("edition__publication", flat=True).distinct()[:_AT_ONCE])


def as_read(edition: Edition) -> dict[str, int]:
    """What tells one reading of an edition from another."""
    now = edition.files.taken().aggregate(**{name: Sum(field) for name, field in _SUMS.items()})
    return {name: number or 0 for name, number in now.items()}


def wait(to: Generation, editions: Iterable[tuple[int, int]]) -> None:
    """Of these, each with its level, the pages are still to be looked through."""
    waiting = (Indexed(generation=to, edition_id=edition, level=level) for edition, level in editions)
    for some in batched(waiting, _WRITTEN_AT_ONCE):
        Indexed.objects.bulk_create(
            some, update_conflicts=True, unique_fields=["generation", "edition"], update_fields=["level"]
        )


def mark(to: Generation, edition: Edition, read: dict[str, int], *, level: int) -> None:
    Indexed.objects.update_or_create(generation=to, edition=edition, defaults={**read, "level": level})
