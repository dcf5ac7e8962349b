"""Other words for the same: rows of the secretariat's table → other ways to say a part of a query."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from search.normalise import normalise
from search.query import Query, Unit, Way
from search.tokens import tokens

type Table = Mapping[Way, tuple[Way, ...]]
"""Words → the other ways, in the table's order."""

LONGEST = 6
LONGEST_WORD = 60
SIGNS = re.compile(r"[\"「」“”＂:：]|(?<!\S)[-－]")  # what means something of its own in a query


def way_of(written: str) -> Way:
    return tuple(token.word for token in tokens(normalise(written, is_query=True).text) if not token.is_also)


def is_fit(written: str) -> bool:
    """Whether it may stand in the table."""
    is_plain = len(written) <= LONGEST_WORD and not SIGNS.search(written)
    return is_plain and 0 < len(way_of(written)) <= LONGEST


def table(rows: Iterable[tuple[str, Sequence[str], bool]]) -> Table:
    """Of rows (word, other words, both ways)."""
    made: dict[Way, list[Way]] = {}
    for written, others, is_both_ways in rows:
        group = [words for words in map(way_of, [written, *others]) if words]
        for place, words in enumerate(group):
            if place and not is_both_ways:
                break
            known = made.setdefault(words, [])
            known += [other for other in group if other not in {words, *known}]
    return {words: tuple(others) for words, others in made.items()}


def widened(query: Query, known: Table) -> Query:
    """The longest part of the query that the table knows is one unit with its other ways. Phrases are never widened."""
    if query.phrases:
        return query
    units, made, place = query.units, [], 0
    while place < len(units):
        for end in range(min(place + LONGEST, len(units)), place, -1):
            part = units[place:end]
            words = tuple(word for unit in part for word in unit.words)
            if words in known:
                made.append(_joined(part, words, known[words]))
                place = end
                break
        else:
            made.append(units[place])
            place += 1
    return replace(query, units=tuple(made))


def _joined(part: Sequence[Unit], words: Way, others: tuple[Way, ...]) -> Unit:
    """What says all of the part, as OpenAI does of Open AI, goes on to say it."""
    ways = (*(way for way in part[0].others if all(way in unit.others for unit in part)), *others)
    return Unit(words, "".join(unit.typed for unit in part), tuple(dict.fromkeys(ways)))
