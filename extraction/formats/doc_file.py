"""The streams of a Word file until 2003, and its text in pieces: Word 6, 95, and 97 to 2003 ([MS-DOC])."""

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_WORD_97, _WORD_6 = 0xA5EC, 0xA5DC
_FIRST_97 = 193  # nFib: in the files of Word 97 and later
_ENCRYPTED, _COMPLEX, _TABLE_1 = 0x0100, 0x0004, 0x0200
_MOST_CHARACTERS = 20_000_000  # pieces may lie over each other
_CODES = {0x11: "cp932", 0x12: "cp949", 0x19: "cp1251", 0x08: "cp1253", 0x1F: "cp1254", 0x05: "cp1250", 0x15: "cp1250"}
_CHINESE = {0x0404: "cp950", 0x0C04: "cp950", 0x0804: "gbk", 0x1004: "gbk"}


@dataclass(frozen=True)
class Piece:
    """Characters `first` to `end` (excluded) of the document lie at byte `place`, `width` bytes each."""

    first: int
    end: int
    place: int
    width: int


@dataclass(frozen=True)
class Part:
    """Which characters are the text, the footnotes …; counted from 0, the end excluded."""

    first: int
    end: int


class WordFile:
    """Raises ValueError or struct.error for what is none, or is locked."""

    def __init__(self, path: Path) -> None:
        import olefile  # noqa: PLC0415  only for the few files that need it: the child starts quickly

        with olefile.OleFileIO(path) as ole:

            def stream(name: str) -> bytes:
                if not ole.exists(name):
                    return b""
                with ole.openstream(name) as found:
                    return bytes(found.read())

            self.main = stream("WordDocument")
            self.data = stream("Data")
            mark, version, flags = self.number("H", 0), self.number("H", 2), self.number("H", 0x0A)
            if mark not in {_WORD_97, _WORD_6} or flags & _ENCRYPTED:
                raise ValueError("no Word file that can be read")
            self.is_97 = mark == _WORD_97 and version >= _FIRST_97
            self.table = stream("1Table" if flags & _TABLE_1 else "0Table") if self.is_97 else self.main
            self._is_complex = self.is_97 or bool(flags & _COMPLEX)

    def number(self, kind: str, place: int) -> int:
        """A number of the main stream. Raises struct.error past its end."""
        return int(struct.unpack_from(f"<{kind}", self.main, place)[0])

    def structure(self, index: int) -> bytes:
        """A part of the table stream by its place in the file's head, for Word 97; empty where there is none."""
        place, size = struct.unpack_from("<II", self.main, 0x9A + 8 * index)
        return self.table[place : place + size]

    @property
    def _counts(self) -> tuple[int, ...]:
        """Characters of the text, the footnotes, the headers, an unused one, comments, endnotes and text boxes."""
        return struct.unpack_from("<7I", self.main, 0x4C if self.is_97 else 0x34)

    @cached_property
    def parts(self) -> dict[str, Part]:
        names = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes")
        ends = list(itertools.accumulate(self._counts))
        return {name: Part(first, end) for name, first, end in zip(names, [0, *ends], ends, strict=False)}

    @cached_property
    def pieces(self) -> list[Piece]:
        found: list[Piece] = []
        left = _MOST_CHARACTERS
        for piece in self._all_pieces():
            left -= piece.end - piece.first
            if left < 0:
                break
            found.append(piece)
        return found

    def _all_pieces(self) -> Iterator[Piece]:
        total = sum(self._counts)
        if not self._is_complex:
            begins, ends = self.number("I", 0x18), self.number("I", 0x1C)
            yield Piece(0, total, begins, 2 if total and ends - begins >= 2 * total else 1)
            return
        if self.is_97:
            table = _piece_table(self.structure(33))
        else:
            place, size = struct.unpack_from("<II", self.main, 0x160)
            table = _piece_table(self.main[place : place + size])
        count = max((len(table) - 4) // 12, 0)
        limits = struct.unpack_from(f"<{count + 1}I", table) if count else ()
        for number, (first, end) in enumerate(itertools.pairwise(limits)):
            (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
            is_narrow = bool(place & 0x40000000) or not self.is_97
            if self.is_97:
                place = (place & 0x3FFFFFFF) // 2 if is_narrow else place & 0x3FFFFFFF
            if first < end:
                yield Piece(first, end, place, 1 if is_narrow else 2)

    @cached_property
    def text(self) -> str:
        """All parts, one character for each unit of UTF-16 (or byte), so that places stay; halves are not joined."""
        made = []
        place = 0
        for piece in self.pieces:
            data = self.main[piece.place : piece.place + (piece.end - piece.first) * piece.width]
            words = _units(data) if piece.width == 2 else self._narrow(data)
            made.append("\0" * (piece.first - place) if 0 < piece.first - place < 10_000 else "")
            made.append(words.ljust(piece.end - piece.first, "\0"))
            place = piece.end
        return "".join(made)

    def _narrow(self, data: bytes) -> str:
        """Characters of two bytes take the place of two: the second place is NUL, which is taken out later."""
        if self.is_97:
            return _single(data)
        words = data.decode(self._code, "replace")
        if len(words) == len(data):
            return words
        return "".join(word if len(word.encode(self._code, "replace")) < 2 else f"{word}\0" for word in words)

    @property
    def _code(self) -> str:
        language = self.number("H", 6)
        return _CHINESE.get(language) or _CODES.get(language & 0x3FF, "cp1252")


def _piece_table(clx: bytes) -> bytes:
    """Behind the properties that fast saving left."""
    place = 0
    while place + 5 <= len(clx) and clx[place] == 1:
        place += 3 + int(struct.unpack_from("<H", clx, place + 1)[0])
    if place + 5 > len(clx) or clx[place] != 2:
        return b""
    (size,) = struct.unpack_from("<I", clx, place + 1)
    return clx[place + 5 : place + 5 + size]


def _units(data: bytes) -> str:
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))


def _single(data: bytes) -> str:
    """CP1252; the five bytes that it leaves out stand for themselves."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("cp1252", "replace") for byte in data)
