"""Marks the words of a query in a text as people wrote it: the whole text, or the part of it that tells most."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from search.normalise import Clean, normalise
from search.query import Query
from search.tokens import Token, tokens, years

LONGEST = 160
_LEAD, _AROUND, _MOST_ANALYSED, _MOST_PLACES = 40, 80, 30_000, 200
_BLANKS = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[。\n]\s*")


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Span:
    """Place in the text, and what is said there; `follows`: nothing that counts lies between it and the one before."""

    begin: int
    end: int
    word: str
    follows: bool = False


@dataclass(frozen=True)
class Sought:
    """`ways`: words that stand side by side; `spellings`: how they were typed, for a first quick look."""

    ways: tuple[tuple[str, ...], ...]
    phrases: tuple[str, ...]
    spellings: tuple[str, ...]

    @cached_property
    def by_first(self) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for way in self.ways:
            found.setdefault(way[0], []).append(way)
        return found

    @cached_property
    def apart(self) -> "Sought":
        """Each word by itself, for texts where they stand apart."""
        return Sought(tuple(dict.fromkeys((word,) for way in self.ways for word in way)), (), self.spellings)


def sought(query: Query) -> Sought:
    ways = dict.fromkeys(way for unit in query.units for way in unit.ways if way)
    phrases = tuple(dict.fromkeys(phrase.text for phrase in query.phrases))
    spellings = tuple(dict.fromkeys(unit.typed for unit in query.units if unit.typed))
    return Sought(tuple(ways), phrases, spellings)


def marked(text: str, wanted: Sought) -> list[Piece]:
    """The whole text, in pieces."""
    return list(_pieces(text, 0, len(text), _spans(text, wanted)))


def has_marks(pieces: Sequence[Piece]) -> bool:
    return any(piece.is_marked for piece in pieces)


def snippet(text: str, wanted: Sought, longest: int = LONGEST) -> list[Piece]:
    """The part of the text with the most different words, about `longest` characters; its beginning where none is."""
    spans = _spans(text, wanted)
    begin, end = _window(text, spans, longest)
    cut = [span for span in spans if span.begin >= begin and span.end <= end]
    return [
        *([Piece("…")] if text[:begin].strip() else []),
        *_pieces(text, begin, end, cut),
        *([Piece("…")] if text[end:].strip() else []),
    ]


def _spans(text: str, wanted: Sought) -> list[Span]:
    """In order, none over another."""
    clean = normalise(text[:_MOST_ANALYSED])
    places = list(_marks(clean, wanted)) or list(_marks(clean, wanted.apart))
    found: list[Span] = []
    last = -1
    for begin, end, word in sorted(places, key=lambda place: (place[0], -place[1])):
        span = Span(*clean.origin(begin, end), word, follows=begin == last)
        if not found or span.begin >= found[-1].end:
            found.append(span)
            last = end
    return found


def _marks(clean: Clean, wanted: Sought) -> Iterator[tuple[int, int, str]]:
    """(begin, end, word) in the clean text. Where all words stand as typed, only their surroundings are analysed."""
    begin, end, is_whole = _surroundings(clean.text, wanted)
    found = list(_words(clean.text[begin:end], wanted))
    if not is_whole and len({word for _, _, word in found}) < len(wanted.spellings):
        begin, found = 0, list(_words(clean.text, wanted))
    for place, until, word in found:
        yield begin + place, begin + until, word
    for phrase in wanted.phrases:
        yield from _phrases(clean.text, phrase)


def _surroundings(clean: str, wanted: Sought) -> tuple[int, int, bool]:
    places: list[Span] = []
    for spelling in wanted.spellings:
        matches = [match.span() for match in re.finditer(re.escape(spelling), clean, re.IGNORECASE)]
        if not matches:
            return 0, len(clean), True
        places += [Span(begin, end, spelling) for begin, end in matches[:_MOST_PLACES]]
    if not places:
        return 0, len(clean), True
    first, last = _best(sorted(places, key=lambda place: place.begin), LONGEST)
    return max(0, first - _AROUND), min(len(clean), max(last, first + LONGEST) + _AROUND), False


def _words(text: str, wanted: Sought) -> Iterator[tuple[int, int, str]]:
    standing: list[Token] = [token for token in tokens(text) if token.begin < token.end]
    words = [token.word for token in standing]
    for place, word in enumerate(words):
        for way in wanted.by_first.get(word, ()):
            if tuple(words[place : place + len(way)]) == way:
                yield standing[place].begin, standing[place + len(way) - 1].end, "".join(way)
    for word, begin, end in years(text):
        if word in wanted.by_first:
            yield begin, end, word


def _phrases(clean: str, phrase: str) -> Iterator[tuple[int, int, str]]:
    """Blanks and line ends inside do not matter."""
    places = [(place, sign) for place, letter in enumerate(clean) if not letter.isspace() for sign in letter.casefold()]
    squeezed = "".join(sign for _, sign in places)
    begin = squeezed.find(phrase)
    while begin >= 0:
        yield places[begin][0], places[begin + len(phrase) - 1][0] + 1, phrase
        begin = squeezed.find(phrase, begin + len(phrase))


def _best(spans: Sequence[Span], longest: int) -> tuple[int, int]:
    """From the first to the last of those that fit into a window and are the most different; the earliest of equals."""
    best, most = (spans[0].begin, spans[0].end), (0, 0)
    for place, first in enumerate(spans):
        inside = [span for span in spans[place : place + longest] if span.end <= first.begin + longest]
        number = len({span.word for span in inside}), len(inside)
        if number > most:
            best, most = (first.begin, max((span.end for span in inside), default=first.end)), number
    return best


def _window(text: str, spans: Sequence[Span], longest: int) -> tuple[int, int]:
    """From the beginning of a sentence where one is near."""
    if not spans:
        begin = len(text) - len(text.lstrip())
        return begin, min(len(text), begin + longest)
    first, last = _best(spans, longest)
    lead = min(_LEAD, max(0, longest - (last - first)))
    begin = max(0, first - lead)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, begin, first)]
    if begin and ends:
        begin = ends[0]
    return begin, min(len(text), max(begin + longest, last))


def _pieces(text: str, begin: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """Words that touch are one mark; blanks and line ends become one blank."""
    place = begin
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined and span.follows:
            joined[-1] = joined[-1][0], span.end
        else:
            joined.append((span.begin, span.end))
    for start, stop in joined:
        if start > place:
            yield Piece(_BLANKS.sub(" ", text[place:start]))
        yield Piece(_BLANKS.sub(" ", text[start:stop]), is_marked=True)
        place = stop
    if place < end:
        yield Piece(_BLANKS.sub(" ", text[place:end]))
