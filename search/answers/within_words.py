"""The last step: pages where what was typed stands within words (防法 in 消防法); never mixed with the others."""

from dataclasses import dataclass, field, replace

from search.answers.results import Results
from search.answers.shown import Row, shown
from search.lookup import letters
from search.lookup.asking import BEST
from search.lookup.time_limit import TookTooLong, time_limit

_MOST_SHOWN, _MOST_LETTERS, _SECONDS = 10, 8, 1


@dataclass(frozen=True)
class Within:
    """`is_offered`: it was not done, and may find more."""

    rows: list[Row] = field(default_factory=list)
    is_cut_off: bool = False
    is_offered: bool = False


def rows_within_words(results: Results) -> Within:
    """Asked where nothing was found; and where some of the words were, for what is short enough to be part of one.

    It reads every text that this reader sees: not for whole questions, whose words are seldom all together, and not for
    longer than its share of the time.
    """
    length = len("".join(results.asked.typed.split()))
    if results.asked.part != "all":
        return Within()
    if results.total and not (results.found.is_partial and length <= _MOST_LETTERS):
        is_one_piece = len(results.asked.typed.split()) == 1 and results.asked.typed.isalnum()
        return Within(is_offered=is_one_piece and letters.LEAST <= length <= _MOST_LETTERS)
    within = results.with_asked(replace(results.asked, part="letters"))
    known = results.found.publications if results.everything.widened else 0
    try:
        with time_limit(_SECONDS):
            ids = [pk for pk in within.ids[:BEST] if not known >> pk & 1]
    except TookTooLong:
        return Within(is_cut_off=True)
    return Within(shown(within, ids[:_MOST_SHOWN]).rows if ids else [], is_offered=len(ids) > _MOST_SHOWN)
