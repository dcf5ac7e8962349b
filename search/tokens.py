"""Clean text → the words that are looked for, each with its place: dictionary forms of the shortest units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.analyser import analyser

VERSION = 1  # of this module and `normalise`; another one means that the index is built anew

_LONGEST_PIECE = 12_000  # characters; the analyser takes 49,149 bytes
_ENDS = re.compile(r"[。\n]")
_LEFT_OUT = {"助詞", "助動詞", "補助記号", "空白"}
_POLITE = {"御"}
_PARTS = re.compile(r"[a-z]+|\d+|[^\W\d_a-z]+")
_KANA = re.compile(r"[ぁ-ゖ゛゜ァ-ヺー]+")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_YEAR = re.compile(r"(?:(令和|平成|昭和|(?<![A-Za-z0-9])[RHS])(\d{1,2})|(?<!\d)((?:19|20)\d{2}))年")
_HYPHENED = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]+(?:-[A-Za-z]+)+(?![A-Za-z0-9-])")
_BEFORE_FIRST = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its place in the clean text; the place is empty where the word is not written there."""

    word: str
    begin: int
    end: int


def tokens(text: str) -> list[Token]:
    """In the order of the text; then what is not written so: years (y2024 for 令和6年度), AI-OCR as one word."""
    found = [token for begin, end in _pieces(text) for token in _analysed(text[begin:end], begin)]
    more = dict.fromkeys([*(word for word, _, _ in years(text)), *joined(text)])
    return [*found, *(Token(word, len(text), len(text)) for word in more)]


def joined(text: str) -> Iterator[str]:
    """AI-OCR is written AIOCR, too."""
    for match in _HYPHENED.finditer(text):
        yield match[0].replace("-", "").casefold()


def years(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of the years that are named, with their places."""
    for match in _YEAR.finditer(text):
        year = int(match[3]) if match[3] else _BEFORE_FIRST[match[1]] + int(match[2])
        yield f"y{year}", match.start(), match.end()


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """(begin, end), cut behind a sentence or a line near the limit, anywhere where there is none."""
    begin = 0
    while len(text) - begin > _LONGEST_PIECE:
        cut = max((match.end() for match in _ENDS.finditer(text, begin, begin + _LONGEST_PIECE)), default=0)
        end = cut or begin + _LONGEST_PIECE
        yield begin, end
        begin = end
    yield begin, len(text)


def _analysed(piece: str, offset: int) -> Iterator[Token]:
    for morpheme in analyser().tokenize(piece):
        if morpheme.part_of_speech()[0] in _LEFT_OUT:
            continue
        form = morpheme.normalized_form().casefold()
        if form in _POLITE:
            continue
        begin, end = morpheme.begin() + offset, morpheme.end() + offset
        written = piece[morpheme.begin() : morpheme.end()]
        is_as_written = len(written) == len(form) and written.casefold() == form  # ß becomes longer
        for part in _PARTS.finditer(form):
            if is_as_written:
                yield Token(_folded(part[0]), begin + part.start(), begin + part.end())
            else:
                yield Token(_folded(part[0]), begin, end)


def _folded(word: str) -> str:
    """ごみ and ゴミ are one word."""
    return word.translate(_TO_KATAKANA) if _KANA.fullmatch(word) else word
