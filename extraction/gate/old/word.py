"""Rules about documents of Word 6 to 2003: password, fields that run programs, macros of Word 6, far templates."""

import re
import struct
from collections.abc import Iterator
from typing import Any

from extraction.gate import ole
from extraction.gate.codes import Codes
from extraction.gate.fields import no_acting_field
from extraction.gate.inspection import Inspection
from extraction.gate.macros import macros
from extraction.gate.old.names import no_far_names

_MAGIC = {0xA5EC, 0xA5DC}
_HEADER = 0x22
_FLAGS, _LOCKED = 0x0A, 0x0100
_WORD_97 = 0x00C1
_COMMANDS = 0x118  # in the header of Word 6 and 95: where the table of commands lies, and its length
_MARK = re.compile("[\x13\x14\x15]")


def check(inspection: Inspection, container: Any, storage: list[str], _within: ole.Within) -> None:
    """Raises Refusal."""
    data = ole.stream(inspection, container, [*storage, "WordDocument"])
    if len(data) < _HEADER or struct.unpack_from("<H", data)[0] not in _MAGIC:
        raise inspection.broken()
    version, flags = struct.unpack_from("<H", data, 2)[0], struct.unpack_from("<H", data, _FLAGS)[0]
    if flags & _LOCKED:
        raise inspection.locked()
    if version < _WORD_97:
        no_old_macros(inspection, data)
    else:
        no_far_names(inspection, container, storage, data)
    no_acting_codes(inspection, data)


def no_acting_codes(inspection: Inspection, data: bytes) -> None:
    """Codes stand between marks in the text, which is one byte or two to the letter and begins anywhere."""
    for text in (data.decode("latin-1"), *(data[place:].decode("utf-16-le", "replace") for place in (0, 1))):
        for code in _codes(text):
            no_acting_field(inspection, code, "本文")


def _codes(text: str) -> Iterator[str]:
    codes, place = Codes(), 0
    for match in _MARK.finditer(text):
        codes.words(text[place : match.start()], is_code=True)
        place = match.end()
        if match[0] == "\x13":
            yield from codes.begin()
        elif match[0] == "\x14":
            codes.separate()
        else:
            yield from codes.end()
    codes.words(text[place:], is_code=True)
    yield from codes.rest()


def no_old_macros(inspection: Inspection, data: bytes) -> None:
    """Word 6 and 95 keep macros in the table of commands: a list (1) with at least one entry."""
    if len(data) < _COMMANDS + 8:
        return
    place, length = struct.unpack_from("<II", data, _COMMANDS)
    if length > 3 and place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] == 0x01:
        (number,) = struct.unpack_from("<H", data, place + 2)
        if number:
            raise macros(inspection)
