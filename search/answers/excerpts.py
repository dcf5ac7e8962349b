"""A text with the words of a query marked: the whole of it, or the part that tells most."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString

from search.answers.marked import marked
from search.answers.marks import (
    LONG,
    Places,
    Spans,
    merged,
    spans,
    spans_by_words,
    spans_of_letters,
    spellings,
    words_in,
)
from search.answers.row_words import Words
from search.characters import KANJI
from search.normalise import normalise, without_line_ends
from search.query import Query, Unit
from search.typed import pieces

LONGEST = 160
_LEAD, _AROUND, _FAR_AROUND = 40, 40, 2_000
_MOST_PLACES = 200
_STEM = re.compile(f"[{KANJI}]*")
_SENTENCE_END = re.compile(r"[。\n]\s*")


@dataclass(frozen=True)
class Marked:
    """`label` is said before it. `before`, `behind`: 「…」 where the text goes on."""

    text: str
    spans: Spans = ()
    before: str = ""
    behind: str = ""
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def html(self) -> SafeString:
        return escape(self.label + self.before) + marked(self.text, self.spans) + escape(self.behind)

    @property
    def plain(self) -> str:
        """In one line, as it is saved."""
        return " ".join(f"{self.label}{self.before}{self.text}{self.behind}".split())

    def labelled(self, label: str) -> "Marked":
        return replace(self, label=label)


def whole(text: str, query: Query, words: Words | None = None) -> Marked:
    """`words`: as for `excerpt`."""
    found = spans_by_words(text, query, words)
    return Marked(text, spans(text, query) if found is None else found)


def excerpt(text: str, query: Query, words: Words | None = None, *, by_letters: bool = False) -> Marked:
    """The sentence or two with the most different words, at most `LONGEST` characters; else where the text begins.

    `words`: of the row in which the text stands, perhaps beside others. They spare taking it apart.
    """
    away, part = _near(text, spellings(query) | set(pieces(query)))
    found = spans_of_letters(part, query) if by_letters else spans_by_words(part, query, words)
    if found is None:
        found = _marks(part, query, words)
    begin = _begin(part, found)
    end = min(len(part), begin + LONGEST)
    kept = tuple((start - begin, min(stop, end) - begin) for start, stop in found if begin <= start < end)
    before = "…" if text[: away + begin].strip() else ""
    behind = "…" if text[away + end :].strip() else ""
    shown = without_line_ends(part[begin:end])
    marks = tuple((shown.place_of(start), shown.place_of(stop)) for start, stop in kept)
    return Marked(shown.text, marks, before, behind)


def _near(text: str, spelled: Iterable[str]) -> tuple[int, str]:
    """(where it begins, the part) of a long text around the first place where something stands as it was typed."""
    if len(text) <= LONG:
        return 0, text
    folded = text.casefold()
    places = [place for spelling in spelled if (place := folded.find(spelling)) >= 0]
    if not places or len(folded) != len(text):
        return 0, text[:LONG]
    begin = max(0, min(places) - _FAR_AROUND)
    return begin, text[begin : begin + 2 * _FAR_AROUND]


def _marks(text: str, query: Query, words: Words | None) -> Spans:
    """Where words stand as they were typed, only the surroundings of most are taken apart: every hit asks for it."""
    clean = normalise(text)
    typed = [unit.typed for unit in query.units if unit.typed and (words is None or _is_among(unit, words))]
    begin, end = _surroundings(clean.text, typed)
    found = [(begin + first, begin + last) for first, last in words_in(clean.text[begin:end], query)]
    if len(found) < len(typed) and (begin, end) != (0, len(clean.text)):
        found = words_in(clean.text, query)
    return merged(text, clean, found)


def _is_among(unit: Unit, words: Words) -> bool:
    return any(word in words for way in unit.ways for word in way)


def _surroundings(clean: str, typed: Iterable[str]) -> tuple[int, int]:
    """All of it, unless every word stands there as it was typed, or another form of it (行い for 行う)."""
    places: Places = []
    for spelling in typed:
        matches = _places_of(spelling, clean) or _places_of(_STEM.match(spelling)[0], clean)  # type: ignore[index]
        if not matches:
            return 0, len(clean)
        places += matches[:_MOST_PLACES]
    if not places:
        return 0, len(clean)
    first = _most(clean, sorted(places))
    return max(0, first - _AROUND), min(len(clean), first + LONGEST + _AROUND)


def _places_of(spelling: str, clean: str) -> Places:
    if not spelling:
        return []
    return [match.span() for match in re.finditer(re.escape(spelling), clean, re.IGNORECASE)]


def _begin(text: str, found: Spans) -> int:
    """Some characters before the best mark, from the beginning of its sentence where that is near."""
    if not found:
        return len(text) - len(text.lstrip())
    first = _most(text, found)
    begin = max(0, first - _LEAD)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, begin, first)]
    return ends[0] if begin and ends else begin


def _most(text: str, found: Iterable[tuple[int, int]]) -> int:
    """Where a window begins that holds the most letters of different marks; the first of equals."""
    found = list(found)
    best, most = found[0][0], (0, 0)
    for place, (begin, _) in enumerate(found):
        inside = [text[start:stop] for start, stop in found[place : place + LONGEST] if stop <= begin + LONGEST - _LEAD]
        number = sum(map(len, {each.casefold() for each in inside})), len(inside)
        if number > most:
            best, most = begin, number
    return best
