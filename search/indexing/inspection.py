"""Whether the index says what is live and counts what it holds; if not, a rebuild is the cure."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import F, Q

import clock
from library.models.choices import PublicationState, Visibility
from search.indexing import comments, freshness, index, levels
from search.indexing.changes import counted
from search.indexing.tally import Counts, Tally
from search.models import Generation, Inspection, SearchRow, Term

_BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ"}


def inspect() -> Inspection:
    """Reads all rows, so it takes long; what it finds is not kept yet."""
    to = index.generation()
    with _one_moment():
        to.refresh_from_db()
        return _inspected(to)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Rows and counts as they were together. Django's own transaction would keep all who write on SQLite waiting."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _inspected(to: Generation) -> Inspection:
    rows = SearchRow.objects.filter(generation=to)
    live = Q(publication__state=PublicationState.LIVE, publication__live_edition=F("edition"))
    now = Tally()
    now.add(counted(rows))
    drift = levels.elsewhere([to]).count()
    drift += sum(_drift(now.of_level[level], to, level) for level in Visibility.values)
    return Inspection(
        generation=to,
        inspected_at=clock.now(),
        rows=rows.count(),
        behind=freshness.behind(to).count(),
        comments_behind=comments.behind(to).count(),
        stray=rows.exclude(live).count() + comments.stray().filter(generation=to).count(),
        drift=drift,
    )


def _drift(now: Counts, to: Generation, level: int) -> int:
    """Words of a level that are counted otherwise, and one more where its extent is."""
    kept = dict(Term.objects.filter(generation=to, level=level).values_list("word", "rows"))
    words = sum(now.words[word] != kept.get(word, 0) for word in {*now.words, *kept})
    return words + (now.extent != to.extents.filter(level=level).sums())


def keep() -> Inspection:
    """Instead of what was found before."""
    found = inspect()
    Inspection.objects.all().delete()
    found.save()
    return found
