"""The last step: pages where what was typed stands within words (防法 in 消防法); never mixed with the others."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from library import facet_counts, id_sets
from search import finding
from search.marks import pieces
from search.query import Phrase, Query
from search.results import Answer, Results
from search.shown import Row, shown
from search.time_limit import TookTooLong, time_limit

_MOST_SHOWN, _MOST_LETTERS, _SECONDS = 10, 8, 1


class WithinWords(Results):
    """By letters alone: no words are looked for, and none is marked."""

    @cached_property
    def query(self) -> Query:
        phrases = tuple(Phrase(letters, is_strict=True) for letters in pieces(Query(typed=self.asked.typed)))
        return Query(typed=self.asked.typed, phrases=phrases)

    @cached_property
    def everything(self) -> Answer:
        with time_limit(_SECONDS):
            found = finding.inside(self.person, self.query, among=self.rows, to=self.generation)
        return Answer(found.pages, id_sets.of(found.publications), is_more=found.is_more)

    @cached_property
    def found(self) -> Answer:
        everything = self.everything
        return everything.narrowed(facet_counts.meet(everything.publications, self.chosen))


@dataclass(frozen=True)
class Within:
    rows: list[Row] = field(default_factory=list)
    is_cut_off: bool = False


def rows_within_words(results: Results) -> Within:
    """Asked where nothing was found; and where some of the words were, for what is short enough to be part of one.

    It reads every text that this reader sees: not for whole questions, whose words are seldom all together, and not for
    longer than its share of the time.
    """
    letters = len("".join(results.asked.typed.split()))
    if results.asked.is_for_titles or (results.total and not (results.found.is_partial and letters <= _MOST_LETTERS)):
        return Within()
    within = WithinWords(results.person, results.asked, results.facets)
    within.sets, within.generation = results.sets, results.generation
    known = results.found.publications if results.everything.widened else 0
    try:
        ids = [pk for pk in within.ids[: finding.BEST] if not known >> pk & 1][:_MOST_SHOWN]
    except TookTooLong:
        return Within(is_cut_off=True)
    return Within([replace(row, pages=0) for row in shown(within, ids).rows] if ids else [])
