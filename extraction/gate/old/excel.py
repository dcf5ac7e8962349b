"""Rules about workbooks of Excel 5 to 2003, on the records of their stream."""

import struct
from collections.abc import Iterator
from typing import Any

from extraction.gate import ole
from extraction.gate.inspection import Inspection, listed, shown
from extraction.gate.macros import macros
from extraction.gate.sheets import too_many
from extraction.gate.verdict import Refusal
from extraction.gate.words import CUT_LINK_OF_CELLS

_BEGINNINGS = {0x0009, 0x0209, 0x0409, 0x0809}
_END, _LOCKED, _SHEET, _BOOK, _OLD_BOOK, _NOTE = 0x000A, 0x002F, 0x0085, 0x01AE, 0x0017, 0x001C
_BLANKS, _NUMBERS = 0x00BE, 0x00BD
_CELLS = {0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, _BLANKS, _NUMBERS}
_MACRO_SHEET, _MODULE = 1, 6
_IS_MACRO_SHEET, _IS_MODULE = 0x0040, 0x0006
_MACRO_SHEETS = "Excel 4.0 のマクロシート"
_QUERY, _AT_OPENING = 0x01AD, 0x0020
_PROGRAM_LINK = "\x03"  # between a program and its topic
_ADDRESS = 6
_HIDDEN = 0x03
_UNICODE_NAMES = 8


def check(inspection: Inspection, container: Any, storage: list[str], _within: ole.Within) -> None:
    """Raises Refusal; hidden sheets, notes and links to other books are remarked."""
    name = next(n for n in ("Workbook", "Book") if container.exists([*storage, n]))
    data = ole.stream(inspection, container, [*storage, name])
    sheets: list[tuple[str, int]] = []
    cells = notes = books = 0
    for kind, body in records(inspection, data):
        if kind == _LOCKED:
            raise inspection.locked()
        if kind in _BEGINNINGS:
            _no_macro_sheet(inspection, body)
        elif kind == _SHEET and len(body) > _UNICODE_NAMES:
            _no_macro_sheet(inspection, _beginning_of(data, body))
            sheets.append(_sheet(inspection, body, is_old=name == "Book"))
        elif kind == (_OLD_BOOK if name == "Book" else _BOOK):
            books += _other_book(inspection, kind, body)
        elif kind == _NOTE:
            notes += 1
        elif kind == _QUERY:
            _no_loading_query(inspection, body)
        elif kind in _CELLS:
            cells += (len(body) - 6) // (2 if kind == _BLANKS else 6) if kind in {_BLANKS, _NUMBERS} else 1
            if cells > inspection.suspect.limits.cells:
                raise _too_many_cells(inspection)
    _say(inspection, sheets, notes, books)


def records(inspection: Inspection, data: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, body) of every record, in order; a stream that does not begin like a workbook is broken."""
    place, end = 0, len(data)
    if end < 4 or struct.unpack_from("<H", data)[0] not in _BEGINNINGS:
        raise inspection.broken()
    while place + 4 <= end:
        kind, length = struct.unpack_from("<HH", data, place)
        yield kind, data[place + 4 : place + 4 + length]
        place += 4 + length


def _no_macro_sheet(inspection: Inspection, beginning: bytes) -> None:
    """What a sheet says of itself at its beginning; the list of sheets may call it otherwise."""
    what = struct.unpack_from("<H", beginning, 2)[0] if len(beginning) >= 4 else 0
    if what == _IS_MACRO_SHEET:
        raise macros(inspection, _MACRO_SHEETS)
    if what == _IS_MODULE:
        raise macros(inspection)


def _beginning_of(data: bytes, entry: bytes) -> bytes:
    """Of a sheet, where the list of sheets says that it lies: no record before it need end there."""
    (place,) = struct.unpack_from("<I", entry)
    is_one = place + 8 <= len(data) and struct.unpack_from("<H", data, place)[0] in _BEGINNINGS
    return data[place + 4 : place + 8] if is_one else b""


def _sheet(inspection: Inspection, body: bytes, *, is_old: bool) -> tuple[str, int]:
    """Name and state. Sheets of Excel 4 macros and modules of Excel 5 carry no data but programs."""
    state, kind, length = body[4] & _HIDDEN, body[5], body[6]
    if kind == _MACRO_SHEET:
        raise macros(inspection, _MACRO_SHEETS)
    if kind == _MODULE:
        raise macros(inspection)
    if is_old:
        return body[7 : 7 + length].decode("cp932", "replace"), state
    if body[7] & 1:
        return body[8 : 8 + 2 * length].decode("utf-16-le", "replace"), state
    return body[8 : 8 + length].decode("latin-1"), state


def _other_book(inspection: Inspection, kind: int, body: bytes) -> bool:
    """Whether it is another workbook; one that starts a program, or takes what its object holds, is refused.

    An encoded path of a workbook begins with 1 and has 3 between its folders; a program has 3 before its topic.
    """
    words = _address(body) if kind == _BOOK else body[1:].decode("cp932", "replace")
    if words[:1] in {"", "\x00", "\x01", "\x02", _PROGRAM_LINK}:
        return len(words) > 1 and words[0] == "\x01"
    if _PROGRAM_LINK in words:
        raise Refusal(
            f"「{inspection.name}」には、ほかのプログラムを動かすリンク（DDE、{shown(words.split(_PROGRAM_LINK)[0])}）が"
            "あります。「データ」→「リンクの編集」でリンクを解除して保存し直してください"
        )
    return True


def _no_loading_query(inspection: Inspection, body: bytes) -> None:
    """A table of data from elsewhere: whether it is fetched anew whenever the workbook is opened."""
    if len(body) >= 2 and struct.unpack_from("<H", body)[0] & _AT_OPENING:
        raise Refusal(f"「{inspection.name}」は開くと外部のデータを読み込みます。{CUT_LINK_OF_CELLS}")


def _address(body: bytes) -> str:
    """Count of sheets, length, width of a letter, letters; the workbook itself and add-ins have no address."""
    if len(body) < _ADDRESS or body[2:4] in {b"\x01\x04", b"\x01\x3a"}:
        return ""
    return body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")


def _too_many_cells(inspection: Inspection) -> Refusal:
    return Refusal(
        f"「{inspection.name}」はセルが{inspection.suspect.limits.cells:,}を超えています。"
        "使っていない行や列を削除するか、2つに分けてください"
    )


def _say(inspection: Inspection, sheets: list[tuple[str, int]], notes: int, books: int) -> None:
    most = inspection.suspect.limits.sheets
    if len(sheets) > most:
        raise too_many(inspection.name, len(sheets), "シート", most)
    hidden = [name for name, state in sheets if state]
    if hidden:
        inspection.remark(f"非表示のシートがあります（{listed(hidden, '枚')}）")
    if notes:
        inspection.remark(f"コメントが残っています（{notes}件）")
    if books:
        inspection.remark(f"ほかのブックへのリンクが残っています（{books}件）")
