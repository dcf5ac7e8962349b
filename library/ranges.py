"""Parts of a file: one range per request, as RFC 9110 has it."""

import re

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class Unsatisfiable(Exception):
    """A range that lies outside the file: 416."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """(start, end) with `end` excluded; None for no range, or one that we answer with the whole file."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or (not match[1] and not match[2]):
        return None
    if not match[1]:  # the last so many bytes
        length = min(int(match[2]), size)
        if length == 0:
            raise Unsatisfiable
        return size - length, size
    start = int(match[1])
    end = min(int(match[2]) + 1, size) if match[2] else size
    if start >= size:
        raise Unsatisfiable
    return (start, end) if start < end else None
