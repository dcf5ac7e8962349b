"""Bytes that no row names: first written on a list, deleted only when they have stood on it for days.

The wrong database beside the right files must cost nothing: without any file's row nothing is swept, and whoever looks
at the list (`manage.py sweep_files --list`) has days to notice.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched

from django.conf import settings

from library.models import File, Orphan, Page, PaperPage, kept_models
from library.storage import vault

BATCH = 500
_YOUNG = timedelta(hours=1)  # bytes are put before the row that names them


def sweep(*, now: datetime) -> list[str]:
    """Bring the list up to date, then delete what has stood on it long enough; returns the keys deleted.

    `now` is the machine's own time, by which the vault knows the age of bytes.
    """
    if not File.objects.exists():
        return []
    for keys in batched(vault().keys_older_than(now - _YOUNG), BATCH):
        _note(keys, now=now)
    return [key for keys in batched(_due(now), BATCH) for key in _delete(keys)]


def due_at(orphan: Orphan) -> datetime:
    return orphan.seen_at + timedelta(days=settings.LIMITS.orphan_days)


def _due(now: datetime) -> list[str]:
    limit = now - timedelta(days=settings.LIMITS.orphan_days)
    return list(Orphan.objects.filter(seen_at__lte=limit).order_by("seen_at", "id").values_list("key", flat=True))


def _note(keys: Iterable[str], *, now: datetime) -> None:
    """New ones keep the moment of their first sight; those that some row names leave the list."""
    named = _named(keys)
    Orphan.objects.filter(key__in=named).delete()
    Orphan.objects.bulk_create(
        [Orphan(key=key, seen_at=now) for key in keys if key not in named], ignore_conflicts=True
    )


def _delete(keys: Iterable[str]) -> list[str]:
    """The bytes before their line, so that a kill in between is made good by the next sweep."""
    named = _named(keys)
    gone = [key for key in keys if key not in named]
    for key in gone:
        vault().delete(key)
    Orphan.objects.filter(key__in=list(keys)).delete()
    return gone


def _named(keys: Iterable[str]) -> set[str]:
    """Which of the keys some row names: one look into an index for each sort, however many rows there are."""
    wanted = list(keys)
    named: set[str] = set()
    for model in kept_models():
        named |= set(model.objects.filter(key__in=wanted).values_list("key", flat=True))
    for rows in (Page.objects, PaperPage.objects):
        for field in ("picture_key", "thumbnail_key"):
            named |= set(rows.filter(**{f"{field}__in": wanted}).values_list(field, flat=True))
    return named
