"""How paragraphs and characters of a Word file are set: read from its pages of properties ([MS-DOC] 2.9)."""

import bisect
import itertools
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extraction.formats.doc_file import WordFile
from extraction.formats.story import Edge

_PAGE = 512
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # of an operand by the top three bits of its code; 0: its first byte says
_TABLE, _TABS, _HUGE = 0xD608, 0xC615, {0x6645, 0x6646}
_CHPX, _PAPX = 12, 13
_VANISH, _DELETED = 0x083C, 0x0800

type Run = tuple[int, int, bytes]


@dataclass
class Setting:
    """Of one paragraph. `level` 9 is no heading; `list_number` 0 is no list, None says nothing of it."""

    style: int = 0
    level: int | None = None
    list_number: int | None = None
    list_level: int | None = None
    is_in_table: bool = False
    ends_row: bool = False
    depth: int = 0
    ends_inner_cell: bool = False
    ends_inner_row: bool = False
    is_head: bool = False
    edges: list[Edge] = field(default_factory=list)


def operands(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of each property; stops at what is cut short."""
    place = 0
    while place + 2 <= len(properties):
        (code,) = struct.unpack_from("<H", properties, place)
        place += 2
        size = _SIZES[code >> 13]
        if code == _TABLE and place + 2 <= len(properties):
            size = int(struct.unpack_from("<H", properties, place)[0]) + 1
        elif size == 0:
            if place >= len(properties):
                return
            size = properties[place] + 1
            if code == _TABS and size == 256:
                return  # its size would have to be counted; nothing that is needed stands behind
        if place + size > len(properties):
            return
        yield code, properties[place : place + size]
        place += size


def apply(properties: bytes, setting: Setting, data: bytes = b"") -> None:
    """`data` is the stream in which properties lie that are too large for their page."""
    for code, operand in operands(properties):
        if code in _HUGE and data:
            (place,) = struct.unpack("<I", operand)
            size = int.from_bytes(data[place : place + 2], "little")
            apply(data[place + 2 : place + 2 + size], setting)
        elif code == _TABLE:
            setting.edges = _edges(operand)
        else:
            _set(setting, code, int.from_bytes(operand, "little"))


def _set(setting: Setting, code: int, value: int) -> None:
    match code:
        case 0x2640:
            setting.level = value
        case 0x460B:
            setting.list_number = value
        case 0x260A:
            setting.list_level = value
        case 0x2416:
            setting.is_in_table = bool(value)
        case 0x2417:
            setting.ends_row = bool(value)
        case 0x6649:
            setting.depth = value
        case 0x244B:
            setting.ends_inner_cell = bool(value)
        case 0x244C:
            setting.ends_inner_row = bool(value)
        case 0x3404:
            setting.is_head = bool(value)


def _edges(operand: bytes) -> list[Edge]:
    count = operand[2] if len(operand) > 2 else 0
    first = 3 + 2 * (count + 1)
    if len(operand) < first:
        return []
    rights = struct.unpack_from(f"<{count}h", operand, 5)
    edges = []
    for number, right in enumerate(rights):
        flags = int.from_bytes(operand[first + 20 * number : first + 20 * number + 2], "little")
        edges.append(Edge(right, bool(flags & 0x02), bool(flags & 0x20) and not flags & 0x40))
    return edges


class Runs:
    """Properties by the place of the bytes that they hold for."""

    def __init__(self, runs: list[Run]) -> None:
        self._runs = sorted(runs, key=lambda run: run[:2])
        self._starts = [first for first, _, _ in self._runs]

    def at(self, place: int) -> bytes:
        number = bisect.bisect_right(self._starts, place) - 1
        if number < 0 or place >= self._runs[number][1]:
            return b""
        return self._runs[number][2]

    def between(self, first: int, end: int) -> Iterator[Run]:
        number = max(bisect.bisect_right(self._starts, first) - 1, 0)
        for run in self._runs[number : bisect.bisect_left(self._starts, end)]:
            if run[1] > first:
                yield run


def of_paragraphs(file: WordFile) -> Runs:
    """The number of the style in two bytes, then the properties."""
    return Runs([run for page in _pages(file, _PAPX) for run in _runs(page, 13, _paragraph)])


def hidden(file: WordFile) -> Runs:
    """The runs that are hidden, or deleted in tracked changes; their properties are of no interest."""
    runs = (run for page in _pages(file, _CHPX) for run in _runs(page, 1, _character))
    return Runs([run for run in runs if _hides(run[2])])


def _hides(properties: bytes) -> bool:
    switches = {code: operand[0] for code, operand in operands(properties) if code in {_VANISH, _DELETED}}
    return any(value & 1 for value in switches.values())


def _pages(file: WordFile, index: int) -> Iterator[bytes]:
    table = file.structure(index)
    count = max((len(table) - 4) // 8, 0)
    seen: set[int] = set()
    for number in range(count):
        place = int.from_bytes(table[4 * (count + 1 + number) :][:4], "little") & 0x3FFFFF
        page = file.main[place * _PAGE : (place + 1) * _PAGE]
        if place not in seen and len(page) == _PAGE:
            seen.add(place)
            yield page


def _runs(page: bytes, width: int, properties: Callable[[bytes, int], bytes]) -> Iterator[Run]:
    """Of one page of properties; `width` is that of an entry behind the places."""
    count = page[-1]
    entries = 4 * (count + 1)
    if entries + width * count > _PAGE - 1:
        return
    places = struct.unpack_from(f"<{count + 1}I", page)
    for number, (first, end) in enumerate(itertools.pairwise(places)):
        offset = 2 * page[entries + width * number]
        if first < end:
            yield first, end, properties(page, offset) if offset else b""


def _paragraph(page: bytes, offset: int) -> bytes:
    size = page[offset]
    if size:
        return page[offset + 1 : offset + 2 * size]
    size = page[offset + 1] if offset + 1 < _PAGE else 0
    return page[offset + 2 : offset + 2 + 2 * size]


def _character(page: bytes, offset: int) -> bytes:
    return page[offset + 1 : offset + 1 + page[offset]]
