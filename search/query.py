"""What was typed → what is looked for. Nothing typed is wrong: signs that mean nothing here are left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from japanese.prefectures import PREFECTURES
from search.analyser import is_word
from search.function_words import FUNCTION_WORDS
from search.normalise import normalise
from search.tokens import TO_KATAKANA, Token, compound, tokens, years

type Way = tuple[str, ...]
"""Words that must all be there."""

LONGEST, MOST_WORDS = 200, 32
_FIELDS = {
    "title": ("題名", "タイトル", "title"),
    "prefecture": ("県", "都道府県", "pref"),
    "year": ("年度", "year"),
    "theme": ("テーマ", "theme"),
    "kind": ("種別", "種類", "kind"),
}
_FIELD_OF = {name: field for field, names in _FIELDS.items() for name in names}
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)-)?"
    rf"(?:(?:(?<!\S)|(?<=-))(?P<field>{'|'.join(_FIELD_OF)}): ?)?"
    r"(?:\"(?P<strict>[^\"]*)\"|[「“](?P<soft>[^「」“”]*)[」”]"
    r"|(?P<plain>[^\s\"「」“”]+))",
    re.IGNORECASE,
)
_HYPHENED = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+")
_PAIR = re.compile(r"(?<![^\s\"「“])(?=([A-Za-z]+) ([A-Za-z]+)(?![^\s\"」”]))")
_HIRAGANA = re.compile(r"[ぁ-ゖー]{2,}")
_KANA = re.compile(r"[ぁ-ゖ]+")
_PREFECTURE = re.compile(rf"({'|'.join(each.short for each in PREFECTURES if each.short != each.name)})[都府県]$")


@dataclass(frozen=True)
class Unit:
    """Words that stand for one thing, and others for the same (`synonyms`); all of one way must be there."""

    words: Way
    typed: str
    others: tuple[Way, ...] = ()

    @property
    def ways(self) -> tuple[Way, ...]:
        return (self.words, *self.others)


@dataclass(frozen=True)
class Phrase:
    """Characters in this order; blanks do not matter. Where it is not strict, other pages follow those that have it."""

    text: str
    is_strict: bool


@dataclass(frozen=True)
class Query:
    typed: str
    units: tuple[Unit, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Way, ...] = ()
    without_phrases: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False
    """`letters`: pairs of letters as they were typed, each with the word that it begins or ends."""

    @property
    def words(self) -> tuple[str, ...]:
        """Each once, in the order typed, without those of other ways to say it."""
        return tuple(dict.fromkeys(word for unit in self.units for word in unit.words))

    @property
    def is_strict(self) -> bool:
        """Whether a quotation must stand there."""
        return any(phrase.is_strict for phrase in self.phrases)

    @property
    def is_loose(self) -> bool:
        """Whether pages that have the quotations come first, and others follow."""
        return bool(self.phrases) and not self.is_strict

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.phrases or self.fields.get("title"))


def parse(typed: str) -> Query:
    clean = normalise(typed[:LONGEST], is_query=True).text
    found = _Found()
    for match in _PIECE.finditer(clean):
        found.take(match)
    units = _as_one_word(found.units, clean)
    return Query(
        typed=typed[:LONGEST].strip(),
        units=tuple(units[:MOST_WORDS]),
        phrases=tuple(found.phrases),
        without=tuple(found.without[:MOST_WORDS]),
        without_phrases=tuple(found.without_phrases),
        fields={name: tuple(values) for name, values in found.fields.items()},
        letters=found.letters,
        is_cut=len(typed) > LONGEST or max(len(units), len(found.without)) > MOST_WORDS,
    )


class _Found:
    def __init__(self) -> None:
        self._units: list[tuple[Unit, bool]] = []
        self.phrases: list[Phrase] = []
        self.without: list[Way] = []
        self.without_phrases: list[str] = []
        self.fields: dict[str, list[str]] = {}
        self.letters: dict[str, str] = {}

    @property
    def units(self) -> list[Unit]:
        """Words that say little are left out, unless nothing else was typed."""
        weighty = [unit for unit, is_weighty in self._units if is_weighty]
        return weighty or [unit for unit, _ in self._units]

    def take(self, match: re.Match[str]) -> None:
        plain, strict, soft = match["plain"], match["strict"], match["soft"]
        words = plain or strict or soft or ""
        if match["field"]:
            self.fields.setdefault(_FIELD_OF[match["field"].casefold()], []).append(words)
        elif match["minus"]:
            self._leave_out(words, is_phrase=plain is None)
        else:
            self._units += _units(words)
            self.letters |= _letters(words)
            if plain is None and (phrase := squeezed(words)):
                self.phrases.append(Phrase(phrase, is_strict=strict is not None))

    def _leave_out(self, words: str, *, is_phrase: bool) -> None:
        if is_phrase:
            self.without_phrases += filter(None, [squeezed(words)])
        elif found := tuple(unit.words[0] for unit, _ in _units(words)):
            self.without.append(found)


def _as_one_word(units: Sequence[Unit], clean: str) -> list[Unit]:
    """Open AI is written OpenAI, too: that has both words."""
    ways: dict[str, list[tuple[str, ...]]] = {}
    for one, other in _PAIR.findall(clean):
        for typed in (one, other):
            ways.setdefault(typed, []).append(((one + other).casefold(),))
    return [replace(unit, others=(*unit.others, *ways.get(unit.typed, ()))) for unit in units]


def squeezed(clean: str) -> str:
    """As phrases are compared: without blanks, letters of one case."""
    return re.sub(r"\s", "", clean).casefold()


def _units(piece: str) -> Iterator[tuple[Unit, bool]]:
    """A unit for each word, and whether it says something; a year is one word."""
    piece = _PREFECTURE.sub(r"\1", piece)
    named = list(years(piece))
    for word, begin, end in named:
        yield Unit((word,), piece[begin:end]), True
    written = [token for token in tokens(piece) if not token.is_also]
    words = tuple(token.word for token in written)
    if _HYPHENED.fullmatch(piece):  # AI-OCR is looked for as AIOCR, too
        yield Unit(words, piece, ((piece.replace("-", "").casefold(),),)), True
        return
    katakana = _in_katakana(piece)
    if katakana and is_word(piece.translate(TO_KATAKANA)):
        yield Unit(katakana, piece, (words,) if words else ()), True
        return
    others = (katakana,) if katakana else ()
    kept = [token for token in written if not any(begin < token.end and token.begin < end for _, begin, end in named)]
    for some in _together(piece, kept):
        typed = piece[some[0].begin : some[-1].end]
        if len(some) > 1 and (whole := compound(piece, *some)):
            yield Unit(tuple(token.word for token in some), typed, ((whole.word,), *others)), True
        else:
            yield Unit((some[0].word,), typed, others), some[0].word not in FUNCTION_WORDS


def _in_katakana(piece: str) -> tuple[str, ...]:
    """がいどらいん, which the dictionary takes apart, may be ガイドライン."""
    if not _HIRAGANA.fullmatch(piece) or is_word(piece):
        return ()
    return tuple(token.word for token in tokens(piece.translate(TO_KATAKANA)))


def _together(piece: str, found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """One by one, but two verbs that may be one word as a pair."""
    place = 0
    while place < len(found):
        pair = found[place : place + 2]
        number = 2 if len(pair) == 2 and compound(piece, *pair) else 1
        yield pair[:number]
        place += number


def _letters(piece: str) -> Iterator[tuple[str, str]]:
    """Kana alone tell nothing."""
    written = (token for token in tokens(piece) if not token.is_also)
    places = {place: token.word for token in written for place in range(token.begin, token.end)}
    for year, begin, end in years(piece):  # 令和6年度 is looked for as its year; what is written so comes first
        places |= dict.fromkeys(range(begin, end + 1), year)
    for place, pair in enumerate(map("".join, pairwise(piece.casefold()))):
        word = places.get(place) or places.get(place + 1)
        if word and word not in FUNCTION_WORDS and not _KANA.fullmatch(pair):
            yield pair, word
