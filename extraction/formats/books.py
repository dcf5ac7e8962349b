"""Opens workbooks. Those of Excel 5 and 95 in East Asian codes go through a code of single bytes and back.

calamine takes each byte of such a text for a character of its own, and what it makes of them cannot be undone. Told
that the bytes are CP1252, in which each byte is a character, it hands them all on.
"""

import contextlib
import io
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

_OLE = b"\xd0\xcf\x11\xe0"
_CODES = {932: "cp932", 936: "gbk", 949: "cp949", 950: "cp950", 10001: "cp932"}
_BEGIN, _CODE_PAGE, _END = 0x0809, 0x0042, 0x000A
_VERSION_95 = 0x0500
_SINGLE_BYTES = 1252
_HEAD = 256 * 1024  # the code page stands near the beginning

type Words = Callable[[str], str]


@contextlib.contextmanager
def opened(path: Path, copy: io.BytesIO | None = None) -> Iterator[tuple[Any, Words]]:
    """The workbook, and what makes a text of it readable; with `copy`, that is opened in its place.

    Raises ValueError where the library gives up.
    """
    with path.open("rb") as file:
        is_ole = file.read(4) == _OLE
    code, book = _of_the_nineties(path) if is_ole else ("", copy)
    try:
        with CalamineWorkbook.from_path(path) if book is None else CalamineWorkbook.from_filelike(book) as found:
            yield found, (lambda words: _decoded(words, code)) if code else str
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":  # of Rust: no Exception, and of no module that can be imported
            raise ValueError("the library gave up") from problem
        raise


def _of_the_nineties(path: Path) -> tuple[str, io.BytesIO | None]:
    """The code of its texts and the file with another code named in it; nothing where that is not needed."""
    import olefile  # noqa: PLC0415  only for the few files that need it: the child starts quickly

    with olefile.OleFileIO(path) as ole:
        if not ole.exists("Book"):
            return "", None
        with ole.openstream("Book") as stream:
            data = stream.read()
    place, code = _code_page(data[:_HEAD])
    if code not in _CODES:
        return "", None
    copy = io.BytesIO(path.read_bytes())
    changed = data[:place] + struct.pack("<H", _SINGLE_BYTES) + data[place + 2 :]
    with olefile.OleFileIO(copy, write_mode=True) as ole:
        ole.write_stream("Book", changed)
        copy = io.BytesIO(copy.getvalue())  # the library closes the other
    return _CODES[code], copy


def _code_page(head: bytes) -> tuple[int, int]:
    """Where in the stream the code page is named, and which it is; zeros where none is."""
    place = 0
    while place + 6 <= len(head):
        kind, size, value = struct.unpack_from("<HHH", head, place)
        if (place == 0 and (kind, value) != (_BEGIN, _VERSION_95)) or kind == _END:
            break
        if kind == _CODE_PAGE and size == 2:
            return place + 4, value
        place += 4 + size
    return 0, 0


def _decoded(words: str, code: str) -> str:
    """CP1252 has no character for five bytes: they came through as they are."""
    data = b"".join(
        character.encode("latin-1") if character <= "\xff" else character.encode("cp1252", "replace")
        for character in words
    )
    return data.decode(code, "replace")
