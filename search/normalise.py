"""Text as people wrote it → text as it is searched, with the place in the original of every character.

Documents and queries go the same way, but for words that are spaced out: in a query a blank separates words.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from japanese.kanji_numbers import number
from search.analyser import is_across
from search.characters import COMPANIES, COMPANIES_IN_BRACKETS, JAPANESE, ROMAN, SAME, SIGNS, SPELLED_ROMAN

type Edit = tuple[int, int, str]
"""Begin, end, and what stands there instead."""


@dataclass(frozen=True)
class Clean:
    """`begins[i]` to `ends[i]`: where character i of `text` stands in the original."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def origin(self, begin: int, end: int) -> tuple[int, int]:
        """(begin, end) in the original of a span that is not empty."""
        return self.begins[begin], self.ends[end - 1]

    def place_of(self, origin: int) -> int:
        """Where in the text stands what stood there in the original, or the first behind it that was kept."""
        return bisect_left(self.begins, origin)


def normalise(text: str, *, is_query: bool = False) -> Clean:
    return _cleaned(text, _OF_QUERIES if is_query else _OF_DOCUMENTS)


def without_line_ends(text: str) -> Clean:
    """Words that a line of a PDF breaks are whole, and all else is as it was."""
    return _cleaned(text, (_line_ends,))


def _cleaned(text: str, steps: Iterable[Callable[[str], Iterator[Edit]]]) -> Clean:
    begins, ends = list(range(len(text))), list(range(1, len(text) + 1))
    for step in steps:
        edits = list(step(text))
        if edits:
            begins = _moved(begins, edits, lambda at, begin, _end: at[begin])
            ends = _moved(ends, edits, lambda at, _begin, end: at[end - 1])
            text = _edited(text, edits)
    return Clean(text, tuple(begins), tuple(ends))


def _edited(text: str, edits: list[Edit]) -> str:
    pieces: list[str] = []
    position = 0
    for begin, end, new in edits:
        pieces += text[position:begin], new
        position = end
    return "".join([*pieces, text[position:]])


def _moved(at: list[int], edits: list[Edit], side: Callable[[list[int], int, int], int]) -> list[int]:
    """What is as long as before keeps its places one by one; else each new character has those of all that it replaces.

    What is put in where nothing was has the place of the character before it.
    """
    places, position = [], 0
    for begin, end, new in edits:
        places += at[position:begin]
        if len(new) == end - begin:
            places += at[begin:end]
        elif new:
            places += [side(at, min(begin, end - 1), end)] * len(new)
        position = end
    return places + at[position:]


def _by_pattern(pattern: str, new: Callable[[re.Match[str]], str]) -> Callable[[str], Iterator[Edit]]:
    compiled = re.compile(pattern)

    def step(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            if (words := new(match)) != match[0]:
                yield match.start(), match.end(), words

    return step


def _within(pattern: str, *, to: dict[int, Callable[[str], str]]) -> Callable[[str], Iterator[Edit]]:
    """Only the groups named are changed; a group that did not take part is left alone."""
    compiled = re.compile(pattern)

    def step(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            for group, new in to.items():
                if match.start(group) >= 0 and (words := new(match[group])) != match[group]:
                    yield match.start(group), match.end(group), words

    return step


def _in_digits(kanji: str) -> str:
    """二十四 → 24, and 二〇二四 → 2024, digit by digit."""
    return str(number(kanji) or "") or kanji


def _without_blanks(pattern: str) -> Callable[[str], Iterator[Edit]]:
    compiled = re.compile(pattern)

    def step(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            for gap in _BLANKS.finditer(text, match.start(), match.end()):
                yield gap.start(), gap.end(), ""

    return step


_BLANKS = re.compile(r"[ \t]+")
_UNSEEN = _by_pattern(
    "\r\n|[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e01ef]",
    lambda match: "\n" if match[0] in {"\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c"} else "",
)
# As keyboards and other programs write it. What was cut out of a word may begin with ー; behind a blank it is a minus.
_MINUS = _by_pattern(r"(?<!\S)[\u2010-\u2015\u2212](?=\S)|(?<=\s)ー(?=[^\sー])", lambda _: "-")
# Before NFKC, which makes 「(株)」 of it.
_COMPANIES = _by_pattern(
    rf"([{''.join(COMPANIES)}])|[(（]({'|'.join(COMPANIES_IN_BRACKETS)})[)）]",
    lambda match: COMPANIES.get(match[1]) or COMPANIES_IN_BRACKETS[match[2]],
)
_ROMAN = _by_pattern(f"(?<![A-Za-zＡ-Ｚａ-ｚ])[{''.join(ROMAN)}]", lambda match: ROMAN[match[0]])
_SIGNS = _by_pattern(f"[{''.join(SIGNS)}]", lambda match: SIGNS[match[0]])
# A character with the marks that follow it, or one that is not of the common blocks.
_WIDTHS = _by_pattern(
    r"[^\n][\uff9e\uff9f\u3099\u309a\u0300-\u036f]+|[^\n\x20-\x7e\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff]",
    lambda match: unicodedata.normalize("NFKC", match[0]),
)
_CHAPTERS = _within(
    rf"第({'|'.join(sorted(SPELLED_ROMAN, key=len, reverse=True))})(?=[章節条項編部回期版号巻款])",
    to={1: SPELLED_ROMAN.__getitem__},
)
_SQUARES = _by_pattern(r"(?<![A-Za-z])m[23](?![A-Za-z0-9])", lambda match: "平立"[int(match[0][1]) - 2] + "方メートル")
_THOUSANDS = _by_pattern(r"(?<=\d),(?=\d{3}(?!\d))", lambda _: "")
_LETTERS = _by_pattern(f"[{''.join(SAME)}]", lambda match: SAME[match[0]])
_SMALL_KE = _by_pattern(r"(?<=[\u4e00-\u9fff])[ヶヵ](?![月所年国条])(?=[\u4e00-\u9fff])", lambda _: "ケ")
_KANJI_NUMBERS = _within(
    r"([一二三四五六七八九十百千〇]{2,6})(?=[人日月年回件条章項号歳時分秒円市町村台枚冊名点次部課節款割倍])"
    r"|第([一二三四五六七八九])(?=[回号章条項次期部編節款類種])"
    r"|(?<![一二三四五六七八九十百千〇万])([一二三四五六七八九])(?=丁目|番地|箇所|か所)",
    to=dict.fromkeys((1, 2, 3), _in_digits),
)
_SINGLE = rf"[{JAPANESE}](?![{JAPANESE}A-Za-z0-9])"
_SPACED = _without_blanks(rf"(?<![{JAPANESE}A-Za-z0-9]){_SINGLE}(?:[ \t]+{_SINGLE})+")
_SPELLED = _without_blanks(r"(?<![A-Za-z0-9])[A-Z](?: [A-Z](?![A-Za-z0-9]))+")
_ERA = r"(?:令和|平成|昭和|大正|明治|(?<![A-Za-z0-9])[RHSTM])"
_FIRST_YEARS = _within(
    rf"{_ERA}(元|[〇一二三四五六七八九十]{{1,4}})(?=年)", to={1: lambda word: str(number(word) or word)}
)
_YEAR_BLANKS = _without_blanks(
    r"(?:令和|平成|昭和|大正|明治|(?<![A-Za-z0-9])[RHSTM])[ \t]*(?:\d{1,2}|元)[ \t]*年(?:[ \t]*度)?"
    r"|(?<!\d)(?:19|20)\d{2}[ \t]*年(?:[ \t]*度)?"
)
_ZEROS = _by_pattern(r"(?<!\d)0(?=[1-9][年月日])", lambda _: "")
_NAMES = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_ERA_DAYS = _within(
    r"(?<![A-Za-z0-9.])([RHSTM])\.?\d{1,2}([./-])\d{1,2}([./-])\d{1,2}()(?![\d./-])",
    to={1: _NAMES.__getitem__, 2: lambda _: "年", 3: lambda _: "月", 4: lambda _: "日"},
)
_ERA_MONTHS = _within(
    r"(?<![A-Za-z0-9.])([RHS])\d{1,2}([./])(?:1[0-2]|[1-9])()(?![\d./年月])",
    to={1: _NAMES.__getitem__, 2: lambda _: "年", 3: lambda _: "月"},
)
_NAMED_ERA_DAYS = _within(
    r"(?:令和|平成|昭和|大正|明治)\d{1,2}([./-])\d{1,2}([./-])\d{1,2}()(?![\d./-])",
    to={1: lambda _: "年", 2: lambda _: "月", 3: lambda _: "日"},
)
_DAYS = _within(
    r"(?<![\d./-])(?:19|20)\d{2}([./-])(?:1[0-2]|0?[1-9])([./-])(?:3[01]|[12]\d|0?[1-9])()(?![\d./-])",
    to={1: lambda _: "年", 2: lambda _: "月", 3: lambda _: "日"},
)


def _line_ends(text: str) -> Iterator[Edit]:
    """A long line that ends within Japanese goes on in the next, a word in katakana in any: PDF breaks lines.

    Two words in katakana in two short lines are two words: a table or a list has them.
    """
    for match in _LINE_END.finditer(text):
        if match["long"]:
            yield *match.span("long"), ""
        elif len(match["first"]) >= _LONG_LINE or is_across(match["first"], match["second"]):
            yield *match.span("word"), ""


_KATAKANA = "ァ-ヺー"
_LONG_LINE = 15
_LINE_END = re.compile(
    rf"[^\n]{{{_LONG_LINE - 1}}}[{JAPANESE}](?P<long>[ \t]*\n)(?=[{JAPANESE}])"
    rf"|(?<![{_KATAKANA}])(?P<first>[{_KATAKANA}]++)(?P<word>[ \t]*\n)(?=(?P<second>[{_KATAKANA}]{{1,20}}))"
)

_COMMON = (
    _UNSEEN, _COMPANIES, _ROMAN, _SIGNS, _WIDTHS, _CHAPTERS, _SQUARES, _THOUSANDS, _LETTERS, _SMALL_KE
)  # fmt: skip
_DATES = (
    _YEAR_BLANKS, _FIRST_YEARS, _ERA_DAYS, _ERA_MONTHS, _NAMED_ERA_DAYS, _DAYS, _ZEROS, _KANJI_NUMBERS
)  # fmt: skip
_OF_DOCUMENTS = (*_COMMON, _SPACED, _SPELLED, _line_ends, *_DATES)
_OF_QUERIES = (_MINUS, *_COMMON, *_DATES)
