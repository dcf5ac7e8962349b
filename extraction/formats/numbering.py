"""The numbers that Word writes before paragraphs: no paragraph's text has them, but people name chapters by them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from extraction.formats.tables import letters

_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_KANJI = "〇一二三四五六七八九"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


def roman(number: int) -> str:
    made = ""
    for value, sign in _ROMAN:
        made += sign * (number // value)
        number %= value
    return made


def kanji(number: int) -> str:
    """一, 十, 二十一 … up to 99; beyond that, digit by digit."""
    if number > 99:
        return "".join(_KANJI[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return (_KANJI[tens] if tens > 1 else "") + ("十" if tens else "") + (_KANJI[ones] if ones or not tens else "")


def circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


def wide(number: int) -> str:
    return str(number).translate({ord("0") + n: ord("０") + n for n in range(10)})


def _of(row: str) -> Callable[[int], str]:
    return lambda number: row[(number - 1) % len(row)] if number else ""


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": wide,
    "decimalFullWidth2": wide,
    "decimalEnclosedCircle": circled,
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letters(number - 1),
    "lowerLetter": lambda number: letters(number - 1).lower(),
    "aiueo": _of(_AIUEO),
    "aiueoFullWidth": _of(_AIUEO),
    "iroha": _of(_IROHA),
    "irohaFullWidth": _of(_IROHA),
    "japaneseCounting": kanji,
    "ideographDigital": kanji,
    "japaneseDigitalTenThousand": kanji,
    "chineseCounting": kanji,
}


def written(number: int, how: str) -> str:
    """A number as Word's format of that name writes it; unknown formats as digits."""
    return _FORMATS.get(how, str)(max(0, min(number, 100_000)))


@dataclass(frozen=True)
class Level:
    how: str = "decimal"
    pattern: str = ""
    start: int = 1
    style: str = ""


@dataclass(frozen=True)
class Mark:
    """What stands before a paragraph; `label` is empty for a plain bullet."""

    label: str
    level: int


@dataclass
class Numbering:
    """Counts through one document; to be asked for each paragraph once, in order."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)  # list → (counters shared by, levels)
    styles: dict[str, tuple[str, int | None, str]] = field(default_factory=dict)  # style → (list, level, based on)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)

    def mark(self, properties: Any, style: str) -> Mark | None:
        """None for a paragraph that belongs to no list."""
        number, level = self._place(properties, style)
        if number not in self.lists:
            return None
        shared, levels = self.lists[number]
        if level is None:
            level = next((n for n, found in levels.items() if found.style == style), 0)
        mine = levels.get(level)
        if mine is None or mine.how == "bullet":
            return Mark("", level) if mine else None
        counters = self._counters.setdefault(shared, [None] * _LEVELS)
        before = counters[level]
        counters[level] = mine.start if before is None else before + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        label = _PLACE.sub(lambda match: self._count(counters, levels, int(match[1]) - 1), mine.pattern).strip()
        return Mark(label, level) if label else None

    def _count(self, counters: list[int | None], levels: dict[int, Level], level: int) -> str:
        found = levels.get(level, Level())
        value = counters[level]
        return written(found.start if value is None else value, found.how)

    def _place(self, properties: Any, style: str) -> tuple[str, int | None]:
        """The paragraph's own words first, then its style's, then those of the styles below."""
        number, level = _reference(properties)
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            of_style, level_of_style, below = self.styles[style]
            number, level = number or of_style, level_of_style if level is None else level
            if number:
                break
            style = below
        return number, level


def _reference(properties: Any) -> tuple[str, int | None]:
    """(list, level) of a `w:pPr`; list "0" takes a paragraph out of its style's list."""
    found = None if properties is None else properties.find(qn("w:numPr"))
    if found is None:
        return "", None
    number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    return (
        "" if number is None else number.get(qn("w:val"), ""),
        None if level is None else min(_number(level, 0), _LEVELS - 1),
    )


def _number(element: Any, otherwise: int) -> int:
    words = "" if element is None else element.get(qn("w:val"), "")
    return int(words) if words.isascii() and words.isdigit() else otherwise


def _words(element: Any, name: str, otherwise: str = "") -> str:
    found = element.find(qn(name))
    return otherwise if found is None else found.get(qn("w:val"), otherwise)


def numbering_of(document: Any) -> Numbering:
    """As the parts of a `docx.Document` define it; nothing where there is no such part."""
    made = Numbering()
    for style in document.styles.element.findall(qn("w:style")):
        number, level = _reference(style.find(qn("w:pPr")))
        made.styles[style.get(qn("w:styleId"), "")] = (number, level, _words(style, "w:basedOn"))
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
    if part is None:
        return made
    root = part.element
    patterns = {e.get(qn("w:abstractNumId")): e for e in root.findall(qn("w:abstractNum"))}
    for number in root.findall(qn("w:num")):
        name, shared = number.get(qn("w:numId"), ""), _words(number, "w:abstractNumId")
        if shared in patterns and name != "0":
            levels = {_level_of(e): _level(e) for e in patterns[shared].findall(qn("w:lvl"))}
            overrides = number.findall(qn("w:lvlOverride"))
            for override in overrides:
                start = override.find(qn("w:startOverride"))
                old = levels.get(_level_of(override), Level())
                levels[_level_of(override)] = Level(old.how, old.pattern, _number(start, old.start), old.style)
            made.lists[name] = (f"{shared}/{name}" if overrides else shared, levels)
    return made


def _level_of(element: Any) -> int:
    words = element.get(qn("w:ilvl"), "0")
    return min(int(words), _LEVELS - 1) if words.isascii() and words.isdigit() else 0


def _level(element: Any) -> Level:
    return Level(
        _words(element, "w:numFmt", "decimal"),
        _words(element, "w:lvlText"),
        _number(element.find(qn("w:start")), 1),
        _words(element, "w:pStyle"),
    )
