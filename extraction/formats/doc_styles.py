"""Styles and lists of a Word file: which paragraphs are headings, and the numbers before them ([MS-DOC] 2.9)."""

import struct
from dataclasses import dataclass, field

from extraction.formats.doc_file import WordFile
from extraction.formats.doc_properties import Setting, apply
from extraction.formats.numbering import written

_STYLES, _LISTS, _OVERRIDES = 1, 73, 74
_MOST_BELOW = 20  # styles that stand on each other
_LEVELS = 9
_NO_LIST = 4095
_BULLET, _NONE = 23, 255
_HOW = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 12: "aiueo", 13: "iroha", 14: "decimalFullWidth", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 20: "aiueoFullWidth", 21: "irohaFullWidth", 22: "decimalZero",
    _NONE: "none",
}  # fmt: skip


@dataclass(frozen=True)
class _Style:
    kind: int  # 1 to 9: heading of that level
    below: int
    setting: Setting


def styles_of(file: WordFile) -> dict[int, Setting]:
    """By its number, what a style says of its paragraphs; its own words before those of the styles below."""
    sheet = file.structure(_STYLES)
    if len(sheet) < 6:
        return {}
    place = 2 + int.from_bytes(sheet[:2], "little")
    base = int.from_bytes(sheet[4:6], "little")
    found: dict[int, _Style] = {}
    for number in range(int.from_bytes(sheet[2:4], "little")):
        if place + 2 > len(sheet):
            break
        size = int.from_bytes(sheet[place : place + 2], "little")
        if size:
            found[number] = _style(sheet[place + 2 : place + 2 + size], base)
        place += 2 + size
    return {number: _whole(number, found) for number in found}


def _style(data: bytes, base: int) -> _Style:
    words = [int.from_bytes(data[place : place + 2], "little") for place in (0, 2, 4)]
    setting = Setting()
    if words[1] & 0x0F == 1:  # a paragraph's style: its first part says how the paragraph is set
        name = int.from_bytes(data[base : base + 2], "little")
        part = base + 2 + 2 * name + 2
        size = int.from_bytes(data[part : part + 2], "little")
        apply(data[part + 4 : part + 2 + size], setting)
    return _Style(words[0] & 0x0FFF, words[1] >> 4, setting)


def _whole(number: int, styles: dict[int, _Style]) -> Setting:
    made = Setting(style=number)
    for _ in range(_MOST_BELOW):
        style = styles.get(number)
        if style is None:
            break
        level = style.setting.level
        if level is None and 1 <= style.kind <= _LEVELS:
            level = style.kind - 1
        made.level = level if made.level is None else made.level
        if made.list_number is None:
            made.list_number = style.setting.list_number
            made.list_level = style.setting.list_level if made.list_level is None else made.list_level
        number = style.below
    return made


@dataclass(frozen=True)
class _Level:
    start: int
    how: int
    pattern: str


@dataclass
class Lists:
    """Counts through one document; to be asked for each paragraph once, in order."""

    levels: dict[int, list[_Level]] = field(default_factory=dict)  # by the number that paragraphs name
    shared: dict[int, int] = field(default_factory=dict)
    _counters: dict[int, list[int | None]] = field(default_factory=dict)

    def label(self, number: int, level: int) -> str:
        """What stands before the paragraph: `•` for any bullet, nothing where it is in no list."""
        levels = self.levels.get(number, [])
        if level >= len(levels):
            return ""
        mine = levels[level]
        if mine.how == _BULLET:
            return "•"
        counters = self._counters.setdefault(self.shared[number], [None] * _LEVELS)
        before = counters[level]
        counters[level] = mine.start if before is None else before + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        return "".join(self._sign(sign, levels, counters) for sign in mine.pattern).strip()

    def _sign(self, sign: str, levels: list[_Level], counters: list[int | None]) -> str:
        """Signs below 9 are the numbers of the levels."""
        level = ord(sign)
        if level >= _LEVELS:
            return sign
        if level >= len(levels):
            return ""
        value = counters[level]
        return written(levels[level].start if value is None else value, _HOW.get(levels[level].how, "decimal"))


def lists_of(file: WordFile) -> Lists:
    made = Lists()
    patterns = _patterns(file)
    table = file.structure(_OVERRIDES)
    count = min(int.from_bytes(table[:4], "little"), max((len(table) - 4) // 16, 0), _NO_LIST)
    for number in range(count):
        (name,) = struct.unpack_from("<i", table, 4 + 16 * number)
        if name in patterns:
            made.levels[number + 1], made.shared[number + 1] = patterns[name], name
    return made


def _patterns(file: WordFile) -> dict[int, list[_Level]]:
    """The levels of each list by its name; they lie behind the table that names the lists."""
    if len(file.main) < 0x9A + 8 * (_LISTS + 1):
        return {}
    place, size = struct.unpack_from("<II", file.main, 0x9A + 8 * _LISTS)
    table = file.table
    count = int.from_bytes(table[place : place + 2], "little") if size else 0
    behind = place + 2 + 28 * count
    found: dict[int, list[_Level]] = {}
    for number in range(count):
        head = table[place + 2 + 28 * number : place + 2 + 28 * (number + 1)]
        if len(head) < 28:
            break
        (name,) = struct.unpack_from("<i", head)
        levels = []
        for _ in range(1 if head[26] & 1 else _LEVELS):
            if behind + 30 > len(table):
                return found
            level, behind = _level(table, behind)
            levels.append(level)
        found[name] = levels
    return found


def _level(table: bytes, place: int) -> tuple[_Level, int]:
    start, how = struct.unpack_from("<iB", table, place)
    behind = place + 28 + table[place + 24] + table[place + 25]
    size = int.from_bytes(table[behind : behind + 2], "little")
    pattern = table[behind + 2 : behind + 2 + 2 * size].decode("utf-16-le", "replace")
    return _Level(start, how, pattern[:100]), behind + 2 + 2 * size
