"""Which format each number of an old workbook has, by the place of its cell, and what it hides ([MS-XLS] 2.4)."""

import struct
from collections.abc import Iterator
from pathlib import Path

from extraction.formats.hidden import Hidden
from extraction.formats.number_formats import BUILT_IN
from extraction.formats.xlsx_formats import MOST_FORMATS, Formats

_FORMAT, _STYLE, _SHEET, _BEGIN, _END = 0x041E, 0x00E0, 0x0085, 0x0809, 0x000A
_FORMULA, _NUMBER, _RK, _MANY = 0x0006, 0x0203, 0x027E, 0x00BD
_ROW, _COLUMNS = 0x0208, 0x007D
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_VERSION_97 = 0x0600

type Record = tuple[int, int, int]


class XlsFormats:
    """Empty for workbooks before Excel 97."""

    def __init__(self, path: Path) -> None:
        import olefile  # noqa: PLC0415  only for the few files that need it: the child starts quickly

        self._data = b""
        self._places: list[int] = []
        self._styles: list[int] = []
        own: dict[int, str] = {}
        with olefile.OleFileIO(path) as ole:
            if ole.exists("Workbook"):
                with ole.openstream("Workbook") as stream:
                    self._data = bytes(stream.read())
        for kind, first, end in self._records(0):
            body = self._data[first:end]
            if kind == _FORMAT and len(body) > 5:
                own[int.from_bytes(body[:2], "little")] = _text(body[2:])
            elif kind == _STYLE and len(body) >= 4:
                self._styles.append(int.from_bytes(body[2:4], "little"))
            elif kind == _SHEET and len(body) >= 4:
                self._places.append(int.from_bytes(body[:4], "little"))
        self._codes = {**BUILT_IN, **own}

    def of_sheet(self, number: int) -> Formats:
        """Of the sheet at that place, counted from 1; rows and columns are counted from 0."""
        found: Formats = {}
        if number > len(self._places):
            return found
        for kind, first, end in self._records(self._places[number - 1]):
            if kind in {_FORMULA, _NUMBER, _RK} and end - first >= 6:
                row, column, style = struct.unpack_from("<HHH", self._data, first)
                self._add(found, row, column, style)
            elif kind == _MANY and end - first >= 6:
                row, column = struct.unpack_from("<HH", self._data, first)
                for place, at in enumerate(range(first + 4, end - 2, 6)):
                    self._add(found, row, column + place, int.from_bytes(self._data[at : at + 2], "little"))
            if len(found) > MOST_FORMATS:
                break
        return found

    def hidden_of(self, number: int) -> Hidden:
        """Rows and columns of the sheet at that place that are not displayed."""
        found = Hidden()
        for kind, first, end in self._records(self._places[number - 1]) if number <= len(self._places) else ():
            if kind == _ROW and end - first >= 14 and self._data[first + 12] & _ROW_HIDDEN:
                row = int.from_bytes(self._data[first : first + 2], "little")
                found.rows.add(row, row)
            elif kind == _COLUMNS and end - first >= 10 and self._data[first + 8] & _COLUMN_HIDDEN:
                found.columns.add(*struct.unpack_from("<HH", self._data, first))
        return found

    def _add(self, found: Formats, row: int, column: int, style: int) -> None:
        name = self._styles[style] if style < len(self._styles) else 0
        code = self._codes.get(name, "").replace("General", "")
        if code:
            found[row, column] = code

    def _records(self, place: int) -> Iterator[Record]:
        """Of the part that begins there, to its end."""
        is_first = True
        while place + 4 <= len(self._data):
            kind, size = struct.unpack_from("<HH", self._data, place)
            first = place + 4
            if is_first and (kind != _BEGIN or self._data[first : first + 2] != _VERSION_97.to_bytes(2, "little")):
                return
            is_first = False
            if kind == _END:
                return
            yield kind, first, min(first + size, len(self._data))
            place = first + size


def _text(body: bytes) -> str:
    """A text with its length and a mark for its width before it."""
    length, is_wide = int.from_bytes(body[:2], "little"), body[2] & 1
    data = body[3 : 3 + length * (2 if is_wide else 1)]
    return data.decode("utf-16-le" if is_wide else "latin-1", "replace")
