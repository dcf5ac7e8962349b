"""Rules about what a document of Word 97 to 2003 is bound to: its template, and the source of a letter."""

import struct
from collections.abc import Iterator
from typing import Any

from extraction.gate import ole
from extraction.gate.inspection import Inspection, shown
from extraction.gate.reach import Reach, reach
from extraction.gate.verdict import Refusal
from extraction.gate.words import DETACH_TEMPLATE, NORMAL_LETTER

_FLAGS, _SECOND_TABLE = 0x0A, 0x0200
_PLACE = 0x19A  # in the header: where the list of names lies in the table, and its length
_WIDE = b"\xff\xff"
_MOST = 100
_TEMPLATE, _SOURCES = 1, (8, 9)


def no_far_names(inspection: Inspection, container: Any, storage: list[str], header: bytes) -> None:
    """On another computer, which Word asks at opening; near ones are of no use to anybody else."""
    for number, name in enumerate(_names(inspection, container, storage, header)):
        if reach(name) is Reach.NEAR:
            continue
        if number == _TEMPLATE:
            raise Refusal(
                f"「{inspection.name}」は開くと外部のテンプレート（{shown(name)}）を読み込みます。{DETACH_TEMPLATE}"
            )
        if number in _SOURCES:
            raise Refusal(
                f"「{inspection.name}」は差し込み印刷の宛先（{shown(name)}）につながっています。{NORMAL_LETTER}"
            )


def _names(inspection: Inspection, container: Any, storage: list[str], header: bytes) -> Iterator[str]:
    """Each behind its length, in letters of two bytes; none where there is no such list."""
    if len(header) < _PLACE + 8:
        return
    table = "1Table" if struct.unpack_from("<H", header, _FLAGS)[0] & _SECOND_TABLE else "0Table"
    start, length = struct.unpack_from("<II", header, _PLACE)
    if not length or not container.exists([*storage, table]):
        return
    data = ole.stream(inspection, container, [*storage, table])[start : start + length]
    place = 6 if data.startswith(_WIDE) else len(data)
    for _ in range(_MOST):
        if place + 2 > len(data):
            return
        (letters,) = struct.unpack_from("<H", data, place)
        yield data[place + 2 : place + 2 + 2 * letters].decode("utf-16-le", "replace")
        place += 2 + 2 * letters
