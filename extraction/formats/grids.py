"""A sheet as a page: all of its text, and the grid as far as a page can show it."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from extraction.formats import tables
from extraction.formats.tables import MOST_CELLS, MOST_COLUMNS
from extraction.pages import PageContent

MOST_ROWS = 100_000  # read; what lies below is said to be left out
MOST_CHARACTERS = 5_000_000
MOST_READ = 20_000_000  # cells; one cell far away makes a sheet large that says little


@dataclass(frozen=True)
class Sheet:
    """`rows` begin at (`top`, `left`), counted from 0, as do the places of `merged`: (top, left, bottom, right)."""

    name: str
    rows: Iterable[list[str]]
    top: int = 0
    left: int = 0
    height: int = 0
    merged: Iterable[tables.Span] = ()
    is_hidden: bool = False


def page(number: int, sheet: Sheet) -> PageContent:
    shown: list[list[str]] = []
    lines: list[str] = []
    characters = cells = 0
    for values in itertools.islice(sheet.rows, MOST_ROWS):
        lines.append("\t".join(value.replace("\n", " ") for value in values if value))
        characters += len(lines[-1])
        cells += len(values)
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
        blocks=[tables.table(_grid(shown[:end], sheet), left_out=left_out)] if end else [],
        is_hidden=sheet.is_hidden,
    )


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
