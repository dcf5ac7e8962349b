"""Rules about drawings of Office 97 to 2003: pictures that are kept elsewhere ([MS-ODRAW], properties of blips)."""

import re
import struct
from collections.abc import Iterator
from typing import Any

from extraction.gate import ole
from extraction.gate.inspection import Inspection, shown
from extraction.gate.reach import Reach, reach
from extraction.gate.verdict import Refusal
from extraction.gate.words import NEW_PICTURE

_TABLES = re.compile(
    rb"[\x03\x13\x23\x33\x43\x53\x63\x73\x83\x93\xa3\xb3\xc3\xd3\xe3\xf3].(?:\x0b\xf0|\x21\xf1|\x22\xf1)", re.DOTALL
)
_HEADER, _PROPERTY = 8, 6
_NUMBER, _IS_COMPLEX = 0x3FFF, 0x8000
_NAMES = {0x0105: 0x0106, 0x0187: 0x0188, 0x01C6: 0x01C7}  # of a picture, a filling, a line; each with its flags
_IS_ELSEWHERE = 0x04 | 0x08  # not kept in the file, linked to one
_STREAMS = {"0table", "1table", "data", "worddocument", "powerpoint document", "workbook", "book"}


def no_far_pictures(inspection: Inspection, container: Any) -> None:
    """A picture may carry the name of where it came from; only one that is fetched from there anew is refused."""
    for path in container.listdir():
        if path[-1].lower() not in _STREAMS:
            continue
        data = ole.stream(inspection, container, path)
        for found in _TABLES.finditer(data):
            for address in _linked(data, found.start()):
                if reach(address) is Reach.FAR:
                    raise Refusal(
                        f"「{inspection.name}」は開くと外部から画像（{shown(address)}）を読み込みます。{NEW_PICTURE}"
                    )


def _linked(data: bytes, start: int) -> Iterator[str]:
    """Names of the pictures that this table of properties takes from elsewhere."""
    head, _, length = struct.unpack_from("<HHI", data, start) if start + _HEADER <= len(data) else (0, 0, 0)
    table = data[start + _HEADER : start + _HEADER + length]
    number = head >> 4
    if number * _PROPERTY > len(table):
        return
    plain, names, place = dict[int, int](), dict[int, str](), number * _PROPERTY
    for entry in range(0, number * _PROPERTY, _PROPERTY):
        key, value = struct.unpack_from("<HI", table, entry)
        plain[key & _NUMBER] = value
        if key & _IS_COMPLEX:
            if key & _NUMBER in _NAMES:
                names[key & _NUMBER] = table[place : place + value].decode("utf-16-le", "replace").rstrip("\0")
            place += value
    for name, words in names.items():
        if plain.get(_NAMES[name], 0) & _IS_ELSEWHERE:
            yield words
