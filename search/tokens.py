"""Clean text → the words that are looked for, each with its place: dictionary forms of the shortest units."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.analyser import analyser
from search.characters import KANJI
from search.function_words import FUNCTION_WORDS

VERSION = 4  # of this module and `normalise`; another one means that the index is built anew

_KNOWN = 50_000  # forms that are kept, with what was made of them
_LONGEST_PIECE = 12_000  # characters; the analyser takes 49,149 bytes
_ENDS = re.compile(r"[。\n]")
_LEFT_OUT = {"助詞", "助動詞", "補助記号", "空白"}
_POLITE = {"御"}
_PARTS = re.compile(r"[a-z]+|\d+|[^\W\d_a-z]+")
_KANA = re.compile(r"[ぁ-ゖ゛゜ァ-ヺー]+")
TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
# 令和6年, 令和6(2024)年, 2024(令和6)年, FY2024
_YEAR = re.compile(
    r"(?:(令和|平成|昭和|(?<![A-Za-z0-9])[RHSrhs])(\d{1,2})|(?<!\d)((?:19|20)\d{2}))(?:\([^()\n]{3,6}\))?年"
    r"|(?<![A-Za-z])FY ?((?:19|20)\d{2})(?!\d)"
)
_HYPHENED = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]+(?:-[A-Za-z]+)+(?![A-Za-z0-9-])")
_NAMES = re.compile(r"(?<![A-Za-z-])(?=([A-Z][a-z]+) ([A-Z][A-Za-z]*)(?![A-Za-z]))")
_BEFORE_FIRST = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}


# What the dictionary has as two different words.
_SAME = {
    "キログラム": "kg",
    "キロメートル": "km",
    "センチメートル": "cm",
    "ミリメートル": "mm",
    "ウェブサイト": "ウェブ サイト",
    "e-learning": "e-ラーニング",
    "メモリー": "メモリ",
}
_BEFORE_KANJI = "いきぎしじちにひびみりえけげせぜてでねべめれ"  # how a verb ends before another: 受け付け, not 女の子
_COMPOUND = re.compile(rf"([{KANJI}]+)[ぁ-ん]?[{_BEFORE_KANJI}]([{KANJI}]+)[ぁ-ん]{{0,3}}")
_VERB = re.compile(rf"([{KANJI}])(?![ぁ-ん]+い)[ぁ-ん]{{1,3}}")


class Token(NamedTuple):
    """A word and its place in the clean text; the place is empty where the word is not written there.

    `is_also`: another way to say what other words say already.
    """

    word: str
    begin: int
    end: int
    is_also: bool = False


def tokens(text: str) -> list[Token]:
    """In the order of the text; then other ways: years (y2024), AI-OCR as one word, 受付 for 受け 付け."""
    found: list[Token] = []
    for begin, end in _pieces(text):
        _analyse(text[begin:end], begin, found)
    more = dict.fromkeys([*(word for word, _, _ in years(text)), *joined(text)])
    verbs = [bool(_root(token.word)) for token in found]
    also = [token for place in _pairs(verbs) if (token := compound(text, found[place], found[place + 1]))]
    return [*found, *also, *(Token(word, len(text), len(text), is_also=True) for word in more)]


def _pairs(flags: Sequence[bool]) -> Iterator[int]:
    """Where two that are set stand side by side."""
    return (place for place, (one, other) in enumerate(pairwise(flags)) if one and other)


def joined(text: str) -> Iterator[str]:
    """AI-OCR is written AIOCR, too, and Open AI OpenAI."""
    for match in _HYPHENED.finditer(text):
        yield match[0].replace("-", "").casefold()
    for match in _NAMES.finditer(text):
        yield (match[1] + match[2]).casefold()


def compound(text: str, one: Token, other: Token) -> Token | None:
    """Two verbs as one word, as `folded` writes it: the dictionary takes とりまとめ apart, and 取りまとめ not."""
    if one.end != other.begin or not (first := _root(one.word)) or not (second := _root(other.word)):
        return None
    if text[one.end - 1] in "うくぐすつぬぶむる":
        return None
    return Token(first + second, one.begin, other.end, is_also=True)


@lru_cache(maxsize=_KNOWN)
def _root(word: str) -> str:
    """取 of 取る; nothing of what may not be part of a word of two verbs."""
    found = _VERB.fullmatch(word)
    return found[1] if found and word not in FUNCTION_WORDS else ""


def years(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of the years that are named, with their places."""
    for match in _YEAR.finditer(text):
        western = match[3] or match[4]
        year = int(western) if western else _BEFORE_FIRST[match[1].upper()] + int(match[2])
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


def _analyse(piece: str, offset: int, found: list[Token]) -> None:
    """Into what is found; each page has some hundred words, so every step counts here."""
    for morpheme in analyser().tokenize(piece):
        if morpheme.part_of_speech()[0] in _LEFT_OUT:
            continue
        form, parts = _parts(morpheme.normalized_form())
        begin, end = morpheme.begin(), morpheme.end()
        if len(parts) == 1 and len(parts[0][0]) == len(form):
            found.append(Token(parts[0][0], offset + begin, offset + end))
            continue
        is_as_written = end - begin == len(form) and piece[begin:end].casefold() == form  # ß becomes longer
        for word, first, last in parts:
            if is_as_written:
                found.append(Token(word, offset + begin + first, offset + begin + last))
            else:
                found.append(Token(word, offset + begin, offset + end))


@lru_cache(maxsize=_KNOWN)
def _parts(normalized: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """A form of the dictionary as it is compared, and the words in it with their places."""
    form = normalized.casefold()
    form = _SAME.get(form, form)
    if form in _POLITE:
        return form, ()
    return form, tuple((folded(part[0]), part.start(), part.end()) for part in _PARTS.finditer(form))


def folded(word: str) -> str:
    """ごみ and ゴミ are one word, 受け付け and 受付, 申し込む and 申込み."""
    if _KANA.fullmatch(word):
        return word.translate(TO_KATAKANA)
    found = _COMPOUND.fullmatch(word)
    return found[1] + found[2] if found else word
