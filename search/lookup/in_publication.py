"""The pages of one publication that fit a query, from what is looked through of its live edition.

All its rows are looked at, in no order of likeness: within one publication a word may not be left out because it is
common elsewhere, and nothing is cut off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from library.models import Edition
from library.readers import Person
from search.indexing.index import generation
from search.lookup.letters import LEAST
from search.models import SearchRow
from search.query import Query, Way
from search.typed import pieces

type Place = tuple[int, int]
"""A file and the number of a page."""


class Step(Enum):
    """How a page fits: it has every word; the letters, within other words; some words, where no page has all."""

    EVERY = "every"
    LETTERS = "letters"
    SOME = "some"


@dataclass(frozen=True)
class Group:
    """`others`: ways to say a word that was not typed, and stands on one of these pages."""

    step: Step
    places: tuple[Place, ...]
    others: tuple[Way, ...] = ()


def find(person: Person, edition: Edition, query: Query) -> list[Group]:
    """Groups that hold something, in the order in which they are shown. Only what the person may see is looked at."""
    rows = list(_rows(person, edition))
    wanted = pieces(query)
    every = [row.place for row in rows if row.has_every(query)]
    first = set(every)
    letters = [row.place for row in rows if row.place not in first and row.has_letters(query, wanted)]
    first.update(letters)
    others = [] if every or query.is_strict else rows
    some = [row.place for row in others if row.place not in first and row.has_some(query)]
    groups = [(Step.EVERY, every), (Step.LETTERS, letters), (Step.SOME, some)]
    return [
        Group(step, tuple(places), () if step is Step.LETTERS else _others(query, rows, {*places}))
        for step, places in groups
        if places
    ]


def _others(query: Query, rows: Sequence["_Row"], places: set[Place]) -> tuple[Way, ...]:
    others = dict.fromkeys(way for unit in query.units for way in unit.others)
    shown = [row for row in rows if row.place in places] if others else []
    return tuple(way for way in others if any(_all_in(way, row.body) for row in shown))


def _rows(person: Person, edition: Edition) -> Iterator["_Row"]:
    rows = SearchRow.objects.visible_to(person).filter(generation=generation(), edition=edition, number__gt=0)
    values = rows.order_by("pk").values_list("file", "number", "title_words", "body_words", "text")
    for file, number, title, body, text in values.iterator(chunk_size=100):
        assert file is not None  # only words about a publication have none, and no number
        yield _Row((file, number), f" {title} {body} ", f" {body} ", text)


@dataclass(frozen=True)
class _Row:
    """Words between blanks. A page that only bears a title with the words says nothing of them itself."""

    place: Place
    words: str
    body: str
    text: str

    def has_every(self, query: Query) -> bool:
        units = query.units
        return (
            bool(units)
            and all(any(_all_in(way, self.words) for way in unit.ways) for unit in units)
            and self.has_some(query)
            and all(phrase.text in self.written for phrase in query.phrases if phrase.is_strict)
        )

    def has_some(self, query: Query) -> bool:
        words = (word for unit in query.units for way in unit.ways for word in way)
        return any(f" {word} " in self.body for word in words) and not self._is_left_out(query)

    def has_letters(self, query: Query, wanted: Sequence[str]) -> bool:
        return (
            any(len(piece) >= LEAST for piece in wanted)
            and all(piece in self.text for piece in wanted)
            and any(piece in self.written for piece in wanted)
            and not self._is_left_out(query)
        )

    @property
    def written(self) -> str:
        """Without the title, which is the first line."""
        return self.text.partition("\n")[2]

    def _is_left_out(self, query: Query) -> bool:
        return any(_all_in(way, self.words) for way in query.without) or any(
            phrase in self.text for phrase in query.without_phrases
        )


def _all_in(way: Sequence[str], words: str) -> bool:
    return all(f" {word} " in words for word in way)
