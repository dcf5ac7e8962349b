"""Where the words of a query stand in a text as people wrote it."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from search.normalise import Clean, normalise
from search.query import Query, squeezed
from search.tokens import joined, tokens, years

type Spans = tuple[tuple[int, int], ...]
"""(begin, end) in the text, in order; none meets the next."""

LONG = 20_000  # characters; of more, only so many of those sentences are taken apart in which a word stands as typed
_MOST = 60_000  # characters that are taken apart where none does
LONGEST_EXCERPT, _LEAD = 160, 40
_AROUND = 2_000
_SENTENCE = re.compile(r"[^。\n]+")
_SENTENCE_END = re.compile(r"[。\n]\s*")
_HYPHENED = re.compile(r"[A-Za-z-]+")
_QUOTES = re.compile(r"[\"「」“”]")


def spans(text: str, query: Query) -> Spans:
    """Of every word that the query looks for, however it is spelled there, and of its phrases."""
    clean = normalise(text)
    words = frozenset(word for unit in query.units for way in unit.ways for word in way)
    found = list(_words(clean.text, words, _spellings(query)) if words else ())
    found += _characters(clean.text, [phrase.text for phrase in query.phrases])
    return _merged(clean, found)


def spans_of_letters(text: str, query: Query) -> Spans:
    """Of what was typed, character by character, wherever it stands: 防法 in 消防法."""
    clean = normalise(text)
    return _merged(clean, _characters(clean.text, pieces(query)))


def pieces(query: Query) -> tuple[str, ...]:
    """What was typed between blanks, as `SearchRow.text` holds it; without quotes, signs alone and what is left out."""
    typed = [piece for piece in normalise(query.typed, is_query=True).text.split() if not piece.startswith("-")]
    found = (squeezed(_QUOTES.sub("", piece)) for piece in typed)
    return tuple(dict.fromkeys(piece for piece in found if any(map(str.isalnum, piece))))


def excerpt(text: str, query: Query, *, by_letters: bool = False) -> tuple[str, Spans]:
    """The sentence or two with the most marks, and where they are in it; the beginning of the text where none is."""
    text = _near(text, _spellings(query) | set(pieces(query)))
    found = (spans_of_letters if by_letters else spans)(text, query)
    first = max(found, key=lambda span: _within(found, span[0]), default=(0, 0))[0]
    begin = max(0, first - _LEAD)
    sentence = [match.end() for match in _SENTENCE_END.finditer(text, begin, first)]
    begin = sentence[0] if begin and sentence else begin
    end = min(len(text), begin + LONGEST_EXCERPT)
    kept = tuple((start - begin, min(stop, end) - begin) for start, stop in found if begin <= start < end)
    return text[begin:end], kept


def _within(found: Spans, begin: int) -> int:
    return sum(begin <= start < begin + LONGEST_EXCERPT - _LEAD for start, _ in found)


def _near(text: str, spellings: Iterable[str]) -> str:
    """The part of a long text around the first place where something stands as it was typed."""
    if len(text) <= LONG:
        return text
    folded = text.casefold()
    places = [place for spelling in spellings if (place := folded.find(spelling)) >= 0]
    if not places or len(folded) != len(text):
        return text[:LONG]
    begin = max(0, min(places) - _AROUND)
    return text[begin : begin + 2 * _AROUND]


def _spellings(query: Query) -> set[str]:
    others = {word for unit in query.units for way in unit.ways for word in way}
    return {unit.typed.casefold() for unit in query.units} | {word.casefold() for word in others}


def _words(clean: str, words: frozenset[str], spellings: set[str]) -> Iterator[tuple[int, int]]:
    parts, others = _parts(clean, spellings)
    for begin, end in parts:
        for token in tokens(clean[begin:end]):
            if token.begin < token.end and token.word in words:
                yield begin + token.begin, begin + token.end
    for begin, end in others:
        yield from ((begin + first, begin + last) for first, last in _spelled(clean[begin:end], spellings))
    for word, begin, end in years(clean):
        if word in words:
            yield begin, end
    for match in _HYPHENED.finditer(clean):  # AI-OCR where AIOCR is looked for
        if words.intersection(joined(match[0])):
            yield match.span()


def _parts(clean: str, spellings: set[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where words are told apart, and where a spelling has to do: the whole; of a long text what shows a spelling."""
    if len(clean) <= LONG:
        return [(0, len(clean))], []
    folded = clean.casefold()
    sentences = (match.span() for match in _SENTENCE.finditer(folded)) if len(folded) == len(clean) else ()
    showing = [(begin, end) for begin, end in sentences if any(each in folded[begin:end] for each in spellings)]
    if not showing:
        return [(0, _MOST)], []
    lengths = accumulate(end - begin for begin, end in showing)
    few = sum(length <= LONG for length in lengths)
    return showing[:few], showing[few:]


def _spelled(clean: str, spellings: set[str]) -> Iterator[tuple[int, int]]:
    folded = clean.casefold()
    for spelling in filter(None, spellings):
        yield from (match.span() for match in re.finditer(re.escape(spelling), folded))


def _characters(clean: str, wanted: Iterable[str]) -> list[tuple[int, int]]:
    """Blanks and line ends inside do not matter, nor do capitals."""
    wanted = [piece for piece in wanted if piece]
    if not wanted:
        return []
    places = [place for place, sign in enumerate(clean) if not sign.isspace() for _ in sign.casefold()]
    text = squeezed(clean)
    found = []
    for piece in wanted:
        begin = text.find(piece)
        while begin >= 0:
            found.append((places[begin], places[begin + len(piece) - 1] + 1))
            begin = text.find(piece, begin + 1)
    return found


def _merged(clean: Clean, found: Iterable[tuple[int, int]]) -> Spans:
    """In the original text; those that meet are one."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(clean.origin(begin, end) for begin, end in found):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        elif begin < end:
            merged.append((begin, end))
    return tuple(merged)
