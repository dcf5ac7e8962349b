"""もしかして: what somebody may have meant where nothing has every word, with what it would find.

Near spellings come from the words of the whole index, which hidden rows are part of. So each is looked for in the rows
that this reader sees before anything is made of it: all of them, since a number of the nearest could be filled with
hidden ones; in one query, whatever their number; and they are put in order by their letters alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from django.db.models import Q
from django.db.models.functions import Length

from search import spelling
from search.answers.results import Results
from search.backends import backend
from search.characters import KANJI
from search.models import Generation, Term
from search.normalise import normalise
from search.query import Unit, parse
from search.synonyms import way_of

_MOST_WORDS, _MOST_READ, _MOST_SHOWN = 4, 6, 2
_LONGER, _LONGEST_RUN = 2, 12
_KANJI = re.compile(f"[{KANJI}]{{2,}}")


@dataclass(frozen=True)
class Correction:
    """`number`: of publications that have all of it, under the conditions that are set."""

    typed: str
    address: str
    number: int


@dataclass(frozen=True)
class _Swap:
    """`word`: the new words as the index has them, where they are one of its words."""

    old: str
    new: str
    word: str = ""

    def done(self, typed: str) -> str:
        return typed.replace(self.old, self.new, 1)


def corrections(results: Results) -> list[Correction]:
    """Where nothing has every word. Each missing word in its nearest spelling, then in its second nearest.

    Where all stand somewhere, one may be another of the same reading or shape: then all must stand on one page.
    """
    typed, missing = normalise(results.asked.typed, is_query=True).text, results.everything.missing
    suspects = missing or (() if results.everything.widened else results.query.units)
    units = [unit for unit in suspects if unit.typed in typed][:_MOST_WORDS]
    if not units:
        return []
    terms = _terms_like([word for unit in units for word in unit.words if len(unit.words) == 1], results.generation)
    swaps = [list(dict.fromkeys([*_near(unit, terms), *_alike(unit, typed)])) for unit in units]
    ways = {swap: way_of(swap.new) if missing else parse(swap.done(typed)).words for some in swaps for swap in some}
    there = backend().standing([way for way in ways.values() if way], results.seen)
    nearest = [[swap for swap in some if ways[swap] in there][:_MOST_READ] for some in swaps]
    words = [swap.word for some in nearest for swap in some if swap.word]
    written = backend().written(words, results.seen) if words else set()
    kept = [found for some in nearest if (found := [swap for swap in some if not swap.word or swap.word in written])]
    made = list(_together(typed, kept) if missing else (swap.done(typed) for some in kept for swap in some))
    asked = [replace(results.asked, typed=other) for other in dict.fromkeys(made)][:_MOST_SHOWN]
    numbers = results.numbers_of(asked)
    return [
        Correction(other.typed, other.address(), number)
        for other, number in zip(asked, numbers, strict=True)
        if number or (missing and not results.chosen)
    ]


def _together(typed: str, swaps: Sequence[Sequence[_Swap]]) -> Iterator[str]:
    for rank in range(min(_MOST_SHOWN, max(map(len, swaps), default=0))):
        yield reduce(lambda words, some: some[min(rank, len(some) - 1)].done(words), swaps, typed)


def _near(unit: Unit, terms: Iterable[str]) -> Iterator[_Swap]:
    if len(unit.words) == 1:
        for other in spelling.near(unit.words[0], terms):
            yield _Swap(unit.typed, other.upper() if unit.typed.isupper() else other, other)


def _alike(unit: Unit, typed: str) -> Iterator[_Swap]:
    """In the whole run of kanji that it stands in: what is no word falls into letters."""
    for match in _KANJI.finditer(typed):
        if unit.typed in match[0] and len(match[0]) <= _LONGEST_RUN:
            yield from (_Swap(match[0], other) for other in spelling.lookalikes(match[0]))


def _terms_like(words: Sequence[str], to: Generation) -> list[str]:
    """From the whole index, hidden rows and all."""
    wanted = Q(pk__in=[])
    for word in words:
        first, last = spelling.ends(word)
        near = Q(letters__gte=len(word) - _LONGER, letters__lte=len(word) + _LONGER)
        wanted |= near & (Q(word__startswith=first) | Q(word__endswith=last))
    terms = Term.objects.filter(generation=to).alias(letters=Length("word")).filter(wanted)
    return list(terms.values_list("word", flat=True).distinct())
