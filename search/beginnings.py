"""A word that stands nowhere (マイナ) is widened to words that begin with it: last, and it is said."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.db.models import Q

from search.backends import backend
from search.models import Generation, SearchRowQuerySet, Term
from search.query import Unit

_MOST = 8
_LONG_ENOUGH = re.compile(r"[ァ-ヺー]{3,}|[a-z]{3,}")  # kanji make words of two; 200 does not stand for 2000


@dataclass(frozen=True)
class Widened:
    """Unit → the same with other words in its place, which stand somewhere; and what is counted of those."""

    units: Mapping[Unit, Unit]
    rows_of: Mapping[str, int]


def widened(to: Generation, seen: SearchRowQuerySet, units: Iterable[Unit]) -> Widened:
    """Every word with the beginning is looked for in what is `seen`: of a choice, hidden ones could take all places."""
    wanted = [unit for unit in units if len(unit.words) == 1 and _LONG_ENOUGH.fullmatch(unit.words[0])]
    if not wanted:
        return Widened({}, {})
    beginnings = reduce(or_, (Q(word__startswith=unit.words[0]) for unit in wanted))
    rows_of = dict(Term.objects.filter(beginnings, generation=to).values_list("word", "rows"))
    there = sorted((word for (word,) in backend().standing([(word,) for word in rows_of], seen)), key=_shortest)
    found = {}
    for unit in wanted:
        ways = [(word,) for word in there if word.startswith(unit.words[0])][:_MOST]
        if ways:
            found[unit] = replace(unit, words=ways[0], others=tuple(ways[1:]))
    return Widened(found, {word: rows_of[word] for word in there})


def _shortest(word: str) -> tuple[int, str]:
    return len(word), word
