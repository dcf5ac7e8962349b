"""The records of a PowerPoint file until 2003, and where its slides begin ([MS-PPT] 2.1, 2.3)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = 8
_USER_EDIT, _PERSIST = 0x0FF5, 0x1772
_DOCUMENT, _LIST, _SLIDE_OF_LIST = 0x03E8, 0x0FF0, 0x03F3
_CHARS, _BYTES, _TEXT_KIND = 0x0FA0, 0x0FA8, 0x0F9F
_SLIDES, _NOTES = 0, 2
_MOST_EDITS = 1000
_MOST_SLIDES = 5000
_FROM_95 = ("PP40", "PP97_DUALSTORAGE")


@dataclass(frozen=True)
class Record:
    """`instance` tells records of one kind apart; the body lies from `first` to `end` of the stream."""

    kind: int
    instance: int
    first: int
    end: int


@dataclass(frozen=True)
class Text:
    """What one box says, and what it is for: 0 and 6 are titles, 2 is notes."""

    kind: int
    words: str


@dataclass
class Listed:
    """A slide, or the notes of one, as the document lists it: its place, its name, the texts kept in the list."""

    place: int
    name: int
    texts: list[Text] = field(default_factory=list)


class Deck:
    """Raises ValueError or struct.error for what is none. `is_older` is a file of PowerPoint 4 or 95: not readable."""

    def __init__(self, path: Path) -> None:
        import olefile  # noqa: PLC0415  only for the few files that need it: the child starts quickly

        with olefile.OleFileIO(path) as ole:
            self.is_older = not ole.exists("PowerPoint Document") and any(ole.exists(name) for name in _FROM_95)
            self.data = b"" if self.is_older else bytes(ole.openstream("PowerPoint Document").read())
            user = b"" if self.is_older else bytes(ole.openstream("Current User").read())
        self.slides: list[Listed] = []
        self.notes: list[Listed] = []
        if not self.is_older:
            self._find(int(struct.unpack_from("<I", user, 16)[0]))

    def record(self, place: int) -> Record:
        """The record that begins there. Raises struct.error past the end of the stream."""
        head, kind, size = struct.unpack_from("<HHI", self.data, place)
        return Record(kind, head >> 4, place + _HEAD, min(place + _HEAD + size, len(self.data)))

    def children(self, parent: Record) -> Iterator[Record]:
        place = parent.first
        while place + _HEAD <= parent.end:
            record = self.record(place)
            yield Record(record.kind, record.instance, record.first, min(record.end, parent.end))
            place = record.end

    def body(self, record: Record) -> bytes:
        return self.data[record.first : record.end]

    def texts(self, parent: Record) -> Iterator[Text]:
        """Of a list or of a box: each text has its kind before it."""
        kind = 4
        for record in self.children(parent):
            if record.kind == _TEXT_KIND:
                kind = int.from_bytes(self.body(record)[:4], "little")
            elif words := self.words(record):
                yield Text(kind, words)

    def words(self, record: Record) -> str:
        """Of a record of text; empty for any other."""
        if record.kind == _CHARS:
            return self.body(record).decode("utf-16-le", "replace")
        return self.body(record).decode("latin-1") if record.kind == _BYTES else ""

    def _find(self, edit: int) -> None:
        places, document = self._places(edit)
        if document not in places:
            raise ValueError("no document in it")
        root = self.record(places[document])
        if root.kind != _DOCUMENT:
            raise ValueError("no document in it")
        for found in self.children(root):
            if found.kind == _LIST and found.instance in {_SLIDES, _NOTES}:
                listed = list(self._listed(found, places))
                if found.instance == _SLIDES:
                    self.slides += listed
                else:
                    self.notes += listed

    def _places(self, edit: int) -> tuple[dict[int, int], int]:
        """Where each part begins, by its number, as the newest save says; and the number of the document."""
        places: dict[int, int] = {}
        document = 0
        seen: set[int] = set()
        while edit and edit not in seen and len(seen) < _MOST_EDITS:
            seen.add(edit)
            record = self.record(edit)
            if record.kind != _USER_EDIT:
                break
            edit, table, number = struct.unpack_from("<III", self.data, record.first + 8)
            document = document or number
            for name, place in self._table(self.record(table)):
                places.setdefault(name, place)
        return places, document

    def _table(self, record: Record) -> Iterator[tuple[int, int]]:
        place = record.first
        while record.kind == _PERSIST and place + 4 <= record.end:
            head = int.from_bytes(self.data[place : place + 4], "little")
            first, count = head & 0xFFFFF, head >> 20
            place += 4
            for number in range(count):
                if place + 4 > record.end:
                    return
                yield first + number, int.from_bytes(self.data[place : place + 4], "little")
                place += 4

    def _listed(self, parent: Record, places: dict[int, int]) -> Iterator[Listed]:
        """Each with the texts that follow it in the list; none twice."""
        current: Listed | None = None
        seen: set[int] = set()
        kind = 4
        for record in self.children(parent):
            if record.kind == _SLIDE_OF_LIST:
                if current is not None:
                    yield current
                number, _, _, name = struct.unpack_from("<IIII", self.data, record.first)
                is_new = number in places and number not in seen and len(seen) < _MOST_SLIDES
                current = Listed(places[number], name) if is_new else None
                seen.add(number)
            elif record.kind == _TEXT_KIND:
                kind = int.from_bytes(self.body(record)[:4], "little")
                if current is not None:
                    current.texts.append(Text(kind, ""))
            elif current is not None and current.texts and (words := self.words(record)):
                current.texts[-1] = Text(kind, words)
        if current is not None:
            yield current
