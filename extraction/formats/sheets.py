"""Excel, old and new: one page a sheet, as a grid with its merged cells, its letters and its row numbers."""

import contextlib
import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, SheetVisibleEnum

from extraction.clean import fit
from extraction.formats import tables
from extraction.formats.books import Words, opened
from extraction.formats.tables import MOST_CELLS, MOST_COLUMNS
from extraction.pages import Heading, PageContent

MOST_ROWS = 100_000  # read; what lies below is said to be left out
MOST_CHARACTERS = 5_000_000


def count(path: Path) -> int:
    with opened(path) as (book, _):
        return len(book.sheet_names)


def read(path: Path, first: int, last: int) -> Iterator[PageContent]:
    """Sheets `first` to `last`, hidden ones marked; one that is broken is left out."""
    with opened(path) as (book, words):
        for number, about in enumerate(book.sheets_metadata, start=1):
            if first <= number <= last:
                with contextlib.suppress(CalamineError):
                    sheet = book.get_sheet_by_index(number - 1)
                    yield _sheet(number, words, about, sheet)


def outline(path: Path) -> Iterator[Heading]:
    """The sheets that a reader of the workbook sees, by name; nothing for a single one."""
    with opened(path) as (book, words):
        shown = [
            (n, words(about.name)) for n, about in enumerate(book.sheets_metadata, start=1) if not _is_hidden(about)
        ]
    return (Heading(1, fit(name), number) for number, name in (shown if len(shown) > 1 else []))


def _is_hidden(about: Any) -> bool:
    return bool(about.visible != SheetVisibleEnum.Visible)


def _sheet(number: int, decoded: Words, about: Any, sheet: Any) -> PageContent:
    """All of the text; the grid as far as a page can show it."""
    top, left = sheet.start or (0, 0)
    shown: list[list[str]] = []
    lines: list[str] = []
    characters = 0
    for values in _rows(sheet, top, decoded):
        lines.append("\t".join(value.replace("\n", " ") for value in values if value))
        characters += len(lines[-1])
        if characters > MOST_CHARACTERS:
            break
        if len(shown) + 1 == len(lines) and len(lines) * (min(len(values), MOST_COLUMNS) + 1) <= MOST_CELLS:
            shown.append(values[:MOST_COLUMNS])
    filled = [place for place, line in enumerate(lines, start=1) if line]
    end = filled[-1] if filled else 0  # an empty tail is no loss
    is_cut = characters > MOST_CHARACTERS or int(sheet.height) > MOST_ROWS
    left_out = (int(sheet.height) if is_cut else end) - min(len(shown), end)
    words = "\n".join(lines[:end])
    blocks = [tables.table(_grid(shown[:end], sheet, top, left), left_out=left_out)] if end else []
    name, is_hidden = fit(decoded(about.name)), _is_hidden(about)
    return PageContent(number=number, label=name, raw=words, text=words.strip(), blocks=blocks, is_hidden=is_hidden)


def _rows(sheet: Any, top: int, decoded: Words) -> Iterator[list[str]]:
    for row in itertools.islice(sheet.iter_rows(), top, top + MOST_ROWS):
        yield [_words(decoded(value) if isinstance(value, str) else value) for value in row]


def _grid(values: list[list[str]], sheet: Any, top: int, left: int) -> list[tables.Row]:
    """With the letters above and the row numbers beside, as people name the cells of a sheet."""
    width = max(map(len, values), default=0)
    merged = [
        (first - top, begin - left, min(last - top, len(values) - 1), min(end - left, width - 1))
        for (first, begin), (last, end) in sheet.merged_cell_ranges or []
        if top <= first < top + len(values) and left <= begin < left + width
    ]
    head = [tables.cell(words, head=True) for words in ["行", *(tables.letters(left + n) for n in range(width))]]
    rows = tables.grid(values, merged)
    return [head, *([tables.cell(str(top + n), head=True), *row] for n, row in enumerate(rows, start=1))]


def _words(value: object) -> str:
    """A cell as a person reads it: whole numbers without a decimal point, days in ISO form."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return fit(str(value)).strip()


def _number(value: float) -> str:
    """With the fifteen digits that Excel keeps: 0.1 + 0.2 is 0.3."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    words = format(value, ".15g")
    return words if "e" not in words else repr(value)
