"""OpenDocument spreadsheet: one page a sheet, its cells as they are displayed; rows are let go as they are read."""

import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from extraction.formats import grids
from extraction.formats.hidden import Hidden
from extraction.formats.odf import Aside, Words, hides, name, repeats
from extraction.formats.safe_xml import SAFE
from extraction.formats.tables import MOST_COLUMNS, Span
from extraction.pages import Heading, PageContent

_STYLE, _TABLE = name("style:style"), name("table:table")
_COLUMN, _ROW = name("table:table-column"), name("table:table-row")
_CELL, _COVERED = name("table:table-cell"), name("table:covered-table-cell")
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_MOST_CELLS = 5_000_000  # of a workbook, once what is repeated is written out


@dataclass
class _Found:
    """A sheet while its rows are read; `end` is the number of its last row that says something."""

    name: str
    is_hidden: bool
    rows: list[list[str]] = field(default_factory=list)
    merged: list[Span] = field(default_factory=list)
    hidden: Hidden = field(default_factory=Hidden)
    width: int = 0
    height: int = 0
    end: int = 0


def count(path: Path) -> int:
    return sum(1 for _ in _sheets(path))


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    for number, sheet in enumerate(itertools.islice(_sheets(path), last), start=1):
        if number >= first:
            yield grids.page(number, _cut(sheet))


def outline(path: Path) -> Iterator[Heading]:
    """The sheets that a reader of the workbook sees, by name; nothing for a single one."""
    shown = [Heading(1, sheet.name, n) for n, sheet in enumerate(_sheets(path), start=1) if not sheet.is_hidden]
    return iter(shown if len(shown) > 1 else [])


def _sheets(path: Path) -> Iterator[_Found]:
    """Each when its end is reached: a table inside a cell's drawing is none."""
    hidden: set[str] = set()
    reader = _Reader()
    sheet: _Found | None = None
    depth = 0
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
        events = etree.iterparse(part, ("start", "end"), tag=(_STYLE, _TABLE, _COLUMN, _ROW), **SAFE)
        for event, element in events:
            if element.tag == _STYLE:
                if event == "end" and hides(element):
                    hidden.add(element.get(name("style:name"), ""))
            elif element.tag == _TABLE:
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    is_hidden = element.get(name("table:style-name")) in hidden
                    sheet = _Found(element.get(name("table:name"), ""), is_hidden)
                elif depth == 0 and sheet is not None:
                    yield sheet
                    element.clear()
            elif event == "end" and depth == 1 and sheet is not None and element.tag == _COLUMN:
                times = repeats(element, "table:number-columns-repeated", _MOST_COLUMNS)
                if _is_hidden(element):
                    sheet.hidden.columns.add(sheet.width, sheet.width + times - 1)
                sheet.width += times
            elif event == "end" and depth == 1 and sheet is not None:
                reader.add(sheet, element)
                element.clear()


class _Reader:
    """Writes out what is repeated, as far as all the sheets together may cost."""

    def __init__(self) -> None:
        self._left = _MOST_CELLS
        self._words_of = Words()  # sheets hide rows and columns, not words

    def add(self, sheet: _Found, row: Any) -> None:
        values, merged = self._values(row, sheet.height)
        times = repeats(row, "table:number-rows-repeated", _MOST_ROWS)
        if values:
            kept = min(times, grids.MOST_ROWS, max(self._left // len(values), 0))
            empty = min(sheet.height, grids.MOST_ROWS) - len(sheet.rows)
            sheet.rows += [[] for _ in range(max(empty, 0))]
            sheet.rows += [values] * kept
            self._left -= kept * len(values)
            if _is_hidden(row):
                sheet.hidden.rows.add(sheet.height, sheet.height + times - 1)
            sheet.merged += merged
            sheet.end = sheet.height + times
        sheet.height += times

    def _values(self, row: Any, number: int) -> tuple[list[str], list[Span]]:
        values: list[str] = []
        merged: list[Span] = []
        for cell in row:
            if cell.tag not in {_CELL, _COVERED}:
                continue
            words = "" if cell.tag == _COVERED else self._words(cell)
            across = repeats(cell, "table:number-columns-spanned", _MOST_COLUMNS)
            down = repeats(cell, "table:number-rows-spanned", _MOST_ROWS)
            if across > 1 or down > 1:
                merged.append((number, len(values), number + down - 1, len(values) + across - 1))
            times = repeats(cell, "table:number-columns-repeated", _MOST_COLUMNS)
            values += [words] * min(times, _MOST_COLUMNS - len(values))
        while values and not values[-1]:
            values.pop()
        return values, merged

    def _words(self, cell: Any) -> str:
        return "\n".join(self._words_of.paragraphs(cell, Aside()))


def _is_hidden(line: Any) -> bool:
    """A row or a column, by hand or by a filter."""
    return line.get(name("table:visibility")) in {"collapse", "filter"}


def _cut(found: _Found) -> grids.Sheet:
    """Without the empty rows above and the empty columns on the left, as Excel's sheets come."""
    rows = found.rows
    top = next((place for place, row in enumerate(rows) if row), 0)
    starts = (next((place for place, value in enumerate(row) if value), len(row)) for row in rows if row)
    left = min(starts, default=0)
    width = min(max(map(len, rows), default=0), left + MOST_COLUMNS)  # only the grid needs even rows
    return grids.Sheet(
        name=found.name,
        rows=([*row[left:], *[""] * (width - max(len(row), left))] for row in rows[top:]),
        top=top,
        left=left,
        height=found.end - top,
        merged=found.merged,
        is_hidden=found.is_hidden,
        hidden=found.hidden,
    )
