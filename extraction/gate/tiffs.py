"""Where a TIFF ends: behind the last of its tables, of their values and of the strips and tiles of its pages."""

import struct

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_OFFSETS = {273: 279, 324: 325, 513: 514}  # strips, tiles, the picture of an old JPEG: where and how long
_TABLES = {330, 34665, 34853, 40965}
_WANTED = _TABLES | set(_OFFSETS) | set(_OFFSETS.values())
_MOST_TABLES = 10_000
_MOST_VALUES = 4_000_000


def end_of(data: bytes) -> int:
    """The end of the data where the tables cannot be read, or are those of the large form."""
    order = "<" if data[:2] == b"II" else ">"
    if len(data) < 8 or struct.unpack_from(f"{order}H", data, 2)[0] != 42:
        return len(data)
    waiting, seen, end, values = [struct.unpack_from(f"{order}I", data, 4)[0]], set[int](), 8, 0
    while waiting and len(seen) < _MOST_TABLES:
        place = waiting.pop()
        if not place or place in seen or place + 2 > len(data):
            continue
        seen.add(place)
        try:
            tail, more, number = _table(data, order, place)
        except struct.error:
            return len(data)
        values += number
        if values > _MOST_VALUES:
            return 8  # no honest picture: whatever it holds is looked at
        waiting += more
        end = max(end, tail)
    return min(end, len(data))


def _table(data: bytes, order: str, place: int) -> tuple[int, list[int], int]:
    """Where what this table names ends, where further tables lie, and how many values were read."""
    (number,) = struct.unpack_from(f"{order}H", data, place)
    end, values = place + 2 + 12 * number + 4, dict[int, tuple[int, ...]]()
    for entry in range(place + 2, place + 2 + 12 * number, 12):
        tag, kind, count = struct.unpack_from(f"{order}HHI", data, entry)
        size = _SIZES.get(kind, 1) * count
        start = entry + 8
        if size > 4:
            (start,) = struct.unpack_from(f"{order}I", data, start)
            end = max(end, start + size)
        if tag in _WANTED and tag not in values and kind in {3, 4, 13} and start + size <= len(data):
            letter = "H" if kind == 3 else "I"
            values[tag] = struct.unpack_from(f"{order}{count}{letter}", data, start)
    for offsets, lengths in _OFFSETS.items():
        pairs = zip(values.get(offsets, ()), values.get(lengths, ()), strict=False)
        end = max([end, *(offset + length for offset, length in pairs)])
    more = [table for tag in _TABLES for table in values.get(tag, ())]
    (following,) = struct.unpack_from(f"{order}I", data, place + 2 + 12 * number)
    return end, [*more, following], number + sum(map(len, values.values()))
