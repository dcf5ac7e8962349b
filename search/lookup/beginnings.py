"""A word that stands nowhere (マイナ) is widened to words that begin with it: last, and it is said."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Q

from search.backends import backend
from search.models import Generation, SearchRowQuerySet, Term
from search.query import Unit

_MOST = 8
_LONG_ENOUGH = re.compile(r"[ァ-ヺー]{3,}|[a-z]{3,}")  # kanji make words of two; 200 does not stand for 2000


def widened(to: Generation, seen: SearchRowQuerySet, units: Iterable[Unit]) -> dict[Unit, Unit]:
    """Unit → the same with other words in its place, which stand somewhere.

    Every word with the beginning is looked for in what is `seen`: of a choice, hidden ones could take all places.
    """
    wanted = [unit for unit in units if len(unit.words) == 1 and _LONG_ENOUGH.fullmatch(unit.words[0])]
    if not wanted:
        return {}
    begins = reduce(or_, (Q(word__startswith=unit.words[0]) for unit in wanted))
    words = Term.objects.filter(begins, generation=to).values_list("word", flat=True).distinct()
    there = sorted((word for (word,) in backend().standing([(word,) for word in words], seen)), key=_shortest)
    found = {}
    for unit in wanted:
        ways = [(word,) for word in there if word.startswith(unit.words[0])][:_MOST]
        if ways:
            found[unit] = replace(unit, words=ways[0], others=tuple(ways[1:]))
    return found


def _shortest(word: str) -> tuple[int, str]:
    return len(word), word
