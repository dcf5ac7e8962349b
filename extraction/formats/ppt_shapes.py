"""The shapes of a slide until 2003: each box with its place and its text, tables as tables ([MS-ODRAW] 2.2)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.formats import tables
from extraction.formats.ppt_records import Deck, Listed, Record, Text
from extraction.pages import Block

_DRAWING, _OF_SLIDE, _GROUP, _SHAPE = 0x040C, 0xF002, 0xF003, 0xF004
_BOX, _CLIENT, _PLACEHOLDER, _REFERENCE = 0xF00D, 0xF011, 0x0BC3, 0x0F9E
_PLACE, _PLACE_IN_GROUP = 0xF010, 0xF00F
_OPTIONS = {0xF00B, 0xF122}
_IS_TABLE = 0x039F
_FIELDS = {0x0FD8, 0x0FF7, 0x0FF8, 0x0FF9, 0x0FFA, 0x1015}  # number, dates, header, footer: written as *
_FURNITURE = {7, 8, 9, 10}  # date, number, footer, header
_DEEPEST = 50
_MASTER_UNITS = 8  # of a point


@dataclass(frozen=True)
class Place:
    """In units of the slide, or of the group."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    @property
    def corner(self) -> tuple[float, float]:
        """Top and left in points."""
        return self.top / _MASTER_UNITS, self.left / _MASTER_UNITS


@dataclass
class Shape:
    """A box with its texts, or a group with the shapes in it."""

    place: Place = field(default_factory=Place)
    texts: list[Text] = field(default_factory=list)
    inner: "list[Shape]" = field(default_factory=list)
    is_table: bool = False


def shapes_of(deck: Deck, slide: Record, listed: Listed) -> list[Shape]:
    found = [
        _group(deck, group, listed, 0)
        for drawing in deck.children(slide)
        if drawing.kind == _DRAWING
        for page in deck.children(drawing)
        if page.kind == _OF_SLIDE
        for group in deck.children(page)
        if group.kind == _GROUP
    ]
    return [shape for group in found for shape in group.inner]


def _group(deck: Deck, parent: Record, listed: Listed, depth: int) -> Shape:
    """Its first shape is the group itself."""
    made = Shape()
    is_first = True
    for record in deck.children(parent):
        if record.kind == _GROUP and depth < _DEEPEST:
            made.inner.append(_group(deck, record, listed, depth + 1))
        elif record.kind == _SHAPE:
            shape = _shape(deck, record, listed)
            if is_first:
                made.place, made.is_table = shape.place, shape.is_table
            elif shape.texts:
                made.inner.append(shape)
        is_first = False
    return made


def _shape(deck: Deck, parent: Record, listed: Listed) -> Shape:
    made = Shape()
    is_furniture = False
    for record in deck.children(parent):
        if record.kind in {_PLACE, _PLACE_IN_GROUP}:
            made.place = _place(deck.body(record), is_inner=record.kind == _PLACE_IN_GROUP)
        elif record.kind == _BOX:
            made.texts = list(_texts(deck, record, listed))
        elif record.kind == _CLIENT:
            is_furniture = any(_is_furniture(deck, inner) for inner in deck.children(record))
        elif record.kind in _OPTIONS:
            made.is_table = made.is_table or _is_table(deck.body(record), record.instance)
    if is_furniture:
        made.texts = []
    return made


def _texts(deck: Deck, box: Record, listed: Listed) -> Iterator[Text]:
    """In the box, or in the list of slides, to which the box then points."""
    stands_for_other = False
    for record in deck.children(box):
        stands_for_other = stands_for_other or record.kind in _FIELDS
        if record.kind == _REFERENCE:
            number = int.from_bytes(deck.body(record)[:4], "little")
            if number < len(listed.texts):
                yield listed.texts[number]
    for text in deck.texts(box):
        if not (stands_for_other and text.words.strip() == "*"):
            yield text


def _is_furniture(deck: Deck, record: Record) -> bool:
    return record.kind == _PLACEHOLDER and deck.body(record)[4:5] != b"" and deck.body(record)[4] in _FURNITURE


def _place(body: bytes, *, is_inner: bool) -> Place:
    if is_inner and len(body) >= 16:
        return Place(*struct.unpack_from("<4i", body))
    if len(body) >= 16:
        top, left, right, bottom = struct.unpack_from("<4i", body)
    elif len(body) >= 8:
        top, left, right, bottom = struct.unpack_from("<4h", body)
    else:
        return Place()
    return Place(left, top, right, bottom)


def _is_table(options: bytes, count: int) -> bool:
    for number in range(min(count, len(options) // 6)):
        name, value = struct.unpack_from("<HI", options, 6 * number)
        if name & 0x3FFF == _IS_TABLE:
            return bool(value & 1)
    return False


def table(group: Shape, words: "dict[int, str]") -> Block:
    """Of a group of cells; `words` gives the text of each by its number in the group."""
    columns = {left: number for number, left in enumerate(sorted({cell.place.left for cell in group.inner}))}
    lines = {top: number for number, top in enumerate(sorted({cell.place.top for cell in group.inner}))}
    rows: list[list[tuple[int, dict[str, object]]]] = [[] for _ in lines]
    for number, cell in enumerate(group.inner):
        across = sum(cell.place.left <= left < cell.place.right for left in columns)
        down = sum(cell.place.top <= top < cell.place.bottom for top in lines)
        entry = tables.cell(words.get(number, ""), colspan=max(across, 1), rowspan=max(down, 1))
        rows[lines[cell.place.top]].append((columns[cell.place.left], entry))
    return tables.table([entry for _, entry in sorted(row, key=lambda one: one[0])] for row in rows)
