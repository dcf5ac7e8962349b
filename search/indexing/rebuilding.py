"""Builds the index anew beside the one that is read, publication by publication, and then takes its place."""

from datetime import timedelta

from django.db import transaction

import clock
from search.indexing import comments, freshness, index
from search.models import CommentRow, Generation, SearchRow

_AT_ONCE = 2000
_KEPT = timedelta(days=1)


def go_on() -> Generation | None:
    """Begin one where the analyser is another, finish one to which nothing is missing; the one that grows, if any."""
    drop_outlived()
    growing = index.growing()
    if growing is None and index.is_outdated(index.generation()):
        growing = begun()
    if growing is not None and _is_whole(growing):
        finish(growing)
        return None
    return growing


def _is_whole(grown: Generation) -> bool:
    return not (freshness.behind(grown).exists() or comments.behind(grown).exists())


@transaction.atomic
def begin() -> Generation | None:
    """Because somebody asks for it; None where one grows already."""
    _wait_for_others()
    return None if index.growing() else index.begin()


@transaction.atomic
def begun() -> Generation:
    """The one that grows; begun where none does."""
    _wait_for_others()
    return index.growing() or index.begin()


def _wait_for_others() -> None:
    """Of two who begin at once the second sees what the first began."""
    Generation.objects.select_for_update().get(pk=index.generation().pk)


def finish(grown: Generation) -> None:
    """From now on it is read. What it took the place of stays for a day: somebody may be reading it."""
    Generation.objects.filter(pk=grown.pk).update(finished_at=clock.now())


def drop_outlived() -> None:
    """Also what was left by a drop that was killed."""
    read = index.generation()
    if read.finished_at is not None and read.finished_at < clock.now() - _KEPT:
        for old in Generation.objects.filter(pk__lt=read.pk):
            drop(old)


def drop(old: Generation) -> None:
    """In pieces, so that nobody waits for it."""
    for model in (SearchRow, CommentRow):
        while rows := list(model.objects.filter(generation=old).values_list("pk", flat=True)[:_AT_ONCE]):
            model.objects.filter(pk__in=rows).delete()
    old.delete()
