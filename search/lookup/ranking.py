"""Puts candidates in order: the same for every database, from the words of the rows and what is counted of words.

The measure is BM25 with what a reader would also look at: pairs of letters, words side by side, near each other or in
one passage, the title. Its weights come from collections with known answers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from search.lookup.statistics import Statistics
from search.query import Query
from search.words import K1, B

_LETTERS, _TITLE, _PAIRS, _TRIPLES, _NEAR, _PASSAGE, _FELLOWS = 0.8, 0.2, 0.4, 0.5, 0.6, 0.6, 0.4
_WINDOW, _LONG_WINDOW = 6, 40
_BEST_PAGES = 60


@dataclass(frozen=True)
class Row:
    id: int
    publication: int
    file: int | None
    number: int
    title: list[str]
    body: list[str]
    text: str

    @property
    def place(self) -> tuple[int, int, int]:
        """The id would tell when the row was written, and so that a hidden file beside it was read."""
        return self.publication, self.file or 0, self.number


@dataclass(frozen=True)
class Hit:
    """`is_said`: one of the words stands in the row itself, and not only in the title of its publication."""

    row: int
    publication: int
    file: int | None
    number: int
    has_all: bool = False
    score: float = 0.0
    is_said: bool = True


def in_order(query: Query, rows: Sequence[Row], statistics: Statistics, has_all: frozenset[int]) -> list[Hit]:
    """Rows with every word come first; ties go by place."""
    measure = _Measure(query, statistics)
    scored = {row.id: measure.of(row) for row in rows}
    fellows = _Fellows(sorted(rows, key=lambda row: (-scored[row.id], row.place))[:_BEST_PAGES], scored)
    hits = [
        Hit(
            row.id,
            row.publication,
            row.file,
            row.number,
            has_all=row.id in has_all,
            score=round(scored[row.id] + _FELLOWS * fellows.of(row), 9),
            is_said=_is_said(query, row.body),
        )
        for row in rows
    ]
    return sorted(hits, key=lambda hit: (not hit.has_all, -hit.score, hit.publication, hit.file or 0, hit.number))


def _is_said(query: Query, body: Sequence[str]) -> bool:
    return any(all(word in body for word in way) for unit in query.units for way in unit.ways)


class _Fellows:
    """The two other best pages of a publication, by how much they are above the middle of all best ones.

    Of many pages some fit by chance: only what stands out speaks for the others.
    """

    def __init__(self, best: Sequence[Row], scored: Mapping[int, float]) -> None:
        middle = median(scored[row.id] for row in best) if best else 0.0
        self.above = {row.id: max(scored[row.id] - middle, 0.0) for row in best}
        self.of_publication: dict[int, list[int]] = {}
        for row in best:
            self.of_publication.setdefault(row.publication, []).append(row.id)

    def of(self, row: Row) -> float:
        others = [other for other in self.of_publication.get(row.publication, ()) if other != row.id][:2]
        return sum(self.above[other] for other in others) / max(len(others), 1)


class _Measure:
    def __init__(self, query: Query, statistics: Statistics) -> None:
        self.words, self.statistics = [word for unit in query.units for word in unit.words], statistics
        self.weights = {word: statistics.weight_to_order(word) for word in self.words}
        self.whole = sum(self.weights.values()) or 1.0
        self.letters = {pair: self.weights.get(word, 0.0) for pair, word in query.letters.items()}
        self.all_letters = sum(self.letters.values()) or 1.0
        self.pairs = {pair: _mean(pair, self.weights) for pair in pairwise(self.words)}
        triples = zip(self.words, self.words[1:], self.words[2:], strict=False)
        self.triples = {triple: _mean(triple, self.weights) for triple in triples}

    def of(self, row: Row) -> float:
        """Looked through once: three hundred rows of some hundred words are measured for each search."""
        weights, title = self.weights, len(row.title)
        standing = [(place, word) for place, word in enumerate((*row.title, "", *row.body)) if word in weights]
        times = Counter(word for _, word in standing)
        in_title = Counter(word for place, word in standing if place < title)
        return (
            self._bm25(times, title + len(row.body), self.statistics.usual_length)
            + _LETTERS * self._covered(row.text)
            + _TITLE * self._bm25(in_title, title, self.statistics.usual_title)
            + (self._closeness(standing) if len(times) > 1 else 0.0)
        )

    def _bm25(self, times: Mapping[str, int], length: int, usual: float) -> float:
        often = K1 * (1 - B + B * length / max(usual, 1.0))
        found = ((self.weights[word], times.get(word, 0)) for word in self.weights)
        return sum(weight * n * (K1 + 1) / (n + often) for weight, n in found if n) / self.whole

    def _covered(self, text: str) -> float:
        return sum(weight for pair, weight in self.letters.items() if pair in text) / self.all_letters

    def _closeness(self, standing: Sequence[tuple[int, str]]) -> float:
        """Words that stand side by side as they were typed, and words near each other in any order."""
        places: dict[str, list[int]] = {}
        for place, word in standing:
            places.setdefault(word, []).append(place)
        side_by_side = sum(weight for pair, weight in self.pairs.items() if _adjacent(pair, places))
        three = sum(weight for triple, weight in self.triples.items() if _adjacent(triple, places))
        near = sum(weight for pair, weight in self.pairs.items() if _near(pair, places))
        passage = _passage(standing, self.weights)
        return (_PAIRS * side_by_side + _TRIPLES * three + _NEAR * near + _PASSAGE * passage) / self.whole


def _mean(words: Sequence[str], weights: Mapping[str, float]) -> float:
    return sum(weights[word] for word in words) / len(words)


def _adjacent(words: Sequence[str], places: Mapping[str, list[int]]) -> bool:
    first, *others = [places.get(word, []) for word in words]
    following = [set(other) for other in others]
    return any(all(place + step in other for step, other in enumerate(following, start=1)) for place in first)


def _near(pair: tuple[str, str], places: Mapping[str, list[int]]) -> bool:
    one, other = (places.get(word, []) for word in pair)
    return any(0 < abs(a - b) <= _WINDOW for a in one for b in other) if len(one) * len(other) < 4000 else True


def _passage(standing: Sequence[tuple[int, str]], weights: Mapping[str, float]) -> float:
    """The weight of the words that stand in the one passage with the most."""
    times, best, here, first = Counter[str](), 0.0, 0.0, 0
    for place, word in standing:
        here += 0.0 if times[word] else weights[word]
        times[word] += 1
        while place - standing[first][0] > _LONG_WINDOW:
            gone = standing[first][1]
            times[gone] -= 1
            here -= 0.0 if times[gone] else weights[gone]
            first += 1
        best = max(best, here)
    return best
