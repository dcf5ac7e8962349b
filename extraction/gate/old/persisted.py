"""Where a presentation of PowerPoint 97 to 2003 says that its parts lie: PowerPoint goes there and nowhere else."""

import struct
from collections.abc import Iterator

_HEADER = 8
_EDIT, _DIRECTORY = 0x0FF5, 0x1772
_CURRENT = 16  # in the stream of the current user: where the newest save lies
_MOST_EDITS = 1000
_MOST_PARTS = 100_000


def places(user: bytes, data: bytes) -> set[int]:
    """Of all parts of all saves, as far as they lie within the stream; empty where nothing can be followed."""
    try:
        found = {place for _, place in zip(range(_MOST_PARTS), _listed(user, data), strict=False)}
    except struct.error:
        return set()
    return {place for place in found if place + _HEADER <= len(data)}


def _listed(user: bytes, data: bytes) -> Iterator[int]:
    """Raises struct.error past the end of the stream."""
    (edit,) = struct.unpack_from("<I", user, _CURRENT)
    seen: set[int] = set()
    while edit and edit not in seen and len(seen) < _MOST_EDITS:
        seen.add(edit)
        if struct.unpack_from("<H", data, edit + 2)[0] != _EDIT:
            return
        edit, directory = struct.unpack_from("<II", data, edit + _HEADER + 8)
        yield from _of_directory(data, directory)


def _of_directory(data: bytes, start: int) -> Iterator[int]:
    """Runs of places, each behind how many there are."""
    _, kind, length = struct.unpack_from("<HHI", data, start)
    place, end = start + _HEADER, min(start + _HEADER + length, len(data))
    while kind == _DIRECTORY and place + 4 <= end:
        number = struct.unpack_from("<I", data, place)[0] >> 20
        parts = min(number, (end - place - 4) // 4)
        yield from struct.unpack_from(f"<{parts}I", data, place + 4)
        place += 4 + 4 * number
