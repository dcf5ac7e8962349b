"""Whether the index says what is live and counts what it holds; if not, a rebuild is the cure."""

from dataclasses import dataclass

from django.db.models import F, Q

from library.models.choices import PublicationState
from search import freshness, index
from search.models import SearchRow, Term
from search.tally import Tally


@dataclass(frozen=True)
class Findings:
    """`behind`: live editions to be looked through; `stray`: rows of what is not live; `drift`: what counts wrong."""

    rows: int
    behind: int
    stray: int
    drift: int

    @property
    def is_sound(self) -> bool:
        return not (self.stray or self.drift)


def inspect() -> Findings:
    to = index.generation()
    rows = SearchRow.objects.filter(generation=to)
    live = Q(publication__state=PublicationState.LIVE, publication__live_edition=F("edition"))
    now = Tally()
    now.add(index.counted(rows))
    kept = dict(Term.objects.filter(generation=to).values_list("word", "rows"))
    drift = sum(now.words[word] != kept.get(word, 0) for word in {*now.words, *kept})
    drift += (now.rows, now.length, now.title_length) != (to.rows, to.length, to.title_length)
    return Findings(rows.count(), freshness.behind(to).count(), rows.exclude(live).count(), drift)
