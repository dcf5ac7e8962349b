"""A sheet as a page: all of its text, and the grid as far as a page can show it."""

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from extraction.formats import tables
from extraction.formats.hidden import Hidden, runs_of
from extraction.formats.tables import MOST_CELLS, MOST_COLUMNS
from extraction.pages import PageContent

MOST_ROWS = 100_000  # read; what lies below is said to be left out
MOST_CHARACTERS = 5_000_000
_MOST_COLUMNS = 16_384  # what a sheet has
MOST_READ = 20_000_000  # cells; one cell far away makes a sheet large that says little


@dataclass
class Sheet:
    """`rows` begin at (`top`, `left`), counted from 0, as do the places of `merged`: (top, left, bottom, right)."""

    name: str
    rows: Iterable[list[str]]
    top: int = 0
    left: int = 0
    height: int = 0
    merged: Iterable[tables.Span] = ()
    is_hidden: bool = False
    hidden: Hidden = field(default_factory=Hidden)


def page(number: int, sheet: Sheet) -> PageContent:
    shown: list[list[str]] = []
    lines: list[str] = []
    characters = cells = 0
    unseen = _Unseen(sheet)
    for values in itertools.islice(sheet.rows, MOST_ROWS):
        lines.append("\t".join(value.replace("\n", " ") for value in values if value))
        characters += len(lines[-1])
        cells += len(values)
        if lines[-1]:
            unseen.look(sheet.top + len(lines) - 1, values)
        if characters > MOST_CHARACTERS or cells > MOST_READ:
            break
        if len(shown) + 1 == len(lines) and len(lines) * (min(len(values), MOST_COLUMNS) + 1) <= MOST_CELLS:
            shown.append(values[:MOST_COLUMNS])
    filled = [place for place, line in enumerate(lines, start=1) if line]
    end = filled[-1] if filled else 0  # an empty tail is no loss
    is_cut = characters > MOST_CHARACTERS or cells > MOST_READ or sheet.height > MOST_ROWS
    left_out = (sheet.height if is_cut else end) - min(len(shown), end)
    words = "\n".join(lines[:end])
    return PageContent(
        number=number,
        label=sheet.name,
        raw=words,
        text=words.strip(),
        blocks=[tables.table(_grid(shown[:end], sheet), left_out=left_out) | unseen.told()] if end else [],
        is_hidden=sheet.is_hidden,
    )


class _Unseen:
    """The hidden rows and columns that say something: those that are empty hide nothing."""

    def __init__(self, sheet: Sheet) -> None:
        self._left, self._hidden = sheet.left, sheet.hidden.rows
        runs = sheet.hidden.columns.runs
        self._unsure = [n for first, last in runs for n in range(max(first, sheet.left), min(last + 1, _MOST_COLUMNS))]
        self._rows: list[int] = []
        self._columns: list[int] = []

    def look(self, number: int, values: list[str]) -> None:
        if number in self._hidden:
            self._rows.append(number)
        end = bisect.bisect_left(self._unsure, self._left + len(values))
        if found := [column for column in self._unsure[:end] if values[column - self._left]]:
            self._columns += found
            self._unsure = [column for column in self._unsure if column not in found]

    def told(self) -> dict[str, dict[str, str]]:
        """For the block of the table; nothing where nothing is hidden."""
        found = {
            "rows": runs_of(self._rows).named(lambda row: str(row + 1)),
            "columns": runs_of(self._columns).named(tables.letters),
        }
        return {"hidden": {kind: names for kind, names in found.items() if names}} if any(found.values()) else {}


def _grid(values: list[list[str]], sheet: Sheet) -> list[tables.Row]:
    """With the letters above and the row numbers beside, as people name the cells of a sheet."""
    top, left = sheet.top, sheet.left
    width = max(map(len, values), default=0)
    merged = [
        (first - top, begin - left, min(last - top, len(values) - 1), min(end - left, width - 1))
        for first, begin, last, end in sheet.merged
        if top <= first < top + len(values) and left <= begin < left + width
    ]
    head = [tables.cell(words, head=True) for words in ["行", *(tables.letters(left + n) for n in range(width))]]
    rows = tables.grid(values, merged)
    return [head, *([tables.cell(str(top + n), head=True), *row] for n, row in enumerate(rows, start=1))]
