"""Rows and columns that a sheet hides: kept as runs, so that a million of them take no room, and named as people do."""

import bisect
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

MOST_RUNS = 10_000  # of one sheet; what is hidden beyond is shown without a word
_MOST_NAMED = 20
_CHUNK, _OVERLAP = 1024 * 1024, 4096
_LINE = re.compile(rb"<(?:\w+:)?(row|col)\s([^<>]*)>")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_ROW, _FIRST, _LAST = (
    re.compile(rb"\b%s\s*=\s*[\"'](\d{1,7})[\"']" % attribute) for attribute in (b"r", b"min", b"max")
)


@dataclass
class Runs:
    """Numbers in rising order, as (first, last) of each run."""

    runs: list[tuple[int, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.runs)

    def __contains__(self, number: int) -> bool:
        place = bisect.bisect_right(self.runs, number, key=lambda run: run[0]) - 1
        return place >= 0 and number <= self.runs[place][1]

    def add(self, first: int, last: int) -> None:
        if self.runs and self.runs[-1][0] <= first <= self.runs[-1][1] + 1:
            self.runs[-1] = self.runs[-1][0], max(self.runs[-1][1], last)
        elif len(self.runs) < MOST_RUNS and (not self.runs or first > self.runs[-1][1]):
            self.runs.append((first, last))

    def named(self, name: Callable[[int], str]) -> str:
        """「3–5、8」; only the first of very many."""
        names = [name(a) if a == b else f"{name(a)}–{name(b)}" for a, b in self.runs[:_MOST_NAMED]]
        return "、".join([*names, "ほか"] if len(self.runs) > _MOST_NAMED else names)


@dataclass
class Hidden:
    """Counted from 0."""

    rows: Runs = field(default_factory=Runs)
    columns: Runs = field(default_factory=Runs)


def runs_of(numbers: Iterable[int]) -> Runs:
    runs = Runs()
    for number in sorted(numbers):
        runs.add(number, number)
    return runs


def of_part(archive: zipfile.ZipFile, part: str) -> Hidden:
    """What the part of a sheet in a new workbook says; read in pieces, because it may be very long."""
    found, row, rest = Hidden(), 0, b""
    with archive.open(part) as file:
        while data := file.read(_CHUNK):
            data = rest + data
            cut = max(data.rfind(b"<"), len(data) - _OVERLAP)  # what is begun is looked at with what follows
            for line in _LINE.finditer(data, 0, cut):
                row = _note(found, line[1], line[2], row)
            rest = data[cut:]
    for line in _LINE.finditer(rest):
        row = _note(found, line[1], line[2], row)
    return found


def _note(found: Hidden, kind: bytes, said: bytes, row: int) -> int:
    """Write down what one row or column says; gives the number of the last row."""
    is_hidden = _HIDDEN.search(said)
    if kind == b"row":
        own = _ROW.search(said)
        row = int(own[1]) if own else row + 1
        if is_hidden:
            found.rows.add(row - 1, row - 1)
    elif is_hidden and (first := _FIRST.search(said)) and (last := _LAST.search(said)):
        found.columns.add(int(first[1]) - 1, int(last[1]) - 1)
    return row
