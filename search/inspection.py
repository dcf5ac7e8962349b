"""Whether the index says what is live and counts what it holds; if not, a rebuild is the cure."""

from django.db.models import F, Q

import clock
from library.models.choices import PublicationState
from search import freshness, index
from search.models import Inspection, SearchRow, Term
from search.tally import Tally


def inspect() -> Inspection:
    """Reads all rows, so it takes long; what it finds is not kept yet."""
    to = index.generation()
    rows = SearchRow.objects.filter(generation=to)
    live = Q(publication__state=PublicationState.LIVE, publication__live_edition=F("edition"))
    now = Tally()
    now.add(index.counted(rows))
    kept = dict(Term.objects.filter(generation=to).values_list("word", "rows"))
    drift = sum(now.words[word] != kept.get(word, 0) for word in {*now.words, *kept})
    drift += (now.rows, now.length, now.title_length) != (to.rows, to.length, to.title_length)
    return Inspection(
        generation=to,
        inspected_at=clock.now(),
        rows=rows.count(),
        behind=freshness.behind(to).count(),
        stray=rows.exclude(live).count(),
        drift=drift,
    )


def keep() -> Inspection:
    """Instead of what was found before. What is written meanwhile looks like a fault, so a fault is looked at twice."""
    found = inspect()
    if not found.is_sound:
        found = inspect()
    Inspection.objects.all().delete()
    found.save()
    return found
