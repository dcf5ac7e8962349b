"""Where the words of a query stand in a text as people wrote it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from search.characters import KANJI
from search.normalise import Clean, normalise
from search.query import Query, Way, squeezed
from search.tokens import joined, tokens, years
from search.typed import parts_of_words, pieces

type Spans = tuple[tuple[int, int], ...]
"""(begin, end) in the text, in order; none meets the next."""
type Places = list[tuple[int, int]]
"""(begin, end) in the clean text, as they were found."""

LONG = 20_000  # characters; of more, only so many of those sentences are taken apart in which a word stands as typed
_MOST = 60_000  # characters that are taken apart where none does
_SENTENCE = re.compile(r"[^。\n]+")
_HYPHENED = re.compile(r"[A-Za-z-]+")
_LETTER = re.compile(f"[{KANJI}]")
_ROWS = ("ァ-ヺー", "a-z", "0-9", "ぁ-ゖー")
_OF_DATES = {"年", "月", "日"}


def spans(text: str, query: Query) -> Spans:
    """Of every word that the query looks for, however it is spelled there, and of its phrases."""
    clean = normalise(text)
    return merged(text, clean, words_in(clean.text, query))


def spans_of_letters(text: str, query: Query) -> Spans:
    """Of what was typed, character by character, wherever it stands: 防法 in 消防法."""
    clean = normalise(text)
    return merged(text, clean, letters_in(clean.text, query))


def spans_by_words(text: str, query: Query, words: Sequence[str] | None) -> Spans | None:
    """As `spans`, where the words of the text's row tell them, perhaps with those of other texts; None where not.

    Where none of the words is there, nothing is marked. A word that is written, as the index has it, as often as it is
    among the words of the row stands there, and in no other way, and not within others.
    """
    if words is None or query.phrases:
        return None
    times = Counter(words)
    ways = [way for unit in query.units for way in unit.ways if any(times[word] for word in way)]
    if not ways:
        return ()
    if any(len(way) > 1 for way in ways):
        return None
    clean = normalise(text)
    folded = clean.text.casefold()
    found: Places = []
    for (word,) in ways:
        places = [match.span() for match in _by_itself(word).finditer(folded)]
        if len(places) != times[word] or len(folded) != len(clean.text):
            return None
        found += places
    return merged(text, clean, _without_parts(clean.text, query, found))


@lru_cache(maxsize=1000)
def _by_itself(word: str) -> re.Pattern[str]:
    """Not within a longer row of letters of its sort, as マイナ in マイナス; kanji stand side by side as words."""
    before = next((f"(?<![{some}])" for some in _ROWS if re.match(f"[{some}]", word)), "")
    behind = next((f"(?![{some}])" for some in _ROWS if re.search(f"[{some}]$", word)), "")
    return re.compile(f"{before}{re.escape(word)}{behind}")


def words_in(clean: str, query: Query) -> Places:
    """Words that say one thing together stand side by side; where none does, but all are there, each by itself."""
    ways = dict.fromkeys(way for unit in query.units for way in unit.ways if way)
    spelled = spellings(query)
    found = list(_words(clean, list(ways), spelled)) if ways else []
    if not found:
        found = _apart(clean, [way for way in ways if len(way) > 1], spelled)
    return _without_parts(clean, query, found) + _characters(clean, [phrase.text for phrase in query.phrases])


def _apart(clean: str, ways: Sequence[Way], spelled: set[str]) -> Places:
    """Words of ways that are all there, wherever: 情報 alone is no 非公開情報."""
    words = dict.fromkeys(word for way in ways for word in way)
    places = {word: list(_words(clean, [(word,)], spelled)) for word in words}
    there = dict.fromkeys(word for way in ways if all(places[word] for word in way) for word in way)
    return [place for word in there for place in places[word]]


def _without_parts(clean: str, query: Query, found: Places) -> Places:
    """A letter that was typed as part of more, as 性 in 機密性, says nothing alone: it stands beside another mark."""
    ways = {way for unit in query.units for way in unit.ways}
    of_ways = {word for way in ways if len(way) > 1 for word in way if _is_letter(word) and (word,) not in ways}
    parts = parts_of_words(query.typed) | of_ways
    begins, ends = {begin for begin, _ in found}, {end for _, end in found}
    return [(begin, end) for begin, end in found if clean[begin:end] not in parts or begin in ends or end in begins]


@lru_cache(maxsize=1000)
def _is_letter(word: str) -> bool:
    return bool(_LETTER.fullmatch(word))


def letters_in(clean: str, query: Query) -> Places:
    return _characters(clean, pieces(query))


def spellings(query: Query) -> set[str]:
    """How the words may be written: as they were typed, and as the index holds them."""
    others = {word for unit in query.units for way in unit.ways for word in way}
    return {unit.typed.casefold() for unit in query.units} | {word.casefold() for word in others}


def _words(clean: str, ways: Sequence[Way], spelled: set[str]) -> Iterator[tuple[int, int]]:
    by_first: dict[str, list[Way]] = {}
    for way in ways:
        by_first.setdefault(way[0], []).append(way)
    parts, others = _parts(clean, spelled)
    for begin, end in parts:
        yield from ((begin + first, begin + last) for first, last in _side_by_side(clean[begin:end], by_first))
    for begin, end in others:
        yield from ((begin + first, begin + last) for first, last in _spelled(clean[begin:end], spelled))
    single = {way[0] for way in ways if len(way) == 1}
    for word, begin, end in years(clean):
        if word in single:
            yield begin, end
    for match in _HYPHENED.finditer(clean):  # AI-OCR where AIOCR is looked for
        if single.intersection(joined(match[0])):
            yield match.span()


def _side_by_side(text: str, by_first: Mapping[str, Sequence[Way]]) -> Iterator[tuple[int, int]]:
    standing = [token for token in tokens(text) if token.begin < token.end]
    words = [token.word for token in standing]
    for place, word in enumerate(words):
        for way in by_first.get(word, ()):
            if tuple(words[place : place + len(way)]) == way:
                yield standing[place].begin, standing[place + len(way) - 1].end


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


def _characters(clean: str, wanted: Iterable[str]) -> Places:
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


def merged(text: str, clean: Clean, found: Places) -> Spans:
    """In the original text; those that meet are one, also where the blanks between them are gone in the clean one.

    The dot of 「R5.8」 is read as 年, and is no mark by itself.
    """
    places = [(clean.text[begin:end], *clean.origin(begin, end)) for begin, end in _joined(found)]
    return tuple(
        _joined((begin, end) for word, begin, end in places if word not in _OF_DATES or word == text[begin:end])
    )


def _joined(found: Iterable[tuple[int, int]]) -> Places:
    made: Places = []
    for begin, end in sorted(found):
        if made and begin <= made[-1][1]:
            made[-1] = made[-1][0], max(made[-1][1], end)
        elif begin < end:
            made.append((begin, end))
    return made
