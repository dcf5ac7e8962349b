"""Rules about drawings of Office 97 to 2003: pictures that are kept elsewhere ([MS-ODRAW], properties of blips)."""

import bisect
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
_KEYS = re.compile(rb"[\x05\x87][\x81\xc1]|\xc6[\x81\xc1]")
_LONGEST = 64 * 1024
_MOST = 3_000_000  # properties of all tables: no honest drawing has so many
_IS_ELSEWHERE = 0x04 | 0x08  # not kept in the file, linked to one
_STREAMS = {"0table", "1table", "data", "worddocument", "powerpoint document", "workbook", "book"}


def no_far_pictures(inspection: Inspection, container: Any) -> None:
    """A picture may carry the name of where it came from; only one that is fetched from there anew is refused."""
    for path in container.listdir():
        if path[-1].lower() in _STREAMS:
            _no_far_pictures(inspection, ole.stream(inspection, container, path))


def _no_far_pictures(inspection: Inspection, data: bytes) -> None:
    keys = [found.start() for _, found in zip(range(_MOST), _KEYS.finditer(data), strict=False)]
    read = 0
    for found in _TABLES.finditer(data) if keys else ():
        number, table = _table(data, found.start(), keys)
        read += number
        if max(read, len(keys)) >= _MOST:
            raise inspection.broken()
        for address in _linked(number, table):
            if reach(address) is Reach.FAR:
                raise Refusal(
                    f"「{inspection.name}」は開くと外部から画像（{shown(address)}）を読み込みます。{NEW_PICTURE}"
                )


def _table(data: bytes, start: int, keys: list[int]) -> tuple[int, bytes]:
    """How many properties, and the table of them with what is too long for it; none where no name is among them."""
    if start + _HEADER > len(data):
        return 0, b""
    head, _, length = struct.unpack_from("<HHI", data, start)
    number, first = head >> 4, start + _HEADER
    end, behind = first + min(length, len(data) - first), first + number * _PROPERTY
    following = bisect.bisect_left(keys, first)
    if behind > end or following == len(keys) or keys[following] >= behind:
        return 0, b""
    return number, data[first : min(end, behind + _LONGEST)]


def _linked(number: int, table: bytes) -> Iterator[str]:
    """Names of the pictures that this table of properties takes from elsewhere."""
    plain, names, place = dict[int, int](), dict[int, str](), number * _PROPERTY
    for entry in range(0, number * _PROPERTY, _PROPERTY):
        key, value = struct.unpack_from("<HI", table, entry)
        plain[key & _NUMBER] = value
        if key & _IS_COMPLEX:
            if key & _NUMBER in _NAMES:
                words = table[place : place + min(value, _LONGEST)].decode("utf-16-le", "replace")
                names[key & _NUMBER] = words.partition("\0")[0]
            place += value
    for number_of_name, address in names.items():
        if plain.get(_NAMES[number_of_name], 0) & _IS_ELSEWHERE:
            yield address
